"""One cell of a claim or a log, as programs write it: a code with what is glued to it, modifiers, units, a word."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cptedu.facts.codes import codes
from cptedu.facts.modifiers import modifiers
from cptedu.visit.written.column_names import meaning_of
from cptedu.visit.written.row_words import cleaned, is_nothing, means
from cptedu.visit.written.written_days import days_written

__all__ = ["CodeCell", "code_behind", "code_in", "looks_like_code", "modifiers_in", "units_in"]

_CODE = r"(?:\d{4}[0-9A-Z]|[A-Z]\d{4})"
_CODE_FIRST = re.compile(rf"({_CODE})(?![0-9A-Z])(.*)", re.ASCII | re.IGNORECASE | re.DOTALL)
_A_CODE = re.compile(rf"(?<![0-9A-Z]){_CODE}(?![0-9A-Z])", re.ASCII)
_CODE_AS_NUMBER = re.compile(r"(\d\d)[., ]?(\d{3})(?:[.,]0+)?", re.ASCII)  # 97112.0, or 97,112
_CODE_AND_PAIRS = re.compile(rf"({_CODE})((?:[0-9A-Z]{{2}}){{1,4}})", re.ASCII | re.IGNORECASE)
_SYSTEM_FIRST = re.compile(r"([A-Za-z]+ ?-?4?)\W+(?=\w)", re.ASCII)
_OTHER_CODE = re.compile(r"([0-9A-Z][0-9A-Z.]{0,9})((?:[^\w\s]+[0-9A-Z]{2})*)", re.ASCII | re.IGNORECASE)
_ROUNDED = re.compile(
    r"\d[.,]?\d*E[+-]?\d+", re.ASCII | re.IGNORECASE
)  # a number whose last digits Excel has lost
_TIMES = re.compile(
    r"(?:^|[\s,;(\[]|(?<!\s)-)(?:[x×*]\s*(\d{1,3})(?:\s*units?)?|(?:qty|quantity|units)[\s:=.]{0,2}(\d{1,3})"
    r"|(\d{1,3})\s*units?|(\d)\s*(?:u|un)|(?P<may_be_a_name>unit[\s:=.]{0,2}\d{1,3}|\d\s*[x×]))\s*[)\]]?\s*$",
    re.ASCII | re.IGNORECASE,
)
_TIMES_IN_BRACKETS = re.compile(r"\s*[(\[]\s*(\d)\s*[)\]]\s*$", re.ASCII)
_TIMES_BELOW_NOUGHT = re.compile(r"\s-\d{1,3}\s*(?:units?|un?|[x×])\W*$", re.ASCII | re.IGNORECASE)
_TIMES_FIRST = re.compile(
    rf"(?:[(\[]?(\d)\s*[x×*]\s*[)\]]?|[(\[](\d)[)\]])\s*(?={_CODE}(?![0-9A-Z]))", re.ASCII | re.IGNORECASE
)
_MAY_COUNT = re.compile(
    r"\W*\d{1,2}\W*|.*[(\[]\s*\d\s*[)\]]\s*|(?:.*[\s,;(\[-])?[x×*]\s*-?\s*\d.*"
    r"|(?:.*[\W_])?(?:qty|quantity|units?)\W*\d{1,3}\W*|(?:.*[\W_])?\d{1,3}\s*(?:units?|un?|[x×])\W*",
    re.ASCII | re.IGNORECASE,
)
_UNITS = re.compile(r"(\d{1,3})(?:[.,]0{1,2}|\.0+)?(?:\s*(?:units?|un))?", re.ASCII | re.IGNORECASE)
_LONGEST_CELL = 300  # of a description this is more than anybody reads
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class CodeCell:
    """What stands in the cell of a code.

    Attributes:
        code: the code in capitals, held or not.
        modifiers: the modifiers written behind it.
        units: the units written behind it, as in ``97112 x2``; None where there are none.
        rest: what else stands there, such as a description; it is not used.
    """

    code: str
    modifiers: tuple[str, ...] = ()
    units: int | None = None
    rest: str = ""

    @property
    def may_tell_units(self) -> bool:
        """Say whether a number stands among what is not used that may be units as well as anything else.

        >>> [code_in(cell).may_tell_units for cell in ("97112 - 2", "97112 Balance (2)", "97112 Balance board")]
        [True, True, False]
        """
        return self.units is None and _MAY_COUNT.fullmatch(self.rest) is not None


def looks_like_code(cell: str) -> bool:
    """Say whether a cell begins with something of a code's form: five characters, four of them digits.

    >>> looks_like_code("97112-59"), looks_like_code("G0283"), looks_like_code("Adjustment")
    (True, True, False)
    """
    text = _code_text(cell)
    forms = (_CODE_AS_NUMBER.fullmatch(text), _CODE_FIRST.match(text), _CODE_AND_PAIRS.fullmatch(text))
    return any(forms) or _TIMES_FIRST.match(text) is not None


def code_in(cell: str) -> CodeCell | None:
    """Read the cell of a code; None where none is in it.

    A code that is not held is as good as another: whether it can be billed is for the review to say.

    >>> code_in("97112-59-GP")
    CodeCell(code='97112', modifiers=('59', 'GP'), units=None, rest='')
    >>> code_in("98940.0"), code_in("HC:97112:59").modifiers, code_in("97112 x2").units
    (CodeCell(code='98940', modifiers=(), units=None, rest=''), ('59',), 2)
    >>> code_in("97112-59 Balance board").rest, code_in("Thank you for your visit")
    ('Balance board', None)
    >>> [code_in(cell).units for cell in ("97112-59 (2)", "2 x 97112", "97112 qty 2", "97112 2u", "97112 (59)")]
    [2, 2, 2, 2, None]
    """
    text = _code_text(cell)
    before = _TIMES_FIRST.match(text)
    if before:
        read = code_in(text[before.end() :])
        return (
            read
            if read is None or read.units is not None
            else replace(read, units=int(before[1] or before[2]))
        )
    number = _CODE_AS_NUMBER.fullmatch(text)
    if number:
        return CodeCell(number[1] + number[2])
    found = _CODE_FIRST.match(text)
    if found:
        modifiers, units, said = _with_units_behind(found[2])
        return CodeCell(found[1].upper(), modifiers, units, said)
    glued = _CODE_AND_PAIRS.fullmatch(text)
    if glued:
        pairs = _pairs(glued[2].upper())
        return CodeCell(glued[1].upper(), pairs) if pairs else CodeCell(text.upper())
    other = _OTHER_CODE.fullmatch(text)
    if other is None or _ROUNDED.fullmatch(text) or days_written(text):
        return None
    return CodeCell(other[1].upper(), tuple(word.upper() for word in _WORD.findall(other[2])))


def code_behind(read: CodeCell) -> str:
    """Give a second code that stands behind the first one, as in ``98940, 97112``; empty where none does.

    >>> code_behind(code_in("98940, 97112")), code_behind(code_in("97112 Balance board, room 20150"))
    ('97112', '')
    """
    return next(
        (one for one in _A_CODE.findall(read.rest.upper()) if one != read.code and one in codes()), ""
    )


def modifiers_in(cell: str) -> tuple[tuple[str, ...], str]:
    """Read the cell of modifiers, whatever parts them; known or not, each stays as it was written, in capitals.

    Returns:
        The modifiers, and what else stands there, such as a description.

    >>> modifiers_in("59:GP"), modifiers_in("59.0"), modifiers_in("59GP"), modifiers_in("59 - Distinct service")
    ((('59', 'GP'), ''), (('59',), ''), (('59', 'GP'), ''), (('59',), 'Distinct service'))
    """
    text = cleaned(cell)
    if is_nothing(text):
        return (), ""
    modifiers: list[str] = []
    words = _said(text)
    is_described = any(len(word[0]) > 2 and not _pairs(word[0].upper()) for word in words)
    for word in words:
        pairs = _pairs(word[0].upper())
        ends = is_described and not (pairs or (len(word[0]) == 2 and word[0] == word[0].upper()))
        if ends and modifiers:
            return tuple(modifiers), text[word.start() :]
        modifiers += pairs or ([word[0].upper()] if word[0].strip("0") else [])
    return tuple(modifiers), ""


def units_in(cell: str) -> int | None:
    """Read the cell of units; None where it is no whole number below a thousand.

    ``1,000`` is refused: it may be one or a thousand.

    >>> units_in("1"), units_in("1.00"), units_in("1,0"), units_in("2 units"), units_in("1.5"), units_in("1,000")
    (1, 1, 1, 2, None, None)
    """
    found = _UNITS.fullmatch(cleaned(cell))
    return int(found[1]) if found else None


def _code_text(cell: str) -> str:
    """Take off the name of the code system, as in ``HC:97112``, and the plus sign of an add-on code."""
    text = " ".join(cleaned(cell)[:_LONGEST_CELL].split()).lstrip("+ ")
    found = _SYSTEM_FIRST.match(text)
    return text[found.end() :] if found and means(found[1], "code_system") else text


def _with_units_behind(text: str) -> tuple[tuple[str, ...], int | None, str]:
    """Part what stands behind a code into modifiers, units and a description.

    A number alone in brackets counts units right behind a code and its modifiers; behind a description it may be anything, and
    so may ``unit 2``, the second of several, and ``3x``, how often somebody comes.
    """
    below = _TIMES_BELOW_NOUGHT.search(text)
    if below:
        modifiers, said = _behind_code(text[: below.start()])
        return modifiers, None, f"{said}{below[0]}".strip()
    times, brackets = _TIMES.search(text), _TIMES_IN_BRACKETS.search(text)
    if brackets and not times:
        modifiers, said = _behind_code(text[: brackets.start()])
        if not said:
            return modifiers, int(brackets[1]), ""
    modifiers, said = _behind_code(text[: times.start()] if times else text)
    if times is None:
        return modifiers, None, said
    if said and times["may_be_a_name"]:
        modifiers, said = _behind_code(text)
        return modifiers, None, said
    return modifiers, int("".join(filter(str.isdecimal, times[0]))), said


def _behind_code(text: str) -> tuple[tuple[str, ...], str]:
    """Part what stands behind a code into modifiers and a description.

    Where there is a description, only modifiers that are held are taken from before it: ``15 min`` has none.
    """
    words = _said(text)
    if all(len(word[0]) == 2 for word in words):
        return tuple(word[0].upper() for word in words), ""
    modifiers: list[str] = []
    for word in words:
        pairs = _pairs(word[0])
        if not pairs:
            return tuple(modifiers), text[word.start() :].strip()
        modifiers += pairs
    return tuple(modifiers), ""


def _said(text: str) -> list[re.Match[str]]:
    """Give the words of a text but those that part modifiers or name them, as in ``modifiers 59 and GP``."""
    return [
        word
        for word in _WORD.finditer(text)
        if not means(word[0], "joining") and not (len(word[0]) > 2 and meaning_of(word[0]) == "modifiers")
    ]


def _pairs(word: str) -> tuple[str, ...]:
    """Give the modifiers that a word is made of without anything between them; none where one of them is not held."""
    pairs = tuple(word[at : at + 2] for at in range(0, len(word), 2))
    return pairs if set(pairs) <= set(modifiers()) else ()
