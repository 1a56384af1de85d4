"""Written cases as questions: those of the package, and an instructor's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cptedu.facts.codes import code, is_timed
from cptedu.learn.cases import Case, offered, to_the_last_place
from cptedu.learn.generator.engine import answers_by_rules
from cptedu.learn.questions import MISSING, STANDS, Answer, Bill, Line, Note, Question, asked_of
from cptedu.learn.record import record_of_bill, record_of_note
from cptedu.learn.second_opinion import judged
from cptedu.model import Service, Visit
from cptedu.rules.relative_values import relative_values

__all__ = ["question_of"]

_PAYER_FOR = {"cms_total_time": "federal_va", "cpt_per_code": "commercial_ncci"}
_ANY_DAY = date(2026, 3, 4)
_MEASURED = "grip 18 kg left, 34 kg right"
"""Of a question about minutes alone, which leaves no doubt about the record."""


def question_of(written: Case) -> Question:
    """Make the question of a written case.

    Args:
        written: the case.

    Returns:
        The question, with the answers that the case gives as right.
    """
    return _MADE_BY[written.kind](written)


def _base(written: Case, kind: str, **more: Any) -> Question:
    return Question(
        id=f"case/{written.id}",
        skill=written.topic,
        kind=kind,
        difficulty=written.difficulty,
        text=" ".join(written.question.split()),
        **more,
    )


def _of_visit(written: Case) -> Question:
    visit = written.visit or Visit(_ANY_DAY, "commercial_ncci")
    note = Note(visit)
    lines: tuple[Line, ...] = tuple(
        (one["code"], one.get("units", 1), tuple(one.get("modifiers", ())))
        for one in written.expected["lines"]
    )
    if written.proposed:
        codes = tuple(sorted({line[0] for line in written.proposed}))
        asked = _base(
            written,
            "judge",
            note=note,
            record=record_of_note(note),
            options=codes,
            proposed=written.proposed,
            aspect=STANDS if written.yes_or_no else "",
        )
        return _with(asked, (_judgement(asked, written, lines),))
    asked = _base(written, "fix", note=note, record=record_of_note(note))
    by_rules = answers_by_rules(asked)
    own: Answer = asked_of(asked, lines)
    return _with(asked, by_rules if own in by_rules or not written.expected["exact"] else (own,))


def _judgement(asked: Question, written: Case, lines: tuple[Line, ...]) -> tuple[str, ...]:
    """Say what is wrong with the proposed claim: as the review has it, unless the case says otherwise."""
    if written.expected.get("passes") or asked.note is None:
        return ()
    for answer in answers_by_rules(asked):
        found = tuple(str(one) for one in answer) if isinstance(answer, tuple) else ()
        wrong = {one for one in found if one != MISSING}
        if found and wrong == set(written.expected.get("wrong", wrong)):
            return found
    return judged(written.proposed, lines, frozenset(), asked.note.visit)


def _of_units(written: Case) -> Question:
    given, expected = written.given, written.expected
    if "totals" in given:
        options = tuple(f"day {n}: {minutes} minutes" for n, minutes in enumerate(given["totals"], start=1))
        counts = tuple(
            (name, Decimal(units)) for name, units in zip(options, expected["totals"], strict=True)
        )
        return _base(written, "numbers", options=options, right=(counts,))
    codes = tuple(sorted(given["minutes"]))
    asked = _base(
        written,
        "units",
        note=_note_of_minutes(given["method"], given["minutes"]),
        record=tuple(
            (number, f"{given['minutes'][number]} minutes: {code(number).label}") for number in codes
        ),
        options=codes,
    )
    splits = expected.get("alternatives") or (expected["units"],)
    return _with(asked, tuple(asked_of(asked, [(n, u, ()) for n, u in split.items()]) for split in splits))


def _note_of_minutes(method: str, minutes: Mapping[str, int]) -> Note:
    services = tuple(
        Service(code=number, minutes=spent, contact="one_on_one", deficit=_MEASURED)
        for number, spent in sorted(minutes.items())
        if is_timed(number)
    )
    return Note(Visit(_ANY_DAY, _PAYER_FOR[method], services=services))


def _of_price(written: Case) -> Question:
    given, expected = written.given, written.expected
    on = given["on"] if isinstance(given["on"], date) else date.fromisoformat(given["on"])
    units = ((given["code"], 1),) if "code" in given else tuple(sorted(given["units"].items()))
    amount = Decimal(str(expected["amount" if "code" in given else "total"]))
    bill = Bill(units, on, given["locality"], given.get("track"))
    held = [relative_values(number, on).multiple_procedure for number, _ in units]
    if given.get("facility") or None in held:
        # What the other way knows, and what is shown for the sum, is the office in the years with parts and indicators.
        return _base(written, "amount", record=_rows_of(given), right=(amount,))
    return _base(written, "amount", bill=bill, record=record_of_bill(bill), right=(amount,))


def _of_arithmetic(written: Case) -> Question:
    expected = written.expected
    named: dict[str, Any] = (
        dict(expected["values"]) if "values" in expected else {"answer": expected["value"]}
    )
    wanted: list[tuple[str, Decimal]] = []
    for name, value in named.items():
        values = value if isinstance(value, tuple) else (value,)
        label = name.replace("_", " ")
        wanted += [
            (f"{label} {n}" if len(values) > 1 else label, Decimal(str(one)))
            for n, one in enumerate(values, start=1)
        ]
    options = tuple(name for name, _ in wanted)
    unrounded, places = to_the_last_place(written.given) or ((), 0)
    return _base(
        written,
        "numbers",
        options=options,
        right=(tuple(wanted),),
        unrounded=unrounded,
        places=places,
        falls=written.given["operation"] == "percent_less",
    )


def _of_fact(written: Case) -> Question:
    answer = written.choices[written.answer or 0]
    formerly = tuple((one, now) for now, before in written.formerly.items() for one in before)
    return _base(written, "choice", options=offered(written), right=((answer,),), formerly=formerly)


def _rows_of(given: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name.replace("_", " "), _spoken(value)) for name, value in given.items())


def _spoken(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} ×{count}" for name, count in value.items())
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _with(asked: Question, right: tuple[Answer, ...]) -> Question:
    return replace(asked, right=tuple(dict.fromkeys(right)))


_MADE_BY = {
    "visit": _of_visit,
    "units": _of_units,
    "price": _of_price,
    "arithmetic": _of_arithmetic,
    "fact": _of_fact,
}
