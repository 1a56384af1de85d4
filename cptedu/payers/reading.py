"""A payer's file: what it may hold, and advice for every mistake in it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from cptedu.errors import CpteduError, unknown
from cptedu.facts.schemas import (
    A_DAY,
    A_FLAG,
    A_TEXT,
    A_WHOLE,
    SOME_TEXT,
    Schema,
    file_schema,
    list_of,
    table,
    texts,
)
from cptedu.facts.sources import Citation, cite, known_sources, tell_source
from cptedu.payers.choices import Registered, known_choices
from cptedu.payers.earlier import EARLIER, as_named_now
from cptedu.payers.profile import Choice, Payer
from cptedu.payers.sentences import Sentence, unknown_fields, usual_sentences
from cptedu.payers.values import read_value, value_form

__all__ = ["payer_schema", "read_payer"]

_NONE: Mapping[str, str] = {}

_ADVICE = "The first lines are name, label, says and like; cptedu payer lists every choice."
_TEXTS = ("name", "label", "says", "in_sentences")
_OTHER_KEYS = (*_TEXTS, "like", "shown", "sentences", "sources")
_CHOICE_KEYS = ("value", "source", "since", "before", "confirmed", "says")
_SENTENCE_KEYS = ("says", "fix", "source")
_SOURCE_KEYS = ("title", "publisher", "section", "date")


def read_payer(given: Mapping[str, Any], file: str, known: Mapping[str, Payer]) -> Payer:
    """Read a payer profile.

    Args:
        given: what the file holds.
        file: its name, for the messages.
        known: the profiles that ``like`` may name.

    Returns:
        The profile; a choice that the file leaves out has its default, or what ``like`` says.

    Raises:
        CpteduError: for anything that cannot be used, naming the file, the table, the key, and what is accepted.
    """
    texts = {key: _text(given, key, file) for key in _TEXTS}
    own = _own_sources(given.get("sources", {}), texts["name"].strip(), file)
    model = _model(given, file, known)
    chosen = {} if model is None else dict(model.choices)
    in_own_words = {} if model is None else {name: (said, ids) for name, said, ids in model.sentences}
    for key, entry in given.items():
        if key in EARLIER:
            _earlier(key, entry, file)
            for name, table in as_named_now(key, entry).items():
                chosen[name] = _choice(known_choices()[name], table, file, key, own)
        elif key in known_choices():
            chosen[key] = _choice(known_choices()[key], entry, file, key, own)
        elif key not in _OTHER_KEYS:
            accepted = [*known_choices(), *EARLIER, *_OTHER_KEYS]
            raise CpteduError(f"{file}: {unknown('key of a payer file', key, accepted, advice=_ADVICE)}")
    in_own_words |= _sentences(given.get("sentences", {}), file, own)
    return Payer(
        texts["name"].strip(),
        texts["label"] or texts["name"],
        texts["says"] or f"A payer profile read from {file}, which does not say what kind of payer it is.",
        tuple((name, chosen.get(name) or Choice(one.default)) for name, one in known_choices().items()),
        texts["in_sentences"] or (model.called if model else ""),
        tuple((name, said, ids) for name, (said, ids) in in_own_words.items()),
        _shown(given, file),
    )


def _text(given: Mapping[str, Any], key: str, file: str) -> str:
    text = given.get(key, "")
    if not isinstance(text, str) or (key == "name" and not text.strip()):
        raise CpteduError(f'{file}: {key} = {given.get(key)!r} is not a text. Write {key} = "...".')
    return text


def _own_sources(given: object, name: str, file: str) -> dict[str, str]:
    """Make the sources known that a file names itself; give the id of each by the name that it has in the file."""
    if not isinstance(given, Mapping):
        raise CpteduError(f"{file}: sources = {given!r} must be tables: write [sources.contract] and so on.")
    own = {}
    for key, entry in given.items():
        table = _table(entry, file, f"sources.{key}", "title", _SOURCE_KEYS)
        texts = {part: table.get(part, "") for part in _SOURCE_KEYS}
        for part, text in texts.items():
            if isinstance(text, date):
                texts[part] = text.isoformat()
            elif not isinstance(text, str) or (part == "title" and not text.strip()):
                raise CpteduError(
                    f'{file}, [sources.{key}]: {part} = {text!r} is not a text. Write {part} = "...".'
                )
        if key in known_sources():
            raise CpteduError(
                f"{file}, [sources.{key}]: the course has a source of that id. Give yours a name of its own."
            )
        told = Citation(
            f"{name}/{key}", **texts, address="", read="told by the payer's file", confidence="unconfirmed"
        )
        own[key] = tell_source(told).id
    return own


def _model(given: Mapping[str, Any], file: str, known: Mapping[str, Payer]) -> Payer | None:
    if "like" not in given:
        return None
    if not isinstance(given["like"], str) or given["like"] not in known:
        raise CpteduError(f"{file}: like: {unknown('payer', given['like'], known)}")
    return known[given["like"]]


def _shown(given: Mapping[str, Any], file: str) -> int | None:
    place = given.get("shown")
    if place is not None and (isinstance(place, bool) or not isinstance(place, int)):
        raise CpteduError(
            f"{file}: shown = {place!r} is not a whole number. Leave it out, or write shown = 1."
        )
    return place


def _table(entry: object, file: str, key: str, inside: str, accepted: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(entry, Mapping):
        raise CpteduError(
            f"{file}: {key} = {entry!r} must be a table: write [{key}] on a line of its own, and below it {inside}."
        )
    for name in entry:
        if name not in accepted:
            raise CpteduError(f"{file}, [{key}]: {unknown('key of a choice', name, accepted)}")
    return entry


def _earlier(key: str, entry: object, file: str) -> None:
    """Check the table of a choice by its former name, whose words are others."""
    words = Registered(key, "word", None, "", tuple((word, "") for word in EARLIER[key]))
    _choice(words, entry, file, key)


def _choice(
    registered: Registered, entry: object, file: str, key: str, own: Mapping[str, str] = _NONE
) -> Choice:
    table = _table(entry, file, key, "value, source, since and confirmed", _CHOICE_KEYS)
    if "value" not in table:
        raise CpteduError(f"{file}, [{key}]: value is missing. {_accepted(registered)}")
    since, dated = _since(table, file, key), "before" in table
    if since is not None and not dated:
        raise CpteduError(f"{file}, [{key}]: since is given, so before is needed: what held until {since}?")
    confirmed = table.get("confirmed", False)
    if not isinstance(confirmed, bool):
        raise CpteduError(f"{file}, [{key}]: confirmed = {confirmed!r} must be true or false.")
    says = table.get("says", "")
    if not isinstance(says, str):
        raise CpteduError(f"{file}, [{key}]: says = {says!r} is not a text.")
    sources = tuple(cite(one) for one in _sources(table, file, key, own))
    return Choice(
        read_value(registered, table["value"], f"{file}, [{key}]: value"),
        sources,
        since,
        read_value(registered, table["before"], f"{file}, [{key}]: before") if dated else None,
        confirmed and bool(sources),
        says,
    )


def _accepted(registered: Registered) -> str:
    if registered.kind == "word":
        return f"Accepted: {', '.join(repr(word) for word in registered.words)}."
    return f"This choice is of the kind: {registered.kind}."


def _since(table: Mapping[str, Any], file: str, key: str) -> date | None:
    since = table.get("since")
    if isinstance(since, str) and since:
        with suppress(ValueError):
            since = date.fromisoformat(since)
    if since in (None, ""):
        return None
    if type(since) is not date:
        raise CpteduError(f"{file}, [{key}]: since = {since!r} is not a date. Write it as 2020-04-01.")
    return since


def _sources(table: Mapping[str, Any], file: str, key: str, own: Mapping[str, str]) -> tuple[str, ...]:
    names = table.get("source", [])
    names = [names] if isinstance(names, str) else names
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        raise CpteduError(
            f"{file}, [{key}]: source = {names!r} must be the id of a source, or a list of them."
        )
    try:
        return tuple(cite(own.get(one, one)).id for one in names if one)
    except CpteduError as problem:
        raise CpteduError(f"{file}, [{key}]: {problem}") from None


def _sentences(
    given: object, file: str, own: Mapping[str, str]
) -> dict[str, tuple[Sentence, tuple[str, ...]]]:
    if not isinstance(given, Mapping):
        raise CpteduError(
            f"{file}: sentences = {given!r} must be tables: write [sentences.bundled] and so on."
        )
    found = {}
    for name, entry in given.items():
        if name not in usual_sentences():
            raise CpteduError(f"{file}, [sentences]: {unknown('sentence', name, usual_sentences())}")
        key = f"sentences.{name}"
        table = _table(entry, file, key, "says, fix and source", _SENTENCE_KEYS)
        said = {part: _sentence(table, part, usual_sentences()[name], file, key) for part in ("says", "fix")}
        found[name] = (Sentence(said["says"], said["fix"]), _sources(table, file, key, own))
    return found


def _sentence(table: Mapping[str, Any], part: str, usual: Sentence, file: str, key: str) -> str:
    text = table.get(part, getattr(usual, part))
    if not isinstance(text, str) or (part == "says" and not text.strip()):
        raise CpteduError(f'{file}, [{key}]: {part} = {text!r} is not a text. Write {part} = "...".')
    strange = unknown_fields(text, usual)
    if strange:
        fields = ", ".join(f"{{{name}}}" for name in usual.fields)
        raise CpteduError(
            f"{file}, [{key}]: {part} has {{{strange[0]}}} in braces, which nothing fills. Accepted: {fields}."
        )
    return text


# ---- what an editor may know of the form ------------------------------------------------------------------------

_SOURCES: Schema = {"anyOf": [A_TEXT, list_of(A_TEXT)]}


def payer_schema() -> Schema:
    """Give the JSON Schema of a payer's file.

    >>> payer_schema()["required"]
    ['name']
    """
    keys: dict[str, Schema] = dict.fromkeys(_TEXTS, A_TEXT) | {"name": SOME_TEXT}
    keys |= {
        name: _choice_form(value_form(one)) | {"description": _told(one)}
        for name, one in known_choices().items()
    }
    keys |= {name: _choice_form(texts(words)) for name, words in EARLIER.items()}
    sentence: dict[str, Schema] = dict.fromkeys(_SENTENCE_KEYS, A_TEXT) | {"source": _SOURCES}
    source: dict[str, Schema] = dict.fromkeys(_SOURCE_KEYS, A_TEXT) | {"title": SOME_TEXT}
    keys |= {
        "like": A_TEXT,
        "shown": A_WHOLE,
        "sentences": table({name: table(sentence) for name in usual_sentences()}),
        "sources": {"type": "object", "additionalProperties": table(source, ["title"])},
    }
    return file_schema("A payer", table(keys, ["name"]))


def _choice_form(value: Schema) -> Schema:
    form: dict[str, Schema] = dict.fromkeys(_CHOICE_KEYS, A_TEXT)
    form |= {"value": value, "before": value, "source": _SOURCES, "since": A_DAY, "confirmed": A_FLAG}
    return table(form, ["value"])


def _told(one: Registered) -> str:
    return " ".join([one.says, *(f"{word}: {means}." for word, means in one.accepted)])
