"""A repeat therapy evaluation on a day of therapy is billed where it was needed, and marked so."""

from __future__ import annotations

import pytest
from strategies import check, record, service, visit

from cptedu.engine.coding import code_visit
from cptedu.engine.review import review_claim
from cptedu.rules.repeat_evaluation_beside_therapy import repeat_evaluation_beside_therapy

RULE = "repeat_evaluation_beside_therapy"
REPEATED = pytest.mark.parametrize("number", ["97164", "97168"])


def seen(number, separate=None, **keys):
    told = {} if separate is None else {"separate": separate}
    return {"evaluation": {"code": number, **told}, **keys}


@REPEATED
@pytest.mark.parametrize(
    ("separate", "verdict", "fix"),
    [
        (None, "ask", "Ask what had changed"),
        (False, "not_supported", "Leave the evaluation off"),
        (True, "supported", None),
    ],
)
def test_it_is_billed_where_the_record_says_that_it_was_needed(number, separate, verdict, fix):
    found = repeat_evaluation_beside_therapy(record(**seen(number, separate)), number, "97110")
    check(found, RULE, verdict, f"{number}", "97110", code=number, cites=("ncci-manual-ch11",), fix=fix)


@pytest.mark.parametrize(
    ("number", "beside"), [("97161", "97110"), ("99213", "97110"), ("97164", "98940"), ("97164", "20560")]
)
def test_other_evaluations_and_what_is_no_therapy_are_not_in_question(number, beside):
    assert repeat_evaluation_beside_therapy(record(**seen(number, False)), number, beside) is None


def test_what_was_said_of_another_examination_is_not_said_of_it():
    found = repeat_evaluation_beside_therapy(record(**seen("99213", True)), "97164", "97110")
    assert found is not None
    assert found.verdict == "ask"


@REPEATED
@pytest.mark.parametrize("purpose", ["strength", "balance", "soft_tissue", "functional_task", "self_care"])
def test_the_claim_has_it_with_59_or_not_at_all(number, purpose):
    def coded(separate):
        claim = code_visit(visit(services=[service(purpose)], **seen(number, separate)))
        return (
            {line.code: line.modifiers for line in claim.lines}.get(number),
            {item.code: item.verdict.value for item in claim.unbilled},
            [one.element for one in claim.not_judged],
        )

    assert coded(True) == (("59",), {}, [])
    assert coded(False) == (None, {number: "not_supported"}, [])
    assert coded(None) == (None, {number: "ask"}, [])


def test_alone_it_stands_as_it_was_recorded():
    assert [line.modifiers for line in code_visit(visit(**seen("97164"))).lines] == [()]


def test_a_review_takes_59_or_xu_and_asks_about_a_line_without_a_mark_where_no_edit_wants_one():
    done = visit(services=[service("strength")], **seen("97164", True))

    def passes(*marks):
        return review_claim(done, [("97164", 1, marks), ("97110", 1, ())])

    assert passes("59").passes
    assert passes("XU").passes
    bare = passes()
    assert bare.passes
    assert any(found.code == "97164" and found.verdict == "ask" for found in bare.unknown)
    assert not passes("XS").passes


def test_a_review_does_not_miss_an_evaluation_that_was_a_look_at_progress():
    done = visit(services=[service("strength")], **seen("97164", False))
    assert review_claim(done, [("97110", 1, ())]).passes
    assert not review_claim(done, [("97110", 1, ()), ("97164", 1, ())]).passes
