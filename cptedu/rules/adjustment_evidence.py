"""What a spinal adjustment must be shown by, where the payer says so: subluxation first, then what shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cptedu.facts.days_told import day_in_words
from cptedu.facts.diagnoses import (
    Diagnosis,
    diagnoses_begin,
    diagnoses_in_words,
    diagnosis_in_words,
    edition_of,
)
from cptedu.facts.subluxation import may_name_a_subluxation
from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.rules.shown_by_examination import shown_by_examination
from cptedu.rules.subluxation_of_other_bones import subluxation_of_other_bones
from cptedu.visit.record import Record

__all__ = [
    "adjustment_evidence",
    "condition_of_each_region",
    "regions_with_subluxation",
    "subluxation_diagnosis",
]

CHOICE = "adjustment_evidence"
NEVER_ADDED = "No diagnosis is added to be paid."


def _is_wanted(record: Record) -> bool:
    return record.payer.wants(CHOICE) != "none"


def regions_with_subluxation(record: Record, regions: tuple[str, ...]) -> tuple[tuple[str, ...], Said | None]:
    """Keep the adjusted spinal regions for which a subluxation is diagnosed, under a payer that wants one for each.

    Args:
        record: the visit as understood.
        regions: the adjusted regions that the examination bears out, extraspinal ones too.

    Returns:
        The regions that count towards the level, and a finding that names those that do not. Where no subluxation is
        diagnosed at all nothing is taken away here: the whole line is judged by ``subluxation_diagnosis``.

    Source: CMS, SE1601 and SE1602: one subluxation for each region that is claimed.

    >>> seen = {"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5", "L4"]}
    >>> record = Record.from_dict(seen | {"diagnoses": ["M99.01", "M54.2"]})
    >>> regions_with_subluxation(record, record.adjusted.regions)[0]
    ('cervical',)
    """
    if not _is_wanted(record) or not record.diagnoses:
        return regions, None
    held = [one for one in record.diagnoses if one.state == "held"]
    named = frozenset().union(*(one.subluxation for one in held))
    asked = frozenset().union(*(one.perhaps_subluxation for one in held))
    spinal_regions = [one for one in regions if one in record.adjusted.spinal]
    without = [one for one in spinal_regions if one not in named | asked]
    if not without or len(without) == len(spinal_regions):
        return regions, None
    listed = ", ".join(one.replace("_", " ") for one in without)
    finding = Said(
        "subluxation_diagnosis",
        Verdict.ASK,
        f"Adjusted without the diagnosis of a subluxation: {listed}. To {record.payer.named} such a region does not count.",
        fix="Ask whether one was found there. A diagnosis is recorded because it was made, not to reach a level.",
        either_way=True,
        diagnoses=tuple(one.code for one in held if one.perhaps_subluxation),
        choices=(CHOICE,),
    )
    return tuple(one for one in regions if one not in without), finding


def adjustment_evidence(record: Record, number: str, regions: tuple[str, ...]) -> tuple[Said, ...]:
    """Judge what shows a spinal adjustment, under a payer that wants it shown.

    Args:
        record: the visit as understood.
        number: the adjustment code.
        regions: the spinal regions that make its level.

    Returns:
        What shows it, and what is missing or insufficient; nothing where the payer wants none of it.

    Source: the payer's own choice; see its profile.
    """
    if not _is_wanted(record):
        return ()
    named = subluxation_diagnosis(record, number, regions)
    missing = (
        condition_of_each_region(record, number, regions) if named.verdict is Verdict.SUPPORTED else None
    )
    beside = [one for one in (missing, _of_other_bones_later(record, number, regions)) if one is not None]
    return (named, *beside, shown_by_examination(record, number))


def _of_other_bones_later(record: Record, number: str, regions: tuple[str, ...]) -> Said | None:
    """Ask about a later diagnosis of a region's other bones, where no other one names that region."""
    later = [
        one
        for one in (record.diagnoses or ())[1:]
        if not any(
            one.subluxation & other.subluxation for other in record.diagnoses or () if other is not one
        )
    ]
    return subluxation_of_other_bones(record, number, regions, later)


def subluxation_diagnosis(record: Record, number: str, regions: tuple[str, ...]) -> Said:
    """Check that the first diagnosis is a subluxation of a region adjusted, and that a condition of the same place goes with it.

    Args:
        record: the visit as understood.
        number: the adjustment code.
        regions: the spinal regions that make its level.

    Returns:
        ``not_supported`` when the first diagnosis is another, or of another region, or what stands beside it is no condition of
        muscles, joints or nerves; ``ask`` when none is given, nothing stands beside it, or a condition of elsewhere or not
        complete; ``no_data`` where it is not known what stands first or goes with it; else ``supported``.

    Source: the payer's own choice. Medicare's is CMS Benefit Policy Manual, chapter 15, section 240.1.2, with SE1601.
    """
    held, first = record.payer, record.diagnoses[0] if record.diagnoses else None

    def answer(verdict: Verdict, says: str, fix: str = "", beside: Iterable[str] = ()) -> Said:
        beside = tuple(beside)
        looked_at = (*beside, first.code) if first else beside
        # The first of several is named in the advice; which the others were is told beside it.
        listed = ", ".join(beside) if len(beside) > 1 else ""
        return Said(
            "subluxation_diagnosis",
            verdict,
            says,
            code=number,
            fix=fix,
            numbers=(("diagnoses beside it", listed),) if listed else (),
            diagnoses=looked_at,
            choices=(CHOICE,),
        )

    if record.diagnoses is None:
        return answer(
            Verdict.ASK,
            f"{held.named_first} wants a subluxation as the first diagnosis; no diagnosis is given.",
            "Ask for the diagnoses in claim order.",
        )
    naming = [one for one in record.diagnoses if one.state == "held" and one.subluxation & set(regions)]
    later = [one.code for one in naming]
    belongs_first = _belongs_first(naming[0]) if naming else ""
    if first is None or first.state in {"heading", "ended", "not_yet"}:
        given = "none" if first is None else f"{first.in_words}, which cannot stand on a claim of this day"
        return answer(
            Verdict.NOT_SUPPORTED,
            f"The first diagnosis is {given}; {held.named} wants a subluxation there.",
            belongs_first or f"If the record shows a subluxation, put its code first. {NEVER_ADDED}",
            beside=later,
        )
    if first.perhaps_subluxation:
        return answer(
            Verdict.ASK,
            f"The first diagnosis is {first.in_words}. Whether {held.named} takes that family for a subluxation is not settled.",
            "Ask the payer, or which finding of the examination the diagnosis stands for.",
        )
    if _is_of_no_table(record, first):
        return _of_no_table(record, answer, first)
    if not first.subluxation:
        return answer(
            Verdict.NOT_SUPPORTED,
            f"The first diagnosis is {first.in_words}; {held.named} wants a subluxation there and rejects the claim.",
            belongs_first or f"If the record shows a subluxation, put its code first. {NEVER_ADDED}",
            beside=later,
        )
    if not first.subluxation & set(regions):
        return _of_another_region(record, answer, first, regions, belongs_first, later)
    other_bones = subluxation_of_other_bones(record, number, regions, [first])
    if other_bones is not None:
        return other_bones
    return _with_a_condition(record, answer, first, regions)


def _of_another_region(
    record: Record,
    answer: _Answer,
    first: Diagnosis,
    regions: Iterable[str],
    belongs_first: str,
    later: Iterable[str],
) -> Said:
    place = next((one for one in record.adjusted.unclear if first.subluxation & {*one.may_be}), None)
    if place is not None:
        return answer(
            Verdict.ASK,
            f"The first diagnosis is {first.in_words}. Whether it is of a region that was adjusted hangs on {place.written!r},"
            " which may be of several.",
            "Ask which bone or joint was adjusted.",
        )
    adjusted = _named(regions) or ", ".join(one.written for one in record.adjusted.unclear)
    return answer(
        Verdict.NOT_SUPPORTED,
        f"The first diagnosis, {first.in_words}, is of another region than what was adjusted: {adjusted}.",
        belongs_first
        or f"If a subluxation was found where it was adjusted, its code stands first. {NEVER_ADDED}",
        beside=later,
    )


def _named(regions: Iterable[str]) -> str:
    return ", ".join(one.replace("_", " ") for one in regions)


def _belongs_first(found: Diagnosis) -> str:
    return f"Put {found.in_words} first: it names the subluxation that was adjusted."


def _is_of_no_table(record: Record, first: Diagnosis) -> bool:
    """Say whether a diagnosis may be one that names a subluxation for all that is known: I10 surely is none."""
    is_before = record.on < diagnoses_begin()
    return first.state == "unknown" and (is_before or may_name_a_subluxation(first.code))


def _of_no_table(record: Record, answer: _Answer, first: Diagnosis) -> Said:
    fix = f"Look it up in the {edition_of(record.on)} of that year. {NEVER_ADDED}"
    if record.on < diagnoses_begin():
        says = (
            f"The first diagnosis is {first.in_words}. The diagnoses of this table begin on"
            f" {day_in_words(diagnoses_begin())}; those before it were written by {edition_of(record.on)}, so whether it names"
            f" a subluxation, as {record.payer.named} wants, is not known."
        )
    else:
        says = (
            f"This table does not know {first.code}, the first diagnosis, so whether it names a subluxation, as"
            f" {record.payer.named} wants, is not known."
        )
    return answer(Verdict.NO_DATA, says, fix)


def _with_a_condition(record: Record, answer: _Answer, first: Diagnosis, regions: tuple[str, ...]) -> Said:
    others = [
        one
        for one in record.diagnoses or ()
        if one.neuromusculoskeletal is not None or one.state == "unknown"
    ]
    if not others:
        return answer(
            Verdict.ASK,
            f"{record.payer.named_first} wants a second diagnosis beside the subluxation: the condition of muscles, joints or"
            " nerves that it causes.",
            "Ask which condition the subluxation goes with.",
        )
    conditions = _conditions(record)
    answered = {one.code: _answered_by(record, one, regions) for one in conditions}
    fitting = [code for code, its_own in answered.items() if its_own]
    # The one that goes with the first subluxation is named, also where another region's stands before it.
    own = [code for code in fitting if answered[code] & first.subluxation]
    if fitting:
        named = (own or fitting)[0]
        told = diagnosis_in_words(named, record.on)
        says = (
            f"{first.in_words} names the subluxation, and {told} the condition that goes with it."
            if own
            else f"{first.in_words} names a subluxation, and {told} a condition of a region adjusted."
        )
        return answer(Verdict.SUPPORTED, says, beside=[named])
    unknown = _of_unknown_kind(record)
    if unknown:
        return answer(
            Verdict.NO_DATA,
            f"This table does not know {', '.join(unknown)}, so whether a condition of muscles, joints or nerves goes with the"
            " subluxation is not known.",
            f"Look the diagnosis up in the {edition_of(record.on)} of that year.",
            beside=unknown,
        )
    if conditions:
        return _of_elsewhere(record, answer, conditions, regions)
    return _of_another_kind(record, answer, others)


def _of_elsewhere(
    record: Record, answer: _Answer, conditions: list[Diagnosis], regions: tuple[str, ...]
) -> Said:
    elsewhere = [one.code for one in conditions if one.regions is not None]
    of_none = [one.code for one in conditions if one.regions is None]
    adjusted = f"what was adjusted ({_named(regions)})"
    told = [
        f"{diagnoses_in_words(elsewhere, record.on)}, of another region than {adjusted}" if elsewhere else "",
        f"{diagnoses_in_words(of_none, record.on)}, not known to come from {adjusted}" if of_none else "",
    ]
    return answer(
        Verdict.ASK,
        f"Beside the subluxation stands {', and '.join(filter(None, told))}; {record.payer.named} wants the condition that the"
        " subluxation causes.",
        f"Ask which condition the subluxation causes. {NEVER_ADDED}",
        beside=(*elsewhere, *of_none),
    )


def _of_another_kind(record: Record, answer: _Answer, others: list[Diagnosis]) -> Said:
    # What is of the right kind and cannot stand on a claim of this day is another question than what is of another kind.
    out_of_form = [one for one in others if one.neuromusculoskeletal]
    fix = f"Ask which condition the subluxation causes. {NEVER_ADDED}"
    if out_of_form:
        return answer(
            Verdict.ASK,
            f"Beside the subluxation stands {', '.join(one.in_words for one in out_of_form)}, which cannot stand on a claim of"
            f" this day; {record.payer.named} wants the condition that the subluxation causes.",
            fix,
            beside=(one.code for one in out_of_form),
        )
    return answer(
        Verdict.NOT_SUPPORTED,
        f"Beside the subluxation stands {', '.join(one.in_words for one in others)}, which is no condition of muscles, joints or"
        f" nerves; {record.payer.named} wants the condition that the subluxation causes.",
        fix,
        beside=(one.code for one in others),
    )


def condition_of_each_region(record: Record, number: str, regions: tuple[str, ...]) -> Said | None:
    """Ask for the condition of an adjusted region whose subluxation is diagnosed alone, under a payer that wants both.

    Args:
        record: the visit as understood.
        number: the adjustment code.
        regions: the spinal regions that make its level.

    Returns:
        ``ask``, or ``no_data`` beside a diagnosis that no table knows, naming those regions; the line stands. None where every
        region has one: a condition of several regions goes with each of them, muscle pain whose place is not told with one.

    Source: CMS, SE1601 and SE1602: subluxation, then the condition that it causes, for each region that is claimed.
    """
    answered = {one: _answered_by(record, one, regions) for one in _conditions(record)}
    told = frozenset().union(*(its_own for one, its_own in answered.items() if not one.origin.is_one))
    without = [region for region in regions if region not in told]
    of_one = [one.code for one, its_own in answered.items() if one.origin.is_one and its_own]
    if len(without) <= len(of_one):
        return None
    listed = _named(without)
    unknown = _of_unknown_kind(record)
    says = (
        f"This table does not know {', '.join(unknown)}, so whether a condition is given for each region is not known: {listed}."
        if unknown
        else f"No condition is given that the subluxation causes there: {listed}. {record.payer.named_first} wants one for each"
        " region that is claimed."
    )
    if of_one:
        says += f" {diagnoses_in_words(of_one, record.on)} may be of one of these, and which is not told."
    return Said(
        "subluxation_diagnosis",
        Verdict.NO_DATA if unknown else Verdict.ASK,
        says,
        code=number,
        fix=f"Look the diagnosis up in the {edition_of(record.on)} of that year."
        if unknown
        else "Ask which condition was treated there. A diagnosis is recorded because it was made, not to reach a level.",
        either_way=True,
        diagnoses=tuple(unknown),
        choices=(CHOICE,),
    )


def _conditions(record: Record) -> list[Diagnosis]:
    return [one for one in record.diagnoses or () if one.state == "held" and one.neuromusculoskeletal]


def _of_unknown_kind(record: Record) -> list[str]:
    return [
        one.code
        for one in record.diagnoses or ()
        if one.state == "unknown" and one.neuromusculoskeletal is not False
    ]


def _answered_by(record: Record, condition: Diagnosis, regions: Iterable[str]) -> frozenset[str]:
    """Give the adjusted regions whose subluxation may cause a condition: those it speaks of, else those it may come from."""
    its_own = frozenset(
        region for region in regions if (condition.regions or frozenset()) & _reached(record, region)
    )
    return its_own or condition.origin.regions.intersection(regions)


def _reached(record: Record, region: str) -> frozenset[str]:
    # The occiput is cervical to the payer and the head in ICD-10; the sacroiliac joint stands under the sacrum there.
    named = [one for one in record.diagnoses or () if region in one.subluxation]
    return frozenset({region}).union(*(one.regions or () for one in named))


_Answer = Callable[..., Said]
