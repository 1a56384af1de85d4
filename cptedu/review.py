"""A proposed claim against the record, and one visit under several payers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cptedu.engine.coding import OPTIONAL_VERDICTS, Worksheet, worksheet
from cptedu.errors import CpteduError, unknown
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.code_groups import code_group
from cptedu.facts.codes import code
from cptedu.facts.tables import rows
from cptedu.model import Claim, ClaimLine, Finding, Unbilled, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.say import say
from cptedu.rules.separate_region import CPT_ASSISTANT_READING
from cptedu.rules.unit_limit import unit_limit
from cptedu.visit.record import Record

__all__ = [
    "Difference",
    "PayerComparison",
    "ProposedLine",
    "Review",
    "by_one_reading_only",
    "compare_payers",
    "known_modifiers",
    "review_claim",
]

ProposedLine = tuple[str, int, Sequence[str]]

NOT_SAID = "not said"
REVIEW_SOURCES = ("usc-31-3729", "aca-1997")
UNITS_SOURCES = ("cms-100-04-ch5-20.2", "cpt-time-rule")
MODIFIER_SOURCES = ("mln1783722", "ngs-modifiers")
OWN_SOURCES = {"units": UNITS_SOURCES, "modifiers": MODIFIER_SOURCES}
DISTINCT = frozenset({"59", "XE", "XP", "XS", "XU"})
WHY_WRONG = {
    "59": "59 marks a distinct service on the column-two line of an edit; nothing here asks for it",
    "XE": "XE marks another encounter; the record shows none for this line",
    "XS": "XS marks a separate structure on the column-two line of an edit; the record shows none for this line",
    "XU": "XU marks a service that does not overlap; it is no way around a region or an encounter",
    "25": "25 stands on an office visit that is separate from a procedure of the same day; nothing here asks for it",
    "AT": "AT marks active care on a spinal adjustment, for a payer that wants it marked",
    "GA": "GA marks maintenance with the signed mandatory notice, on a spinal adjustment, for a payer that wants it marked",
    "GZ": "GZ marks expected denial without a signed notice, on a spinal adjustment, for a payer that wants it marked",
    "GY": "GY marks a service that the payer's law excludes, on a line that is sent to be denied",
    "GX": "GX marks a voluntary notice beside GY",
    "GP": "GP stands on therapy lines for payers that want it, never on an adjustment",
    "GO": "GO stands on occupational therapy for payers that want it, never on an adjustment",
    "51": "51 has no place on this line",
}


@dataclass(frozen=True)
class Review:
    """What a review of a proposed claim found.

    Attributes:
        passes: True when nothing is wrong and nothing is missing.
        right: what is as the record supports it.
        wrong: what is not, and why.
        missing: supported services that were left off.
        unknown: what cannot be known without asking.
        claim: the claim that the record supports, in the reading nearest to the proposal.
    """

    passes: bool
    right: tuple[Finding, ...]
    wrong: tuple[Finding, ...]
    missing: tuple[Finding, ...]
    unknown: tuple[Finding, ...]
    claim: Claim


@dataclass(frozen=True)
class Difference:
    """One thing that differs between two payers' claims.

    Attributes:
        code: the code concerned; empty for the claim as a whole.
        payers: the two payers.
        what: ``billed``, ``units``, ``modifiers`` or ``verdict``; of the claim as a whole, ``said``.
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


def known_modifiers() -> tuple[str, ...]:
    """List the modifiers that the course knows.

    >>> "59" in known_modifiers()
    True
    """
    return tuple(row["modifier"] for row in rows("modifiers.csv"))


def review_claim(visit: Visit, proposed: Iterable[ProposedLine]) -> Review:
    """Compare a proposed claim with what the record supports, and name each difference.

    Where the record leaves a choice (a tied unit, 59 or the X modifier that says why), either passes. A line that is
    disputed or not covered may be left off. Nothing here ever advises changing a record to fit a code.

    Args:
        visit: the visit.
        proposed: lines of code, units and modifiers, such as ``("97112", 1, ("59",))``.

    Returns:
        What is right, wrong, missing and unknown; each with the smallest step that would settle it.

    Raises:
        CpteduError: for a visit or a line that cannot be read, or a code or modifier that is not known.

    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5"]})
    >>> review_claim(visit, [("98940", 1, ())]).passes
    True
    >>> [finding.rule for finding in review_claim(visit, [("98941", 1, ())]).missing]
    ['left_off']
    """
    lines = _checked(proposed)
    sheet = worksheet(visit)
    judged = [_against(sheet, claim, lines) for claim in sheet.claims()]
    # Of several allowed readings the one nearest to the proposal is answered; the first of them on a tie.
    return min(judged, key=lambda one: len(one.wrong) + len(one.missing))


def _checked(proposed: Iterable[ProposedLine]) -> list[tuple[str, int, tuple[str, ...]]]:
    advice = 'Write each line as code, units, modifiers, such as ("97112", 1, ("59",)).'
    if isinstance(proposed, str) or not isinstance(proposed, Iterable):
        raise CpteduError(f"{proposed!r} is not a list of claim lines. {advice}")
    checked = []
    for line in proposed:
        if isinstance(line, str) or not isinstance(line, Sequence) or len(line) != 3:
            raise CpteduError(f"{line!r} is not a claim line. {advice}")
        number, units, modifiers = line
        if isinstance(units, bool) or not isinstance(units, int) or units < 0:
            raise CpteduError(f"{number}: {units!r} is not a number of whole units. {advice}")
        if isinstance(modifiers, str) or not isinstance(modifiers, Iterable):
            raise CpteduError(f"{number}: {modifiers!r} is not a list of modifiers. {advice}")
        checked.append((code(number).number, units, tuple(_known(modifier) for modifier in modifiers)))
    # A line of no units is a line that is not billed.
    return [line for line in checked if line[1]]


def _known(modifier: object) -> str:
    spelled = modifier.strip().upper() if isinstance(modifier, str) else modifier
    if spelled not in known_modifiers():
        raise unknown("modifier", modifier, known_modifiers())
    return str(spelled)


class _Report:
    """Gathers the findings of one review."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.right: list[Finding] = []
        self.wrong: list[Finding] = []
        self.missing: list[Finding] = []
        self.unknown: list[Finding] = []

    def say(
        self,
        rule: str,
        verdict: Verdict,
        says: str,
        number: str,
        fix: str = "",
        because: Iterable[Finding] = (),
    ) -> Finding:
        because = tuple(because)
        sources = [citation.id for finding in because for citation in finding.citations]
        sources = sources or list(
            UNITS_SOURCES if rule == "units" else MODIFIER_SOURCES if rule == "modifiers" else REVIEW_SOURCES
        )
        vintage = "; ".join(dict.fromkeys(finding.vintage for finding in because))
        return say(
            self.record,
            rule,
            verdict,
            says,
            dict.fromkeys(sources),
            vintage=vintage,
            code=number,
            fix=fix,
            about=number,
        )


def _against(sheet: Worksheet, claim: Claim, proposed: list[tuple[str, int, tuple[str, ...]]]) -> Review:
    report = _Report(sheet.record)
    present = {number for number, _, _ in proposed}
    if present & set(spinal_cmt()):
        # A wrong level is one fault; it does not make the other lines' modifiers wrong as well.
        present |= {line.code for line in claim.lines if line.code in spinal_cmt()}
    # Nor does a supported line that was left off: what is right beside it passes, and so does what is right without.
    whole = present | {line.code for line in claim.lines if line.verdict not in OPTIONAL_VERDICTS}
    given: set[str] = set()
    for number, units, modifiers in proposed:
        if number in given:
            report.wrong.append(
                report.say(
                    "one_line",
                    Verdict.NOT_SUPPORTED,
                    f"{number} stands on two lines; the units of one code and date go on one line.",
                    number,
                    "Put its units on one line.",
                )
            )
            continue
        given.add(number)
        line = claim.line(number)
        if line is None:
            report.wrong.append(_not_supported(report, sheet, claim, number))
            continue
        _judge_line(report, sheet, line, units, modifiers, _nearest(sheet, number, modifiers, present, whole))
    for line in claim.lines:
        if line.code not in given:
            _left_off(report, line)
    report.unknown += [
        finding
        for item in claim.unbilled
        for finding in item.findings
        if finding.verdict is Verdict.ASK and item.verdict is Verdict.ASK
    ]
    report.unknown += [note for note in claim.notes if note.verdict in _TO_KNOW]
    return Review(
        passes=not report.wrong and not report.missing,
        right=tuple(dict.fromkeys(report.right)),
        wrong=tuple(dict.fromkeys(report.wrong)),
        missing=tuple(dict.fromkeys(report.missing)),
        unknown=tuple(dict.fromkeys(report.unknown)),
        claim=claim,
    )


def _not_supported(report: _Report, sheet: Worksheet, claim: Claim, number: str) -> Finding:
    because = [
        f for item in claim.unbilled if item.code == number for f in item.findings if f.verdict in _AGAINST
    ] or _coded_otherwise(sheet, claim, number)
    said = (
        " ".join(dict.fromkeys(finding.says for finding in because)) or "Nothing in the record supports it."
    )
    fix = (
        " ".join(dict.fromkeys(finding.fix for finding in because if finding.fix))
        or f"Take {number} off the claim."
    )
    return report.say(
        "not_in_record", Verdict.NOT_SUPPORTED, f"{number} is not supported. {said}", number, fix, because
    )


def _coded_otherwise(sheet: Worksheet, claim: Claim, number: str) -> list[Finding]:
    """Give what is said of the services that propose a code, and of the adjustment, where the record makes another."""
    if number in spinal_cmt():
        levels = [line for line in claim.lines if line.code in spinal_cmt()]
        return [f for line in levels for f in line.findings if f.rule in {"cmt_level", "adjusted_findings"}]
    proposing = [item for item in sheet.items if item.written is not None and item.written.code == number]
    return [f for item in proposing for f in item.findings if f.rule in {"proposed_code", "exchanged_code"}]


_AGAINST = frozenset({Verdict.NOT_SUPPORTED, Verdict.NOT_COVERED, Verdict.ASK})


def _judge_line(
    report: _Report,
    sheet: Worksheet,
    line: ClaimLine,
    units: int,
    modifiers: tuple[str, ...],
    present: set[str],
) -> None:
    number = line.code
    faults = len(report.wrong)
    if units != line.units:
        _judge_units(report, line, units)
    _judge_modifiers(report, sheet, line, modifiers, present)
    # Units other than the line's that are not wrong are not known to be right either.
    if len(report.wrong) == faults and units == line.units:
        report.right.append(
            report.say(
                "as_recorded",
                Verdict.SUPPORTED,
                f"{number} is as the record supports it.",
                number,
                "",
                line.findings[:1],
            )
        )
    report.unknown += [finding for finding in line.findings if finding.verdict in _UNSETTLED]


def _judge_units(report: _Report, line: ClaimLine, units: int) -> None:
    """Refuse units that the record does not support; where no rule of counting is held, only a limit speaks of them."""
    number = line.code
    if not code(number).count_is_held:
        limit = unit_limit(report.record, number, units)
        if limit is not None:
            (report.wrong if limit.verdict is Verdict.NOT_SUPPORTED else report.unknown).append(limit)
        return
    because = [finding for finding in line.findings if finding.rule in {"units", "cmt_level"}]
    report.wrong.append(
        report.say(
            "units",
            Verdict.NOT_SUPPORTED,
            f"{number}: {units} units were proposed; the record supports {line.units}. "
            + " ".join(finding.says for finding in because),
            number,
            f"Bill {line.units}. Minutes are never added.",
            because,
        )
    )


_UNSETTLED = frozenset({Verdict.ASK, Verdict.CONTESTED, Verdict.NO_DATA})
_TO_KNOW = frozenset({Verdict.ASK, Verdict.NO_DATA, Verdict.NOT_COVERED})
"""What is told of the claim as a whole: it does not stand against any line, and must not be passed over."""


def _nearest(sheet: Worksheet, number: str, modifiers: Iterable[str], *readings: set[str]) -> set[str]:
    """Choose the codes beside a line under which its modifiers are right, or most nearly so; the first on a tie."""

    def astray(present: set[str]) -> int:
        alike = set(sheet.same_meaning(number, present))
        wanted, given = set(sheet.modifiers(number, present)), set(modifiers)
        if wanted & alike and given & alike:
            wanted, given = wanted - alike, given - alike
        return len(wanted ^ given)

    return min(readings, key=astray)


def _judge_modifiers(
    report: _Report, sheet: Worksheet, line: ClaimLine, modifiers: tuple[str, ...], present: set[str]
) -> None:
    number = line.code
    wanted, given = set(sheet.modifiers(number, present)), set(modifiers)
    if len(given) != len(modifiers):
        _wrong_modifier(report, number, "a modifier is given twice.", "Give it once.", ":")
    if len(given & DISTINCT) > 1:
        says = "only one of 59, XE, XP, XS and XU stands on a line."
        _wrong_modifier(report, number, says, "Keep one of them.", ":")
        return
    settled = _distinct_choice(report, sheet, line, wanted, given, present)
    if number in extraspinal_cmt():
        settled |= _choice_of_51(report, line, wanted, given)
    for modifier in sorted(wanted - given - settled):
        says = f"lacks {modifier}: {_why_wanted(modifier)}."
        _wrong_modifier(report, number, says, f"Add {modifier}; the record bears it out.")
    for modifier in sorted(given - wanted - settled):
        why = WHY_WRONG.get(modifier, f"{modifier} has no place on this line")
        _wrong_modifier(report, number, f"has {modifier}: {why}.", f"Take {modifier} off.")


def _wrong_modifier(report: _Report, number: str, says: str, fix: str, mark: str = "") -> None:
    report.wrong.append(report.say("modifiers", Verdict.NOT_SUPPORTED, f"{number}{mark} {says}", number, fix))


def _distinct_choice(
    report: _Report, sheet: Worksheet, line: ClaimLine, wanted: set[str], given: set[str], present: set[str]
) -> set[str]:
    """Give the modifiers of a distinct service that the payer may settle either way, having said so."""
    number = line.code
    alike = set(sheet.same_meaning(number, present))
    needed, marked = wanted & alike, given & alike
    if needed and marked and needed != marked:
        says = (
            f"{number}: {''.join(marked)} stands where this payer is taken to want {''.join(needed)}; both mark what the"
            " record shows."
        )
        fix = "Ask which of the two the payer wants."
        report.unknown.append(report.say("modifiers", Verdict.ASK, says, number, fix))
        return alike
    if needed and not given & DISTINCT and by_one_reading_only(sheet, number, present):
        says = (
            f"{number} stands without {''.join(needed)}. By CPT Assistant, which this payer follows, it needs no separate"
            " region and so no mark of one; NCCI wants the mark."
        )
        because = [finding for finding in line.findings if finding.rule == "separate_region"]
        fix = "Ask the payer which reading its contract follows."
        report.unknown.append(report.say("modifiers", Verdict.CONTESTED, says, number, fix, because))
        return alike
    return set()


def _choice_of_51(report: _Report, line: ClaimLine, wanted: set[str], given: set[str]) -> set[str]:
    if "51" not in given ^ wanted:
        return set()
    because = [finding for finding in line.findings if finding.rule == "extraspinal_51"]
    says = f"Sources differ on 51 on {line.code}."
    report.unknown.append(
        report.say("extraspinal_51", Verdict.CONTESTED, says, line.code, "Ask the payer.", because)
    )
    return {"51"}


def by_one_reading_only(sheet: Worksheet, number: str, present: set[str]) -> bool:
    """Say whether the payer's own reading wants no mark of a separate region, and nothing else asks for one.

    Args:
        sheet: the visit's worksheet.
        number: the line's code.
        present: the codes that stand on the claim.

    Returns:
        True when the line may stand without 59 or XS by one of two readings.
    """
    visit = sheet.visit
    follows = payer(visit.payer).wants("same_region", visit.date_of_service) == "cpt_assistant_2010"
    beside_therapy = sheet.same_meaning(number, present - set(spinal_cmt()))
    return follows and number in code_group(CPT_ASSISTANT_READING) and not beside_therapy


def _why_wanted(modifier: str) -> str:
    labels = {row["modifier"]: row["label"] for row in rows("modifiers.csv")}
    return f"it stands for {labels[modifier]}"


def _left_off(report: _Report, line: ClaimLine) -> None:
    if line.verdict in OPTIONAL_VERDICTS:
        report.unknown.append(
            report.say(
                "left_off",
                line.verdict,
                f"{line.code} was left off; that is open, since the line is {line.verdict.value.replace('_', ' ')}.",
                line.code,
                "",
                line.findings[:1],
            )
        )
        return
    report.missing.append(
        report.say(
            "left_off",
            Verdict.SUPPORTED,
            f"{line.code} x{line.units} is supported by the record and was left off.",
            line.code,
            f"Add {line.code}, {line.units} unit{'' if line.units == 1 else 's'}.",
            line.findings[:1],
        )
    )


def compare_payers(visit: Visit, payers: Iterable[str]) -> PayerComparison:
    """Code one visit for several payers and name every difference from the first, those of the claim as a whole too.

    Args:
        visit: the visit; its own payer does not matter here.
        payers: names of payer profiles, at least one.

    Returns:
        One claim per payer, and the differences with their reasons.

    Raises:
        CpteduError: for an unknown payer or an empty list.

    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5"], "care": "active"})
    >>> [difference.what for difference in compare_payers(visit, ["commercial_ncci", "medicare"]).differences]
    ['modifiers']
    """
    if isinstance(payers, str):
        raise CpteduError(f"{payers!r} is one text; give a list, such as [{payers!r}].")
    names = list(dict.fromkeys(payers))
    if not names:
        raise CpteduError("Name at least one payer to compare.")
    claims = {payer(name).name: worksheet(visit.under(name)).claim() for name in names}
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
    return [*found, *_differences_as_a_whole(ours, theirs)]


def _differences_as_a_whole(ours: Claim, theirs: Claim) -> Iterator[Difference]:
    """Give what is said of one claim as a whole and not of the other, or in other words."""
    pair = (ours.payer, theirs.payer)
    for rule in dict.fromkeys(note.rule for note in (*ours.notes, *theirs.notes)):
        one, other = ([note for note in claim.notes if note.rule == rule] for claim in (ours, theirs))
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
    known = {(finding.rule, finding.says) for finding in _about(ours, number)}
    reasons = tuple(
        finding for finding in _about(theirs, number) if (finding.rule, finding.says) not in known
    )
    said = " ".join(dict.fromkeys(finding.says for finding in reasons))
    says = f"{number}, {what}: {values[0]} under {pair[0]}, {values[1]} under {pair[1]}."
    return Difference(number, pair, what, values, f"{says} {said}".strip(), reasons)


def _about(claim: Claim, number: str) -> tuple[Finding, ...]:
    line = claim.line(number)
    if line is not None:
        return line.findings
    items: list[Unbilled] = [item for item in claim.unbilled if item.code == number]
    return tuple(finding for item in items for finding in item.findings)
