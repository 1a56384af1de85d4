"""What a logged claim decides by itself: never more than a record could bear out, and the same as the review says."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import DIAGNOSES, ON, PAYERS, days, payers_that, visits

from cptedu.analysis.audit.assumed import LoggedClaim, assumed_visits
from cptedu.analysis.audit.judged import judged
from cptedu.engine.coding import worksheet
from cptedu.engine.review import review_claim
from cptedu.facts.codes import codes
from cptedu.facts.modifiers import modifiers
from cptedu.facts.tables import document
from cptedu.model import Verdict, Visit
from cptedu.payers import load_payer

USUAL = ("98940", "98941", "98942", "98943", "97110", "97112", "97140", "97530", "99213", "97012", "99999")
LINES = st.tuples(
    st.one_of(st.sampled_from(USUAL), st.sampled_from(sorted(codes()))),
    st.sampled_from([1, 1, 1, 2, 3, 9]),
    st.lists(
        st.sampled_from([*sorted(modifiers()), "59", "59", "GP", "AT", "25", "ZZ"]), max_size=2, unique=True
    ).map(tuple),
)
CLAIMS = st.builds(
    LoggedClaim,
    st.sampled_from(PAYERS),
    days,
    st.lists(LINES.map(lambda line: (*line, None)), min_size=1, max_size=4).map(tuple),
    st.one_of(st.none(), st.lists(st.sampled_from(DIAGNOSES), max_size=3).map(tuple)),
)


def claim(*lines, payer="commercial_ncci", on=ON, diagnoses=("M99.01", "M54.2"), last_seen=None):
    """Make a logged claim of lines as code, units and modifiers; a fourth thing on a line are its minutes."""
    written = []
    for line in lines:
        code, units, marks, minutes = (*line, None)[:4] if len(line) >= 3 else (line[0], 1, (), None)
        written.append((code, units, marks, minutes))
    return LoggedClaim(payer, on, tuple(written), diagnoses, last_seen)


def against(found):
    return [(one.code, one.rule) for one in found.told if one.is_against]


def complete(visit):
    """Say of a visit what a whole record says: whether care was active; a day has no more minutes than it has."""
    minutes = sum(one.minutes or 0 for one in visit.services)
    told = visit if visit.care is not None else replace(visit, care="active")
    return Visit.from_dict(told.to_dict()), minutes <= 1440


@given(visits)
def test_nothing_is_told_against_a_claim_that_some_record_supports(drawn):
    visit, is_possible = complete(drawn)
    if not is_possible:
        return
    for reading in worksheet(visit).readings():
        for made in reading.claims():
            lines = tuple((one.code, one.units, one.modifiers, None) for one in made.lines)
            logged = LoggedClaim(visit.payer, visit.date_of_service, lines, visit.diagnoses, visit.last_seen)
            # No lines are right with a diagnosis that the form does not hold; it is told once, whatever the lines.
            of_the_form = [("", note.rule) for note in made.notes if note.verdict == "not_supported"]
            assert against(judged(logged)) == of_the_form, lines


@given(visits, st.lists(LINES, max_size=2), st.integers(0, 2), st.sampled_from([0, 1, 2, 5]))
def test_what_is_told_against_a_claim_passes_no_record(drawn, more, changed, units):
    visit, is_possible = complete(drawn)
    if not is_possible:
        return
    made = [(one.code, one.units, one.modifiers) for one in worksheet(visit).claim().lines]
    if changed < len(made):
        code, held, marks = made[changed]
        made[changed] = (code, held + units, marks if units else marks[1:])
    lines = [*made, *more]
    logged = LoggedClaim(
        visit.payer,
        visit.date_of_service,
        tuple((*line, None) for line in lines),
        visit.diagnoses,
        visit.last_seen,
    )
    if against(judged(logged)):
        assert not review_claim(visit, lines).passes


@given(CLAIMS)
def test_the_audit_says_against_each_line_what_the_review_of_the_assumed_record_says(logged):
    lines = [line[:3] for line in logged.lines]
    reviews = [review_claim(visit, lines) for visit in assumed_visits(logged)]
    fewest = min(len(one.wrong) + len(one.missing) for one in reviews)
    nearest = next(one for one in reviews if len(one.wrong) + len(one.missing) == fewest)
    found = judged(logged)
    of_the_review = [(one.code or "", one.rule, one.verdict) for one in (*nearest.wrong, *nearest.missing)]
    assert [(one.code, one.rule, one.verdict) for one in found.told][: len(of_the_review)] == of_the_review


def faults(visit, lines):
    review = review_claim(visit, lines)
    return len(review.wrong) + len(review.missing)


@pytest.fixture
def made_up_payers(tmp_path):
    """Give a payer for each way of marking care and of paying maintenance."""
    choices = document("payer_choices.toml")
    made = []
    for marks in choices["care_marks"]["accepted"]:
        for paid in choices["maintenance"]["accepted"]:
            made.append(f"{marks}_{paid}")
            file = tmp_path / f"{marks}_{paid}.toml"
            file.write_text(
                f'name = "{marks}_{paid}"\nlike = "medicare"\n[care_marks]\nvalue = "{marks}"\n[maintenance]\nvalue = "{paid}"\n'
            )
            load_payer(file)
    return made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CLAIMS, st.data())
def test_no_care_that_is_not_assumed_is_nearer_to_a_claim(made_up_payers, drawn, data):
    logged = replace(drawn, payer=data.draw(st.sampled_from([drawn.payer, *made_up_payers])))
    lines = [line[:3] for line in logged.lines]
    assumed = list(assumed_visits(logged))
    fewest = min(faults(visit, lines) for visit in assumed)
    notices = {visit.abn for visit in assumed if visit.abn in {None, "voluntary"}}
    others = [
        replace(assumed[-1], care=care, abn=notice)
        for care in ("active", "maintenance")
        for notice in notices
    ]
    assert fewest <= min(faults(visit, lines) for visit in others)


def test_a_therapy_beside_an_adjustment_without_a_mark_is_told():
    found = judged(claim(["98940"], ["97112"]))
    assert against(found) == [("97112", "modifiers")]
    assert against(judged(claim(["98940"], ("97112", 1, ("59",))))) == []


def test_where_it_was_given_is_not_told_and_stands_once():
    found = judged(claim(["98940"], ("97112", 1, ("59",)), ("97140", 1, ("59",))))
    assert {"regions", "minutes", "contact", "deficit", "adjusted"} <= set(found.not_told)
    assert len(found.not_told) == len(set(found.not_told))
    assert "diagnoses" not in found.not_told


def test_diagnoses_of_a_log_without_them_are_not_told():
    found = judged(claim(("98940", 1, ("AT",)), payer="medicare", diagnoses=None))
    assert against(found) == []
    assert "diagnoses" in found.not_told


def test_a_first_diagnosis_that_is_no_subluxation_is_told_where_the_payer_wants_one():
    found = judged(claim(("98940", 1, ("AT",)), payer="medicare", diagnoses=("M54.2", "M99.01")))
    assert [(code, rule) for code, rule in against(found)] == [("98940", "not_in_record")]


@pytest.mark.parametrize("payer", payers_that("care_marks", "at_ga_gz"))
def test_an_adjustment_without_a_mark_of_care_is_told(payer):
    assert ("98940", "modifiers") in against(judged(claim(["98940"], payer=payer)))
    assert against(judged(claim(("98940", 1, ("AT",)), payer=payer))) == []
    assert against(judged(claim(("98940", 1, ("GZ",)), payer=payer))) == []


def test_minutes_of_the_log_are_held_against_its_units():
    assert against(judged(claim(("97110", 2, (), 16)))) == [("97110", "units")]
    assert against(judged(claim(("97110", 1, (), 16)))) == []
    assert "minutes" not in judged(claim(("97110", 1, (), 16))).not_told


def test_minutes_in_place_of_units_are_counted_as_the_payer_counts_them():
    found = judged(claim(("97112", None, (), 38)))
    assert (against(found), found.units) == ([], (("97112", 3),))


def test_two_codes_of_which_a_date_has_one_are_told_as_that():
    found = judged(claim(["98940"], ["98941"]))
    [told] = [one for one in found.told if one.is_against]
    assert told.code in {"98940", "98941"}
    assert "on one claim: one spinal adjustment code a date" in told.says
    found = judged(claim(["99213"], ["99214"]))
    [told] = [one for one in found.told if one.is_against and one.code == "99214"]
    assert "99214 stands beside 99213 on one claim: once a date" in told.says


def test_a_patient_of_this_log_is_no_new_one():
    seen = claim(("99203", 1, ()), last_seen=ON - timedelta(days=30))
    assert [code for code, _ in against(judged(seen))] == ["99203"]
    assert against(judged(replace(seen, last_seen=None))) == []


def test_a_code_that_no_table_holds_is_told_as_no_data():
    found = judged(claim(["98940"], ["99999"]))
    assert ("99999", Verdict.NO_DATA) in [(one.code, one.verdict) for one in found.told]


def test_what_is_told_names_no_place_without_saying_that_it_is_assumed():
    found = judged(claim(("98941", 1, ("AT",)), payer="medicare", diagnoses=("M99.01", "M54.2")))
    [told] = [one for one in found.told if one.is_against]
    assert told.code == "98941"
    assert told.says.endswith("the log does not tell it.")


def test_the_age_of_the_edits_is_said_of_the_log_and_of_no_visit():
    found = judged(claim(["98940"]))
    assert "data_age" not in [one.rule for one in found.told]
