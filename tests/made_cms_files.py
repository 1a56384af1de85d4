"""Small files in the layouts of CMS's, with made-up numbers, for the tests; no text in them is CMS's or the AMA's."""

import zipfile

NOTICE = "A notice, made up for a test"
RVU_ABOVE = (
    ",,,STATUS,MEDICARE,WORK,NON-FAC,NA,FACILITY,NA,MP,NON-FACILITY,FACILITY,PCTC,GLOB,PRE,INTRA,POST,MULT,BILAT,ASST,CO-"
    ",TEAM,{price}ENDO,CONV,DIAGNOSTIC,CALCULATION,FAMILY,PAYMENT,PAYMENT,PAYMENT"
)
RVU_LAST = (
    "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP"
    ",PROC,SURG,SURG,SURG,SURG,{price}BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT"
)
# code: status, work, practice expense in an office and a facility, malpractice, global days, multiple-procedure indicator
VALUES = {
    "97112": ("A", "0.61", "0.52", "0.52", "0.02", "XXX", "5"),
    "98940": ("A", "0.47", "0.36", "0.10", "0.01", "000", "0"),
    "97010": ("B", "0.07", "0.11", "0.11", "0.01", "XXX", "9"),
    "99999": ("A", "9.01", "9.02", "9.03", "9.04", "XXX", "0"),  # none of the course's
}
PAIRS = {
    1: ['20560\t97810\t\t20270101\t*\t0\t"made up"'],
    2: ["00100\t00102\t\t20270101\t*\t1\tmade up"],
    3: [
        "97140\t97530\t*\t19960101\t20191231\t1\tmade up",
        "97140\t97530\t*\t19960101\t20191231\t1\tmade up",
        "97110\t97150\t\t20200101\t*\t0\tmade up",
        "97530\t97116\t\t20270101\t*\t1\tmade up",
    ],
    4: ["98940\t97112\t\t20020401\t*\t0\tmade up", "98940\t97140\t\t20020401\t20270331\t1\tmade up"],
}


def rvu(
    year=2027, month="January", factor="40.1234", priced=True, values=VALUES, end="\r\n", more=(), title=True
):
    """Give a relative value file: to 2025 without the column PRIC IND, since 2026 with it."""
    lines = [
        *([f",,{year} National Physician Fee Schedule Relative Value File {month} Release"] if title else []),
        f",,{NOTICE}",
        "",
        RVU_ABOVE.format(price="PRIC," if priced else ""),
        RVU_LAST.format(price="IND," if priced else ""),
    ]
    for code, (status, work, office, facility, mp, days, reduced) in values.items():
        totals = [
            f"{sum(round(float(v) * 100) for v in (work, pe, mp)) / 100:.2f}" for pe in (office, facility)
        ]
        values_of_code = f"{status},,{work},{office},,{facility},,{mp},{','.join(totals)},0,{days}"
        price = "0," if priced else ""
        lines.append(
            f'{code},,"Made up, with a ""word"" \u00e9",{values_of_code},0.00,0.00,0.00,{reduced},0,0,0,0,{price}'
            f",{factor},09,0,99,0.00,0.00,0.00"
        )
    return end.join([*lines, *more, ""]).encode("cp1252")


def gpci(year=2027, floors=True, rows=None, end="\r\n"):
    """Give a file of local indices; one MAC has lost its zero, a name has a letter of Windows."""
    without = f",{year} PW GPCI (without 1.0 Floor)" if floors else ""
    gap = ",0.987" if floors else ""
    lines = [
        f"ADDENDUM E. FINAL CY {year} GEOGRAPHIC PRACTICE COST INDICES (GPCIs) BY STATE AND MEDICARE LOCALITY,,,,,,",
        "",
        "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name"
        f"{without},{year} PW GPCI (with 1.0 Floor),{year} PE GPCI,{year} MP GPCI",
        *(
            rows
            or [
                f"15202,OH,00,OHIO*{gap},1.100,0.900,1.200",
                f"1112,CA,5,SAN FRANCISCO \u2013 A\u00f1o{gap},1.300,1.400,0.500",
            ]
        ),
        '"* A footnote, made up for a test",,,',
    ]
    return end.join([*lines, ""]).encode("cp1252")


def mue(values=None, service="Practitioner", end="\r\n"):
    """Give the unit limits; a notice of several lines stands before, a line break in a header."""
    values = values or {
        "97112": (6, "3 Date of Service Edit: Clinical"),
        "97010": (0, "2 Date of Service Edit: Policy"),
    }
    lines = [
        f'"{NOTICE}',
        'goes on ""in"" a second line,',
        'and ends in a third \u00a9",,,',
        f'"HCPCS/\nCPT Code","{service} Services MUE Values",MUE Adjudication Indicator,MUE Rationale',
        *(f"{code},{units},{indicator},Made up" for code, (units, indicator) in values.items()),
        "99999,3,1 Line Edit,Made up",
    ]
    return end.join([*lines, ""]).encode("cp1252")


def ptp(part, pairs=None, end="\r\n"):
    """Give one part of the PTP edits: tabs, a header over four rows, dates without dashes."""
    lines = [
        f"{NOTICE}\t\t\t\t\t\t",
        "\t\t*=in existence\t\t\tModifier\t",
        "\t\tprior\t\tDeletion\t0=not allowed\t",
        "\t\tto\tEffective\tDate\t1=allowed\t",
        "Column 1\tColumn 2\t1996\tDate\t*=no data\t9=not applicable\tPTP Edit Rationale",
        *(PAIRS[part] if pairs is None else pairs),
    ]
    return end.join([*lines, ""]).encode("cp1252")


def all_four():
    """Give one file of each kind and part under its name at CMS."""
    return {
        "PPRRVU2027_Jan_nonQPP.csv": rvu(),
        "PPRRVU2027_Jan_QPP.csv": rvu(factor="41.5678"),
        "GPCI2027.csv": gpci(),
        "MCR_MUE_PractitionerServices_Eff_01-01-2027.csv": mue(),
        **{f"ccipra-v330r0-f{part}.txt": ptp(part) for part in PAIRS},
    }


def laid(folder, files):
    """Write files into a folder, and give their paths."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def zipped(path, files):
    """Write files into a zip, and give its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path
