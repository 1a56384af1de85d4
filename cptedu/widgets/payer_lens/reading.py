"""One visit under several payers, laid side by side: rows by code, and a note wherever a payer differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cptedu.deciding import severity, to_know_of_the_claim, verdict_shown
from cptedu.engine.compare import NOT_THERE, Difference, PayerComparison, compare_payers
from cptedu.errors import CpteduError
from cptedu.explain import also_open, counted, day_in_words, verdict_in_words
from cptedu.facts.codes import code
from cptedu.model import Claim, Finding, Unbilled, Visit
from cptedu.payers import payer, payers
from cptedu.widgets.kit.plain import finding_as_data

__all__ = ["cell_in_words", "read_payers"]

_WHAT = {
    "billed": "on the claim",
    "code": "code",
    "units": "units",
    "modifiers": "modifiers",
    "verdict": "verdict",
    "said": "what is said",
}
_NO_CODE = "no code"
_WHOLE = ""


Change = tuple[str, tuple[str, str]]


@dataclass
class _Note:
    """One explanation: for which payers, and what it changes on which codes."""

    payers: list[str]
    changes: dict[str, list[Change]]
    findings: list[Finding] = field(default_factory=list)

    @property
    def says(self) -> list[str]:
        """Give its reasons."""
        return [finding.says for finding in self.findings]

    def covers(self, key: str, name: str) -> bool:
        """Say whether it explains a code under a payer."""
        return key in self.changes and name in self.payers


def read_payers(visit: Visit, names: Iterable[str]) -> dict[str, Any]:
    """Code a visit for several payers and lay the claims side by side.

    Args:
        visit: the visit; its own payer does not matter.
        names: payers; the first is the one with which the others are compared.

    Returns:
        ``columns``, ``rows`` with a cell for each payer, ``notes`` that explain each difference, and ``summary``.

    Raises:
        CpteduError: for an unknown payer, or none.

    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5"], "care": "active"})
    >>> read = read_payers(visit, ["commercial_ncci", "medicare"])
    >>> [(cell["modifiers"], cell["differs"]) for cell in read["rows"][0]["cells"]]
    [([], []), (['AT'], ['modifiers', 'verdict'])]
    """
    given = names if isinstance(names, str) or not isinstance(names, Iterable) else list(names)
    if not isinstance(given, str | list) or not all(isinstance(name, str) for name in given):
        raise CpteduError(f"{given!r} is not a list of payers. Accepted: {', '.join(sorted(payers()))}.")
    comparison = compare_payers(visit, given)
    columns = list(comparison.claims)
    keys = _keys(comparison.claims.values())
    if any(one.code == _WHOLE for one in comparison.differences):
        keys.append(_WHOLE)
    notes = _notes(comparison, keys)
    rows = [_row(key, comparison.claims, notes) for key in keys]
    return {
        "title": visit.title or "The visit",
        "on": day_in_words(visit.date_of_service),
        "columns": [
            {
                "name": name,
                "label": payer(name).label,
                "lines": len(comparison.claims[name].lines),
                "differences": sum(len(note.changes) for note in notes if name in note.payers),
            }
            for name in columns
        ],
        "rows": rows,
        "notes": [_note(number, note, columns[0]) for number, note in enumerate(notes, start=1)],
        "age": next((one.says for one in comparison.claims[columns[0]].notes if one.rule == "data_age"), ""),
        "summary": _summary(columns, rows),
    }


def _keys(claims: Iterable[Claim]) -> list[str]:
    """List what the claims speak of, in a claim's order: codes with a line, then what nobody bills."""
    held = list(claims)
    lines = {line.code: None for claim in held for line in claim.lines}
    unbilled = {_key(item): None for claim in held for item in claim.unbilled}
    longest = max((tuple(line.code for line in claim.lines) for claim in held), key=len)
    order = {number: at for at, number in enumerate(longest)}
    return [
        *sorted(lines, key=lambda number: (order.get(number, len(order)), number)),
        *(one for one in unbilled if one not in lines),
    ]


def _key(item: Unbilled) -> str:
    return item.code or f"{_NO_CODE}: {item.about}"


def _row(key: str, claims: Mapping[str, Claim], notes: list[_Note]) -> dict[str, Any]:
    number = "" if key.startswith(_NO_CODE) else key
    if key == _WHOLE:
        cells = [_whole_cell(name, claim, notes) for name, claim in claims.items()]
        return {"code": "claim", "label": "as a whole", "cells": cells}
    return {
        "code": number or _NO_CODE,
        "label": code(number).label if number else key.partition(": ")[2],
        "cells": [_cell(key, name, claim, notes) for name, claim in claims.items()],
    }


def _whole_cell(name: str, claim: Claim, notes: list[_Note]) -> dict[str, Any]:
    """Say what is said of a claim as a whole and not of every one: the worst of it, and how much."""
    marked = [(at, note) for at, note in enumerate(notes, start=1) if note.covers(_WHOLE, name)]
    worst = max((note.verdict for note in to_know_of_the_claim(claim)), key=severity, default=None)
    return {
        "payer": name,
        "state": "noted" if worst else "absent",
        "units": 0,
        "modifiers": [],
        "verdict": worst.value if worst else "",
        "words": verdict_in_words(worst) if worst else "nothing to say",
        "also": [],
        "differs": [_WHAT[what] for _, note in marked for what, _values in note.changes[_WHOLE]][:1],
        "note": marked[0][0] if marked else 0,
    }


def _cell(key: str, name: str, claim: Claim, notes: list[_Note]) -> dict[str, Any]:
    line = claim.line(key)
    items = [item for item in claim.unbilled if _key(item) == key]
    marked = [(at, note) for at, note in enumerate(notes, start=1) if note.covers(key, name)]
    verdict = verdict_shown(line) if line else items[0].verdict if items else None
    return {
        "payer": name,
        "state": "billed" if line else "unbilled" if items else "absent",
        "units": line.units if line else 0,
        "modifiers": list(line.modifiers) if line else [],
        "verdict": verdict.value if verdict else "",
        "words": verdict_in_words(verdict) if verdict else "not in this claim",
        "also": [
            *filter(None, [also_open(line) if line else ""]),
            *(
                f"one part is not billed: {verdict_in_words(item.verdict)}"
                for item in (items if line else [])
            ),
        ],
        "differs": [_WHAT[what] for _, note in marked for what, _values in note.changes[key]],
        "note": marked[0][0] if marked else 0,
    }


def _notes(comparison: PayerComparison, keys: list[str]) -> list[_Note]:
    """Gather the differences, in the order of the rows: what has one reason has one explanation."""
    notes: list[_Note] = []
    for name in list(comparison.claims)[1:]:
        own: list[_Note] = []
        for key in keys:
            note = _note_of(comparison, name, key)
            same = next((one for one in own if one.says == note.says and note.says), None)
            if same:
                same.changes |= note.changes
            elif note.changes:
                own.append(note)
        for note in own:
            alike = next((one for one in notes if (one.changes, one.says) == (note.changes, note.says)), None)
            if alike:
                alike.payers.append(name)
            else:
                notes.append(note)
    return sorted(notes, key=lambda note: keys.index(next(iter(note.changes))))


def _note_of(comparison: PayerComparison, name: str, key: str) -> _Note:
    """Gather what differs on one code under one payer."""
    note = _Note([name], {})
    found = (*comparison.differences, *_without_a_code_otherwise(comparison, name))
    differing = [
        one
        for one in found
        if one.payers[1] == name and (one.code == key or (one.what == "code" and key in one.values))
    ]
    for one in differing:
        note.changes.setdefault(key, []).append((one.what, one.values))
        note.findings += [finding for finding in one.findings if finding not in note.findings]
    if not any(one.what == "units" for one in differing):
        # How the units were counted explains nothing where they are the same.
        note.findings = [f for f in note.findings if f.rule != "units"] or note.findings
    return note


def _without_a_code_otherwise(comparison: PayerComparison, name: str) -> list[Difference]:
    """Give the differences among what comes to no code: one payer may refuse what the other asks about."""
    ours, theirs = next(iter(comparison.claims.values())), comparison.claims[name]
    found = []
    items = [item for claim in (ours, theirs) for item in claim.unbilled if item.code is None]
    for key in dict.fromkeys(map(_key, items)):
        one = [item for item in ours.unbilled if _key(item) == key]
        other = [item for item in theirs.unbilled if _key(item) == key]
        values = tuple(verdict_in_words(items[0].verdict) if items else NOT_THERE for items in (one, other))
        if values[0] == values[1]:
            continue
        known = {finding.says for item in one for finding in item.findings}
        reasons = tuple(f for item in other for f in item.findings if f.says not in known)
        found.append(Difference(key, (ours.payer, name), "verdict", (values[0], values[1]), "", reasons))
    return found


def _note(number: int, note: _Note, base: str) -> dict[str, Any]:
    return {
        "number": number,
        "codes": [_spoken(key) for key in note.changes],
        "payers": [payer(name).label for name in note.payers],
        "base": payer(base).label,
        "changes": [
            {
                "code": _spoken(key),
                "what": _WHAT[what],
                "was": _value(was),
                "now": _value(now),
            }
            for key, changes in note.changes.items()
            for what, (was, now) in changes
        ],
        "reasons": [finding_as_data(finding) for finding in note.findings],
    }


def _spoken(key: str) -> str:
    return "claim as a whole" if key == _WHOLE else key.removeprefix(f"{_NO_CODE}: ")


def _value(value: str) -> str:
    return value.replace("_", " ")


def _summary(columns: list[str], rows: list[dict[str, Any]]) -> str:
    if len(columns) == 1:
        billed = sum(row["cells"][0]["state"] == "billed" for row in rows)
        return f"{payer(columns[0]).label}: {counted(billed, 'line')}. Choose a second payer to compare."
    told = {
        what: ", ".join(row["code"] for row in rows if any(c["differs"] for c in row["cells"]) is differs)
        for what, differs in (("The same under all", False), ("Different", True))
    }
    return f"{len(columns)} payers. " + " ".join(
        f"{what}: {codes or 'nothing'}." for what, codes in told.items()
    )


def cell_in_words(cell: Mapping[str, Any]) -> str:
    """Say what one payer makes of one code, and what of it differs."""
    if cell["state"] == "billed":
        units = f"×{cell['units']}"
        told = f"{' '.join([units, *cell['modifiers']])}, {cell['words']}"
    else:
        told = f"not billed, {cell['words']}" if cell["state"] == "unbilled" else cell["words"]
    differs = f" (differs: {', '.join(cell['differs'])}, note {cell['note']})" if cell["note"] else ""
    return f"{told}{differs}"
