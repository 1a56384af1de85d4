"""A claim is read in the shapes in which programs and people write it; what cannot be a claim line says so with its line."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptedu as ct
from cptedu.errors import CpteduError
from cptedu.visit.written.claim_file import ClaimLines, load_claim

# Every text of SAME is this claim.
CLAIM = [("98940", 1, ()), ("97112", 1, ("59", "GP"))]
SAME = {
    "our own names": "code,units,modifiers\n98940,1,\n97112,1,59 GP\n",
    "a mark of UTF-8, lines of Windows, a blank last line": "\ufeffcode,units,modifiers\r\n98940,1,\r\n97112,1,59 GP\r\n\r\n",
    "modifiers behind the code, hyphens": "code,units,modifiers\n98940,1,\n97112-59-GP,1,\n",
    "modifiers behind the code, blanks": "code,units\n98940,1\n97112 59 GP,1\n",
    "modifiers behind the code, nothing between": "Code,Units\n98940,1\n9711259GP,1\n",
    "modifiers behind the code, colons and the code system": "Procedure,Units\nHC:98940,1\nHC:97112:59:GP,1\n",
    "one modifier behind the code, one in its column": "code,units,modifiers\n98940,1,\n97112-59,1,59 GP\n",
    "Excel's text formulas": 'code,units,modifiers\n="98940",="1",\n="97112",="1",="59 GP"\n',
    "Excel's text formulas in quotation marks": 'code,units,modifiers\n"=""98940""",1,\n"=""97112""",1,59 GP\n',
    "an apostrophe that keeps text": "code,units,modifiers\n'98940,1,\n'97112,1,'59 GP\n",
    "units with decimals": "code,units,modifiers\n98940,1.0,\n97112,1.00,59 GP\n",
    "units with many decimals": "hcpcs_code,service_unit_quantity,hcpcs_modifier_1,hcpcs_modifier_2\n"
    "98940,1.000,,\n97112,1.000,59,GP\n",
    "codes and modifiers as decimals": "CPT,Units,Mod 1,Mod 2\n98940.0,1.0,,\n97112.0,1.0,59.0,GP\n",
    "semicolons and lines of Windows": "code;units;modifiers\r\n98940;1;\r\n97112;1;59 GP\r\n",
    "semicolons and decimal commas": "Code;Units;Mod\n98940,0;1,0;\n97112,0;1,00;59,GP\n",
    "tabs": "CPT\tMod1\tMod2\tUnits\n98940\t\t\t1\n97112\t59\tGP\t1\n",
    "bars": "CPT|Modifiers|Qty\n98940||1\n97112|59,GP|1\n",
    "the line that tells Excel the separator": "sep=;\ncode;units;modifiers\n98940;1;\n97112;1;59 GP\n",
    "blanks alone": "code units modifiers\n98940 1\n97112 1 59 GP\n",
    "blanks that align": "CPT    Units  Mod\n98940  1\n97112  1      59,GP\n",
    "a table of Markdown": "| CPT | Mod | Units |\n|---|:---:|---|\n| 98940 | | 1 |\n| 97112 | 59, GP | 1 |\n",
    "lines of an old Mac": "code,units,modifiers\r98940,1,\r97112,1,59 GP\r",
    "every cell in quotation marks": '"CPT Code","Modifiers","Units"\n"98940","","1"\n"97112","59,GP","1"\n',
    "blanks before quotation marks": 'code, units, modifiers\n"98940", "1", ""\n"97112", "1", "59,GP"\n',
    "blanks around everything": " CPT , Modifier , Units \n 98940 , , 1 \n 97112 , 59 GP , 1 \n",
    "hard blanks": "code,units,modifiers\n98940\u00a0,1,\n97112,\u00a01,59\u00a0GP\n",
    "colons": "code,units,modifiers\n98940,1,\n97112,1,59:GP\n",
    "commas between modifiers": 'code,units,modifiers\n98940,1,\n97112,1,"59,GP"\n',
    "commas between modifiers, without quotation marks": "code,units,modifiers\n98940,1,\n97112,1,59,GP\n",
    "semicolons between modifiers": "code,units,modifiers\n98940,1,\n97112,1,59;GP\n",
    "strokes between modifiers": "code,units,modifiers\n98940,1,\n97112,1,59/GP\n",
    "a hyphen before each modifier": "code,units,modifiers\n98940,1,\n97112,1,-59 -GP\n",
    "nothing between modifiers": "code,units,modifiers\n98940,1,\n97112,1,59GP\n",
    "a list as Python writes it": "code,units,modifiers\n98940,1,[]\n97112,1,\"['59', 'GP']\"\n",
    "and between modifiers": "code,units,modifiers\n98940,1,\n97112,1,59 and GP\n",
    "modifiers in small letters": "code,units,modifiers\n98940,1,\n97112,1,59 gp\n",
    "modifiers with what they mean": "code,units,modifiers\n98940,1,\n97112-59,1,GP - Physical therapy plan\n",
    "CPT, Mod, Units": "CPT,Mod,Units\n98940,,1\n97112,59 GP,1\n",
    "numbered modifiers": "CPT Code,Modifier 1,Modifier 2,Units\n98940,,,1\n97112,59,GP,1\n",
    "modifiers one to four, empty ones as NULL or 0": "CPT,M1,M2,M3,M4,Qty\n98940,NULL,0,,,1\n97112,59,GP,NULL,n/a,1\n",
    "names in capitals": "PROCEDURECODE,MODIFIER1,MODIFIER2,UNITS\n98940,,,1\n97112,59,GP,1\n",
    "two columns of one name": "CPT,Mod,Mod,Units\n98940,,,1\n97112,59,GP,1\n",
    "one name over four columns": "CPT,Modifiers,,,,Units\n98940,,,,,1\n97112,59,GP,,,1\n",
    "modifiers together and apart": 'CPT,Modifiers,Mod 1,Mod 2,Units\n98940,,,,1\n97112,"59,GP",59,GP,1\n',
    "two columns of one name, on each page": "CPT,Mod,Mod,Units\n98940,,,1\nCPT,Mod,Mod,Units\n97112,59,GP,1\n",
    "names of the paper form": "24D. CPT/HCPCS,Modifier,24G. Days or Units,24F. $ Charges\n98940,,1,62.00\n97112,59 GP,1,48.50\n",
    "names with remarks in brackets": "Code (CPT),Units (15 min),Modifier(s)\n98940,1,\n97112,1,59 GP\n",
    "HCPCS": "HCPCS/CPT,# Units,Mods\n98940,1,\n97112,1,59 GP\n",
    "ordinals": "HCPCS_CD,HCPCS_1ST_MDFR_CD,HCPCS_2ND_MDFR_CD,LINE_SRVC_CNT\n98940,,,1\n97112,59,GP,1\n",
    "a total": "code,units,modifiers\n98940,1,\n97112,1,59 GP\nTOTAL,2,\n",
    "a total of a German Excel": "code;units;modifiers\n98940;1;\n97112;1;59 GP\nSumme;2;\n",
    "a total in another column": "Description,CPT,Mod,Units\nAdjustment,98940,,1\nBoard,97112,59 GP,1\nGrand Total:,,,2\n",
    "lines above the names": "North Clinic\nClaim of one visit\n\nCPT,Mod,Units,Charge\n98940,,1,62.00\n97112,59 GP,1,48.50\n",
    "words at the foot": "CPT,Mod,Units\n98940,,1\n97112,59 GP,1\n\n"
    "Page 1 of 2\nPrinted 03/04/2026 at 10:15\n,,\n-----,---,-----\n",
    "names on each page": "CPT,Mod,Units\n98940,,1\nCPT,Mod,Units\n97112,59 GP,1\n",
    "empty cells at the end": "CPT,Mod,Units,,\n98940,,1,,\n97112,59 GP,1,,\n,,,,\n",
    "no empty cells at the end": "code,units,modifiers\n98940,1\n97112,1,59 GP\n",
    "a description behind the code": "Code,Units,Mod\n98940 - Adjustment: 1-2 regions,1,\n97112 Balance board (15 min),1,59 GP\n",
    "a description in a column called Procedure": "Procedure,CPT,Mod,Units\nAdjustment,98940,,1\nBoard,97112,59 GP,1\n",
    "code, modifiers and description in one": "Code,Units\n98940 CMT,1\n97112-59-GP Balance board,1\n",
    "the course's own way to write a line": "code\n98940 ×1\n97112-59-GP ×1\n",
    "one column": "CPT\n98940\n97112-59-GP\n",
    "one column, commas before modifiers": "CPT\n98940\n97112,59,GP\n",
    "no names, in our order": "98940,1,\n97112,1,59 GP\n",
    "no names, in our order, with semicolons": "98940;1\n97112;1;59;GP\n",
    "code and modifier under one name": "CPT Code/Modifier,Units\n98940,1\n97112-59-GP,1\n",
    "code and modifier under a name for either": "CPT/Mod,Units\n98940,1\n97112/59/GP,1\n",
    "modifiers under a name for either": "CPT,CPT Mod,Units\n98940,,1\n97112,59 GP,1\n",
    "modifiers named where they stand": "Code,Units\n98940,1\n97112 modifiers 59 and GP,1\n",
    "codes as Excel's numbers": 'CPT,Mod,Units\n"98,940",,1\n"97,112.00",59 GP,1\n',
    "a total behind its number": "CPT,Mod,Units,Note\n98940,,1,\n97112,59 GP,1,\n,,2,Total\n",
    "the empty cells of MySQL": "CPT,Mod,Mod 2,Units\n98940,\\N,\\N,1\n97112,59,GP,1\n",
    "lists as Postgres writes them": 'CPT,Mods,Units\n98940,{},1\n97112,"{59,GP}",1\n',
    "a column of numbers before all": ",CPT,Mod,Units\n0,98940,,1\n1,97112,59 GP,1\n",
    "units behind the code in words": "Code\n98940 1 unit\n97112-59-GP (1 unit)\n",
    "names of a program's table": "svc_date,svc_cd_x,svc_code,svc_mod_1,svc_mod_2,svc_qty\n"
    "2026-03-04,x,98940,,,1\n2026-03-04,x,97112,59,GP,1.0\n",
    "names of fields in fields": "item.productOrService.coding.code,item.modifier,item.quantity.value\n98940,,1\n97112,59 GP,1\n",
    "names in one word": "LineProcedureCode,LineModifier1,LineModifier2,LineUnits\n98940,,,1\n97112,59,GP,1\n",
    "units with their word": "CPT,Mod,Units\n98940,,1 unit\n97112,59 GP,1 UN\n",
    "a date on the first line alone": "Date of Service,CPT,Mod,Units\n2026-03-04,98940,,1\n,97112,59 GP,1\n",
    "who the patient is, in part": "Patient ID,Patient Name,CPT,Mod,Units\n7,Roe,98940,,1\n7,,97112,59 GP,1\n",
    "the same date on each line, however written": "DOS,CPT,Mod,Qty\n03/04/2026,98940,,1\n3/4/2026 12:00:00 AM,97112,59 GP,1\n",
    "from and to": "From Date,To Date,CPT,Mod,Units\n20260304,20260304,98940,,1\n2026-03-04,04-Mar-2026,97112,59 GP,1\n",
    "diagnoses and pointers": "CPT,Mod,Dx Pointer,DX1,DX2,Units,Charge\n"
    "98940,,A,M99.01,M54.2,1,62\n97112,59 GP,\"A,B\",M99.01,M54.2,1,48.5\n",
    "minutes beside units": "CPT,Mod,Minutes,Units\n98940,,,1\n97112,59 GP,16,1\n",
    "what the units count": "CPT,Mod,Units,Unit of Measure\n98940,,1,UN\n97112,59 GP,1,UN\n",
    "payments and deleted lines among the services": (
        "code_type,code,modifier,units,activity\nICD10,M99.01,,,1\nCPT4,98940,,1,1\nCPT4,97112,59:GP,1,1\nCPT4,97112,59:GP,1,0\n"
        "COPAY,,,0,1\n"
    ),
    "a payment for a service": "TYPE,PROCEDURECODE,MODIFIER1,MODIFIER2,UNITS\n"
    "CHARGE,98940,,,1\nCHARGE,97112,59,GP,1\nPAYMENT,97112,,,\n",
    "a column that nobody knows": "CPT,Mod,Units,Colour\n98940,,1,blue\n97112,59 GP,1,green\n",
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    def load(written: str | bytes) -> ClaimLines:
        path = tmp_path / "claim.csv"
        path.write_bytes(written if isinstance(written, bytes) else written.encode())
        return load_claim(path)

    return load


@pytest.mark.parametrize("written", SAME.values(), ids=SAME.keys())
def test_one_claim_in_many_shapes(read, written):
    assert read(written) == CLAIM


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_it_is_read_in_the_encodings_in_which_programs_save(read, encoding):
    claim = read("Code\tDescripción\tUnits\n98940\tcolumna\t1\n97112-59-GP\tequilíbrio\t1\n".encode(encoding))
    assert claim == CLAIM
    assert any("Windows-1252" in said for said in claim.told) == (encoding == "cp1252")


def test_it_is_a_list_that_a_review_takes(read):
    visit = ct.Visit.from_dict(
        {"date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5"]}
    )
    assert ct.review_claim(visit, read("CPT,Qty\n98940,1\n")).passes
    assert isinstance(read("CPT,Qty\n98940,1\n"), list)


def test_it_says_what_was_taken_for_what(read):
    claim = read("DOS,CPT,Mod,Mod,Qty,Minutes,Colour\n03/04/2026,97112,59,GP,1,16,blue\n")
    assert claim.columns == {
        "DOS": "date_of_service",
        "CPT": "code",
        "Mod": "modifiers",
        "Mod (column 4)": "modifiers",
        "Qty": "units",
    }
    assert {one.said: one.reason for one in claim.left_alone} == {
        "Minutes": "minutes are not taken for units",
        "Colour": "what it holds is not known",
    }
    assert claim.days[0] == date(2026, 3, 4)
    said = claim.how_it_was_read()
    assert "'CPT' as code" in said
    assert "'Colour'" in said


def test_of_a_file_as_the_course_writes_it_there_is_nothing_to_say(read):
    claim = read("code,units,modifiers\n98940,1,\n")
    assert (claim.how_it_was_read(), claim.left_alone, claim.told) == ("", (), ())


@pytest.mark.parametrize(
    ("written", "line", "said", "reason"),
    [
        ("code,units,modifiers\n98940,1,\nTOTAL,1,\n", 3, "TOTAL", "a total"),
        ("Jane Roe\nCPT,Units\n98940,1\n", 1, "", "above the names of the columns"),
        ("CPT,Units\n98940,1\n\nPage 1 of 2\n", 4, "Page 1 of 2", "words of the page"),
        ("CPT,Units\n98940,1\nJane Roe\n", 3, "", "words alone, no code"),
        ("CPT,Units\n98940,1\nCopay,1\n", 3, "Copay", "a payment, no service"),
        ("CPT,Units,Void\n98940,1,\n97112,1,Y\n", 3, "Void = Y", "marked as deleted"),
        ("CPT,Units\n98940,1\nCPT,Units\n", 3, "", "the names of the columns once more"),
        ("CPT,Units\n98940 Neck and back,1\n", 2, "Neck and back", "words beside a code"),
    ],
)
def test_what_is_no_claim_line_is_left_alone_and_said(read, written, line, said, reason):
    claim = read(written)
    assert claim == [("98940", 1, ())]
    assert [(one.line, one.said, one.reason) for one in claim.left_alone] == [(line, said, reason)]
    assert f"line {line}" in claim.how_it_was_read()


BILLED = [("98940", 1, ())]


@pytest.mark.parametrize(
    "word", ["VOID", "Voided", "reversed", "Reversal", "CANCELLED", "canceled", "Deleted", "Written in error"]
)
@pytest.mark.parametrize(
    "name", ["status", "Line Status", "Claim status", "CHARGE_STATUS", "Transaction Status"]
)
def test_a_line_that_its_status_voids_is_no_service_and_is_said(read, name, word):
    claim = read(f"code,units,modifiers,{name}\n98940,1,,Active\n97110,1,,{word}\n")
    assert claim == BILLED
    [told] = claim.left_alone
    assert (told.line, told.said) == (3, f"{name} = {word}")
    assert told.reason == "void or reversed, so no service is billed"
    assert not claim.told


@pytest.mark.parametrize(
    "word", ["Active", "Paid", "DENIED", "pending", "Submitted", "Closed", "on hold", ""]
)
def test_a_line_that_stands_is_read_whatever_became_of_it(read, word):
    claim = read(f"code,units,modifiers,status\n98940,1,,{word}\n")
    assert (claim, claim.left_alone, claim.told) == (BILLED, (), ())


def test_a_status_that_is_not_known_is_said_and_not_repeated(read):
    claim = read("code,units,modifiers,status\n98940,1,,Roe\n97110,1,,Paid\n97112,1,59,Q7\n")
    assert len(claim) == 3
    [told] = claim.told
    assert told.startswith("Lines 2, 4: what stands under 'status' is no known status")
    assert "Roe" not in claim.how_it_was_read()
    assert "Q7" not in claim.how_it_was_read()


@pytest.mark.parametrize(
    ("name", "mark"),
    [("Void flag", "Y"), ("Reversed", "Reversed"), ("Is Cancelled", "1"), ("voided", "true")],
)
def test_a_column_that_marks_void_lines_does_so_under_other_names_too(read, name, mark):
    assert read(f"CPT,Units,{name}\n98940,1,\n97110,1,{mark}\n") == BILLED


def test_a_line_that_takes_another_back_is_no_service_and_says_what_to_do(read):
    claim = read("type,code,units\ncharge,98940,1\nReversal,97110,1\n")
    assert claim == BILLED
    assert "take out the line that it takes back as well" in claim.how_it_was_read()


@pytest.mark.parametrize(
    "name", ["patient", "Client", "Pt Name", "Patient Last Name", "Date of birth", "client_id"]
)
def test_two_patients_are_refused_and_neither_is_named(read, name):
    with pytest.raises(CpteduError) as refused:
        read(f"code,units,{name}\n98940,1,Roe\n97110,1,Doe\n")
    assert "lines 2 and 3 are of two patients" in str(refused.value)
    assert not {"Roe", "Doe"} & set(str(refused.value).replace(",", " ").split())


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("patient", ("Roe, Jane", "ROE,  JANE")),
        ("Patient", ("20.00", "$15")),
        ("Pt", ("Roe", "")),
        ("Colour", ("blue", "green")),
    ],
)
def test_one_patient_in_two_spellings_and_what_a_patient_pays_are_no_two(read, name, cells):
    one, other = cells
    claim = read(f'code,units,{name}\n98940,1,"{one}"\n97110,1,"{other}"\n')
    assert claim == [*BILLED, ("97110", 1, ())]


def test_plain_numbers_under_patient_may_be_either_so_it_is_said_what_to_look_at(read):
    claim = read("code,units,patient\n98940,1,20\n97110,1,15\n")
    assert [(one.said, one.reason) for one in claim.left_alone] == [
        ("patient", "it may say who the patient is or what is paid; see that every line is of one patient")
    ]


def test_nobodys_name_is_repeated(read):
    claim = read("Roe, Jane\nPatient Name,CPT,Units,Type\nRoe,98940,1,charge\nRoe,98940,1,payment\nRoe,,,\n")
    assert claim == [("98940", 1, ())]
    assert "Roe" not in claim.how_it_was_read()


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("code,units,modifiers\n99999,1,ZZ\n", ("99999", 1, ("ZZ",))),
        ("code,units,modifiers\n72052,1,76 TC\n", ("72052", 1, ("76", "TC"))),
        ("code,units,modifiers\ng0283,2,\n", ("G0283", 2, ())),
        ("code,units,modifiers\npillow,1,\n", ("PILLOW", 1, ())),
        ("code,units,modifiers\n9711,1,5\n", ("9711", 1, ("5",))),
        ("code,units,modifiers\nM54.2,1,\n", ("M54.2", 1, ())),
        ("code,units\n97112-ZZ,1\n", ("97112", 1, ("ZZ",))),
        ("code,units,modifiers\n0101T,1,\n", ("0101T", 1, ())),
        ("code,units,modifiers\n97112,0,\n", ("97112", 0, ())),
        ("code,units,modifiers\n97112,15,59 59\n", ("97112", 15, ("59", "59"))),
        ("code,units,modifiers\n97112 x2,2,\n", ("97112", 2, ())),
        ("code,units,modifiers\n+97811,1,\n", ("97811", 1, ())),
    ],
)
def test_what_is_not_held_or_not_right_is_kept_for_the_review_to_judge(read, written, line):
    assert read(written) == [line]


LISTS_OF_CODES = {
    "codes alone": "CPT\n98940\n97112\n",
    "modifiers": "CPT,Mod\n98940,\n97112,59\n",
    "minutes that nobody filled in": "CPT,Mod,Minutes\n98940,,\n97112,59,\n",
    "the date and what is charged": "Date,CPT,Fee\n03/04/2026,98940,62\n03/04/2026,97112,5\n",
    "pointers, a place and a number of the line": "Line,CPT,Pointer,POS\n1,98940,1,11\n2,97112,2,11\n",
    "a number of the row without a name": ",CPT\n0,98940\n1,97112\n",
    "a number of the row under a name that nobody knows": "No.,CPT\n1,98940\n2,97112\n",
    "a column that nobody knows, without numbers": "CPT,Colour\n98940,blue\n97112,2\n",
    "a column that nobody knows, 1 throughout": "CPT,Colour\n98940,1\n97112,1\n",
    "a mark of yes and no": "CPT,Flag\n98940,0\n97112,1\n",
    "numbers too large for units": "CPT,Room\n98940,35\n97112,35\n",
}  # fmt: skip


@pytest.mark.parametrize("written", LISTS_OF_CODES.values(), ids=LISTS_OF_CODES.keys())
def test_where_nothing_says_the_units_one_is_read_and_that_is_said(read, written):
    claim = read(written)
    assert [(code, units) for code, units, _ in claim] == [("98940", 1), ("97112", 1)]
    assert claim.told == ("No column holds units, so a line without them counts as 1 unit.",)


@pytest.mark.parametrize(
    "written",
    [
        "CPT\n97112 x2\n",
        "CPT,Room\n97112 x2,3\n",
        "CPT,Units\n97112 x2,\n",
        "CPT,Minutes\n97112 x2,30\n",
        "CPT,Units,Room\n97112,2,3\n",
        *(f"CPT,{name}\n97112,2\n" for name in ("UOS", "Count", "Qty Billed", "DU", "D/U", "# of services")),
    ],
)
def test_units_that_are_told_are_read_whatever_else_may_hold_some(read, written):
    claim = read(written)
    assert claim == [("97112", 2, ())]
    assert claim.told == ()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("CPT,Units\n98940,1\n97112,\n", ["line 3", "the units of 97112 are missing"]),
        ("CPT,Units\n97110,NULL\n", ["line 2", "the units of 97110 are missing"]),
        ("CPT,Mod,Minutes\n98940,,\n97112,59,30\n", ["line 3", "minutes (Minutes) are not taken for them"]),
        *(
            (f"CPT,{name}\n98940,1\n97112,2\n", [repr(name), "holds the units of 98940 is not known"])
            for name in ("Number", "Nbr", "Days", "G", "Visits", "Times", "visit count", "Set count")
        ),
        ("CPT,A,B\n97112,2,3\n", ["'A' or 'B'"]),
    ],
)
def test_units_that_were_not_read_are_never_taken_for_one(read, written, words):
    with pytest.raises(CpteduError) as refused:
        read(written)
    assert [word for word in words if word not in str(refused.value)] == [], refused.value


def test_a_description_is_not_taken_for_modifiers(read):
    assert read("code,units\n97140 15 min by hand,1\n") == [("97140", 1, ())]
    assert read("code,units\n97110 to improve strength,1\n") == [("97110", 1, ())]


def test_long_numbers_are_not_taken_for_units_by_a_word(read):
    claim = read("CPT,unit_key\n98940,4711\n")
    assert (claim, [one.said for one in claim.left_alone]) == ([("98940", 1, ())], ["unit_key"])


@pytest.mark.parametrize(
    "name",
    [
        "rate per unit",
        "Units paid",
        "Unit amount",
        "units_allowed",
        "Units of time in minutes",
        "Visits",
    ],
)
def test_no_other_number_is_taken_for_units(read, name):
    claim = read(f"CPT,{name}\n98940,35\n97112,35\n")
    assert [units for _, units, _ in claim] == [1, 1]
    assert name in {one.said for one in claim.left_alone}


def test_a_name_that_only_sounds_like_it_is_settled_by_the_cells(read):
    claim = read("CPT,Zip code,Modifier text,Line units\n98940,12345,Distinct service,2\n")
    assert claim == [("98940", 2, ())]
    assert [one.said for one in claim.left_alone] == ["Zip code", "Modifier text"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", ["no column for the code", "code, units, modifiers", "empty"]),
        ("Colour,Qty\nblue,1\n", ["no column for the code", "Found: Colour, Qty"]),
        ("CPT1,CPT2,Units\n98940,97112,1\n", ["no column for the code"]),
        ("CPT Mod,Units\n59,1\n", ["no column for the code", "Found: CPT Mod, Units"]),
        ("98940,59\n", ["no column for the code"]),  # 59 may be units or a modifier
        ("98940,62.00,1\n", ["no column for the code"]),
        ("code,units,modifiers\n,1,\n", ["line 2", "the code is missing"]),
        ("code,units,modifiers\n98940,1,\n\n0,1,\n", ["line 4", "the code is missing"]),
        ("code,units,modifiers\nAdjustment of the neck,1,\n", ["line 2", "'Adjustment of the neck' is no code"]),
        ('code,units,modifiers\n"=HYPERLINK(""http://x"",""98940"")",1,\n', ["line 2", "is no code"]),
        ("code,units,modifiers\n9.89E+04,1,\n", ["line 2", "'9.89E+04' is no code"]),
        ("code,units,modifiers\n2026-03-04,1,\n", ["line 2", "is no code"]),
        ("code,units,modifiers\n98940,1.5,\n", ["line 2", "units = '1.5'", "1, 2 or 3"]),
        ("CPT,Qty\n98940,one\n", ["line 2", "Qty = 'one'"]),
        ('CPT,Qty\n98940,"1,000"\n', ["line 2", "Qty = '1,000'"]),
        ("CPT,Qty\n98940,15 min\n", ["line 2", "Qty = '15 min'"]),
        ("CPT,Units,Qty\n98940,1,2\n", ["line 2", "Units: 1", "Qty: 2"]),
        ("CPT,Units\n97112 x2,1\n", ["line 2", "behind the code: 2", "Units: 1"]),
        ("CPT,HCPCS,Units\n98940,97112,1\n", ["line 2", "98940 stands under 'CPT'", "97112 under 'HCPCS'"]),
        ("CPT,Units,Unit of Measure\n97112,16,MJ\n", ["line 2", "16 are minutes", "Unit of Measure = 'MJ'"]),
        ("CPT,Units,Mod,Note\n98940,1,59,seen, adjusted\n", ["line 2", "more cells", "'adjusted'"]),
        ("code,units,modifiers\n98940,1,59,by hand\n", ["line 2", "more cells", "'by hand'"]),
        ("CPT,Mod,Units\n98940,59\n", ["line 2", "not as many cells"]),
        ("code,unts,modifiers\n98940,2,\n", ["'unts'", "Did you mean 'units'"]),
        ("code,units,modifers\n98940,2,59\n", ["'modifers'", "Did you mean 'modifiers'"]),
        ('code,units,modifiers\n98940,1,\n"97112,1,59\n', ["line 3", "quotation marks"]),
        ('98940,1,\n"97112,1,59\n', ["line 2", "quotation marks"]),  # half a claim is none
        ('[{"id":"1","cpt":"98940"}]\n', ["no column for the code"]),
        ('[{"id": "1",\n "cpt": "98940"}]\n', ["line 2", "is it a table"]),
        ("DOS,CPT\n03/04/2026,98940\n03/06/2026,97112\n", ["two dates of service", "03/04/2026", "03/06/2026", "line 3"]),
        ("DOS,CPT\n03/04/2026,98940\n04/03/2026,97112\n", ["two dates of service"]),
        ("From,To,CPT\n2026-03-04,2026-03-06,98940\n", ["two dates of service", "2026-03-04", "2026-03-06"]),
        ("From Date,To Date,CPT\n2026-03-04,2026-03-06,98940\n", ["two dates of service", "one date"]),
        ("DOS,CPT\nMonday,98940\nTuesday,97112\n", ["two dates of service", "Monday", "Tuesday"]),
        ("Patient ID,CPT\n7,98940\n8,97112\n", ["lines 2 and 3", "two patients"]),
        ("code,units\n" + "98940,1\n" * 101, ["line 102", "more than 100 lines"]),
        ("code,units\n" + "98940,1\n" * 200_000, ["larger than 500 kB"]),
        ("code\n" + "total\n" * 1001, ["more than 1000 rows"]),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", ["not a text file", "CSV"]),
        (b"\x00" * 500, ["not a text file"]),
        (b"code,units\n98940\x8d,1\n", ["not a text file"]),
    ],
)  # fmt: skip
def test_what_cannot_be_a_claim_says_where_and_what_to_do(read, written, words):
    with pytest.raises(CpteduError) as refused:
        read(written)
    said = str(refused.value)
    assert "claim.csv" in said
    assert [word for word in words if word not in said] == [], said


def test_nothing_in_a_cell_steers_a_terminal(read):
    claim = read("CPT\x07,Units,Col\x1b[31mour\n98940 neck\x1b[2J,1,blue\nTotal\x07,1,\n")
    assert claim == [("98940", 1, ())]
    assert claim.how_it_was_read().replace("\n", " ").isprintable()
    with pytest.raises(CpteduError) as refused:
        read("\x1b[2Jkode,Units\n98940,1\n")
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    "written",
    [
        "code," * 80_000,
        "x\n" * 240_000,
        "\n" * 480_000,
        "code,units\n98940," + "9" * 120_000,
        "code,units\n" + "(" * 120_000 + ",1\n",
        "code,units\n97112 x1" + " " * 120_000 + "z,1\n",
        "code,units,modifiers\n97112,1," + "59 " * 40_000,
        "code,units\n97112" + "-" * 120_000 + ",1\n",
        "code,date\n97112,1" + " T" * 60_000 + "\n",
    ],
)
def test_no_file_takes_long(read, written):
    started = time.process_time()
    with suppress(CpteduError):
        read(written)
    assert time.process_time() - started < 4


def test_a_folder_and_a_name_that_is_none_are_told(tmp_path):
    with pytest.raises(CpteduError, match="cannot be read"):
        load_claim(tmp_path)
    with pytest.raises(CpteduError, match="is not the name of a claim file"):
        load_claim(None)


STRANGE = [
    *(
        "98940",
        "97112-59",
        "97112 x2",
        '="97112"',
        "59",
        "GP",
        "1",
        "2.0",
        "1,0",
        "-1",
        "9" * 400,
        "",
        "\u00a0",
        "NULL",
    ),
    *("TOTAL", "payment", "code", "CPT", "Mod", "Units", "DOS", "03/04/2026", "=1+1", "UN", "MJ", "Type"),
]
CELLS = st.one_of(st.sampled_from(STRANGE), st.text(max_size=8))


@given(
    table=st.lists(st.lists(CELLS, max_size=6), max_size=12),
    header=st.lists(st.sampled_from(["code", "units", "Modifier 1", "Mod 2", "DOS", "Type", "Minutes", "x"]), max_size=6),
    separator=st.sampled_from([",", ";", "\t", "|", " "]),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)  # fmt: skip
def test_any_table_is_read_or_refused_in_our_words(tmp_path_factory, table, header, separator, encoding):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    text = "\n".join(separator.join(cells) for cells in [header, *table])
    path.write_bytes(text.encode(encoding, "replace"))
    try:
        claim = load_claim(path)
    except CpteduError as refused:
        assert str(refused)
        return
    assert all(code == code.strip().upper() and code and 0 <= units < 1000 for code, units, _ in claim)
    assert all(
        modifier == modifier.upper() and modifier for _, _, modifiers in claim for modifier in modifiers
    )


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_our_words(tmp_path_factory, held):
    path = tmp_path_factory.getbasetemp() / "bytes.csv"
    path.write_bytes(b"code,units,modifiers\n98940,1,59\n" + held)
    try:
        assert isinstance(load_claim(path), list)
    except CpteduError as refused:
        assert str(refused)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("CLM*C1*200***11:B:1~LX*1~SV1*HC:98941:AT*62*UN*1***1~", "X12"),
        ("CLP*C1*1*200*100**12*1~SVC*HC:98941:AT*62*26**1~", "X12"),
        ('[{"cpt":"98941","units":1}]', "JSON"),
    ],
)
def test_a_claim_in_another_form_is_called_by_it(read, text, form):
    with pytest.raises(CpteduError, match=form):
        read(text)
