"""Payer profiles: named, dated sets of sourced choices, one TOML file each."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cptedu.errors import CpteduError, unknown
from cptedu.facts.modifiers import in_use
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import data_folder, document
from cptedu.files import read_toml

__all__ = ["CHOICES", "Choice", "Payer", "load_payer", "payer", "payers"]

CHOICES: dict[str, tuple[object, ...]] = {
    "unit_method": ("cms_total_time", "cpt_per_code"),
    "benefit": ("plan", "spinal_cmt_only"),
    "same_region": ("refused", "cpt_assistant_2010"),
    "distinct_service_modifier": ("59", "XS"),
    "gp_on_therapy": (True, False),
    "criteria_97112": ("functional_deficit", "neurological_diagnosis"),
    "unlicensed_assistant": ("ask", "not_supported"),
    "needs_51_on_98943": (True, False),
}
_CHOICE_KEYS = ("value", "source", "since", "before", "confirmed", "says")


@dataclass(frozen=True)
class Choice:
    """One choice of a payer, dated and sourced.

    Attributes:
        value: what the payer wants.
        sources: where that is written; empty when nobody wrote it down.
        since: first date of service on which it holds, or None when always.
        before: what held until then.
        confirmed: False when no source at hand confirms it.
        says: the choice in plain words.
    """

    value: str | bool
    sources: tuple[Citation, ...]
    since: date | None
    before: str | bool | None
    confirmed: bool
    says: str


@dataclass(frozen=True)
class Payer:
    """A payer profile.

    Attributes:
        name: the name that visits use.
        label: the name for people.
        says: what kind of payer it stands for.
        choices: name of each choice, and the choice.
    """

    name: str
    label: str
    says: str
    choices: tuple[tuple[str, Choice], ...]

    def choice(self, name: str) -> Choice:
        """Give one choice with its source and date."""
        held = dict(self.choices)
        if name not in held:
            raise unknown("choice of a payer", name, CHOICES)
        return held[name]

    def wants(self, name: str, on: date) -> str | bool:
        """Say what the payer wants on a date of service.

        Args:
            name: the choice, such as ``"unit_method"``.
            on: the date of service.

        Returns:
            The value; before the choice's own first day, the one that held until then.

        >>> payer("commercial_ncci").wants("unit_method", date(2026, 3, 4))
        'cpt_per_code'
        """
        held = self.choice(name)
        if held.since is not None and on < held.since and held.before is not None:
            return held.before
        if held.value == "XS" and not in_use("XS", on):
            return "59"
        return held.value


_added: dict[str, Payer] = {}


@cache
def _shipped() -> dict[str, Payer]:
    files = sorted(path.name for path in (data_folder() / "payers").glob("*.toml"))
    read: dict[str, Payer] = {}
    for file in sorted(files, key=lambda name: "like" in document(f"payers/{name}")):
        made = _read(document(f"payers/{file}"), file, read)
        read[made.name] = made
    return read


def payers() -> dict[str, Payer]:
    """Give every payer profile, by name: the shipped ones and those that were loaded.

    >>> sorted(payers())[:3]
    ['commercial_cpt', 'commercial_ncci', 'federal_va']
    """
    return _shipped() | _added


def payer(name: str) -> Payer:
    """Look a payer profile up.

    Args:
        name: its name, such as ``"medicare"``.

    Returns:
        The profile.

    Raises:
        CpteduError: when there is none of that name; the message lists those there are.

    >>> payer("medicare").label
    'Medicare Part B'
    """
    held = payers()
    if not isinstance(name, str) or name not in held:
        raise unknown("payer", name, held, advice="A payer of your own is a TOML file; load it first.")
    return held[name]


def load_payer(path: str | Path) -> Payer:
    """Read a payer profile from a TOML file, and make it known under its name for this session.

    Args:
        path: the file. It holds ``name``, ``label``, ``says`` and one table per choice; ``like = "commercial_ncci"``
            takes every choice that is not written from that profile.

    Returns:
        The profile.

    Raises:
        CpteduError: for anything that cannot be used, naming the file, the key, and what is accepted.
    """
    place = Path(path)
    given = read_toml(place, "payer file")
    made = _read(given, place.name, payers())
    if made.name in _shipped():
        raise CpteduError(
            f"{place.name}: name = {made.name!r} is a shipped profile. Give yours a name of its own."
        )
    _added[made.name] = made
    return made


def _read(given: Mapping[str, Any], file: str, known: Mapping[str, Payer]) -> Payer:
    texts = {}
    for key in ("name", "label", "says"):
        texts[key] = given.get(key, "")
        if not isinstance(texts[key], str) or (key == "name" and not texts[key].strip()):
            raise CpteduError(f'{file}: {key} = {given.get(key)!r} is not a text. Write {key} = "...".')
    held: dict[str, Choice] = {}
    if "like" in given:
        if not isinstance(given["like"], str) or given["like"] not in known:
            raise CpteduError(f"{file}: like: {unknown('payer', given['like'], known)}")
        held = dict(known[given["like"]].choices)
    for key, entry in given.items():
        if key in {"name", "label", "says", "like"}:
            continue
        if key not in CHOICES:
            accepted = [*CHOICES, "name", "label", "says", "like"]
            raise CpteduError(f"{file}: {unknown('key of a payer file', key, accepted)}")
        held[key] = _choice(key, entry, file)
    missing = [key for key in CHOICES if key not in held]
    if missing:
        raise CpteduError(
            f"{file}: these choices are missing: {', '.join(missing)}. Write each as a table, or add "
            'like = "commercial_ncci" to take them from that profile.'
        )
    return Payer(
        texts["name"].strip(),
        texts["label"] or texts["name"],
        texts["says"] or f"A payer profile read from {file}, which does not say what kind of payer it is.",
        tuple(sorted(held.items())),
    )


def _choice(key: str, entry: object, file: str) -> Choice:
    if not isinstance(entry, Mapping):
        raise CpteduError(
            f"{file}: {key} = {entry!r} must be a table: write [{key}] on a line of its own, and below it value, source,"
            " since and confirmed."
        )
    for name in entry:
        if name not in _CHOICE_KEYS:
            raise CpteduError(f"{file}, [{key}]: {unknown('key of a choice', name, _CHOICE_KEYS)}")
    if "value" not in entry:
        raise CpteduError(f"{file}, [{key}]: value is missing. Accepted: {_listed(CHOICES[key])}.")
    since = entry.get("since")
    if isinstance(since, str) and since:
        with suppress(ValueError):
            since = date.fromisoformat(since)
    if since in (None, ""):
        since = None
    elif type(since) is not date:
        raise CpteduError(f"{file}, [{key}]: since = {since!r} is not a date. Write it as 2020-04-01.")
    before = entry.get("before")
    if since is not None and before is None:
        raise CpteduError(f"{file}, [{key}]: since is given, so before is needed: what held until {since}?")
    for name, value in (("value", entry["value"]), ("before", before)):
        if name == "value" or before is not None:
            _accepted(key, name, value, file)
    names = entry.get("source", [])
    names = [names] if isinstance(names, str) else names
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        raise CpteduError(
            f"{file}, [{key}]: source = {names!r} must be the id of a source, or a list of them."
        )
    confirmed = entry.get("confirmed", False)
    if not isinstance(confirmed, bool):
        raise CpteduError(f"{file}, [{key}]: confirmed = {confirmed!r} must be true or false.")
    says = entry.get("says", "")
    if not isinstance(says, str):
        raise CpteduError(f"{file}, [{key}]: says = {says!r} is not a text.")
    try:
        sources = tuple(cite(one) for one in names if one)
    except CpteduError as problem:
        raise CpteduError(f"{file}, [{key}]: {problem}") from None
    return Choice(entry["value"], sources, since, before, confirmed and bool(sources), says)


def _accepted(key: str, name: str, value: object, file: str) -> None:
    # 1 == True in Python, so the type is compared too.
    if not any(type(value) is type(one) and value == one for one in CHOICES[key]):
        raise CpteduError(
            f"{file}, [{key}]: {name} = {value!r} is not accepted. Accepted: {_listed(CHOICES[key])}."
        )


def _listed(values: tuple[object, ...]) -> str:
    return ", ".join(str(one).lower() if isinstance(one, bool) else repr(one) for one in values)
