"""Questions back about sums: which numbers of the question go together, and by which step. None of them names a result."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from cptedu.explain import counted
from cptedu.learn.cases import Case
from cptedu.learn.questions import Answer, Bill, Question
from cptedu.learn.replies.case_told import joined
from cptedu.rules.allowed_amount import allowed_amounts, conversion_factor

__all__ = ["RVUS_OF_THAT_DAY", "about_amount", "about_numbers", "sum_asked", "way_of_sum"]

_A_CENT_OR_SO = Decimal("0.05")
_LARGEST_FOLLOWED = Decimal("1e9")  # what is larger was typed by mistake: it is not said where it leads
_ONCE_MORE = "Work it out once more from the numbers in the question."
RVUS_OF_THAT_DAY = "Which RVUs and which factor are those of that day, and which of them are for the place where it was given?"
_ROUNDED_TOO_SOON = "Does the factor have all its places, and is nothing rounded but the amount, at the end?"
_ROSE_OR_FELL = "Did it rise or fall?"
_FROM_WHICH_MINUTE = "From which minute on is there a first unit, and from which the next?"


def about_amount(question: Question, answer: Answer) -> str:
    """Ask back about a wrong amount of dollars.

    Args:
        question: a question about an amount.
        answer: a wrong answer.

    Returns:
        Whether it is too high or too low, and a question about this bill.
    """
    right = question.right[0]
    if not isinstance(answer, Decimal) or not isinstance(right, Decimal):
        return _ONCE_MORE
    bill = question.bill
    if bill is not None and abs(answer - right) <= _A_CENT_OR_SO:
        return "A cent or so is off: round each unit to the cent, half up, and then add."
    way = "That is too high." if answer > right else "That is too low."
    if bill is None:
        return f"{way} {RVUS_OF_THAT_DAY}"
    units = joined(f"{number}, {counted(count, 'unit')}" for number, count in bill.units)
    if _is_cut(bill):
        return f"{way} The bill has {units}. Which of these units does the reduction cut, and which part of them?"
    if sum(count for _, count in bill.units) > 1:
        return f"{way} The bill has {units}. What does each come to by itself, and what do they add up to?"
    factor = conversion_factor(bill.on, bill.track)
    asks = f"For {units}: which index goes with which of the three RVUs, and what is their sum?"
    if abs(answer) > _LARGEST_FOLLOWED:
        return f"{way} {asks}"
    led, wanted = (_to(2, one / factor) for one in (answer, right))
    if led == wanted:
        return f"{way} Its RVUs are right to two places. {_ROUNDED_TOO_SOON}"
    return f"{way} {answer} over the factor, {factor}, is {led} RVU. {asks}"


def _to(places: int, number: Decimal) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _is_cut(bill: Bill) -> bool:
    priced = allowed_amounts(dict(bill.units), on=bill.on, locality=bill.locality, track=bill.track)
    return any(one.reduced_units for one in priced.lines)


def about_numbers(question: Question, answer: Answer, written: Case | None = None) -> str:
    """Ask back about wrong numbers.

    Args:
        question: a question that asks for numbers.
        answer: a wrong answer.
        written: the case from which the question was made, if it was.

    Returns:
        Which of several are wrong, and a question about the numbers of this case.
    """
    wrong = question.wrong_numbers(answer)
    at = question.options.index(wrong[0]) if wrong else 0
    if written is None:
        return f"{_which(question, wrong, {})}{_ONCE_MORE}"
    mine = _number(answer, question.options[at])
    led = _where_it_leads(written, at, mine) if mine is not None else ""
    sides = {name: _side(question, answer, name) for name in wrong} if "operation" in written.given else {}
    if not led and len(wrong) == 1 and sides:
        led = f"That is {sides[wrong[0]]}. "
    return f"{_which(question, wrong, {} if led else sides)}{led}{sum_asked(written, at)}"


def _which(question: Question, wrong: Sequence[str], sides: Mapping[str, str]) -> str:
    """Say which of several numbers are wrong, and of each on which side of the right one it lies."""
    if len(question.options) < 2:
        return ""
    told = [f"{name} ({sides[name]})" if name in sides else name for name in wrong]
    if all(name.startswith("answer ") for name in question.options):
        return f"Look again at {' and '.join(one.replace('answer', 'number') for one in told)}. "
    return f"Look again at: {', '.join(told)}. "


def _side(question: Question, answer: Answer, name: str) -> str:
    """Say on which side of the right number a wrong one lies; of what fell it matters how far, whatever its sign."""
    mine, right = (_number(one, name) for one in (answer, question.right[0]))
    if mine is None or right is None:
        return "wrong"
    if question.falls:
        mine, right = abs(mine), abs(right)
    return "too high" if mine > right else "too low"


def _number(answer: Answer, name: str) -> Decimal | None:
    figures = answer if isinstance(answer, tuple) else ()
    return next((one[1] for one in figures if one[0] == name and isinstance(one[1], Decimal)), None)


def _where_it_leads(written: Case, at: int, mine: Decimal) -> str:
    """Say what a wrong number would come to, where it can be followed."""
    leads = _LEADS.get(str(written.given.get("operation", "")))
    if leads is None or abs(mine) > _LARGEST_FOLLOWED:
        return ""
    led = leads(written.given, at, mine)
    return f"{led} " if led else ""


def sum_asked(written: Case, at: int = 0) -> str:
    """Ask which numbers of a case go together.

    Args:
        written: a case with a sum.
        at: of several numbers asked for, which one is meant, counted from 0.

    Returns:
        A question that names the numbers, or, where nothing is known of the sum, what to do.
    """
    asks = _OF_SUMS.get(str(written.given.get("operation", "")))
    if asks is not None:
        return asks({**written.given, "named": _others_named(written)}, at)
    return _FROM_WHICH_MINUTE if "totals" in written.given else _ONCE_MORE


def way_of_sum(written: Case) -> str:
    """Tell the way of a case with a sum, without its result; empty where none is known, or a rule is to be found first."""
    operation = str(written.given.get("operation", ""))
    if operation == "medicare_share" and "deductible" not in written.given:
        return _WAY_OF_SHARE
    if operation == "product_rounded":
        return _way_of_product(written)
    way = _WAYS.get(operation, "")
    return way.format(**written.given) if not isinstance(written.given.get("start"), tuple) else _WAY_OF_MANY


def _way_of_product(written: Case) -> str:
    """Tell the way of a product; none where the question leaves its numbers to a rule, which is to be found first."""
    others, told = _others(written), _told_numbers(written)
    if not _others_named(written):
        return ""
    falls = any(100 - one * 100 in told for one in others)
    return f"{_WAYS['product_rounded']}{_OF_LESS if falls else ''}"


def _others(written: Case) -> list[Decimal]:
    """Give the numbers by which the first one of a product is multiplied."""
    return [Decimal(str(one)) for one in written.given.get("factors", ())[1:]]


def _told_numbers(written: Case) -> set[Decimal]:
    return {Decimal(one) for one in re.findall(r"\d+(?:\.\d+)?", written.question)}


def _others_named(written: Case) -> bool:
    """Say whether a question has the numbers by which its first one is multiplied: as they are, in percent, or as what falls."""
    others, told = _others(written), _told_numbers(written)
    in_words = {
        Decimal(n) for n, word in enumerate(_SMALL_NUMBERS) if word in written.question.lower().split()
    }
    return any({one, one * 100, 100 - one * 100} & (told | in_words) for one in others)


def _one(given: object, at: int) -> object:
    return given[at] if isinstance(given, tuple) else given


def _percent(given: Mapping[str, Any], at: int) -> str:
    start, end = _one(given["start"], at), _one(given["end"], at)
    return f"What lies between {start} and {end}, and of which of the two is it the share?"


def _ratio(given: Mapping[str, Any], _at: int) -> str:
    return f"Which is divided by which, {given['of']} or {given['to']}?"


def _product(given: Mapping[str, Any], _at: int) -> str:
    if not given["named"]:
        return f"Begin with {given['factors'][0]}. Which rule says what becomes of it, and by which numbers?"
    return f"Begin with {given['factors'][0]}. What does each of the other numbers do to it, one after the other?"


def _sum(given: Mapping[str, Any], _at: int) -> str:
    once = tuple(dict.fromkeys(map(str, given["terms"])))
    if len(once) < len(given["terms"]):
        return f"Here are {joined(once)}. How often does each of them come, and what do they add up to?"
    return f"Write {joined(once)} one below the other, point under point. What do they add up to?"


def _payment(given: Mapping[str, Any], _at: int) -> str:
    parts = f"{given['work']}, {given['pe']} and {given['mp']}"
    if "gpci" in given:
        return f"Which index goes with each of {parts}, and what makes dollars of their sum?"
    return f"What do {parts} add up to, and what makes dollars of that?"


def _reduced(given: Mapping[str, Any], _at: int) -> str:
    return f"Of the practice expenses {joined(map(str, given['pe']))}: which stays whole, and is anything but these cut?"


def _share(given: Mapping[str, Any], _at: int) -> str:
    begun = f"Of the {given['allowed']}: "
    if "deductible" in given:
        begun = f"Of the {given['allowed']}, the patient owes {given['deductible']} first. Of the rest: "
    return (
        f"{begun}what is the patient's part, what is Medicare's, and from which of the two is the cut taken?"
    )


def _leads_by_percent(given: Mapping[str, Any], at: int, mine: Decimal) -> str:
    start, end = (Decimal(str(_one(given[key], at))) for key in ("start", "end"))
    if mine < 0 and end > start:
        return _ROSE_OR_FELL
    by, places = abs(mine), max(0, -int(end.as_tuple().exponent))
    led = _to(places, start * (100 + (by if end > start else -by)) / 100)
    way = "raised" if end > start else "lowered"
    return f"{start} {way} by {by} percent is {led}, and not {end}." if led != end else ""


def _leads_by_ratio(given: Mapping[str, Any], _at: int, mine: Decimal) -> str:
    of, to = Decimal(str(given["of"])), Decimal(str(given["to"]))
    led = _to(max(0, -int(of.as_tuple().exponent)), mine * to)
    return f"{mine} times {to} is {led}, and not {of}." if led != of else ""


_LEADS: Mapping[str, Callable[[Mapping[str, Any], int, Decimal], str]] = {
    "percent_change": _leads_by_percent,
    "percent_less": _leads_by_percent,
    "ratio": _leads_by_ratio,
}

_WAY_OF_MANY = "Of each pair: what lies between the two, over the number with which it began, times 100."
_SMALL_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WAYS: Mapping[str, str] = {
    "percent_change": "Take the one from the other, divide by {start}, with which it began, and multiply by 100.",
    "percent_less": "Take the one from the other, divide by {start}, with which it began, and multiply by 100.",
    "ratio": "The first number is divided by the second: {of} over {to}. Round at the end.",
    "product_rounded": "Multiply one after the other, and round once, at the end. A part in percent is so many hundredths.",
    "sum_rounded": "Add each as often as the question has it. Nothing is cut, and no index comes in.",
    "payment_formula": "Each of the three times its index, if one is given; add; then times the factor. Round at the end.",
    "reduced_practice_expense": "The highest practice expense stays whole, every other loses its cut; work and malpractice stay.",
    "medicare_share": "The deductible comes off first. Of the rest a fifth is the patient's; the cut comes off the other four.",
}
_WAY_OF_SHARE = "A fifth is the patient's; the cut comes off the other four."
_OF_LESS = " Of so many percent less, multiply by what stays."

_OF_SUMS: Mapping[str, Callable[[Mapping[str, Any], int], str]] = {
    "percent_change": _percent,
    "percent_less": _percent,
    "ratio": _ratio,
    "product_rounded": _product,
    "sum_rounded": _sum,
    "payment_formula": _payment,
    "reduced_practice_expense": _reduced,
    "medicare_share": _share,
}
