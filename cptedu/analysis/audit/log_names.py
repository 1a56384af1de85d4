"""What a column of a log holds, by its name: the names are rows of ``log_column_names.csv``, and those of a claim's columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from cptedu.facts.tables import rows
from cptedu.visit.column_names import joined, may_mean, meaning_of

__all__ = ["ASKABLE", "Named", "identifier_by_name", "named", "numbered_stem"]

ASKABLE = (
    *(
        "code",
        "modifiers",
        "units",
        "minutes",
        "counted_in",
        "date_of_service",
        "last_date",
        "patient",
        "visit",
    ),
    *("claim", "line", "clinician", "payer", "diagnoses", "line_diagnoses", "kind", "active", "deleted"),
    *("adjustment", "identifier", "not_used"),
)
"""What a user may say that a column holds."""
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_STEM_AND_NUMBER = re.compile(r"(.*?\D)[ _.\-]?(\d{1,2})", re.DOTALL)
_LONGEST_NAME = 100


@dataclass(frozen=True)
class Named:
    """What the name of a column says.

    Attributes:
        means: what it holds; empty where the name is not known.
        may_mean: what some of its words say, to be settled by the cells.
        says: of an identifier, what it is, such as ``"a day of birth"``.
    """

    means: str
    may_mean: str = ""
    says: str = ""


@lru_cache(maxsize=1_000)
def named(name: str) -> Named:
    """Say what a column of a log holds by its name.

    >>> named("Encounter ID").means, named("CPT 2").means, named("Patient DOB"), named("Colour").means
    ('visit', 'code', Named(means='identifier', may_mean='', says='a day of birth'), '')
    """
    if len(name) > _LONGEST_NAME:
        return Named("")
    own, numbered = _own_names()
    spelled = joined(name.replace(".", " "))
    stem, number = numbered_stem(name)
    row = own.get(spelled) or (own.get(joined(stem)) if number and joined(stem) in numbered else None)
    if row is not None:
        return Named(row[0], "", row[1])
    known, told = meaning_of(name), identifier_by_name(name)
    if told and known in {"", "patient"}:
        # A claim's names take a name or a day of birth for the patient; of a log it tells who somebody is, and is dropped.
        return Named("identifier", "", told)
    if known and known != "claim":
        return Named(known)
    return Named("housekeeping") if known else Named("", may_mean(name))


def identifier_by_name(name: str) -> str:
    """Say what of a person a column tells by a word of its name; empty where none does.

    >>> identifier_by_name("guarantor_last_name"), identifier_by_name("HomePhone"), identifier_by_name("Units")
    ('a name', 'a telephone number', '')
    """
    words = [word.lower() for word in _WORDS.findall(name[:_LONGEST_NAME])]
    for word in reversed(words):
        if word in _words():
            return _words()[word]
    return ""


def numbered_stem(name: str) -> tuple[str, int]:
    """Part the number at the end of a name from the rest; 0 where there is none.

    >>> numbered_stem("HCPCS_CD_12"), numbered_stem("Units")
    (('HCPCS_CD', 12), ('Units', 0))
    """
    found = _STEM_AND_NUMBER.fullmatch(name.strip())
    return (found[1].rstrip(" _.-"), int(found[2])) if found else (name, 0)


@cache
def _own_names() -> tuple[dict[str, tuple[str, str]], frozenset[str]]:
    held = [row for row in rows("log_column_names.csv") if row["means"] != "identifier_word"]
    names = {joined(row["name"]): (row["means"], row["says"]) for row in held}
    return names, frozenset(joined(row["name"]) for row in held if row["numbered"])


@cache
def _words() -> dict[str, str]:
    return {
        row["name"]: row["says"] for row in rows("log_column_names.csv") if row["means"] == "identifier_word"
    }
