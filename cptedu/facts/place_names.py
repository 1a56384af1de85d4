"""How notes write the name of a place: sides, levels, ranges, and words that change nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["joined", "segments_named", "spellings", "stray_signs", "words_of"]

_SIDES = frozenset({"left", "right", "bilateral", "bilat", "bil", "bl", "lt", "rt", "l", "r", "b", "both"})
# Words that change nothing about which place is meant.
_SILENT = frozenset(
    (
        *(
            "a",
            "and",
            "area",
            "at",
            "bodies",
            "body",
            "bone",
            "bones",
            "facet",
            "facets",
            "joint",
            "joints",
            "jt",
        ),
        *(
            "level",
            "levels",
            "of",
            "region",
            "regions",
            "segment",
            "segments",
            "side",
            "sides",
            "spinal",
            "spine",
        ),
        *("the", "vertebra", "vertebrae", "vertebral"),
    )
)
_PARTS = frozenset(
    (
        "anterior",
        "distal",
        "inner",
        "lateral",
        "lower",
        "medial",
        "mid",
        "middle",
        "outer",
        "posterior",
        "proximal",
        "upper",
    )
)
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_LEVEL = rf"(?:(?:[1-9]|1[0-2])(?:st|nd|rd|th)?|{'|'.join(_ORDINALS)})"
_TO = r"(?:-|–|—|/|to|thru|through)"
_AND = r"(?:and|&|\+|,|;)"
_ONE_MORE = rf"\s*(?:(?:{_TO}|{_AND})\s*[ctls]?|[ctls])\s*\d+"
_SEGMENTS = re.compile(rf"([ctls])\s*(\d+)((?:{_ONE_MORE})+)")
_NEXT = re.compile(rf"\s*({_TO}|{_AND}|)\s*([ctls]?)\s*(\d+)")
# What ends a phrase or opens a bracket may stand anywhere; what joins two words has a word on either side.
_OPENS, _CLOSES, _JOINS = r"[.,;:(\[]*", r"[.,;:)\]]*", r"[-–—/&+_|@'’#]"
_BETWEEN_WORDS = re.compile(rf"{_CLOSES}(?:{_JOINS}?|--)#?{_OPENS}")
_COMPARES = ("<", ">", "=")  # "SI R>L": both sides
_BEFORE_WORDS, _AFTER_WORDS = re.compile(rf"{_OPENS}#?"), re.compile(_CLOSES)


def words_of(name: str) -> list[str]:
    """Split a name as people write it: case and separators do not matter.

    >>> words_of("Right SI-joint")
    ['right', 'si', 'joint']
    """
    return [word for word in re.split(r"[^a-z0-9]+", name.lower()) if word]


def stray_signs(name: str) -> tuple[str, ...]:
    """Give the signs that no ordinary spelling of a place has: a question mark, or a minus or plus that joins nothing.

    >>> stray_signs("lumbar?"), stray_signs("L4 -"), stray_signs("(L) SI"), stray_signs("C5-6"), stray_signs("T4.")
    (('?',), ('-',), (), (), ())
    """
    parts = re.split(r"([a-z0-9]+)", name.lower())
    parts[::2] = ["".join(signs.split()) for signs in parts[::2]]
    return tuple(parts[at] for at in range(0, len(parts), 2) if not _is_ordinary(parts, at))


def _is_ordinary(parts: list[str], at: int) -> bool:
    signs, before, after = parts[at], parts[max(at - 1, 0) : at], parts[at + 1 : at + 2]
    if not (before and after):
        return (_AFTER_WORDS if before else _BEFORE_WORDS).fullmatch(signs) is not None
    if signs in _COMPARES:
        return {*before, *after} <= _SIDES
    return _BETWEEN_WORDS.fullmatch(signs) is not None


def joined(name: str) -> str:
    """Put the words of a name into one, which is how names are compared."""
    return "".join(words_of(name))


def spellings(name: str) -> Iterator[str]:
    """Give the ways to look a name up, from what is written to what is left without the words that change nothing.

    The first that is held is meant, so that ``"L4"`` is a vertebra and ``"L knee"`` a left knee.

    >>> list(dict.fromkeys(filter(None, spellings("R knee joint"))))
    ['rkneejoint', 'kneejoint', 'knee']
    """
    words = words_of(name)
    whole = "".join(words)
    yield whole
    unsided = [word for word in words if word not in _SIDES]
    yield "".join(unsided)
    yield re.sub(r"^(left|right)|(left|right)$", "", whole)
    yield _without_level(unsided)
    bare = [word for word in unsided if word not in _SILENT]
    yield "".join(bare)
    rough = "".join(word for word in bare if word not in _PARTS)
    yield rough
    yield rough.removesuffix("s")


def _without_level(words: list[str]) -> str:
    """Leave out the number of a rib or of its vertebra: costotransverse T5 is a costotransverse joint, rib 5 a rib."""
    joint = "".join(word for word in words if word.startswith(("costo", "sternocost")))
    level = rf"r?{_LEVEL}"
    if joint.startswith(("costotransverse", "costovertebral")):
        level = rf"(?:[tr]?{_LEVEL}|ribs?)"
    elif joint:
        level = rf"(?:r?{_LEVEL}|ribs?)"
    elif not {"rib", "ribs"} & set(words):
        return ""
    return "".join(word for word in words if not re.fullmatch(level, word))


def segments_named(name: str) -> tuple[tuple[str, ...], bool] | None:
    """Read several vertebrae in one name, such as ``"C1-C3"`` or ``"L4/5"``.

    Args:
        name: the name as written.

    Returns:
        The segments, each by itself, and whether the first and last of them are one stretch of the spine (a range, or a
        joint of two) and not a list; None for a name of another kind. A range that crosses a letter has its ends alone.

    >>> segments_named("C1-C3"), segments_named("left L4/5"), segments_named("C5, C7")
    ((('C1', 'C2', 'C3'), True), (('L4', 'L5'), True), (('C5', 'C7'), False))
    """
    said = re.sub(r"\b(?:left|right|bilateral|both|the|at|levels?|segments?)\b", " ", name.lower()).strip(
        " ."
    )
    found = _SEGMENTS.fullmatch(said)
    if found is None:
        return None
    letter, number = found[1].upper(), int(found[2])
    named, stretch = [f"{letter}{number}"], True
    for by, then, digits in _NEXT.findall(found[3]):
        stretch = stretch and re.fullmatch(_AND, by) is None and bool(by or then)
        last, letter = letter, then.upper() or letter
        low, high = sorted((number, int(digits)))
        inside = range(low + 1, high) if stretch and last == letter and high - low < len(_ORDINALS) else ()
        named += [*(f"{letter}{n}" for n in inside), f"{letter}{digits}"]
        number = int(digits)
    return tuple(dict.fromkeys(named)), stretch
