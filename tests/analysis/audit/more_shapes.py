"""Thirteen more shapes of logs, written down by what programs do before anybody looked at what the reader takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Line = tuple[str, str, int, int | None, tuple[str, ...]]
"""Day, code, units, minutes, modifiers."""


@dataclass(frozen=True)
class MoreShape:
    """One shape.

    Attributes:
        name: whose shape it is.
        ending: the ending of the file's name.
        held: the file.
        lines: what it tells of each service.
        visits: of how many visits.
        diagnoses: the diagnoses of its first service; None where it has none.
        not_services, refused: how many rows are so, the names of the columns among them.
        asks: words of the one question that it must ask; empty where it must ask none.
        answers: what the user says to it.
    """

    name: str
    ending: str
    held: bytes
    lines: tuple[Line, ...]
    visits: int = 1
    diagnoses: tuple[str, ...] | None = None
    not_services: int = 1
    refused: int = 0
    asks: str = ""
    answers: dict[str, Any] | None = None


MORE_SHAPES = (
    MoreShape(
        "ledger with a head",
        ".csv",
        (
            b"Sunrise Chiropractic - Transaction Ledger\r\n"
            b"Printed 03/31/2026\r\n"
            b"\r\n"
            b"Date,Patient,Trans Type,Procedure,Mods,Qty,Dx,Charge,Payment,Balance,Insurance,Doctor\r\n"
            b'03/04/2026,1047,Charge,98940,AT,1,"M99.01, M54.2",$62.00,,62.00,Medicare,JD\r\n'
            b'03/04/2026,1047,Charge,97112,"GP, 59",1,R26.89,$48.50,,110.50,Medicare,JD\r\n'
            b"03/20/2026,1047,Ins Payment,,,,,,($20.90),89.60,Medicare,JD\r\n"
            b"03/20/2026,1047,Adjustment,,,,,,($41.10),48.50,Medicare,JD\r\n"
            b",,,,,,Total,$110.50,($62.00),48.50,,\r\n"
        ),
        (
            ("2026-03-04", "98940", 1, None, ("AT",)),
            ("2026-03-04", "97112", 1, None, ("59", "GP")),
        ),
        not_services=7,
        diagnoses=("M99.01", "M54.2"),
    ),
    MoreShape(
        "semicolons, decimal commas, cp1252",
        ".csv",
        (
            "Datum;Fall;Leistung;Modifikator;Menge;Betrag;Versicherung\r\n"
            "04.03.2026;77;98940;;1;62,00;Café Health\r\n"
            "04.03.2026;77;97110;GP;2;1.096,00;Café Health\r\n"
        ).encode("cp1252"),
        (
            ("2026-03-04", "98940", 1, None, ()),
            ("2026-03-04", "97110", 2, None, ("GP",)),
        ),
        asks="tells one patient from another",
        answers={"Fall": "visit"},
    ),
    MoreShape(
        "boxes of the CMS-1500",
        ".csv",
        (
            b"26 Patient Acct,21A,21B,21C,24A From,24A To,24B POS,24D CPT/HCPCS,24D Mod 1,24D Mod 2,"
            b"24D Mod 3,24D Mod 4,24E Dx Ptr,24F Charges,24G Days/Units,24J Rendering NPI,11c Plan\n"
            b"1047,M99.01,M54.2,,03 04 26,03 04 26,11,98940,AT,,,,AB,62 00,1,1000000004,Medicare\n"
            b"1047,M99.01,M54.2,,03 04 26,03 04 26,11,97112,59,GP,,,B,48 50,1,1000000004,Medicare\n"
        ),
        (
            ("2026-03-04", "98940", 1, None, ("AT",)),
            ("2026-03-04", "97112", 1, None, ("59", "GP")),
        ),
        diagnoses=("M99.01", "M54.2"),
    ),
    MoreShape(
        "superbill, a visit a row",
        ".csv",
        (
            b"Visit Date,Patient ID,Provider,Payer,ICD1,ICD2,CPT1,MOD1,UNITS1,CPT2,MOD2,UNITS2,CPT3,"
            b"MOD3,UNITS3\n"
            b"3/4/2026,1047,2,Aetna,M99.01,M54.2,98940,,1,97112,59 GP,1,,,\n"
            b"3/6/2026,1047,2,Aetna,M99.01,M54.2,98941,,1,97110,GP,2,97140,59,1\n"
        ),
        (
            ("2026-03-04", "98940", 1, None, ()),
            ("2026-03-04", "97112", 1, None, ("59", "GP")),
            ("2026-03-06", "98941", 1, None, ()),
            ("2026-03-06", "97110", 2, None, ("GP",)),
            ("2026-03-06", "97140", 1, None, ("59",)),
        ),
        visits=2,
        diagnoses=("M99.01", "M54.2"),
    ),
    MoreShape(
        "FHIR-like claims, JSON lines",
        ".jsonl",
        (
            b'{"resourceType":"Claim","id":"c77","patient":{"reference":"Patient/9"},'
            b'"billablePeriod":{"start":"2026-03-04"},"insurer":{"display":"Aetna"},'
            b'"diagnosis":[{"sequence":1,"diagnosisCodeableConcept":{"coding":[{"code":"M99.01"}]}},'
            b'{"sequence":2,"diagnosisCodeableConcept":{"coding":[{"code":"R26.89"}]}}],'
            b'"item":[{"sequence":1,"diagnosisSequence":[1],'
            b'"productOrService":{"coding":[{"code":"98940"}]},"servicedDate":"2026-03-04",'
            b'"quantity":{"value":1}},{"sequence":2,"diagnosisSequence":[2],'
            b'"productOrService":{"coding":[{"code":"97112"}]},"modifier":[{"coding":[{"code":"59"}]},'
            b'{"coding":[{"code":"GP"}]}],"servicedDate":"2026-03-04","quantity":{"value":1}}]}\n'
        ),
        (
            ("2026-03-04", "98940", 1, None, ()),
            ("2026-03-04", "97112", 1, None, ("59", "GP")),
        ),
        not_services=0,
        diagnoses=("M99.01", "R26.89"),
    ),
    MoreShape(
        "Excel formulas as text, floats",
        ".csv",
        (
            b'"DOS","Claim #","CPT Code","Modifiers","Units","Diagnosis Codes","Payor"\r\n'
            b'="03/04/2026",="0077",="98940","",1.00,"M9901|M542","BCBS"\r\n'
            b'="03/04/2026",="0077",97112.0,"59|GP",1.00,"R2689","BCBS"\r\n'
        ),
        (
            ("2026-03-04", "98940", 1, None, ()),
            ("2026-03-04", "97112", 1, None, ("59", "GP")),
        ),
        diagnoses=("M99.01", "M54.2"),
    ),
    MoreShape(
        "UTF-16 tabs with minutes",
        ".txt",
        (
            "SVC_DT\tENC_NBR\tPROC_CD\tPROC_MOD_CD\tSVC_MIN\tBILL_UNIT_CNT\tPAYOR_NM\r\n"
            "04-MAR-2026\tE1\t97110\tGP\t23\t2\tMedicare\r\n"
            "04-MAR-2026\tE1\t97140\t59GP\t15\t1\tMedicare\r\n"
        ).encode("utf-16"),
        (
            ("2026-03-04", "97110", 2, 23, ("GP",)),
            ("2026-03-04", "97140", 1, 15, ("59", "GP")),
        ),
    ),
    MoreShape(
        "serial days of Excel",
        ".csv",
        (
            b"Service Date,Acct,Proc Code,Modifier,Units,Ins Co\n"
            b"46085,12,98941-AT,,1,Medicare\n"
            b"46085,12,97012-GP-GY,,1,Medicare\n"
        ),
        (
            ("2026-03-04", "98941", 1, None, ("AT",)),
            ("2026-03-04", "97012", 1, None, ("GP", "GY")),
        ),
    ),
    MoreShape(
        "replaced and void claims",
        ".csv",
        (
            b"claim_no,freq,status,member,from_date,thru_date,proc,m1,m2,qty,carrier\n"
            b"A1,1,Accepted,9,20260304,20260304,98940,AT,,1,Medicare\n"
            b"A1,8,Void,9,20260304,20260304,98940,AT,,1,Medicare\n"
            b"A2,1,Accepted,9,20260304,20260304,98941,AT,,1,Medicare\n"
            b",,,,,,,,,,\n"
        ),
        (("2026-03-04", "98941", 1, None, ("AT",)),),
        not_services=4,
    ),
    MoreShape(
        "services in one cell",
        ".csv",
        (
            b"date of visit,patient no,services,insurer\n"
            b'2026-03-04,1047,"98940-AT x1; 97112-59-GP x2",Medicare\n'
        ),
        (
            ("2026-03-04", "98940", 1, None, ("AT",)),
            ("2026-03-04", "97112", 2, None, ("59", "GP")),
        ),
    ),
    MoreShape(
        "camelCase with offsets",
        ".csv",
        (
            b"serviceLineId,appointmentId,patientGuid,dateOfServiceFrom,dateOfServiceTo,procedureCode,"
            b"modifierOne,modifierTwo,modifierThree,modifierFour,unitCount,diagnosisPointerOne,"
            b"diagnosisPointerTwo,diagnosisCodeOne,diagnosisCodeTwo,primaryPayerName,isDeleted\n"
            b"e1,ap1,3f2a,2026-03-04T00:00:00-05:00,2026-03-04T00:00:00-05:00,98940,AT,,,,1,1,2,"
            b"M99.01,M54.2,Medicare,false\n"
            b"e2,ap1,3f2a,2026-03-04T00:00:00-05:00,2026-03-04T00:00:00-05:00,97112,59,GP,,,1,2,,"
            b"M99.01,M54.2,Medicare,false\n"
            b"e3,ap1,3f2a,2026-03-04T00:00:00-05:00,2026-03-04T00:00:00-05:00,97140,59,,,,1,2,,M99.01,"
            b"M54.2,Medicare,true\n"
        ),
        (
            ("2026-03-04", "98940", 1, None, ("AT",)),
            ("2026-03-04", "97112", 1, None, ("59", "GP")),
        ),
        not_services=2,
        diagnoses=("M99.01", "M54.2"),
    ),
    MoreShape(
        "grouped rows, date once",
        ".csv",
        (
            b"Date,Chart,Payer,Code,Mod,Units\n"
            b"03/04/2026,1047,Medicare,98940,AT,1\n"
            b",,,97112,GP,1\n"
            b"03/06/2026,1047,Medicare,98941,AT,1\n"
            b",,,97110,GP,2\n"
        ),
        (
            ("2026-03-04", "98940", 1, None, ("AT",)),
            ("2026-03-04", "97112", 1, None, ("GP",)),
            ("2026-03-06", "98941", 1, None, ("AT",)),
            ("2026-03-06", "97110", 2, None, ("GP",)),
        ),
        visits=2,
        asks="go on with the row above",
        answers={"rows_go_on": True},
    ),
    MoreShape(
        "pipes, code with its words",
        ".dat",
        (
            b"svc_date|visit_no|clinician|code_desc|mods|units|dx_codes|payer_name|line_status\n"
            b"2026/03/04|V1|2|98940 - CMT 1-2 regions|AT|1|M99.01;M54.2|Medicare|Posted\n"
            b"2026/03/04|V1|2|97112 - Neuromuscular re-ed|59;GP|1|R26.89|Medicare|Posted\n"
            b"2026/03/04|V1|2|NOSHOW - missed visit fee|||||Posted\n"
        ),
        (
            ("2026-03-04", "98940", 1, None, ("AT",)),
            ("2026-03-04", "97112", 1, None, ("59", "GP")),
        ),
        refused=1,
        diagnoses=("M99.01", "M54.2"),
    ),
)
