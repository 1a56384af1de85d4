"""One thing in a visit on its way to the claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from cptedu.facts.codes import codes
from cptedu.model import Service, Verdict
from cptedu.rules.one_therapy_at_a_time import Timed
from cptedu.rules.said import Said
from cptedu.visit.record import ServiceRecord

__all__ = ["EVALUATIONS", "LINE_VERDICTS", "OPTIONAL_VERDICTS", "Item"]

LINE_VERDICTS = frozenset({Verdict.SUPPORTED, Verdict.CONTESTED, Verdict.NOT_COVERED})
OPTIONAL_VERDICTS = frozenset({Verdict.CONTESTED, Verdict.NOT_COVERED})
EVALUATIONS = frozenset({"office_visit", "therapy_evaluation"})


def _nothing() -> tuple[Said, ...]:
    return ()


@dataclass(frozen=True, init=False)
class Item:
    """An adjustment, a service or an examination, with what the rules have said of it so far.

    Attributes:
        code: the code that it may be billed by, or None when the record gives none.
        standing: where it goes; what is said of it may hold other verdicts.
        since: what the rules said after what is ``recorded``.
        regions: where it was given.
        service: the service as understood; None for an adjustment and an examination.
        about: what it is, in words.
        minutes: the minutes that are its own; those shared by the clock with another service are given once.
        distinct_from: codes from which the record sets it apart, each with the ground.
        distinct_too: the like, for every further ground; a claim may name any of them.
        same_region: True where a disputed reading lets it stand in the adjusted region without a mark.
        run_beside: minutes of the day in which a supervised modality ran that an edit joins to it.
        barred: True where the payer never pays it.
        kept_off: True where of that it may not even be sent to be denied.
        recorded: what the rules said of the record, made when somebody reads it; what was decided does not wait for it.
        key: tells it from everything else in the visit.
        stands: True where it may make a line.
        is_timed: True where it is billed by 15 minutes.
        is_evaluation: True for an examination, of whatever kind.
    """

    code: str | None
    standing: Verdict
    since: tuple[Said, ...]
    regions: tuple[str, ...]
    service: ServiceRecord | None
    about: str
    minutes: int
    distinct_from: tuple[tuple[str, str], ...]
    distinct_too: tuple[tuple[str, str], ...]
    same_region: bool
    run_beside: frozenset[int]
    barred: bool
    kept_off: bool
    recorded: Callable[[], tuple[Said, ...]] = field(compare=False, repr=False)
    key: str = field(init=False)
    stands: bool = field(init=False)
    is_timed: bool = field(init=False)
    is_evaluation: bool = field(init=False)

    def __init__(
        self,
        code: str | None,
        standing: Verdict,
        since: tuple[Said, ...],
        regions: tuple[str, ...] = (),
        service: ServiceRecord | None = None,
        about: str = "",
        minutes: int = 0,
        distinct_from: tuple[tuple[str, str], ...] = (),
        distinct_too: tuple[tuple[str, str], ...] = (),
        same_region: bool = False,
        run_beside: frozenset[int] = frozenset(),
        barred: bool = False,
        kept_off: bool = False,
        recorded: Callable[[], tuple[Said, ...]] = _nothing,
    ) -> None:
        """Work out once what a dozen places ask of it; setting each field by a call of its own would take twice as long."""
        held = codes().get(code or "")
        fields: dict[str, object] = {
            "code": code,
            "standing": standing,
            "since": since,
            "regions": regions,
            "service": service,
            "about": about,
            "minutes": minutes,
            "distinct_from": distinct_from,
            "distinct_too": distinct_too,
            "same_region": same_region,
            "run_beside": run_beside,
            "barred": barred,
            "kept_off": kept_off,
            "recorded": recorded,
            "key": f"{about} {code}" if service is None else service.at,
            "is_timed": held is not None and held.timed == "yes" and service is not None,
            "is_evaluation": held is not None and held.family in EVALUATIONS,
        }
        fields["stands"] = standing in LINE_VERDICTS and not kept_off and held is not None
        object.__setattr__(self, "__dict__", fields)

    def with_finding(self, finding: Said | None, standing: Verdict | None = None) -> Item:
        """Add what a rule said; its standing changes only where one is given."""
        if finding is None:
            return self
        since = (*self.since, finding)
        if standing is None or standing is self.standing:
            return self._but(since=since)
        return self._but(since=since, standing=standing, stands=self._may_stand(standing, self.kept_off))

    def lowered_by(self, finding: Said) -> Item:
        """Add what a rule said, and let its verdict lower the standing; that never rises again."""
        return self.with_finding(finding, _lower(self.standing, finding.verdict))

    def barred_by(self, finding: Said, *, is_sent: bool) -> Item:
        """Mark what the payer never pays, or does not pay unless its contract adds it."""
        return self._but(
            since=(*self.since, finding),
            standing=finding.verdict,
            barred=True,
            kept_off=not is_sent,
            stands=self._may_stand(finding.verdict, not is_sent),
        )

    def set_apart(self, other: str, ground: str, grounds_too: tuple[str, ...]) -> Item:
        """Mark it as distinct from another code, by a ground and by what else in the record sets it apart."""
        return self._but(
            distinct_from=(*self.distinct_from, (other, ground)),
            distinct_too=(*self.distinct_too, *[(other, one) for one in grounds_too]),
        )

    def in_the_same_region(self) -> Item:
        """Let it stand in the adjusted region without a mark."""
        return self._but(same_region=True)

    def told_in_full(self, service: ServiceRecord) -> Item:
        """Give the same as it would be if more had been told of the service; its code is as it was."""
        return self._but(service=service, regions=service.places.regions, minutes=service.minutes or 0)

    def _may_stand(self, standing: Verdict, kept_off: bool) -> bool:
        return standing in LINE_VERDICTS and not kept_off and self.code in codes()

    def _but(self, **changed: object) -> Item:
        """Give the same item with something changed; all else that was worked out of it holds, and is taken over at once."""
        item = object.__new__(Item)
        object.__setattr__(item, "__dict__", {**self.__dict__, **changed})
        return item

    @property
    def said(self) -> tuple[Said, ...]:
        """Give everything that the rules said, in the order of the way to the claim."""
        return (*self.recorded(), *self.since)

    @property
    def written(self) -> Service | None:
        """Give the service as written; None for an adjustment and an examination."""
        return None if self.service is None else self.service.written

    @property
    def is_office_visit(self) -> bool:
        """Say whether it is an office visit."""
        held = codes().get(self.code or "")
        return held is not None and held.is_office_visit

    @property
    def timed(self) -> Timed | None:
        """Give it as the rules about the clock take it; None for what is no service, or has no time recorded."""
        if self.service is None or self.code is None or self.service.clock is None:
            return None
        return Timed(self.code, self.service, self.run_beside)


def _lower(standing: Verdict, verdict: Verdict) -> Verdict:
    for worse in (Verdict.NOT_SUPPORTED, Verdict.ASK):
        if worse in {standing, verdict}:
            return worse
    return verdict if verdict is Verdict.CONTESTED else standing
