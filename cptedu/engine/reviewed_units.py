"""The units of a proposed line, and one code that stands on several lines."""

from __future__ import annotations

from collections.abc import Iterable

from cptedu.engine.coding import Worksheet
from cptedu.engine.left_open import is_open
from cptedu.engine.proposal import Proposed
from cptedu.engine.stamped import stamped
from cptedu.engine.told import Told
from cptedu.facts.codes import code, codes, is_timed
from cptedu.facts.days_told import day_in_words
from cptedu.model import ClaimLine, Finding, Verdict
from cptedu.rules.awaited_answer import what_is_open
from cptedu.rules.session_length import billed_beyond
from cptedu.rules.unit_limit import unit_limit

__all__ = ["ASK_OF_THE_MINUTES", "in_units", "judge_units", "longer_than_the_session"]

ASK_OF_THE_MINUTES = "Ask how long each service took. No minute is made up."
SPLIT_SOURCES = ("firstcoast-units",)


def judge_units(told: Told, sheet: Worksheet, line: ClaimLine, one: Proposed, stays: int = 0) -> bool:
    """Judge the units of one code: on how many lines they stand, and whether the record supports so many.

    Where no rule of counting is held, only a limit speaks of them. What the note leaves open of another service, which may
    be of this code too, is asked about with the count.

    Args:
        told: where the findings go.
        sheet: the visit's worksheet.
        line: the line that the record supports.
        one: what is proposed for its code.
        stays: which of its lines stays where the others are to be removed; the first is 0.

    Returns:
        True where one of its lines is to stay and the others are to be removed.
    """
    total = sum(one.units)
    if not code(line.code).count_is_held:
        if len(one.units) > 1:
            _several_lines(told, line, f"Put its {total} units on one line.")
        limit = None if total == line.units else unit_limit(told.record, line.code, total)
        if limit is not None:
            (told.wrong if limit.verdict is Verdict.NOT_SUPPORTED else told.unknown).append(
                stamped(told.record, limit)
            )
        return False
    if told.session is not None and is_timed(line.code):
        _beside_the_session(told, told.session, line, one)
    elif len(one.units) > 1 and (total == line.units or _left_open(told, sheet, line, total)):
        _several_lines(told, line, _step(one.units, line.units, stays))
    elif len(one.units) > 1:
        _more_or_fewer(told, line, one.units, stays)
        return True
    elif total != line.units and not _left_open(told, sheet, line, total):
        is_more = is_timed(line.code) and total > line.units
        _other_units(told, line, total, or_open=is_more and is_open(told, sheet, line.code))
    return False


def longer_than_the_session(notes: Iterable[Finding]) -> Finding | None:
    """Give the question about the length of a session where it bears on units: those of the record's minutes do not fit in.

    Args:
        notes: what is said of the claim as a whole.

    Returns:
        The question; None where the units fit, though some minutes may not.
    """
    asked = (one for one in notes if one.rule == "session_length" and one.verdict is Verdict.ASK)
    return next((one for one in asked if _are_too_many(one, dict(one.numbers)["units"])), None)


def _are_too_many(session: Finding, units: int | str) -> bool:
    numbers = {name: int(value) for name, value in session.numbers}
    return billed_beyond(0, int(units), numbers["session minutes"] - numbers.get("group minutes", 0))


def _beside_the_session(told: Told, session: Finding, line: ClaimLine, one: Proposed) -> None:
    """Ask about units that hang on how long the session was: which of its notes is at fault nobody here knows.

    More than the minutes of the service make are wrong whatever the answer; fewer than they make may be right.
    """
    total = sum(one.units)
    if len(one.units) > 1:
        _several_lines(told, line, f"Put its {total} units on one line.")
    timed = (units for number, units in told.units.items() if number in codes() and is_timed(number))
    if total == line.units and not _are_too_many(session, sum(timed)):
        return
    says = f"{line.code}: {in_units(total)} proposed; its minutes make {line.units}; the session is too short for all of them."
    if total > line.units:
        told.wrong.append(
            told.say("units", Verdict.NOT_SUPPORTED, says, line.code, ASK_OF_THE_MINUTES, [session])
        )
    else:
        told.leave_open(told.say("units", Verdict.ASK, says, line.code, ASK_OF_THE_MINUTES, [session]))


def _left_open(told: Told, sheet: Worksheet, line: ClaimLine, proposed: int) -> bool:
    """Leave units open that an answer about something else may make right, and say so."""
    asked = sheet.what_may_make_it(line.code, proposed, told.units)
    if asked is None:
        return False
    says = f"{line.code}: {in_units(proposed)} proposed; the record as it is supports {line.units}. {what_is_open(asked)}"
    fix = f"{asked.fix} Until then bill {line.units}."
    told.leave_open(told.say("units", Verdict.ASK, says, line.code, fix, [stamped(told.record, asked)]))
    return True


def in_units(count: int) -> str:
    """Say a count of units."""
    return f"{count} unit{'' if count == 1 else 's'}"


def _step(given: tuple[int, ...], supported: int, stays: int) -> str:
    """Name the one step from several lines to one, which never bills more than the record supports."""
    if sum(given) == supported:
        return f"Put its {supported} units on one line."
    if given[stays] == supported:
        if len(given) == 2:
            return f"Remove the {'first' if stays else 'second'} line."
        return f"Remove every line but {'the first' if not stays else f'line {stays + 1}'}."
    return f"Bill {supported} on one line, and remove the others."


def _more_or_fewer(told: Told, line: ClaimLine, units: tuple[int, ...], stays: int) -> None:
    """Say of several lines that together they have other units than the record supports."""
    because = [finding for finding in line.findings if finding.rule in {"units", "cmt_level"}]
    says = (
        f"{line.code} stands on more than one line, together with {sum(units)} units; the record supports"
        f" {line.units}."
    )
    told.wrong.append(
        told.say("one_line", Verdict.NOT_SUPPORTED, says, line.code, _step(units, line.units, stays), because)
    )


def _several_lines(told: Told, line: ClaimLine, step: str) -> None:
    """Judge units that are right in sum but split: what some payers reject is asked of the others."""
    payer = told.record.payer
    held = payer.choice("lines_of_a_timed_code")
    if payer.wants("lines_of_a_timed_code") == "one":
        since = "" if held.since is None else f" since {day_in_words(held.since)}"
        says = (
            f"{line.code} stands on more than one line; {payer.named} rejects a timed code that is split over the lines of one"
            f" date{since}."
        )
        told.wrong.append(
            told.say("one_line", Verdict.NOT_SUPPORTED, says, line.code, step, sources=SPLIT_SOURCES)
        )
        return
    says = (
        f"{line.code} stands on more than one line. Whether {payer.named} took a code so on that day is not known; the usual"
        " way is one line."
    )
    fix = f"{step.removesuffix('.')}, or ask the payer."
    told.unknown.append(told.say("one_line", Verdict.ASK, says, line.code, fix, sources=SPLIT_SOURCES))


def _other_units(told: Told, line: ClaimLine, proposed: int, *, or_open: bool) -> None:
    because = [finding for finding in line.findings if finding.rule in {"units", "cmt_level"}]
    reason = " ".join(finding.says for finding in because)
    says = f"{line.code}: {in_units(proposed)} proposed; the record supports {line.units}. {reason}"
    fix = f"Bill {line.units}. No minute is made up." if is_timed(line.code) else f"Bill {line.units}."
    if or_open:
        fix += f" Ask what the note leaves out of the other service, which may be {line.code} too."
    told.wrong.append(told.say("units", Verdict.NOT_SUPPORTED, says.strip(), line.code, fix, because))
