"""An answer that is still awaited leaves open what it may change elsewhere on the claim, and nothing else."""

from __future__ import annotations

import pytest
from strategies import by_code, service, visit

from cptedu.engine.coding import code_visit
from cptedu.model import Claim

EACH_CODE, POOLED, LENIENT = "commercial_ncci", "federal_va", "commercial_cpt"

NOWHERE = service("soft_tissue", activity="trigger point work", regions=[])
MASSAGE = service("massage", activity="massage", regions=["knee"], minutes=20)
UNMEASURED = service("balance", activity="balance board", regions=["hip"], deficit="", minutes=20)
STRENGTH = service("strength", activity="rows", regions=["lumbar"], minutes=20)
NECK = ["C5"]


def seen(services, *, payer=EACH_CODE, **keys):
    return visit(payer, services=services, **keys)


def left_open(claim: Claim) -> set[str]:
    """Name the codes that wait for the answer to a question about something else."""
    return {
        str(one.code)
        for one in (*claim.lines, *claim.unbilled)
        if any(said.rule == "awaited_answer" for said in one.findings)
    }


# What is right was written down from the rules before the engine was asked: the codes of which not all is certain.
VISITS = {
    "97124 is never paid beside 97140, of which the region is not told": (
        seen([NOWHERE, MASSAGE], adjusted=NECK),
        {"97124"},
    ),
    "97140 in the adjusted region is refused, and stands in nobody's way": (
        seen([NOWHERE | {"regions": ["cervical"]}, MASSAGE], adjusted=NECK),
        set(),
    ),
    "no edit joins 97110 to 97140, and each code is counted alone": (
        seen([NOWHERE, STRENGTH], adjusted=NECK),
        set(),
    ),
    "15 and 15 minutes are a unit each, pooled or alone": (
        seen([NOWHERE | {"minutes": 15}, STRENGTH | {"minutes": 15}], payer=POOLED, adjusted=NECK),
        set(),
    ),
    "20 and 20 pooled minutes are 3 units, and 20 alone are 1": (
        seen([NOWHERE | {"minutes": 20}, STRENGTH], payer=POOLED, adjusted=NECK),
        {"97110"},
    ),
    "a deficit that is not told, where minutes are pooled": (
        seen([UNMEASURED, STRENGTH], payer=POOLED),
        {"97110"},
    ),
    "a deficit that is not told, where each code is counted alone": (seen([UNMEASURED, STRENGTH]), set()),
    "8 minutes and more of 97140 refuse 97124": (
        seen([service("soft_tissue", regions=["shoulder"], minutes=None), MASSAGE]),
        {"97124"},
    ),
    "a visit that may be part of the adjustment changes nothing about it": (
        seen([], adjusted=NECK, evaluation={"code": "99213"}),
        set(),
    ),
    "25 stands beside dry needling, if it was given": (
        seen([by_code("20560", minutes=0)], evaluation={"code": "99213", "separate": True}),
        {"99213"},
    ),
    "59 beside an adjustment stands only if that is borne out": (
        seen(
            [service("balance", regions=["lumbar"])],
            adjusted=NECK,
            findings={"cervical": "possible tenderness"},
        ),
        {"97112"},
    ),
    "a second service of the same code makes more units": (
        seen([service("balance", regions=["lumbar"]), service("balance", regions=[])], adjusted=NECK),
        {"97112"},
    ),
    "an add-on code waits for its first one": (
        seen([by_code("97810", minutes=0), by_code("97811", minutes=15)]),
        {"97811"},
    ),
    "a group would put 59 on what is done one on one": (
        seen([service("balance", contact=None), service("strength", regions=["shoulder"])]),
        {"97110"},
    ),
    "an edit joins a whirlpool to 97112, which it may have been, and in one region": (
        seen([service("balance", contact=None), by_code("97022", regions=["knee"])]),
        {"97022"},
    ),
    "no edit joins traction to a group or to balance": (
        seen([service("balance", contact=None), by_code("97012", regions=["knee"])]),
        set(),
    ),
    "traction stands before 97140, and whatever that is": (
        seen([NOWHERE, by_code("97012", regions=["lumbar"])], adjusted=NECK),
        set(),
    ),
    "traction in the same region, if it was given, puts 97140 in question": (
        seen([by_code("97012", regions=["lumbar"], minutes=0), NOWHERE | {"regions": ["lumbar"]}]),
        {"97140"},
    ),
    "what Medicare does not cover is counted in one pool as well": (
        seen(
            [service("strength", deficit="", minutes=20), service("balance", minutes=20)],
            payer="medicare",
            adjusted=NECK,
        ),
        {"97112"},
    ),
    "another encounter would let 97140 stand, and refuse 97124": (
        seen([NOWHERE | {"regions": ["cervical"], "encounter": "see note"}, MASSAGE], adjusted=NECK),
        {"97124"},
    ),
    "a muscle that reaches into the adjusted region": (
        seen([NOWHERE | {"regions": ["shoulder"], "muscle": "upper trapezius"}, MASSAGE], adjusted=NECK),
        {"97124"},
    ),
    "who gave 97112 changes nothing about 97110": (
        seen([service("balance", performed_by="unlicensed_assistant"), STRENGTH]),
        set(),
    ),
    "what it was for may have been manual therapy": (
        seen(
            [service([], activity="worked on the knee"), MASSAGE, by_code("97012", regions=["knee"])],
            adjusted=NECK,
        ),
        {"97124"},
    ),
    "nothing waits": (seen([service("balance"), STRENGTH], adjusted=NECK), set()),
    "what is refused by the adjustment itself stays so": (
        seen([NOWHERE, MASSAGE | {"regions": ["cervical"]}], adjusted=NECK),
        set(),
    ),
    "an evaluation is never paid beside an adjustment, if that is borne out": (
        seen(
            [],
            adjusted=NECK,
            findings={"cervical": "possible tenderness"},
            evaluation={"code": "97161", "separate": True},
        ),
        {"97161"},
    ),
    "minutes that it would share by the clock": (
        seen(
            [
                UNMEASURED | {"minutes": 15, "started": "09:05"},
                service("soft_tissue", minutes=15, started="09:00"),
            ]
        ),
        {"97140"},
    ),
    "one after the other by the clock": (
        seen(
            [
                UNMEASURED | {"minutes": 15, "started": "09:20"},
                service("soft_tissue", minutes=15, started="09:00"),
            ]
        ),
        set(),
    ),
    "8 minutes may have to give their unit to 14 others": (
        seen([UNMEASURED | {"minutes": None}, STRENGTH | {"minutes": 8}], payer=POOLED),
        {"97110"},
    ),
    "where leftovers tie the lowest code is shown with the unit, and 97112 is lower than 97530": (
        seen(
            [
                service("balance", minutes=5, contact=None),
                service("functional_task", minutes=5),
                service("community", minutes=5),
            ],
            payer=POOLED,
        ),
        {"97530"},
    ),
    "a full quarter of an hour keeps its one unit whatever the others are": (
        seen([UNMEASURED | {"minutes": None}, STRENGTH | {"minutes": 15}], payer=POOLED),
        set(),
    ),
    "too few minutes for a unit, unless the others of the same code count": (
        seen([UNMEASURED | {"minutes": 5}, service("balance", minutes=5)]),
        {"97112"},
    ),
    "by CPT Assistant's reading 97112 stands wherever it was, and 97140 does not": (
        seen([service("balance", regions=[]), STRENGTH], payer=LENIENT, adjusted=NECK),
        set(),
    ),
}


@pytest.mark.parametrize("name", VISITS)
def test_what_waits_for_an_answer_about_something_else(name):
    visit_of_it, expected = VISITS[name]
    assert left_open(code_visit(visit_of_it)) == expected


def test_an_encounter_that_is_not_told_may_make_the_whole_line_of_its_code_disputed():
    # Another encounter in the adjusted region is contested (NCCI I and XI), and what is contested marks its line.
    apart = service("balance", minutes=8, regions=["thoracic"])
    beside = service("balance", minutes=1, regions=["cervical"], encounter="see note")
    seen = {"adjusted": ["C5"], "services": [apart, beside]}
    told = code_visit(visit(**seen | {"services": [apart, beside | {"encounter": 2}]})).line("97112")
    assert told.verdict.value == "contested"
    line = code_visit(visit(**seen)).line("97112")
    assert "awaited_answer" in {one.rule for one in line.findings if one.verdict == "ask"}
