"""Every coding that the record of a visit supports, what each carries, and what the record does not support."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations, product

import pandas as pd

from cptedu.codes import SPINAL_CMT, code, is_timed
from cptedu.coding import OPTIONAL_VERDICTS, Worksheet, worksheet
from cptedu.errors import CpteduError
from cptedu.model import Claim, Verdict, Visit
from cptedu.rules.allowed_amount import NATIONAL, allowed_amounts
from cptedu.rules.relative_values import relative_values

__all__ = [
    "Coding",
    "Unsupported",
    "supported_codings",
    "tradeoffs",
    "unsupported_codings",
]

Line = tuple[str, int, tuple[str, ...]]


@dataclass(frozen=True)
class Coding:
    """One claim that the record supports.

    Attributes:
        lines: code, units and modifiers of each line.
        contested: codes on it whose line sources dispute.
        not_covered: codes on it that the payer does not cover.
        left_off: disputed or excluded codes that this claim leaves off.
    """

    lines: tuple[Line, ...]
    contested: tuple[str, ...]
    not_covered: tuple[str, ...]
    left_off: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        """Say whether anything on it is disputed."""
        return Verdict.CONTESTED if self.contested else Verdict.SUPPORTED

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


@dataclass(frozen=True)
class Unsupported:
    """Something that might be billed and that the record does not support.

    Attributes:
        code: the code.
        units: the units of it.
        verdict: ``not_supported`` or ``ask``.
        says: why.
        in_place_of: the code that the record supports, if it would take its place.
    """

    code: str
    units: int
    verdict: Verdict
    says: str
    in_place_of: str | None = None


def supported_codings(visit: Visit) -> tuple[Coding, ...]:
    """List every claim that the record of a visit supports.

    Where leftover minutes tie, each split is one. A line that is disputed or not covered may stay or be left off. 59 and
    XS both mark a separate region.

    Args:
        visit: the visit.

    Returns:
        The codings, the one that ``code_visit`` gives first, each once.

    Raises:
        CpteduError: when the visit cannot be read.

    >>> from cptedu.lessons import example_visit
    >>> [coding.label for coding in supported_codings(example_visit("desk_worker"))]
    ['98940 + 97112-59', '98940 + 97112-XS']
    """
    sheet = worksheet(visit)
    found: dict[frozenset[tuple[str, int, frozenset[str]]], Coding] = {}
    for claim in sheet.claims():
        for coding in _of_claim(sheet, claim):
            found.setdefault(coding.key, coding)
    return tuple(found.values())


def _of_claim(sheet: Worksheet, claim: Claim) -> Iterator[Coding]:
    optional = [line.code for line in claim.lines if line.verdict in OPTIONAL_VERDICTS]
    for left_off in _subsets(optional):
        kept = [line for line in claim.lines if line.code not in left_off]
        present = {line.code for line in kept}
        choices = [
            [(line.code, line.units, modifiers) for modifiers in _spellings(sheet, line.code, present)]
            for line in kept
        ]
        for lines in product(*choices):
            yield Coding(
                lines=tuple(lines),
                contested=tuple(line.code for line in kept if line.verdict is Verdict.CONTESTED),
                not_covered=tuple(line.code for line in kept if line.verdict is Verdict.NOT_COVERED),
                left_off=tuple(left_off),
            )


def _subsets(numbers: list[str]) -> Iterable[tuple[str, ...]]:
    return chain.from_iterable(combinations(numbers, size) for size in range(len(numbers) + 1))


def _spellings(sheet: Worksheet, number: str, present: set[str]) -> Iterator[tuple[str, ...]]:
    """Give a line's modifiers, and the equal ways of writing them: 59 or the X that says why, and 51 on 98943 or not."""
    modifiers, alike = sheet.modifiers(number, present), sheet.same_meaning(number, present)
    spelled = [modifiers]
    for marked in set(modifiers) & set(alike):
        for other in alike:
            if other != marked:
                spelled.append(tuple(other if one == marked else one for one in modifiers))
    for one in spelled:
        yield one
        if number == "98943":
            yield tuple(m for m in one if m != "51") if "51" in one else (*one, "51")


def unsupported_codings(visit: Visit) -> tuple[Unsupported, ...]:
    """List what the record does not support: what was done and is not billed, and the next step up that tempts.

    Args:
        visit: the visit.

    Returns:
        Each with its reason, so that it is never shown without it.
    """
    claim = worksheet(visit).claim()
    found = []
    for item in claim.unbilled:
        if item.code is None:
            continue
        deciding = [finding.says for finding in item.findings if finding.verdict is item.verdict]
        found.append(Unsupported(item.code, 1, item.verdict, deciding[0] if deciding else item.about))
    for line in claim.lines:
        if line.code in SPINAL_CMT[:-1]:
            higher = SPINAL_CMT[SPINAL_CMT.index(line.code) + 1]
            regions = ", ".join(line.regions)
            count = f"{len(line.regions)} spinal region{'s' * (len(line.regions) > 1)}"
            says = f"Only {count} ({regions}): the record supports {line.code}."
            found.append(Unsupported(higher, 1, Verdict.NOT_SUPPORTED, says, line.code))
        if is_timed(line.code):
            says = f"{line.minutes} minutes make {line.units} unit{'s' * (line.units > 1)}, not {line.units + 1}."
            found.append(Unsupported(line.code, line.units + 1, Verdict.NOT_SUPPORTED, says, line.code))
        if line.code in {"97110", "97112", "97530"}:
            for other in sorted({"97110", "97112", "97530"} - {line.code}):
                says = f"The recorded purpose is that of {line.code}; a code is never chosen for what it carries."
                found.append(Unsupported(other, line.units, Verdict.NOT_SUPPORTED, says, line.code))
    return tuple(found)


def tradeoffs(
    visit: Visit, *, locality: str = NATIONAL, facility: bool = False, track: str | None = None
) -> pd.DataFrame:
    """Lay out every supported coding of a visit with what it carries.

    Args:
        visit: the visit.
        locality: ``"MAC-locality"`` or ``"national"``.
        facility: True for a facility.
        track: for 2026, ``"apm"`` or ``"non_apm"``.

    Returns:
        One row a coding: ``coding``, ``verdict``, ``work``, ``pe``, ``mp``, ``total`` (RVU), ``allowed`` (dollars, with the
        multiple-procedure reduction, None where not known), ``minutes`` (of the whole session: the time of an
        adjustment is not recorded apart, so without ``session_minutes`` there is none), ``rvu_per_hour`` and
        ``without_price`` (codes for which nothing is held). Lines that the payer does not cover add nothing to
        ``allowed``; they stand in ``patient``.

    Raises:
        CpteduError: for an unknown locality, or a track that is missing or not used.
    """
    minutes = visit.session_minutes
    rows = []
    for coding in supported_codings(visit):
        carried, without = _carried(visit, coding, facility)
        allowed, patient = _dollars(visit, coding, locality, facility, track)
        total = carried["total"]
        rows.append(
            {
                "coding": coding.label,
                "verdict": coding.verdict.value,
                **carried,
                "without_price": without,
                "allowed": allowed,
                "patient": patient,
                "minutes": minutes,
                "rvu_per_hour": round(total * 60 / minutes, 2) if minutes and total is not None else None,
            }
        )
    return pd.DataFrame(rows)


def _carried(visit: Visit, coding: Coding, facility: bool) -> tuple[dict[str, Decimal | None], str]:
    sums: dict[str, Decimal | None] = dict.fromkeys(("work", "pe", "mp", "total"), Decimal(0))
    without = []
    for number, units, _ in coding.lines:
        try:
            values = relative_values(number, visit.date_of_service)
        except CpteduError:
            without.append(number)
            continue
        parts = {
            "work": values.work,
            "pe": values.pe_facility
            if facility and not code(number).always_therapy
            else values.pe_nonfacility,
            "mp": values.mp,
            "total": values.total(facility and not code(number).always_therapy),
        }
        for name, value in parts.items():
            held = sums[name]
            sums[name] = None if held is None or value is None else held + value * units
    return sums, " ".join(without)


def _dollars(
    visit: Visit, coding: Coding, locality: str, facility: bool, track: str | None
) -> tuple[Decimal | None, Decimal | None]:
    """Price what the payer covers, and apart from it what it does not and the patient may be charged."""
    parts: list[Decimal | None] = []
    for wanted in (False, True):
        units = {
            number: count for number, count, _ in coding.lines if (number in coding.not_covered) is wanted
        }
        total: Decimal | None = Decimal("0.00")
        held = {}
        for number, count in units.items():
            try:
                relative_values(number, visit.date_of_service)
            except CpteduError:
                total = None
            else:
                held[number] = count
        priced = allowed_amounts(
            held,
            on=visit.date_of_service,
            locality=locality,
            facility=facility and not any(code(number).always_therapy for number in held),
            track=track,
        )
        parts.append(priced.total if total is not None else None)
    return parts[0], parts[1]
