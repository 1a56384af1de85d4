"""A claim that somebody put forward, line by line against the one that the steps arrive at."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from cptedu.learn.questions import MISSING, Line, in_order
from cptedu.learn.second_opinion.code_facts import is_therapy, sort_of
from cptedu.learn.second_opinion.edits import MARKED, live_edit
from cptedu.learn.second_opinion.modifiers import wants_gp
from cptedu.model import Visit

__all__ = ["judged"]

_BEYOND_THE_SPINE, _MULTIPLE = "98943", "51"
_PLAN_OF_CARE = "GP"
_PLANS = frozenset({"GP", "GO", "GN"})
_EVALUATION = "therapy_evaluation"


def judged(
    proposed: Iterable[Line],
    supported: Iterable[Line],
    kept_off: frozenset[str],
    visit: Visit,
    unmarked: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """Name the lines that are wrong, and say whether one is missing.

    A code in place of another of its sort is one wrong line; nothing is missing then. A mark that does no harm is not wrong.

    Args:
        proposed: the claim put forward.
        supported: the claim as it should be.
        kept_off: codes of services that were done and make no line; they stand in for no other.
        visit: the visit.
        unmarked: codes that may stand without the mark of a separate region.

    Returns:
        The codes of the wrong lines in order, and ``"missing"`` where a line is left off.
    """
    given = {line[0]: line for line in in_order(proposed)}
    wanted = {line[0]: line for line in in_order(supported)}
    over = {number: _marks(given, number) - _marks(wanted, number) for number in given.keys() & wanted.keys()}
    lacks = {number: _marks(wanted, number) - _marks(given, number) for number in over}
    _forgive(over, lacks, visit)
    _leave_the_plan_open(over, lacks)
    lacks |= {number: lacks[number] - MARKED for number in unmarked & lacks.keys()}
    wrong = {number for number in over if over[number] or lacks[number]}
    wrong |= {number for number in over if given[number][1] != wanted[number][1]}
    strange = given.keys() - wanted.keys()
    gone = sorted(wanted.keys() - given.keys())
    for number in sorted(strange - kept_off):
        meant = next((one for one in gone if sort_of(one) == sort_of(number)), None)
        if meant is not None:
            gone.remove(meant)
    return (*sorted(wrong | strange), *([MISSING] if gone else []))


def _marks(lines: dict[str, Line], number: str) -> frozenset[str]:
    return frozenset(lines[number][2])


def _forgive(over: dict[str, frozenset[str]], lacks: dict[str, frozenset[str]], visit: Visit) -> None:
    """Take out what is a custom and no rule: a plan of care nobody asked for, and the other line of an edit."""
    if not wants_gp(visit):
        over |= {number: marks - {_PLAN_OF_CARE} for number, marks in over.items() if is_therapy(number)}
    for marks in (over, lacks):
        if _BEYOND_THE_SPINE in marks:
            marks[_BEYOND_THE_SPINE] -= {_MULTIPLE}
    carrying = {number for number in over if over[number] & MARKED}
    unmarked = {number for number in lacks if lacks[number] & MARKED}
    for one, other in product(carrying, unmarked):
        edit = live_edit(one, other, visit.date_of_service)
        if edit is not None and edit[1]:
            over[one], lacks[other] = over[one] - MARKED, lacks[other] - MARKED


def _leave_the_plan_open(over: dict[str, frozenset[str]], lacks: dict[str, frozenset[str]]) -> None:
    """Take out one mark of a plan of care in place of another: whose plan it was, the record does not tell."""
    for number, marks in over.items():
        plan = marks & _PLANS
        if len(plan) == 1 and lacks[number] & _PLANS and sort_of(number) != _EVALUATION:
            over[number], lacks[number] = marks - _PLANS, lacks[number] - _PLANS
