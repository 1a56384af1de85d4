"""Techniques: each that students ask about has an answer, and a name alone never decides."""

import pytest

import cptedu as ct
from cptedu.facts.codes import codes
from cptedu.model import Verdict
from cptedu.rules.technique import technique, techniques

ASKED_ABOUT = """posture training|PNF|Feldenkrais|BAPS board|wobble board|balance board|core stabilization|treadmill|squats|
lifting|taping|flexion-distraction|cupping|percussion|decompression|home programme|gait|transfers|groups|two patients at once"""


@pytest.mark.parametrize("name", [one.strip() for one in ASKED_ABOUT.split("|")])
def test_each_technique_that_students_ask_about_has_an_answer(name):
    found = technique(name.upper())
    assert found.says
    assert found.citations
    assert set(found.codes) <= set(codes())


def test_where_no_source_is_held_the_payer_is_asked():
    for name in ("cupping", "percussion", "decompression"):
        assert technique(name).verdict is Verdict.ASK
        assert technique(name).codes == ()


def test_stabilization_is_disputed_and_home_advice_is_no_line():
    assert technique("core stabilization").verdict is Verdict.CONTESTED
    assert technique("home programme").verdict is Verdict.NOT_SUPPORTED


def test_letter_case_spaces_and_hyphens_do_not_matter():
    # Decision 13 says so of places; the table writes "flexion-distraction" and "BAPS board".
    assert technique(" Flexion  distraction").name == "flexion-distraction"
    assert technique("baps-board").name == "BAPS board"


def test_every_row_is_read():
    for name in techniques():
        found = technique(name)
        assert found.name == name
        assert found.contested or found.verdict is not Verdict.CONTESTED


def test_a_technique_that_is_not_held_is_refused_with_the_list():
    with pytest.raises(ct.CpteduError, match=r"'bapps board' is not a known technique\. Did you mean"):
        technique("bapps board")
