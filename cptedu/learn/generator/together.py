"""What goes together in a drawn visit, read from the tables ``data/drawn_*.csv``: the one place that every drawing asks.

A row belongs to the generations from its ``since`` to its ``until``, so that an exercise is drawn again as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from cptedu.facts.codes import purposes
from cptedu.facts.tables import shipped_rows
from cptedu.learn.questions import Note
from cptedu.learn.stream import IntegerStream

__all__ = [
    "Work",
    "a_modality",
    "a_sign",
    "an_examination",
    "go_together",
    "held_rows",
    "is_too_much",
    "most",
    "same_half",
    "work_that",
]

_SIDE = re.compile(r"\b(?:left|right)\b")
_FIGURE = re.compile(r" \d| left| right| with")
_HALVES = (
    ("head", "cervical", "thoracic", "rib_cage", "upper_extremities"),
    ("lumbar", "sacral", "pelvic", "lower_extremities"),
)


@dataclass(frozen=True)
class Work:
    """One thing done for one reason in one region: a row of ``data/drawn_services.csv``.

    Attributes:
        activity: what is done.
        purpose: what for.
        region: where.
        deficit: what was measured; empty where hands-on work needs none.
        muscle: the muscle treated, or empty.
        part: the joints of a limb of which it may be done for, or empty.
        hard: whether nobody does it who needs help to get about.
        needs_help: whether what was measured is of a patient who needs help to get about.
        gentle: whether it is done soon after an injury.
        shortest: the fewest minutes that make sense.
        longest: the most.
        in_group: whether it is done with several patients at once.
        alone: whether a patient does it without the clinician.
        at_home: ``yes``, ``no``, or ``only`` where it is advice and never a treatment.
        as_named: whether its name suggests this purpose.
        families: the kinds of exercise to which its activity belongs; an office does one of a kind on a day.
        joints: the joints of a limb for which it may be done; of the limbs one joint is treated on a day.
    """

    activity: str
    purpose: str
    region: str
    deficit: str
    muscle: str
    part: str
    hard: bool
    needs_help: bool
    gentle: bool
    shortest: int
    longest: int
    in_group: bool
    alone: bool
    at_home: str
    as_named: bool
    families: frozenset[str]
    joints: frozenset[str]

    @property
    def code(self) -> str:
        """Give the code to which its purpose points."""
        return purposes()[self.purpose]

    @property
    def side(self) -> str:
        """Give the side that is treated: the weaker one is named first; empty where none is."""
        found = _SIDE.search(f"{self.activity} {self.deficit}")
        return found[0] if found else ""

    @property
    def measure(self) -> str:
        """Give what was measured, without its figure; empty where nothing was."""
        return _FIGURE.split(self.deficit)[0].strip()

    def minutes(self, stream: IntegerStream, least: int, most: int) -> int:
        """Draw minutes that make sense for it and lie within bounds."""
        return stream.between(max(least, self.shortest), min(most, self.longest))

    def service(self, minutes: int | None) -> dict[str, Any]:
        """Give it as a service of a visit file, done one on one."""
        made: dict[str, Any] = {"activity": self.activity, "purpose": [self.purpose]}
        if self.deficit:
            made["deficit"] = self.deficit
        if self.muscle:
            made["muscle"] = self.muscle
        return made | {"regions": [self.region], "minutes": minutes, "contact": "one_on_one"}


def held_rows(name: str, generation: int) -> Iterator[dict[str, str]]:
    """Give the rows of a table that belong to a generation of exercises.

    Args:
        name: the table.
        generation: the generation.

    Yields:
        The rows, in the order of the table.
    """
    for row in shipped_rows(name):
        if int(row["since"]) <= generation <= int(row["until"] or generation):
            yield dict(row)


@cache
def _families(generation: int) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in held_rows("drawn_families.csv", generation):
        found.setdefault(row["activity"], set()).add(row["family"])
    return {activity: frozenset(families) for activity, families in found.items()}


@cache
def _work(generation: int) -> tuple[Work, ...]:
    families = _families(generation)
    return tuple(
        Work(
            activity=row["activity"],
            purpose=row["purpose"],
            region=row["region"],
            deficit=row["deficit"],
            muscle=row["muscle"],
            part=row["part"],
            hard=row["hard"] == "yes",
            needs_help=row["needs_help"] == "yes",
            gentle=row["gentle"] == "yes",
            shortest=int(row["shortest"]),
            longest=int(row["longest"]),
            in_group=row["in_group"] == "yes",
            alone=row["alone"] == "yes",
            at_home=row["at_home"],
            as_named=row["as_named"] == "yes",
            families=families.get(row["activity"], frozenset()),
            joints=frozenset(row["part"].split() if families else ()),
        )
        for row in held_rows("drawn_services.csv", generation)
    )


@lru_cache(maxsize=1000)
def work_that(
    generation: int,
    *,
    code: str | None = None,
    region: str | None = None,
    minutes: tuple[int, int] | None = None,
    advice: bool = False,
) -> tuple[Work, ...]:
    """List the work that fits what is wanted.

    Args:
        generation: the generation of exercises.
        code: the code to which its purpose points.
        region: where.
        minutes: the fewest and the most; work that never takes so long, or always longer, is left out.
        advice: True for what may be taken home as advice, False for what is done in the office.

    Returns:
        The rows of the table, in its order.

    >>> sorted({one.activity for one in work_that(8, code="97116")})
    ['climbing of stairs', 'walking on a treadmill']
    """
    least, longest = minutes or (0, 24 * 60)
    return tuple(
        one
        for one in _work(generation)
        if (one.at_home != "no" if advice else one.at_home != "only")
        and code in (None, one.code)
        and region in (None, one.region)
        and one.shortest <= longest
        and least <= one.longest
    )


def same_half(region: str) -> tuple[str, ...]:
    """List the regions in the same half of the body: what is treated for one complaint lies there.

    >>> same_half("pelvic")
    ('lumbar', 'sacral', 'pelvic', 'lower_extremities')
    """
    return next(half for half in _HALVES if region in half)


def go_together(done: Sequence[Work], one: Work) -> bool:
    """Say whether something is done beside other work with one patient.

    It is another activity of another kind, on the same side, and of the limbs one joint is treated on a day; no measure has two
    figures; who needs help to get about, or has trouble with a leg, lifts no crates.

    >>> sit, lift = (work_that(8, code="97530", region=one)[0] for one in ("lower_extremities", "lumbar"))
    >>> sit.needs_help, lift.hard, go_together([sit], lift)
    (True, True, False)
    """
    return not any(
        one.activity == other.activity
        or bool(one.families & other.families)
        or _of_two_joints(one, other)
        or (one.hard and _of_a_leg(other))
        or (_of_a_leg(one) and other.hard)
        or {one.side, other.side} == {"left", "right"}
        or (one.measure == other.measure != "" and one.deficit != other.deficit)
        or (one.hard and other.needs_help)
        or (one.needs_help and other.hard)
        for other in done
    )


def _of_two_joints(one: Work, other: Work) -> bool:
    return bool(one.joints) and bool(other.joints) and not one.joints & other.joints


def _of_a_leg(work: Work) -> bool:
    return bool(work.joints) and work.region == "lower_extremities"


def a_sign(stream: IntegerStream, generation: int, region: str) -> str:
    """Draw what was found in a region that is adjusted."""
    said = [row["says"] for row in held_rows("drawn_signs.csv", generation) if row["region"] == region]
    return stream.one_of(said)


def an_examination(
    stream: IntegerStream, generation: int, region: str, *, separate: bool, last_seen: int | None
) -> dict[str, str] | None:
    """Draw an examination beside an adjustment.

    Args:
        stream: where to draw from.
        generation: the generation of exercises.
        region: the region that the patient came for.
        separate: whether it was more than the usual look before an adjustment.
        last_seen: days since the patient was last seen here; None where that is not told.

    Returns:
        A row of ``data/drawn_examinations.csv``; None where none makes sense: nobody who was long away is adjusted unexamined.
    """
    seen = "lately" if last_seen is None or last_seen <= 365 else "long_ago"
    fitting = [
        row
        for row in held_rows("drawn_examinations.csv", generation)
        if (row["separate"] == "yes") is separate
        and region in row["regions"].split()
        and row["seen"] in (seen, "any")
    ]
    return stream.one_of(fitting) if fitting else None


def a_modality(
    stream: IntegerStream, generation: int, region: str, done: Sequence[Work] = ()
) -> dict[str, Any]:
    """Draw a modality that runs by itself in a region that is treated; before there were families, in that half of the body."""
    near = (region,) if _families(generation) else same_half(region)
    hard = bool(_families(generation)) and any(one.hard for one in done)
    row = stream.one_of(
        [
            row
            for row in held_rows("drawn_modalities.csv", generation)
            if row["region"] in near and not (hard and row["beside_hard"] == "no")
        ]
    )
    return {
        "activity": row["activity"],
        "code": row["code"],
        "regions": [row["region"]],
        "minutes": stream.between(int(row["shortest"]), int(row["longest"])),
        "contact": "unattended",
    }


def most(what: str, generation: int) -> int:
    """Give the most of something that a visit has, such as ``services``."""
    return next(int(row["most"]) for row in held_rows("drawn_limits.csv", generation) if row["what"] == what)


def is_too_much(generation: int, note: Note) -> bool:
    """Say whether a visit is more than an office has time for: it passes a limit of ``data/drawn_limits.csv``."""
    services = note.visit.services
    direct = sum(one.minutes or 0 for one in services if one.contact != "unattended")
    whole = sum(one.minutes or 0 for one in services) + sum(note.overhead)
    return (
        len(services) > most("services", generation)
        or direct > most("one_on_one_minutes", generation)
        or whole > most("all_minutes", generation)
    )
