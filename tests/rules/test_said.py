"""How a rule puts what it found."""

from __future__ import annotations

from itertools import product

import pytest

import cptedu as ct
from cptedu.facts.sources import cite
from cptedu.model import Verdict
from cptedu.rules.said import Said, cited, deciding, reading


def test_what_a_rule_says_needs_no_more_than_its_name_and_a_verdict_and_never_changes():
    said = Said("a_rule", Verdict.ASK)
    assert (said.says, said.sources, said.code, said.fix, said.numbers) == ("", (), None, "", ())
    assert (said.readings, said.about, said.used, said.diagnoses, said.choices) == ((), "", (), (), ())
    assert (said.either_way, said.sentence, said.fields, said.vintage) == (False, "", (), "")
    with pytest.raises(AttributeError):
        said.verdict = Verdict.SUPPORTED


def test_a_side_of_a_dispute_names_who_holds_it():
    side = reading("One side.", "aca-1997", "cptedu-inference")
    assert (side.says, side.held_by) == ("One side.", (cite("aca-1997"), cite("cptedu-inference")))


def test_a_source_that_is_not_held_is_refused():
    with pytest.raises(ct.CpteduError, match="'cpt-contacts' is not a known source"):
        cited(("cpt-contacts",))
    with pytest.raises(ct.CpteduError, match="is not a known source"):
        reading("One side.", "nobody")


@pytest.mark.parametrize(("otherwise", "verdict"), list(product(Verdict, Verdict)))
def test_what_decides_is_the_worse_of_the_standing_so_far_and_what_is_said(otherwise, verdict):
    held = [otherwise, verdict]
    expected = (
        Verdict.NOT_SUPPORTED
        if Verdict.NOT_SUPPORTED in held
        else Verdict.ASK
        if Verdict.ASK in held
        else otherwise
    )
    assert deciding([None, Said("a_rule", verdict)], otherwise) is expected
    assert deciding([Said("a_rule", verdict, either_way=True)], otherwise) is otherwise
