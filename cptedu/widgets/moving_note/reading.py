"""What a moving note shows: the note with its change, what its claim carries, and nothing of the answer before it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cptedu.analysis.carried import unit_values
from cptedu.analysis.moves import Moves, moves
from cptedu.analysis.tradeoffs import CodingRow, Tradeoffs
from cptedu.charts.money import dollars, place_in_words
from cptedu.errors import CpteduError
from cptedu.explain import verdict_in_words
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.model import Visit
from cptedu.rules.timed_units import units_for_minutes

__all__ = ["MOST_TEMPTING", "read_note"]

MOST_TEMPTING = 3
SCALE_MINUTES = 60
ASKS = "Which claim does the note support now?"


def read_note(name: str, at: int, said: object) -> dict[str, Any]:
    """Say what a note that moves comes to, as far as the learner has predicted it.

    Args:
        name: the note.
        at: the change in front, counted from 0.
        said: the claim that the learner expected, by the number of the change.

    Returns:
        ``note``, ``figure``, ``claims``, ``because`` and what else is drawn; the figure is that of the note as it was until the
        change in front is predicted.

    Raises:
        CpteduError: for a note or a change that is not there.

    >>> read_note("desk_worker", 3, {})["because"]
    ''
    >>> read_note("desk_worker", 3, {"3": "98940"})["because"]
    'Each code stands alone: 23 minutes make 2 units of 97112.'
    """
    held = moves(name)
    count = len(held.moves)
    if not isinstance(at, int) or not 0 <= at < count:
        raise CpteduError(f"There is no change {at}. Choose from 0 to {count - 1}.")
    told = _told(held, said)
    move, choice = held.moves[at], told.get(at)
    turned = choice is not None
    right = move.row.coding.label
    shown = move.found if turned else held.found
    return {
        "title": held.found.visit.title,
        "note": _note(held.found.visit, move.found.visit),
        "step": f"Change {at + 1} of {count}",
        "move": move.says,
        "asks": ASKS,
        "claims": list(held.claims),
        "chosen": choice or "",
        "turned": turned,
        "right": right if turned else "",
        "lead": _lead(held, choice, right) if turned else "",
        "because": move.because.says if turned else "",
        "source": [str(one) for one in move.because.citations] if turned else [],
        "figure": _figure(held, shown, turned=turned),
        "steps": [_state(held, told, n) for n in range(count)],
        "tally": _tally(held, told),
        "summary": _summary(held, shown, choice, right, move.because.says),
    }


def _told(held: Moves, said: object) -> dict[int, str]:
    """Give what the learner expected, where it is one of the claims that were offered."""
    if not isinstance(said, Mapping):
        raise CpteduError(f"{said!r} is not what was expected of each change. Give a claim by its number.")
    numbers = {str(n): n for n in range(len(held.moves))}
    return {numbers[key]: value for key, value in said.items() if key in numbers and value in held.claims}


def _state(held: Moves, told: Mapping[int, str], n: int) -> str:
    if n not in told:
        return "open"
    return "right" if told[n] == held.moves[n].row.coding.label else "other"


def _tally(held: Moves, told: Mapping[int, str]) -> str:
    foreseen = sum(_state(held, told, n) == "right" for n in range(len(held.moves)))
    if len(told) < len(held.moves):
        return f"{foreseen} of {len(told)} foreseen." if told else "No change answered yet."
    return f"{foreseen} of {len(told)} foreseen, and the note decided each."


def _summary(held: Moves, shown: Tradeoffs, choice: str | None, right: str, because: str) -> str:
    if choice is None:
        return f"The note as it was: {_carries(shown.supported[0])}."
    return f"{_lead(held, choice, right)} {because} {_carries(shown.supported[0])}."


def _lead(held: Moves, choice: str | None, right: str) -> str:
    """Say what became of the claim, beside what was expected."""
    change = "the claim stays as it was" if right == held.row.coding.label else f"the claim is now {right}"
    return f"As you said: {change}." if choice == right else f"Not this time: {change}."


def _carries(row: CodingRow) -> str:
    return f"{row.coding.label}, {row.carries.total} RVU, {dollars(row.carries.allowed)} allowed"


# ---- the note -----------------------------------------------------------------------------------------------------


_NOT_WRITTEN = {
    "Found": "no finding in the note",
    "Measured": "no test in the note",
}


def _note(was: Visit, now: Visit) -> list[dict[str, str]]:
    """Give the rows of the note, with what stood there before where the change has another."""
    before, after = _rows(was), _rows(now)
    return [
        {
            "label": label,
            "words": after.get(label) or _NOT_WRITTEN.get(label, "not in the note"),
            "was": ""
            if before.get(label) == after.get(label)
            else before.get(label) or _NOT_WRITTEN.get(label, "not in the note"),
        }
        for label in dict.fromkeys((*before, *after))
    ]


def _rows(visit: Visit) -> dict[str, str]:
    service = visit.services[0]
    rows = {
        "Found": "; ".join(words for _, words in visit.findings or ()),
        "Adjusted": ", ".join(visit.adjusted),
        "Exercise": service.activity,
        "For": ", ".join(service.purpose).replace("_", " "),
        "Measured": service.deficit,
        "Where": ", ".join(service.regions).replace("_", " "),
        "Minutes": "" if service.minutes is None else str(service.minutes),
    }
    return {label: words for label, words in rows.items() if words or label in ("Found", "Measured")}


# ---- the figure ---------------------------------------------------------------------------------------------------


def _figure(held: Moves, shown: Tradeoffs, *, turned: bool) -> dict[str, Any]:
    row, was = shown.supported[0], held.row
    return {
        "heading": "The claim that the note supports" if turned else "The claim of the note as it was",
        "claim": row.coding.label,
        "tracks": [
            _track(
                "RVU", row.carries.total, was.carries.total, _most_rvu(held), _parts(shown), turned=turned
            ),
            _track(
                "Dollars", row.carries.allowed, was.carries.allowed, _most_dollars(held), (), turned=turned
            ),
            _minutes(shown.visit, held.found.visit, turned=turned),
        ],
        # What tempts on the note as it was would give the change in front away.
        "tempting": [_tempting(one, held) for one in shown.unsupported[:MOST_TEMPTING]] if turned else [],
        "priced": f"Medicare's schedule of {shown.visit.date_of_service.year}: {place_in_words(shown.where)}.",
        "sources": list(dict.fromkeys(str(one) for one in row.carries.citations)),
    }


def _track(
    label: str,
    value: Decimal | None,
    was: Decimal | None,
    most: Decimal,
    parts: tuple[tuple[str, str, Decimal], ...],
    *,
    turned: bool,
) -> dict[str, Any]:
    words = "no data" if value is None else dollars(value) if label == "Dollars" else str(value)
    return {
        "label": label,
        "words": words,
        "now": _share(value, most),
        "was": _share(was, most) if turned else None,
        "parts": [{"code": number, "kind": kind, "share": _share(rvu, most)} for number, kind, rvu in parts],
        "marks": [],
    }


def _share(value: Decimal | None, most: Decimal) -> float:
    return 0.0 if value is None else round(float(value / most), 4)


def _parts(shown: Tradeoffs) -> tuple[tuple[str, str, Decimal], ...]:
    """Give the RVU of each line, and whether it is an adjustment or an exercise, which have a colour each."""
    claim = shown.supported[0].coding.claim
    made = []
    for line in claim.lines:
        values = unit_values(line.code, claim.on, shown.where)
        if values is None:
            return ()
        kind = "adjusted" if line.code in (*spinal_cmt(), *extraspinal_cmt()) else "exercised"
        made.append((line.code, kind, values.total(shown.where.facility) * line.units))
    return tuple(made)


def _most_rvu(held: Moves) -> Decimal:
    """Give the end of the scale, on which every bar of the note fits, hatched ones too."""
    all_found = (held.found, *(one.found for one in held.moves))
    tempting = [one.rvu for found in all_found for one in found.unsupported[:MOST_TEMPTING]]
    own = [found.supported[0].carries.total for found in all_found]
    return max(one for one in (*tempting, *own) if one is not None)


def _most_dollars(held: Moves) -> Decimal:
    """Give the end of the scale of dollars: as far along the bar as RVU of the same claim would be."""
    rvu, allowed = held.row.carries.total, held.row.carries.allowed
    if not rvu or allowed is None:
        return Decimal(1)
    return max(
        _most_rvu(held) * allowed / rvu, *(one.row.carries.allowed or Decimal(0) for one in held.moves)
    )


def _minutes(visit: Visit, before: Visit, *, turned: bool) -> dict[str, Any]:
    now, was = visit.services[0].minutes or 0, before.services[0].minutes or 0
    return {
        "label": "Minutes",
        "words": str(now),
        "now": now / SCALE_MINUTES,
        "was": was / SCALE_MINUTES if turned else None,
        "parts": [],
        "marks": [{"share": at / SCALE_MINUTES, "word": str(at)} for at in _borders()],
    }


def _borders() -> list[int]:
    """Give the minutes at which a further unit begins."""
    return [at for at in range(1, SCALE_MINUTES) if units_for_minutes(at) > units_for_minutes(at - 1)]


def _tempting(one: Any, held: Moves) -> dict[str, Any]:
    return {
        "label": one.coding.label,
        "verdict": one.coding.verdict.value,
        "words": verdict_in_words(one.coding.verdict),
        "says": one.coding.says,
        "rvu": "no data" if one.rvu is None else str(one.rvu),
        "share": _share(one.rvu, _most_rvu(held)),
    }
