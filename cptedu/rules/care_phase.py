"""Active care or maintenance on the line of an adjustment, where the payer wants it marked."""

from __future__ import annotations

from cptedu.facts.days_told import day_in_words
from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = ["care_phase", "open_marks"]

CHOICE = "care_marks"


UNTOLD = (
    "neither AT nor GA or GZ can be chosen",
    " A line without AT is taken as maintenance and denied.",
)
UNTOLD_BEFORE_AT = ("whether GA or GZ belongs here is open", "")


def care_phase(record: Record, number: str) -> tuple[tuple[str, ...], tuple[Said, ...]]:
    """Choose between AT, GA and GZ, of which at most one stands on an adjustment line.

    Active care that is expected to help carries AT, since the payer asks for it. Maintenance is not medically necessary: GA
    when the mandatory notice (ABN) is signed and on file, GZ when it is not. One contractor refuses AT beside GA; no other was
    found to say otherwise.

    Args:
        record: the visit as understood.
        number: the adjustment code.

    Returns:
        The modifier, if the record tells, and the findings; ``not_covered`` for maintenance. Neither where the payer wants
        no such mark.

    Source: the payer's own choice. Medicare's is CMS Benefit Policy Manual, chapter 15, section 240.1.3.
    """
    if record.payer.wants(CHOICE) == "none":
        return (), ()
    named = record.payer.named
    marks_active_care = record.payer.wants(CHOICE) == "at_ga_gz"

    notice_on_file = record.visit.abn

    def answer(verdict: Verdict, says: str, fix: str = "") -> Said:
        return Said(
            "care_phase",
            verdict,
            says,
            code=number,
            fix=fix,
            numbers=() if notice_on_file is None else (("notice", notice_on_file),),
            used=("care", "abn"),
            choices=(CHOICE,),
        )

    def notice(says: str, fix: str) -> Said:
        return Said("notice", Verdict.ASK, says, code=number, fix=fix, used=("abn",), choices=(CHOICE,))

    if record.visit.care is None:
        open_marks, denied = UNTOLD if marks_active_care else UNTOLD_BEFORE_AT
        says = f"The note does not say whether this was active care or maintenance, so {open_marks}."
        return (), (answer(Verdict.ASK, says, f"Ask whether improvement is expected.{denied}"),)
    if record.visit.care == "active":
        if not marks_active_care:
            return (), (answer(Verdict.SUPPORTED, _why_no_at(record)),)
        active = answer(
            Verdict.SUPPORTED,
            "Active care that is expected to help: AT. The modifier alone does not prove necessity.",
        )
        if record.visit.abn == "required":
            asks = notice(
                "A mandatory notice is signed for a line that is billed as active care. One contractor refuses AT and GA"
                " together.",
                "Ask whether denial is really expected. If so, the care is not active; if not, the notice was not needed.",
            )
            return ("AT",), (active, asks)
        return ("AT",), (active,)
    if record.visit.abn == "required":
        signed = answer(
            Verdict.NOT_COVERED,
            f"Maintenance is not medically necessary for {named}. The mandatory notice is signed and on file: GA, and the"
            " patient pays.",
        )
        return ("GA",), (signed,)
    without = answer(
        Verdict.NOT_COVERED,
        f"Maintenance is not medically necessary for {named}. Without the signed mandatory notice it is GZ, and the patient"
        " cannot be charged.",
    )
    if record.visit.abn is None:
        asks = notice(
            "The visit does not say whether the mandatory notice (ABN) was signed; GZ assumes that it was not.",
            "Ask for the signed notice. It cannot be signed afterwards.",
        )
        return ("GZ",), (without, asks)
    return ("GZ",), (without,)


def open_marks(record: Record) -> frozenset[str]:
    """Name the marks of which one may be right where the note leaves open whether care was active, or the notice was signed.

    A mark that says otherwise of care or notice than the visit does is none of them.

    Args:
        record: the visit as understood.

    Returns:
        The marks; none where the note tells, or the payer wants no such mark.

    Source: as for ``care_phase``.

    >>> told = {"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5"], "abn": "none"}
    >>> sorted(open_marks(Record.from_dict(told))), sorted(open_marks(Record.from_dict(told | {"care": "active"})))
    (['AT', 'GZ'], [])
    """
    wanted, care, notice = record.payer.wants(CHOICE), record.visit.care, record.visit.abn
    if wanted == "none" or care == "active" or (care and notice):
        return frozenset()
    by_notice = {"GA", "GZ"} if notice is None else {"GA"} if notice == "required" else {"GZ"}
    return frozenset({*by_notice, *(["AT"] if wanted == "at_ga_gz" and care is None else [])})


def _why_no_at(record: Record) -> str:
    since = record.payer.choice(CHOICE).since
    if since is None:
        return f"{record.payer.named_first} asks for no mark on active care."
    return f"{record.payer.named_first} has asked for AT on active care since {day_in_words(since)}; this day is earlier."
