"""Regions of the spine and beyond it, and the bones and joints that belong to each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from cptedu.errors import CpteduError
from cptedu.facts.place_names import joined, segments_named, spellings, stray_signs, words_of
from cptedu.facts.tables import Row, rows

__all__ = [
    "Place",
    "PlaceError",
    "Region",
    "extraspinal",
    "place",
    "places",
    "region",
    "region_of",
    "regions",
    "regions_of",
    "regions_understood",
    "spinal",
]

_SHORTEST_MISSPELT = 5


class PlaceError(CpteduError):
    """A name of no place that is held, or of a place in more than one region.

    Attributes:
        may_be: the regions that it may be of; empty where nothing is known of it.
    """

    def __init__(self, says: str, may_be: Iterable[str] = ()) -> None:
        super().__init__(says)
        self.may_be = tuple(may_be)


@dataclass(frozen=True)
class Region:
    """A region as CPT counts them: five spinal, five extraspinal."""

    name: str
    label: str
    kind: str
    order: int


@dataclass(frozen=True)
class Place:
    """A bone or joint, and the region that it counts for."""

    id: str
    label: str
    region: str
    kind: str


@cache
def regions() -> tuple[Region, ...]:
    """List the ten regions in body order.

    >>> [r.name for r in regions()][:5]
    ['cervical', 'thoracic', 'lumbar', 'sacral', 'pelvic']
    """
    found = (Region(r["region"], r["label"], r["kind"], int(r["order"])) for r in rows("regions.csv"))
    return tuple(sorted(found, key=lambda r: r.order))


@cache
def places() -> tuple[Place, ...]:
    """List every bone and joint that has a region, with the names that are accepted for it."""
    kinds = {r.name: r.kind for r in regions()}
    return tuple(Place(r["place"], r["label"], r["region"], kinds[r["region"]]) for r in rows("places.csv"))


@cache
def _by_spelling() -> dict[str, Region]:
    named = {r.name: r for r in regions()}
    spelled = {joined(said): named[p.region] for p in places() for said in (p.label, p.id)}
    spelled |= {joined(r["name"]): named[r["stands_for"]] for r in rows("place_names.csv")}
    # A region's own name wins: "abdomen" is both.
    return spelled | {joined(said): found for found in regions() for said in (found.label, found.name)}


@cache
def _place_by_spelling() -> dict[str, Place]:
    return {joined(said): p for p in reversed(places()) for said in (p.label, p.id)}


@cache
def _of_two_regions() -> dict[str, Row]:
    return {joined(r["name"]): r for r in rows("ambiguous_places.csv")}


def region(name: str) -> Region:
    """Find the region that a bone, joint or region name stands for.

    Args:
        name: such as ``"C5"``, ``"left shoulder"``, ``"SI"`` or ``"lower extremities"``, as notes write it: ``"neck"``,
            ``"R knee"``, ``"C5/6"``, ``"T4-T8"``.

    Returns:
        The region. The atlanto-occipital joint is cervical, a costovertebral one thoracic, a sacroiliac one pelvic,
        the jaw joint head, a costochondral one rib cage (CPT Assistant, February 1997).

    Raises:
        CpteduError: for a name that is not held, for one that may be of two regions, such as ``"L5/S1"`` or
            ``"rib"``, and for one beside which a sign leaves it open, such as ``"lumbar?"``; it says what to ask.

    >>> region("Right SI").name, region("low back").name
    ('pelvic', 'lumbar')
    """
    if not isinstance(name, str):
        raise CpteduError(
            f"{name!r} is not the name of a bone, joint or region. Write text, such as 'C5' or 'lumbar'."
        )
    return _region(name)


@cache
def _region(name: str) -> Region:
    found = _as_spelled(name)
    signs = stray_signs(name)
    if signs:
        raise _left_open(name, signs, [found.name])
    return found


def _as_spelled(name: str) -> Region:
    for spelling in spellings(name):
        if spelling in _by_spelling():
            return _by_spelling()[spelling]
        if spelling in _of_two_regions():
            row = _of_two_regions()[spelling]
            raise _either_of(name, row["regions"].split(), row["advice"])
    return _region_of_segments(name) or _region_of_words(name)


def _region_of_segments(name: str) -> Region | None:
    """Find the region of several vertebrae in one name; two regions are never guessed between."""
    read = segments_named(name)
    if read is None or not all(one.lower() in _by_spelling() for one in read[0]):
        return None
    segments, stretch = read
    found = list(dict.fromkeys(_by_spelling()[one.lower()] for one in segments))
    if len(found) == 1:
        return found[0]
    if not stretch:
        raise _several(name, segments, (one.name for one in found))
    named = [one.name for one in found]
    if len(segments) == len(found) == 2 and _are_neighbours(*segments):
        advice = f"Name the bones that were meant: {segments[0]}, {segments[1]}, or both, each by itself."
        raise _either_of(name, named, advice)
    body = [one.name for one in regions()]
    named = body[min(map(body.index, named)) : max(map(body.index, named)) + 1]
    raise PlaceError(
        f"{name!r} runs over more than one region ({', '.join(named)}). Give the vertebrae of each region by themselves.",
        named,
    )


def _are_neighbours(one: str, two: str) -> bool:
    order = [p.id for p in places()]
    below = order[order.index(one) + 1]
    return two == below or (below == "sacrum" and two == "S1")


def _region_of_words(name: str) -> Region:
    words = [word for word in words_of(name) if word not in ("and", "left", "right", "bilateral")]
    held = [word for word in words if word in _by_spelling()]
    if len(words) > 1 and held == words:
        found = {_by_spelling()[word] for word in words}
        if len(found) == 1:
            return found.pop()
        raise _several(name, [word.upper() for word in words], (one.name for one in found))
    raise _not_held(name)


def _left_open(name: str, signs: Sequence[str], of: Sequence[str]) -> PlaceError:
    beside = ", ".join(repr(one) for one in signs)
    return PlaceError(
        f"{name!r} leaves open whether it is meant: {beside} stands in it. Ask whether it was; if so, write the place alone.",
        of,
    )


def _either_of(name: str, of: Sequence[str], advice: str) -> PlaceError:
    named = " or ".join(one.replace("_", " ") for one in of)
    return PlaceError(f"{name!r} may be of more than one region ({named}). {advice}", of)


def _several(name: str, apart: Iterable[str], of: Iterable[str]) -> PlaceError:
    listed = ", ".join(repr(one) for one in apart)
    return PlaceError(
        f"{name!r} names more than one place, in more than one region. Give each one by itself: {listed}.", of
    )


def _not_held(name: str) -> PlaceError:
    near = _near(name)
    hint = f" Did you mean {near!r}?" if near else ""
    return PlaceError(
        f"{name!r} is not a known bone, joint or region.{hint} Accepted: {', '.join(r.name for r in regions())}; a vertebra"
        " such as C5, several such as C5-C7; a joint such as SI, TMJ, AC or knee."
    )


def _near(name: str) -> str:
    """Find the word that was surely meant: one slip of the pen away, and no place of another region is as near."""
    said = joined(name)
    if len(said) < _SHORTEST_MISSPELT or any(letter.isdigit() for letter in said):
        return ""
    known = _by_spelling() | dict.fromkeys(_of_two_regions())
    near = {spelling: known[spelling] for spelling in known if _one_slip_apart(said, spelling)}
    meant = set(near.values())
    if len(meant) != 1 or None in meant:
        return ""
    (held,) = (one for one in meant if one is not None)
    # The course's own word rather than another spelling of it.
    return held.name if joined(held.name) in near else next(iter(near))


def _one_slip_apart(one: str, other: str) -> bool:
    """Say whether one letter is missing, added or another, or two neighbours have changed places."""
    if abs(len(one) - len(other)) > 1:
        return False
    for at, (letter, instead) in enumerate(zip(one, other, strict=False)):
        if letter != instead:
            rest, others = one[at + 1 :], other[at + 1 :]
            another_letter = rest == others
            one_more = rest == other[at:] or one[at:] == others
            exchanged = rest[:1] == instead and others[:1] == letter and rest[1:] == others[1:]
            return another_letter or one_more or exchanged
    return True


def region_of(name: str) -> str:
    """Give the region's name for a bone, joint or region name.

    >>> region_of("T4")
    'thoracic'
    """
    return region(name).name


def place(name: str) -> Place | None:
    """Find the bone or joint that a name stands for; None where a region, or several vertebrae, are named.

    >>> place("right SI").region
    'pelvic'
    """
    region(name)
    held = (spelling for spelling in spellings(name) if spelling in _by_spelling())
    return _place_by_spelling().get(next(held, ""))


def regions_of(names: Iterable[str]) -> tuple[str, ...]:
    """Give the regions of a list of bones, joints and regions, each once, in body order.

    Args:
        names: any mix of segments, joints and regions.

    Returns:
        Region names, spinal ones first.

    Raises:
        CpteduError: for a name that is not held, or when one text is given in place of a list.

    >>> regions_of(["T4", "C5", "C3", "shoulder"])
    ('cervical', 'thoracic', 'upper_extremities')
    """
    if isinstance(names, str):
        raise CpteduError(f"{names!r} is one text; give a list, such as [{names!r}].")
    try:
        listed = tuple(names)
    except TypeError:
        raise CpteduError(
            f"{names!r} is not a list of bones, joints or regions, such as ['C5', 'T4']."
        ) from None
    return _in_body_order(frozenset([region(name).name for name in listed]))


@lru_cache(maxsize=1_024)  # every set of ten regions
def _in_body_order(named: frozenset[str]) -> tuple[str, ...]:
    return tuple(one.name for one in regions() if one.name in named)


def regions_understood(names: Iterable[str]) -> tuple[str, ...]:
    """Give the regions of those names that are understood; the others are passed over, where they are told elsewhere.

    >>> regions_understood(["C5", "rib", "flurb"])
    ('cervical',)
    """
    held = []
    for name in names:
        try:
            held.append(region(name).name)
        except PlaceError:
            continue
    return regions_of(held)


@cache
def spinal() -> frozenset[str]:
    """Give the names of the five spinal regions."""
    return frozenset(r.name for r in regions() if r.kind == "spinal")


@cache
def extraspinal() -> frozenset[str]:
    """Give the names of the five extraspinal regions."""
    return frozenset(r.name for r in regions() if r.kind == "extraspinal")
