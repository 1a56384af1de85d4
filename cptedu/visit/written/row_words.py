"""A word in a cell without what programs put around it, and what it says of its row, by ``row_words.csv``."""

from __future__ import annotations

import re
from functools import cache

from cptedu.facts.tables import rows
from cptedu.visit.written.column_names import joined

__all__ = ["begins_with", "cleaned", "is_blank", "is_nothing", "means"]

# Marks that nobody sees: of a text's direction, of where it may break, and those by which a terminal is steered.
_UNSEEN = dict.fromkeys(
    [
        *map(ord, "\ufeff\u200b\u200e\u200f\u00ad"),
        *range(9),
        *range(14, 28),
        *range(127, 133),
        *range(134, 160),
    ]
)
_TEXT_FORMULA = re.compile(r'=\s*"(.*)"', re.DOTALL)  # how Excel is kept from making a number of a code
_NULL_OF_MYSQL = r"\N"
_WORD = re.compile(r"[^\W_]+")


def cleaned(cell: str) -> str:
    """Take off what programs put around a value: blanks, quotation marks, and Excel's formula of a text.

    Nothing in a cell is ever worked out; any other formula stays the text that it is.

    >>> cleaned('="98940"'), cleaned("'97112 "), cleaned("=SUM(B2:B3)")
    ('98940', '97112', '=SUM(B2:B3)')
    """
    text = cell.translate(_UNSEEN).strip()
    formula = _TEXT_FORMULA.fullmatch(text)
    return (formula[1] if formula else text).strip("\"'").strip()


def is_blank(cell: str) -> bool:
    """Say whether a cell is empty, in any of the ways in which programs write that: blank, dashes, NULL.

    >>> is_blank(" "), is_blank("NULL"), is_blank("--"), is_blank("0")
    (True, True, True, False)
    """
    text = cleaned(cell)
    return not _WORD.search(text) or text == _NULL_OF_MYSQL or means(text, "nothing") == "nothing"


def is_nothing(cell: str) -> bool:
    """Say whether a cell is empty where a nought is no value either, as in a column of modifiers.

    >>> is_nothing("0.0"), is_nothing("59")
    (True, False)
    """
    text = cleaned(cell)
    return is_blank(text) or (text.isascii() and not joined(text).strip("0"))


def means(text: str, *among: str) -> str:
    """Say which of some meanings of ``row_words.csv`` a whole text has; empty for none.

    >>> means("Icd-10", "total", "no_service"), means("knee", "total")
    ('no_service', '')
    """
    word = joined(text)
    return next((meaning for meaning in among if word in _words()[meaning]), "")


def begins_with(text: str, *among: str) -> str:
    """Say which of some meanings the first words of a text have; empty for none.

    >>> begins_with("Sub-total: 2 lines", "page", "total"), begins_with("Sumo", "total")
    ('total', '')
    """
    words = [word[0] for word in _WORD.finditer(cleaned(text))][:3]
    starts = ("".join(words[:many]) for many in range(1, len(words) + 1))
    return next((meaning for start in starts if (meaning := means(start, *among))), "")


@cache
def _words() -> dict[str, frozenset[str]]:
    gathered: dict[str, set[str]] = {}
    for row in rows("row_words.csv"):
        gathered.setdefault(row["means"], set()).add(joined(row["word"]))
    return {meaning: frozenset(words) for meaning, words in gathered.items()}
