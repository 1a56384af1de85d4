"""The rule of a case where no claim is asked for: regions, minutes, an order, a note, an amount."""

from __future__ import annotations

from collections.abc import Callable

from cptedu.engine.coding import code_visit
from cptedu.explain import place_in_words
from cptedu.facts.regions import region_of, regions_understood
from cptedu.learn.notes import without
from cptedu.learn.questions import Question, step_in_words
from cptedu.learn.replies.case_told import CaseTold, first_sentence, joined, thing
from cptedu.model import Verdict
from cptedu.rules.allowed_amount import allowed_amounts, conversion_factor

__all__ = ["rule_of_kind"]


def rule_of_kind(question: Question) -> tuple[str, ...]:
    """Tell the rule of a question by its kind.

    Args:
        question: the question.

    Returns:
        Sentences, the weightiest first; none for a question that asks for a claim.
    """
    told = _BY_KIND.get(question.kind)
    return told(question) if told is not None else ()


def _regions(question: Question) -> tuple[str, ...]:
    if question.note is None:
        return ()
    told = CaseTold(question, question.note)
    if question.aspect == "counted":
        known = [
            one
            for one in question.note.visit.adjusted
            if regions_understood([one]) and one not in told.beyond
        ]
        placed = [
            f"{place_in_words(one)} {place_in_words(region_of(one))}"
            for one in known
            if region_of(one) != one
        ]
        what_counts = f"{joined(map(place_in_words, told.adjusted)).capitalize()} count, each once."
        if len(told.adjusted) == 1:
            what_counts = f"{place_in_words(told.adjusted[0]).capitalize()} counts, once."
        lies = "lies" if len(told.beyond) == 1 else "lie"
        beyond = f"{joined(told.beyond)} {lies} beyond the spine.".capitalize() if told.beyond else ""
        said = f"{', '.join(placed)}." if placed and len(placed) < 8 else ""
        return tuple(filter(None, (said[:1].upper() + said[1:], beyond, what_counts)))
    adjusted = joined(map(place_in_words, told.adjusted))
    kept_off = [
        f"{thing(one)[:1].upper()}{thing(one)[1:]}: {told.where(one)}, which was adjusted. An edit joins the two codes."
        for one in told.services
        if (item := told.off(told.code_of(one))) is not None and told.reason(item).rule == "separate_region"
    ]
    treated = "; ".join(f"{thing(one)}: {told.where(one)}" for one in told.services)
    return tuple(kept_off) or (f"Adjusted: {adjusted}. Treated: {treated}. No edit keeps any of it off.",)


def _minutes(question: Question) -> tuple[str, ...]:
    number, wanted = question.target or ("", 0)
    least = question.right[0]
    unit = {1: "The first unit", 2: "The second unit", 3: "The third unit", 4: "The fourth unit"}.get(
        wanted, f"Unit {wanted}"
    )
    told = CaseTold(question, question.note) if question.note is not None else None
    if told is not None and told.pools:
        beside = " and ".join(f"{one.minutes} of {one.code}" for one in told.services if one.minutes)
        how = f" With the {beside}, the total and the leftovers then reach it." if beside else ""
        return (
            f"{unit} of {number} begins at {least} minutes here: all timed minutes are put together.{how}",
        )
    services = told.services if told is not None else ()
    beside = " and ".join(f"{one.minutes} of {one.code}" for one in services if one.minutes)
    alone = f", and the {beside} change nothing" if beside else ""
    return (f"{unit} of {number} begins at {least} minutes: each code is counted by itself{alone}.",)


def _order(question: Question) -> tuple[str, ...]:
    right = question.right[0]
    steps = [str(one) for one in right] if isinstance(right, tuple) else []
    if question.aspect == "diagnoses":
        first, *later = (step_in_words(question, one) for one in steps)
        return (f"{first} names the subluxation, so it comes first; {joined(later)} tells what it causes.",)
    return (f"First {steps[0]}, last {steps[-1]}: each needs the one before it.",)


def _note(question: Question) -> tuple[str, ...]:
    if question.note is None:
        return ()
    told = CaseTold(question, question.note)
    against: list[str] = []
    for item in told.claim.unbilled if told.claim is not None else ():
        if item.service is not None:
            said = first_sentence(told.reason(item).says)
            # What speaks of two purposes tells them in brackets, with what each leads to.
            said = said.partition(" (strength")[0].rstrip(".") + "." if " that point to " in said else said
            if question.kind == "missing":
                said = f"{thing(item.service)[:1].upper()}{thing(item.service)[1:]}: {said[:1].lower()}{said[1:]}"
            against.append(said)
    if against:
        return tuple(against)
    service = told.services[0]
    measured = f", “{service.deficit}” measured" if service.deficit.strip() else ""
    aims = joined(map(place_in_words, service.purpose))
    where = f", in {told.where(service)}" if question.skill == "ncci_59" else ""
    return (
        f"It holds what a line needs: for {aims}{measured}, {service.minutes} minutes, {_with_whom(service.contact)}{where}.",
    )


def _with_whom(contact: str | None) -> str:
    return {"one_on_one": "one on one", "group": "in a group"}.get(contact or "", "who was there")


def _sentence(question: Question) -> tuple[str, ...]:
    if question.note is None:
        return ()
    claim = code_visit(without(question.note.visit, question.aspect.split()[0]))
    asked = [one for item in claim.unbilled for one in item.findings if one.verdict is Verdict.ASK]
    right = question.right[0]
    said = str(right[0]) if isinstance(right, tuple) and right else ""
    return tuple([f"“{said}” Without it: {first_sentence(one.says)}" for one in asked[:1]])


def _amount(question: Question) -> tuple[str, ...]:
    bill = question.bill
    if bill is None:
        return ()
    priced = allowed_amounts(dict(bill.units), on=bill.on, locality=bill.locality, track=bill.track)
    lines = [f"{one.code}: {' + '.join(f'${each}' for each in one.unit_amounts)}" for one in priced.lines]
    cut = sum(one.reduced_units for one in priced.lines)
    total = (
        f"; together ${priced.total}"
        if priced.total is not None and sum(n for _, n in bill.units) > 1
        else ""
    )
    told = f"{'; '.join(lines)}{total}."
    if cut:
        units = "1 therapy unit" if cut == 1 else f"{cut} therapy units"
        return (told, f"{units} lost half of the practice expense, and nothing else.")
    return (told, f"Each RVU times its index, added up, times ${conversion_factor(bill.on, bill.track)}.")


def _one_of_them(question: Question) -> tuple[str, ...]:
    right = question.right[0]
    said = str(right[0]).rstrip(".") if isinstance(right, tuple) else ""
    return (f"{said[:1].upper()}{said[1:]}.",) if said else ()


_BY_KIND: dict[str, Callable[[Question], tuple[str, ...]]] = {
    "regions": _regions,
    "minutes": _minutes,
    "order": _order,
    "note": _note,
    "missing": _note,
    "sentence": _sentence,
    "amount": _amount,
    "choice": _one_of_them,
}
