"""What a column of a log holds, by its name: the names are rows of ``log_column_names.csv``, and those of a claim's columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from cptedu.facts.tables import rows
from cptedu.visit.written.column_names import joined, may_mean, meaning_of

__all__ = [
    "ASKABLE",
    "A_NAME",
    "OF_ANY_LEVEL",
    "OF_ONE_SERVICE",
    "Named",
    "identifier_by_name",
    "named",
    "numbered_stem",
    "tells_another_day",
]

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
    *("claim", "line", "clinician", "payer", "diagnoses", "line_diagnoses", "kind", "status", "frequency"),
    *("active", "deleted", "adjustment", "identifier", "not_used"),
)
"""What a user may say that a column holds."""
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_STEM_AND_NUMBER = re.compile(r"(.*?\D)[ _.\-]?(\d{1,2})", re.DOTALL)
_LONGEST_NAME = 100
_NAME = "name"
A_NAME = "a name"
"""What a column tells of a person where its name is a name's."""
_AROUND = " around "
OF_ANY_LEVEL = frozenset({"kind", "status", "frequency", "active", "deleted"})
"""What is true of every line of a claim where it is said of the claim, whatever a line says of itself."""
_NO_PATIENT = frozenset({"payer", "clinician", "other_clinician"})
_OF_WORDS = frozenset({"identifier_word", "other_day_word", "short_for"})
OF_ONE_SERVICE = frozenset(
    {"code", "modifiers", "units", "minutes", "counted_in", "date_of_service", "last_date"}
)
"""What a line says of its own service."""
_ALSO_NUMBERED = OF_ONE_SERVICE | {"place", "money", "pointers"}


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
    of_all_within = named(name.partition(_AROUND)[0]).means if _AROUND in name else ""
    if of_all_within in OF_ANY_LEVEL:
        return Named(of_all_within)
    spellings = tuple(dict.fromkeys((name, _written_out(name))))
    row = next(filter(None, map(_own_row, spellings)), None)
    if row is not None:
        return Named(row[0], "", row[1])
    known = next(filter(None, map(meaning_of, spellings)), "")
    told = identifier_by_name(name)
    if told and known in {"", "patient"}:
        # A claim's names take a name or a day of birth for the patient; of a log it tells who somebody is, and is dropped.
        return _of_whom(spellings[-1]) or Named("identifier", "", told)
    if known and known != "claim":
        return Named(known)
    if known:
        return Named("housekeeping")
    stem, number = numbered_stem(name)
    of_stem = named(stem).means if number else ""
    if of_stem in _ALSO_NUMBERED:
        return Named(of_stem)
    return Named("", next(filter(None, map(may_mean, spellings)), ""))


def _own_row(name: str) -> tuple[str, str] | None:
    own, numbered = _own_names()
    stem, number = numbered_stem(name)
    spelled = joined(name.replace(".", " "))
    return own.get(spelled) or (own.get(joined(stem)) if number and joined(stem) in numbered else None)


def _written_out(name: str) -> str:
    """Write a name with whole words in place of the short ones of a program's tables.

    >>> _written_out("SVC_DT"), _written_out("PayorNm")
    ('service date', 'payor name')
    """
    return " ".join(_short_for().get(word.lower(), word.lower()) for word in _WORDS.findall(name))


def _of_whom(written_out: str) -> Named | None:
    """Say of a name of something whether that is a payer or a clinician, and so no person's; None where not."""
    words = written_out.split()
    if _NAME not in words:
        return None
    of = " ".join(word for word in words if word != _NAME)
    read = named(of) if of else Named("")
    return read if read.means in _NO_PATIENT else None


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


def tells_another_day(name: str) -> bool:
    """Say whether a name speaks of another day than that of the service, such as one of payment.

    >>> tells_another_day("exportedAt"), tells_another_day("Paid On"), tells_another_day("Day seen")
    (True, True, False)
    """
    return not _other_day_words().isdisjoint(word.lower() for word in _WORDS.findall(name[:_LONGEST_NAME]))


def numbered_stem(name: str) -> tuple[str, int]:
    """Part the number at the end of a name from the rest; 0 where there is none.

    >>> numbered_stem("HCPCS_CD_12"), numbered_stem("Units")
    (('HCPCS_CD', 12), ('Units', 0))
    """
    found = _STEM_AND_NUMBER.fullmatch(name.strip())
    return (found[1].rstrip(" _.-"), int(found[2])) if found else (name, 0)


@cache
def _own_names() -> tuple[dict[str, tuple[str, str]], frozenset[str]]:
    held = [row for row in rows("log_column_names.csv") if row["means"] not in _OF_WORDS]
    names = {joined(row["name"]): (row["means"], row["says"]) for row in held}
    return names, frozenset(joined(row["name"]) for row in held if row["numbered"])


@cache
def _words() -> dict[str, str]:
    return {
        row["name"]: row["says"] for row in rows("log_column_names.csv") if row["means"] == "identifier_word"
    }


@cache
def _other_day_words() -> frozenset[str]:
    return frozenset(row["name"] for row in rows("log_column_names.csv") if row["means"] == "other_day_word")


@cache
def _short_for() -> dict[str, str]:
    return {row["name"]: row["says"] for row in rows("log_column_names.csv") if row["means"] == "short_for"}
