"""What two things on one claim mean for one another, an examination among them."""

from __future__ import annotations

from itertools import permutations

import pytest
from strategies import ON, record, service, visit

from cptedu.engine.coding import code_visit
from cptedu.engine.item import Item
from cptedu.engine.pairs import Judgement, Pairs
from cptedu.model import Verdict
from cptedu.rules.ptp_edit import PtpEdit, edit_of
from cptedu.visit.record import ServiceRecord

TIME = "another time"


def examined(number: str) -> Item:
    return Item(number, Verdict.SUPPORTED, (), about="examination")


def adjusted(number: str = "98940") -> Item:
    return Item(number, Verdict.SUPPORTED, (), ("cervical",), about="adjustment")


def done(number: str, *regions: str) -> Item:
    service = ServiceRecord.of(code=number, regions=regions, minutes=15)
    return Item(number, Verdict.SUPPORTED, (), regions, service)


def judged(seen, one: Item, two: Item) -> set[tuple[str, str, str]]:
    """Give what is said of each of the two: its code, the verdict and the ground; whichever of them comes first."""
    said = [
        {(str(each.of.code), each.finding.verdict.value, each.ground) for each in Pairs(seen).judged(*pair)}
        for pair in permutations((one, two))
    ]
    assert said[0] == said[1]
    return said[0]


def told(separate: bool | None, number: str, ground: str = "") -> set[tuple[str, str, str]]:
    """Give what is said of an examination that was separate, was not, or of which the note does not say."""
    verdict = {True: "supported", False: "not_supported", None: "ask"}[separate]
    return {(number, verdict, ground if separate else "")}


SEPARATE = pytest.mark.parametrize("separate", [True, False, None])


def visit_with(separate: bool | None, number: str, **keys):
    return record(evaluation={"code": number} | ({} if separate is None else {"separate": separate}), **keys)


@SEPARATE
@pytest.mark.parametrize("beside", ["20560", "20561", "97810"])
def test_an_office_visit_beside_needling_must_be_separate_and_is_marked_by_no_ground(separate, beside):
    # RULES-2 D10: 25 says so, and is no mark of another time.
    seen = visit_with(separate, "99213")
    assert judged(seen, examined("99213"), done(beside)) == told(separate, "99213")


@SEPARATE
@pytest.mark.parametrize("beside", ["97110", "97112", "97140", "97012"])
def test_an_office_visit_beside_therapy_without_an_edit_is_not_in_question(separate, beside):
    assert edit_of("99213", beside, ON).modifier_indicator is None
    assert judged(visit_with(separate, "99213"), examined("99213"), done(beside)) == set()


@SEPARATE
def test_an_office_visit_on_the_day_of_an_adjustment_is_judged_by_the_adjustment_alone(separate):
    seen = visit_with(separate, "99213", adjusted=["C5"])
    assert judged(seen, examined("99213"), adjusted()) == set()
    assert judged(seen, examined("99213"), done("20560")) == set()


@SEPARATE
@pytest.mark.parametrize("beside", ["97012", "97535", "97760", "G0283"])
def test_a_re_evaluation_that_an_edit_joins_to_therapy_has_another_time_where_it_was_needed(separate, beside):
    # RULES-2 D17: 59 or XU, only when the state changed and it was needed.
    for adjusted_too in ({}, {"adjusted": ["C5"]}):
        seen = visit_with(separate, "97164", **adjusted_too)
        assert judged(seen, examined("97164"), done(beside)) == told(separate, "97164", TIME)


@SEPARATE
@pytest.mark.parametrize("number", ["97164", "97168"])
@pytest.mark.parametrize("beside", ["97110", "97112", "97140", "97012", "97530"])
def test_a_re_evaluation_beside_therapy_has_another_time_where_it_was_needed_without_an_edit_too(
    separate, number, beside
):
    # RULES-2 D17 names therapy, and not the pairs that an edit joins.
    assert judged(visit_with(separate, number), examined(number), done(beside)) == told(
        separate, number, TIME
    )


@SEPARATE
@pytest.mark.parametrize(
    ("number", "beside"),
    [("97161", "97110"), ("97161", "97012"), ("97161", "98940"), ("97164", "20560"), ("97164", "98940")],
)
def test_a_therapy_evaluation_without_an_edit_is_not_in_question(separate, number, beside):
    seen = visit_with(separate, number)
    other = done(beside) if beside != "98940" else adjusted("98943")
    assert judged(seen, examined(number), other) == set()


@SEPARATE
@pytest.mark.parametrize("first", ["98940", "98941", "98942"])
@pytest.mark.parametrize("number", ["97161", "97164", "97168"])
def test_no_modifier_lets_a_therapy_evaluation_stand_beside_an_adjustment_however_it_was_recorded(
    separate, first, number
):
    # RULES D2d
    seen = visit_with(separate, number, adjusted=["C5"])
    for evaluation in (examined(number), done(number, "lumbar")):
        assert judged(seen, evaluation, adjusted(first)) == {(number, "not_supported", "")}
        [said] = Pairs(seen).judged(adjusted(first), evaluation)
        assert said.finding.rule == "same_day_therapy"


@pytest.mark.parametrize("number", ["97750", "97755", "97763"])
def test_a_test_beside_an_evaluation_is_what_is_refused(number):
    # RULES-2 D17
    seen = visit_with(True, "97161")
    assert judged(seen, examined("97161"), done(number)) == {(number, "not_supported", "")}


def supposed_edit(column_one: str, column_two: str) -> PtpEdit:
    return PtpEdit(column_one, column_two, 1, Verdict.ASK, "NCCI PTP supposed", "", ())


@SEPARATE
@pytest.mark.parametrize("beside", ["97110", "97535"])
def test_therapy_that_an_edit_puts_behind_an_evaluation_has_another_time_where_that_was_separate(
    separate, beside, monkeypatch
):
    # No table held has such a pair; one that is read from CMS's files may.
    monkeypatch.setattr("cptedu.engine.pairs.edit_of", lambda *_: supposed_edit("97164", beside))
    seen = visit_with(separate, "97164")
    behind = {(beside, "supported", TIME)} if separate else set()
    assert judged(seen, examined("97164"), done(beside)) == told(separate, "97164") | behind


@SEPARATE
def test_of_two_examinations_each_is_judged_and_neither_is_marked_by_a_time_of_the_other(separate):
    assert (edit_of("97164", "99213", ON).column_two, edit_of("97164", "99213", ON).modifier_indicator) == (
        "99213",
        1,
    )
    seen = visit_with(separate, "97164")
    assert judged(seen, examined("97164"), done("99213")) == told(separate, "97164") | told(separate, "99213")


@SEPARATE
def test_an_office_visit_before_an_edit_marks_nothing_behind_it(separate):
    assert edit_of("99213", "20560", ON).column_two == "20560"
    assert all(
        code != "20560"
        for code, _, _ in judged(visit_with(separate, "99213"), examined("99213"), done("20560"))
    )


@pytest.mark.parametrize("number", ["97112", "97124", "97140"])
def test_therapy_beside_an_adjustment_is_a_matter_of_the_region(number):
    seen = record(adjusted=["C5"])
    assert judged(seen, adjusted(), done(number, "lumbar")) == {(number, "supported", "another region")}
    assert judged(seen, adjusted(), done(number, "cervical")) == {(number, "not_supported", "")}
    assert judged(seen, adjusted("98943"), done(number, "cervical")) == set()


@pytest.mark.parametrize(
    ("verdict", "ground", "refuses", "keeps_off"),
    [
        (Verdict.NOT_SUPPORTED, "", True, True),
        (Verdict.NOT_SUPPORTED, TIME, True, True),
        (Verdict.ASK, "", False, True),
        (Verdict.ASK, TIME, False, False),
        (Verdict.SUPPORTED, TIME, False, False),
        (Verdict.CONTESTED, "", False, False),
    ],
)
def test_a_question_keeps_off_only_what_has_no_ground(verdict, ground, refuses, keeps_off):
    [one] = Pairs(record(adjusted=["C5"])).judged(adjusted(), done("97140", "lumbar"))
    said = Judgement(one.of, one.beside, one.finding._replace(verdict=verdict), ground)
    assert (said.refuses, said.keeps_off) == (refuses, keeps_off)


def test_of_two_services_of_one_other_code_the_one_that_leaves_a_doubt_is_told():
    group = {"activity": "balance board in a group", "contact": "group", "minutes": 20}
    claim = code_visit(
        visit(
            services=[
                service("endurance", minutes=15, regions=["lumbar"]),
                service("balance", **group, regions=["lumbar"]),
                service("balance", **group, regions=["lumbar"], encounter=2),
            ]
        )
    )
    beside = [
        said.verdict.value
        for one in (*claim.lines, *claim.unbilled)
        for said in one.findings
        if one.code == "97110" and dict(said.numbers).get("column one") == "97150"
    ]
    assert set(beside) == {"ask"}
