"""One visit under several payers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from cptedu.deciding import severity
from cptedu.engine.coding import worksheet
from cptedu.errors import CpteduError
from cptedu.model import Claim, Finding, Unbilled, Verdict, Visit
from cptedu.payers import payer

__all__ = ["Difference", "PayerComparison", "compare_payers"]

NOT_SAID = "not said"
TELL = {
    "units": frozenset({"units", "tied_units", "unit_limit", "shared_minutes"}),
    "modifiers": frozenset(
        {
            "care_phase",
            "notice",
            "gp_modifier",
            "coverage",
            "separate_region",
            "same_day_therapy",
            "separate_evaluation",
            "extraspinal_51",
        }
    ),
}
"""The rules that say why a line has the units, or the modifiers, that it has."""


@dataclass(frozen=True)
class Difference:
    """One thing that differs between two payers' claims.

    Attributes:
        code: the code concerned; empty for the claim as a whole.
        payers: the two payers.
        what: ``billed``, ``units``, ``modifiers`` or ``verdict``; ``said`` where a rule answers otherwise, of a
            line or of the claim as a whole.
        values: what each has.
        says: the difference in words, with the reason.
        findings: the findings that differ.
    """

    code: str
    payers: tuple[str, str]
    what: str
    values: tuple[str, str]
    says: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class PayerComparison:
    """One visit under several payers.

    Attributes:
        claims: one claim for each payer, in the order asked.
        differences: every difference from the first payer's claim.
    """

    claims: dict[str, Claim]
    differences: tuple[Difference, ...]


def compare_payers(visit: Visit, payers: Iterable[str]) -> PayerComparison:
    """Code one visit for several payers and name every difference from the first, those of the claim as a whole too.

    Args:
        visit: the visit; its own payer does not matter here.
        payers: names of payer profiles, at least one.

    Returns:
        One claim per payer, and the differences with their reasons.

    Raises:
        CpteduError: for an unknown payer, an empty list, or what is no visit or no list.

    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5"], "care": "active"})
    >>> [difference.what for difference in compare_payers(visit, ["commercial_ncci", "medicare"]).differences]
    ['modifiers']
    """
    if isinstance(payers, str):
        raise CpteduError(f"{payers!r} is one text; give a list, such as [{payers!r}].")
    if not isinstance(visit, Visit):
        raise CpteduError(
            f"{visit!r} is not a visit. Read one with load_visit, or make it with Visit.from_dict."
        )
    if not isinstance(payers, Iterable):
        raise CpteduError(f"{payers!r} is no list of payers; give the names of one or more in a list.")
    known = [payer(name).name for name in payers]
    names = list(dict.fromkeys(known))
    if not names:
        raise CpteduError("Name at least one payer to compare.")
    claims = {name: worksheet(visit.under(name)).claim() for name in names}
    first = names[0]
    differences = [one for name in names[1:] for one in _differences(claims[first], claims[name])]
    return PayerComparison(claims, tuple(differences))


def _differences(ours: Claim, theirs: Claim) -> list[Difference]:
    pair = (ours.payer, theirs.payer)
    numbers = sorted({line.code for line in (*ours.lines, *theirs.lines)})
    found = []
    for number in numbers:
        one, other = ours.line(number), theirs.line(number)
        if one is None or other is None:
            values = tuple("billed" if line else "not billed" for line in (one, other))
            found.append(_difference(number, pair, "billed", (values[0], values[1]), ours, theirs))
            continue
        for what, mine, yours in (
            ("units", str(one.units), str(other.units)),
            ("modifiers", " ".join(one.modifiers) or "none", " ".join(other.modifiers) or "none"),
            ("verdict", one.verdict.value, other.verdict.value),
        ):
            if mine != yours:
                found.append(_difference(number, pair, what, (mine, yours), ours, theirs))
        told = {
            said.rule for difference in found if difference.code == number for said in difference.findings
        }
        found += _answered_otherwise(number, ours, theirs, told)
    return [*found, *_differences_as_a_whole(ours, theirs)]


def _answered_otherwise(
    number: str, ours: Claim, theirs: Claim, told: Collection[str]
) -> Iterator[Difference]:
    """Give what one rule says of a line to both payers with another verdict, where no other difference has told it.

    A question that one payer leaves open and the other settles is a difference, though both lines are billed alike. What
    is settled may stand on the claim as a whole, since no line needs it.
    """
    pair = (ours.payer, theirs.payer)
    mine, yours = _about(ours, number), _about(theirs, number)
    on_a_line = {said.rule for said in (*mine, *yours)} - set(told)
    mine, yours = (*mine, *ours.notes), (*yours, *theirs.notes)
    for rule in dict.fromkeys(said.rule for said in mine if said.rule in on_a_line):
        one, other = ([said for said in answers if said.rule == rule] for answers in (mine, yours))
        if not other or {said.verdict for said in one} == {said.verdict for said in other}:
            continue
        values = tuple(max((said.verdict for said in each), key=severity).value for each in (one, other))
        known = {said.says for said in one}
        reasons = tuple(said for said in other if said.says not in known) or tuple(one)
        because = " ".join(dict.fromkeys(said.says for said in reasons))
        says = f"{number}: {values[0]} under {pair[0]}, {values[1]} under {pair[1]}. {because}"
        yield Difference(number, pair, "said", (values[0], values[1]), says, reasons)


def _differences_as_a_whole(ours: Claim, theirs: Claim) -> Iterator[Difference]:
    """Give what is said of one claim as a whole and not of the other, or in other words."""
    pair = (ours.payer, theirs.payer)
    # That all is well with one and not asked of the other makes no difference to anybody.
    mine, yours = (
        [note for note in claim.notes if note.verdict is not Verdict.SUPPORTED] for claim in (ours, theirs)
    )
    for rule in dict.fromkeys(note.rule for note in (*mine, *yours)):
        one, other = ([note for note in notes if note.rule == rule] for notes in (mine, yours))
        known = {note.says for note in one}
        if known == {note.says for note in other}:
            continue
        values = tuple(notes[0].verdict.value if notes else NOT_SAID for notes in (one, other))
        reasons = tuple(note for note in other if note.says not in known) or tuple(one)
        said = " ".join(note.says for note in reasons)
        says = f"The claim as a whole: {values[0]} under {pair[0]}, {values[1]} under {pair[1]}. {said}"
        yield Difference("", pair, "said", (values[0], values[1]), says, reasons)


def _difference(
    number: str, pair: tuple[str, str], what: str, values: tuple[str, str], ours: Claim, theirs: Claim
) -> Difference:
    reasons = _reasons(what, values, _about(ours, number), _about(theirs, number))
    said = " ".join(dict.fromkeys(finding.says for finding in reasons))
    says = f"{number}, {what}: {values[0]} under {pair[0]}, {values[1]} under {pair[1]}."
    return Difference(number, pair, what, values, f"{says} {said}".strip(), reasons)


def _reasons(
    what: str, values: tuple[str, str], ours: tuple[Finding, ...], theirs: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """Give what is said of one of two lines alone and bears on what differs: first of the second, else of the first."""
    known = {(finding.rule, finding.says) for finding in ours}
    spoken = {(finding.rule, finding.says) for finding in theirs}
    said = tuple(one for one in theirs if (one.rule, one.says) not in known)
    only_ours = tuple(one for one in ours if (one.rule, one.says) not in spoken)
    if what == "verdict":
        telling = {*values} - {Verdict.SUPPORTED.value}

        def bears(finding: Finding) -> bool:
            return finding.verdict.value in telling

    elif what in TELL:

        def bears(finding: Finding) -> bool:
            return finding.rule in TELL[what]

    else:
        return said
    return tuple(filter(bears, said)) or tuple(filter(bears, only_ours)) or said


def _about(claim: Claim, number: str) -> tuple[Finding, ...]:
    line = claim.line(number)
    if line is not None:
        return line.findings
    items: list[Unbilled] = [item for item in claim.unbilled if item.code == number]
    return tuple(finding for item in items for finding in item.findings)
