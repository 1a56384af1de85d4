"""What Medicare never pays a chiropractor for, and how such a line is sent when the patient wants a denial."""

from __future__ import annotations

from cptedu.facts.codes import SPINAL_CMT, code
from cptedu.model import Finding, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.say import say

__all__ = ["excluded", "excluded_modifiers"]

SOURCES = ("usc-42-1395x-r-5", "cms-100-02-ch15-240.1.1", "ngs-modifiers")
THERAPY_SOURCES = ("palmetto-rrb-faq",)


def excluded(visit: Visit, number: str) -> Finding | None:
    """Say whether the payer's benefit excludes a code by law.

    Medicare pays a chiropractor for spinal manipulation to correct a subluxation and for nothing else. The patient may be
    charged for the rest, and may ask that it be sent for a denial.

    Args:
        visit: the visit.
        number: the code.

    Returns:
        A ``not_covered`` finding, or None when the benefit holds the code.

    Source: 42 USC 1395x(r)(5); CMS Benefit Policy Manual, chapter 15, section 240.1.1; NGS on modifiers.
    """
    if (
        payer(visit.payer).wants("benefit", visit.date_of_service) != "spinal_cmt_only"
        or number in SPINAL_CMT
    ):
        return None
    therapy = code(number).always_therapy
    notice = " A voluntary notice is on file, so GX stands beside GY." if visit.abn == "voluntary" else ""
    return say(
        visit,
        "medicare_benefit",
        Verdict.NOT_COVERED,
        f"Medicare pays a chiropractor for 98940, 98941 and 98942 only. {number} is excluded by law: the patient may be"
        f" charged, and a line sent for denial carries GY{' and GP' if therapy else ''}.{notice}",
        SOURCES + (THERAPY_SOURCES if therapy else ()),
        code=number,
        fix="Tell the patient the price beforehand; send the line only if the patient wants Medicare's denial.",
    )


def excluded_modifiers(visit: Visit, number: str) -> tuple[str, ...]:
    """Give the modifiers of an excluded line: GP on therapy, GX with a voluntary notice, GY.

    Args:
        visit: the visit.
        number: the code.

    Returns:
        The modifiers in the order in which claims show them.

    Source: National Government Services; Palmetto GBA, 2024-03-20.

    >>> excluded_modifiers(Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare"}), "97112")
    ('GP', 'GY')
    """
    gp = ("GP",) if code(number).always_therapy else ()
    gx = ("GX",) if visit.abn == "voluntary" else ()
    return (*gp, *gx, "GY")
