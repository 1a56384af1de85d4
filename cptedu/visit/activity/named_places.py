"""Where the words of an activity say that it was given: ``"neck massage"``, ``"MFR C-T jxn"``, ``"STM neck & mid back"``.

A place beside which the patient only lies ("neck pillow"), which he holds still ("w/ neck neutral"), for whose sake he is
treated ("for neck pain") or which was adjusted is no place of the service.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from cptedu.facts.muscles import muscle_regions
from cptedu.facts.regions import regions_understood, spinal
from cptedu.facts.tables import Row, rows
from cptedu.visit.said_words import LONGEST_READ, lengths_by_first_word, longest_phrases, values_of

__all__ = ["PlacesNamed", "places_named"]

_TABLE = "activity_places.csv"
_PART = re.compile(r"[;,()\[\]!?\n]|(?<!\d)\.|[.:](?!\d)|(?<!\d):|\s[-–—]\s")
_AND = re.compile(r"[&+]")
_MUSCLES_PART = re.compile(r"\b(?:and|plus|then)\b")
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_LEVEL = re.compile(r"[ctls]\d{1,2}")
_PLACES = frozenset({"place", "hands_place", "level"})
_NOWHERE = frozenset({"held_or_spared"})
_OPENERS = frozenset({"aside", "why"})
# "No mobs to neck", "no work on neck".
_BEHIND_A_DENIAL = frozenset({"to", "on", "of", "at", "the", "work", "treatment", "mobs", "mob"})
_LISTED = _PLACES | {"limb", "list_word"}


class PlacesNamed(NamedTuple):
    """The regions that an activity names.

    ``by_hand`` are those where hands were: of muscles, levels and words. ``trained`` are those that an exercise is of by its
    words alone, for a muscle is trained that reaches further. ``beyond`` are limbs and the like: they tell where else it may be.
    """

    by_hand: frozenset[str] = frozenset()
    trained: frozenset[str] = frozenset()
    beyond: frozenset[str] = frozenset()


class _Phrase(NamedTuple):
    text: str
    kind: str
    regions: frozenset[str]


class _Place(NamedTuple):
    """A place, and of what it is one: of hands, of an exercise, only of the reason why; or of none, where he lies."""

    at: int
    regions: frozenset[str]
    trained: bool
    by_hand: bool
    why: bool


def places_named(text: str) -> PlacesNamed:
    """Read in which regions an activity was given, by its words.

    Args:
        text: what was done, in the clinician's words.

    Returns:
        The regions, each sort by itself; none where the words name no place.

    >>> sorted(places_named("STM neck & mid back").by_hand), sorted(places_named("STM rhomboids T2-5; neck pillow").by_hand)
    (['cervical', 'thoracic'], ['thoracic'])
    >>> sorted(places_named("SLS w/ neck turns").trained), sorted(places_named("neck retraction").trained)
    ([], ['cervical'])
    """
    said = _AND.sub(" and ", text[:LONGEST_READ].lower().replace("’", "'"))
    parts = [_phrases(part) for part in _PART.split(said)]
    parts = [part for part in parts if part]
    places = [_places(part, first=not number) for number, part in enumerate(parts)]
    found = [one for of_part in places for one in of_part]
    muscles = _of_muscles([_left(part, held) for part, held in zip(parts, places, strict=True)])
    by_hand = _regions(one for one in found if one.by_hand) | muscles
    beyond = frozenset(
        region for part in parts for one in part if one.kind == "limb" for region in one.regions
    )
    if not by_hand and not beyond:
        by_hand = _regions(found)
    trained = _regions(one for one in found if one.trained and not one.why)
    trained = trained or _regions(one for one in found if one.trained)
    return PlacesNamed(by_hand, trained, beyond)


def _regions(places: Iterable[_Place]) -> frozenset[str]:
    return frozenset(region for one in places for region in one.regions)


def _phrases(part: str) -> list[_Phrase]:
    tokens = _WORD.findall(part)
    return [
        _phrase(" ".join(tokens[at : at + size]), held)
        for at, size, held in longest_phrases(tokens, *_table())
    ]


def _phrase(said: str, held: Row | None) -> _Phrase:
    if held is not None:
        return _Phrase(said, held["kind"], frozenset(held["regions"].split()))
    if _LEVEL.fullmatch(said):
        return _Phrase(said, "level", frozenset(regions_understood([said])))
    return _Phrase(said, "", frozenset())


def _places(part: Sequence[_Phrase], *, first: bool) -> list[_Place]:
    listed = first or all(one.kind in _LISTED for one in part)
    serves = listed or any(one.kind == "service" for one in part)
    # "STM low back, neck pvm" goes on with hands; "hip hinge, low back braced" tells how he holds himself.
    by_hand = serves or bool(muscle_regions(" ".join(one.text for one in part)))
    found, opener, again = [], "", False
    for at, one in enumerate(part):
        if one.kind in _OPENERS:
            # What stands behind "for" in "with" is of the first of them.
            opener, again = opener or one.kind, False
        elif one.kind == "service":
            again = True
        elif one.kind in _PLACES and not _is_none(part, at):
            ails = at + 1 < len(part) and part[at + 1].kind == "complaint"
            of_exercise = one.kind == "place" and one.regions <= spinal()
            found.append(
                _Place(
                    at,
                    one.regions,
                    trained=serves and of_exercise and opener in {"", "why"} and not ails,
                    by_hand=by_hand and (not opener or again) and not ails,
                    why=opener == "why",
                )
            )
    return found


def _is_none(part: Sequence[_Phrase], at: int) -> bool:
    """Say whether a place is none of the service: ``"neck pillow"``, ``"cervical adj"``, ``"no mobs to neck"``."""
    behind = part[at + 1].kind if at + 1 < len(part) else ""
    before = next(
        (one for one in reversed(part[:at]) if one.kind != "service" and one.text not in _BEHIND_A_DENIAL),
        None,
    )
    return behind in _NOWHERE or (before is not None and before.text in values_of("negation"))


def _left(part: Sequence[_Phrase], places: Sequence[_Place]) -> str:
    """Leave out the places that no hands were on, so that no muscle is put together from them: ``"lumbar pvm; neck pillow"``."""
    by_hand = {one.at for one in places if one.by_hand}
    kept = (
        one.text for at, one in enumerate(part) if at in by_hand or one.kind not in _PLACES | {"no_place"}
    )
    return " ".join(kept)


def _of_muscles(parts: Sequence[str]) -> frozenset[str]:
    """Give the regions of the muscles, of each only where a place beside it says which part of it: ``"rhomboids T2-5"``."""
    reached: set[str] = set()
    left: set[str] = set()
    for part in parts:
        for piece in _MUSCLES_PART.split(part):
            regions = frozenset(muscle_regions(piece))
            beside = frozenset(
                region for one in _phrases(piece) for region in one.regions if one.kind in _PLACES
            )
            reached |= regions
            left |= regions & beside or regions
    return frozenset(muscle_regions(" ".join(parts))) - (reached - left)


@cache
def _table() -> tuple[dict[str, int], dict[str, Row]]:
    known: dict[str, Row] = {}
    for row in rows(_TABLE):
        known[row["words"]] = row
    return lengths_by_first_word(known), known
