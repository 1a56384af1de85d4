"""A line that stands with a question of its own: what an answer that takes it off would change is not said without doubt."""

from __future__ import annotations

import pytest
from strategies import by_code, service, visit

from cptedu.engine.coding import code_visit
from cptedu.model import Claim
from cptedu.payers import load_payer

EACH_CODE, POOLED, NECK = "commercial_ncci", "federal_va", ["C5"]
NEURO, MEDICARE, ADVANTAGE, NOT_BOTH = (
    "neuro_only_97112",
    "medicare",
    "medicare_advantage",
    "no_97140_with_cmt",
)
EVIDENCE = "wants_evidence_and_follows_edits"
BACK, KNEE, SHOULDER, NONE = {"regions": ["lumbar"]}, {"regions": ["knee"]}, {"regions": ["shoulder"]}, {}
NINE, LATER = {"started": "09:00"}, {"started": "09:40"}
SHOWN = {"diagnoses": ["M99.01", "M54.2"], "part": ["P", "A"], "care": "active"}
VISIT_99213 = {"code": "99213", "separate": True}


def left_open(claim: Claim) -> set[str]:
    """Name the codes that wait for the answer to a question about something else."""
    return {
        str(one.code)
        for one in (*claim.lines, *claim.unbilled)
        if any(said.rule == "awaited_answer" for said in one.findings)
    }


def hands(**keys):
    return service("soft_tissue", activity="trigger points", minutes=15, **keys)


def massage(**keys):
    return service("massage", activity="massage", minutes=20, **keys)


def traction(**keys):
    return by_code("97012", minutes=15, **keys)


def test_of_function(**keys):
    return by_code("97750", activity="a test of function", minutes=15, contact="one_on_one", **keys)


test_of_function.__test__ = False


def group(**keys):
    return service("balance", activity="class", contact="group", minutes=15, **keys)


def balance(minutes=20, **keys):
    return service("balance", activity="balance board", minutes=minutes, **keys)


def strength(minutes=20, **keys):
    return service("strength", activity="rows", minutes=minutes, **keys)


def water(minutes=20, **keys):
    return service("strength", activity="in the pool", minutes=minutes, aquatic=True, **keys)


# What is right was written down from the rules: the codes of which not all is certain, though nothing is left out of them
# themselves. Two attended services at one time are billed once, and no rule says which: of what is asked with another one when it
# began, that other one hangs on the answer too, and so does the 59 of what stands beside that.
VISITS = {
    "97140 refuses 97124, and is left off itself if it was given during traction": (
        EACH_CODE,
        {"services": [traction(**BACK), hands(**BACK), massage(**KNEE)]},
        {"97124"},
    ),
    "97140 in another region than traction surely refuses 97124": (
        EACH_CODE,
        {"services": [traction(**BACK), hands(**SHOULDER), massage(**KNEE)]},
        set(),
    ),
    "97140 after traction by the clock surely refuses 97124": (
        EACH_CODE,
        {"services": [traction(**BACK, **NINE), hands(**BACK, **LATER), massage(**KNEE)]},
        set(),
    ),
    "20 and 20 pooled minutes are 3 units, and 20 alone are 1": (
        POOLED,
        {"services": [group(**KNEE), balance(**KNEE), strength(**SHOULDER)]},
        {"97110", "97150"},
    ),
    "each code counted alone, and 59 beside a group that may have been at the same time as 97112": (
        EACH_CODE,
        {"services": [group(**KNEE), balance(**KNEE), strength(**SHOULDER)]},
        {"97110", "97150"},
    ),
    "each code counted alone, and no group": (
        EACH_CODE,
        {"services": [balance(**KNEE), by_code("97022", minutes=15, **KNEE), strength(**SHOULDER)]},
        set(),
    ),
    "a full quarter of an hour keeps its unit whatever the other keeps": (
        POOLED,
        {"services": [balance(15, **KNEE), by_code("97022", minutes=15, **KNEE), strength(15, **SHOULDER)]},
        set(),
    ),
    "45 pooled minutes are 3 units, and the third goes to 22 of them once the other 23 keep fewer": (
        POOLED,
        {"services": [group(**KNEE), strength(23, **KNEE), balance(22, **SHOULDER)]},
        {"97112", "97150"},
    ),
    "a test of function refuses a group, and would be left off beside 97140 at the same time": (
        EACH_CODE,
        {"services": [hands(**KNEE), test_of_function(**KNEE), group(**SHOULDER)]},
        # If the group stands, an edit wants 59 on 97140.
        {"97150", "97140"},
    ),
    "the same by a task": (
        EACH_CODE,
        {"services": [service("functional_task", **KNEE), test_of_function(**KNEE), group(**SHOULDER)]},
        {"97150", "97530"},
    ),
    "a test of function after the task by the clock": (
        EACH_CODE,
        {
            "services": [
                service("functional_task", **KNEE, **NINE),
                test_of_function(**KNEE, **LATER),
                group(**SHOULDER),
            ]
        },
        set(),
    ),
    "9 minutes more of 97110 take the third pooled unit from 8 of gait, if they count": (
        POOLED,
        {"services": [water(20, **KNEE), strength(24, **KNEE), service("gait", minutes=8, **SHOULDER)]},
        {"97116", "97113"},
    ),
    "the time that is asked for may be that of a third one, which no edit joins": (
        EACH_CODE,
        {
            "services": [
                balance(15, **KNEE),
                group(**KNEE, started="09:00"),
                service("functional_task", minutes=15, **SHOULDER, started="10:00"),
            ]
        },
        {"97150", "97530"},
    ),
    "a whirlpool elsewhere bears 59 only beside 97112, which may not be paid": (
        NEURO,
        {"services": [balance(**KNEE), by_code("97022", minutes=15, **SHOULDER)]},
        {"97022"},
    ),
    "with a neurological diagnosis it surely does": (
        NEURO,
        {"diagnoses": ["G35.D"], "services": [balance(**KNEE), by_code("97022", minutes=15, **SHOULDER)]},
        set(),
    ),
    "97112 that may not be paid changes nothing about an adjustment or 97110": (
        NEURO,
        {"adjusted": NECK, "services": [balance(**BACK), strength(**BACK)]},
        set(),
    ),
    "a group stands with 97112 and without it": (
        NEURO,
        {"services": [balance(**KNEE), group(**SHOULDER)]},
        set(),
    ),
    "25 beside an adjustment of which nothing shows the subluxation yet": (
        MEDICARE,
        {"adjusted": NECK, "care": "active", "evaluation": VISIT_99213},
        {"99213"},
    ),
    "25 beside an adjustment that is shown": (
        MEDICARE,
        {"adjusted": NECK, "evaluation": VISIT_99213, **SHOWN},
        set(),
    ),
    "whether care was active changes the mark of the adjustment alone": (
        MEDICARE,
        {"adjusted": NECK, "evaluation": VISIT_99213, **SHOWN, "care": None},
        set(),
    ),
    "a plan pays no examination with the adjustment or without it": (
        ADVANTAGE,
        {"adjusted": NECK, "care": "active", "evaluation": VISIT_99213},
        set(),
    ),
    "59 beside an adjustment that is not shown yet": (
        EVIDENCE,
        {"adjusted": NECK, "services": [balance(**BACK)]},
        {"97112"},
    ),
    "what an adjustment refuses that is not shown yet": (
        EVIDENCE,
        {"adjusted": NECK, "services": [hands(regions=["cervical"])]},
        {"97140"},
    ),
    "an evaluation, which is never paid beside an adjustment": (
        EVIDENCE,
        {"adjusted": NECK, "evaluation": {"code": "97161", "separate": True}},
        {"97161"},
    ),
    "what is shown stands, and refuses and marks without doubt": (
        EVIDENCE,
        {"adjusted": NECK, **SHOWN, "services": [balance(**BACK), hands(regions=["cervical"])]},
        set(),
    ),
    "no payer of this kind asks what an adjustment is shown by": (
        EACH_CODE,
        {"adjusted": NECK, "services": [balance(**BACK), hands(regions=["cervical"])]},
        set(),
    ),
    "in a ring no text says which stands, and 97140 refuses 97124 only if it does": (
        EACH_CODE,
        {"services": [hands(**KNEE), test_of_function(**KNEE), group(**KNEE), massage(**SHOULDER)]},
        {"97124"},
    ),
}


@pytest.fixture(autouse=True)
def _a_payer_that_wants_evidence_and_follows_edits(tmp_path):
    path = tmp_path / f"{EVIDENCE}.toml"
    path.write_text(
        f'name = "{EVIDENCE}"\nlabel = "A plan"\nsays = "A plan of its own."\nlike = "commercial_ncci"\n\n'
        '[adjustment_evidence]\nvalue = "subluxation_and_part"\n'
    )
    load_payer(path)


@pytest.mark.parametrize("name", VISITS)
def test_what_waits_for_an_answer_about_a_line_that_stands(name):
    payer, keys, expected = VISITS[name]
    given = {key: value for key, value in keys.items() if value is not None}
    assert left_open(code_visit(visit(payer, **given))) == expected


def test_who_keeps_shared_minutes_may_change_what_has_no_part_in_them():
    # 52 minutes are 3 units. Where 97110 keeps the four that are shared, 22 and 22 leave 7 each and the 8 of gait have the
    # third; where 97112 keeps them, 26 leave 11.
    services = [
        strength(22, started="09:00"),
        balance(26, started="09:18"),
        service("gait", minutes=8),
    ]
    claim = code_visit(visit(POOLED, services=services))
    [gait] = [line for line in claim.lines if line.code == "97116"]
    assert any(one.verdict.value == "ask" and not one.either_way for one in gait.findings)
    alone = code_visit(visit(EACH_CODE, services=services)).line("97116")
    assert not any(one.verdict.value == "ask" for one in alone.findings)
