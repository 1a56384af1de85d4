"""What each coding carries is what the rules answer, line by line; CMS's own figures where they apply."""

import csv
from datetime import date
from decimal import Decimal

import pytest
from enumerated_claims import generated
from strategies import service, visit

from cptedu.analysis.carried import Where, carried, clinician_minutes
from cptedu.analysis.comparisons import has_tracks
from cptedu.analysis.tradeoffs import tradeoffs
from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError, NotInDataError
from cptedu.example_visits import example_visit, example_visits
from cptedu.facts.tables import data_folder, rows
from cptedu.model import Verdict
from cptedu.rules.price import price
from cptedu.rules.relative_values import relative_values

NON_APM = "non_apm"
F8 = [
    # RULES F8: 2026, national, factor 33.4009
    (["C5"], None, "26.72"),
    (["C5", "T4", "L5"], None, "38.41"),
    (["C5", "T4", "L5", "sacrum", "pelvis"], None, "49.77"),
    ([], service("strength", minutes=15), "29.06"),
    ([], service("balance", minutes=15), "32.73"),
    ([], service("soft_tissue", minutes=15), "27.72"),
    ([], service("functional_task", minutes=15), "35.07"),
    # and its tests F-t1 to F-t4: the reduction
    ([], [service("balance", minutes=30)], "57.61"),
    ([], [service("strength", minutes=15), service("balance", minutes=15)], "54.94"),
    ([], [service("functional_task", minutes=15), service("balance", minutes=15)], "59.95"),
    (["C5", "T4", "L5"], [service("strength", minutes=15)], "67.47"),
]


def expected(coding, on):
    """Add up what the rules answer, one line after the other; None where one line is not held."""
    sums = {"work": Decimal(0), "pe": Decimal(0), "mp": Decimal(0), "total": Decimal(0)}
    for line in coding.claim.lines:
        try:
            values = relative_values(line.code, on)
            parts = (values.work, values.pe_nonfacility, values.mp, values.total() or None)
        except NotInDataError:
            parts = (None,) * 4
        for name, value in zip(sums, parts, strict=True):
            held = sums[name]
            sums[name] = None if held is None or value is None else held + value * line.units
    return sums


@pytest.mark.parametrize("seed", range(40))
def test_every_coding_carries_what_the_rules_answer(seed):
    given = generated(seed)
    on = given.date_of_service
    track = NON_APM if has_tracks(on) else None
    if on.year < 2013:
        on = date(2013, 6, 1)
        given = type(given).from_dict(given.to_dict() | {"date_of_service": on})
    for row in tradeoffs(given, track=track).supported:
        carries, claim = row.carries, row.coding.claim
        sums = expected(row.coding, on)
        covered, rest = carries.covered, carries.not_covered
        assert carries.total == sums["total"]
        for name in ("work", "pe", "mp"):
            ours = [getattr(part, name) for part in (covered, rest)]
            assert (None if None in ours else sum(ours)) == sums[name]
        assert carries.allowed == price(claim, track=track).total
        barred = [line.code for line in claim.lines if line.verdict is Verdict.NOT_COVERED]
        assert bool(rest.total) == bool(barred) or rest.total is None


@pytest.mark.parametrize(("adjusted", "services", "amount"), F8)
def test_amounts_are_those_of_the_worked_examples(adjusted, services, amount):
    listed = services if isinstance(services, list) else [services] if services else []
    found = tradeoffs(visit(adjusted=adjusted, services=listed), track=NON_APM)
    assert found.supported[0].carries.allowed == Decimal(amount)


def test_the_other_factor_of_2026_gives_another_amount():
    found = tradeoffs(visit(adjusted=["C5"]), track="apm")
    assert found.supported[0].carries.allowed == Decimal("26.85")


@pytest.mark.parametrize(
    "row", list(csv.DictReader((data_folder() / "cms_2020_ohio.csv").open())), ids=lambda row: row["code"]
)
def test_amounts_are_those_that_cms_published_for_ohio_in_2020(row):
    done = {
        "98941": {"adjusted": ["C5", "T4", "L5"]},
        "98942": {"adjusted": ["C5", "T4", "L5", "sacrum", "pelvis"]},
        "97110": {"services": [service("strength", minutes=15)]},
        "97035": {
            "services": [{"activity": "ultrasound", "code": "97035", "minutes": 15, "contact": "one_on_one"}]
        },
        "G0283": {"services": [{"activity": "current", "code": "G0283", "minutes": 15}]},
    }[row["code"]]
    given = visit(on="2020-03-04", **done)
    assert [line.code for line in code_visit(given).lines] == [row["code"]]
    assert tradeoffs(given, "15202-00").supported[0].carries.allowed == Decimal(row["nonfacility"])
    if row["facility"]:
        in_facility = tradeoffs(given, "15202-00", facility=True).supported[0].carries
        assert in_facility.allowed == Decimal(row["facility"])


def test_the_reduction_is_told_and_a_lone_therapy_has_none():
    two = tradeoffs(example_visit("two_therapies"), track=NON_APM).supported[0].carries
    assert two.reduced_by == Decimal("29.06") - Decimal("22.21")
    assert tradeoffs(example_visit("desk_worker"), track=NON_APM).supported[0].carries.reduced_by == 0


def test_what_the_payer_does_not_cover_adds_nothing_to_what_is_allowed():
    found = tradeoffs(example_visit("two_therapies", payer="medicare"), track=NON_APM).supported[0].carries
    assert found.allowed == Decimal("38.41")
    assert found.not_covered_amount == Decimal("54.94")
    assert (found.covered.total, found.not_covered.total, found.total) == (
        Decimal("1.15"),
        Decimal("1.85"),
        Decimal("3.00"),
    )


def test_spellings_that_carry_the_same_are_one_row():
    (row,) = tradeoffs(example_visit("desk_worker"), track=NON_APM).supported
    assert (row.coding.label, row.also_written) == ("98940 + 97112-59", ("98940 + 97112-XS",))


def test_a_disputed_spelling_is_a_row_of_its_own_and_says_why():
    marked, bare = tradeoffs(example_visit("desk_worker", payer="commercial_cpt"), track=NON_APM).supported
    assert (marked.coding.verdict, marked.says) == (Verdict.SUPPORTED, ())
    assert (bare.coding.label, bare.coding.verdict) == ("98940 + 97112", Verdict.CONTESTED)
    assert "CPT Assistant" in bare.says[0]
    assert marked.carries == bare.carries


def test_before_2019_several_therapy_units_have_no_amount_and_rvu_without_parts():
    given = example_visit("two_therapies", date_of_service=date(2016, 3, 4))
    carries = tradeoffs(given).supported[0].carries
    assert carries.allowed is None
    assert (carries.covered.work, carries.covered.pe, carries.covered.mp) == (None, None, None)
    assert carries.total == sum(
        relative_values(one, "2016-03-04").total() for one in ("98941", "97110", "97112")
    )


def test_in_a_facility_a_therapy_code_has_no_numbers():
    carries = tradeoffs(example_visit("desk_worker"), facility=True, track=NON_APM).supported[0].carries
    assert (carries.total, carries.allowed) == (None, None)
    assert [number for number, _ in carries.without] == ["97112"]


@pytest.mark.parametrize(
    ("keys", "minutes"),
    [
        ({"session_minutes": 30}, 30),
        ({}, None),
        ({"session_minutes": 0}, None),
        (
            {
                "session_minutes": 30,
                "services": [{"activity": "a pack", "code": "97010", "contact": "unattended"}],
            },
            None,
        ),
        (
            {"session_minutes": 30, "services": [{"code": "97010", "contact": "unattended", "minutes": 10}]},
            20,
        ),
        (
            {
                "session_minutes": 30,
                "services": [service("balance", performed_by="unlicensed_assistant", minutes=12)],
            },
            18,
        ),
    ],
)
def test_minutes_are_the_clinicians_or_they_are_no_data(keys, minutes):
    assert clinician_minutes(visit(adjusted=["C5"], **keys)) == minutes


def test_rvu_for_an_hour_needs_minutes_that_are_recorded():
    with_minutes = tradeoffs(example_visit("desk_worker"), track=NON_APM).supported[0].carries
    assert (with_minutes.minutes, with_minutes.rvu_per_hour) == (30, Decimal("3.56"))  # 1.78 in half an hour
    without = tradeoffs(example_visit("two_therapies"), track=NON_APM).supported[0].carries
    assert (without.minutes, without.rvu_per_hour) == (None, None)


@pytest.mark.parametrize("name", example_visits())
def test_what_is_not_supported_has_rvu_of_the_rules_and_never_an_amount(name):
    given = example_visit(name)
    on = given.date_of_service
    claim = code_visit(given)
    for row in tradeoffs(given, track=NON_APM).unsupported:
        units = {line.code: line.units for line in claim.lines}
        units.pop(row.coding.in_place_of, None)
        if row.coding.code is None:
            assert row.rvu is None
            continue
        wanted = sum((relative_values(n, on).total() * u for n, u in units.items()), Decimal(0))
        try:
            wanted += relative_values(row.coding.code, on).total() * row.coding.units
        except NotInDataError:
            assert row.rvu is None
            continue
        assert row.rvu == wanted
        assert not hasattr(row, "allowed")


def test_every_number_has_its_source():
    carries = tradeoffs(example_visit("two_therapies"), track=NON_APM).supported[0].carries
    assert {"pfs-rvu", "pfs-conversion-factor", "ngs-mppr"} <= {one.id for one in carries.citations}
    assert "CMS" in carries.vintage


def test_a_track_is_asked_for_in_2026_and_a_place_must_be_known():
    with pytest.raises(CpteduError, match="two conversion factors"):
        tradeoffs(example_visit("desk_worker"))
    with pytest.raises(CpteduError, match="not a locality"):
        tradeoffs(example_visit("desk_worker"), "ohio", track=NON_APM)


def test_a_place_changes_dollars_and_no_rvu():
    given = example_visit("desk_worker")
    claim = code_visit(given)
    here = carried(claim, Where("15202-00", track=NON_APM))
    there = carried(claim, Where(track=NON_APM))
    assert here.total == there.total
    assert here.allowed != there.allowed
    assert any(row["locality"] == "00" and row["mac"] == "15202" for row in rows("gpci.csv"))
