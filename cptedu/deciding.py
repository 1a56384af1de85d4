"""Which verdict a line shows, and which of its findings decides it: chosen in one place, so that sign and reason agree."""

from __future__ import annotations

from collections.abc import Iterable

from cptedu.facts.codes import is_timed
from cptedu.model import Claim, ClaimLine, Finding, Unbilled, Verdict

__all__ = [
    "deciding",
    "reasons_in_order",
    "severity",
    "to_know_of_the_claim",
    "told_once",
    "verdict_shown",
    "worst_first",
]

_FROM_WORST = (
    Verdict.NOT_SUPPORTED,
    Verdict.NOT_COVERED,
    Verdict.ASK,
    Verdict.CONTESTED,
    Verdict.NO_DATA,
    Verdict.SUPPORTED,
)
_LOWERS_A_LINE = (Verdict.NOT_SUPPORTED, Verdict.ASK)
# What tells most about a line stands first; what every line has in common stands last.
_TELLING = (
    "separate_region",
    "separate_evaluation",
    "cmt_level",
    "units",
    "gp_modifier",
    "care_phase",
    "purpose",
    "deficit",
)


def severity(verdict: Verdict) -> int:
    """Rank a verdict; the higher, the more stands in the way of payment.

    >>> severity(Verdict.ASK) > severity(Verdict.SUPPORTED)
    True
    """
    return len(_FROM_WORST) - _FROM_WORST.index(verdict)


def verdict_shown(item: ClaimLine | Unbilled) -> Verdict:
    """Give the verdict whose sign and colour a line bears: never a better one than what decides its payment.

    A line stands on the claim while something about it is still to be asked, or while its units are above a limit; it is
    not shown as supported then. A question that does not decide it, such as which code has a tied unit, lowers nothing.

    Args:
        item: a claim line, or something that is not billed.

    Returns:
        The worst of its own verdict and of the findings that lower it.
    """
    lowering = [one.verdict for one in item.findings if one.verdict in _LOWERS_A_LINE and not one.either_way]
    return max([item.verdict, *lowering], key=severity) if isinstance(item, ClaimLine) else item.verdict


def to_know_of_the_claim(claim: Claim) -> tuple[Finding, ...]:
    """Give what must be known of a claim as a whole: that all is well with it is no news.

    How old the data are is told by itself, of every claim.

    Args:
        claim: the claim.

    Returns:
        Its notes that ask, refuse, are disputed or for which no data are held.
    """
    return tuple(
        note for note in claim.notes if note.verdict is not Verdict.SUPPORTED and note.rule != "data_age"
    )


def worst_first(claim: Claim) -> list[ClaimLine | Unbilled]:
    """Order what a claim is about: what is not billed, then its lines, in both the worst first.

    Args:
        claim: the claim.

    Returns:
        Items and lines; of those with one verdict the later ones of the claim come first, therapy before adjustments.
    """
    held: list[ClaimLine | Unbilled] = [*claim.unbilled[::-1], *claim.lines[::-1]]
    return sorted(held, key=lambda item: (isinstance(item, ClaimLine), -severity(verdict_shown(item))))


def deciding(item: ClaimLine | Unbilled, before: Iterable[Finding] = ()) -> Finding:
    """Give the one finding to be told as the reason: it bears the verdict that is shown, and is news where one is.

    Args:
        item: a claim line, or something that is not billed.
        before: the findings of the claim as it was before the last change.

    Returns:
        The finding.
    """
    return reasons_in_order(item, before)[0]


def reasons_in_order(item: ClaimLine | Unbilled, before: Iterable[Finding] = ()) -> list[Finding]:
    """Order the findings of a line: the deciding one first, then what stands against it, what is news, what tells most.

    Args:
        item: a claim line, or something that is not billed.
        before: the findings of the claim as it was before the last change.

    Returns:
        The findings.
    """
    before = tuple(before)
    shown, known = verdict_shown(item), _known(before)
    spoke = {(one.rule, one.code) for one in before}

    def weight(finding: Finding) -> tuple[bool, bool, bool, int]:
        telling = _TELLING.index(finding.rule) if finding.rule in _TELLING else len(_TELLING)
        # A rule that says another thing than before is why; one that speaks for the first time only follows from it.
        follows = (finding.rule, finding.code) not in spoke
        return _is_plain(finding), bool(known & _marks(finding)), bool(spoke) and follows, telling

    bearing = [one for one in item.findings if one.verdict is shown and not one.either_way]
    first = min(bearing or item.findings, key=weight)
    rest = sorted(
        (one for one in item.findings if one is not first),
        key=lambda one: (
            one.verdict is not shown or shown is Verdict.SUPPORTED,
            one.verdict in (Verdict.SUPPORTED, Verdict.NO_DATA),
            weight(one),
        ),
    )
    return [first, *rest]


def told_once(findings: Iterable[Finding], already: Iterable[Finding] = ()) -> list[Finding]:
    """Leave out findings that say of another service in the very words what was said before, so that nobody reads it twice.

    Args:
        findings: findings of one line, in the order in which they are told.
        already: findings that were told before them.

    Returns:
        The findings that say something new: another verdict, other words or another step.
    """
    heard = {_words_of(one) for one in already}
    told = []
    for one in findings:
        if _words_of(one) not in heard:
            heard.add(_words_of(one))
            told.append(one)
    return told


def _words_of(finding: Finding) -> tuple[object, ...]:
    return finding.verdict, finding.says, finding.fix


def _known(before: Iterable[Finding]) -> set[object]:
    return {mark for one in before for mark in _marks(one)}


def _marks(finding: Finding) -> set[object]:
    """Say by what a finding is known again; how units were counted is no news where their number stays."""
    if finding.rule == "units":
        return {(finding.rule, finding.code, dict(finding.numbers).get("units"))}
    return {finding.says}


def _is_plain(finding: Finding) -> bool:
    """Say whether a finding goes without saying: that an untimed code is one unit."""
    is_counted = finding.rule == "units" and finding.verdict is not Verdict.NO_DATA
    return is_counted and finding.code is not None and not is_timed(finding.code)
