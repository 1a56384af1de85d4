"""Claim files in X12 form (837P): each service line is a service, with what stands around it; nothing of a person is told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptedu as ct
from cptedu.analysis.audit.x12_file import x12_lines

ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260211*0900*^*00501*000000001*0*P*:"
WHOLE = [
    ISA,
    "GS*HC*SENDER*RECEIVER*20260211*0900*1*X*005010X222A1",
    "ST*837*0001*005010X222A1",
    "BHT*0019*00*1*20260211*0900*CH",
    "HL*1**20*1",
    "NM1*85*2*BIRCH CHIROPRACTIC*****XX*1000000001",
    "HL*2*1*22*0",
    "NM1*IL*1*EMBER*KESTREL****MI*M555001",
    "DMG*D8*19780117*F",
    "NM1*PR*2*HILLSIDE HEALTH*****PI*77777",
    "CLM*A1*120***11:B:1*Y*A*Y*Y",
    "HI*ABK:M9901*ABF:M542",
    "NM1*82*1*OAK*ROWAN****XX*1000000002",
    "NM1*PR*2*ANOTHER PAYER*****PI*88888",
    "LX*1",
    "SV1*HC:98940*60*UN*1***1",
    "DTP*472*D8*20260211",
    "LX*2",
    "SV1*HC:97112:59*60*UN*1***2",
    "DTP*472*D8*20260211",
    "NM1*82*1*ELM*ASPEN****XX*1000000003",
    "HL*3*1*22*1",
    "NM1*IL*1*EMBER*KESTREL****MI*M555001",
    "NM1*PR*2*HILLSIDE HEALTH*****PI*77777",
    "HL*4*3*23*0",
    "NM1*QC*1*EMBER*WREN",
    "CLM*A2*60***11:B:7*Y*A*Y*Y",
    "HI*ABK:M9903",
    "LX*1",
    "SV1*HC:97110:GP*60*MJ*16***1",
    "DTP*472*D8*20260212",
    "CLM*A3*60***11:B:8*Y*A*Y*Y",
    "HI*ABK:M9903",
    "LX*1",
    "SV1*HC:97140*60*UN*1***1",
    "DTP*472*D8*20260212",
    "SE*34*0001",
    "GE*1*1",
    "IEA*1*000000001",
]
PAYERS = {"HILLSIDE HEALTH": "commercial_ncci"}


def audited(tmp_path, segments, **answers):
    place = tmp_path / "claims.837"
    place.write_text("".join(f"{one}~" for one in segments))
    return ct.audit(place, **{"payers": PAYERS, **answers})


def test_each_service_line_has_its_claim_patient_payer_and_clinician(tmp_path):
    found = audited(tmp_path, WHOLE)
    assert [
        (one.row, one.on, one.code, one.units, one.minutes, one.modifiers, one.diagnoses)
        for one in found.read.services
    ] == [
        (16, date(2026, 2, 11), "98940", 1, None, (), ("M99.01", "M54.2")),
        (19, date(2026, 2, 11), "97112", 1, None, ("59",), ("M99.01", "M54.2")),
        (30, date(2026, 2, 12), "97110", None, 16, ("GP",), ("M99.03",)),
    ]
    told = found.services
    assert told["payer"].unique().tolist() == ["commercial_ncci"], "the payer of the claim, not another one"
    assert told["patient"].nunique() == 2, "a dependent is another patient than the member"
    assert told["clinician"].nunique() == 3, "of the line, else of the claim, else who bills"
    assert [(one.row, one.reason) for one in found.read.not_services] == [(35, "marked as deleted")]
    assert any("replace earlier ones: 1" in one for one in found.read.told)


def test_separators_are_those_that_the_envelope_names(tmp_path):
    place = tmp_path / "claims.837"
    marks = str.maketrans({"*": "|", ":": ">"})
    place.write_text("".join(f"{one}\n".translate(marks) for one in WHOLE).replace("P|>\n", "P|>\n", 1))
    assert ct.audit(place, payers=PAYERS).services["code"].tolist() == ["98940", "97112", "97110"]


def test_a_part_without_an_envelope_is_read_too(tmp_path):
    found = audited(tmp_path, WHOLE[10:20], payers={"*": "commercial_ncci"})
    assert [one.code for one in found.read.services] == ["98940", "97112"]
    assert found.services["row"].tolist() == [6, 9]


def test_a_line_over_several_days_is_refused_and_one_of_one_day_is_not(tmp_path):
    for days, refused in (("20260211-20260211", []), ("20260211-20260213", ["it spans several days"])):
        part = [*WHOLE[10:16], f"DTP*472*RD8*{days}"]
        found = audited(tmp_path, part, payers={"*": "commercial_ncci"})
        assert [one.reason[:21] for one in found.read.refused] == refused


@pytest.mark.parametrize(
    ("segments", "says"),
    [
        (["CLM*A1*60***11:B:1", "LX*1", "SV2*0420*HC:97110*60*UN*1"], "an institutional claim"),
        (["ST*835*0001", "CLP*A1*1*60*40"], "a remittance"),
        (["ST*837*0001", "CLM*A1*60***11:B:1"], "no professional service line"),
        (["ISA*00*cut off"], "Is it whole, from ISA to IEA"),
    ],
)
def test_what_is_no_professional_claim_is_refused_with_what_to_do(segments, says, tmp_path):
    with pytest.raises(ct.CpteduError, match=says):
        audited(tmp_path, segments)


def test_nothing_of_a_person_reaches_a_result(tmp_path):
    found = audited(tmp_path, WHOLE)
    found.to_html(tmp_path / "page.html")
    found.to_csv(tmp_path / "tables")
    written = [
        (tmp_path / "page.html").read_text(),
        *(one.read_text() for one in (tmp_path / "tables").iterdir()),
    ]
    for secret in ("EMBER", "KESTREL", "WREN", "M555001", "OAK", "1000000002", "19780117", "A1*"):
        assert not [one for one in written if secret in one], secret


@given(st.data())
def test_a_mangled_claim_file_is_read_or_refused_and_never_repeated(data):
    text = "".join(f"{one}~" for one in WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = (
            text[:at]
            + data.draw(st.sampled_from(["~", "*", ":", "", "SV1*", "\n", "é", "LX"]))
            + text[at + data.draw(st.integers(0, 30)) :]
        )
    try:
        assert x12_lines("claims.837", text).rows
    except ct.CpteduError as problem:
        assert "EMBER" not in str(problem)
