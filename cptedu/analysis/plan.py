"""A plan of care, its phases, and what it tells of a contract: frozen, no input or output."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cptedu.model import Visit
from cptedu.payers import payer

__all__ = ["MOST_A_WEEK", "MOST_PHASES", "MOST_WEEKS", "PARTICIPATION", "Contract", "Phase", "Plan"]

MOST_WEEKS = 104
MOST_A_WEEK = 7
MOST_PHASES = 12
PARTICIPATION = ("participating", "accepts_assignment", "limiting_charge")


@dataclass(frozen=True)
class Contract:
    """What a plan of care says of the contract with a payer other than Medicare; what is not said is None.

    Attributes:
        coinsurance: the patient's share of the allowed amount, from 0 to 1.
        copay: a fixed amount for each visit, instead of a share.
        maintenance_covered: whether maintenance is paid.
        visits_covered: how many visits are paid.
        allowed: code → what the contract allows for one unit.
    """

    coinsurance: Decimal | None = None
    copay: Decimal | None = None
    maintenance_covered: bool | None = None
    visits_covered: int | None = None
    allowed: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True)
class Phase:
    """A stretch of care with the same visit again and again.

    Attributes:
        name: such as ``acute``, ``rehab`` or ``wellness``.
        weeks: how many weeks.
        visits_per_week: visits a week; 0.5 is one every two weeks.
        visit: its visit. An examination in it is done on the phase's first day only.
    """

    name: str
    weeks: int
    visits_per_week: float
    visit: Visit


@dataclass(frozen=True)
class Plan:
    """A plan of care as an instructor writes it.

    Attributes:
        title: what it is about; no patient's name.
        illustrative: what in it is made up for teaching.
        starts_on: the first day; a Monday keeps visits off weekends.
        payer: the name of a payer profile.
        locality: ``"MAC-locality"`` or ``"national"``.
        track: where a year has two factors, ``"apm"`` or ``"non_apm"``; else None.
        participation: how the practice stands to Medicare's fee schedule.
        charges: code → what the practice asks for one unit from a patient who pays.
        contract: what is known of another payer's contract.
        re_evaluation_days: after how many days the patient is examined again.
        re_evaluation_says: why this interval.
        phases: the phases, in order.
    """

    title: str
    illustrative: str
    starts_on: date
    payer: str
    locality: str
    track: str | None
    participation: str
    charges: tuple[tuple[str, Decimal], ...]
    contract: Contract
    re_evaluation_days: int | None
    re_evaluation_says: str
    phases: tuple[Phase, ...]

    @property
    def pays_as_medicare(self) -> bool:
        """Say whether the payer's benefit is Medicare's: spinal adjustment and nothing else."""
        return payer(self.payer).wants("benefit", self.starts_on) == "spinal_cmt_only"
