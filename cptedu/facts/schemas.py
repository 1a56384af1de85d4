"""JSON Schemas of the files that people write, put together from what the readers of those files declare.

A reader of one value says by ``written_as`` what it takes; ``form_of`` gives that back. What a schema cannot say, such as that a
code must be held, it leaves to the reader: a schema refuses nothing that its reader takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias, TypeVar

from cptedu.errors import unknown
from cptedu.facts.pages import CHOICE, DAY, LIST, NUMBER, NUMBERS, TABLE, TEXT, WHOLE, YES_NO, Form

__all__ = [
    "ANY_TABLE",
    "A_DAY",
    "A_FLAG",
    "A_NUMBER",
    "A_TEXT",
    "A_TIME",
    "A_WHOLE",
    "SOME_TEXT",
    "Schema",
    "file_schema",
    "form_of",
    "forms_of",
    "list_of",
    "one_of",
    "said_in",
    "table",
    "texts",
    "written_as",
]

Schema: TypeAlias = dict[str, Any]
_Reader = TypeVar("_Reader", bound=Callable[..., object])

DIALECT = "http://json-schema.org/draft-07/schema#"  # the one that editors of TOML know
A_TEXT: Schema = {"type": "string"}
SOME_TEXT: Schema = {"type": "string", "pattern": r"\S"}
A_WHOLE: Schema = {"type": "integer"}
A_FLAG: Schema = {"type": "boolean"}
# A number may be written in quotation marks, to be kept exactly.
A_NUMBER: Schema = {"type": ["number", "string"], "pattern": r"^\s*[+-]?\.?(\d|[Nn]a[Nn]|[Ii]nf)"}
A_DAY: Schema = {
    "type": "string",
    "format": "date",
    "pattern": r"^\s*\d{4}",
}  # editors take a TOML date for a text
A_TIME: Schema = {"type": "string", "format": "time", "pattern": r"^\s*\d{2}"}
ANY_TABLE: Schema = {"type": "object"}
_SORTS: Mapping[tuple[Any, str], Schema] = {
    TEXT: A_TEXT,
    WHOLE: A_WHOLE,
    NUMBER: A_NUMBER,
    NUMBERS: {"anyOf": [A_NUMBER, {"type": "array", "items": A_NUMBER}]},
    YES_NO: A_FLAG,
    LIST: {"type": "array"},
    TABLE: ANY_TABLE,
    DAY: A_DAY,
    CHOICE: {"type": ["integer", "string"]},
}
_declared: dict[Callable[..., object], Schema | Callable[[], Schema]] = {}


def written_as(form: Schema | Callable[[], Schema]) -> Callable[[_Reader], _Reader]:
    """Say of a reader of one value what it takes.

    Args:
        form: the schema of the value; a function that gives it, where tables have to be read for it.

    Returns:
        The decorator, which leaves the reader as it is.
    """

    def declare(reader: _Reader) -> _Reader:
        _declared[reader] = form
        return reader

    return declare


def one_of(accepted: Iterable[str]) -> Callable[[str, object], str]:
    """Make the reader of a word out of a few.

    >>> one_of(("acute", "chronic"))("course", "acute")
    'acute'
    """
    words = tuple(accepted)

    @written_as(texts(words))
    def read(key: str, value: object) -> str:
        if value not in words:
            raise unknown(f"value of {key}", value, words)
        return str(value)

    return read


def form_of(reader: Callable[..., object]) -> Schema:
    """Give the schema of what a reader takes, as it was declared."""
    form = _declared[reader]
    return form() if callable(form) else form


def forms_of(form: Form, **closer: Schema) -> dict[str, Schema]:
    """Give the schemas of a table's keys, by the sort of each.

    Args:
        form: the keys and their sorts, as a page is checked by them.
        closer: what else is known of some of the keys.

    Returns:
        A schema for each key.

    >>> forms_of({"title": TEXT, "verdict": TEXT}, verdict={"enum": ["ask"]})
    {'title': {'type': 'string'}, 'verdict': {'enum': ['ask']}}
    """
    return {key: closer.get(key, _SORTS[sort]) for key, sort in form.items()}


def table(
    keys: Mapping[str, Schema], needed: Iterable[str] = (), says: Mapping[str, str] | None = None
) -> Schema:
    """Make the schema of a table that has these keys and no others.

    Args:
        keys: a schema for each key.
        needed: the keys that must be there.
        says: what a key holds, for an editor to show.
    """
    told = {
        key: one | {"description": says[key]} if says and key in says else one for key, one in keys.items()
    }
    made: Schema = {"type": "object", "properties": told, "additionalProperties": False}
    return made | {"required": list(needed)} if needed else made


def list_of(items: Schema, **more: Any) -> Schema:
    """Make the schema of a list."""
    return {"type": "array", "items": items, **more}


def texts(words: Iterable[str]) -> Schema:
    """Make the schema of a word out of a few."""
    return {"enum": list(words)}


def said_in(noun: type) -> dict[str, str]:
    """Read off a class what each of its attributes is.

    Args:
        noun: a class whose docstring lists its attributes.

    Returns:
        The words, by attribute.
    """
    listed = (noun.__doc__ or "").partition("Attributes:\n")[2]
    found = re.findall(r"^\s+(\w+): (.+(?:\n {12,}.+)*)", listed, re.MULTILINE)
    told = {name: " ".join(words.replace("``", "").split()) for name, words in found}
    return {name: words.replace("or None when not", "or left out when not") for name, words in told.items()}


def file_schema(title: str, form: Schema) -> Schema:
    """Make the schema of a whole file."""
    return {"$schema": DIALECT, "title": title, **form}
