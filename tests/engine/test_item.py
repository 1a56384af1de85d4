"""One thing in a visit on its way to the claim: what stands, what does not, and that a standing never rises."""

from __future__ import annotations

from datetime import time
from itertools import product

import pytest

from cptedu.engine.item import Item
from cptedu.model import Verdict
from cptedu.rules.said import Said, SaidWhenRead
from cptedu.visit.record import ServiceRecord

LINES = {Verdict.SUPPORTED, Verdict.CONTESTED, Verdict.NOT_COVERED}


def said(verdict: Verdict):
    return Said("a_rule", verdict, "So it is.", ("cpt-contact",))


def item(number: str | None, standing: Verdict = Verdict.SUPPORTED, **keys) -> Item:
    return Item(number, standing, (said(standing),), **keys)


def lowered(standing: Verdict, verdict: Verdict) -> Verdict:
    """Give what a verdict leaves of a standing: refusals first, then questions, then disputes; nothing else changes it."""
    for worse in (Verdict.NOT_SUPPORTED, Verdict.ASK):
        if worse in (standing, verdict):
            return worse
    return Verdict.CONTESTED if verdict is Verdict.CONTESTED else standing


@pytest.mark.parametrize(("standing", "verdict"), list(product(Verdict, Verdict)))
def test_a_finding_lowers_the_standing_and_never_raises_it(standing, verdict):
    before = item("97110", standing)
    after = before.lowered_by(said(verdict))
    assert after.standing is lowered(standing, verdict)
    assert after.said == (*before.said, said(verdict))


@pytest.mark.parametrize("standing", list(Verdict))
def test_what_is_added_changes_the_standing_only_where_one_is_given(standing):
    before = item("97110", standing, minutes=16, regions=("lumbar",), about="rows", same_region=True)
    assert before.with_finding(None) is before
    assert before.with_finding(None, Verdict.ASK) is before
    after = before.with_finding(said(Verdict.ASK))
    assert (after.standing, after.minutes, after.regions, after.about, after.same_region) == (
        standing,
        16,
        ("lumbar",),
        "rows",
        True,
    )
    assert before.with_finding(said(Verdict.ASK), Verdict.NOT_COVERED).standing is Verdict.NOT_COVERED


@pytest.mark.parametrize("number", ["97110", "98940", "99213", "97012"])
@pytest.mark.parametrize("standing", list(Verdict))
def test_a_line_is_made_of_what_is_supported_disputed_or_sent_to_be_denied(number, standing):
    assert item(number, standing).stands is (standing in LINES)


@pytest.mark.parametrize("number", [None, "", "S9090"])
def test_what_has_no_code_that_a_table_holds_makes_no_line(number):
    unknown = item(number)
    assert (unknown.stands, unknown.is_timed, unknown.is_evaluation, unknown.is_office_visit) == (
        False,
        False,
        False,
        False,
    )


@pytest.mark.parametrize("is_sent", [True, False])
def test_what_is_never_paid_stands_only_where_it_may_be_sent(is_sent):
    barred = item("97112", Verdict.SUPPORTED).barred_by(said(Verdict.NOT_COVERED), is_sent=is_sent)
    assert (barred.standing, barred.barred, barred.kept_off) == (Verdict.NOT_COVERED, True, not is_sent)
    assert barred.stands is is_sent
    # What is said of it later does not let it be sent.
    later = barred.with_finding(said(Verdict.SUPPORTED))
    assert (later.stands, later.barred) == (is_sent, True)


@pytest.mark.parametrize(
    ("number", "is_timed", "is_evaluation", "is_office_visit"),
    [
        ("97110", True, False, False),
        ("97035", True, False, False),
        ("97012", False, False, False),
        ("97150", False, False, False),
        ("97161", False, True, False),
        ("99213", False, True, True),
    ],
)
def test_a_service_is_timed_or_an_examination_by_its_code(number, is_timed, is_evaluation, is_office_visit):
    done = item(number, service=ServiceRecord.of(code=number, activity="what was done"))
    assert (done.is_timed, done.is_evaluation, done.is_office_visit) == (
        is_timed,
        is_evaluation,
        is_office_visit,
    )
    assert done.key == done.service.at
    assert (done.timed, done.written.code) == (None, number)
    bare = item(number, about="examination")
    assert (bare.is_timed, bare.is_evaluation, bare.timed, bare.written) == (False, is_evaluation, None, None)
    assert bare.key == f"examination {number}"


def test_the_clock_is_asked_only_of_a_service_with_a_code_a_beginning_and_minutes():
    ran = {"activity": "what was done", "started": time(9), "minutes": 15}
    done = item("97110", service=ServiceRecord.of(**ran))
    assert (done.timed.number, done.timed.service) == ("97110", done.service)
    assert item(None, service=ServiceRecord.of(**ran)).timed is None
    for key in ("started", "minutes"):
        assert item("97110", service=ServiceRecord.of(**(ran | {key: None}))).timed is None


def test_what_is_said_of_the_record_comes_first_and_is_made_once_when_it_is_read():
    made = []

    def of_the_record():
        made.append(1)
        return (said(Verdict.CONTESTED),)

    first = item("97110", recorded=SaidWhenRead(of_the_record))
    later = first.with_finding(said(Verdict.ASK), Verdict.ASK)
    assert (later.standing, later.stands, made) == (Verdict.ASK, False, [])
    assert [one.verdict.value for one in later.said] == ["contested", "supported", "ask"]
    assert [one.verdict.value for one in first.said] == ["contested", "supported"]
    assert made == [1]
