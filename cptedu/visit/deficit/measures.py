"""Measures in a note's free text: numbers with what they count, of which some measure a function and many do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from cptedu.visit.said_words import Clause, Said, Word, values_of

__all__ = ["Measure", "measures_in", "measures_of", "tells_sets"]

_NUMBER = r"\d+(?:[.,]\d+)?"
_OF = r"(?:/|of(?![a-z])|out of(?![a-z]))"
# "1°" is primary and "2°" secondary as often as degrees.
_RANKED = re.compile(r"(?<![\d.,])[123]\s*°")
_HALF_A_CIRCLE = 180  # no joint that is measured so goes further
_OF_AN_ANGLE = frozenset({"movement", "scored_test", "of_degrees"})
_DAY = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{2,4}(?!\d)")
_LEVEL = re.compile(
    r"(?<![a-z\d])(?:c[0-8]|t(?:1[0-2]|[1-9])|l[1-5]|s[1-5])(?:\s*[-/]\s*[ctls]?\d{1,2})*(?![\d.,])(?!/)"
)


class Measure(NamedTuple):
    """A number of a text with what it counts.

    ``kind`` is a unit's (``"angle"``, ``"time"``, ...), ``"score"`` for one number out of another, or ``"number"``.
    ``most`` is what a score is out of, ``sign`` the plus or minus of a grade; ``slashed`` says that it is
    written 4/5, not 4 of 5. Of what is expected, ``most`` is the upper end ("30 to 45") and ``sign`` which way it goes:
    "<" for under, ">" for at least.
    """

    start: int
    end: int
    value: float
    kind: str
    most: float | None = None
    sign: str = ""
    slashed: bool = False

    @property
    def is_the_most(self) -> bool:
        """Say whether nothing is missing: 5 of 5, 80 of 80 degrees, 100 percent, half a circle."""
        if self.kind == "angle" and self.most is None and self.value == _HALF_A_CIRCLE:
            return True
        return self.sign != "-" and self.value == (
            100 if self.kind == "percent" and not self.most else self.most
        )


def measures_of(clause: Clause, found: Iterable[Measure]) -> list[Measure]:
    """List those of a text's numbers that stand in a clause."""
    return [one for one in found if clause.start < one.end and one.start < clause.end]


def measures_in(said: Said) -> tuple[list[Measure], list[Measure]]:
    """Find the numbers of a text that may be measures, and those that only say what is expected.

    Args:
        said: the text.

    Returns:
        What may have been measured, and what is expected. Days, levels of the spine, sets of a programme and the numbers
        in the name of a test are neither.

    >>> from cptedu.visit.said_words import said_in
    >>> found, expected = measures_in(said_in("C5 rotation 45 degrees, expected 80; 3 x 10"))
    >>> [(one.value, one.kind) for one in found], [one.value for one in expected]
    ([(45.0, 'angle')], [80.0])
    """
    text = said.spelled
    if not any(map(str.isdigit, text)):
        return [], []
    for clause in said.clauses:
        for word in clause.words:
            if "scored_test" in word.kinds or "performance" in word.kinds:
                text = text[: word.start] + re.sub(r"\d", "_", word.text) + text[word.end :]
    if "°" in text:
        text = _without_ranks(said, text)
    for pattern in (_DAY, _LEVEL):
        text = pattern.sub(_blank, text)
    if "x" in text or any(words in text for words in _words_of_sets()):
        text = _sets().sub(_blank, text)
    expected: list[Measure] = []
    # The patterns are slow, and most texts have no such word.
    if any(
        not clause.kinds.isdisjoint({"reference", "reference_behind", "normal_reference"})
        for clause in said.clauses
    ):
        text = _expected().sub(_taken_into(expected), text)
    return [_measure(found) for found in _measured().finditer(text)], expected


def tells_sets(spelled: str) -> bool:
    """Say whether words tell sets and repeats of a programme.

    Args:
        spelled: the words, in small letters.

    Returns:
        True for ``"3x10"`` and ``"3 sets of 10"``.

    >>> tells_sets("3x10 box lifts"), tells_sets("box lifts")
    (True, False)
    """
    return _sets().search(spelled) is not None


def _without_ranks(said: Said, text: str) -> str:
    """Blank what says first or second and no angle: ``"weakness 2° pain"`` is weakness secondary to pain."""
    before: tuple[Word, ...] = ()
    for clause in said.clauses:
        # "Extension 12° right, 2° left": the second names nothing but its side.
        goes_on = all(not word.text[0].isalpha() or "side" in word.kinds for word in clause.words)
        before = (*before, *clause.words) if goes_on else clause.words
        for found in _RANKED.finditer(text, clause.start, clause.end):
            if not _is_of_an_angle(found, before):
                text = text[: found.start()] + _blank(found) + text[found.end() :]
    return text


def _is_of_an_angle(found: re.Match[str], words: Iterable[Word]) -> bool:
    before = [word for word in words if word.end <= found.start()]
    behind = [word for word in words if word.start >= found.end()]
    if behind and behind[0].text == "to":
        return False
    following = next((word for word in behind if "filler" not in word.kinds), None)
    if following is not None and not following.kinds.keys().isdisjoint(_OF_AN_ANGLE):
        return True
    # "Extension 2° left", but "weakness 2° left knee".
    of_its_own = following is None or not {"side", "reference", "reference_behind"}.isdisjoint(
        following.kinds
    )
    return of_its_own and any(not _OF_AN_ANGLE.isdisjoint(word.kinds) for word in before)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _taken_into(expected: list[Measure]) -> Callable[[re.Match[str]], str]:
    def take(found: re.Match[str]) -> str:
        first = found["number"] or found["first"]
        upper = found["upper"] or found["upper_of_first"]
        way = ">" if found["over"] else "<" if found["under"] else ""
        most = _value(upper) if upper else None
        expected.append(Measure(found.start(), found.end(), _value(first), "number", most, way))
        return _blank(found)

    return take


def _measure(found: re.Match[str]) -> Measure:
    unit = found["unit"]
    kind = values_of("unit")[unit] if unit else "score" if found["most"] else "number"
    sign = values_of("grade_sign").get(found["sign"] or "", found["sign"] or "")
    most = _value(found["most"]) if found["most"] else None
    return Measure(found.start(), found.end(), _value(found["number"]), kind, most, sign, "/" in found[0])


def _value(written: str) -> float:
    return float(written.replace(",", "."))


def _one_of(*kinds: str) -> str:
    return "|".join(re.escape(words) for kind in kinds for words in values_of(kind))


def _a_unit() -> str:
    units = sorted(values_of("unit"), key=len, reverse=True)
    words = "|".join(re.escape(unit) for unit in units if unit != "in")
    # "3 in" is inches where it ends; "8 in 30 seconds" is not.
    return rf"(?:{words})(?![a-z])|in(?![a-z])(?!\s+[a-z\d])"


@cache
def _words_of_sets() -> tuple[str, ...]:
    return (*values_of("set"), "times")


@cache
def _measured() -> re.Pattern[str]:
    signs = _one_of("grade_sign")
    return re.compile(
        rf"(?<![\d.,])(?P<number>{_NUMBER})(?:\s*(?P<sign>[+-]|{signs})?\s*{_OF}\s*(?P<most>{_NUMBER}))?"
        rf"(?:\s*(?P<unit>{_a_unit()}))?"
    )


@cache
def _expected() -> re.Pattern[str]:
    end, unit = r"(?![\d.,])(?:\s*[+-]?\s*/\s*\d+)?", rf"(?:\s*(?:{_a_unit()}))?"
    rest = rf"{end}(?:\s*(?:-|to(?![a-z]))\s*(?P<upper>{_NUMBER}))?{unit}"
    first_rest = rf"{end}(?:\s*-\s*(?P<upper_of_first>{_NUMBER}))?{unit}"
    under, over = _one_of("at_most"), _one_of("at_least")
    way = rf"(?:(?P<under>{under})|(?P<over>{over}))?\s*"
    words = rf"(?<![a-z])(?:{_one_of('reference')})(?![a-z])[^\d;,.()]{{0,28}}?"
    normal = rf"(?<![a-z])(?:{_one_of('normal_reference')})(?![a-z])\s*(?:[:=]|is(?![a-z])|are(?![a-z])|\s)*"
    # "4/5 expected" says what is expected; "4/5, expected 5/5" and "4/5 expected 5/5" say it of the second number.
    said_behind = _one_of("reference_behind")
    behind = rf"\s+(?:{said_behind})(?![a-z])(?![^;,.()]{{0,28}}\d)"
    return re.compile(
        rf"(?:{words}|{normal}){way}(?<![\d.,])(?P<number>{_NUMBER}){rest}"
        rf"|(?<![\d.,])(?P<first>{_NUMBER}){first_rest}{behind}"
    )


@cache
def _sets() -> re.Pattern[str]:
    set_words, more = _one_of("set"), rf"{_NUMBER}(?:\s*-\s*\d+)?"
    times = r"(?:x|times)(?![a-z])"
    return re.compile(
        rf"(?<![\d.,])\d+\s*(?:x\s*{more}|(?:{set_words})(?![a-z])(?:\s*(?:of|x)\s*{more})?)(?:\s*(?:{_a_unit()}))?"
        rf"|(?<![\d.,]){_NUMBER}\s*(?:{_a_unit()})\s*(?:hold\s*)?(?:{times}\s*\d+|\d+\s*{times})"
        rf"|(?<![a-z])x\s*{more}(?:\s*(?:{_a_unit()}))?"
    )
