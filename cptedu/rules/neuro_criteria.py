"""A code under a payer that keeps it for damage to the nervous system, as some do 97112."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cptedu.facts.diagnoses import Diagnosis, diagnoses_in_words, diagnosis_in_words, edition_of
from cptedu.facts.tables import rows
from cptedu.model import Reading, Verdict
from cptedu.rules.said import OWN_SOURCES, Said, reading
from cptedu.visit.record import Record

__all__ = ["neuro_criteria"]

CHOICE = "neurological_diagnosis_for"
CRITERIA = "neurological_criteria"
IN_DISPUTE = "97112"
SOURCES = ("chirocode-34693",)


def neuro_criteria(record: Record, number: str) -> Said | None:
    """Judge a code by a payer's neurological criteria.

    Such a payer pays it with a diagnosis of damage to the nervous system; what else it says of that stands in its file. CPT
    itself has no limit by diagnosis.

    Args:
        record: the visit as understood.
        number: the code; only one that the payer's file names is judged.

    Returns:
        None when the payer has no such criteria; ``supported`` when a neurological diagnosis is given; ``ask`` when none is
        given, it is only possibly one, or it is one that cannot stand on a claim of that day; ``no_data`` when a diagnosis is
        not known; ``not_supported`` when all are others.

    Source: the payer's own choice; ChiroCode on the other side.
    """
    if number not in record.payer.lists(CHOICE):
        return None
    given = record.diagnoses or ()
    kinds = {one.code: _kind(one.code) for one in given if one.state == "held"}
    # What a number that no table knows begins with says nothing of it.
    unknown = [one.code for one in given if one.state == "unknown"]

    def answer(
        verdict: Verdict, sentence: str, fix: str = "", looked_at: Sequence[str] = (), **fields: str
    ) -> Said:
        return Said(
            "neuro_criteria",
            verdict,
            sources=SOURCES if number == IN_DISPUTE else (),
            code=number,
            fix=fix,
            numbers=(("diagnoses looked at", ", ".join(looked_at)),) if looked_at else (),
            readings=_sides(record) if number == IN_DISPUTE else (),
            diagnoses=tuple(looked_at),
            choices=(CHOICE,),
            sentence=sentence,
            fields=tuple(fields.items()),
        )

    neurological = [one for one, kind in kinds.items() if kind == "neurological"]
    if neurological:
        return _paid(record, number, neurological[0])

    if record.diagnoses is None:
        return answer(
            Verdict.ASK,
            CRITERIA,
            "Ask for the diagnoses. Expect a denial without a neurological one.",
            but="; no diagnosis is given.",
        )
    out_of_form, would = _out_of_form(given)
    if out_of_form:
        fix = "Ask which diagnosis was found, written as it stands on a claim of this day."
        but = f"; {', '.join(out_of_form)} {would} be one, but cannot stand on a claim of this day."
        return answer(Verdict.ASK, CRITERIA, fix, out_of_form, but=but)
    possible = [one for one, kind in kinds.items() if kind == "possible"]
    if possible:
        return answer(
            Verdict.ASK,
            CRITERIA,
            "Ask the payer for its written criteria, and have the neurological signs at hand.",
            possible,
            but=f"; {diagnoses_in_words(possible, record.on)} may or may not be one for it.",
        )
    if unknown:
        return answer(
            Verdict.NO_DATA,
            CRITERIA,
            f"Look the diagnosis up in the {edition_of(record.on)} of that year, and ask the payer for its written criteria.",
            unknown,
            but=f"; this table does not know {', '.join(unknown)}, so whether one is given is not known.",
        )
    return answer(Verdict.NOT_SUPPORTED, "outside_neurological_criteria", looked_at=list(kinds))


def _paid(record: Record, number: str, diagnosis: str) -> Said:
    return Said(
        "neuro_criteria",
        Verdict.SUPPORTED,
        f"{record.payer.named_first} pays {number} with a neurological diagnosis, and"
        f" {diagnosis_in_words(diagnosis, record.on)} is one.",
        code=number,
        diagnoses=(diagnosis,),
        choices=(CHOICE,),
    )


def _out_of_form(given: Iterable[Diagnosis]) -> tuple[list[str], str]:
    """Give the diagnoses that cannot stand on a claim of the day and would be what the payer wants, or else might be."""
    codes = [one.code for one in given if one.state not in {"held", "unknown"}]
    surely = [one for one in codes if _kind(one) == "neurological"]
    return (surely, "would") if surely else ([one for one in codes if _may_be(one)], "might")


def _may_be(diagnosis: str) -> bool:
    """Say of a number that is not complete whether it, or one below it, may be what the payer wants."""
    below = any(row["prefix"].startswith(diagnosis) for row in rows("neuro_diagnoses.csv"))
    return below or _kind(diagnosis) == "possible"


def _sides(record: Record) -> tuple[Reading, ...]:
    held = record.payer.choice(CHOICE)
    says = held.says or f"{IN_DISPUTE} is paid with a neurological diagnosis alone."
    return (
        reading(says, *(record.payer.sources(CHOICE) or OWN_SOURCES)),
        reading(
            "97112 has no limit by diagnosis; the measured deficit decides.", "chirocode-34693", "hns-97112"
        ),
    )


def _kind(diagnosis: str) -> str | None:
    for row in sorted(rows("neuro_diagnoses.csv"), key=lambda one: -len(one["prefix"])):
        if diagnosis.startswith(row["prefix"]):
            return row["kind"]
    return None
