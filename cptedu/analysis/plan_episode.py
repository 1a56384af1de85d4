"""A plan of care carried out: its visits, their sums by week and by phase, and where coverage ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cptedu.analysis.active_care import active_care
from cptedu.analysis.plan import Plan
from cptedu.analysis.who_pays import Shares
from cptedu.model import Claim, Finding, Verdict

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CoverageEnd", "Episode", "PhaseSum", "PlannedVisit", "WeekSum"]

_TOLD = frozenset((Verdict.NOT_SUPPORTED, Verdict.NOT_COVERED, Verdict.ASK, Verdict.CONTESTED))


@dataclass(frozen=True)
class PlannedVisit:
    """One visit of an episode.

    Attributes:
        on: the date.
        week: the week of the episode, from 1.
        phase: the phase's name.
        claim: its claim.
        rvu: total RVU of its lines, covered or not; None where one has none.
        shares: who pays.
        re_evaluation: ``"done"`` when an examination is planned on this day, ``"due"`` when the plan's own interval has run
            out by this day, else empty.
    """

    on: date
    week: int
    phase: str
    claim: Claim
    rvu: Decimal | None
    shares: Shares
    re_evaluation: str = ""

    @property
    def minutes(self) -> int | None:
        """Give the length of the whole session, where the plan says it."""
        return self.claim.visit.session_minutes

    @property
    def billed(self) -> str:
        """Give the claim in one line, such as ``98940-AT + 97110-GP-GY``."""
        return " + ".join("-".join((line.code, *line.modifiers)) for line in self.claim.lines)


@dataclass(frozen=True)
class CoverageEnd:
    """A visit from which on the payer pays no more, or from which on that is not known."""

    on: date
    week: int
    phase: str
    finding: Finding


@dataclass(frozen=True, kw_only=True)
class _Sum:
    """What some visits come to; a sum with an unknown part is None."""

    phase: str
    visits: int
    rvu: Decimal | None
    minutes: int | None
    allowed: Decimal | None
    payer: Decimal | None
    patient: Decimal | None
    sequestered: Decimal | None
    written_off: Decimal | None


@dataclass(frozen=True, kw_only=True)
class WeekSum(_Sum):
    """What the visits of one week come to; a sum with an unknown part is None."""

    week: int
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class PhaseSum(_Sum):
    """What the visits of one phase come to; a sum with an unknown part is None."""

    care: str | None
    first_week: int
    last_week: int
    billed: tuple[str, ...]
    steps: tuple[str, ...]
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def weeks(self) -> str:
        """Name the weeks of this phase in words."""
        if self.first_week == self.last_week:
            return f"week {self.first_week}"
        return f"weeks {self.first_week} to {self.last_week}"

    @property
    def rvu_per_week(self) -> Decimal | None:
        """Give the RVU of a week of this phase, on average."""
        return None if self.rvu is None else _round(self.rvu / (self.last_week - self.first_week + 1), "0.01")

    @property
    def minutes_per_week(self) -> Decimal | None:
        """Give the minutes of a week of this phase, on average."""
        weeks = self.last_week - self.first_week + 1
        return None if self.minutes is None else _round(Decimal(self.minutes) / weeks, "0.1")


@dataclass(frozen=True)
class Episode:
    """A plan carried out: its visits, and what must be said beside the figures."""

    plan: Plan
    visits: tuple[PlannedVisit, ...]
    notes: tuple[str, ...]

    @cached_property
    def coverage_ends(self) -> tuple[CoverageEnd, ...]:
        """Find where coverage ends, or where it stops being known: each first visit of such a stretch."""
        made, before = [], None
        for one in self.visits:
            ended = one.shares.ended
            if ended is not None and (before is None or before.verdict is not ended.verdict):
                made.append(CoverageEnd(one.on, one.week, one.phase, ended))
            before = ended
        return tuple(made)

    @cached_property
    def by_phase(self) -> tuple[PhaseSum, ...]:
        """Add the visits up by phase, in the plan's order."""
        made, first = [], 1
        whole = active_care(self.plan)
        for phase in self.plan.phases:
            own = [one for one in self.visits if one.phase == phase.name]
            about = [finding for name, finding in whole if name == phase.name]
            made.append(
                PhaseSum(
                    phase=phase.name,
                    care=phase.visit.care,
                    first_week=first,
                    last_week=first + phase.weeks - 1,
                    billed=tuple(dict.fromkeys(one.billed for one in own)),
                    steps=tuple(dict.fromkeys(step for one in own for step in one.shares.steps)),
                    missing=tuple(dict.fromkeys(says for one in own for says in one.shares.missing)),
                    findings=tuple(_distinct([*about, *_findings(own)])),
                    **_sums(own),
                )
            )
            first += phase.weeks
        return tuple(made)

    @cached_property
    def by_week(self) -> tuple[WeekSum, ...]:
        """Add the visits up by week of the episode; a week without a visit has sums of nothing."""
        phase_of = [phase.name for phase in self.plan.phases for _ in range(phase.weeks)]
        weeks: dict[int, list[PlannedVisit]] = {week: [] for week in range(1, len(phase_of) + 1)}
        for one in self.visits:
            weeks[one.week].append(one)
        return tuple(
            WeekSum(
                week=week,
                starts_on=self.plan.starts_on + timedelta(weeks=week - 1),
                phase=phase_of[week - 1],
                **_sums(own),
            )
            for week, own in weeks.items()
        )

    @property
    def findings(self) -> tuple[tuple[str, Finding], ...]:
        """Give what each phase's record or contract must still answer, with the phase's name."""
        return tuple((one.phase, finding) for one in self.by_phase for finding in one.findings)

    def rows(self) -> list[dict[str, Any]]:
        """Lay the visits out as plain rows, one each."""
        return [
            {
                "date": one.on,
                "week": one.week,
                "phase": one.phase,
                "claim": one.billed,
                "rvu": one.rvu,
                "minutes": one.minutes,
                "allowed": one.shares.allowed,
                "payer_pays": one.shares.payer,
                "patient_pays": one.shares.patient,
                "sequestered": one.shares.sequestered,
                "written_off": one.shares.written_off,
                "why": one.shares.ended.says if one.shares.ended else "",
                "re_evaluation": one.re_evaluation,
            }
            for one in self.visits
        ]

    def frame(self) -> pd.DataFrame:
        """Lay the visits out as a data frame, one row each."""
        from cptedu.analysis.frames import frame  # noqa: PLC0415  (only who wants a data frame needs pandas)

        return frame(self.rows())


def _sums(visits: Iterable[PlannedVisit]) -> dict[str, Any]:
    own = list(visits)
    return {
        "visits": len(own),
        "rvu": _sum((one.rvu for one in own), Decimal("0.00")),
        "minutes": _sum((one.minutes for one in own), 0),
        **{
            name: _sum((getattr(one.shares, name) for one in own), Decimal("0.00"))
            for name in ("allowed", "payer", "patient", "sequestered", "written_off")
        },
    }


def _sum(values: Iterable[Any], start: Any) -> Any:
    held = list(values)
    return None if any(value is None for value in held) else sum(held, start)


def _findings(visits: Iterable[PlannedVisit]) -> Iterator[Finding]:
    """Give what must still be asked, is refused, not covered or disputed in these visits' claims."""
    for one in visits:
        if one.shares.ended is not None:
            yield one.shares.ended
        yield from (finding for finding in one.claim.findings if finding.verdict in _TOLD)


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give each finding once, however many visits have it."""
    seen = set()
    for finding in findings:
        key = (finding.rule, finding.verdict, finding.says.split(". This is visit")[0])
        if key not in seen:
            seen.add(key)
            yield finding


def _round(value: Decimal, to: str) -> Decimal:
    return value.quantize(Decimal(to), rounding=ROUND_HALF_UP)
