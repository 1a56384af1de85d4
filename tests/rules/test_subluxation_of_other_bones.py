"""A subluxation that ICD-10 has under the head, for vertebrae of the neck."""

from __future__ import annotations

import pytest
from strategies import check, named, of_visit, record

from cptedu.rules.adjustment_evidence import adjustment_evidence

adjustment_evidence = of_visit(adjustment_evidence)


def told(adjusted, diagnoses):
    seen = record("medicare", adjusted=adjusted, diagnoses=diagnoses, part=["P", "A"])
    return [one for one in adjustment_evidence(seen, "98940", seen.adjusted.regions) if one.rule != "part"]


@pytest.mark.parametrize(
    ("adjusted", "diagnoses", "bones", "fix"),
    [
        (["C7"], ["M99.00", "M54.2"], "C7", "Ask which bone had the subluxation."),
        (["right C2"], ["M99.00", "M54.2"], "right C2", "Ask which bone had the subluxation."),
        (["axis", "C5/6"], ["M99.00", "R51.9"], "C5/6, axis", "Ask which bone had the subluxation."),
        (["C2-C7"], ["M99.00", "M54.2"], "C2-C7", "Ask which bone had the subluxation."),
        (["C5"], ["M99.00", "M99.01", "M54.2"], "C5", f"Put {named('M99.01')} first:"),
        (["C5", "T4"], ["M99.02", "M99.00", "M54.2", "M54.6"], "C5", "Ask which bone had the subluxation."),
    ],
)
def test_a_subluxation_of_the_head_is_asked_about_where_only_vertebrae_below_the_first_were_adjusted(
    adjusted, diagnoses, bones, fix
):
    # RULES-2 A17: of the region adjusted; the occiput counts as cervical there, and is no C7.
    [asked] = [one for one in told(adjusted, diagnoses) if one.verdict.value == "ask"]
    says = f"{named('M99.00')} is of another joint than what was adjusted: {bones}."
    check(asked, "subluxation_diagnosis", "ask", says, code="98940", payer="medicare", fix=fix)
    assert not asked.either_way


@pytest.mark.parametrize(
    ("adjusted", "diagnoses"),
    [
        (["occiput"], ["M99.00", "M54.2"]),
        (["C0/C1"], ["M99.00", "M54.2"]),
        (["atlanto-occipital joint"], ["M99.00", "R51.9"]),
        (["C1"], ["M99.00", "R51.9"]),  # the lower bone of that joint
        (["atlas"], ["M99.00", "M54.2"]),
        (["C1/C2"], ["M99.00", "M54.2"]),
        (["occiput", "C5"], ["M99.00", "M54.2"]),
        (["neck"], ["M99.00", "M54.2"]),  # which bones is not told
        (["C7"], ["M99.01", "M54.2"]),
        (["occiput"], ["M99.01", "M54.2"]),
        (["C5"], ["M99.01", "M99.00", "M54.2"]),
        (["SI"], ["M99.04", "M53.3"]),
    ],
)
def test_what_may_be_the_joint_of_skull_and_neck_or_has_its_own_subluxation_is_not_asked_about(
    adjusted, diagnoses
):
    assert [one.verdict.value for one in told(adjusted, diagnoses)] == ["supported"]
