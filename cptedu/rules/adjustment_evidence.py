"""What a spinal adjustment must be shown by, where the payer says so: subluxation first, P.A.R.T. or an x-ray."""

from __future__ import annotations

from datetime import date

from cptedu.model import Finding, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.say import cited_by_payer, say

__all__ = ["adjustment_evidence", "shown_by_examination", "subluxation_diagnosis"]

CHOICE = "adjustment_evidence"
SUBLUXATION = ("M99.00", "M99.01", "M99.02", "M99.03", "M99.04", "M99.05")
SIGNS = ("P", "A", "R", "T")
XRAY_MONTHS_BEFORE = 12
XRAY_MONTHS_AFTER = 3


def adjustment_evidence(visit: Visit, number: str) -> tuple[Finding, ...]:
    """Judge what shows a spinal adjustment, under a payer that wants it shown.

    Args:
        visit: the visit.
        number: the adjustment code.

    Returns:
        What is missing or insufficient; nothing where all is shown, or the payer wants none of it.

    Source: the payer's own choice; see its profile.
    """
    if payer(visit.payer).wants(CHOICE, visit.date_of_service) == "none":
        return ()
    shown = (subluxation_diagnosis(visit, number), shown_by_examination(visit, number))
    return tuple(finding for finding in shown if finding is not None)


def subluxation_diagnosis(visit: Visit, number: str) -> Finding | None:
    """Check that the first diagnosis is a subluxation, and that a second one goes with it.

    Args:
        visit: the visit.
        number: the adjustment code.

    Returns:
        ``not_supported`` when the first diagnosis is another, ``ask`` when none or only one is given, else None.

    Source: the payer's own choice. Medicare's is CMS Benefit Policy Manual, chapter 15, section 240.1.2.
    """
    held = payer(visit.payer)

    def answer(verdict: Verdict, says: str, fix: str) -> Finding:
        sources = cited_by_payer(visit, CHOICE)
        return say(visit, "subluxation_diagnosis", verdict, says, sources, code=number, fix=fix)

    if visit.diagnoses is None:
        return answer(
            Verdict.ASK,
            f"{held.named_first} wants a subluxation (M99.00 to M99.05) as the first diagnosis; no diagnosis is given.",
            "Ask for the diagnoses in claim order.",
        )
    if not visit.diagnoses or visit.diagnoses[0] not in SUBLUXATION:
        given = visit.diagnoses[0] if visit.diagnoses else "none"
        return answer(
            Verdict.NOT_SUPPORTED,
            f"The first diagnosis is {given}; {held.named} wants a subluxation there (M99.00 to"
            " M99.05) and rejects the claim.",
            "If the record shows a subluxation, put its code first. No diagnosis is added to be paid.",
        )
    if len(visit.diagnoses) == 1:
        return answer(
            Verdict.ASK,
            f"{held.named_first} wants a second diagnosis beside the subluxation: the condition of muscles, joints or nerves"
            " that it causes.",
            "Ask which condition the subluxation goes with.",
        )
    return None


def shown_by_examination(visit: Visit, number: str) -> Finding | None:
    """Check that the record shows the subluxation: two letters of P.A.R.T. with A or R among them, or an x-ray.

    P is pain, A asymmetry, R an abnormal range of motion, T a change of tissue. The x-ray is at most 12 months old at the
    start of the course, or taken within 3 months after it; an older one may do for a permanent chronic condition.

    Args:
        visit: the visit.
        number: the adjustment code.

    Returns:
        A finding, or None when the record shows it.

    Source: the payer's own choice. Medicare's is CMS Benefit Policy Manual, chapter 15, section 240.1.2, read in a copy.
    """
    letters = set(visit.part or ())
    if (len(letters) >= 2 and letters & {"A", "R"}) or _film_in_time(visit):
        return None

    def answer(verdict: Verdict, says: str, fix: str) -> Finding:
        shown = ", ".join(sign for sign in SIGNS if sign in letters) or "none"
        return say(
            visit,
            "part",
            verdict,
            says,
            cited_by_payer(visit, CHOICE),
            code=number,
            fix=fix,
            numbers=(("P.A.R.T. recorded", shown),),
        )

    if _older_film_of_a_chronic_condition(visit):
        return answer(
            Verdict.ASK,
            f"The x-ray of {visit.xray_on} is older than the window of 12 months; that is accepted only for a permanent"
            " chronic condition.",
            "Ask whether the condition is permanent, and record what the examination shows now.",
        )
    if visit.part is None:
        return answer(
            Verdict.ASK,
            f"{payer(visit.payer).named_first} wants the subluxation shown by x-ray or by two signs of P.A.R.T., with A or R"
            " among them; none are given.",
            "Ask what the examination showed.",
        )
    return answer(
        Verdict.NOT_SUPPORTED,
        "P.A.R.T. is not enough: two of its four signs are needed, and A (asymmetry) or R (range of motion) must be among them.",
        "Send it only if the record already holds another sign or an x-ray in time. No sign is added afterwards.",
    )


def _film_in_time(visit: Visit) -> bool:
    first = _months(visit.date_of_service, -XRAY_MONTHS_BEFORE)
    last = _months(visit.date_of_service, XRAY_MONTHS_AFTER)
    return visit.xray_on is not None and first <= visit.xray_on <= last


def _older_film_of_a_chronic_condition(visit: Visit) -> bool:
    return visit.course == "chronic" and visit.xray_on is not None and visit.xray_on < visit.date_of_service


def _months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, last))
