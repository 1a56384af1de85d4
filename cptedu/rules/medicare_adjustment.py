"""What Medicare wants of a spinal adjustment: subluxation first, P.A.R.T. or an x-ray, and active care."""

from __future__ import annotations

from datetime import date

from cptedu.model import Finding, Verdict, Visit
from cptedu.rules.say import say

__all__ = ["care_phase", "shown_by_examination", "subluxation_diagnosis"]

DIAGNOSIS_SOURCES = ("cms-100-02-ch15-240.1.2", "stedi-m99")
SECONDARY_SOURCES = ("cms-se1601", "healthnow-a36087")
PART_SOURCES = ("cms-100-02-ch15-240.1.2",)
CARE_SOURCES = ("cms-100-02-ch15-240.1.3", "ngs-modifiers", "noridian-claims")
NOTICE_SOURCES = ("palmetto-rrb-faq", "ngs-modifiers")
SUBLUXATION = ("M99.00", "M99.01", "M99.02", "M99.03", "M99.04", "M99.05")
SIGNS = ("P", "A", "R", "T")
AT_SINCE = date(2004, 10, 1)
XRAY_MONTHS_BEFORE = 12
XRAY_MONTHS_AFTER = 3


def subluxation_diagnosis(visit: Visit, number: str) -> Finding | None:
    """Check that the first diagnosis is a subluxation, and that a second one goes with it.

    Args:
        visit: the visit.
        number: the adjustment code.

    Returns:
        ``not_supported`` when the first diagnosis is another, ``ask`` when none or only one is given, else None.

    Source: CMS Benefit Policy Manual, chapter 15, section 240.1.2; a claim edit of 2025-12-03; HealthNow article A36087.
    """

    def answer(verdict: Verdict, says: str, sources: tuple[str, ...], fix: str) -> Finding:
        return say(visit, "subluxation_diagnosis", verdict, says, sources, code=number, fix=fix)

    if visit.diagnoses is None:
        return answer(
            Verdict.ASK,
            "Medicare wants a subluxation (M99.00 to M99.05) as the first diagnosis; no diagnosis is given.",
            DIAGNOSIS_SOURCES,
            "Ask for the diagnoses in claim order.",
        )
    if not visit.diagnoses or visit.diagnoses[0] not in SUBLUXATION:
        given = visit.diagnoses[0] if visit.diagnoses else "none"
        return answer(
            Verdict.NOT_SUPPORTED,
            f"The first diagnosis is {given}; Medicare wants a subluxation there (M99.00 to M99.05) and rejects the claim.",
            DIAGNOSIS_SOURCES,
            "If the record shows a subluxation, put its code first. No diagnosis is added to be paid.",
        )
    if len(visit.diagnoses) == 1:
        return answer(
            Verdict.ASK,
            "Medicare wants a second diagnosis beside the subluxation: the condition of muscles, joints or nerves that it"
            " causes.",
            SECONDARY_SOURCES,
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

    Source: CMS Benefit Policy Manual, chapter 15, section 240.1.2, read in a copy.
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
            PART_SOURCES,
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
            "Medicare wants the subluxation shown by x-ray or by two signs of P.A.R.T., with A or R among them; none are given.",
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


def care_phase(visit: Visit, number: str) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Choose between AT, GA and GZ, of which at most one stands on an adjustment line.

    Active care that is expected to help carries AT. Maintenance is not medically necessary: GA when the mandatory notice
    (ABN) is signed and on file, GZ when it is not. One contractor refuses AT beside GA; no other was found to say otherwise.

    Args:
        visit: the visit.
        number: the adjustment code.

    Returns:
        The modifier, if the record tells, and the findings; ``not_covered`` for maintenance.

    Source: CMS Benefit Policy Manual, chapter 15, section 240.1.3; National Government Services; Noridian; Palmetto GBA.
    """

    def answer(
        verdict: Verdict, says: str, fix: str = "", sources: tuple[str, ...] = CARE_SOURCES
    ) -> Finding:
        return say(visit, "care_phase", verdict, says, sources, code=number, fix=fix)

    if visit.care is None:
        asks = answer(
            Verdict.ASK,
            "The note does not say whether this was active care or maintenance, so neither AT nor GA or GZ can be chosen.",
            "Ask whether improvement is expected. A line without AT is taken as maintenance and denied.",
        )
        return (), (asks,)
    if visit.care == "active":
        if visit.date_of_service < AT_SINCE:
            return (), (
                answer(
                    Verdict.SUPPORTED, f"AT marks active care since {AT_SINCE}; before that no modifier did."
                ),
            )
        active = answer(
            Verdict.SUPPORTED,
            "Active care that is expected to help: AT. The modifier alone does not prove necessity.",
        )
        if visit.abn == "required":
            asks = answer(
                Verdict.ASK,
                "A mandatory notice is signed for a line that is billed as active care. One contractor refuses AT and GA"
                " together.",
                "Ask whether denial is really expected. If so, the care is not active; if not, the notice was not needed.",
                NOTICE_SOURCES,
            )
            return ("AT",), (active, asks)
        return ("AT",), (active,)
    if visit.abn == "required":
        signed = answer(
            Verdict.NOT_COVERED,
            "Maintenance is not medically necessary for Medicare. The mandatory notice is signed and on file: GA, and the"
            " patient pays.",
            sources=CARE_SOURCES + NOTICE_SOURCES,
        )
        return ("GA",), (signed,)
    without = answer(
        Verdict.NOT_COVERED,
        "Maintenance is not medically necessary for Medicare. Without the signed mandatory notice it is GZ, and the patient"
        " cannot be charged.",
        sources=CARE_SOURCES + NOTICE_SOURCES,
    )
    if visit.abn is None:
        asks = answer(
            Verdict.ASK,
            "The visit does not say whether the mandatory notice (ABN) was signed; GZ assumes that it was not.",
            "Ask for the signed notice. It cannot be signed afterwards.",
            NOTICE_SOURCES,
        )
        return ("GZ",), (without, asks)
    return ("GZ",), (without,)
