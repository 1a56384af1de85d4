"""Which code an exercise, a training or hands-on work is: by its purpose and its measured deficit, never by its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cptedu.errors import CpteduError, unknown
from cptedu.facts.code_groups import code_group
from cptedu.facts.codes import purpose_of_code, purposes
from cptedu.facts.sources import Citation, cite
from cptedu.model import Reading, Verdict
from cptedu.rules.said import reading
from cptedu.visit.deficit.measured_deficit import DeficitRead, read_deficit
from cptedu.visit.record import ServiceRecord

__all__ = ["CONTACTS", "ExerciseCode", "Reason", "code_of_service", "exercise_code", "needs_deficit"]

HANDS_ON = "on_one_patient_by_hand"
PART_OF_A_TASK = "part_of_a_practised_task"
TASK = "97530"
GROUP = "97150"
FLEXION_DISTRACTION = ("flexion distraction", "cox")
WORST_FIRST = (Verdict.NOT_SUPPORTED, Verdict.ASK, Verdict.CONTESTED)
CONTACTS = ("one_on_one", "group", "unattended")

IN_WATER = "97113"
IN_WATER_BY_ONE_READING = "counted_as_water_by_one_reading"
WATER_SOURCES = ("cpt-contact",)
GROUP_SOURCES = ("cms-carriers-1753", "apta-group", "chirocode-group")
# These two are reached by where and with whom, not by a purpose.
BY_SETTING = {
    IN_WATER: ("exercise in water is 97113", WATER_SOURCES),
    GROUP: (
        "two or more patients at once are a group, 97150, once for each of them and without minutes",
        GROUP_SOURCES,
    ),
}


class Reason(NamedTuple):
    """One step on the way to a code: what was looked at and what followed."""

    rule: str
    verdict: Verdict
    says: str
    sources: tuple[str, ...]
    fix: str = ""
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True)
class ExerciseCode:
    """The code that a record supports for one service.

    Attributes:
        code: the code that the purpose points to, or None when none can be named.
        verdict: ``supported``, ``contested``, ``ask`` or ``not_supported``.
        reasons: every step, in order.
        citations: the passages on which they rest.
    """

    code: str | None
    verdict: Verdict
    reasons: tuple[Reason, ...]

    @property
    def says(self) -> str:
        """Put the answer in words: the steps that decide it."""
        return _in_words(self.reasons, self.verdict)

    @property
    def fix(self) -> str:
        """Say the smallest step that would settle it."""
        return _what_settles(self.reasons)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Give the passages on which the answer rests."""
        return _passages(self.reasons)


def needs_deficit(number: str) -> bool:
    """Say whether a code treats a deficit that must have been measured.

    >>> needs_deficit("97112"), needs_deficit("97140")
    (True, False)
    """
    return number in code_group("needs_a_measured_deficit")


def _in_words(reasons: tuple[Reason, ...], verdict: Verdict) -> str:
    deciding = [reason.says for reason in reasons if reason.verdict is verdict]
    return " ".join(deciding or [reason.says for reason in reasons])


def _what_settles(reasons: tuple[Reason, ...]) -> str:
    return " ".join(reason.fix for reason in reasons if reason.fix)


def _passages(reasons: tuple[Reason, ...]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(cite(source) for reason in reasons for source in reason.sources))


def exercise_code(
    purpose: Iterable[str],
    deficit: str = "",
    contact: str | None = "one_on_one",
    *,
    activity: str = "",
    aquatic: bool = False,
    home_instruction: bool = False,
    choose_by: str = "record",
) -> ExerciseCode:
    """Find the code of an exercise, a training or hands-on work.

    What the note says it was for decides, with the measured finding behind it. The name of the exercise does not: a
    balance board used for strength is 97110. Money does not either: a wish to choose by RVU or fee is refused, with what
    the record supports.

    Args:
        purpose: one or more of the purposes of ``data/purposes.csv``, such as ``"balance"``.
        deficit: the measured finding; empty when the note has none.
        contact: ``"one_on_one"``, ``"group"``, ``"unattended"``, or None when not recorded.
        activity: what was done, in words; only used to say where sources dispute.
        aquatic: True when done in water.
        home_instruction: True for advice or a leaflet without skilled time.
        choose_by: ``"record"``; anything else is refused.

    Returns:
        The code, the verdict, and each step.

    Raises:
        CpteduError: for an unknown purpose or contact.

    Source: CMS LCD L33631 and L35036 and others, read in excerpts.

    >>> found = exercise_code(["balance"], deficit="single-leg stance 6 s left, 25 s right")
    >>> found.code, str(found.verdict)
    ('97112', 'supported')
    >>> str(exercise_code(["balance"]).verdict)
    'ask'
    >>> refused = exercise_code(["flexibility"], deficit="straight leg raise 50 degrees", choose_by="rvu")
    >>> refused.code, str(refused.verdict)
    ('97110', 'not_supported')
    """
    aims = _checked(purpose)
    if contact is not None and contact not in CONTACTS:
        raise unknown("contact", contact, CONTACTS)
    if home_instruction:
        return _decided(None, [_home_instruction()])
    number, reasons = _steps(aims, read_deficit(deficit, aims), contact, activity, aquatic=aquatic)
    if choose_by != "record":
        reasons.append(_by_money(number))
    return _decided(number, reasons)


def code_of_service(service: ServiceRecord) -> ExerciseCode:
    """Find the code of a service as understood, as ``exercise_code`` does from its parts.

    Args:
        service: the service; its deficit was read at the door.

    Returns:
        The code, the verdict, and each step.

    Source: as for ``exercise_code``.

    >>> code_of_service(ServiceRecord.of(purpose=("balance",), contact="one_on_one")).verdict.value
    'ask'
    """
    written = service.written
    if written.home_instruction:
        return _decided(None, [_home_instruction()])
    return _decided(
        *_steps(written.purpose, service.deficit, written.contact, written.activity, aquatic=written.aquatic)
    )


def _steps(
    aims: tuple[str, ...], deficit: DeficitRead, contact: str | None, activity: str, *, aquatic: bool
) -> tuple[str | None, list[Reason]]:
    number, reason = _by_purpose(aims, contact, aquatic)
    if number is None:
        return None, [reason]
    return number, [
        reason,
        *_in_water(number, aims),
        *_contact(number, contact),
        *_deficit(number, deficit),
        *_dispute(number, activity),
    ]


def _checked(purpose: Iterable[str]) -> tuple[str, ...]:
    if isinstance(purpose, str):
        raise CpteduError(f"purpose = {purpose!r} is one text; give a list, such as [{purpose!r}].")
    aims = tuple(purpose)
    for one in aims:
        if not isinstance(one, str) or one not in purposes():
            raise unknown("purpose", one, purposes())
    return aims


def _decided(number: str | None, reasons: list[Reason]) -> ExerciseCode:
    verdicts = [reason.verdict for reason in reasons]
    for verdict in WORST_FIRST:
        if verdict in verdicts:
            return ExerciseCode(number, verdict, tuple(reasons))
    return ExerciseCode(number, Verdict.SUPPORTED, tuple(reasons))


def _home_instruction() -> Reason:
    return Reason(
        "home_instruction",
        Verdict.NOT_SUPPORTED,
        "Advice or a leaflet is part of the visit: there was no skilled time to bill.",
        ("lcd-l35036", "cptedu-inference"),
        "Bill nothing for it. Skilled time one on one is recorded with its purpose and minutes when it was given.",
    )


@lru_cache(maxsize=1_000)
def _by_purpose(aims: tuple[str, ...], contact: str | None, aquatic: bool) -> tuple[str | None, Reason]:
    """Purposes, contacts and water are words of lists, so that few of their combinations come up; so with the steps below."""
    numbers = {purposes()[aim] for aim in aims}
    if not numbers:
        return None, Reason(
            "purpose",
            Verdict.ASK,
            "The note does not say what this was for, and the purpose decides the code.",
            ("chirocode-34693", "meyer-97530"),
            "Ask the clinician what the service was for; the name of the exercise does not tell.",
        )
    if contact == "group" and not numbers & set(code_group(HANDS_ON)):
        return GROUP, _named(GROUP, aims)
    if aquatic and numbers <= {*code_group(PART_OF_A_TASK), *code_group(IN_WATER_BY_ONE_READING)}:
        return IN_WATER, _named(IN_WATER, aims)
    if TASK in numbers and numbers <= {*code_group(PART_OF_A_TASK), TASK}:
        return TASK, _named(TASK, aims)
    if len(numbers) > 1:
        said = "; ".join(_why(number)[0] for number in sorted(numbers))
        named = ", ".join(aim.replace("_", " ") for aim in aims)
        return None, Reason(
            "purpose",
            Verdict.ASK,
            f"The note gives purposes ({named}) that point to different codes ({said}). Each code needs a goal and minutes of"
            " its own.",
            ("aapc-goals",),
            "Ask the clinician how the time was divided, and record each part as a service of its own.",
        )
    number = numbers.pop()
    return number, _named(number, aims)


def _named(number: str, aims: tuple[str, ...]) -> Reason:
    for_what = ", ".join(aim.replace("_", " ") for aim in aims)
    says, sources = _why(number)
    return Reason(
        "purpose",
        Verdict.SUPPORTED,
        f"Recorded purpose: {for_what}. {'Whatever the' if number in BY_SETTING else 'By'} purpose, {says}.",
        sources,
    )


def _why(number: str) -> tuple[str, tuple[str, ...]]:
    """Say in the words of the table why a purpose leads to a code, and on what that rests."""
    return BY_SETTING.get(number) or purpose_of_code(number)


@lru_cache(maxsize=1_000)
def _in_water(number: str, aims: tuple[str, ...]) -> tuple[Reason, ...]:
    split_off = {purposes()[aim] for aim in aims} & set(code_group(IN_WATER_BY_ONE_READING))
    if number != IN_WATER or not split_off:
        return ()
    named = " and ".join(sorted(split_off))
    return (
        Reason(
            "in_water",
            Verdict.CONTESTED,
            f"Gait or a task practised in water is {IN_WATER} too; some contractors count it as {named}.",
            (*WATER_SOURCES, "cptedu-inference"),
            "Ask the payer how it wants training in water coded.",
            (
                reading(f"All exercise and training in water is {IN_WATER}.", *WATER_SOURCES),
                reading(f"What was trained decides, in water too: {named}.", "cptedu-inference"),
            ),
        ),
    )


@lru_cache(maxsize=1_000)
def _contact(number: str, contact: str | None) -> tuple[Reason, ...]:
    if contact is None:
        return (
            Reason(
                "contact",
                Verdict.ASK,
                f"{number} needs the clinician with this one patient all the time; the note does not say so.",
                ("cpt-contact", "apta-group"),
                "Ask whether it was one on one, in a group, or without the clinician.",
            ),
        )
    if contact == "unattended":
        return (
            Reason(
                "contact",
                Verdict.NOT_SUPPORTED,
                f"The patient worked alone. {number} needs the clinician with the patient; practice alone is not billed.",
                ("cpt-contact", "hns-procedures"),
                "Leave it off the claim.",
            ),
        )
    if contact == "group" and number in code_group(HANDS_ON):
        return (
            Reason(
                "contact",
                Verdict.NOT_SUPPORTED,
                f"{number} is hands-on work on one patient; it cannot be given to a group.",
                ("cpt-contact", "apta-group"),
                "Ask what was done with this patient alone, and for how many minutes.",
            ),
        )
    if contact == "group":
        return (
            Reason(
                "contact",
                Verdict.SUPPORTED,
                "Several patients were treated at once: one unit of the group code for each, and no timed code for those"
                " minutes. The clinician must have been with them throughout.",
                ("cms-carriers-1753", "apta-group"),
            ),
        )
    return (
        Reason("contact", Verdict.SUPPORTED, "One clinician was with this one patient.", ("cpt-contact",)),
    )


def _deficit(number: str, read: DeficitRead) -> list[Reason]:
    sources = ("lcd-l35036", "hns-97112")
    if not needs_deficit(number):
        if read.state == "empty":
            return []
        said = f"The note has of the deficit: {read.quoted!r}. {number} needs none to have been measured."
        return [Reason("deficit", Verdict.SUPPORTED, said, sources)]
    if read.state == "measured":
        return [Reason("deficit", Verdict.SUPPORTED, f"Measured deficit: {read.quoted}.", sources)]
    noted = f"what the note has is {read.elsewhere or 'no measure of this'}: {read.quoted!r}"
    has = "the note has none" if read.state == "empty" else noted
    return [
        Reason(
            "deficit",
            Verdict.ASK,
            f"{number} treats a deficit that was measured, and {has}.",
            sources,
            "Ask what was measured before the exercise. Only what was found may be written; nothing is added to fit a code.",
        )
    ]


def _dispute(number: str, activity: str) -> list[Reason]:
    if number != "97140" and number not in code_group(PART_OF_A_TASK):
        return []
    said = " ".join(activity.lower().replace("-", " ").split())
    if number in code_group(PART_OF_A_TASK) and any(
        name in said for name in ("core stab", "lumbar stab", "core strength")
    ):
        sides = (
            reading("Stabilization is exercise, 97110.", "lcd-l35036", "nicalisportsmed"),
            reading("With a measured loss of motor control it is 97112.", "chirocode-34693"),
        )
        disputed = number == "97112"
        return [
            Reason(
                "technique_in_dispute",
                Verdict.CONTESTED if disputed else Verdict.SUPPORTED,
                "Sources differ on stabilization exercise. 97110 is the usual reading; 97112 rests on a measured loss of motor"
                " control.",
                ("lcd-l35036", "nicalisportsmed", "chirocode-34693"),
                "Keep the measurement of motor control beside the minutes." if disputed else "",
                sides,
            )
        ]
    if number == "97140" and any(f" {name} " in f" {said} " for name in FLEXION_DISTRACTION):
        return [
            Reason(
                "technique_in_dispute",
                Verdict.ASK,
                "Flexion-distraction counts as an adjustment by the one source at hand, not as manual therapy.",
                ("todays-chiropractic-97140",),
                "Ask whether this was the adjustment of those bones; if so, it is recorded under adjusted and billed once.",
            )
        ]
    return []


def _by_money(number: str | None) -> Reason:
    supports = f"supports {number}" if number else "does not support a code yet"
    return Reason(
        "record_decides",
        Verdict.NOT_SUPPORTED,
        f"A code is never chosen for its RVU or its fee. The record {supports}.",
        ("usc-31-3729", "aca-1997"),
        f"Bill {number}." if number else "Settle the record first.",
    )
