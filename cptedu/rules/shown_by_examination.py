"""What shows the subluxation that was adjusted, where the payer wants it shown: signs of P.A.R.T., or an x-ray in time."""

from __future__ import annotations

from datetime import date

from cptedu.facts.days_told import day_in_words
from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = ["shown_by_examination"]

CHOICE = "adjustment_evidence"
FILM_ALONE = "subluxation_and_xray"
SIGNS = ("P", "A", "R", "T")
XRAY_MONTHS_BEFORE = 12
XRAY_MONTHS_AFTER = 3
# The window is that of the start of the course, which no visit tells; a course that still goes on began within the last year.
COURSE_MONTHS = 12


def shown_by_examination(record: Record, number: str) -> Said:
    """Check that the record shows the subluxation: two letters of P.A.R.T. with A or R among them, or an x-ray.

    P is pain, A asymmetry, R an abnormal range of motion, T a change of tissue. The x-ray is at most 12 months old at the
    start of the course, or taken within 3 months after it; an older one may do for a permanent chronic condition. When the
    course began, a visit does not tell: what is in time by this visit counts, and what is so by an earlier start alone is asked.

    Args:
        record: the visit as understood.
        number: the adjustment code.

    Returns:
        ``supported`` when the record shows it, ``not_supported`` when what is given is not enough, ``ask`` when nothing is
        given.

    A payer may want the x-ray, so that signs alone show nothing: Medicare did before 2000.

    Source: the payer's own choice. Medicare's is CMS Benefit Policy Manual, chapter 15, section 240.1.2, read in a copy.
    """
    letters = set(record.visit.part or ())

    def answer(verdict: Verdict, says: str, fix: str = "") -> Said:
        seen = record.visit
        given = {"x-ray": seen.xray_on, "course": seen.course}
        shown = ", ".join(sign for sign in SIGNS if sign in letters) or "none"
        return Said(
            "part",
            verdict,
            says,
            code=number,
            fix=fix,
            numbers=(
                ("P.A.R.T. recorded", shown),
                *((name, str(value)) for name, value in given.items() if value is not None),
            ),
            used=("part", "xray_on", "course"),
            choices=(CHOICE,),
        )

    film_alone = record.payer.wants(CHOICE) == FILM_ALONE
    if len(letters) >= 2 and letters & {"A", "R"} and not film_alone:
        by = " and ".join(sign for sign in SIGNS if sign in letters)
        return answer(Verdict.SUPPORTED, f"The examination shows the subluxation by P.A.R.T.: {by}.")
    if _film_in_time(record):
        later = ", after this visit," if record.visit.xray_on and record.visit.xray_on > record.on else ""
        says = f"The record names the x-ray of {_film(record)}{later} as what shows the subluxation; it is in time by this visit."
        return answer(Verdict.SUPPORTED, says)
    older = _what_to_ask_of_an_older_film(record)
    if older:
        return answer(Verdict.ASK, *older)
    film = _film_out_of_time(record)
    if film_alone:
        return answer(*_without_the_film_wanted(record, film))
    if record.visit.part is None:
        missing = f"{film}, and no sign is given" if film else "none are given"
        return answer(
            Verdict.ASK,
            f"{record.payer.named_first} wants the subluxation shown by x-ray or by two signs of P.A.R.T., with A or R"
            f" among them; {missing}.",
            "Ask what the examination showed.",
        )
    return answer(
        Verdict.NOT_SUPPORTED,
        "P.A.R.T. is not enough: two of its four signs are needed, and A (asymmetry) or R (range of motion) must be among"
        f" them{f'; {film}' if film else ''}.",
        "Send it only if the record already holds another sign or an x-ray in time. No sign is added afterwards.",
    )


def _what_to_ask_of_an_older_film(record: Record) -> tuple[str, str] | None:
    taken = record.visit.xray_on
    if taken is None:
        return None
    if _older_film_of_a_chronic_condition(record):
        return (
            f"The x-ray of {_film(record)} is older than the window of 12 months; that is accepted only for a permanent"
            " chronic condition.",
            "Ask whether the condition is permanent, and record what the examination shows now.",
        )
    if not _film_in_time_of_an_earlier_start(record, taken):
        return None
    latest = day_in_words(_months(taken, XRAY_MONTHS_BEFORE))
    return (
        f"The x-ray of {_film(record)} is over {XRAY_MONTHS_BEFORE} months before this visit; it is in time only if the course"
        f" of care began by {latest}.",
        "Ask when the course began.",
    )


def _without_the_film_wanted(record: Record, film: str) -> tuple[Verdict, str, str]:
    since = record.payer.choice(CHOICE).since
    until = "" if since is None else f" before {day_in_words(since)}"
    wants = f"{record.payer.named_first} wanted an x-ray{until}; signs of an examination alone did not show a subluxation"
    if film:
        return Verdict.NOT_SUPPORTED, f"{wants}, and {film}.", "Send it only if another x-ray was in time."
    return Verdict.ASK, f"{wants}. No x-ray is given.", "Ask whether one was taken, and when."


def _film_in_time(record: Record) -> bool:
    taken = record.visit.xray_on
    if taken is None:
        return False
    return _months(record.on, -XRAY_MONTHS_BEFORE) <= taken <= _months(record.on, XRAY_MONTHS_AFTER)


def _film_in_time_of_an_earlier_start(record: Record, taken: date) -> bool:
    first = _months(record.on, -XRAY_MONTHS_BEFORE - COURSE_MONTHS)
    return first <= taken < _months(record.on, -XRAY_MONTHS_BEFORE)


def _film_out_of_time(record: Record) -> str:
    if record.visit.xray_on is None:
        return ""
    return (
        f"the x-ray of {_film(record)} is out of time (from {XRAY_MONTHS_BEFORE} months before to {XRAY_MONTHS_AFTER}"
        " months after, counted from this visit)"
    )


def _older_film_of_a_chronic_condition(record: Record) -> bool:
    return (
        record.visit.course == "chronic"
        and record.visit.xray_on is not None
        and record.visit.xray_on < record.on
    )


def _months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, last))


def _film(record: Record) -> str:
    return day_in_words(record.visit.xray_on)
