"""One visit under several payers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from cptedu.deciding import severity, verdict_shown
from cptedu.engine.coding import worksheet
from cptedu.errors import CpteduError
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.model import Claim, ClaimLine, Finding, Unbilled, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.same_service import is_same_service

__all__ = ["Difference", "PayerComparison", "compare_payers"]

NOT_SAID = "not said"
NOT_THERE = "not in this claim"
WHICH_CODE = frozenset({"exchanged_code", "cmt_level", "adjusted_findings", "subluxation_diagnosis"})
"""The rules that say why one payer takes another code for the same thing."""
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
        code: the code concerned, of two numbers of one thing the first payer's; empty for the claim as a whole.
        payers: the two payers.
        what: ``billed``, ``code``, ``units``, ``modifiers`` or ``verdict``, of a line the worst of what decides its payment;
            ``said`` where a rule answers otherwise, of a line or of the claim as a whole.
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
    ['modifiers', 'verdict']
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
    exchanged = dict(_exchanged(ours, theirs))
    found: list[Difference] = []
    for number in sorted({line.code for line in (*ours.lines, *theirs.lines)} - set(exchanged.values())):
        yours = exchanged.get(number, number)
        one, other = ours.line(number), theirs.line(yours)
        if one is None or other is None:
            values = tuple("billed" if line else "not billed" for line in (one, other))
            found.append(_difference((number, number), pair, "billed", (values[0], values[1]), ours, theirs))
            continue
        if number != yours:
            found.append(_difference((number, yours), pair, "code", (number, yours), ours, theirs))
        of_the_line = list(_of_a_line(one, other, ours, theirs))
        told = {said.rule for difference in of_the_line for said in difference.findings}
        found += of_the_line
        if number == yours:
            answered = list(_answered_otherwise(number, ours, theirs, told))
            found += answered or _asked_of_one_alone(one, other, ours, theirs)
    return [*found, *_not_billed_otherwise(ours, theirs), *_differences_as_a_whole(ours, theirs)]


def _exchanged(ours: Claim, theirs: Claim) -> Iterator[tuple[str, str]]:
    """Give the codes in whose place the other payer takes another number for the same thing."""
    mine, yours = (
        {*(line.code for line in claim.lines), *(item.code for item in claim.unbilled if item.code)}
        for claim in (ours, theirs)
    )
    levels = set(spinal_cmt())
    for one in (line.code for line in ours.lines if line.code not in yours):
        for other in (line.code for line in theirs.lines if line.code not in mine):
            if is_same_service(one, other) or {one, other} <= levels:
                yield one, other


def _of_a_line(one: ClaimLine, other: ClaimLine, ours: Claim, theirs: Claim) -> Iterator[Difference]:
    """Give what differs of two lines for the same thing, under the code that the second payer takes."""
    for what, mine, yours in (
        ("units", str(one.units), str(other.units)),
        ("modifiers", " ".join(one.modifiers) or "none", " ".join(other.modifiers) or "none"),
        ("verdict", one.verdict.value, other.verdict.value),
    ):
        if mine != yours:
            pair = (ours.payer, theirs.payer)
            yield _difference((one.code, other.code), pair, what, (mine, yours), ours, theirs)


def _asked_of_one_alone(one: ClaimLine, other: ClaimLine, ours: Claim, theirs: Claim) -> Iterator[Difference]:
    """Give what one payer alone asks of lines that stand alike, where it decides payment."""
    if one.verdict is not other.verdict:
        return
    pair, shown = (ours.payer, theirs.payer), (verdict_shown(one), verdict_shown(other))
    if shown[0] is not shown[1]:
        values = (shown[0].value, shown[1].value)
        yield _difference((one.code, other.code), pair, "verdict", values, ours, theirs)
    elif shown[0] is Verdict.ASK:
        yield from _said_of_one_alone(one.code, pair, Verdict.ASK, one.findings, other.findings)


def _not_billed_otherwise(ours: Claim, theirs: Claim) -> Iterator[Difference]:
    """Give what is not billed under either payer for other reasons: one may refuse what the other asks about."""
    pair = (ours.payer, theirs.payer)
    billed = [{line.code for line in claim.lines} for claim in (ours, theirs)]
    unbilled = [item.code for claim in (ours, theirs) for item in claim.unbilled]
    for number in dict.fromkeys(one for one in unbilled if one and one not in billed[0] ^ billed[1]):
        items = [[item for item in claim.unbilled if item.code == number] for claim in (ours, theirs)]
        verdicts = [max((item.verdict for item in each), key=severity, default=None) for each in items]
        said = [tuple(one for item in each for one in item.findings) for each in items]
        if verdicts[0] is not verdicts[1]:
            values = tuple(NOT_THERE if verdict is None else verdict.value for verdict in verdicts)
            what, of_it = (
                ("said", "what is not billed of it") if number in billed[0] else ("verdict", "verdict")
            )
            reasons = _reasons("verdict", (values[0], values[1]), *said)
            yield _told(number, pair, what, (values[0], values[1]), reasons, f"{number}, {of_it}")
        elif verdicts[0] is not None:
            yield from _said_of_one_alone(number, pair, verdicts[0], *said)


def _said_of_one_alone(
    number: str,
    pair: tuple[str, str],
    verdict: Verdict,
    ours: Collection[Finding],
    theirs: Collection[Finding],
) -> Iterator[Difference]:
    """Give the grounds of one verdict that one payer has and the other not: of the second first, else of the first."""
    mine, yours = (
        tuple(one for one in said if one.verdict is verdict and not one.either_way) for said in (ours, theirs)
    )
    added = tuple(one for one in yours if one.rule not in {said.rule for said in mine})
    left = tuple(one for one in mine if one.rule not in {said.rule for said in yours})
    if added or left:
        values = (NOT_SAID, verdict.value) if added else (verdict.value, NOT_SAID)
        yield _told(number, pair, "said", values, added or left, number)


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
        yield _told(number, pair, "said", (values[0], values[1]), reasons, number)


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
        yield _told("", pair, "said", (values[0], values[1]), reasons, "The claim as a whole")


def _difference(
    numbers: tuple[str, str],
    pair: tuple[str, str],
    what: str,
    values: tuple[str, str],
    ours: Claim,
    theirs: Claim,
) -> Difference:
    reasons = _reasons(what, values, _about(ours, numbers[0]), _about(theirs, numbers[1]))
    number = numbers[0] if what == "code" else numbers[1]
    return _told(number, pair, what, values, reasons, f"{number}, {what}")


def _told(
    number: str,
    pair: tuple[str, str],
    what: str,
    values: tuple[str, str],
    reasons: tuple[Finding, ...],
    named: str,
) -> Difference:
    """Put a difference into words: what differs, what each has, and why."""
    because = " ".join(dict.fromkeys(finding.says for finding in reasons))
    says = f"{named}: {values[0]} under {pair[0]}, {values[1]} under {pair[1]}. {because}"
    return Difference(number, pair, what, values, says.strip(), reasons)


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
            return finding.verdict.value in telling and not finding.either_way

    elif what == "code" or what in TELL:
        rules = TELL.get(what, WHICH_CODE)

        def bears(finding: Finding) -> bool:
            return finding.rule in rules

    else:
        return said or only_ours
    return tuple(filter(bears, said)) or tuple(filter(bears, only_ours)) or said or only_ours


def _about(claim: Claim, number: str) -> tuple[Finding, ...]:
    line = claim.line(number)
    if line is not None:
        return line.findings
    items: list[Unbilled] = [item for item in claim.unbilled if item.code == number]
    return tuple(finding for item in items for finding in item.findings)
