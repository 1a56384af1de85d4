"""A visit as a text file: read with advice for every mistake, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from cptedu.errors import CpteduError, unknown, with_article
from cptedu.facts.codes import codes, purposes
from cptedu.facts.diagnoses import spelled_diagnosis
from cptedu.facts.schemas import (
    A_DAY,
    A_FLAG,
    A_TEXT,
    A_TIME,
    SOME_TEXT,
    Schema,
    file_schema,
    form_of,
    list_of,
    one_of,
    said_in,
    table,
    texts,
    written_as,
)
from cptedu.facts.tables import as_date
from cptedu.files import read_toml, write_atomically
from cptedu.model import Evaluation, Service, Visit
from cptedu.payers import payer

__all__ = [
    "checked",
    "load_visit",
    "save_visit",
    "service_keys",
    "visit_form",
    "visit_from_dict",
    "visit_keys",
    "visit_schema",
    "visit_to_dict",
]

CARE = ("active", "maintenance")
CONTACT = ("one_on_one", "group", "unattended")
PERFORMERS = ("chiropractor", "therapist", "unlicensed_assistant")
NOTICES = ("none", "required", "voluntary")
COURSES = ("acute", "chronic")
_PART = ("P", "A", "R", "T")
_LONGEST_DAY = 24 * 60


def load_visit(path: str | Path) -> Visit:
    """Read a visit from a TOML file.

    Args:
        path: the file, in the form shown in the README.

    Returns:
        The visit.

    Raises:
        CpteduError: when the file cannot be read or holds something unknown; the message names the file, the key,
            what was given and what is accepted.
    """
    given = read_toml(path, "visit file")
    try:
        return visit_from_dict(given)
    except CpteduError as problem:
        raise CpteduError(f"{Path(path).name}: {problem}") from None


def save_visit(visit: Visit, path: str | Path) -> None:
    """Write a visit to a TOML file; the old file stands until the new one is complete.

    Args:
        visit: the visit.
        path: the file.

    Raises:
        CpteduError: when it cannot be written.
    """
    import tomli_w  # noqa: PLC0415  (only writing needs it)

    write_atomically(path, tomli_w.dumps(visit_to_dict(visit)))


def visit_from_dict(given: Mapping[str, Any]) -> Visit:
    """Read a visit from a mapping in the form of a visit file.

    Args:
        given: the keys of a visit file.

    Returns:
        The visit.

    Raises:
        CpteduError: for an unknown key, word of a list or payer, naming it and what is accepted. A place, a code or a
            diagnosis that no table holds is kept as written.

    >>> visit_from_dict({"date_of_service": "2026-03-04", "payer": "medicare"}).payer
    'medicare'
    """
    if not isinstance(given, Mapping):
        raise CpteduError(f"A visit is a set of keys and values, not {given!r}.")
    _known_keys(given, _VISIT, "visit")
    for key, advice in (
        ("date_of_service", "date_of_service = 2026-03-04"),
        ("payer", 'payer = "commercial_ncci"'),
    ):
        if given.get(key) is None:
            raise CpteduError(f"The visit has no {key}; it is never assumed. Write {advice}.")
    read = {key: _VISIT[key](key, value) for key, value in given.items() if value is not None}
    visit = Visit(**read)
    if visit.last_seen is not None and visit.last_seen > visit.date_of_service:
        raise CpteduError(
            f"last_seen = {visit.last_seen} is after the date of service, {visit.date_of_service}."
        )
    _checked[id(visit)] = visit
    return visit


# Visits that came through the reader, as long as somebody holds them.
_checked: WeakValueDictionary[int, Visit] = WeakValueDictionary()


def checked(visit: Visit) -> Visit:
    """Give a visit that was checked as one from a file is, also where it was put together by hand.

    Args:
        visit: the visit.

    Returns:
        The same visit, or one with its values read.

    Raises:
        CpteduError: as ``visit_from_dict``.
    """
    return visit if _checked.get(id(visit)) is visit else visit_from_dict(visit_to_dict(visit))


def visit_to_dict(visit: Visit) -> dict[str, Any]:
    """Give a visit as a mapping in the form of a visit file; reading it back changes nothing.

    >>> visit_to_dict(visit_from_dict({"date_of_service": "2026-03-04", "payer": "medicare"}))["payer"]
    'medicare'
    """
    written: dict[str, Any] = {}
    for key in _VISIT:
        value = getattr(visit, key)
        if value is None or (key in {"title", "adjusted", "services"} and not value):
            continue
        if key == "services":
            value = [_service_to_dict(one) for one in value]
        elif key == "evaluation":
            value = {"code": value.code} | ({} if value.separate is None else {"separate": value.separate})
        elif key == "findings":
            value = dict(value)
        elif isinstance(value, tuple):
            value = list(value)
        written[key] = value
    return written


def _service_to_dict(service: Service) -> dict[str, Any]:
    plain = Service()
    written: dict[str, Any] = {}
    for key in _SERVICE:
        value = getattr(service, key)
        if value != getattr(plain, key):
            written[key] = list(value) if isinstance(value, tuple) else value
    return written


def _known_keys(given: Mapping[str, Any], accepted: Iterable[str], what: str) -> None:
    for key in given:
        if key not in accepted:
            raise unknown(f"key of {with_article(what)}", key, accepted)


@written_as(A_TEXT)
def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise CpteduError(f'{key} = {value!r} is not a text. Write {key} = "...".')
    return value


def _list(key: str, value: object) -> list[Any]:
    if isinstance(value, list | tuple):
        return list(value)
    raise CpteduError(f"{key} = {value!r} is not a list. Write it in square brackets, such as {key} = [...].")


@written_as(A_FLAG)
def _flag(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise CpteduError(f"{key} = {value!r} must be true or false, without quotation marks.")
    return value


@written_as({"type": "integer", "minimum": 0, "maximum": _LONGEST_DAY})
def _minutes(key: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LONGEST_DAY:
        raise CpteduError(
            f"{key} = {value!r} is not a number of whole minutes from 0 to {_LONGEST_DAY}. Write the minutes of direct"
            f" treatment, such as {key} = 16."
        )
    return value


@written_as(A_DAY)
def _day(key: str, value: object) -> date:
    return as_date(value, key)


@written_as(list_of(SOME_TEXT))
def _places(key: str, value: object) -> tuple[str, ...]:
    names = _list(key, value)
    for name in names:
        if not isinstance(name, str) or not name.strip():
            raise CpteduError(
                f"{key}: {name!r} is not the name of a bone, joint or region. Write text, such as 'C5' or 'lumbar'."
            )
    # A name that no table holds is kept: it is judged with the record.
    return tuple(names)


@written_as(lambda: list_of(texts(purposes())))
def _purposes(key: str, value: object) -> tuple[str, ...]:
    for one in _list(key, value):
        if not isinstance(one, str) or one not in purposes():
            raise unknown("purpose", one, purposes())
    return tuple(_list(key, value))


@written_as(A_TEXT)
def _payer(key: str, value: object) -> str:
    return payer(_text(key, value)).name


@written_as(SOME_TEXT)
def _code(key: str, value: object) -> str:
    """Read a code as written; one that no table holds is kept, and judged with the record."""
    number = _text(key, value).strip().upper()
    if not number:
        raise CpteduError(f'{key} is empty. Write a code, such as {key} = "97012", or leave the key out.')
    return number


@written_as(SOME_TEXT)
def _service_code(key: str, value: object) -> str:
    number = _code(key, value)
    found = codes().get(number)
    if found is None:
        return number
    if found.family in {"cmt_spinal", "cmt_extraspinal"}:
        raise CpteduError(
            f"{found.number} is not written as a service: it follows from adjusted. Write the bones or regions there, such"
            ' as adjusted = ["C5"].'
        )
    if found.is_office_visit:
        raise CpteduError(
            f"{found.number} is not written as a service. Write it as [evaluation] with code = {found.number!r} and separate"
            " = true or false."
        )
    return found.number


@written_as(A_TIME)
def _started(key: str, value: object) -> time:
    if isinstance(value, datetime):
        raise CpteduError(f"{key} = {value!r} is a date and time; write the time alone, such as 14:30:00.")
    if isinstance(value, time) and value.tzinfo is None:
        return value
    if isinstance(value, str):
        try:
            read = time.fromisoformat(value.strip())
        except ValueError:
            pass
        else:
            if read.tzinfo is None:
                return read
    raise CpteduError(f"{key} = {value!r} is not a time of day. Write it as 14:30:00.")


@written_as({"anyOf": [SOME_TEXT, {"type": "integer", "minimum": 1}]})
def _encounter(key: str, value: object) -> int | str:
    if isinstance(value, str) and value.strip():
        return int(value) if value.strip().isdecimal() and len(value.strip()) < 4 else value.strip()
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    raise CpteduError(
        f"{key} = {value!r} is not a number from 1 or a word. Write {key} = 2 for a second encounter of the day."
    )


@written_as(lambda: list_of(table(service_keys())))
def _services(key: str, value: object) -> tuple[Service, ...]:
    made = []
    for number, entry in enumerate(_list(key, value), start=1):
        if not isinstance(entry, Mapping):
            raise CpteduError(
                f"Service {number} is {entry!r}. Write each service as [[services]] with its keys below."
            )
        try:
            _known_keys(entry, _SERVICE, "service")
            read = {name: _SERVICE[name](name, one) for name, one in entry.items() if one is not None}
        except CpteduError as problem:
            raise CpteduError(f"Service {number}: {problem}") from None
        made.append(Service(**read))
    return tuple(made)


@written_as(lambda: table(_forms(_EVALUATION), ["code"]))
def _evaluation(key: str, value: object) -> Evaluation:
    if not isinstance(value, Mapping):
        raise CpteduError(
            f"{key} = {value!r}. Write [evaluation] on a line of its own, and below it code and separate."
        )
    _known_keys(value, _EVALUATION, "evaluation")
    if value.get("code") is None:
        raise CpteduError('The evaluation has no code. Write, for example, code = "99213".')
    number = _code("code", value["code"])
    found = codes().get(number)
    if found is not None and found.family not in {"office_visit", "therapy_evaluation"}:
        raise CpteduError(
            f"{found.number} is not an evaluation. Write an office visit such as 99213, or take it to services."
        )
    separate = value.get("separate")
    return Evaluation(number, None if separate is None else _flag("separate", separate))


@written_as(list_of(SOME_TEXT))
def _diagnoses(key: str, value: object) -> tuple[str, ...]:
    made = []
    for one in _list(key, value):
        if not isinstance(one, str) or not one.strip():
            raise CpteduError(f"{key}: {one!r} is not an ICD-10-CM code. Write it as M99.01.")
        # What is no number of ICD-10-CM is kept as written: no table knows it, and the claim says so.
        made.append(spelled_diagnosis(one) or one.strip())
    return tuple(made)


@written_as({"type": "object", "additionalProperties": A_TEXT})
def _findings(key: str, value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        raise CpteduError(
            f'{key} = {value!r}. Write [findings] on a line of its own, and below it cervical = "...".'
        )
    for name, said in value.items():
        if not isinstance(name, str) or not name.strip():
            raise CpteduError(f"{key}: {name!r} is not the name of a bone, joint or region.")
        _text(f"{key}.{name}", said)
    return tuple(value.items())


@written_as(list_of({"anyOf": [texts(_PART), {"type": "string", "pattern": r"^\s*[PARTpart]\s*$"}]}))
def _part(key: str, value: object) -> tuple[str, ...]:
    letters = []
    for one in _list(key, value):
        if not isinstance(one, str) or one.strip().upper() not in _PART:
            raise unknown("letter of P.A.R.T.", one, _PART)
        letters.append(one.strip().upper())
    return tuple(letters)


_VISIT: dict[str, Callable[[str, object], Any]] = {
    "title": _text,
    "date_of_service": _day,
    "payer": _payer,
    "care": one_of(CARE),
    "adjusted": _places,
    "diagnoses": _diagnoses,
    "part": _part,
    "abn": one_of(NOTICES),
    "course": one_of(COURSES),
    "session_minutes": _minutes,
    "xray_on": _day,
    "last_seen": _day,
    "findings": _findings,
    "evaluation": _evaluation,
    "services": _services,
}
_EVALUATION: dict[str, Callable[[str, object], Any]] = {"code": _code, "separate": _flag}
_SERVICE: dict[str, Callable[[str, object], Any]] = {
    "activity": _text,
    "purpose": _purposes,
    "deficit": _text,
    "regions": _places,
    "minutes": _minutes,
    "contact": one_of(CONTACT),
    "performed_by": one_of(PERFORMERS),
    "code": _service_code,
    "started": _started,
    "encounter": _encounter,
    "home_instruction": _flag,
    "aquatic": _flag,
    "muscle": _text,
}


# ---- what an editor may know of the form ------------------------------------------------------------------------


def _forms(readers: Mapping[str, Callable[[str, object], Any]]) -> dict[str, Schema]:
    return {key: form_of(read) for key, read in readers.items()}


def visit_keys() -> dict[str, Schema]:
    """Give the schema of each key of a visit, for the files that hold some of them."""
    says = said_in(Visit)
    return {key: form | {"description": says[key]} for key, form in _forms(_VISIT).items()}


def service_keys() -> dict[str, Schema]:
    """Give the schema of each key of a service."""
    says = said_in(Service)
    return {key: form | {"description": says[key]} for key, form in _forms(_SERVICE).items()}


def visit_form() -> Schema:
    """Give the schema of a visit within another file."""
    return table(visit_keys(), ["date_of_service", "payer"])


def visit_schema() -> Schema:
    """Give the JSON Schema of a visit file.

    >>> visit_schema()["required"]
    ['date_of_service', 'payer']
    """
    return file_schema("A visit", visit_form())
