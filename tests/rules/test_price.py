"""What Medicare's schedule would allow for a claim."""

from __future__ import annotations

from decimal import Decimal

import pytest
from strategies import by_code, service, visit

import cptedu as ct

D = Decimal
TRACK = {"track": "non_apm"}


def priced(*services, payer="commercial_ncci", on="2026-03-04", **keys):
    where = {key: keys.pop(key) for key in ("locality", "facility", "track") if key in keys}
    claim = ct.code_visit(visit(payer, on, services=list(services), **keys))
    return ct.price(claim, **where)


def test_the_design_visit_at_the_national_rate():
    found = priced(service("balance"), adjusted=["C5", "T4"], locality="national", **TRACK)
    assert [(line.code, line.amount) for line in found.lines] == [
        ("98940", D("26.72")),
        ("97112", D("32.73")),
    ]
    assert found.total == D("59.45")
    assert (found.not_covered, found.without_price) == ((), ())
    assert found.vintage == "CMS RVU26C RVU26D"
    assert found.notes == ("This is Medicare's schedule; a private payer has its own.",)
    assert {citation.id for citation in found.citations} >= {"usc-42-1395w-4", "pfs-rvu"}


def test_two_therapies_are_reduced_together():
    # F-t2 beside an adjustment.
    found = priced(service("balance"), service("strength"), adjusted=["C5"], locality="national", **TRACK)
    assert found.total == D("54.94") + D("26.72")
    assert [line.code for line in found.lines] == ["98940", "97110", "97112"]


def test_lines_that_are_not_covered_are_priced_apart():
    found = priced(
        service("balance"), service("strength"), payer="medicare", adjusted=["C5"], care="active",
        locality="national", **TRACK,
    )  # fmt: skip
    assert [(line.code, line.amount) for line in found.lines] == [("98940", D("26.72"))]
    assert found.total == D("26.72")
    assert [(line.code, line.amount) for line in found.not_covered] == [
        ("97110", D("22.21")),
        ("97112", D("32.73")),
    ]
    assert found.notes == ()


def test_every_release_that_answered_is_named():
    # The rows of dry needling were read from another release than those of the adjustments.
    found = priced(by_code("20560"), payer="medicare", adjusted=["C5"], care="active", **TRACK)
    assert [line.code for line in found.not_covered] == ["20560"]
    assert found.vintage == "CMS RVU26C RVU26D; CMS RVU26C"


def test_maintenance_is_not_covered_either():
    found = priced(payer="medicare", adjusted=["C5"], care="maintenance", abn="required", **TRACK)
    assert (found.lines, found.total) == ((), D("0.00"))
    assert [line.code for line in found.not_covered] == ["98940"]


def test_a_line_without_a_price_leaves_the_total_unknown():
    found = priced(by_code("97039", contact="one_on_one", minutes=15), adjusted=["C5"], **TRACK)
    assert found.total is None
    assert [line.code for line in found.lines] == ["98940"]
    [(number, why)] = found.without_price
    assert number == "97039"
    assert why.startswith("97039 is priced by the contractor; CMS gives it no relative values.")


def test_an_excluded_line_without_a_price_does_not_touch_the_total():
    found = priced(
        by_code("97039", contact="one_on_one", minutes=15),
        payer="medicare",
        adjusted=["C5"],
        care="active",
        **TRACK,
    )
    assert found.total == D("26.72")
    assert [number for number, _ in found.without_price] == ["97039"]
    assert found.not_covered == ()


def test_in_a_facility_therapy_has_no_price():
    found = priced(service("balance"), adjusted=["C5", "T4", "L5"], facility=True, **TRACK)
    assert [(line.code, line.amount) for line in found.lines] == [("98941", D("28.06"))]
    assert found.total is None
    assert found.without_price[0][1].startswith("A facility price of 97112 is not applicable")


def test_a_locality_and_its_note():
    found = priced(adjusted=["C5", "T4", "L5"], on="2020-03-04", locality="15202-00")
    assert found.total == D("40.20")
    published = priced(adjusted=["C5"], locality="15202-00", **TRACK)
    assert published.notes == ("This is Medicare's schedule; a private payer has its own.",)
    assert "pfs-gpci-2026" in {citation.id for citation in published.citations}
    assert priced(
        adjusted=["C5", "T4", "L5"], on="2020-03-04", locality="15202-00", facility=True
    ).total == D("34.59")


def test_a_qualifying_clinician():
    assert priced(adjusted=["C5"], track="apm").total == D("26.85")


def test_before_2019_the_reduction_leaves_the_total_unknown():
    found = priced(service("balance"), service("strength"), adjusted=["C5"], on="2018-03-04")
    assert found.total is None
    assert [line.amount is None for line in found.lines] == [False, True, True]


def test_an_empty_claim_costs_nothing():
    found = priced(**TRACK)
    assert (found.lines, found.total, found.vintage) == ((), D("0"), "")


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ({"locality": "Ohio", **TRACK}, "'Ohio' is not a locality"),
        ({"locality": "national"}, "2026 has two conversion factors"),
        ({"track": "qp"}, "track = 'qp' is not known"),
    ],
)
def test_a_place_or_track_that_is_not_known_is_refused(where, says):
    for adjusted in (["C5"], []):
        with pytest.raises(ct.CpteduError, match=says):
            priced(adjusted=adjusted, **where)


def test_a_year_that_is_not_held_is_refused():
    with pytest.raises(ct.NotInDataError, match="No conversion factor is held for 2190-03-04"):
        priced(adjusted=["C5"], on="2190-03-04")


def test_an_unlisted_modality_is_left_to_the_contractor():
    found = priced(
        by_code("97010"), by_code("97039", contact="one_on_one", minutes=10), adjusted=["C5"], **TRACK
    )
    assert [number for number, _ in found.without_price] == ["97039"]
    assert "priced by the contractor" in found.without_price[0][1]
    assert found.lines[1].notes == ("not paid by Medicare: bundled into other services by Medicare",)


@pytest.mark.parametrize(("number", "minutes"), [("98960", 60), ("98960", 20), ("97129", 45)])
def test_a_line_whose_units_nobody_can_count_is_priced_as_it_stands_and_said_to_be(number, minutes):
    # RULES-2, add-on codes: what we hold no counting rule for is no_data on units.
    found = priced(by_code(number, contact="one_on_one", minutes=minutes), **TRACK)
    (line,) = [one for one in found.lines if one.code == number]
    (said,) = [note for note in found.notes if number in note]
    assert said.startswith(f"How many units of {number} the record makes is not known")
    assert said.endswith(f"it is priced for {line.units}.")


def test_of_a_code_that_is_counted_nothing_is_said():
    found = priced(service("balance"), by_code("97012"), adjusted=["C5"], **TRACK)
    assert not any("How many units" in note for note in found.notes)
