"""Wrong rules about an examination on the day of an adjustment, and modifier 25."""

from __future__ import annotations

from cptedu.learn.misconceptions.registry import wrong_rule
from cptedu.learn.questions import Note
from cptedu.learn.second_opinion import Lines

_MARKED = frozenset({"25"})


@wrong_rule(
    step="examination",
    title="bills an examination at every visit",
    holds="the brief look before each adjustment is billed as an examination",
    feedback=(
        "Every adjustment includes a short look at the patient before it. An exam is billed beside it only when it was"
        " significant and went well beyond that look. A new complaint, a flare-up or a planned new exam may be the reason."
    ),
    source="aca-em-kmc",
)
def bills_an_examination_every_visit(_note: Note) -> frozenset[str] | None:
    """Bill whatever was looked at."""
    return _MARKED


@wrong_rule(
    step="last_look",
    title="leaves 25 off the examination",
    holds="the examination is billed without 25",
    feedback=(
        "An examination on the day of an adjustment needs 25. Without it the payer takes it for the look that the adjustment"
        " includes, and denies it."
    ),
    source="aapc-em25",
)
def leaves_25_off(lines: Lines, _note: Note) -> Lines:
    """Take 25 off every line."""
    return {number: (units, marks - _MARKED) for number, (units, marks) in lines.items()}


@wrong_rule(
    step="last_look",
    title="25 on the adjustment's line",
    holds="25 is put on the adjustment instead of on the examination",
    feedback=(
        "25 speaks of the examination: it was significant and separate from the procedure of that day. So it stands on the"
        " line of the examination, and never on that of the adjustment."
    ),
    source="aapc-em25",
)
def puts_25_on_adjustment(lines: Lines, _note: Note) -> Lines:
    """Move 25 from the examination to the adjustment."""
    if not any("25" in marks for _, marks in lines.values()):
        return lines
    return {
        number: (units, marks | _MARKED if number.startswith("9894") else marks - _MARKED)
        for number, (units, marks) in lines.items()
    }


@wrong_rule(
    step="examination",
    title="lets the diagnosis decide about 25",
    holds="the examination is billed when it has another diagnosis than the adjustment, and else not",
    feedback=(
        "25 asks how much was examined, not for which diagnosis. A full re-examination of the same complaint may be billed;"
        " a short look is part of the adjustment, whatever diagnosis is written beside it."
    ),
    source="cpt-1997-cmt",
)
def lets_diagnosis_decide_25(note: Note) -> frozenset[str] | None:
    """Bill the examination when its diagnosis is another."""
    own, adjusted = note.diagnosis_of("examination"), note.diagnosis_of("adjustment")
    return _MARKED if own != adjusted else None
