"""Every claim that the record of a visit supports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, combinations, product

from cptedu.deciding import severity, verdict_shown
from cptedu.engine.coding import OPTIONAL_VERDICTS, Worksheet, worksheet
from cptedu.engine.review import by_one_reading_only
from cptedu.facts.cmt_levels import extraspinal_cmt
from cptedu.model import Claim, ClaimLine, Verdict, Visit

__all__ = ["Coding", "supported_codings"]

Line = tuple[str, int, tuple[str, ...]]


@dataclass(frozen=True)
class Coding:
    """One claim that the record supports.

    Attributes:
        claim: the claim, with just the lines that it has; what was left off stands in ``left_off``.
        left_off: disputed or excluded codes that this claim leaves off.
    """

    claim: Claim
    left_off: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Give code, units and modifiers of each line."""
        return tuple((line.code, line.units, line.modifiers) for line in self.claim.lines)

    def _codes(self, verdict: Verdict) -> tuple[str, ...]:
        return tuple(line.code for line in self.claim.lines if line.verdict is verdict)

    @property
    def contested(self) -> tuple[str, ...]:
        """Give the codes on it whose line sources dispute."""
        return self._codes(Verdict.CONTESTED)

    @property
    def not_covered(self) -> tuple[str, ...]:
        """Give the codes on it that the payer does not cover."""
        return self._codes(Verdict.NOT_COVERED)

    @property
    def verdict(self) -> Verdict:
        """Say whether anything on it is disputed, or nothing on it is covered."""
        if self.contested:
            return Verdict.CONTESTED
        if self.claim.lines and len(self.not_covered) == len(self.claim.lines):
            return Verdict.NOT_COVERED
        return Verdict.SUPPORTED

    @property
    def verdict_shown(self) -> Verdict:
        """Give the verdict whose sign it bears: what is still to be asked of one of its lines counts too."""
        lowered = [
            verdict_shown(line) for line in self.claim.lines if verdict_shown(line) is not line.verdict
        ]
        return max([self.verdict, *lowered], key=severity)

    @property
    def label(self) -> str:
        """Write it as a biller would: ``98940 + 97112-59 ×2``."""
        said = [
            "-".join((number, *modifiers)) + (f" ×{units}" if units > 1 else "")
            for number, units, modifiers in self.lines
        ]
        return " + ".join(said) or "nothing billed"

    @property
    def key(self) -> frozenset[tuple[str, int, frozenset[str]]]:
        """Give the claim as a set, for comparing without order."""
        return frozenset((number, units, frozenset(modifiers)) for number, units, modifiers in self.lines)

    @property
    def billed(self) -> tuple[tuple[str, int], ...]:
        """Give its codes and units: what it carries follows from these alone, and modifiers change none of it."""
        return tuple((number, units) for number, units, _ in self.lines)


def supported_codings(visit: Visit) -> tuple[Coding, ...]:
    """List every claim that the record of a visit supports.

    Where leftover minutes tie, each split is one; where services share minutes by the clock, each way of giving them. A line
    that is disputed or not covered may stay or be left off. 59 and the X modifier that says why both mark a distinct service,
    and sources differ on 51 on 98943. Where a payer's own reading wants no mark of a separate region and NCCI does, the line
    may stand without one, disputed.

    These are what to bill. What a review only lets stand is another way of writing one of them, and no coding of its own: a
    modifier that informs and is not asked for, and the mark of a distinct service on the other line of its edit.

    Args:
        visit: the visit.

    Returns:
        The codings, the one that ``code_visit`` gives first, each once.

    Raises:
        CpteduError: when the visit cannot be read.

    >>> from cptedu.example_visits import example_visit
    >>> [coding.label for coding in supported_codings(example_visit("desk_worker"))]
    ['98940 + 97112-59', '98940 + 97112-XS']
    """
    sheet = worksheet(visit)
    found: dict[frozenset[tuple[str, int, frozenset[str]]], Coding] = {}
    for reading in sheet.readings():
        for coding in _of_claim(reading, reading.claim()):
            found.setdefault(coding.key, coding)
    return tuple(found.values())


def _of_claim(sheet: Worksheet, claim: Claim) -> Iterator[Coding]:
    optional = [line.code for line in claim.lines if line.verdict in OPTIONAL_VERDICTS]
    for left_off in _subsets(optional):
        kept = [line for line in claim.lines if line.code not in left_off]
        present = {line.code for line in kept}
        choices = [list(_spellings(sheet, line, present)) for line in kept]
        for lines in product(*choices):
            yield Coding(replace(claim, lines=lines), left_off)


def _subsets(numbers: list[str]) -> Iterable[tuple[str, ...]]:
    return chain.from_iterable(combinations(numbers, size) for size in range(len(numbers) + 1))


def _spellings(sheet: Worksheet, line: ClaimLine, present: set[str]) -> Iterator[ClaimLine]:
    """Give a line with its modifiers, and the equal spellings: 59 or the X that says why, and 51 on 98943 or not."""
    modifiers, alike = sheet.modifiers(line.code, present), sheet.same_meaning(line.code, present)
    spelled = [modifiers]
    for marked in set(modifiers) & set(alike):
        spelled += [tuple(x if one == marked else one for one in modifiers) for x in alike if x != marked]
    for one in spelled:
        yield replace(line, modifiers=one)
        if line.code in extraspinal_cmt():
            other = tuple(m for m in one if m != "51") if "51" in one else (*one, "51")
            yield replace(line, modifiers=other)
    if set(modifiers) & set(alike) and by_one_reading_only(sheet, line.code, present):
        bare = tuple(one for one in modifiers if one not in alike)
        yield replace(line, modifiers=bare, verdict=Verdict.CONTESTED)
