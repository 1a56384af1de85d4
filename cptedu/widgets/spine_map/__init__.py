"""The spine map: a drawn body on which adjusted and exercised places are marked, and the claim line follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import traitlets

from cptedu.errors import CpteduError, unknown
from cptedu.explain import counted, verdict_in_words
from cptedu.facts.cmt_levels import extraspinal_cmt
from cptedu.facts.codes import codes
from cptedu.facts.regions import Place, place, places, region, regions, regions_of, spinal
from cptedu.model import Verdict
from cptedu.rules.cmt_level import cmt_level
from cptedu.widgets.kit.instrument import Instrument

__all__ = ["SpineMap", "read_regions"]

Read = Callable[[tuple[str, ...], tuple[str, ...]], Mapping[str, Any]]

_LAYERS = ("adjusted", "exercised")
_KEPT = 100
_TWO_SIDED = frozenset(
    ("sacroiliac", "TMJ", "shoulder", "elbow", "wrist", "hand", "rib shaft", "hip", "knee", "ankle", "foot")
)
_SAME_BONE = {"atlas": "C1", "axis": "C2", "occiput": "C0"}


def _kept_name(given: str) -> str:
    """Spell a name as the tables do, and keep its side: ``"RIGHT si-joint"`` becomes ``"right SI joint"``."""
    whole = region(given)
    joined = re.sub(r"[^a-z0-9]+|bilateral", "", given.lower())
    sides = {side for side in ("left", "right") if joined.startswith(side) or joined.endswith(side)}
    bare = re.sub(r"^(left|right)+|(left|right)+$", "", joined)
    found = place(bare)
    name = found.id if found and bare != whole.name.replace("_", "") else whole.name
    return f"{sides.pop()} {name}" if len(sides) == 1 else name


def _main_name(of: Place) -> str:
    """Give the first name that the table has for a bone or joint; others are further spellings of it."""
    if of.id in _SAME_BONE:
        return _SAME_BONE[of.id]
    return next(p.id for p in places() if (p.label, p.region) == (of.label, of.region))


@cache
def _spots() -> tuple[dict[str, Any], ...]:
    """List what can be marked: each with every name that marks it, in the order of the tables."""
    spellings: dict[str, list[str]] = {}
    for p in places():
        spellings.setdefault(_main_name(p), []).append(p.id)
    named = {p.id: p for p in places()}
    spots = []
    for main, names in spellings.items():
        of = named[main]
        if main == of.region:
            continue  # the abdomen is a region and the place in it
        sides = ("left", "right") if main in _TWO_SIDED else ("",)
        for side in sides:
            wanted = [side, ""] if side else ["", "left", "right"]
            spots.append(
                {
                    "id": f"{side} {main}".strip(),
                    "label": f"{side} {of.label}".strip(),
                    "region": of.region,
                    "kind": of.kind,
                    "names": [f"{which} {name}".strip() for which in wanted for name in names],
                }
            )
    return tuple(spots)


@cache
def _wholes() -> tuple[dict[str, Any], ...]:
    """List the regions, each with its plain name."""
    return tuple(
        {
            "name": r.name,
            "word": r.name.replace("_", " "),
            "label": r.label,
            "kind": r.kind,
            "names": [r.name, f"left {r.name}", f"right {r.name}"],
        }
        for r in regions()
    )


def _is_whole(name: str) -> bool:
    """Say whether a kept name is a region's own."""
    return any(name in whole["names"] for whole in _wholes())


def _count(names: Iterable[str]) -> str:
    """Count marked segments and regions, as in ``"3 segments · 1 region"``."""
    held = list(names)
    inside = [name for name in held if region(name).name in spinal()]
    segments = [name for name in inside if not _is_whole(name)]
    spine = [counted(len(segments), "segment")] if segments else []
    spine += [counted(len(regions_of(inside)), "region")] if inside else []
    beyond = len(regions_of(held)) - len(regions_of(inside))
    parts = [" · ".join(spine), counted(beyond, "extraspinal region") if beyond else ""]
    return " + ".join(filter(None, parts)) or "none marked"


def _words(names: Iterable[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


def read_regions(adjusted: tuple[str, ...], exercised: tuple[str, ...]) -> dict[str, Any]:
    """Read the marks as far as regions alone can tell: the level of the adjustment and where the layers meet.

    Args:
        adjusted: names of what was adjusted.
        exercised: names of what was exercised.

    Returns:
        ``line``, ``says``, ``verdict`` and ``source``, as the map shows them.

    >>> read_regions(("C5", "T4", "L5"), ())["line"]
    '98941'
    """
    level = cmt_level(adjusted)
    reasons = []
    for number in level.codes:
        meant = level.extraspinal if number in extraspinal_cmt() else level.spinal
        reasons.append(f"{number} is {codes()[number].label}. Here: {_words(meant)}.")
    if not adjusted and exercised:
        reasons.append(
            "Where an exercise was done does not yet make a code: that takes its purpose, minutes and contact."
        )
    return {
        "line": " + ".join(level.codes),
        "says": "\n".join(reasons),
        "verdict": "supported" if level.codes else "",
        "source": str(level.citations[1]) if level.codes else "",
    }


class _Names(traitlets.TraitType[list[str], Iterable[str]]):
    """A list of bones, joints and regions, each known and each once."""

    info_text = "a list of bones, joints or regions"

    def make_dynamic_default(self) -> list[str]:
        """Start with a list of its own."""
        return []

    def validate(self, obj: Any, value: Any) -> list[str]:  # noqa: ARG002
        """Take names in any spelling; refuse an unknown one with advice."""
        names = list(value) if isinstance(value, Iterable) and not isinstance(value, str) else value
        regions_of(names)  # refuses what is no list of known names
        return list(dict.fromkeys(_kept_name(name) for name in names))


def _judged(answer: Mapping[str, Any]) -> str:
    """Put the verdict in words, with the code that it belongs to where the line holds others as well."""
    if not answer["verdict"]:
        return ""
    words = verdict_in_words(Verdict(answer["verdict"]))
    return f"{answer['about']}: {words}" if answer.get("about") else words


class SpineMap(Instrument):
    """A drawn spine and body to mark what was adjusted and what was exercised.

    Args:
        adjusted: bones, joints or regions adjusted, in any spelling.
        exercised: bones, joints or regions exercised.
        read: what makes the claim line of the marks; by default their regions are counted.
        layer: which of the two a click marks, ``"adjusted"`` or ``"exercised"``.

    Raises:
        CpteduError: for a name that is not held; it says what is accepted.

    >>> SpineMap(adjusted=["C3", "C5", "C6"]).reading["count"]
    '3 segments · 1 region'
    """

    keeps = ("adjusted", "exercised", "layer")

    adjusted = _Names().tag(sync=True)
    exercised = _Names().tag(sync=True)
    layer = traitlets.Unicode("adjusted").tag(sync=True)
    places = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    regions = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    reading = traitlets.Dict(read_only=True).tag(sync=True)
    can_undo = traitlets.Bool(False, read_only=True).tag(sync=True)

    def __init__(
        self,
        adjusted: Iterable[str] = (),
        exercised: Iterable[str] = (),
        read: Read = read_regions,
        *,
        layer: str = "adjusted",
        **options: Any,
    ) -> None:
        self._read = read
        self._before: list[tuple[list[str], list[str]]] = []
        super().__init__(adjusted=adjusted, exercised=exercised, layer=layer, **options)
        self._now = self._marks()
        self.set_trait("places", [dict(spot) for spot in _spots()])
        self.set_trait("regions", [dict(whole) for whole in _wholes()])
        self._answer()
        self.observe(self._changed, names=list(_LAYERS))

    @traitlets.validate("layer")
    def _known_layer(self, proposal: Any) -> str:
        if proposal["value"] not in _LAYERS:
            raise unknown("layer", proposal["value"], _LAYERS)
        return str(proposal["value"])

    def undo(self) -> None:
        """Take the last change back."""
        if self._before:
            marks = self._now = self._before.pop()
            with self.hold_trait_notifications():
                self.adjusted, self.exercised = marks
            self._answer()

    def clear(self) -> None:
        """Remove every mark of both layers, as one change."""
        with self.hold_trait_notifications():
            self.adjusted, self.exercised = [], []

    def refresh(self) -> None:
        """Read the marks again, after something else that the reading rests on has changed."""
        self._answer()

    def _marks(self) -> tuple[list[str], list[str]]:
        return list(self.adjusted), list(self.exercised)

    def _changed(self, _change: Any) -> None:
        if self._marks() != self._now:
            self._before = [*self._before[-_KEPT:], self._now]
            self._now = self._marks()
            self._answer()

    def do(self, what: str, /, **_given: Any) -> None:
        """Do what a button asks for: ``"undo"``."""
        if what == "undo":
            self.undo()

    def _answer(self) -> None:
        """Say what the marks come to; a refusal is an answer too."""
        adjusted, exercised = self._marks()
        both = [name for name in regions_of(adjusted) if name in regions_of(exercised)]
        counts = {"adjusted": _count(adjusted), "exercised": _count(exercised)}
        answer: dict[str, Any] = {
            "line": "",
            "says": "",
            "verdict": "",
            "source": "",
            "count": counts["adjusted"],
        }
        try:
            answer |= self._read(tuple(adjusted), tuple(exercised))
        except CpteduError as refusal:
            answer |= {"says": str(refusal), "verdict": "no_data"}
        lit = dict.fromkeys(regions_of(adjusted), "adjusted") | dict.fromkeys(
            regions_of(exercised), "exercised"
        )
        answer.setdefault("overlap", both)
        answer |= {
            "counts": counts,
            "lit": lit | dict.fromkeys(both, "both"),
            "judged": _judged(answer),
            "notice": f"adjusted and exercised: {_words(both)}" if both else "",
            "of": {"adjusted": adjusted, "exercised": exercised},
        }
        self.set_trait("can_undo", bool(self._before))
        self.set_trait("reading", answer)

    def as_text(self) -> str:
        """Say in words what the map shows.

        >>> print(SpineMap(adjusted=["C5"], exercised=["C6"]).as_text())
        Spine map
        Adjusted: C5 (1 segment · 1 region)
        Exercised: C6 (1 segment · 1 region)
        Overlap: adjusted and exercised: cervical
        On the claim: 98940
        98940 is adjusting one or two spinal regions. Here: cervical.
        """
        reading = self.reading
        said = ["Spine map"]
        for layer, names in zip(_LAYERS, self._marks(), strict=True):
            said.append(
                f"{layer.capitalize()}: {_words(names)} ({reading['counts'][layer]})"
                if names
                else f"{layer.capitalize()}: nothing"
            )
        if reading["notice"]:
            said.append(f"Overlap: {reading['notice']}")
        said.append(f"On the claim: {reading['line'] or 'nothing yet'}")
        return "\n".join([*said, *filter(None, [reading["says"]])])

    def __repr__(self) -> str:
        return f"SpineMap(adjusted={self.adjusted!r}, exercised={self.exercised!r})"
