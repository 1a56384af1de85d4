"""What might be billed for a visit and the record does not support: each with its reason, and never without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cptedu.engine.coding import worksheet
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.code_groups import code_group
from cptedu.facts.codes import code, is_timed
from cptedu.model import Claim, ClaimLine, Unbilled, Verdict, Visit
from cptedu.rules.timed_units import units_for_minutes

__all__ = ["Unsupported", "unsupported_codings"]

EXERCISES = "taken_for_one_another"
DISPUTED_CODE = "technique_in_dispute"


@dataclass(frozen=True)
class Unsupported:
    """Something that might be billed and that the record does not support, or the payer does not pay at all.

    Attributes:
        code: the code; None when the record points to none.
        units: the units of it.
        verdict: ``not_supported`` or ``ask``; ``not_covered`` where the payer keeps it off the claim.
        says: why.
        in_place_of: the code that the record supports, if it would take its place.
        about: what was done, in words.
    """

    code: str | None
    units: int
    verdict: Verdict
    says: str
    in_place_of: str | None = None
    about: str = ""

    @property
    def label(self) -> str:
        """Say what it would be: ``98941 in place of 98940``, ``97112 ×2``.

        >>> Unsupported("97112", 2, Verdict.NOT_SUPPORTED, "16 minutes make 1 unit, not 2.", "97112").label
        '97112 ×2'
        """
        if self.code is None:
            return self.about or "no code"
        times = f" ×{self.units}" if self.units > 1 else ""
        instead = f" in place of {self.in_place_of}" if self.in_place_of not in {None, self.code} else ""
        return f"{self.code}{times}{instead}"


def unsupported_codings(visit: Visit) -> tuple[Unsupported, ...]:
    """List what the record does not support: what was done and is not billed, and the next step up that tempts.

    A point on which sources differ is no temptation: where they dispute the code itself, the other reading is not listed.

    Args:
        visit: the visit.

    Returns:
        Each with its reason, so that it is never shown without it.

    Raises:
        CpteduError: when the visit cannot be read.

    >>> from cptedu.example_visits import example_visit
    >>> [one.label for one in unsupported_codings(example_visit("desk_worker"))]
    ['98941 in place of 98940', '97112 ×2', '97110 in place of 97112', '97530 in place of 97112']
    """
    sheet = worksheet(visit)
    claim = sheet.claim()
    most = {
        number: max(split[number] for split in sheet.counted.alternatives) for number in sheet.counted.units
    }
    found = [_unbilled(item) for item in claim.unbilled if not _may_have_the_unit(item, most)]
    for line in claim.lines:
        found += _higher_level(line)
        found += _more_units(claim, line, sheet.counted.method, most)
        found += _other_code(line, most)
    return tuple(dict.fromkeys(found))


def _may_have_the_unit(item: Unbilled, most: dict[str, int]) -> bool:
    """Say whether a tie leaves a service without a unit that it may as well have."""
    refused = [finding.rule for finding in item.findings if finding.verdict is item.verdict]
    return refused == ["units"] and most.get(item.code or "", 0) > 0


def _unbilled(item: Unbilled) -> Unsupported:
    deciding = [finding.says for finding in item.findings if finding.verdict is item.verdict]
    minutes = item.service.minutes if item.service else None
    units = 1
    if item.code is not None and is_timed(item.code):
        units = max(1, units_for_minutes(minutes or 0))
    return Unsupported(
        item.code, units, item.verdict, deciding[0] if deciding else item.about, about=item.about
    )


def _higher_level(line: ClaimLine) -> Iterator[Unsupported]:
    if line.code not in spinal_cmt()[:-1]:
        return
    higher = spinal_cmt()[spinal_cmt().index(line.code) + 1]
    count = f"{len(line.regions)} spinal region{'s' * (len(line.regions) > 1)}"
    says = f"Only {count} ({', '.join(line.regions)}): the record supports {line.code}."
    yield Unsupported(higher, 1, Verdict.NOT_SUPPORTED, says, line.code, code(higher).label)


def _more_units(claim: Claim, line: ClaimLine, method: str, most: dict[str, int]) -> Iterator[Unsupported]:
    if not is_timed(line.code):
        return
    units = most.get(line.code, line.units)
    timed = [one for one in claim.lines if is_timed(one.code)]
    if method == "cms_total_time" and len(timed) > 1:
        total = _units(sum(one.units for one in timed))
        own = f"All timed minutes together make {total}; {line.code}, with {line.minutes}, has at most {_units(units)}"
    else:
        own = f"{line.minutes} minutes of {line.code} make {_units(units)}"
    says = f"{own}, not {units + 1}. No minute is made up."
    yield Unsupported(line.code, units + 1, Verdict.NOT_SUPPORTED, says, line.code, line.label)


def _units(count: int) -> str:
    return f"{count} unit{'s' * (count != 1)}"


def _other_code(line: ClaimLine, most: dict[str, int]) -> Iterator[Unsupported]:
    if line.code not in code_group(EXERCISES) or any(
        finding.rule == DISPUTED_CODE for finding in line.findings
    ):
        return
    for other in code_group(EXERCISES):
        if other != line.code and not most.get(other):
            says = f"The recorded purpose is that of {line.code}. A code is never chosen for what it carries."
            yield Unsupported(other, line.units, Verdict.NOT_SUPPORTED, says, line.code, code(other).label)
