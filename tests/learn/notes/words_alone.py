"""A reader of written notes that has nothing but their words: no span, no voice, no template.

It reads as a coder does who was sent the note: a date, bones behind "HVLA" or "adjusted", and for each service what stands beside
it. Which activities there are is read from the table; what the words of clinics mean stands here once more, by itself.
"""

import csv
import re
from pathlib import Path

from cptedu.facts.codes import codes
from cptedu.facts.tables import data_folder
from cptedu.model import Visit
from cptedu.payers import payer, payers
from cptedu.visit.deficit.measured_deficit import read_deficit

with (Path(data_folder()) / "drawn_services.csv").open(encoding="utf-8", newline="") as _file:
    _ROWS = list(csv.DictReader(_file))
with (Path(data_folder()) / "drawn_modalities.csv").open(encoding="utf-8", newline="") as _file:
    _MODALITIES = {row["activity"] for row in csv.DictReader(_file)}
ACTIVITIES = sorted({row["activity"] for row in _ROWS} | _MODALITIES, key=len, reverse=True)
MUSCLES = sorted({row["muscle"] for row in _ROWS if row["muscle"]}, key=len, reverse=True)

REGIONS = {
    r"C/S|cervical": "cervical",
    r"T/S|thoracic": "thoracic",
    r"L/S|lumbar": "lumbar",
    r"SI joint|sacroiliac joint|pelvic": "pelvic",
    r"sacrum|sacral": "sacral",
    r"\bUE\b|upper extremities": "upper_extremities",
    r"\bLE\b|lower extremities": "lower_extremities",
    r"\bhead\b": "head",
    r"rib cage|\bribs\b": "rib_cage",
}
PURPOSES = {
    "strength": "strength",
    "endurance": "endurance",
    r"\bROM\b": "range_of_motion",
    "flexibility": "flexibility",
    "balance": "balance",
    "coordination": "coordination",
    "proprioception": "proprioception",
    "posture": "posture",
    r"functional (?:task|activity)": "functional_task",
    "gait": "gait",
    "self-care": "self_care",
    "soft tissue": "soft_tissue",
    "joint mobilization": "joint_mobilization",
    "massage": "massage",
}
CONTACTS = {
    r"1:1|one on one|\[x\] One-on-one": "one_on_one",
    r"group of 3|in a group|\[x\] Group": "group",
    r"dr out of room|alone while I was|\[x\] Unattended": "unattended",
}
PERFORMERS = {
    r"no license|UNLICENSED": "unlicensed_assistant",
    r"physical therapist|\bPT did it": "therapist",
}
CARE = {
    r"active care|\[x\] Active": "active",
    r"maintenance care|Maintenance, plateau|\[x\] Maintenance": "maintenance",
}
ABN = {
    r"no ABN|ABN: \[x\] None": "none",
    r"mandatory ABN|\[x\] Mandatory": "required",
    r"voluntary ABN|\[x\] Voluntary": "voluntary",
}
SIGNS = {"pain": "P", "asymmetry": "A", "ROM": "R", "tissue tone": "T"}
HEADINGS = {
    "S": r"^(?:S:|Subjective:|SUBJECTIVE \|)",
    "O": r"^(?:O:|Objective:|OBJECTIVE \|)",
    "A": r"^(?:A:|Assessment:|ASSESSMENT \|)",
    "P": r"^(?:P:|Plan:|PLAN/PROCEDURES \|)",
}
LONGER = {
    r"\bL\b(?![/\d])|\bLt\b": "left",
    r"\bR\b|\bRt\b": "right",
    r"\bw/(?!o)": "with",
    r"\bw/o\b": "without",
    r"\bSI\b": "sacroiliac joint",
    r"\bAO\b": "atlanto-occipital joint",
}
DIAGNOSIS = r"\b[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?\b"
NAMED = rf"{DIAGNOSIS}(?: \([^)]*\))?"


def in_full(text):
    for short, long in LONGER.items():
        text = re.sub(short, long, text)
    return text


def sections(text):
    found = dict.fromkeys(HEADINGS, "")
    for line in text.splitlines():
        for name, heading in HEADINGS.items():
            if at := re.match(heading, line):
                found[name] = line[at.end() :].strip()
    return found


def sentences(text):
    return [one.strip() for one in re.split(r"(?<=[.])\s+(?=[A-Z0-9\[])", text) if one.strip()]


def first_of(table, text, otherwise=None):
    return next((name for words, name in table.items() if re.search(words, text, re.IGNORECASE)), otherwise)


def read_note(text):
    """Read a visit from the words of a note."""
    told = sections(text)
    month, day, year = re.search(r"(\d\d)/(\d\d)/(\d{4})", told["S"]).groups()
    visit = {"date_of_service": f"{year}-{month}-{day}", "payer": read_payer(told["S"])}
    if seen := re.search(r"(?:Last seen|last seen here on|Last visit:) (\d\d)/(\d\d)/(\d{4})", told["S"]):
        visit["last_seen"] = "{2}-{0}-{1}".format(*seen.groups())
    visit["care"] = first_of(CARE, told["A"])
    if named := re.search(rf"(?:Dx|Diagnoses:|ICD-10:) ({NAMED}(?:, {NAMED})*)", told["A"]):
        visit["diagnoses"] = re.sub(r" \([^)]*\)", "", named[1]).split(", ")
    if shown := re.search(
        r"(?:PART:|P\.A\.R\.T\. examination shows|P\.A\.R\.T\. present:) ([^.]*)\.", told["O"]
    ):
        visit["part"] = [
            letter for words, letter in SIGNS.items() if re.search(words, shown[1], re.IGNORECASE)
        ]
    visit["abn"] = first_of(ABN, told["P"])
    visit["findings"] = read_findings(told["O"])
    visit["adjusted"] = read_adjusted(told["P"])
    visit["services"] = read_services(told)
    visit["evaluation"] = read_evaluation(told["P"])
    return Visit.from_dict({key: value for key, value in visit.items() if value not in (None, [], {})})


def read_payer(text):
    return next(name for name in payers() if payer(name).label in text)


def read_findings(text):
    found = {}
    for sentence in sentences(text):
        one = re.sub(r"^Palpation(?: before the adjustment found)?: ", "", sentence)
        for part in one.rstrip(".").split("; "):
            place, colon, said = part.partition(": ")
            region = first_of({f"^(?:{words})(?: region)?$": name for words, name in REGIONS.items()}, place)
            if colon and region:
                found[region] = in_full(said.replace("TTP", "tender"))
    return found


def read_adjusted(text):
    for one in sentences(text):
        if named := re.search(
            r"(?:HVLA|I adjusted|given to|Adjusted \(Diversified\):) (.*?)(?: \(for| by hand|\.$)", one
        ):
            return [in_full(place) for place in named[1].split(", ")]
    return []


def read_services(told):
    blocks = []
    for one in sentences(told["P"]):
        plain = in_full(one)
        name = next(
            (known for known in ACTIVITIES if re.search(rf"\b{re.escape(known)}", plain, re.IGNORECASE)), None
        )
        if name and not re.search(r"examin", plain):
            blocks.append((name, []))
        if blocks:
            blocks[-1][1].append(plain)
    measured = [in_full(re.sub(r"^[A-Z][a-z ]*: ", "", one)).rstrip(".") for one in sentences(told["O"])]
    return [read_service(name, block, measured) for name, block in blocks]


def read_service(name, block, measured):
    own = [one for one in block if not re.search(r"(?i)\b(?:set-up|setting up|ice|walking 20|office)\b", one)]
    text = " ".join(own)
    rest = re.sub(re.escape(name), "", text, flags=re.IGNORECASE)
    muscle = next((one for one in MUSCLES if one in rest), None)
    rest = rest.replace(muscle, "") if muscle else rest
    said_for = re.search(
        r"(?:for|to build|to regain|to retrain|to practice|to make|to release|as|Goal:) [^.]*", rest
    )
    purposes = [
        aim for words, aim in PURPOSES.items() if said_for and re.search(words, aims_in(rest), re.IGNORECASE)
    ]
    minutes = re.search(r"(\d+) min|Minutes: (\d+)", rest)
    again = ", once more after a rest" if "once more after a rest" in rest else ""
    numbers = re.findall(r"\b[0-9A-Z]\d{3}[0-9A-Z]\b", rest)
    number = next((one for one in numbers if one in codes() and not one.startswith("99")), None)
    service = {
        "activity": name + again,
        "purpose": purposes,
        "regions": [one] if (one := first_of(REGIONS, before_for(rest))) else [],
        "minutes": int(minutes[1] or minutes[2]) if minutes else None,
        "contact": first_of(CONTACTS, rest),
        "performed_by": first_of(PERFORMERS, rest),
        "code": number,
        "muscle": muscle,
        "encounter": 2 if re.search("second encounter|Encounter of the day: second", rest) else None,
        "home_instruction": bool(re.search(r"sheet for home|leaflet to take home|HOME INSTRUCTION", rest)),
        "deficit": finding_for(name, purposes, measured),
    }
    return {key: value for key, value in service.items() if value not in (None, [], "", False)}


def aims_in(rest):
    """Keep what the words say a service was for, and no more of the sentence."""
    return " ".join(
        re.findall(
            r"(?:(?<!\()\bfor (?!the )|\bto (?:build|regain|retrain|practice|make|release) |, as |Goal: )([^,.]*)",
            rest,
        )
    )


def before_for(rest):
    """Keep what stands before a purpose: "L/S for ROM" names a place, "for posture" none."""
    return re.sub(r"(?<!\()\bfor (?!the )[^,.]*", "", rest)


def finding_for(name, purposes, measured):
    """Take what was measured that goes with an activity: it is in the table for it, or it is measured for its purpose."""
    known = [
        row["deficit"]
        for row in _ROWS
        if row["activity"] == name and (row["purpose"] in purposes or not purposes)
    ]
    fitting = [one for one in measured if not purposes or read_deficit(one, purposes).state == "measured"]
    exact = [one for one in fitting if any(bare(part) in bare(one) for part in known if part)]
    return (exact or [""])[0]


def bare(text):
    """Take from a finding what voices write differently: spaces and signs, metric measures, short units."""
    for long, short in {"inches": "in", "seconds": "sec", "degrees": "deg"}.items():
        text = text.replace(long, short)
    return re.sub(r"[^a-z0-9]", "", re.sub(r" \(\d+ (?:cm|kg|m)\)", "", text.lower()))


def read_evaluation(text):
    for one in sentences(text):
        if found := re.search(r"\b(99[12]\d\d)\b", one):
            told = {"code": found[1]}
            said = re.sub(
                r"\(for [^)]*\)|recorded as|I examined the patient today|E/M|\b99[12]\d\d\b|[:,.\s]", "", one
            )
            if said:
                usual = re.search(r"usual|asked|short look|NO,", one, re.IGNORECASE)
                told["separate"] = not usual
            return told
    return None
