"""A visit becomes a claim: the worked examples of the rules, the design's decisions, and what holds for any visit."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import (
    BY_PURPOSE,
    PAYERS,
    PLACES,
    REGIONS,
    by_code,
    full_visit_dicts,
    payers_that,
    service,
    visit,
    visit_dicts,
    visits,
)

import cptedu as ct
from cptedu.deciding import verdict_shown
from cptedu.engine.coding import LINE_VERDICTS, worksheet
from cptedu.facts.regions import regions_of
from cptedu.model import Claim, Evaluation, Service, Visit
from cptedu.payers import known_choices, load_payer, payers
from cptedu.rules.timed_units import timed_units

NCCI, CPT, GP, NEURO, VA, MEDICARE = (
    "commercial_ncci", "commercial_cpt", "gp_required", "neuro_only_97112", "federal_va", "medicare",
)  # fmt: skip
SPINE = ["cervical", "thoracic", "lumbar", "sacral", "pelvic"]
GOOD_MEDICARE = {"care": "active", "diagnoses": ["M99.01", "M54.2"], "part": ["P", "R"]}
"""A record as Medicare wants it of an adjusted neck: the subluxation of that region first, then what goes with it."""
LOW_BACK = GOOD_MEDICARE | {"diagnoses": ["M99.03", "M54.59"]}
THREE_REGIONS = GOOD_MEDICARE | {"diagnoses": ["M99.01", "M99.02", "M99.03", "M54.2"]}
WHOLE_SPINE = GOOD_MEDICARE | {"diagnoses": ["M99.01", "M99.02", "M99.03", "M99.04", "M99.05", "M54.2"]}

Line = tuple[str, int, frozenset[str]]


def lines_of(claim: Claim) -> list[Line]:
    return [(line.code, line.units, frozenset(line.modifiers)) for line in claim.lines]


def line(number: str, units: int = 1, *modifiers: str) -> Line:
    return number, units, frozenset(modifiers)


def left_of(claim: Claim) -> list[tuple[str | None, str]]:
    return [(item.code, item.verdict.value) for item in claim.unbilled]


def rules_of(findings) -> list[tuple[str, str]]:
    return [(finding.rule, finding.verdict.value) for finding in findings]


def coded(payer: str = NCCI, *services: dict[str, Any], **keys: Any) -> Claim:
    return ct.code_visit(visit(payer, services=list(services), **keys))


# --- the sixty-three worked examples ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Example:
    """A visit of the worked examples, with the claim that the rules give it."""

    id: str
    payer: str
    keys: dict[str, Any]
    lines: list[Line]
    unbilled: list[tuple[str | None, str]] = field(default_factory=list)
    verdicts: dict[str, str] = field(default_factory=dict)


def example(
    id: str,  # noqa: A002  (the examples' own word)
    payer: str,
    *services: dict[str, Any],
    lines: list[Line],
    unbilled: list[tuple[str | None, str]] | None = None,
    verdicts: dict[str, str] | None = None,
    **keys: Any,
) -> Example:
    return Example(id, payer, {"services": list(services), **keys}, lines, unbilled or [], verdicts or {})


BOARD = service("balance", activity="BAPS board")
VISITS = [
    example("A-t1", NCCI, adjusted=["C1", "C2", "C7"], lines=[line("98940")]),
    example("A-t2", NCCI, adjusted=["C2", "C5", "T4"], lines=[line("98940")]),
    example("A-t3", MEDICARE, adjusted=SPINE, **WHOLE_SPINE, lines=[line("98942", 1, "AT")]),
    example("A-t4", NCCI, adjusted=["cervical", "shoulder"], lines=[line("98940"), line("98943")]),
    example("A-t5", NCCI, adjusted=["shoulder", "wrist", "knee"], lines=[line("98943")]),
    example("A-t6", NCCI, adjusted=["atlanto-occipital"], lines=[line("98940")]),
    example("A-t7", NCCI, adjusted=["costotransverse", "costochondral"], lines=[line("98940"), line("98943")]),
    example(
        "A-t8, notice signed", MEDICARE, adjusted=["L4"], **(LOW_BACK | {"care": "maintenance"}),
        abn="required", lines=[line("98940", 1, "GA")], verdicts={"98940": "not_covered"},
    ),
    example(
        "A-t8, no notice", MEDICARE, adjusted=["L4"], **(LOW_BACK | {"care": "maintenance"}),
        abn="none", lines=[line("98940", 1, "GZ")], verdicts={"98940": "not_covered"},
    ),
    example(
        "A-t9", MEDICARE, adjusted=["L4"], **(LOW_BACK | {"part": ["P", "T"]}),
        lines=[], unbilled=[("98940", "not_supported")],
    ),
    example(
        "A-t10", MEDICARE, adjusted=["C5", "T4", "L4"],
        **(GOOD_MEDICARE | {"diagnoses": ["M54.2", "M99.01", "M99.02", "M99.03"]}),
        lines=[], unbilled=[("98941", "not_supported")],
    ),
    example(
        "A-t11", NCCI, adjusted=["C5", "T4", "L4", "sacrum"], findings={"cervical": "tender", "L4": "restricted"},
        lines=[line("98940")],
    ),
    example(
        "B-t8, by total time", VA, service("balance", minutes=7), lines=[], unbilled=[("97112", "not_supported")]
    ),
    example(
        "B-t8, code by code", NCCI, service("balance", minutes=7), lines=[], unbilled=[("97112", "not_supported")]
    ),
    example("B-t11", NCCI, service("strength", contact="group", minutes=30), lines=[line("97150")]),
    example("B-t11, by total time", VA, service("strength", contact="group", minutes=30), lines=[line("97150", 1, "GP")]),
    example("B-t12", NCCI, service("balance", minutes=10), lines=[line("97112")]),
    example(
        "C-t1", NCCI, service(["strength", "range_of_motion"], activity="band rows and chest stretch", minutes=15),
        lines=[line("97110")],
    ),
    example("C-t2", NCCI, BOARD, lines=[line("97112")]),
    # Nothing is said of the diagnoses: the line stays, and asks.
    example("C-t2, neuro only", NEURO, BOARD, lines=[line("97112")]),
    example(
        "C-t3", NCCI, service(["proprioception"], activity="PNF patterns", regions=["shoulder"], minutes=23),
        lines=[line("97112", 2)],
    ),
    example(
        "C-t4", NCCI, service(["posture"], activity="posture exercises", deficit="", minutes=15),
        lines=[], unbilled=[("97112", "ask")],
    ),
    example("C-t5", NCCI, service("functional_task", activity="lift and carry", minutes=15), lines=[line("97530")]),
    example("C-t6", NCCI, service("strength", activity="squats 3x15"), lines=[line("97110")]),
    example(
        "C-t7", NCCI, service("flexibility", activity="handout", home_instruction=True, minutes=None),
        lines=[], unbilled=[(None, "not_supported")],
    ),
    example("C-t8", NCCI, service("endurance", activity="dead bug"), lines=[line("97110")]),
    example("C-t9", NEURO, BOARD, diagnoses=["S33.5XXA"], lines=[], unbilled=[("97112", "not_supported")]),
    example(
        "D-t1", NCCI, service("balance", regions=["lumbar", "pelvic"]), adjusted=["cervical"],
        lines=[line("98940"), line("97112", 1, "59")],
    ),
    example(
        "D-t2", NCCI, service("balance", regions=["lumbar"]), adjusted=["lumbar"],
        lines=[line("98940")], unbilled=[("97112", "not_supported")],
    ),
    example(
        "D-t3", CPT, service("balance", regions=["lumbar"]), adjusted=["lumbar"],
        lines=[line("98940"), line("97112")], verdicts={"97112": "contested"},
    ),
    example(
        "D-t4", NCCI, service("strength", regions=["lumbar"], minutes=15), adjusted=["lumbar"],
        lines=[line("98940"), line("97110")],
    ),
    example(
        "D-t5", NCCI, service("joint_mobilization", regions=["cervical"]), adjusted=["lumbar"],
        lines=[line("98940"), line("97140", 1, "59")],
    ),
    example(
        "D-t6", NCCI, service("soft_tissue", regions=["cervical"]), adjusted=["cervical"],
        diagnoses=["M99.01", "M79.18"], lines=[line("98940")], unbilled=[("97140", "not_supported")],
    ),
    example(
        "D-t7", NCCI, service("balance", regions=["lumbar"]), adjusted=SPINE,
        lines=[line("98942")], unbilled=[("97112", "not_supported")],
    ),
    example(
        "D-t8", NCCI, service("joint_mobilization", regions=["shoulder"], minutes=15), adjusted=["thoracic"],
        lines=[line("98940"), line("97140", 1, "59")],
    ),
    example(
        "D-t9", NCCI, adjusted=["C5"], evaluation={"code": "99213", "separate": False},
        lines=[line("98940")], unbilled=[("99213", "not_supported")],
    ),
    example(
        "D-t10, new patient", NCCI, adjusted=["C5"], evaluation={"code": "99203", "separate": True},
        lines=[line("99203", 1, "25"), line("98940")],
    ),
    example(
        "D-t10, known patient", NCCI, adjusted=["C5"], evaluation={"code": "99213", "separate": True},
        last_seen="2025-10-01", lines=[line("99213", 1, "25"), line("98940")],
    ),
    example(
        "D-t12", NCCI, service("soft_tissue", regions=["shoulder"]), adjusted=["shoulder"],
        lines=[line("98943"), line("97140")], verdicts={"97140": "contested"},
    ),
    example(
        "D-t13", NCCI, service("soft_tissue", regions=["cervical"]), service("massage", regions=["lumbar"]),
        lines=[line("97140")], unbilled=[("97124", "not_supported")],
    ),
    example(
        "D-t14", NCCI, adjusted=["C5"], evaluation={"code": "97164", "separate": True},
        lines=[line("98940")], unbilled=[("97164", "not_supported")],
    ),
    example(
        "D-t15", NCCI, service("balance", contact="group"), service("strength", minutes=15),
        lines=[line("97110", 1, "59"), line("97150")],
    ),
    example(
        "D-t16, another region", NCCI, by_code("97012", regions=["lumbar"]), service("soft_tissue", regions=["cervical"]),
        lines=[line("97012"), line("97140", 1, "59")],
    ),
    example(
        "D-t16, another time", NCCI, by_code("97012", regions=["lumbar"], started="09:00:00", minutes=15),
        service("soft_tissue", regions=["lumbar"], started="09:15:00"),
        lines=[line("97012"), line("97140", 1, "59")],
    ),
    example(
        "D-t16, the same region", NCCI, by_code("97012", regions=["lumbar"]), service("soft_tissue", regions=["lumbar"]),
        lines=[line("97012"), line("97140", 1, "59")],  # RULES-2 D8d: asked, since no times are recorded
    ),
    example(
        "E-t1", GP, service("strength", regions=["lumbar"], minutes=15), adjusted=["cervical"],
        lines=[line("98940"), line("97110", 1, "GP")],
    ),
    example(
        "E-t2", GP, service("balance", regions=["lumbar"]), adjusted=["cervical"],
        lines=[line("98940"), line("97112", 1, "59", "GP")],
    ),
    example(
        "E-t3", MEDICARE, BOARD, lines=[line("97112", 1, "GP", "GY")], verdicts={"97112": "not_covered"}
    ),
    example(
        "E-t3, voluntary notice", MEDICARE, BOARD, abn="voluntary",
        lines=[line("97112", 1, "GP", "GX", "GY")], verdicts={"97112": "not_covered"},
    ),
    example(
        "G-t1", NCCI, service("flexibility", activity="hamstring stretching", code="97112"), lines=[line("97110")]
    ),
    example(
        "G-t2", NCCI, service("balance", contact="group", performed_by="unlicensed_assistant"),
        lines=[], unbilled=[("97150", "ask")],
    ),
    example(
        "G-t2, Medicare", MEDICARE, service("balance", contact="group", performed_by="unlicensed_assistant"),
        lines=[], unbilled=[("97150", "not_supported")],
    ),
    example(
        # RULES-2: a finding names a sign; these words name none, and are quoted.
        "G-t3", NCCI, adjusted=SPINE, findings={"cervical": "same as last time"},
        lines=[], unbilled=[("98942", "not_supported")]
    ),
    example(
        "G-t4", NCCI, service("balance", regions=["lumbar"]), adjusted=["lumbar"], diagnoses=["M54.59", "S33.5XXA"],
        lines=[line("98940")], unbilled=[("97112", "not_supported")],
    ),
    example(
        "G-t5", MEDICARE, adjusted=["L4"], **(LOW_BACK | {"care": "maintenance"}), abn="none",
        lines=[line("98940", 1, "GZ")], verdicts={"98940": "not_covered"},
    ),
]  # fmt: skip


@pytest.mark.parametrize("written", VISITS, ids=[one.id for one in VISITS])
def test_worked_visit(written):
    claim = ct.code_visit(visit(written.payer, **written.keys))
    assert sorted(lines_of(claim), key=repr) == sorted(written.lines, key=repr)
    assert sorted(left_of(claim), key=repr) == sorted(written.unbilled, key=repr)
    for number, verdict in written.verdicts.items():
        assert claim.line(number).verdict.value == verdict
    for one in claim.lines:
        if one.code not in written.verdicts:
            assert one.verdict.value == "supported"


# Minutes, units in total by the CMS total-time method, units by the CPT per-code method.
UNITS = {
    "B-t1": ({"97112": 24, "97110": 23}, 3, 4),
    "B-t2": ({"97112": 20, "97110": 20}, 3, 2),
    "B-t3": ({"97110": 33, "97140": 7}, 3, 2),
    "B-t4": ({"97110": 18, "97140": 13, "97116": 10, "97035": 8}, 3, 4),
    "B-t5": ({"97112": 7, "97110": 7, "97140": 7}, 1, 0),
    "B-t6": ({"97530": 60}, 4, 4),
    "B-t7": ({"97110": 8, "97112": 8, "97140": 8}, 2, 3),
    "B-t9": ({"97110": 6, "97112": 4}, 1, 0),
    "B-t10": ({"97112": 22}, 1, 1),
    "B-t10, 23 minutes": ({"97112": 23}, 2, 2),
}
PURPOSE_OF = {
    "97110": "strength",
    "97112": "balance",
    "97140": "soft_tissue",
    "97116": "gait",
    "97530": "functional_task",
}


@pytest.mark.parametrize("name", UNITS)
def test_worked_units_on_a_claim(name):
    minutes, together, alone = UNITS[name]
    done = [
        service(PURPOSE_OF[number], minutes=spent)
        if number in PURPOSE_OF
        else by_code(number, minutes=spent, contact="one_on_one")
        for number, spent in minutes.items()
    ]
    assert sum(one.units for one in coded(VA, *done).lines) == together
    assert sum(one.units for one in coded(NCCI, *done).lines) == alone


PRICES = {
    "F-t1": ({"97112": 2}, "non_apm", "57.61"),
    "F-t2": ({"97110": 1, "97112": 1}, "non_apm", "54.94"),
    "F-t3": ({"97530": 1, "97112": 1}, "non_apm", "59.95"),
    "F-t4": ({"98941": 1, "97110": 1}, "non_apm", "67.47"),
    "F-t5": ({"98940": 1}, "apm", "26.85"),
}


@pytest.mark.parametrize("name", PRICES)
def test_worked_prices(name):
    units, track, total = PRICES[name]
    priced = ct.allowed_amounts(units, on="2026-03-04", locality="national", track=track)
    assert priced.total == Decimal(total)


# A proposed claim that is refused: the visit, the lines, the modifier that is named.
REVIEWS: dict[str, tuple[Visit, list[tuple[str, int, tuple[str, ...]]], str]] = {
    "D-t11": (
        visit(adjusted=["C5"], services=[BOARD]),
        [("98940", 1, ()), ("97112", 1, ("59", "XS"))],
        "only one of 59, XE, XP, XS and XU",
    ),
    "E-t4": (visit(GP, adjusted=["C5"]), [("98940", 1, ("GP",))], "98940 has GP"),
    "E-t5": (
        visit(MEDICARE, adjusted=["C5", "T4", "L4"], **THREE_REGIONS, abn="required"),
        [("98941", 1, ("AT", "GA"))],
        "98941 has GA",
    ),
}


@pytest.mark.parametrize("name", REVIEWS)
def test_worked_reviews(name):
    seen, proposed, says = REVIEWS[name]
    review = ct.review_claim(seen, proposed)
    assert not review.passes
    assert any(says in finding.says for finding in review.wrong)


def test_choosing_by_money_is_refused_with_what_the_record_supports():
    claim = coded(NCCI, service("flexibility", activity="hamstring stretching", code="97112"))
    assert ("proposed_code", "not_supported") in rules_of(claim.line("97110").findings)


def test_all_sixty_three_worked_examples_are_here():
    counts = {"A": 11, "B": 12, "C": 9, "D": 16, "E": 5, "F": 5, "G": 5}
    wanted = {f"{letter}-t{n}" for letter, count in counts.items() for n in range(1, count + 1)}
    ids = [*(one.id for one in VISITS), *UNITS, *PRICES, *REVIEWS]
    assert {name.partition(",")[0] for name in ids} == wanted
    assert len(wanted) == 63


# --- published examples that are visits -------------------------------------------------------------------------------


PUBLISHED: list[tuple[str, Claim, list[Line]]] = [
    ("CC-018", coded(NCCI, service("strength", contact="group", minutes=25)), [line("97150")]),
    ("EM-002", coded(NCCI, evaluation={"code": "99203"}), [line("99203")]),
    (
        "EM-003",
        coded(NCCI, adjusted=["C5"], evaluation={"code": "99203", "separate": True}),
        [line("99203", 1, "25"), line("98940")],
    ),
    (
        "MC-012",
        coded(
            MEDICARE, adjusted=["C5", "T4", "L4"], abn="required", **(THREE_REGIONS | {"care": "maintenance"})
        ),
        [line("98941", 1, "GA")],
    ),
    ("MC-019", coded(MEDICARE, service("strength")), [line("97110", 1, "GY", "GP")]),
    (
        "MN-001",
        coded(NCCI, service("soft_tissue", regions=["lumbar"]), adjusted=["cervical"]),
        [line("98940"), line("97140", 1, "59")],
    ),
    (
        "MN-007",
        coded(NCCI, service("strength", regions=["lumbar"]), adjusted=["lumbar", "sacral", "pelvic"]),
        [line("98941"), line("97110")],
    ),
    (
        "MN-009",
        coded(
            NCCI,
            service("soft_tissue", minutes=10),
            service("functional_task", minutes=15),
            service("soft_tissue", minutes=5),
        ),
        [line("97140"), line("97530")],
    ),
    (
        "UC-039",
        coded(VA, service("strength", minutes=35), by_code("97012", minutes=20)),
        [line("97012", 1, "GP"), line("97110", 2, "GP")],
    ),
    ("UC-044", coded(NCCI, evaluation={"code": "97164"}), [line("97164")]),
]


@pytest.mark.parametrize(
    ("claim", "lines"), [one[1:] for one in PUBLISHED], ids=[one[0] for one in PUBLISHED]
)
def test_published_visit(claim, lines):
    assert lines_of(claim) == lines


def test_a_diagnosis_is_pointed_to_by_the_line_of_its_region():
    # MN-001
    claim = coded(
        NCCI, service("soft_tissue", regions=["lumbar"]), adjusted=["C5"], diagnoses=["M99.01", "M54.59"]
    )
    assert claim.line("98940").diagnoses == ("M99.01",)
    assert claim.line("97140").diagnoses == ("M54.59",)
    examined = coded(
        NCCI, adjusted=["C5"], evaluation={"code": "99213", "separate": True}, diagnoses=["Z00", "M99.01"]
    )
    assert examined.line("99213").diagnoses == ("Z00", "M99.01")
    # Of every kind of examination, each of which comes first.
    tested = coded(NCCI, service("strength"), evaluation={"code": "97161"}, diagnoses=["Z00", "M99.01"])
    assert [one.code for one in tested.lines] == ["97161", "97110"]
    assert tested.line("97161").diagnoses == ("Z00", "M99.01")
    assert coded(NCCI, adjusted=["C5"]).line("98940").diagnoses == ()


# --- the design's own visit -------------------------------------------------------------------------------------------

DESIGN = {
    "title": "Desk worker, forward head posture",
    "date_of_service": date(2026, 3, 4),
    "payer": NCCI,
    "care": "active",
    "adjusted": ["C5", "T4"],
    "services": [
        {
            "activity": "single-leg stance on a BAPS board",
            "purpose": ["balance", "proprioception"],
            "deficit": "single-leg stance 6 s left, 25 s right",
            "regions": ["lower_extremities"],
            "minutes": 16,
            "contact": "one_on_one",
            "performed_by": "chiropractor",
        }
    ],
    "evaluation": {"code": "99213", "separate": True},
}


def test_the_design_visit():
    claim = ct.code_visit(Visit.from_dict(DESIGN))
    assert [(one.code, one.units, one.modifiers) for one in claim.lines] == [
        ("99213", 1, ("25",)),
        ("98940", 1, ()),
        ("97112", 1, ("59",)),
    ]
    therapy = claim.line("97112")
    assert (therapy.verdict.value, therapy.minutes, therapy.regions) == (
        "supported",
        16,
        ("lower_extremities",),
    )
    assert therapy.label == "retraining balance, coordination and body sense"
    assert rules_of(therapy.findings) == [
        ("purpose", "supported"),
        ("contact", "supported"),
        ("deficit", "supported"),
        ("separate_region", "supported"),
        ("units", "supported"),
    ]
    assert {finding.about for finding in therapy.findings[:4]} == {"single-leg stance on a BAPS board"}
    assert {finding.code for finding in therapy.findings} == {"97112"}
    adjustment = claim.line("98940")
    assert (adjustment.regions, adjustment.minutes) == (("cervical", "thoracic"), None)
    assert rules_of(adjustment.findings) == [("cmt_level", "supported"), ("units", "supported")]
    assert rules_of(claim.line("99213").findings) == [
        ("recorded_evaluation", "supported"),
        ("separate_evaluation", "supported"),
        ("units", "supported"),
    ]
    assert rules_of(claim.notes) == [("wellness_care", "supported"), ("data_age", "no_data")]
    assert claim.unbilled == ()
    assert claim.not_judged == ()
    assert claim.unit_splits == ((("97112", 1),),)
    assert (claim.payer, claim.on) == (NCCI, date(2026, 3, 4))


def test_the_design_visit_with_the_training_at_the_neck():
    moved = copy.deepcopy(DESIGN)
    moved["services"][0]["regions"] = ["cervical"]
    del moved["evaluation"]
    claim = ct.code_visit(Visit.from_dict(moved))
    assert lines_of(claim) == [line("98940")]
    [item] = claim.unbilled
    assert (item.code, item.verdict.value, item.about) == (
        "97112",
        "not_supported",
        "single-leg stance on a BAPS board",
    )
    assert item.service.regions == ("cervical",)
    refused = item.findings[-1]
    assert (refused.rule, refused.verdict.value) == ("separate_region", "not_supported")
    assert {citation.id for citation in refused.citations} >= {"ncci-ptp-2024q3", "aca-ncci-2002"}


# --- decisions: where a service goes, and in which order --------------------------------------------------------------


def test_the_record_is_judged_before_the_payer():
    # Excluded by Medicare, and its record does not hold up: not a line for denial.
    claim = coded(MEDICARE, service("balance", deficit=""), service("strength"))
    assert lines_of(claim) == [line("97110", 1, "GP", "GY")]
    assert left_of(claim) == [("97112", "ask")]


def test_minutes_of_services_that_are_no_lines_are_not_counted():
    # By total time 8 + 8 + 7 would be two units; the refused 8 leave 15, one unit.
    done = [
        service("strength", minutes=8),
        service("functional_task", minutes=7),
        service("balance", minutes=8, regions=["cervical"]),
    ]
    refused = coded(VA, *done, adjusted=["C5"])
    assert [(one.code, one.units) for one in refused.lines] == [("98940", 1), ("97110", 1)]
    assert sorted(left_of(refused), key=repr) == [("97112", "not_supported"), ("97530", "not_supported")]
    free = coded(VA, *done, adjusted=["L3"])
    assert [(one.code, one.units) for one in free.lines] == [("98940", 1), ("97110", 1), ("97112", 1)]


def test_minutes_of_lines_that_are_not_covered_are_counted_among_them():
    claim = coded(MEDICARE, service("strength", minutes=33), service("soft_tissue", minutes=7))
    assert [(one.code, one.units) for one in claim.lines] == [("97110", 2), ("97140", 1)]


def test_the_same_code_for_several_services_is_one_line():
    claim = coded(
        NCCI,
        service("balance", regions=["knee"], minutes=8),
        service("posture", regions=["shoulder"], minutes=15),
        adjusted=["C5"],
    )
    [_, therapy] = claim.lines
    assert (therapy.code, therapy.units, therapy.minutes) == ("97112", 2, 23)
    assert therapy.regions == ("upper_extremities", "lower_extremities")
    assert therapy.modifiers == ("59",)


def test_what_is_left_of_a_code_is_one_line_and_the_rest_is_refused():
    claim = coded(
        NCCI,
        service("balance", regions=["knee"], minutes=15),
        service("posture", regions=["cervical"], minutes=15),
        adjusted=["C5"],
    )
    assert lines_of(claim) == [line("98940"), line("97112", 1, "59")]
    assert left_of(claim) == [("97112", "not_supported")]
    assert claim.line("97112").regions == ("lower_extremities",)


def test_a_line_is_as_covered_as_its_weakest_part():
    claim = coded(
        CPT,
        service("balance", regions=["knee"], minutes=15),
        service("posture", regions=["cervical"], minutes=15),
        adjusted=["C5"],
    )
    # Part of the line is in the adjusted region by CPT Assistant's reading, so it is not marked as distinct.
    assert lines_of(claim) == [line("98940"), line("97112", 2)]
    assert claim.line("97112").verdict.value == "contested"


@pytest.mark.parametrize("deficit", ["", "  "])
@pytest.mark.parametrize(
    ("purpose", "asks"),
    [
        ("strength", True), ("balance", True), ("gait", True), ("functional_task", True), ("self_care", False),
        ("community", False), ("soft_tissue", False), ("massage", False),
    ],
)  # fmt: skip
def test_an_empty_deficit_is_asked_about_for_exercise_alone(purpose, asks, deficit):
    claim = coded(NCCI, service(purpose, deficit=deficit))
    assert bool(claim.unbilled) == asks
    assert bool(claim.lines) != asks


def test_absent_is_not_insufficient():
    # Nothing of what Medicare wants is given: the line stays, and asks for each.
    claim = coded(MEDICARE, adjusted=["C5"])
    assert lines_of(claim) == [line("98940")]
    assert [rule for rule, verdict in rules_of(claim.line("98940").findings) if verdict == "ask"] == [
        "subluxation_diagnosis",
        "part",
        "care_phase",
    ]
    # Given and not enough: refused.
    for key, value in (("part", []), ("diagnoses", []), ("part", ["P", "T"]), ("diagnoses", ["M54.2"])):
        refused = coded(MEDICARE, adjusted=["C5"], **(GOOD_MEDICARE | {key: value}))
        assert lines_of(refused) == []
        assert left_of(refused) == [("98940", "not_supported")]


def test_what_medicare_wants_is_wanted_of_no_other_payer():
    others = payers_that("adjustment_evidence", "none")
    assert set(PAYERS) - set(others) == {MEDICARE, "medicare_advantage"}
    for payer in others:
        claim = coded(payer, adjusted=["C5"], part=[], diagnoses=["M54.2"])
        assert lines_of(claim) == [line("98940")]
        assert rules_of(claim.line("98940").findings) == [
            ("cmt_level", "supported"),
            ("units", "supported"),
        ]


def test_a_refused_adjustment_has_no_word_on_care():
    refused = coded(MEDICARE, adjusted=["C5"], **(GOOD_MEDICARE | {"part": ["P"]}))
    assert rules_of(refused.unbilled[0].findings) == [
        ("cmt_level", "supported"),
        ("subluxation_diagnosis", "supported"),
        ("part", "not_supported"),
    ]


def test_findings_that_are_given_lower_the_level_or_refuse_it():
    adjusted = ["C5", "T4", "L3", "shoulder"]
    claim = coded(NCCI, adjusted=adjusted, findings={"cervical": "tender", "lumbar": "restricted"})
    assert lines_of(claim) == [line("98940")]
    assert claim.line("98940").regions == ("cervical", "lumbar")
    assert ("adjusted_findings", "ask") in rules_of(claim.line("98940").findings)
    assert left_of(claim) == [("98943", "not_supported")]
    assert claim.unbilled[0].about == "adjustment"
    none = coded(NCCI, adjusted=adjusted, findings={})
    assert lines_of(none) == []
    assert left_of(none) == [("98941", "not_supported"), ("98943", "not_supported")]
    assert [item.findings[-1].code for item in none.unbilled] == ["98941", "98943"]
    beyond = coded(NCCI, adjusted=adjusted, findings={"shoulder": "restricted"})
    assert lines_of(beyond) == [line("98943")]
    assert left_of(beyond) == [("98941", "not_supported")]


def test_a_region_without_diagnosis_is_disputed_and_stays():
    claim = coded(NCCI, adjusted=["C5", "T4", "L3"], diagnoses=["M99.01", "M54.59"])
    assert lines_of(claim) == [line("98941")]
    assert ("diagnosis_count", "contested") in rules_of(claim.line("98941").findings)
    assert claim.line("98941").verdict.value == "supported"


def test_one_adjustment_code_a_date_and_the_extraspinal_one_beside_it():
    claim = coded(NCCI, adjusted=["C5", "knee", "wrist"])
    assert lines_of(claim) == [line("98940"), line("98943")]
    assert ("extraspinal_51", "contested") in rules_of(claim.line("98943").findings)
    alone = coded(NCCI, adjusted=["knee"])
    assert "extraspinal_51" not in dict(rules_of(alone.line("98943").findings))
    medicare = coded(MEDICARE, adjusted=["C5", "knee"], **GOOD_MEDICARE)
    assert lines_of(medicare) == [line("98940", 1, "AT"), line("98943", 1, "GY")]
    assert "extraspinal_51" not in dict(rules_of(medicare.line("98943").findings))


def test_the_adjustments_did_not_exist_before_1997():
    old = coded(NCCI, adjusted=["C5", "knee"], on="1996-12-31")
    assert lines_of(old) == []
    assert left_of(old) == [("98940", "not_supported"), ("98943", "not_supported")]
    assert "98940 did not exist yet; its first day was January 1, 1997." in [
        f.says for f in old.unbilled[0].findings
    ]
    assert len(coded(NCCI, adjusted=["C5"], on="1997-01-01").lines) == 1


def test_nothing_done_is_nothing_billed():
    claim = coded(NCCI)
    assert (claim.lines, claim.unbilled, claim.unit_splits) == ((), (), ((),))
    assert rules_of(claim.notes) == [("data_age", "no_data")]
    assert claim.line("98940") is None


# --- decisions: who, how, by which code -------------------------------------------------------------------------------


@pytest.mark.parametrize("payer", PAYERS)
def test_an_assistants_one_on_one_minutes_never_count(payer):
    refusing = payers_that("unlicensed_assistant", "not_supported")
    claim = coded(
        payer,
        service("strength", performed_by="unlicensed_assistant", minutes=40),
        service("gait", minutes=7),
    )
    assert [one.code for one in claim.lines if one.code == "97110"] == []
    assert ("97110", "not_supported" if payer in refusing else "ask") in left_of(claim)
    # Seven minutes alone are no unit by either method; a payer that does not list it keeps it off before they are counted.
    left_off = {verdict for number, verdict in left_of(claim) if number == "97116"}
    hangs_on_the_contract = payer in payers_that("not_covered_lines", "asked")
    assert left_off <= ({"ask"} if hangs_on_the_contract else {"not_supported", "not_covered"})
    assert len(left_off) == 1


def test_stabilization_billed_as_97112_is_a_contested_line_that_shows_both_sides():
    # C8
    done = service("coordination", activity="core stabilization")
    [only] = coded(NCCI, done).lines
    assert (only.code, only.verdict.value) == ("97112", "contested")
    [disputed] = [finding for finding in only.findings if finding.rule == "technique_in_dispute"]
    assert disputed.about == "core stabilization"
    assert [side.says for side in disputed.readings] == [
        "Stabilization is exercise, 97110.",
        "With a measured loss of motor control it is 97112.",
    ]
    assert disputed.fix == "Keep the measurement of motor control beside the minutes."
    assert (
        coded(NCCI, service("endurance", activity="core stabilization")).line("97110").verdict == "supported"
    )


def test_an_assistant_may_look_after_traction():
    assert lines_of(coded(NCCI, by_code("97012", performed_by="unlicensed_assistant"))) == [line("97012")]


def test_timed_services_without_minutes_are_asked_about():
    claim = coded(NCCI, service("strength", minutes=None), by_code("97035", contact="one_on_one"))
    assert left_of(claim) == [("97035", "ask"), ("97110", "ask")]
    assert [item.findings[-1].rule for item in claim.unbilled] == ["minutes", "minutes"]


def test_a_modality_comes_by_its_code_and_never_by_purpose():
    claim = coded(NCCI, {"activity": "mechanical traction", "code": "97012", "purpose": ["strength"]})
    assert lines_of(claim) == [line("97012")]
    assert rules_of(claim.line("97012").findings) == [("by_code", "supported"), ("units", "supported")]
    assert claim.line("97012").minutes is None


def test_a_modality_beside_a_purpose_of_exercise_is_asked_about_where_its_activity_does_not_name_it():
    claim = coded(NCCI, {"activity": "traction", "code": "97012", "purpose": ["strength"]})
    assert lines_of(claim) == []
    assert left_of(claim) == [("97110", "ask")]


def test_ultrasound_without_attendance_becomes_the_unlisted_code():
    # MN-016
    claim = coded(NCCI, by_code("97035", contact="unattended", minutes=10))
    assert left_of(claim) == [("97039", "ask")]
    assert rules_of(claim.unbilled[0].findings) == [
        ("by_code", "supported"),
        ("contact", "ask"),
        ("proposed_code", "not_supported"),
    ]


def test_a_proposed_exercise_code_never_decides():
    claim = coded(NCCI, service("strength", code="97112"))
    assert lines_of(claim) == [line("97110")]
    [finding] = [f for f in claim.line("97110").findings if f.rule == "proposed_code"]
    assert finding.says == "97112 was proposed; the record supports 97110. The record decides."
    same = coded(NCCI, service("strength", code="97110"))
    assert "proposed_code" not in dict(rules_of(same.line("97110").findings))


def test_a_proposed_exercise_code_without_purpose_is_named_and_asked_about():
    claim = coded(NCCI, {"activity": "board", "code": "97112", "contact": "one_on_one", "minutes": 16})
    assert left_of(claim) == [("97112", "ask")]
    assert claim.unbilled[0].about == "board"
    two = coded(NCCI, service(["strength", "gait"], code="97112"))
    assert left_of(two) == [(None, "ask")]


def test_a_service_without_a_name_is_called_by_its_label_or_just_a_service():
    claim = coded(NCCI, {"code": "97035"}, {"purpose": ["strength", "gait"]}, {"purpose": ["strength"]})
    assert [(item.code, item.about) for item in claim.unbilled] == [
        (None, "service"),
        ("97035", "ultrasound"),
        ("97110", "exercise for strength, endurance or mobility"),
    ]


def test_home_instruction_is_nothing_to_bill_whatever_code_is_proposed():
    for code in ("97110", "97012", "97537"):
        claim = coded(NCCI, service("strength", home_instruction=True, code=code))
        assert lines_of(claim) == []
        assert left_of(claim) == [(None, "not_supported")]
        assert rules_of(claim.unbilled[0].findings) == [("home_instruction", "not_supported")]


def test_a_code_that_was_not_in_force_is_refused():
    claim = coded(NCCI, by_code("97763", contact="one_on_one", minutes=16), on="2017-12-31")
    assert left_of(claim) == [("97763", "not_supported")]
    claim = coded(NCCI, evaluation={"code": "99201"}, on="2021-01-01")
    assert left_of(claim) == [("99201", "not_supported")]
    assert lines_of(coded(NCCI, evaluation={"code": "99201"}, on="2020-12-31")) == [line("99201")]


# --- decisions: edits -------------------------------------------------------------------------------------------------


def test_a_service_refused_by_one_edit_stands_in_nobodys_way():
    # RULES-2, after D18: 97140 is refused at the neck, and 97124 elsewhere is judged beside the adjustment alone.
    claim = coded(
        NCCI,
        service("soft_tissue", regions=["cervical"]),
        service("massage", regions=["knee"]),
        adjusted=["C5"],
    )
    assert lines_of(claim) == [line("98940"), line("97124", 1, "59")]
    assert left_of(claim) == [("97140", "not_supported")]


def test_a_service_that_the_record_does_not_support_stands_in_nobodys_way():
    claim = coded(NCCI, service("soft_tissue", minutes=None), service("massage", regions=["knee"]))
    assert lines_of(claim) == [line("97124")]
    assert left_of(claim) == [("97140", "ask")]


def test_of_two_refusals_the_graver_one_stands():
    # Asked about beside the adjustment, refused beside manual therapy: refused, in either order of the edits.
    claim = coded(
        NCCI, service("massage", regions=[]), service("soft_tissue", regions=["knee"]), adjusted=["C5"]
    )
    assert left_of(claim) == [("97124", "not_supported")]
    # RULES-2 D8d: where no times are recorded the pair stays, with its modifier and a question.
    asked = coded(NCCI, by_code("97012"), service("soft_tissue", regions=["knee"]), adjusted=["C5"])
    assert lines_of(asked) == [line("98940"), line("97012"), line("97140", 1, "59")]
    assert ("same_day_therapy", "ask") in rules_of(asked.line("97140").findings)


def test_a_contested_service_is_lowered_by_another_edit():
    claim = coded(
        CPT,
        service("massage", regions=["cervical"]),
        service("soft_tissue", regions=["knee"]),
        adjusted=["C5"],
    )
    assert lines_of(claim) == [line("98940"), line("97140", 1, "59")]
    assert left_of(claim) == [("97124", "not_supported")]


def test_59_needs_its_column_one_code_on_the_claim():
    # The adjustment has no finding and is refused, so nothing is distinct from it.
    claim = coded(NCCI, BOARD, adjusted=["C5"], findings={})
    assert lines_of(claim) == [line("97112")]
    # The group has its line; the exercise beside it has the modifier.
    both = coded(NCCI, service("balance", contact="group"), service("strength", minutes=15))
    assert both.line("97110").modifiers == ("59",)
    # Traction was refused by nobody, but the manual therapy has too few minutes for a line of its own.
    short = coded(
        NCCI, by_code("97012", regions=["lumbar"]), service("soft_tissue", regions=["knee"], minutes=7)
    )
    assert lines_of(short) == [line("97012")]


def test_column_one_without_units_leaves_no_modifier_behind():
    # 97140 is column one of 97750; with seven minutes it has no line.
    done = [service("soft_tissue", minutes=7), by_code("97750", contact="one_on_one", minutes=16)]
    assert lines_of(coded(NCCI, *done)) == [line("97750")]
    done[0]["minutes"] = 8
    assert lines_of(coded(NCCI, *done)) == [line("97140"), line("97750", 1, "59")]


def test_the_adjustment_and_an_examination_never_carry_59():
    claim = coded(NCCI, BOARD, adjusted=["C5", "knee"], evaluation={"code": "99213", "separate": True})
    marked = {one.code: one.modifiers for one in claim.lines}
    assert marked == {"99213": ("25",), "98940": (), "98943": (), "97112": ("59",)}


def test_an_extraspinal_overlap_is_disputed_and_marked_only_beside_a_spinal_adjustment():
    alone = coded(NCCI, service("balance", regions=["knee"]), adjusted=["knee"])
    assert lines_of(alone) == [line("98943"), line("97112")]
    assert alone.line("97112").verdict.value == "contested"
    both = coded(NCCI, service("balance", regions=["knee"]), adjusted=["knee", "C5"])
    assert lines_of(both) == [line("98940"), line("98943"), line("97112", 1, "59")]
    assert both.line("97112").verdict.value == "contested"
    apart = coded(NCCI, service("balance", regions=["shoulder"]), adjusted=["knee"])
    assert apart.line("97112").verdict.value == "supported"
    unsupported = coded(NCCI, service("balance", regions=["knee"]), adjusted=["knee"], findings={})
    assert unsupported.line("97112").verdict.value == "supported"


def test_under_cpt_assistant_the_spinal_pair_has_no_59_and_other_pairs_keep_theirs():
    claim = coded(
        CPT,
        service("balance", regions=["cervical"]),
        service("strength", contact="group"),
        adjusted=["C5"],
    )
    assert claim.line("97112").verdict.value == "contested"
    assert claim.line("97112").modifiers == ("59",)  # beside the group, not beside the adjustment
    # Part of a line at the adjusted region and part of it elsewhere: the group still wants its mark, the adjustment none.
    both = [service("balance", regions=["cervical"]), service("balance", regions=["lumbar"])]
    assert lines_of(coded(CPT, *both, adjusted=["C5"])) == [line("98940"), line("97112", 2)]
    with_group = coded(CPT, *both, service("strength", contact="group"), adjusted=["C5"])
    assert with_group.line("97112").modifiers == ("59",)
    separate = coded(CPT, BOARD, adjusted=["C5"])
    assert lines_of(separate) == [line("98940"), line("97112", 1, "59")]
    assert separate.line("97112").verdict.value == "supported"


def test_another_encounter_is_distinct_and_59_even_where_xs_is_wanted(tmp_path):
    path = tmp_path / "xs.toml"
    path.write_text(
        'name = "xs_claims"\nlike = "commercial_ncci"\n[distinct_service_modifier]\nvalue = "XS"\n'
    )
    payer = load_payer(path).name
    assert lines_of(coded(payer, BOARD, adjusted=["C5"])) == [line("98940"), line("97112", 1, "XS")]
    later = service("balance", regions=["cervical"], encounter=2)
    assert lines_of(coded(payer, later, adjusted=["C5"])) == [line("98940"), line("97112", 1, "59")]
    # So it is between two therapies.
    traction, neck = by_code("97012", regions=["lumbar"]), service("soft_tissue", regions=["cervical"])
    assert lines_of(coded(payer, traction, neck)) == [line("97012"), line("97140", 1, "XS")]
    back = service("soft_tissue", regions=["lumbar"], encounter=2)
    assert lines_of(coded(payer, traction, back)) == [line("97012"), line("97140", 1, "59")]


def test_what_may_stand_for_59_on_a_line_is_why_that_line_is_distinct():
    lumbar, later = (
        service("balance", regions=["lumbar"]),
        service("soft_tissue", regions=["cervical"], encounter=2),
    )
    sheet = worksheet(visit(NCCI, services=[lumbar, later], adjusted=["C5"]))
    present = [one.code for one in sheet.claim().lines]
    assert present == ["98940", "97112", "97140"]
    assert sheet.same_meaning("97112", present) == ("59", "XS")
    assert sheet.same_meaning("97140", present) == ("59", "XE")
    assert sheet.same_meaning("98940", present) == ()
    assert (
        sheet.same_meaning("97112", ["97112", "97140"]) == ()
    )  # beside the adjustment alone it needs a mark


def test_59_or_xs_comes_before_gp(tmp_path):
    # Decision 6, E10: what bears on payment comes first.
    path = tmp_path / "xs_and_gp.toml"
    path.write_text(
        'name = "xs_and_gp"\nlike = "gp_required"\n[distinct_service_modifier]\nvalue = "XS"\n',
        encoding="utf-8",
    )
    claim = coded(load_payer(path).name, BOARD, adjusted=["C5"])
    assert claim.line("97112").modifiers == ("XS", "GP")
    assert ("gp_modifier", "supported") in rules_of(claim.line("97112").findings)


NEVER_98943 = {"adjusted": ["knee"]}
WANTS_SINCE: list[tuple[str, str, str, dict[str, Any]]] = [
    (
        "unit_method", '"cms_total_time"', '"cpt_per_code"',
        {"services": [service("strength", minutes=20), service("balance", minutes=20)]},
    ),
    (
        "same_region", '"cpt_assistant_2010"', '"refused"',
        {"adjusted": ["C5"], "services": [service("balance", regions=["cervical"])]},
    ),
    ("distinct_service_modifier", '"XS"', '"59"', {"adjusted": ["C5"], "services": [service("balance")]}),
    ("gp_on_therapy", "true", "false", {"services": [service("strength")]}),
    (
        "unlicensed_assistant", '"not_supported"', '"ask"',
        {"services": [service("balance", performed_by="unlicensed_assistant")]},
    ),
    ("needs_51_on_98943", "true", "false", {"adjusted": ["C5", "knee"]}),
    ("covers", '["98940"]', "[]", {"adjusted": ["C5", "T4", "L3"]}),
    ("never_paid", '["97112"]', "[]", {"services": [service("balance")]}),
    ("not_covered_lines", '"line"', '"unbilled"', NEVER_98943),
    ("not_covered_modifiers", '["GZ"]', "[]", NEVER_98943),
    ("voluntary_notice_modifiers", '["GX"]', "[]", NEVER_98943 | {"abn": "voluntary"}),
    ("bundled", '["97010"]', "[]", {"services": [by_code("97010")]}),
    ("ask_about", '["97012"]', "[]", {"services": [by_code("97012")]}),
    ("exchanged", '{ 97014 = "G0283" }', "{}", {"services": [by_code("97014")]}),
    ("never_beside_adjustment", '["97140"]', "[]", {"adjusted": ["C5"], "services": [service("soft_tissue")]}),
    ("neurological_diagnosis_for", '["97112"]', "[]", {"diagnoses": ["M54.2"], "services": [service("balance")]}),
    ("adjustment_evidence", '"subluxation_and_part"', '"none"', {"adjusted": ["C5"]}),
    ("care_marks", '"at_ga_gz"', '"none"', {"adjusted": ["C5"], "care": "active"}),
    ("maintenance", '"not_paid"', '"paid"', {"adjusted": ["C5"], "care": "maintenance"}),
    (
        "edits", '"ncci"', '"not_followed"',
        {"adjusted": ["C5"], "services": [service("balance", regions=["cervical"])]},
    ),
    ("unit_limits", '"cms"', '"none"', {"services": [service("balance", minutes=90)]}),
    ("therapy_codes_too", '["97129"]', "[]", {"services": [by_code("97129")]}),
    ("go_codes", '["97535"]', "[]", {"services": [service("self_care")]}),
    ("therapist", '"ask"', '"covered"', {"services": [service("balance", performed_by="therapist")]}),
    ("timed_units_a_visit", "3", '"no limit"', {"services": [service("balance", minutes=60)]}),
    ("therapy_codes_a_visit", "1", "2", {"services": [service("balance"), service("strength")]}),
    ("visits_a_year", "24", '"no limit"', {"adjusted": ["C5"]}),
    ("modifier_order", '["GP", "59"]', '["59", "GP"]', {"adjusted": ["C5"], "services": [service("balance")]}),
]  # fmt: skip
NOT_ON_A_CLAIM = {
    *("multiple_procedure_reduction", "pays_by", "diagnoses_a_claim", "pointers_a_line"),
    *("distinct_service_line", "lines_of_a_timed_code"),
}
"""What sets amounts, what a form holds, and what only a proposed claim can do otherwise."""
GP_TOO = "[gp_on_therapy]\nvalue = true\n"
BESIDE = {
    "not_covered_modifiers": '[never_paid]\nvalue = ["98943"]\n[not_covered_lines]\nvalue = "line"\n',
    "voluntary_notice_modifiers": '[never_paid]\nvalue = ["98943"]\n[not_covered_lines]\nvalue = "line"\n',
    "not_covered_lines": '[never_paid]\nvalue = ["98943"]\n',
    "therapy_codes_too": GP_TOO,
    "go_codes": GP_TOO,
    "modifier_order": GP_TOO,
}
"""What else such a payer chooses, so that the choice shows."""


def test_each_choice_of_a_payer_is_tried_since_a_day():
    tried = [choice for choice, *_ in WANTS_SINCE]
    assert len(tried) == len(set(tried))
    assert set(tried) == set(known_choices()) - NOT_ON_A_CLAIM


@pytest.mark.parametrize(("choice", "now", "then", "keys"), WANTS_SINCE, ids=lambda one: str(one)[:20])
def test_what_a_payer_wants_since_a_day_holds_from_that_day_on(tmp_path, choice, now, then, keys):
    def told(name: str, wants: str, on: str):
        path = tmp_path / f"{name}.toml"
        beside = BESIDE.get(choice, "")
        path.write_text(
            f'name = "{name}"\nlike = "commercial_ncci"\n{beside}[{choice}]\n{wants}\n', encoding="utf-8"
        )
        claim = ct.code_visit(visit(load_payer(path).name, on, **keys))
        return (
            [(one.code, one.units, one.modifiers) for one in claim.lines],
            left_of(claim),
            [rules_of(one.findings) for one in claim.lines],
            rules_of(claim.notes),
        )

    since = f"value = {now}\nsince = 2026-01-01\nbefore = {then}"
    for on, wants in (("2025-12-31", then), ("2026-01-01", now)):
        assert told("since", since, on) == told("always", f"value = {wants}", on)
    differ = told("since", since, "2025-12-31") != told("since", since, "2026-01-01")
    assert differ, (
        f"{choice} changes nothing of this visit: its row wants one with lines that the choice is about"
    )


def test_whatever_medicare_wants_of_an_adjustment_names_its_code():
    [only] = coded(MEDICARE, adjusted=["C5", "T4", "L4"]).lines
    assert [(finding.rule, finding.code) for finding in only.findings] == [
        (rule, "98941") for rule in ("cmt_level", "subluxation_diagnosis", "part", "care_phase", "units")
    ]


def test_no_edit_touches_what_medicare_excludes():
    claim = coded(
        MEDICARE,
        service("balance", regions=["cervical"]),
        service("soft_tissue", regions=["cervical"]),
        service("massage", regions=["cervical"]),
        adjusted=["C5"],
        **GOOD_MEDICARE,
    )
    assert lines_of(claim) == [
        line("98940", 1, "AT"),
        line("97112", 1, "GP", "GY"),
        line("97124", 1, "GP", "GY"),
        line("97140", 1, "GP", "GY"),
    ]
    assert [one.verdict.value for one in claim.lines] == ["supported"] + ["not_covered"] * 3
    assert rules_of(claim.notes) == [("data_age", "no_data")]


def test_an_excluded_examination_carries_25_beside_the_adjustment():
    beside = coded(MEDICARE, adjusted=["C5"], evaluation={"code": "99213", "separate": True}, **GOOD_MEDICARE)
    assert beside.line("99213").modifiers == ("25", "GY")
    voluntary = coded(
        MEDICARE,
        adjusted=["C5"],
        evaluation={"code": "99213", "separate": True},
        abn="voluntary",
        **GOOD_MEDICARE,
    )
    assert voluntary.line("99213").modifiers == ("25", "GX", "GY")
    alone = coded(MEDICARE, evaluation={"code": "99213", "separate": True})
    assert alone.line("99213").modifiers == ("GY",)


def test_a_pair_whose_edit_is_not_held_removes_nothing_and_is_said():
    claim = coded(NCCI, service("community"), adjusted=["C5"])
    assert lines_of(claim) == [line("98940"), line("97537")]
    assert rules_of(claim.notes) == [("ptp_edit", "no_data"), ("data_age", "no_data")]
    assert "97537 with 98940" in claim.notes[0].says
    early = coded(NCCI, by_code("97012"), service("soft_tissue"), on="2020-05-05")
    assert len(early.lines) == 2
    assert "97012 with 97140" in early.notes[0].says


# --- decisions: examinations ------------------------------------------------------------------------------------------


def test_an_examination_without_an_adjustment_needs_no_25():
    for separate in ({}, {"separate": True}):
        claim = coded(NCCI, evaluation={"code": "99213"} | separate)
        assert lines_of(claim) == [line("99213")]
        assert rules_of(claim.line("99213").findings) == [
            ("recorded_evaluation", "supported"),
            ("units", "supported"),
        ]


@pytest.mark.parametrize("number", ["99203", "99213", "97161", "97165"])
@pytest.mark.parametrize("payer", sorted(payers()))
def test_an_examination_that_the_record_calls_not_separate_is_asked_about_at_every_payer(payer, number):
    # RULES D10: no examination as a matter of routine.
    told = {"code": number, "separate": False}
    for done in ((), (service("strength"),)):
        claim = coded(payer, *done, evaluation=told)
        assert claim.line(number) is None
        [left] = [item for item in claim.unbilled if item.code == number]
        if payer == "medicare_advantage":
            # Whether this payer pays it its contract says; what the record calls not separate is not asked about beside that.
            assert left.verdict == "ask"
            continue
        assert left.verdict == "ask"
        [asked] = [one for one in left.findings if one.rule == "separate_evaluation"]
        assert asked.used == ("evaluation.separate",)


def test_what_an_edit_refuses_of_it_is_refused_and_no_longer_asked_about():
    for number, done in (("99213", by_code("97810")), ("97164", service("strength"))):
        claim = coded(NCCI, done, evaluation={"code": number, "separate": False})
        [left] = [item for item in claim.unbilled if item.code == number]
        assert left.verdict == "not_supported"
        assert "ask" not in [one.verdict.value for one in left.findings]
    # 97161 is never paid beside an adjustment, whatever the note calls it.
    assert left_of(coded(NCCI, adjusted=["C5"], evaluation={"code": "97161", "separate": False})) == [
        ("97161", "not_supported")
    ]


def test_an_examination_beside_an_adjustment_must_be_separate():
    assert left_of(coded(NCCI, adjusted=["C5"], evaluation={"code": "99213"})) == [("99213", "ask")]
    assert left_of(coded(NCCI, adjusted=["knee"], evaluation={"code": "99213", "separate": False})) == [
        ("99213", "not_supported")
    ]
    extraspinal = coded(NCCI, adjusted=["knee"], evaluation={"code": "99213", "separate": True})
    assert lines_of(extraspinal) == [line("99213", 1, "25"), line("98943")]


def test_an_examination_that_does_not_fit_the_patient_is_refused():
    claim = coded(
        NCCI, adjusted=["C5"], evaluation={"code": "99203", "separate": True}, last_seen="2025-01-01"
    )
    assert left_of(claim) == [("99203", "not_supported")]
    assert claim.unbilled[0].about == "examination"


def test_an_examination_beside_therapy_that_an_edit_joins_to_it_carries_25():
    # The edits have acupuncture over an office visit.
    edit = ct.ptp_edit("97810", "99213", on="2026-03-04")
    assert (edit.column_one, edit.column_two, edit.modifier_indicator) == ("97810", "99213", 1)
    claim = coded(NCCI, by_code("97810"), evaluation={"code": "99213", "separate": True})
    assert lines_of(claim) == [line("99213", 1, "25"), line("97810")]
    assert left_of(coded(NCCI, by_code("97810"), evaluation={"code": "99213"})) == [("99213", "ask")]
    assert left_of(coded(NCCI, by_code("97810"), evaluation={"code": "99213", "separate": False})) == [
        ("99213", "not_supported")
    ]
    # RULES-2 D10: dry needling, where the office visit is column one, the same; an examination has no region to ask about.
    edit = ct.ptp_edit("20560", "99213", on="2026-03-04")
    assert (edit.column_one, edit.column_two, edit.modifier_indicator) == ("99213", "20560", 1)
    claim = coded(NCCI, by_code("20560"), evaluation={"code": "99213", "separate": True})
    assert lines_of(claim) == [line("99213", 1, "25"), line("20560")]
    # 97110 has no such edit.
    assert lines_of(coded(NCCI, service("strength"), evaluation={"code": "99213"})) == [
        line("99213"),
        line("97110"),
    ]
    assert coded(MEDICARE, by_code("97810"), evaluation={"code": "99213"}).line("99213").modifiers == ("GY",)


# --- decisions: units, limits, notes ----------------------------------------------------------------------------------


def test_a_tie_leaves_the_unit_with_the_lowest_number_and_asks():
    claim = coded(VA, service("gait", minutes=20), service("balance", minutes=20))
    assert [(one.code, one.units) for one in claim.lines] == [("97112", 2), ("97116", 1)]
    assert claim.unit_splits == ((("97112", 2), ("97116", 1)), (("97112", 1), ("97116", 2)))
    for one in claim.lines:
        assert ("tied_units", "ask") in rules_of(one.findings)


def test_a_service_without_a_unit_is_left_off_under_its_own_name():
    short = service("balance", activity="wobble board", minutes=7)
    [left] = coded(NCCI, service("strength"), short).unbilled
    assert (left.code, left.verdict.value, left.about) == ("97112", "not_supported", "wobble board")
    assert (left.service.activity, left.service.minutes) == ("wobble board", 7)


def test_a_service_of_no_minutes_adds_none_to_its_line():
    # One minute more would make a second unit.
    claim = coded(NCCI, service("balance", minutes=22), service("balance", minutes=0))
    assert (claim.line("97112").minutes, claim.line("97112").units) == (22, 1)


def test_a_tied_code_without_the_unit_waits_among_the_unbilled():
    claim = coded(VA, service("strength", minutes=7), service("balance", minutes=7))
    assert [(one.code, one.units) for one in claim.lines] == [("97110", 1)]
    [item] = claim.unbilled
    assert (item.code, item.verdict.value) == ("97112", "not_supported")
    assert ("units", "not_supported") in rules_of(item.findings)
    assert ("tied_units", "ask") in rules_of(item.findings)


def test_every_tied_split_makes_a_claim_of_its_own():
    sheet = worksheet(visit(VA, services=[service("strength", minutes=7), service("balance", minutes=7)]))
    assert [lines_of(claim) for claim in sheet.claims()] == [
        [line("97110", 1, "GP")],
        [line("97112", 1, "GP")],
    ]
    assert sheet.modifiers("97110", ["97110"]) == ("GP",)


def test_a_code_takes_a_tied_unit_only_where_it_stands_with_it():
    tied = [
        service("balance", minutes=8, regions=["cervical"]),
        service("strength", minutes=8, regions=["thoracic"]),
    ]
    there = visit(VA, adjusted=["C7", "T6"], services=tied)
    assert [lines_of(claim) for claim in worksheet(there).claims()] == [
        [line("98940", 1), line("97110", 1, "GP")]
    ]
    assert not ct.review_claim(there, [("98940", 1, ()), ("97112", 1, ("GP",))]).passes
    assert ct.code_visit(there).unit_splits == ((("97110", 1), ("97112", 0)),)


def test_a_code_that_takes_a_tied_unit_is_marked_as_if_it_had_held_it_from_the_first():
    tied = [
        service("balance", minutes=8, regions=["lumbar"]),
        service("strength", minutes=8, regions=["lumbar"]),
    ]
    apart = visit(VA, adjusted=["C7"], services=tied)
    assert [lines_of(claim) for claim in worksheet(apart).claims()] == [
        [line("98940", 1), line("97110", 1, "GP")],
        [line("98940", 1), line("97112", 1, "59", "GP")],
    ]
    passing = [
        marks
        for marks in (("GP",), ("GP", "59"))
        if ct.review_claim(apart, [("98940", 1, ()), ("97112", 1, marks)]).passes
    ]
    assert passing == [("GP", "59")]


def test_units_above_the_limit_stay_on_the_line():
    claim = coded(NCCI, service("balance", minutes=75))
    assert lines_of(claim) == [line("97112", 5)]
    assert ("unit_limit", "ask") in rules_of(claim.line("97112").findings)
    assert "unit_limit" not in dict(
        rules_of(coded(NCCI, service("balance", minutes=60)).line("97112").findings)
    )


def test_a_limit_of_nothing_touches_medicare_alone():
    assert "unit_limit" not in dict(rules_of(coded(NCCI, adjusted=["knee"]).line("98943").findings))
    medicare = coded(MEDICARE, adjusted=["knee"]).line("98943")
    assert medicare.verdict.value == "not_covered"
    assert "unit_limit" in dict(rules_of(medicare.findings))


def test_more_timed_minutes_than_the_session_had_are_noted():
    claim = coded(NCCI, service("balance", minutes=40), service("strength", minutes=30), session_minutes=60)
    assert rules_of(claim.notes) == [("session_length", "ask"), ("data_age", "no_data")]
    assert claim.notes[0].says.startswith("70 timed minutes (5 units) do not fit into a session of 60")
    fits = coded(NCCI, service("balance", minutes=30), by_code("97012", minutes=60), session_minutes=60)
    assert rules_of(fits.notes) == [("session_length", "supported"), ("data_age", "no_data")]
    untimed = coded(NCCI, *[by_code("97012", minutes=40)] * 2, adjusted=["C5"], session_minutes=10)
    assert rules_of(untimed.notes) == [("session_length", "supported"), ("data_age", "no_data")]


def test_maintenance_under_a_plan_is_noted():
    adjusted = coded(NCCI, adjusted=["C5"], care="maintenance")
    assert ("wellness_care", "ask") in rules_of(adjusted.line("98940").findings)
    assert verdict_shown(adjusted.line("98940")).value == "ask"
    # Said once: on the adjustment where there is one, else of the claim as a whole.
    assert rules_of(adjusted.notes) == [("data_age", "no_data")]
    assert rules_of(coded(NCCI, BOARD, care="maintenance").notes) == [
        ("wellness_care", "ask"),
        ("data_age", "no_data"),
    ]


def test_lines_come_in_the_order_of_a_claim():
    claim = coded(
        NCCI,
        service("functional_task", minutes=15),
        by_code("97012", regions=["lumbar"]),
        service("balance", minutes=15),
        adjusted=["knee", "C5"],
        evaluation={"code": "99213", "separate": True},
    )
    assert [one.code for one in claim.lines] == ["99213", "98940", "98943", "97012", "97112", "97530"]


def test_modifiers_come_in_the_order_of_a_claim():
    claim = coded(GP, service("balance", regions=["lumbar"]), adjusted=["C5"])
    assert claim.line("97112").modifiers == ("59", "GP")
    voluntary = coded(MEDICARE, BOARD, abn="voluntary")
    assert voluntary.line("97112").modifiers == ("GP", "GX", "GY")


def test_the_neuro_payer_refuses_97112_before_any_edit():
    claim = coded(NEURO, BOARD, service("strength"), adjusted=["C5"], diagnoses=["M54.2"])
    assert lines_of(claim) == [line("98940"), line("97110")]
    [item] = claim.unbilled
    assert item.findings[-1].rule == "neuro_criteria"
    for keys in ({}, {"diagnoses": ["M54.12"]}):
        asked = coded(NEURO, BOARD, **keys)
        assert ("neuro_criteria", "ask") in rules_of(asked.line("97112").findings)
    accepted = coded(NEURO, BOARD, adjusted=["C5"], diagnoses=["G35.D"])
    assert lines_of(accepted) == [line("98940"), line("97112", 1, "59")]


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given_", [None, {}, "visit.toml", {"date_of_service": "2026-03-04", "payer": NCCI}])
def test_what_is_no_visit_is_refused(given_):
    with pytest.raises(ct.CpteduError, match=r"is not a visit\. Read one with load_visit"):
        ct.code_visit(given_)


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (Visit(date(2026, 3, 4), "medicaer"), "'medicaer' is not a known payer"),
        (Visit(date(2026, 3, 4), NCCI, adjusted=("",)), "'' is not the name of a bone"),
        (
            Visit(date(2026, 3, 4), NCCI, services=(Service(code="98940"),)),
            "98940 is not written as a service",
        ),
        (Visit(date(2026, 3, 4), NCCI, evaluation=Evaluation("98940")), "98940 is not an evaluation"),
        (Visit("soon", NCCI), "date_of_service = 'soon' is not a date"),
    ],
)
def test_a_visit_made_by_hand_is_checked_as_one_from_a_file_is(made, says):
    with pytest.raises(ct.CpteduError, match=says):
        ct.code_visit(made)


def test_what_no_table_holds_is_judged_on_its_own_line_and_stops_nothing():
    # DESIGN 8: a place, a code or a diagnosis that is not held.
    made = Visit(
        date(2026, 3, 4),
        NCCI,
        adjusted=("C5", "C9"),
        services=(Service(code="97111"),),
        diagnoses=("M99.01", "neck pain"),
    )
    claim = ct.code_visit(made)
    assert lines_of(claim) == [line("98940")]
    assert left_of(claim) == [(None, "ask"), ("97111", "no_data")]
    assert ("diagnosis_in_force", "no_data") in rules_of(claim.notes)


# --- what holds for any visit -----------------------------------------------------------------------------------------


def facts(claim: Claim):
    """Give what a claim says; where an element stands in the visit is another matter."""

    def said(findings):
        return [replace(one, used=()) for one in findings]

    lines = [(replace(one, findings=()), said(one.findings)) for one in claim.lines]
    left = [(replace(one, findings=()), said(one.findings)) for one in claim.unbilled]
    return lines, left, said(claim.notes), claim.unit_splits


@given(visits, st.randoms())
def test_the_order_of_services_never_changes_a_claim(seen, random):
    shuffled = list(seen.services)
    random.shuffle(shuffled)
    assert facts(ct.code_visit(replace(seen, services=tuple(shuffled)))) == facts(ct.code_visit(seen))


@given(visits, st.randoms())
def test_neither_does_the_order_or_the_repetition_of_what_was_adjusted(seen, random):
    shuffled = [*seen.adjusted, *seen.adjusted]
    random.shuffle(shuffled)
    assert facts(ct.code_visit(replace(seen, adjusted=tuple(shuffled)))) == facts(ct.code_visit(seen))


@given(visits)
def test_everything_in_a_visit_is_on_the_claim_or_left_off_with_a_reason(seen):
    claim = ct.code_visit(seen)
    assert {one.verdict for one in claim.lines} <= LINE_VERDICTS
    assert {item.verdict.value for item in claim.unbilled} <= {
        "not_supported",
        "not_covered",
        "ask",
        "no_data",
    }
    for item in claim.unbilled:
        assert item.verdict in {finding.verdict for finding in item.findings}
    numbers = [one.code for one in claim.lines]
    assert len(numbers) == len(set(numbers))
    assert len({"98940", "98941", "98942"} & set(numbers)) <= 1
    assert all(one.units > 0 for one in claim.lines)
    left = [item.service for item in claim.unbilled if item.service]
    assert all(done in left or claim.lines for done in seen.services)
    assert set(regions_of(seen.adjusted)) >= {
        name
        for one in claim.lines
        if one.code in {"98940", "98941", "98942", "98943"}
        for name in one.regions
    }


@given(visits)
def test_modifiers_stand_only_where_they_may(seen):
    claim = ct.code_visit(seen)
    for one in claim.lines:
        marks = set(one.modifiers)
        assert len(marks & {"59", "XE", "XP", "XS", "XU"}) <= 1
        assert len(marks & {"AT", "GA", "GZ"}) <= 1
        if one.code in {"98940", "98941", "98942"}:
            assert marks <= {"AT", "GA", "GZ"}
            assert claim.payer in payers_that("care_marks", "at_ga_gz") or not marks
        if one.code == "98943":
            assert marks <= {"51", "GX", "GY"}
        if "25" in marks:
            assert one.code.startswith("992")
        if marks & {"GX", "GY"}:
            assert (one.verdict.value, claim.payer) == ("not_covered", MEDICARE)
        if "59" in marks:
            assert not one.code.startswith("992")
            assert one.verdict.value != "not_covered"


@given(visits)
def test_the_units_of_the_lines_are_the_count_of_their_minutes(seen):
    claim = ct.code_visit(seen)
    method = (
        "cms_total_time" if claim.payer in payers_that("unit_method", "cms_total_time") else "cpt_per_code"
    )
    timed = {one.code: one for one in claim.lines if one.minutes is not None}
    units = dict(claim.unit_splits[0])
    minutes = {number: one.minutes for number, one in timed.items()}
    assert {number: one.units for number, one in timed.items()} == {n: u for n, u in units.items() if u}
    if set(units) == set(minutes):
        assert timed_units(minutes, method).units == units


def test_more_minutes_of_one_service_may_lower_the_units_of_a_visit():
    # RULES-2, after D18: what has no unit refuses nobody. With eight minutes 97140 has one, and 97124 falls to the edit.
    def units(minutes: int) -> dict[str, int]:
        done = [service("soft_tissue", minutes=minutes, regions=["knee"]), service("massage", minutes=30)]
        return {one.code: one.units for one in coded(NCCI, *done).lines}

    assert units(7) == {"97124": 2}
    assert units(8) == {"97140": 1}


@given(visit_dicts, st.sampled_from(PLACES), st.sampled_from(REGIONS), st.data())
def test_adjusting_one_region_more_never_turns_a_refused_service_into_a_billed_one(
    written, more, first, data
):
    # Of one service beside the adjustment: where there are two, what the adjustment refuses may have refused the other.
    assume(written.get("services"))
    alone = data.draw(st.sampled_from(written["services"]))
    written = written | {"adjusted": written.get("adjusted") or [first], "services": [alone]}
    seen = Visit.from_dict(written)
    wider = replace(seen, adjusted=(*seen.adjusted, more))

    def stands(one: Visit) -> bool:
        # Refused by record, coverage or an edit; a service may also lack a unit, which is a count and no refusal.
        return any(item.stands for item in worksheet(one).items if item.service)

    assert stands(seen) or not stands(wider)


@given(full_visit_dicts)
def test_a_visit_is_coded_the_same_way_twice_and_is_not_changed(written):
    seen = Visit.from_dict(written)
    kept = copy.deepcopy(seen)
    assert ct.code_visit(seen) == ct.code_visit(seen)
    assert seen == kept
    assert ct.code_visit(seen).visit == kept


@given(visits)
def test_a_sound_visit_never_raises(seen):
    claim = ct.code_visit(seen)
    assert claim.visit == seen
    try:
        ct.price(claim, track="apm" if claim.on.year == 2026 else None)
    except ct.CpteduError as refused:
        assert str(refused)


REFUSABLE: list[Callable[[], object]] = [
    lambda: ct.compare_payers(visit(), ["medicaer"]),
    lambda: ct.cmt_level(["C9"]),
    lambda: ct.exercise_code(["balanse"]),
    lambda: ct.relative_values("97112", on="2030-01-01"),
]


@pytest.mark.parametrize("call", REFUSABLE)
def test_every_refusal_is_the_packages_own_error_and_a_value_error(call):
    with pytest.raises(ct.CpteduError) as refused:
        call()
    assert isinstance(refused.value, ValueError)
    assert len(str(refused.value)) > 20


def test_the_exercise_codes_named_here_are_those_of_the_purposes():
    assert {"97110", "97112", "97140"} < set(BY_PURPOSE)


def test_the_lines_of_adjustments_have_the_regions_of_their_own_kind():
    claim = coded(NCCI, adjusted=["C5", "L4", "knee", "wrist"])
    assert claim.line("98940").regions == ("cervical", "lumbar")
    assert claim.line("98943").regions == ("upper_extremities", "lower_extremities")
    assert {item.about for item in worksheet(claim.visit).items} == {"adjustment"}


@given(full_visit_dicts)
def test_the_units_and_minutes_of_all_codes_make_the_totals(written):
    for sheet in worksheet(ct.Visit.from_dict(written)).readings():
        counted = sheet.counted
        assert counted.total_units == sum(counted.units.values())
        assert counted.total_minutes == sum(counted.minutes.values())


def test_a_code_that_is_counted_by_itself_counts_in_the_total():
    # RULES-2: 97140 of 7 and 97124 of 20 minutes by total time. 97124 falls to the edit, 97140 then has no unit, and 97124 is
    # billed by its own count; the 7 minutes were given all the same.
    done = [service("soft_tissue", regions=["lumbar"], minutes=7), service("massage", minutes=20)]
    counted = worksheet(visit(payer="federal_va", on="2024-08-01", services=done)).counted
    assert (counted.units["97124"], counted.total_units, counted.total_minutes) == (1, 1, 27)


@given(full_visit_dicts)
def test_the_order_in_which_a_note_names_its_services_changes_no_line_and_no_reason(written):
    seen = ct.code_visit(ct.Visit.from_dict(written))
    turned = ct.code_visit(ct.Visit.from_dict(written | {"services": written["services"][::-1]}))

    def told(claim):
        # Where a service stands in the note is told beside each reason, and is all that differs.
        return [
            (
                line.code,
                line.units,
                line.modifiers,
                line.regions,
                line.verdict,
                [one.says for one in line.findings],
            )
            for line in claim.lines
        ]

    assert told(seen) == told(turned)


def test_what_else_was_to_be_asked_of_a_service_is_advised_where_its_code_was_wrong():
    # 97110 was billed for what is 97112 without a measured deficit: the deficit is asked for, and nothing that is there.
    done = service("balance", deficit="", minutes=16)
    [wrong] = ct.review_claim(visit(services=[done]), [("97110", 1, ())]).wrong
    assert "deficit" in wrong.fix.lower() or "measured" in wrong.fix.lower()
    assert "minutes" not in wrong.fix.lower()


def test_a_region_without_a_subluxation_is_asked_about_on_the_line_of_its_code():
    claim = ct.code_visit(
        visit(
            "medicare", adjusted=["C5", "T4"], diagnoses=["M99.01", "M54.2"], part=["P", "A"], care="active"
        )
    )
    [asked] = [one for one in claim.line("98940").findings if "without the diagnosis" in one.says]
    assert (asked.code, asked.verdict.value) == ("98940", "ask")
