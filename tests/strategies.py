"""Visits for the tests: made by hand in one line, or drawn by hypothesis with every key and every payer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st

from cptedu.engine.stamped import stamped
from cptedu.facts.codes import codes, purposes
from cptedu.facts.diagnoses import diagnosis
from cptedu.facts.regions import places, regions
from cptedu.facts.tables import rows
from cptedu.model import Finding, Verdict, Visit
from cptedu.payers import payers
from cptedu.rules.said import Said
from cptedu.visit.record import Record, understood

ON = date(2026, 3, 4)
"""The date of service of every visit that does not say another."""
COMMERCIAL = "commercial_ncci"

# They name no part of the body, since a service may be anywhere.
MEASURED = {
    "strength": "strength 4-/5 left, 5/5 right",
    "flexibility": "bends 50 degrees left, 80 right",
    "balance": "single-leg stance 6 s left, 25 s right",
}


def named(code: str) -> str:
    """Write a diagnosis as a sentence has to: with its plain words behind it, where a table has some."""
    label = diagnosis(code, ON).label
    return f"{code} ({label})" if label else code


def visit(payer: str = COMMERCIAL, on: date | str = ON, **keys: Any) -> Visit:
    """Make a visit as a file would."""
    return Visit.from_dict({"date_of_service": on, "payer": payer, **keys})


def record(payer: str = COMMERCIAL, on: date | str = ON, **keys: Any) -> Record:
    """Make a visit as a file would, and understand it: what rules take."""
    return understood(visit(payer, on, **keys))


def service(purpose: str | list[str] | None = "balance", **keys: Any) -> dict[str, Any]:
    """Make a service with a good record: one on one, 16 minutes, a measured deficit, at the leg."""
    aims = [purpose] if isinstance(purpose, str) else purpose
    first = aims[0] if aims else ""
    made = {
        "activity": "what was done",
        "purpose": aims,
        "deficit": MEASURED.get(first, "measured: 3 of 10 left, 9 of 10 right"),
        "regions": ["lower_extremities"],
        "minutes": 16,
        "contact": "one_on_one",
    } | keys
    return {key: value for key, value in made.items() if value is not None}


def by_code(number: str, **keys: Any) -> dict[str, Any]:
    """Make a service that comes by its code, as modalities do."""
    return {"activity": "a modality", "code": number} | keys


# What a finding's words must be like, whatever they say.

SHORT_FORMS = frozenset(
    [
        "ABN",
        "ACA",
        "AMA",
        "AT",
        "CMS",
        "CMT",
        "CPT",
        "GA",
        "GO",
        "GP",
        "GX",
        "GY",
        "GZ",
        "ICD",
        "CM",
        "KX",
        "LCD",
        "MUE",
        "NCCI",
        "PTP",
        "RVU",
        "VA",
        "XE",
        "XP",
        "XS",
        "XU",
        "P.A.R.T",
        "PART",
        "A",
        "R",
        "P",
        "T",
        "TMJ",
        "SI",
        "AC",
        "SC",
        "QL",
        "SCM",
        "S",
        "C",
        "L",
        "PE",
        "MP",
        "MPPR",
        "GPCI",
        "HNS",
        "BAPS",
        "PNF",
        "EM",
    ]
)
"""Words that stand in capitals; any other word in capitals is shouted."""
OWN_NAMES = frozenset({"ChiroCode", "HealthNow"})
"""Names that are written with a capital inside."""
QUOTED = re.compile(r"'[^']*'(?![a-z])")
ALWAYS_CAPITAL = re.compile(r"\b(cpt|ncci|cms|ncci|abn|rvu|medicare|icd)\b")


def in_plain_sentences(says: str) -> bool:
    """Say whether a text is whole sentences, with no word shouted and no name in small letters.

    What is quoted from a note stands as it was written there.
    """
    says = QUOTED.sub("'quoted'", says)
    if not re.match(r"[A-Z0-9]", says) or not re.search(r"[.)?]$", says) or "  " in says:
        return False
    if re.search(r"[.?] [a-z]", says.replace("P.A.R.T.", "PART")):
        return False
    shouted = [
        word
        for word in re.findall(r"\b[A-Z][A-Z]+\b", says)
        if word not in SHORT_FORMS and not word.isdigit()
    ]
    mixed = [
        word for word in re.findall(r"\w*(?:[a-z][A-Z]|[A-Z]{2}[a-z])\w*", says) if word not in OWN_NAMES
    ]
    return not shouted and not mixed and not ALWAYS_CAPITAL.search(says)


def check(
    said: Said | Finding | None,
    rule: str,
    verdict: Verdict | str,
    *words: str,
    code: str | None = None,
    cites: tuple[str, ...] | None = None,
    fix: str | None = None,
    on: date = ON,
    payer: str | None = None,
    about: str | None = None,
    vintage: str | None = None,
) -> Finding:
    """Check a finding in full: rule, verdict, code, the words that must be said, sources, date and vintage.

    What a rule says is made the finding of a visit on that day under that payer, whose own words may stand in it. ``fix`` is
    a piece of the advice that must be given; None says that none may be. The finding comes back.
    """
    assert said is not None, f"{rule} says nothing"
    finding = stamped(record(payer or COMMERCIAL, on), said) if isinstance(said, Said) else said
    assert (finding.rule, finding.verdict.value, finding.code) == (rule, str(verdict), code)
    assert in_plain_sentences(finding.says), finding.says
    for word in words:
        assert word in finding.says, f"{word!r} is not said in: {finding.says}"
    assert finding.citations
    if cites is not None:
        assert {citation.id for citation in finding.citations} >= set(cites)
    if fix is None:
        assert not finding.fix, finding.fix
    else:
        assert in_plain_sentences(finding.fix), finding.fix
        assert fix in finding.fix, f"{fix!r} is not advised in: {finding.fix}"
    for side in finding.readings:
        assert in_plain_sentences(side.says), side.says
        assert side.held_by
    assert finding.on == on
    assert finding.vintage == (vintage or finding.vintage)
    assert finding.vintage.startswith(("rules as collected 20", "NCCI", "MUE 20", "CMS "))
    if payer is not None:
        assert finding.payer == payer
    if about is not None:
        assert finding.about == about
    return finding


def of_visit(rule: Callable[..., Any]) -> Callable[..., Any]:
    """Give a rule whose answers are findings of the visit that it takes first: with its day, its payer and the payer's words."""

    def asked(seen: Record, *given: Any, **keys: Any) -> Any:
        return _stamped_within(seen, rule(seen, *given, **keys))

    return asked


def _stamped_within(seen: Record, answer: Any) -> Any:
    if isinstance(answer, Said):
        return stamped(seen, answer)
    if isinstance(answer, tuple | list):
        return type(answer)(_stamped_within(seen, one) for one in answer)
    return answer


# Visits drawn by hypothesis.

PAYERS = sorted(payers())


def payers_that(choice: str, *values: object) -> list[str]:
    """Name the shipped payers whose file makes a choice in one of these ways: none is expected by its name."""
    return [name for name in PAYERS if payers()[name].wants(choice, ON) in values]


REGIONS = [one.name for one in regions()]
PLACES = [one.id for one in places()] + REGIONS
PURPOSES = sorted(purposes())
BY_PURPOSE = ("97110", "97112", "97113", "97116", "97124", "97140", "97150", "97530", "97535", "97537")
OFFICE_VISITS = [number for number, one in codes().items() if one.family == "office_visit"]
EVALUATIONS = OFFICE_VISITS + [n for n, one in codes().items() if one.family == "therapy_evaluation"]
AS_SERVICE = [
    number
    for number, one in codes().items()
    if one.family not in {"office_visit", "cmt_spinal", "cmt_extraspinal"}
]
MUSCLES = [row["muscle"] for row in rows("muscles.csv")] + ["left upper trapezius", "a muscle of no table"]
DIAGNOSES = [
    "M99.00", "M99.01", "M99.02", "M99.03", "M99.04", "M99.05", "M99.06", "M54.2", "M54.59", "M54.6",
    "M54.12", "G35.D", "G57.01", "S93.401A", "R42", "Z00",
]  # fmt: skip

days = st.one_of(
    st.dates(date(2024, 7, 1), date(2027, 3, 31)),
    st.dates(date(1996, 1, 1), date(2024, 6, 30)),
    st.sampled_from(
        [date(2002, 4, 1), date(2004, 9, 30), date(2014, 12, 31), date(2020, 3, 31), date(2026, 10, 1)]
    ),
)
region_lists = st.lists(st.sampled_from(REGIONS), max_size=3, unique=True)
place_lists = st.lists(st.sampled_from(PLACES), max_size=6)
minutes = st.one_of(st.none(), st.integers(0, 60), st.sampled_from([7, 8, 15, 22, 23, 1440]))

services = st.fixed_dictionaries(
    {
        "activity": st.sampled_from(
            ["balance board", "core stabilization", "lumbar stab. drill", "rows", ""]
        ),
        "purpose": st.lists(st.sampled_from(PURPOSES), min_size=1, max_size=2),
        "deficit": st.sampled_from(["single-leg stance 6 s left, 25 s right", "", "  "]),
        "regions": region_lists,
    },
    optional={
        "minutes": minutes,
        "contact": st.sampled_from([None, "one_on_one", "one_on_one", "one_on_one", "group", "unattended"]),
        "performed_by": st.sampled_from(["chiropractor", "therapist", "unlicensed_assistant"]),
        "code": st.one_of(st.none(), st.sampled_from(AS_SERVICE), st.sampled_from(BY_PURPOSE)),
        "started": st.times(time(8), time(18)).map(lambda at: at.replace(microsecond=0, second=0)),
        "encounter": st.one_of(st.integers(1, 3), st.sampled_from(["first", "afternoon"])),
        "home_instruction": st.booleans(),
        "aquatic": st.booleans(),
        "muscle": st.sampled_from(MUSCLES),
    },
)
"""Services with every key, as likely to be a modality, a refused exercise or a good one."""
good_services = st.builds(
    service,
    st.sampled_from(PURPOSES),
    regions=region_lists,
    minutes=st.one_of(st.integers(0, 60), st.sampled_from([5, 20, 35])),
    muscle=st.one_of(st.none(), st.sampled_from(MUSCLES)),
)
"""Services with a good record, so that edits and units come into play."""
findings = st.dictionaries(
    st.sampled_from(REGIONS), st.sampled_from(["tender, restricted", "", "possible tenderness"]), max_size=6
)


EVALUATION = st.fixed_dictionaries(
    {"code": st.sampled_from(EVALUATIONS)}, optional={"separate": st.booleans()}
)


@st.composite
def any_visit_dicts(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a visit with any of its keys, most of them as in a poor record."""
    on = draw(days)
    optional = {
        "title": st.text(max_size=20),
        "care": st.sampled_from(["active", "maintenance"]),
        "adjusted": place_lists,
        "services": st.lists(st.one_of(services, good_services), max_size=4),
        "evaluation": EVALUATION,
        "diagnoses": st.lists(st.sampled_from(DIAGNOSES), max_size=4),
        "findings": findings,
        "part": st.lists(st.sampled_from(["P", "A", "R", "T"]), max_size=4),
        "abn": st.sampled_from(["none", "required", "voluntary"]),
        "course": st.sampled_from(["acute", "chronic"]),
        "session_minutes": st.integers(0, 120),
        "xray_on": st.integers(-800, 120).map(lambda n: on + timedelta(days=n)),
        "last_seen": st.integers(0, 1500).map(lambda n: on - timedelta(days=n)),
    }
    always = {"date_of_service": st.just(on), "payer": st.sampled_from(PAYERS)}
    return draw(st.fixed_dictionaries(always, optional=optional))


full_visit_dicts = st.fixed_dictionaries(
    {
        "date_of_service": st.dates(date(2024, 7, 1), date(2027, 3, 31)),
        "payer": st.sampled_from(PAYERS),
        "adjusted": st.lists(st.sampled_from(REGIONS), min_size=1, max_size=4),
        "services": st.lists(st.one_of(good_services, good_services, services), min_size=1, max_size=4),
    },
    optional={
        "care": st.sampled_from(["active", "maintenance"]),
        "evaluation": EVALUATION,
        "diagnoses": st.lists(st.sampled_from(DIAGNOSES), min_size=1, max_size=3),
        "abn": st.sampled_from(["none", "required", "voluntary"]),
    },
)
"""A good record with an adjustment and therapy, so that every edit comes into play."""
visit_dicts = st.one_of(full_visit_dicts, any_visit_dicts())
visits = visit_dicts.map(Visit.from_dict)
"""Visits of every payer, with every key."""
