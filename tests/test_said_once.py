"""No sentence repeats its own head, as in "wants GP on therapy: GP on therapy lines"; no two sides are called alike."""

import re
from collections import Counter
from dataclasses import replace

import cptedu as ct
from cptedu.errors import CpteduError
from cptedu.learn.cases import cases
from cptedu.lesson import show_disputes
from cptedu.payers import payers

FEWEST, MOST = 3, 12


def words(text):
    return re.findall(r"[A-Za-z0-9]+", text.lower())


def repeats(says):
    """Whether what stands behind a colon begins with what stands before it, or some words come twice in a row."""
    for colon in re.finditer(r": ", says):
        head, rest = words(re.split(r"[.;] ", says[: colon.start()])[-1]), words(says[colon.end() :])
        if any(len(head) >= n and rest[:n] in (head[-n:], head[:n]) for n in range(FEWEST, MOST)):
            return True
    all_words = words(says)
    return any(
        all_words[at : at + n] == all_words[at + n : at + 2 * n]
        for n in range(FEWEST, MOST)
        for at in range(len(all_words) - 2 * n + 1)
    )


def sentences():
    said = set()
    for one in cases():
        for payer in payers() if one.visit is not None else ():
            try:
                claim = ct.code_visit(replace(one.visit, payer=payer))
            except CpteduError:
                continue  # what a day does not hold is another test's
            found = [*claim.findings, *(f for item in (*claim.lines, *claim.unbilled) for f in item.findings)]
            said |= {text for f in found for text in (f.says, f.fix, *(r.says for r in f.readings))}
    return said - {""}


def test_a_repeated_head_is_found():
    assert repeats("This payer wants GP on therapy: GP on therapy lines.")
    assert repeats("It is not held here, it is not held here.")
    assert not repeats("The spine map is the signature: a drawn spine.")


def test_no_finding_repeats_its_head():
    said = sentences()
    assert len(said) > 450
    assert [one for one in sorted(said) if repeats(one)] == []


def test_the_va_says_why_it_wants_gp():
    visit = ct.Visit.from_dict(
        {
            "date_of_service": "2026-03-04",
            "payer": "federal_va",
            "services": [
                {
                    "activity": "banded rows",
                    "purpose": ["strength"],
                    "regions": ["upper_extremities"],
                    "minutes": 16,
                    "contact": "one_on_one",
                    "deficit": "grip 18 kg left, 34 kg right",
                }
            ],
        }
    )
    (found,) = (one for one in ct.code_visit(visit).lines[0].findings if one.rule == "gp_modifier")
    assert (
        found.says
        == "This payer wants GP on therapy. As a federal payer it follows Medicare's therapy modifiers."
    )


def test_the_sides_of_a_dispute_are_not_called_alike():
    for told in repr(show_disputes()).split("Disputed: ")[1:]:
        named = [
            line.strip().partition(":")[0]
            for line in told.splitlines()
            if " side" in line.partition(":")[0].lower()
        ]
        assert named[:1] == ["One side"]
        assert len(named) > 1
        assert max(Counter(named).values()) == 1, told
