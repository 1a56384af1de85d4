"""Wrong rules about therapy on the day of an adjustment, and modifier 59."""

from __future__ import annotations

from cptedu.learn.misconceptions.registry import wrong_rule
from cptedu.learn.questions import Note
from cptedu.learn.second_opinion import Lines, beside_adjustment
from cptedu.model import Service

_MARKED = frozenset({"59"})
_PAIRED = ("97112", "97124", "97140")
_ADJUSTMENTS = ("98940", "98941", "98942")


@wrong_rule(
    step="beside_adjustment",
    title="59 always",
    holds="every therapy beside an adjustment is billed with 59",
    feedback=(
        "59 is a statement, not a key. It says that the record shows a distinct service: for 97112, 97124 and 97140 another"
        " region than the adjusted ones. In the same region they are not billed at all, and a code that no edit joins to the"
        " adjustment, such as 97110, takes no 59."
    ),
    source="mln1783722",
)
def uses_59_always(_service: Service, _number: str, _note: Note) -> frozenset[str] | None:
    """Mark every therapy, wherever it was given."""
    return _MARKED


@wrong_rule(
    step="last_look",
    title="59 never",
    holds="59 is left off although the therapy was given in another region",
    feedback=(
        "Without 59 the payer's edit takes the therapy for a part of the adjustment and denies it. Where the record shows"
        " another region, 59 says so, on the line of 97112, 97124 or 97140."
    ),
    source="aca-ncci-2002",
)
def uses_59_never(lines: Lines, _note: Note) -> Lines:
    """Take 59 off every line."""
    return {number: (units, marks - _MARKED) for number, (units, marks) in lines.items()}


@wrong_rule(
    step="last_look",
    title="59 on the adjustment's line",
    holds="59 is put on the adjustment instead of on the therapy",
    feedback=(
        "In the edit the adjustment is column one, which is paid; the therapy is column two, which is denied unless it is"
        " marked. So 59 goes on the therapy's line. Medicare takes it on either line by now, but most payers'"
        " software looks for it on the therapy."
    ),
    source="mln1783722",
)
def puts_59_on_adjustment(lines: Lines, note: Note) -> Lines:
    """Move 59 from the therapy to the adjustment."""
    if not any("59" in marks for _, marks in lines.values()):
        return lines
    moved = uses_59_never(lines, note)
    return {
        number: (units, marks | _MARKED if number in _ADJUSTMENTS else marks)
        for number, (units, marks) in moved.items()
    }


@wrong_rule(
    step="beside_adjustment",
    title="takes another diagnosis for enough",
    holds="another diagnosis is taken for a distinct service",
    feedback=(
        "A second diagnosis does not make a second place. In the adjusted region the therapy is part of the adjustment,"
        " whatever the codes of the diagnoses. What counts is where, or at which encounter, it was given."
    ),
    source="mln1783722",
)
def takes_another_diagnosis_as_enough(service: Service, number: str, note: Note) -> frozenset[str] | None:
    """Mark a therapy in the adjusted region when it has a diagnosis of its own."""
    right = beside_adjustment(service, number, note)
    own = note.diagnosis_of(str(note.visit.services.index(service)))
    adjusted = (note.diagnosis_of("adjustment") or "").split(", ")
    return _MARKED if right is None and own is not None and own not in adjusted else right


@wrong_rule(
    step="beside_adjustment",
    title="59 on 97110",
    holds="97110 is given a 59 beside the adjustment",
    feedback=(
        "No edit joins 97110 to an adjustment, so there is nothing for 59 to lift: 97110 stands beside it without, in the"
        " same region too. Pages that ask for 59 on 97110 name no edit; a payer that wants it must say so itself."
    ),
    source="ncci-ptp-2024q3",
)
def puts_59_on_97110(service: Service, number: str, note: Note) -> frozenset[str] | None:
    """Mark 97110 as distinct."""
    return _MARKED if number == "97110" else beside_adjustment(service, number, note)


@wrong_rule(
    step="last_look",
    title="59 and XS together",
    holds="59 and XS are put on one line",
    feedback=(
        "XS is the closer word for what 59 says at large: another structure. One of them is enough, and both on a line"
        " contradict the rule that the closer one replaces the other. Use the one that the payer asks for."
    ),
    source="hmsa-modifiers",
)
def uses_59_and_xs_together(lines: Lines, _note: Note) -> Lines:
    """Add XS to every 59."""
    return {
        number: (units, marks | {"XS"} if "59" in marks else marks)
        for number, (units, marks) in lines.items()
    }


@wrong_rule(
    step="beside_adjustment",
    title="takes another muscle for another region",
    holds="another muscle is taken for another region",
    feedback=(
        "A muscle is not a region. The suboccipital muscles lie in the neck, so work on them is in the cervical region, and"
        " beside a cervical adjustment it is not billed. Where a muscle spans two regions, ask at which site it was treated."
    ),
    source="ncci-manual-ch1",
)
def takes_another_muscle_as_region(service: Service, number: str, note: Note) -> frozenset[str] | None:
    """Mark a therapy in the adjusted region when a muscle is named."""
    right = beside_adjustment(service, number, note)
    return _MARKED if right is None and service.muscle else right
