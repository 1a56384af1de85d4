"""Logs in the shapes in which programs write them, each of three lines: made up here, like everything in them.

Every shape says the same of one visit: 98940, and 97112 with 59, in two rows; and a third row that is something else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DAY = "2026-02-11"


@dataclass(frozen=True)
class Shape:
    """One shape of a log.

    Attributes:
        name: whose shape it is, in our words.
        ending: the ending of the file's name.
        text: the file.
        lines: code, units and modifiers of each service that it tells.
        diagnoses: the diagnoses of the first service; None where the shape has none.
        not_services, repeated: how many rows are so, beside the row of names.
        asks: a word of each question that it must ask beside the payer's.
        answers: what the user says to them.
        minutes: the minutes of the second service, where the shape tells them.
    """

    name: str
    ending: str
    text: str
    lines: tuple[tuple[str, int | None, tuple[str, ...]], ...]
    diagnoses: tuple[str, ...] | None = None
    not_services: int = 0
    repeated: int = 0
    asks: tuple[str, ...] = ()
    answers: dict[str, Any] = field(default_factory=dict)
    minutes: int | None = None

    def written(self, folder: Path) -> Path:
        """Write it into a folder."""
        place = folder / f"log{self.ending}"
        place.write_text(self.text, encoding="utf-8")
        return place


TWO = (("98940", 1, ()), ("97112", 1, ("59",)))
DIAGNOSED = ("M99.03", "M54.59")

SHAPES = (
    Shape(
        "a ledger of claims and payments, with times behind the days",
        ".csv",
        "ID,CLAIMID,CHARGEID,PATIENTID,TYPE,AMOUNT,FROMDATE,TODATE,PROCEDURECODE,MODIFIER1,MODIFIER2,DIAGNOSISREF1,UNITS,"
        "PAYMENTS,APPOINTMENTID,PROVIDERID,SUPERVISINGPROVIDERID\n"
        f"a1,k5,1,q3,CHARGE,60.0,{DAY}T09:15:00Z,{DAY}T09:40:00Z,98940,,,1,1,,v8,w2,w1\n"
        f"a2,k5,2,q3,CHARGE,45.0,{DAY}T09:15:00Z,{DAY}T09:40:00Z,97112,59,,2,1,,v8,w2,w1\n"
        f"a3,k5,2,q3,PAYMENT,,{DAY}T00:00:00Z,{DAY}T00:00:00Z,97112,,,,,20.0,v8,w2,w1\n",
        TWO,
        not_services=1,
    ),
    Shape(
        "many lines side by side in one row",
        ".csv",
        "BENE_ID,CLM_ID,CLM_FROM_DT,CLM_THRU_DT,ICD9_DGNS_CD_1,ICD9_DGNS_CD_2,PRF_PHYSN_NPI_1,PRF_PHYSN_NPI_2,PRF_PHYSN_NPI_3,"
        "HCPCS_CD_1,HCPCS_CD_2,HCPCS_CD_3,LINE_NCH_PMT_AMT_1,LINE_NCH_PMT_AMT_2,LINE_NCH_PMT_AMT_3,LINE_ICD9_DGNS_CD_1,"
        "LINE_ICD9_DGNS_CD_2,LINE_ICD9_DGNS_CD_3\n"
        "0A1,88,20110608,20110608,7393,7242,5550000001,5550000001,,98940,97112,,18.00,0.00,,7393,7242,\n",
        (("98940", 1, ()), ("97112", 1, ())),
        ("7393", "7242"),
    ),
    Shape(
        "a table of bills with rows of diagnoses, copays and deleted lines",
        ".csv",
        "id,date,code_type,code,pid,provider_id,user,encounter,code_text,billed,activity,payer_id,bill_date,modifier,units,fee,"
        "justify\n"
        f"11,{DAY} 10:00:00,ICD10,M99.03,6,2,2,40,,1,1,8,,,,,\n"
        f"12,{DAY} 10:00:00,CPT4,98940,6,2,2,40,adjusted,1,1,8,,,1,60.00,ICD10|M99.03:ICD10|M54.59:\n"
        f"13,{DAY} 10:00:00,CPT4,97112,6,2,2,40,board,1,1,8,,59,1,45.00,ICD10|M54.59:\n"
        f"14,{DAY} 10:00:00,CPT4,97110,6,2,2,40,rows,0,0,8,,59,1,45.00,\n"
        f"15,{DAY} 10:00:00,COPAY,,6,2,2,40,,1,1,,,,0,-15.00,\n",
        TWO,
        DIAGNOSED,
        not_services=3,
    ),
    Shape(
        "codes that are ids of another table",
        ".csv",
        "procpatient,proceoc,proccpt,proccptmod,proccptmod2,procdiag1,procunits,procphysician,procdt,procdtend\n"
        f"6,3,5120,9,0,41,1.0,2,{DAY},{DAY}\n",
        (),
        asks=("holds the code",),
    ),
    Shape(
        "a payment advice with one row for each adjustment, patients removed",
        ".csv",
        "claim_index,patient,code,units,payment_date,paid_amount,charge_amount,start_date,end_date,adjustment_group,"
        "adjustment_reason,adjustment_amount,rendering_provider\n"
        f"0,(removed),98940,1,2026-03-01,20.00,60.00,{DAY},{DAY},CO,45,34.00,(removed)\n"
        f"0,(removed),98940,1,2026-03-01,20.00,60.00,{DAY},{DAY},PR,2,6.00,(removed)\n"
        f"0,(removed),97112,1,2026-03-01,0.00,45.00,{DAY},{DAY},CO,97,45.00,(removed)\n",
        (("98940", 1, ()), ("97112", 1, ())),
        repeated=1,
    ),
    Shape(
        "a warehouse table with five modifiers and units as a fraction",
        ".csv",
        "claim_id,claim_line_number,claim_type,person_id,claim_start_date,claim_line_start_date,place_of_service_code,"
        "service_unit_quantity,hcpcs_code,hcpcs_modifier_1,hcpcs_modifier_2,hcpcs_modifier_3,hcpcs_modifier_4,hcpcs_modifier_5,"
        "rendering_npi,charge_amount,diagnosis_code_type,diagnosis_code_1,diagnosis_code_2\n"
        f"k5,1,professional,q3,{DAY},{DAY},11,1.0,98940,,,,,,5550000001,60.00,icd-10-cm,M9903,M5459\n"
        f"k5,2,professional,q3,{DAY},{DAY},11,1.0,97112,59,,,,,5550000001,45.00,icd-10-cm,M9903,M5459\n",
        TWO,
        DIAGNOSED,
    ),
    Shape(
        "a register of bills with minutes in place of units",
        ".csv",
        "bill_id,bill_detail_id,bill_selection_date,line_number,hcpcs_line_procedure_billed,first_hcpcs_modifier_billed,"
        "second_hcpcs_modifier_billed,days_units_code,days_units_billed,service_line_from_date,service_line_to_date,"
        "hcpcs_line_procedure_paid,first_hcpcs_modifier_paid,days_units_paid\n"
        f"B9,D1,2026-04-01T00:00:00.000,1,98940,,,UN,1,{DAY}T00:00:00.000,{DAY}T00:00:00.000,98940,,1\n"
        f"B9,D2,2026-04-01T00:00:00.000,2,97112,59,,MJ,24,{DAY}T00:00:00.000,{DAY}T00:00:00.000,97112,,0\n",
        (("98940", 1, ()), ("97112", None, ("59",))),
        minutes=24,
    ),
    Shape(
        "records within records, with pointers from 0 and no patient",
        ".json",
        json.dumps(
            [
                {
                    "id": "1",
                    "cpt_code": {"code": "98940"},
                    "mod1": None,
                    "units": 1,
                    "pointers": [0, 1],
                    "service_date": DAY,
                },
                {
                    "id": "2",
                    "cpt_code": {"code": "97112"},
                    "mod1": "59",
                    "units": 1,
                    "pointers": [1],
                    "service_date": DAY,
                },
            ]
        ),
        TWO,
        asks=("patient",),
        answers={"one_patient": True},
    ),
    Shape(
        "claims that hold their lines, a record on each line",
        ".jsonl",
        json.dumps(
            {
                "claim_id": "k5",
                "member": {"name": "Ada Made-Up", "dob": "1950-01-02"},
                "service_date": DAY,
                "lines": [{"cpt": "98940", "units": 1}, {"cpt": "97112", "units": 1, "modifier": "59"}],
            }
        )
        + "\n",
        TWO,
    ),
    Shape(
        "a practice's export with American days, a thousands comma and a last blank line",
        ".csv",
        'Date of Service,CPT,Modifier,Charge,Patient Account,Diagnosis\n2/11/2026,98940,,"1,060.00",P-3,"M99.03, M54.59"\n'
        '2/11/2026,97112,59,45.00,P-3,"M99.03, M54.59"\n\n',
        TWO,
        DIAGNOSED,
        not_services=1,
    ),
    Shape(
        "days as 11-Feb-2026, modifiers glued to the code, a total, semicolons",
        ".csv",
        'DOS;CPT;Qty;DX1;DX2;Chart Number;Provider\n11-Feb-2026;="98940";1;M99.03;M54.59;c4;Dr A\n'
        "11-Feb-2026;97112-59;1,0;M99.03;M54.59;c4;Dr A\nTOTAL;;2;;;;\n",
        TWO,
        DIAGNOSED,
        not_services=1,
    ),
    Shape(
        "short names parted by tabs in a .csv, codes as fractions",
        ".csv",
        "Svc Dt\tProc\tM1\tM2\tQty\tPt ID\n02/11/2026 12:00:00 AM\t98940.0\t\t\t1\tz1\n"
        "02/11/2026 12:00:00 AM\t97112.0\t59\t\t1\tz1\n",
        TWO,
    ),
    Shape(
        "modifiers joined by a comma, several blank columns without a name",
        ".csv",
        'Visit ID,DOS,HCPCS/CPT,Modifiers,Units,,\n70,20260211,98940,,1,,\n70,20260211,97112,"59",1,,\n',
        TWO,
    ),
)
