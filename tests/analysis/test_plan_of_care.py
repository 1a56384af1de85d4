"""A plan of care: its days, who pays for each visit, where coverage ends, and when the patient is examined again."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import service

from cptedu.analysis.plan_of_care import episode, example_plan, example_plans, plan_from_dict, plan_to_dict
from cptedu.analysis.who_pays import who_pays
from cptedu.engine.coding import code_visit
from cptedu.facts.schedule import years_held
from cptedu.model import Verdict
from cptedu.rules.price import price
from cptedu.rules.relative_values import relative_values

MONDAY = date(2026, 3, 2)
MEDICARE_VISIT = {"care": "active", "adjusted": ["L5"], "diagnoses": ["M99.03", "M54.59"], "part": ["P", "R"]}
# Medicare wants a subluxation for each region that is claimed, and the condition that goes with it.
THREE_REGIONS = MEDICARE_VISIT | {
    "adjusted": ["C5", "T4", "L5"],
    "diagnoses": ["M99.01", "M99.02", "M99.03", "M54.59"],
}


def phase(name="acute", weeks=1, visits_per_week=1, **keys):
    return {"name": name, "weeks": weeks, "visits_per_week": visits_per_week, **keys}


def plan(*phases, payer="medicare", **keys):
    track = {"track": "non_apm"} if keys.get("starts_on", MONDAY).year == 2026 else {}
    return plan_from_dict({"starts_on": MONDAY, "payer": payer, "phases": list(phases)} | track | keys)


def commercial(*phases, **contract):
    return plan(*phases, payer="commercial_ncci", contract=contract, charges={"98940": 45.00})


def only_visit(made):
    (one,) = episode(made).visits
    return one


def dollars(*amounts):
    return tuple(None if one is None else Decimal(one) for one in amounts)


# -- Medicare's money, worked by hand from the amounts of RULES F8


@pytest.mark.parametrize(
    ("keys", "allowed", "sent", "owed", "cut"),
    [
        # 26.72 x 0.8 = 21.376; x 0.98 = 20.948; the patient owes 26.72 - 21.38
        (MEDICARE_VISIT, "26.72", "20.95", "5.34", "0.43"),
        # 38.41 x 0.8 = 30.728; x 0.98 = 30.113; the patient owes 38.41 - 30.73
        (THREE_REGIONS, "38.41", "30.11", "7.68", "0.62"),
    ],
)
def test_medicare_pays_80_percent_and_only_its_payment_is_cut(keys, allowed, sent, owed, cut):
    shares = only_visit(plan(phase(**keys))).shares
    assert (shares.allowed, shares.payer, shares.patient, shares.sequestered) == dollars(
        allowed, sent, owed, cut
    )
    assert shares.missing == ()


def test_who_does_not_participate_is_allowed_95_percent_and_may_ask_115_percent_of_that():
    # 38.41 x 0.95 = 36.49; x 0.8 x 0.98 = 28.608; the limiting charge is 36.49 x 1.15 = 41.96
    with_assignment = only_visit(plan(phase(**THREE_REGIONS), participation="accepts_assignment")).shares
    assert (with_assignment.allowed, with_assignment.payer, with_assignment.patient) == dollars(
        "36.49", "28.61", "7.30"
    )
    asks_60 = plan(phase(**THREE_REGIONS), participation="limiting_charge", charges={"98941": 60.00})
    assert only_visit(asks_60).shares.patient == Decimal("41.96") - Decimal("28.61")
    asks_40 = plan(phase(**THREE_REGIONS), participation="limiting_charge", charges={"98941": 40.00})
    assert only_visit(asks_40).shares.patient == Decimal("40.00") - Decimal("28.61")
    not_said = only_visit(plan(phase(**THREE_REGIONS), participation="limiting_charge")).shares
    assert (not_said.payer, not_said.patient) == dollars("28.61", None)
    assert not_said.missing == ("The practice's charge for 98941 is not given.",)


@pytest.mark.parametrize(
    ("on", "kept"),
    [
        (date(2019, 6, 3), "0.98"),
        (date(2021, 6, 7), "1"),
        (date(2022, 5, 2), "0.99"),
        (date(2023, 1, 2), "0.98"),
    ],
)
def test_sequestration_goes_by_the_date_and_leaves_the_patients_part_alone(on, kept):
    shares = only_visit(plan(phase(**THREE_REGIONS), starts_on=on)).shares
    share = shares.allowed * Decimal("0.8")
    assert shares.payer == round(share * Decimal(kept) + Decimal("1e-9"), 2)
    assert shares.patient == shares.allowed - round(share + Decimal("1e-9"), 2)


def test_from_may_2020_to_march_2022_nothing_is_cut_by_sequestration():
    for day in (date(2020, 5, 1), date(2020, 6, 1), date(2022, 3, 31)):
        assert only_visit(plan(phase(**THREE_REGIONS), starts_on=day)).shares.sequestered == Decimal("0.00")
    for day in (date(2020, 4, 30), date(2022, 4, 1)):
        assert only_visit(plan(phase(**THREE_REGIONS), starts_on=day)).shares.sequestered > 0


def test_after_the_last_fee_schedule_nothing_is_invented():
    december = date(years_held()[-1], 12, 1)
    late = plan(phase(weeks=10, **MEDICARE_VISIT), starts_on=december, track="non_apm")
    first, *_, last = episode(late).visits
    assert first.shares.payer is not None
    assert last.on.year == years_held()[-1] + 1
    assert (last.shares.payer, last.shares.patient) == (None, None)
    assert last.shares.missing


def test_a_plan_over_new_year_takes_each_years_factor():
    over = plan(phase(weeks=2, **MEDICARE_VISIT), starts_on=date(2025, 12, 29), track="non_apm")
    first, second = episode(over).visits
    assert [one.shares.allowed for one in (first, second)] == [
        price(first.claim).total,
        price(second.claim, track="non_apm").total,
    ]


# -- what Medicare does not cover


def test_an_excluded_service_is_the_patients_at_the_practices_charge():
    exercise = service("strength", regions=["lumbar"])
    made = plan(phase(**MEDICARE_VISIT, abn="voluntary", services=[exercise]), charges={"97110": 40.00})
    one = only_visit(made)
    assert [(line.code, set(line.modifiers)) for line in one.claim.lines] == [
        ("98940", {"AT"}),
        ("97110", {"GP", "GX", "GY"}),
    ]
    assert (one.shares.payer, one.shares.patient) == dollars("20.95", "45.34")
    assert one.shares.ended is None, "never covered is not the same as coverage that ended"
    without = only_visit(plan(phase(**MEDICARE_VISIT, abn="voluntary", services=[exercise])))
    assert without.shares.patient is None
    assert without.shares.missing == ("The practice's charge for 97110 is not given.",)


@pytest.mark.parametrize(
    ("abn", "modifier", "patient", "written_off"),
    [("required", "GA", "45.00", "0.00"), ("none", "GZ", "0.00", "45.00"), (None, "GZ", "0.00", "45.00")],
)
def test_maintenance_is_the_patients_with_the_signed_notice_and_nobodys_without(
    abn, modifier, patient, written_off
):
    keys = MEDICARE_VISIT | {"care": "maintenance"} | ({"abn": abn} if abn else {})
    one = only_visit(plan(phase(**keys), charges={"98940": 45.00}))
    assert [line.modifiers for line in one.claim.lines] == [(modifier,)]
    shares = one.shares
    assert (shares.allowed, shares.payer, shares.patient, shares.written_off) == dollars(
        "0.00", "0.00", patient, written_off
    )
    assert shares.ended.rule == "care_phase"


def test_care_that_is_not_recorded_is_no_data():
    keys = {key: value for key, value in MEDICARE_VISIT.items() if key != "care"}
    made = episode(plan(phase(**keys)))
    assert (made.visits[0].shares.payer, made.visits[0].shares.patient) == (None, None)
    assert "care_phase" in {finding.rule for _, finding in made.findings}


# -- other payers: only what the plan of care tells


ACTIVE = {"care": "active", "adjusted": ["C5"]}
WELLNESS = {"care": "maintenance", "adjusted": ["C5"]}


def test_a_contract_nobody_told_is_no_data():
    shares = only_visit(commercial(phase(**ACTIVE))).shares
    assert (shares.allowed, shares.payer, shares.patient) == (None, None, None)
    assert shares.missing == ("The contract's amount for 98940 is not given.",)
    shares = only_visit(commercial(phase(**ACTIVE), allowed={"98940": 32.00})).shares
    assert (shares.allowed, shares.payer, shares.patient) == dollars("32.00", None, None)
    assert shares.missing == ("The contract's coinsurance or copay is not given.",)


@pytest.mark.parametrize(
    ("how", "payer", "patient"),
    [
        ({"coinsurance": 0.2}, "25.60", "6.40"),
        ({"copay": 25.00}, "7.00", "25.00"),
        ({"copay": 50.00}, "0.00", "32.00"),
        ({"coinsurance": 0}, "32.00", "0.00"),
    ],
)
def test_a_contract_that_is_told_divides_its_own_amount(how, payer, patient):
    shares = only_visit(commercial(phase(**ACTIVE), allowed={"98940": 32.00}, **how)).shares
    assert (shares.payer, shares.patient) == dollars(payer, patient)
    assert shares.sequestered == 0


@pytest.mark.parametrize(
    ("covered", "verdict", "payer", "patient"),
    [
        (None, Verdict.NO_DATA, None, None),
        (False, Verdict.NOT_COVERED, "0.00", "45.00"),
        (True, None, "25.60", "6.40"),
    ],
)
def test_whether_maintenance_is_paid_is_the_contracts_to_say(covered, verdict, payer, patient):
    contract = {"allowed": {"98940": 32.00}, "coinsurance": 0.2}
    if covered is not None:
        contract["maintenance_covered"] = covered
    made = episode(commercial(phase(**ACTIVE), phase("wellness", **WELLNESS), **contract))
    shares = made.visits[1].shares
    assert (shares.payer, shares.patient) == dollars(payer, patient)
    assert [end.finding.verdict for end in made.coverage_ends] == ([verdict] if verdict else [])
    assert all(end.week == 2 for end in made.coverage_ends)


def test_a_contract_may_end_after_so_many_visits():
    made = episode(
        commercial(
            phase(weeks=2, visits_per_week=2, **ACTIVE),
            allowed={"98940": 32.00},
            coinsurance=0.2,
            visits_covered=3,
        )
    )
    assert [one.shares.payer for one in made.visits] == list(dollars("25.60", "25.60", "25.60", "0.00"))
    (end,) = made.coverage_ends
    assert (end.on, end.week) == (MONDAY + timedelta(days=10), 2)
    assert "pays 3 visits. This is visit 4." in end.finding.says


# -- days, re-evaluation, active care


@pytest.mark.parametrize(
    ("often", "weeks", "days"),
    [
        (1, 2, [0, 7]),
        (2, 2, [0, 3, 7, 10]),
        (3, 1, [0, 2, 4]),
        (5, 1, [0, 1, 2, 3, 4]),
        (0.5, 5, [0, 14, 28]),
        (0.25, 8, [0, 28]),
        (0.5, 1, [0]),
    ],
)
def test_visits_are_spread_over_the_weeks(often, weeks, days):
    visits = episode(plan(phase(weeks=weeks, visits_per_week=often, **MEDICARE_VISIT))).visits
    assert [(one.on - MONDAY).days for one in visits] == days
    assert [one.week for one in visits] == [day // 7 + 1 for day in days]


def test_re_evaluation_is_due_on_the_first_visit_after_the_plans_interval():
    made = episode(
        plan(phase(weeks=11, visits_per_week=0.5, **MEDICARE_VISIT), re_evaluation={"every_days": 28})
    )
    assert [(one.on - MONDAY).days for one in made.visits if one.re_evaluation == "due"] == [28, 56]


def test_an_examination_in_the_plan_is_done_once_and_starts_the_interval_again():
    exam = {"code": "99213", "separate": True}
    made = episode(
        plan(
            phase(weeks=2, **MEDICARE_VISIT),
            phase("rehab", weeks=4, **MEDICARE_VISIT, evaluation=exam),
            re_evaluation={"every_days": 21},
            charges={"99213": 80.00},
        )
    )
    assert [one.re_evaluation for one in made.visits] == ["", "", "done", "", "", "due"]
    assert ["99213" in one.billed for one in made.visits] == [False, False, True, False, False, False]


def test_a_plan_without_an_interval_is_asked_for_one():
    made = episode(plan(phase(weeks=9, **MEDICARE_VISIT)))
    assert not any(one.re_evaluation for one in made.visits)
    assert ("acute", "re_evaluation", Verdict.ASK) in [(name, f.rule, f.verdict) for name, f in made.findings]


@pytest.mark.parametrize(
    ("cares", "says"),
    [
        (("active", "maintenance"), "The record says why no more gain is expected"),
        (("maintenance", "active"), "needs a new or a worsened condition on record"),
        (("active", "active"), None),
    ],
)
def test_a_turn_of_care_must_be_shown_by_the_record(cares, says):
    first, second = ({**MEDICARE_VISIT, "care": care, "abn": "none"} for care in cares)
    found = [
        f
        for name, f in episode(plan(phase(**first), phase("next", **second))).findings
        if f.rule == "care_turns"
    ]
    assert len(found) == (1 if says else 0)
    assert all(says in one.says and one.verdict is Verdict.ASK and one.citations for one in found)


def test_coverage_that_begins_again_may_end_again():
    kinds = ("active", "maintenance", "active", "maintenance")
    made = episode(plan(*(phase(f"{n}", **MEDICARE_VISIT | {"care": care}) for n, care in enumerate(kinds))))
    assert [end.phase for end in made.coverage_ends] == ["1", "3"]


# -- sums


@pytest.mark.parametrize("name", ["low_back_medicare", "neck_posture_commercial"])
def test_every_sum_is_the_sum_of_its_visits(name):
    made = episode(example_plan(name))
    for sums in (made.by_phase, made.by_week):
        assert sum(one.visits for one in sums) == len(made.visits)
        assert sum(one.rvu for one in sums) == sum(one.rvu for one in made.visits)
        assert sum(one.minutes for one in sums) == sum(one.minutes for one in made.visits)
        for part in ("allowed", "payer", "patient", "sequestered", "written_off"):
            assert sum(getattr(one, part) for one in sums) == sum(
                getattr(v.shares, part) for v in made.visits
            )


def test_the_medicare_example_comes_to_what_is_worked_out_by_hand():
    """Ten active visits at 20.95 and 5.34, exercise at 40.00 in four of them, four wellness visits at 45.00."""
    made = episode(example_plan("low_back_medicare"))
    assert [(one.visits, one.payer, one.patient) for one in made.by_phase] == [
        (6, *dollars("125.70", "32.04")),
        (4, *dollars("83.80", "181.36")),
        (4, *dollars("0.00", "180.00")),
    ]
    (end,) = made.coverage_ends
    assert (end.on, end.phase) == (date(2026, 4, 20), "wellness")


def test_each_visits_claim_money_and_rvu_are_what_the_rules_return():
    for name in example_plans():
        made = episode(example_plan(name))
        for number, one in enumerate(made.visits):
            assert one.claim == code_visit(one.claim.visit)
            assert one.shares == who_pays(made.plan, one.claim, visits_before=number)
            assert one.rvu == sum(
                relative_values(line.code, one.on).total() * line.units for line in one.claim.lines
            )


def test_a_sum_with_an_unknown_part_is_unknown():
    made = episode(commercial(phase(**ACTIVE), phase("rehab", **ACTIVE, services=[service("strength")])))
    assert [one.payer for one in made.by_phase] == [None, None]
    assert [one.minutes for one in made.by_phase] == [None, None]
    assert all(one.missing for one in made.by_phase)


def test_a_frame_has_one_row_for_each_visit():
    made = episode(example_plan("low_back_medicare"))
    frame = made.frame()
    assert list(frame["claim"]) == [one.billed for one in made.visits]
    assert frame["payer_pays"].sum() == Decimal("209.50")


# -- over many plans


@st.composite
def any_plans(draw):
    visits = {
        "care": st.sampled_from(["active", "maintenance"]),
        "abn": st.sampled_from(["none", "required", "voluntary"]),
        "adjusted": st.lists(
            st.sampled_from(["C5", "T4", "L5", "sacrum", "SI", "shoulder"]), max_size=5, unique=True
        ),
        "services": st.lists(
            st.builds(service, st.sampled_from(["strength", "balance"]), minutes=st.integers(0, 40)),
            max_size=2,
        ),
        "part": st.just(["P", "A"]),
        "diagnoses": st.just(["M99.01", "M54.2"]),
        "session_minutes": st.integers(5, 90),
        "weeks": st.integers(1, 3),
        "visits_per_week": st.sampled_from([0.25, 0.5, 1, 2, 3]),
    }
    phases = draw(st.lists(st.fixed_dictionaries(visits), min_size=1, max_size=3))
    amounts = dict.fromkeys(("98940", "98941", "98942", "98943", "97110", "97112"), 40.0)
    return plan_from_dict(
        {
            "starts_on": MONDAY,
            "track": "non_apm",
            "payer": draw(st.sampled_from(["medicare", "commercial_ncci", "federal_va"])),
            "charges": amounts,
            "contract": {
                "allowed": amounts,
                "coinsurance": 0.25,
                "maintenance_covered": draw(st.booleans()),
                "visits_covered": draw(st.integers(0, 12)),
            },
            "phases": [one | {"name": str(at)} for at, one in enumerate(phases)],
        }
    )


@settings(max_examples=40)
@given(any_plans())
def test_no_dollar_is_lost_or_made(made):
    """What is allowed and charged is paid by the payer, owed by the patient, cut, or written off."""
    for one in episode(made).visits:
        shares = one.shares
        if made.pays_by == "medicare_part_b":
            own = [line for line in one.claim.lines if line.verdict is Verdict.NOT_COVERED]
            outside = sum((Decimal(40) * line.units for line in own), Decimal(0))
        else:
            is_over = shares.ended is not None
            outside = (
                sum((Decimal(40) * line.units for line in one.claim.lines), Decimal(0))
                if is_over
                else Decimal(0)
            )
        assert (
            shares.payer + shares.patient + shares.sequestered + shares.written_off
            == shares.allowed + outside
        )
        assert min(shares.payer, shares.patient, shares.sequestered, shares.written_off) >= 0


@settings(max_examples=40)
@given(any_plans())
def test_a_plan_read_back_is_the_same_and_comes_to_the_same(made):
    again = plan_from_dict(plan_to_dict(made))
    assert again == made
    assert episode(again).rows() == episode(made).rows()


def test_another_charge_never_changes_the_payers_part():
    made = example_plan("low_back_medicare")
    dearer = replace(made, charges=tuple((code, amount * 2) for code, amount in made.charges))
    before, after = episode(made), episode(dearer)
    assert [one.shares.payer for one in before.visits] == [one.shares.payer for one in after.visits]
    assert [one.billed for one in before.visits] == [one.billed for one in after.visits]
