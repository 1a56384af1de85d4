"""Shapes of logs that were written down before the reader was looked at, and were misread or asked about too much at first."""

from __future__ import annotations

import json

from analysis.audit.more_shapes import MoreShape

DAY, BEFORE = "2026-03-04", "2026-02-25"


def _line(day: str, code: str, modifiers: list[str], units: int) -> dict[str, object]:
    return {"serviceDate": day, "procedure": {"code": code, "modifiers": modifiers}, "units": units}


_NESTED = {
    "exportedAt": "2026-04-01",
    "claims": [
        {
            "claimId": "C1",
            "patient": {"id": "88"},
            "serviceLines": [_line(DAY, "98941", ["AT"], 1), _line(DAY, "97112", ["59", "GP"], 1)],
        },
        {"claimId": "C2", "patient": {"id": "90"}, "serviceLines": [_line(BEFORE, "97110", ["GP"], 2)]},
    ],
}

STRANGE_SHAPES = (
    MoreShape(
        "the code in front of words, a date in words, lines above the names",
        ".csv",
        (
            b"Willow Clinic - Billing Detail\nGenerated on April 2 2026 at 9:41 AM\n\n"
            b"Purchase Date,Invoice #,Patient,Item,Income Category,Staff Member,Status,Subtotal\n"
            b'"March 4, 2026",1201,Otter Nimble,"98941 - Adjustment, three to four regions",Chiropractic,Dr. A,paid,62.00\n'
            b'"March 4, 2026",1201,Otter Nimble,97112-59 - Balance training,Chiropractic,Dr. A,paid,48.50\n'
            b'"February 25, 2026",1188,Otter Nimble,Foam roller,Products,Dr. A,paid,30.00\n'
        ),
        ((DAY, "98941", 1, None, ()), (DAY, "97112", 1, None, ("59",))),
        not_services=4,
        refused=1,
    ),
    MoreShape(
        "serial dates, and diagnoses under names of their own",
        ".csv",
        (
            b"Encounter ID,Service Start Date,Posting Date,Patient ID,Procedure Code,Units,Encounter Diagnosis 1,"
            b"Encounter Diagnosis 2\n"
            b"501,46085,46087,88,98941-AT,1.000,M99.01,R29.3\n"
            b"498,46078,46080,90,97110-GP,2.000,M54.50,\n"
        ),
        ((DAY, "98941", 1, None, ("AT",)), (BEFORE, "97110", 2, None, ("GP",))),
        visits=2,
        diagnoses=("M99.01", "R29.3"),
    ),
    MoreShape(
        "lines side by side, each with its own day, modifiers A to D",
        ".txt",
        (
            b"ClaimID|PatientID|PatientDOB|DiagCode1|DiagCode2|FromDateOfService1|ToDateOfService1|PlaceOfService1|CPT1|"
            b"ModifierA1|ModifierB1|DiagCodePointer1|Charges1|Units1|FromDateOfService2|ToDateOfService2|PlaceOfService2|CPT2|"
            b"ModifierA2|ModifierB2|DiagCodePointer2|Charges2|Units2\n"
            b"1|88|19700101|M99.01|R29.3|20260304|20260304|11|98941|AT||A|62.00|1|20260304|20260304|11|97112|59|GP|B|48.50|1\n"
            b"2|90|19710101|M54.50||20260225|20260225|11|97110|GP||A|90.00|2|||||||||\n"
        ),
        (
            (DAY, "98941", 1, None, ("AT",)),
            (DAY, "97112", 1, None, ("59", "GP")),
            (BEFORE, "97110", 2, None, ("GP",)),
        ),
        visits=2,
        diagnoses=("M99.01", "R29.3"),
    ),
    MoreShape(
        "an export of claims of lines, with a day of its own",
        ".json",
        json.dumps(_NESTED).encode(),
        (
            (DAY, "98941", 1, None, ("AT",)),
            (DAY, "97112", 1, None, ("59", "GP")),
            (BEFORE, "97110", 2, None, ("GP",)),
        ),
        visits=2,
        not_services=0,
    ),
    MoreShape(
        "all codes of a visit in one cell, with how often behind or before each",
        ".csv",
        (
            b"Patient No,Visit Date,Provider,CPT Codes\n"
            b"88,03/04/2026,2,98941-AT; 97110 x2; (2) 97530\n"
            b'90,02/25/2026,2,"98940, 97110 GP (2)"\n'
        ),
        (
            (DAY, "98941", 1, None, ("AT",)),
            (DAY, "97110", 2, None, ()),
            (DAY, "97530", 2, None, ()),
            (BEFORE, "98940", 1, None, ()),
            (BEFORE, "97110", 2, None, ("GP",)),
        ),
        visits=2,
    ),
    MoreShape(
        "cells of several lines, each line a service",
        ".csv",
        (
            b"Chart,Service Date,CPT,Modifier,Units\n"
            b'88,03/04/2026,"98941\n97112\n97110","AT\n\nGP","1\n1\n2"\n'
            b"90,02/25/2026,98940,AT,1\n"
        ),
        (
            (DAY, "98941", 1, None, ("AT",)),
            (DAY, "97112", 1, None, ()),
            (DAY, "97110", 2, None, ("GP",)),
            (BEFORE, "98940", 1, None, ("AT",)),
        ),
        visits=2,
    ),
)
