"""What is supported is exactly what ``review_claim`` passes: found by enumeration, here on a sample of visits.

``tests/benchmarks/supported_codings.py`` goes through 500 of them.
"""

import enumerated_claims
import pytest
from enumerated_claims import faults, generated, key_of, shows
from strategies import PAYERS, by_code, service, visit

from cptedu.analysis.supported import supported_codings
from cptedu.engine import review
from cptedu.engine.coding import code_visit
from cptedu.example_visits import example_visit, example_visits
from cptedu.model import Verdict

SAMPLE = (*range(24), 103)
SMALL = [
    visit(),
    visit(services=[service("self_care")]),
    visit("medicare", services=[service("massage")]),
    visit("gp_required", services=[service("soft_tissue", regions=["lumbar"])]),
    visit("federal_va", services=[by_code("97012", regions=["lumbar"])]),
    visit(services=[service("gait", deficit="")]),
]
"""Visits of which every claim can be tried, one by one."""


@pytest.fixture(autouse=True)
def worked_out_once(monkeypatch):
    """The same worksheet, worked out once for each visit instead of once for each of thousands of claims."""
    monkeypatch.setattr(review, "worksheet", enumerated_claims.with_one_worksheet())


@pytest.mark.parametrize("given", SMALL, ids=range(len(SMALL)))
def test_of_every_claim_that_can_be_made_the_supported_ones_pass_and_no_other(given):
    how, found = faults(given, most=6_000)
    assert (how, found) == ("claim by claim", [])


@pytest.mark.parametrize("seed", SAMPLE)
def test_what_is_supported_is_what_passes_review(seed):
    assert faults(generated(seed), most=400, seed=seed, most_near=300)[1] == []


def test_minutes_shared_by_the_clock_make_a_coding_for_each_service_that_may_keep_them():
    given = visit(
        adjusted=["C5"],
        services=[
            service("balance", minutes=15, started="09:00"),
            service("strength", minutes=15, started="09:05"),
        ],
    )
    assert [one.label for one in supported_codings(given)] == [
        "98940 + 97110",
        "98940 + 97112-59",
        "98940 + 97112-XS",
    ]
    assert faults(given, most=400, most_near=300)[1] == []


def test_a_mark_on_the_other_line_of_its_edit_passes_and_is_no_coding_of_its_own():
    given = example_visit("desk_worker")
    moved = [("98940", 1, ("59",)), ("97112", 1, ())]
    assert review.review_claim(given, moved).passes
    assert key_of(moved) not in {one.key for one in supported_codings(given)}


def test_a_mark_on_the_other_line_is_of_the_ground_that_the_record_shows():
    found = review.review_claim(example_visit("desk_worker"), [("98940", 1, ("XE",)), ("97112", 1, ())])
    assert [one.fix for one in found.wrong] == ["Take XE off.", "Add 59; the record bears it out."]


def test_a_line_that_two_edits_want_marked_is_not_settled_by_a_mark_on_one_of_them():
    given = visit(
        adjusted=["C5"],
        services=[service("soft_tissue", regions=["lumbar"]), by_code("97012", regions=["thoracic"])],
    )

    def passes(**marked):
        lines = [(number, 1, marked.get(f"on_{number}", ())) for number in ("98940", "97140", "97012")]
        return review.review_claim(given, lines).passes

    assert passes(on_97140=("59",))
    assert passes(on_98940=("59",), on_97012=("59",))
    assert not passes(on_98940=("59",))
    assert not passes(on_97012=("59",))


def test_a_side_passes_and_is_no_coding_of_its_own():
    given = visit(adjusted=["C5", "shoulder"])
    told = [("98940", 1, ()), ("98943", 1, ("RT",))]
    assert review.review_claim(given, told).passes
    assert key_of(told) not in {one.key for one in supported_codings(given)}


def test_the_sample_shows_every_payer_and_everything_in_dispute():
    words = {word for seed in SAMPLE for word in shows(generated(seed)).split()}
    assert words >= set(PAYERS)
    assert words >= {
        "supported",
        "contested",
        "not_covered",
        "not_supported",
        "ask",
        "tie",
        "evaluation",
        "extraspinal",
    }


@pytest.mark.parametrize("name", example_visits())
def test_the_claim_of_the_visit_comes_first_and_each_coding_once(name):
    given = example_visit(name)
    found = supported_codings(given)
    claim = code_visit(given)
    assert found[0].key == key_of((line.code, line.units, line.modifiers) for line in claim.lines)
    assert len({one.key for one in found}) == len(found)
    for one in found:
        assert review.review_claim(given, one.lines).passes, one.label


def test_59_and_xs_are_two_spellings_since_2015_and_before_that_there_is_one():
    keys = {"adjusted": ["C5"], "services": [service("balance")]}
    assert [one.label for one in supported_codings(visit(**keys))] == ["98940 + 97112-59", "98940 + 97112-XS"]
    assert [one.label for one in supported_codings(visit(on="2014-12-31", **keys))] == ["98940 + 97112-59"]


def test_where_leftovers_tie_each_split_is_a_coding():
    tied = visit("federal_va", services=[service("balance", minutes=20), service("strength", minutes=20)])
    assert {dict(one.billed)["97110"] for one in supported_codings(tied)} == {1, 2}
    assert all(sum(dict(one.billed).values()) == 3 for one in supported_codings(tied))


def test_a_disputed_line_may_stay_or_be_left_off_and_what_is_left_off_is_named():
    found = supported_codings(example_visit("same_region", payer="commercial_cpt"))
    assert [(one.label, one.verdict, one.left_off) for one in found] == [
        ("98940 + 97112", Verdict.CONTESTED, ()),
        ("98940", Verdict.SUPPORTED, ("97112",)),
    ]


def test_where_only_one_reading_wants_a_mark_the_line_may_stand_without_it_and_is_disputed():
    found = supported_codings(example_visit("desk_worker", payer="commercial_cpt"))
    assert [(one.label, one.verdict) for one in found] == [
        ("98940 + 97112-59", Verdict.SUPPORTED),
        ("98940 + 97112-XS", Verdict.SUPPORTED),
        ("98940 + 97112", Verdict.CONTESTED),
    ]


def test_a_line_left_off_takes_the_modifier_along_that_it_asked_for():
    given = visit(
        "medicare", adjusted=["C5"], care="maintenance", evaluation={"code": "99213", "separate": True}
    )
    labels = {one.label for one in supported_codings(given)}
    assert {"99213-25-GY + 98940-GZ", "99213-GY", "98940-GZ", "nothing billed"} == labels


def test_nothing_that_was_not_recorded_is_supported():
    assert [one.label for one in supported_codings(visit())] == ["nothing billed"]
    assert supported_codings(visit())[0].verdict is Verdict.SUPPORTED


def test_a_claim_of_nothing_that_is_covered_says_so():
    found = supported_codings(example_visit("medicare_neck", care="maintenance", services=None))
    assert found[0].verdict is Verdict.NOT_COVERED
