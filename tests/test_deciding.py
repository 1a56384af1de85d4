"""Sign and reason belong to one another, wherever a line is shown, over the enumerated visits of every payer."""

import re
from dataclasses import replace
from functools import cache
from html import unescape

import pytest
from enumerated_claims import generated

from cptedu.deciding import deciding, reasons_in_order, severity, to_know_of_the_claim, verdict_shown
from cptedu.engine.coding import code_visit, worksheet
from cptedu.example_visits import example_visit
from cptedu.explain import claim_as_html, claim_as_text, claim_to_print, verdict_in_words
from cptedu.model import ClaimLine, Verdict, Visit
from cptedu.shown.reasons_shown import show_why
from cptedu.widgets.note_to_code.reading import read_note
from cptedu.widgets.payer_lens.reading import read_payers
from cptedu.widgets.presentation.stage_claim import claim_items
from cptedu.widgets.visit_builder import VisitBuilder
from cptedu.widgets.visit_builder.reading import outcomes_of_services
from cptedu.widgets.visit_lab import VisitLab

SEEDS = range(240)
STANDS_EITHER_WAY = (
    "tied_units",
    "adjusted_findings",
    "evaluation_once_an_episode",
)
"""Another split is as right; a region more would raise the level; one visit never tells what its episode had before."""
SIGNS = {
    "supported": "✓",
    "not_supported": "✕",
    "not_covered": "⊘",
    "ask": "?",
    "contested": "⇄",
    "no_data": "–",
}


@cache
def claims():
    return [code_visit(generated(seed)) for seed in SEEDS]


def items():
    return [item for claim in claims() for item in (*claim.lines, *claim.unbilled)]


def against(item):
    """List what a rule says against the payment of a line, read off its findings alone."""
    return [
        one
        for one in item.findings
        if one.verdict in (Verdict.ASK, Verdict.NOT_SUPPORTED) and one.rule not in STANDS_EITHER_WAY
    ]


def test_the_visits_have_lines_with_something_against_them_under_every_kind_of_verdict():
    lines = [item for item in items() if isinstance(item, ClaimLine)]
    assert {verdict_shown(one) for one in lines} >= {
        Verdict.SUPPORTED,
        Verdict.CONTESTED,
        Verdict.NOT_COVERED,
        Verdict.ASK,
    }
    assert any(one.verdict is Verdict.SUPPORTED and against(one) for one in lines)
    assert any(one.rule == "tied_units" for line in lines for one in line.findings)


def test_the_reason_shown_is_a_finding_of_the_verdict_shown():
    for item in items():
        assert deciding(item).verdict is verdict_shown(item), item
        assert deciding(item) in item.findings
        assert sorted(map(str, reasons_in_order(item))) == sorted(map(str, item.findings))


def test_no_sign_is_greener_than_what_stands_against_the_line():
    for item in items():
        if isinstance(item, ClaimLine):
            worst = max([item.verdict, *(one.verdict for one in against(item))], key=severity)
            assert verdict_shown(item) is worst, item
        else:
            assert verdict_shown(item) is item.verdict


def test_a_tie_lowers_no_sign_since_any_choice_is_right():
    for item in items():
        if isinstance(item, ClaimLine) and not against(item):
            assert verdict_shown(item) is item.verdict


def test_what_is_news_decides_among_findings_of_one_verdict():
    visit = example_visit("desk_worker")
    before = code_visit(visit)
    after = code_visit(visit.under("gp_required")).line("97112")
    assert deciding(after).rule == "separate_region"
    assert deciding(after, before.findings).rule == "gp_modifier"
    va = code_visit(visit.under("federal_va")).line(
        "97112"
    )  # counts units in another way, and comes to as many
    assert deciding(va, before.findings).rule == "gp_modifier"


def test_units_above_a_limit_are_never_green():
    visit = Visit.from_dict(
        {
            "date_of_service": "2026-03-04",
            "payer": "commercial_ncci",
            "services": [
                {
                    "activity": "balance board",
                    "purpose": ["balance"],
                    "deficit": "single-leg stance 6 s left, 25 s right",
                    "regions": ["lower_extremities"],
                    "minutes": 180,
                    "contact": "one_on_one",
                }
            ],
        }
    )
    line = code_visit(visit).line("97112")
    limit = next(one for one in line.findings if one.rule == "unit_limit")
    assert limit.verdict in (Verdict.ASK, Verdict.NOT_SUPPORTED)
    assert (verdict_shown(line), deciding(line)) == (limit.verdict, limit)


def test_a_region_that_was_left_out_of_the_level_lowers_no_sign():
    visit = example_visit("long_drive", findings={"cervical": "tender at C1", "lumbar": "tender at L5"})
    line = code_visit(visit).line("98940")
    assert any(one.verdict is Verdict.ASK for one in line.findings)
    assert verdict_shown(line) is Verdict.SUPPORTED


# ---- every place that shows a line ---------------------------------------------------------------------------------


def test_a_claim_in_words_and_on_paper_bears_the_verdict_shown():
    for claim in claims():
        card = r'class="cptedu-line cptedu-(\w+)(?: cptedu-off)?">.*?cptedu-badge cptedu-(\w+)"'
        shown = [verdict_shown(item).value for item in (*claim.lines, *claim.unbilled)]
        for told in (claim_as_html(claim), claim_to_print(claim)):
            assert re.findall(card, told) == [(one, one) for one in shown]
        heads = [one for one in claim_as_text(claim).splitlines() if re.match(r"\S+ ×\d", one)]
        for head, line in zip(heads, claim.lines, strict=True):
            assert re.search(rf": {verdict_in_words(verdict_shown(line))}(,|$)", head)
        paper = claim_to_print(claim)
        printed = re.findall(
            r'<span aria-hidden="true">(\S)</span> ([^<]*)</span>(?! <span class="cptedu-hidden)', paper
        )
        assert {(SIGNS[one], verdict_in_words(Verdict(one))) for one in shown} <= set(printed)
        assert all(deciding(item).says in unescape(paper) for item in (*claim.lines, *claim.unbilled))


def test_a_card_of_a_lesson_has_a_reason_for_its_sign_in_front():
    for claim in claims():
        for line in claim.lines:
            for rules in ((), (line.findings[0].rule,)):
                head, first, *rest = repr(show_why(claim.visit, line.code, *rules)).splitlines()
                assert head.endswith(verdict_in_words(verdict_shown(line)))
                told = [first, *(one for one in rest if re.match(r"  \S ", one))]
                assert any(one.strip().startswith(SIGNS[verdict_shown(line).value]) for one in told)
                front = show_why(claim.visit, line.code, *rules)._repr_html_().partition("<details")[0]
                assert deciding(line).says in unescape(front) or any(
                    one.rule in rules and one.verdict is verdict_shown(line) and one.says in unescape(front)
                    for one in line.findings
                )


def test_the_stage_tells_the_reason_of_the_verdict_it_shows():
    for claim in claims():
        shown = claim_items(claim, claim)
        for told, item in zip(
            shown, (*claim.lines, *claim.unbilled), strict=bool(claim.lines or claim.unbilled)
        ):
            assert told["verdict"] == verdict_shown(item).value
            bearing = {one.says for one in item.findings if one.verdict is verdict_shown(item)}
            assert told["reasons"][0]["full"] in bearing


def test_the_stage_tells_that_no_rule_of_counting_is_held_and_not_that_a_code_is_billed_once():
    visit = Visit.from_dict(
        {
            "date_of_service": "2026-03-04",
            "payer": "commercial_ncci",
            "services": [{"code": "72040"}, {"code": "97012"}],
        }
    )
    shown = claim_items(code_visit(visit), code_visit(visit))
    told = {one["written"]: [reason["says"] for reason in one["reasons"]] for one in shown}
    assert told["72040"][-1] == "How often 72040 counts on one date is not held; the line shows it once."
    assert len(told["97012"]) == 1


def test_the_lens_and_the_builder_show_no_better_verdict():
    for claim in claims():
        read = read_payers(claim.visit, [claim.payer])
        cells = {row["code"]: row["cells"][0] for row in read["rows"]}
        for line in claim.lines:
            assert cells[line.code]["verdict"] == verdict_shown(line).value
        sheet = worksheet(claim.visit)
        for service, told in zip(sheet.visit.services, outcomes_of_services(sheet, claim), strict=True):
            mine = {item.code for item in sheet.items if item.written == service}
            lines = [line for line in claim.lines if line.code in mine]
            if not any(item.service == service for item in claim.unbilled):
                assert severity(Verdict(told["verdict"])) == max(
                    severity(verdict_shown(one)) for one in lines
                )


def test_the_note_shows_no_better_verdict():
    for claim in claims()[:80]:
        cards = {card["code"]: card for card in read_note(claim.visit)["codes"]}
        for line in claim.lines:
            assert cards[line.code]["verdict"] == verdict_shown(line).value


def test_the_bodys_reading_in_the_builder_tells_the_reason_of_its_verdict():
    for claim in claims()[:60]:
        builder = VisitBuilder(claim.visit)
        if not claim.visit.services or not (claim.lines or claim.unbilled):
            continue
        read = builder._read_marks(0, claim.visit.adjusted, claim.visit.services[0].regions)
        first = code_visit(builder_visit(builder)) if read["verdict"] else None
        held = [] if first is None else [f for i in (*first.lines, *first.unbilled) for f in i.findings]
        assert not read["verdict"] or any(
            one.says == read["says"].splitlines()[0] and one.verdict.value == read["verdict"] for one in held
        )


def builder_visit(builder):
    return Visit.from_dict(builder.visit)


# ---- the first picture ---------------------------------------------------------------------------------------------


@pytest.fixture
def lab():
    return VisitLab(example_visit("desk_worker"))


def told(lab):
    return lab.map.reading["judged"], lab.map.reading["says"]


def test_medicare_is_told_to_exclude_the_code_and_not_what_it_was_for(lab):
    lab.payer.value = "medicare"
    judged, says = told(lab)
    assert judged == "97112: not covered"
    assert "excluded by law" in says


@pytest.mark.parametrize("name", ["gp_required", "federal_va"])
def test_a_payer_that_wants_gp_is_told_to_want_it(lab, name):
    lab.payer.value = name
    assert "GP" in told(lab)[1]


def test_a_payer_that_will_deny_is_not_green(lab):
    lab.payer.value = "neuro_only_97112"
    assert lab.map.reading["verdict"] == "ask"
    judged, says = told(lab)
    assert judged == "97112: ask the clinician"
    assert "keeps 97112 for neurological conditions" in says
    assert "Expect a denial" in says


def test_after_a_change_of_minutes_the_reason_is_about_minutes(lab):
    lab.minutes.value = 7
    assert told(lab) == ("97112: not supported", "Each code stands alone: 7 minutes make 0 units of 97112.")
    lab.minutes.value = 8
    assert told(lab) == ("97112: supported", "Each code stands alone: 8 minutes make 1 unit of 97112.")


def test_after_a_change_of_regions_the_reason_is_about_regions(lab):
    lab.map.exercised = ["C6"]
    assert told(lab)[0] == "97112: not supported"
    assert "adjusted (cervical)" in told(lab)[1]
    lab.map.exercised = ["knee"]
    assert "separate region" in told(lab)[1]


@pytest.mark.parametrize("seed", range(60))
def test_whatever_visit_and_payer_the_first_pictures_reason_bears_its_verdict(seed):
    visit = generated(seed)
    if not visit.services:
        return
    lab = VisitLab(visit)
    for minutes in (0, 7, 8, 23):
        lab.minutes.value = minutes
        read = lab.map.reading
        held = [one for item in (*lab.claim.lines, *lab.claim.unbilled) for one in item.findings]
        if read["verdict"]:
            assert any(one.says in read["says"] and one.verdict.value == read["verdict"] for one in held)


def test_that_all_is_well_with_a_claim_as_a_whole_is_no_news():
    active = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "care": "active"})
    told = "Recorded as active care"
    assert told in " ".join(note.says for note in code_visit(active).notes)
    assert told not in claim_as_text(code_visit(active))
    assert not any(told in note.says for note in to_know_of_the_claim(code_visit(active)))
    kept_well = code_visit(replace(active, care="maintenance"))
    assert [note.verdict for note in to_know_of_the_claim(kept_well)] == [Verdict.ASK]
