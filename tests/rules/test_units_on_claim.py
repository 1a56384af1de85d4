"""Units of the lines, in words."""

from __future__ import annotations

import pytest
from strategies import check, record

from cptedu.facts.codes import codes, is_timed
from cptedu.facts.tables import rows
from cptedu.rules.timed_units import timed_units
from cptedu.rules.units_on_claim import count_units, explain_units, tied_units

MINUTES = {"97110": 33, "97140": 7}


@pytest.mark.parametrize(
    ("payer", "method", "units"),
    [
        ("medicare", "cms_total_time", {"97110": 2, "97140": 1}),
        ("federal_va", "cms_total_time", {"97110": 2, "97140": 1}),
        ("commercial_ncci", "cpt_per_code", {"97110": 2, "97140": 0}),
        ("commercial_cpt", "cpt_per_code", {"97110": 2, "97140": 0}),
        ("gp_required", "cpt_per_code", {"97110": 2, "97140": 0}),
        ("neuro_only_97112", "cpt_per_code", {"97110": 2, "97140": 0}),
    ],
)
def test_units_are_counted_as_the_payer_counts(payer, method, units):
    counted = count_units(record(payer), MINUTES)
    assert (counted.method, counted.units) == (method, units)


def test_the_total_time_method_in_words():
    counted = count_units(record("federal_va"), MINUTES)
    found = check(
        explain_units(record("federal_va"), "97140", counted, 1),
        "units",
        "supported",
        "All timed minutes together, 40, make 3 units; 97140, with 7 minutes, has 1.",
        code="97140",
        cites=("cms-100-04-ch5-20.2", "findacode-units"),
        payer="federal_va",
    )
    assert found.numbers == (("units", 1), ("total timed minutes", 40), ("method", "cms_total_time"))
    one = count_units(record("federal_va"), {"97110": 10})
    assert explain_units(record("federal_va"), "97110", one, 1).says == (
        "All timed minutes together, 10, make 1 unit; 97110, with 10 minutes, has 1."
        " No source at hand says that this payer counts so."
    )


def test_a_way_of_counting_that_nobody_wrote_down_is_said_to_be_unconfirmed():
    for payer, unconfirmed in (("federal_va", True), ("medicare", False), ("commercial_ncci", False)):
        counted = count_units(record(payer), {"97110": 10})
        said = explain_units(record(payer), "97110", counted, 1).says
        assert ("No source at hand says that this payer counts so." in said) is unconfirmed


def test_the_per_code_method_in_words():
    counted = count_units(record(), MINUTES)
    check(
        explain_units(record(), "97110", counted, 2),
        "units",
        "supported",
        "Each code stands alone: 33 minutes make 2 units of 97110.",
        code="97110",
        cites=("cpt-time-rule",),
    )
    none = check(
        explain_units(record(), "97140", counted, 0),
        "units",
        "not_supported",
        "Each code stands alone: 7 minutes make 0 units of 97140.",
        code="97140",
        fix="It stays in the record, and off the claim. No minute is made up.",
    )
    assert none.numbers == (("units", 0), ("total timed minutes", 40), ("method", "cpt_per_code"))


@pytest.mark.parametrize(
    ("number", "how"),
    [
        ("98940", "once a day, whatever the time"),
        ("97012", "once a day, whatever the time"),
        ("97150", "once a day, whatever the time"),
        ("99213", "once a day; its level is not a matter of quarter-hours"),
    ],
)
def test_untimed_codes_are_billed_once(number, how):
    counted = count_units(record(), MINUTES)
    found = check(
        explain_units(record(), number, counted, 1),
        "units",
        "supported",
        f"{number} is billed {how}.",
        code=number,
        cites=("cpt-time-rule", "hns-procedures"),
    )
    assert found.numbers == (("units", 1),)


@pytest.mark.parametrize("number", ["95851", "95852", "72020", "72100", "97810", "97811", "97814", "98960"])
def test_a_code_without_a_rule_of_counting_is_shown_once_and_said_to_be_uncounted(number):
    found = check(
        explain_units(record(), number, count_units(record(), MINUTES), 1),
        "units",
        "no_data",
        f"How often {number} counts on one date is not held; the line shows it once.",
        code=number,
        cites=(codes()[number].source,),
        fix="Look up in your own licensed CPT how it is counted, and bill what the record bears out.",
    )
    assert found.numbers == (("units", 1),)


def test_an_untimed_code_that_may_be_billed_more_than_once_is_never_said_to_be_billed_once():
    # A limit above one says that the code counts by something: a set of views, a limb, a further quarter of an hour.
    several = {row["code"] for row in rows("mue.csv") if int(row["units"]) > 1}
    untimed = [one for one in codes().values() if one.number in several and not is_timed(one.number)]
    assert {"72020", "72040", "95851"} <= {one.number for one in untimed}
    for one in untimed:
        said = explain_units(record(), one.number, count_units(record(), MINUTES), 1).says
        assert one.is_office_visit or "once a day" not in said


def test_a_tie_is_the_clinicians_to_settle():
    counted = count_units(record("federal_va"), {"97110": 20, "97112": 20, "97530": 15})
    for number in ("97110", "97112"):
        found = check(
            tied_units(number, counted),
            "tied_units",
            "ask",
            "97110 x2, 97112 x1, 97530 x1 or 97110 x1, 97112 x2, 97530 x1.",
            "Until then the lowest code number holds the unit.",
            code=number,
            cites=("cms-100-04-ch5-20.2",),
            fix="Ask which service the unit belongs to. The fee is no reason.",
        )
        assert "x0" not in found.says
    assert tied_units("97530", counted) is None
    assert tied_units("98940", counted) is None


def test_a_code_that_may_have_nothing_is_left_out_of_the_words():
    counted = count_units(record("federal_va"), {"97110": 7, "97112": 7})
    assert "choose: 97110 x1 or 97112 x1." in tied_units("97112", counted).says


def test_where_nothing_ties_nothing_is_asked():
    assert tied_units("97110", count_units(record("federal_va"), MINUTES)) is None
    assert tied_units("97110", count_units(record(), {"97110": 20, "97112": 20})) is None


def test_where_three_codes_tie_for_one_unit_each_is_asked_about_with_all_three_ways():
    # 66 minutes are four units; each code has one and seven minutes left over.
    counted = timed_units({"97110": 22, "97112": 22, "97140": 22}, "cms_total_time")
    assert len(counted.alternatives) == 3
    for number in counted.units:
        found = tied_units(number, counted)
        assert found.verdict.value == "ask"
        assert found.says.count(" or ") == 2
