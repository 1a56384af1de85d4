"""What the auditor's chair shows: one claim with its note, and nothing of the answer before it is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cptedu.analysis.chair import ASK, DENY, PAY, QUESTIONS, Chart, charts
from cptedu.errors import CpteduError
from cptedu.explain import counted, day_in_words
from cptedu.facts.codes import code
from cptedu.facts.sources import cite
from cptedu.payers import payer

__all__ = ["read_chair"]

_ALL_THERE = "The note bears out every line of the claim."
_NOT_NEEDED = "The question was not needed: whatever decides it stands in the note."
_SILENT = "Here the note is silent, and a silent note is asked before it is paid or denied."


def read_chair(at: int, said: object, seed: int) -> dict[str, Any]:
    """Say what is on the auditor's table, as far as the learner has decided it.

    Args:
        at: the chart in front, counted from 0.
        said: for each number of a chart what was decided, in order: ``"ask"``, then ``"pay"`` or ``"deny"`` and a code.
        seed: which twelve charts.

    Returns:
        ``note``, ``claim``, ``choices``, ``answer``, ``lead``, ``because`` and what else is drawn; what is right only once the
        chart is decided.

    Raises:
        CpteduError: for a chart that is not there.

    >>> read_chair(0, {}, 1)["because"], read_chair(0, {"0": ["pay"]}, 1)["turned"]
    ('', True)
    """
    held = charts(seed)
    if not isinstance(at, int) or isinstance(at, bool) or not 0 <= at < len(held):
        raise CpteduError(f"There is no chart {at}. Choose from 0 to {len(held) - 1}.")
    decided = _decided(held, said)
    chart, own = held[at], decided[at]
    final = _final(own)
    states = [_state(one, its) for one, its in zip(held, decided, strict=True)]
    left = QUESTIONS - sum(ASK in its for its in decided)
    is_over = all(map(_final, decided))
    return {
        "step": f"Chart {at + 1} of {len(held)}",
        "steps": states,
        "about": f"{payer(chart.visit.payer).label}. {day_in_words(chart.visit.date_of_service)}",
        "note": [{"section": section, "text": text} for section, text in chart.note.paragraphs],
        "claim": [_line(one) for one in chart.lines],
        "choices": _choices(chart, own, left),
        "chosen": own,
        "answer": chart.answer if ASK in own else "",
        "turned": bool(final),
        "right": _right(chart, own) if final else "",
        "how": states[at],
        "lead": _lead(chart, own) if final else "",
        "because": _because(chart, own) if final else "",
        "sources": _sources(chart) if final else [],
        "left": f"{counted(left, 'question')} left",
        "is_over": is_over,
        "tally": _tally(states, left, is_over=is_over),
        "summary": f"{_lead(chart, own)} {_because(chart, own)}" if final else chart.answer if own else "",
    }


def _decided(held: Sequence[Chart], said: object) -> list[list[str]]:
    """Give what was decided of each chart, as far as it may be: one question a chart while there are any, and one decision."""
    if not isinstance(said, Mapping):
        raise CpteduError(
            f"{said!r} is not what was decided of each chart. Give its decisions by its number."
        )
    found, asked = [], 0
    for number, chart in enumerate(held):
        given = said.get(str(number), ())
        steps = [one for one in given if isinstance(one, str)] if isinstance(given, list | tuple) else []
        own: list[str] = []
        for one in steps:
            if one == ASK and not own and asked < QUESTIONS:
                asked += 1
                own.append(one)
            elif one in _final_choices(chart) and not _final(own):
                own.append(one)
        found.append(own)
    return found


def _final_choices(chart: Chart) -> list[str]:
    return [PAY, *(f"{DENY} {number}" for number, _, _ in chart.lines)]


def _final(own: Sequence[str]) -> str:
    """Give what was decided in the end; empty while it is open."""
    return next((one for one in own if one != ASK), "")


def _right(chart: Chart, own: Sequence[str]) -> str:
    """Say what the rules decide: of a silent note to ask, and after the answer what follows from it."""
    if chart.right == ASK and ASK not in own:
        return ASK
    wanted = chart.after if chart.right == ASK else chart.right
    return PAY if wanted == PAY else f"{DENY} {chart.code}"


def _state(chart: Chart, own: Sequence[str]) -> str:
    final = _final(own)
    return "open" if not final else "right" if final == _right(chart, own) else "other"


def _line(line: tuple[str, int, tuple[str, ...]]) -> dict[str, str]:
    number, units, modifiers = line
    return {"code": number, "billed": _billed(line), "label": code(number).label, "units": str(units)} | {
        "modifiers": " ".join(modifiers)
    }


def _billed(line: tuple[str, int, tuple[str, ...]]) -> str:
    """Write a line as a biller would."""
    number, units, modifiers = line
    return "-".join((number, *modifiers)) + (f" ×{units}" if units > 1 else "")


def _choices(chart: Chart, own: Sequence[str], left: int) -> list[dict[str, Any]]:
    """Offer what may be decided: to pay, to deny one of the lines, or to ask while a question is left."""
    made: list[dict[str, Any]] = [{"say": PAY, "words": "Pay as billed", "is_open": True}]
    made += [
        {"say": f"{DENY} {line[0]}", "words": f"Deny {_billed(line)}", "is_open": True}
        for line in chart.lines
    ]
    can_ask = left > 0 and not own
    return [*made, {"say": ASK, "words": "Ask the practice", "is_open": can_ask}]


def _in_words(chart: Chart, said: str) -> str:
    if said in (PAY, ASK):
        return {PAY: "pay as billed", ASK: "ask the practice"}[said]
    return f"deny {next(_billed(one) for one in chart.lines if f'{DENY} {one[0]}' == said)}"


def _lead(chart: Chart, own: Sequence[str]) -> str:
    right = _in_words(chart, _right(chart, own))
    return (
        f"The rules decide so, too: {right}."
        if _final(own) == _right(chart, own)
        else f"The rules decide: {right}."
    )


def _because(chart: Chart, own: Sequence[str]) -> str:
    said = [chart.difference.says if chart.difference else _ALL_THERE]
    if chart.difference and chart.right != ASK:
        said.append(chart.difference.fix)
    if chart.right == ASK:
        said.append(_after(chart) if ASK in own else _SILENT)
    elif ASK in own:
        said.append(_NOT_NEEDED)
    return " ".join(said)


def _after(chart: Chart) -> str:
    """Say what follows from the answer: a paper of that day fills the note, and nothing that is written later does."""
    if chart.after == PAY:
        return "What the practice sent was written on that day, and with it the note bears the claim out."
    return "Nothing more was written on that day, and what is written later does not count."


def _sources(chart: Chart) -> list[str]:
    return [str(cite(one)) for one in chart.difference.sources] if chart.difference else []


def _tally(states: Sequence[str], left: int, *, is_over: bool) -> str:
    done = sum(one != "open" for one in states)
    right = states.count("right")
    if not done:
        return "No chart decided yet."
    if not is_over:
        return f"{right} of {done} as the rules decide."
    used = QUESTIONS - left
    return f"All {len(states)} are decided, {right} as the rules decide, with {counted(used, 'question')} of {QUESTIONS}."
