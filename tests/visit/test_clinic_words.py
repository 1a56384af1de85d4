"""What clinics write is read as a careful coder reads it: every text was decided by hand before a reader was run."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cptedu.visit.activity.treated_muscle import read_muscle
from cptedu.visit.deficit.measured_deficit import read_deficit
from cptedu.visit.encounter import read_encounter
from cptedu.visit.finding.positive_finding import read_sign


def _listed(*names: str) -> list[tuple[str, str]]:
    lists = [tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8")) for name in names]
    return [(text, state) for one in lists for state, said in one.items() for text in said]


DEFICITS = _listed("clinic_deficits.toml", "second_deficits.toml", "third_deficits.toml")
FINDINGS = _listed(
    "clinic_findings.toml", "second_findings.toml", "third_findings.toml", "suspected_findings.toml"
)
WORDS = tomllib.loads((Path(__file__).parent / "clinic_words.toml").read_text(encoding="utf-8"))
UNDONE = [text for text, state in DEFICITS if state == "cannot"]
NUMBERS = {"first": 1, "second": 2, "third": 3, "neither": None}


@pytest.mark.parametrize(("text", "state"), [one for one in DEFICITS if one[1] != "cannot"])
def test_a_deficit_is_read_as_decided(text, state):
    assert read_deficit(text).state == state
    # A task and what is trained for it, so that each named test measures one of them.
    assert read_deficit(text, ["functional_task", "posture", "proprioception"]).state == state


@pytest.mark.parametrize("text", UNDONE)
def test_what_the_patient_cannot_do_is_a_deficit_of_a_task_alone(text):
    assert read_deficit(text, ["balance"]).state == "not_measured"
    for purpose in ("functional_task", "gait", "self_care", "community"):
        assert read_deficit(text, ["strength", purpose]).state == "measured"


@pytest.mark.parametrize(("text", "state"), FINDINGS)
def test_a_finding_is_read_as_decided(text, state):
    assert read_sign(text).state == state


NEVER = tomllib.loads((Path(__file__).parent / "never_proof.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", NEVER["deficits"])
def test_what_looks_like_a_measure_of_loss_is_not_taken_for_one(text):
    assert read_deficit(text).state in {"not_measured", "says_nothing"}


WELL = tomllib.loads((Path(__file__).parent / "told_well.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", WELL["well"])
@pytest.mark.parametrize("aims", [(), ("functional_task",)])
def test_what_is_told_as_well_or_only_planned_is_no_deficit(text, aims):
    assert read_deficit(text, aims).state in {"not_measured", "says_nothing"}


@pytest.mark.parametrize("text", WELL["measured"])
def test_a_loss_beside_what_is_well_is_still_one(text):
    assert read_deficit(text).state == "measured"


@pytest.mark.parametrize("text", NEVER["findings"])
def test_what_looks_like_a_sign_is_not_taken_for_one(text):
    assert read_sign(text).state in {"unclear", "says_nothing"}


@pytest.mark.parametrize(
    ("text", "number"),
    [(text, NUMBERS[which]) for which, said in WORDS["encounter"].items() for text in said],
)
def test_an_encounter_is_read_as_decided(text, number):
    assert read_encounter(text).number == number


@pytest.mark.parametrize("decided", WORDS["muscle"], ids=lambda decided: decided["text"])
def test_a_muscle_is_read_as_decided(decided):
    read = read_muscle(decided["text"])
    assert set(decided.get("has", decided.get("regions", ()))) <= set(read.regions)
    assert "regions" not in decided or set(read.regions) == set(decided["regions"])
    assert read.unknown == tuple(decided.get("unknown", ()))
    assert read.known is not bool(read.unknown)
