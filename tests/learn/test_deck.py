"""A deck: every case reads, what it calls right is what the rules give, and one with a mistake stops no other."""

import json
import re
import shutil
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cptedu.app.cli import main
from cptedu.engine.coding import code_visit
from cptedu.engine.review import review_claim
from cptedu.errors import CpteduError
from cptedu.facts.codes import is_timed
from cptedu.facts.tables import data_folder, rows
from cptedu.learn.deck import (
    OWN_CASES,
    WHAT_IFS,
    FaultySlide,
    Slide,
    claim_as_written,
    deck_named,
    load_deck,
    own_slides_at_hand,
    reason_why_not,
    seminar_deck,
    shipped_decks,
    typed_slide,
    why_not,
)
from cptedu.learn.deck.predictions import lines_as_read
from cptedu.learn.own_cases import new_case
from cptedu.model import Visit
from cptedu.payers import payer
from cptedu.rules.ptp_edit import ptp_edit
from cptedu.widgets.presentation.stage_claim import claim_items
from cptedu.widgets.presentation.stage_rvu import rvu_picture

CASES = sorted((data_folder() / "decks" / "seminar").glob("*.toml"))
SLIDES = load_deck(seminar_deck()).slides
DECKS = {name: load_deck(place) for name, place in shipped_decks().items()}
ALL = tuple({slide.title: slide for deck in DECKS.values() for slide in deck.slides}.values())
KEYS = dict(zip("PDMRF", WHAT_IFS, strict=True))
each_slide = pytest.mark.parametrize("slide", ALL, ids=lambda slide: slide.title)
each_deck = pytest.mark.parametrize("name", DECKS)
GOOD = CASES[0].read_text(encoding="utf-8")
SAME_REGION = CASES[2].read_text(encoding="utf-8")


@pytest.fixture
def deck(tmp_path):
    """The shipped deck, to be changed."""
    shutil.copytree(data_folder() / "decks", tmp_path / "decks")
    return tmp_path / "decks" / "seminar.toml"


def change(path, old, new):
    written = path.read_text(encoding="utf-8")
    assert old in written
    path.write_text(written.replace(old, new), encoding="utf-8")


def line_of(path, words):
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def test_the_ten_cases_that_come_with_the_course_read_and_each_has_notes():
    assert len(SLIDES) == len(CASES) == 10
    assert all(isinstance(slide, Slide) and slide.notes and slide.question for slide in SLIDES)


@pytest.mark.parametrize(
    ("path", "slide"), list(zip(CASES, SLIDES, strict=True)), ids=lambda one: getattr(one, "stem", "")
)
def test_a_slide_has_the_visit_of_its_file(path, slide):
    assert Visit.from_dict(tomllib.loads(path.read_text(encoding="utf-8"))["visit"]) == slide.visit


@each_slide
def test_what_a_slide_calls_right_is_the_claim_of_its_visit(slide):
    claim = code_visit(slide.visit)
    billed = {(line.code, line.units, frozenset(line.modifiers)) for line in claim.lines}
    offered = [{(n, u, frozenset(m)) for n, u, m in choice.lines} for choice in slide.choices]
    assert [choice.is_right for choice in slide.choices] == [lines == billed for lines in offered]
    assert sum(choice.is_right for choice in slide.choices) == 1
    for choice in slide.choices:
        review = review_claim(slide.visit, choice.lines)
        # A mark that sources dispute passes, and the record asks for it no more than for any other.
        assert (review.passes and not review.disputed) is (choice.is_right or choice.also_stands), (
            choice.words
        )


OWN_PLAN = """name = "our_plan"
label = "Our plan"
says = "A plan of the region."
like = "commercial_ncci"
[distinct_service_modifier]
value = "XS"
source = "mln1783722"
"""


def test_a_deck_brings_payers_of_its_own(deck, monkeypatch):
    monkeypatch.setattr("cptedu.payers.known._added", {})
    change(deck.parent / "seminar" / CASES[0].name, 'payer = "commercial_ncci"', 'payer = "our_plan"')
    (deck.parent / "our_plan.toml").write_text(OWN_PLAN, encoding="utf-8")
    assert isinstance(load_deck(deck).slides[0], FaultySlide), "nobody has named it yet"
    deck.write_text('payers = ["our_plan.toml"]\n' + deck.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_deck(deck).slides[0].visit.payer == "our_plan"
    (deck.parent / "our_plan.toml").write_text(OWN_PLAN.replace("XS", "XQ"), encoding="utf-8")
    with pytest.raises(CpteduError, match=r"seminar.toml, line 1: .*'XQ'"):
        load_deck(deck)


def test_three_decks_come_with_the_course_and_twenty_five_cases_at_least():
    assert {deck.minutes for deck in DECKS.values()} == {20, 45, 90}
    assert len(ALL) >= 25
    assert len(DECKS["twenty"].slides) <= 6


@each_deck
def test_every_case_of_a_deck_reads_and_none_is_shown_twice(name):
    slides = DECKS[name].slides
    assert all(isinstance(slide, Slide) for slide in slides)
    assert len({slide.title for slide in slides}) == len(slides)
    assert DECKS[name].title
    assert DECKS[name].opening


@each_deck
def test_the_minutes_of_its_cases_leave_a_talk_some_for_its_opening_and_no_more(name):
    deck = DECKS[name]
    left = deck.minutes - sum(deck.minutes_of_cases)
    assert len(deck.minutes_of_cases) == len(deck.slides)
    assert min(deck.minutes_of_cases) >= 3
    assert deck.minutes / 10 <= left <= deck.minutes / 8


@each_slide
def test_a_slide_is_short_enough_to_be_read_from_the_last_row(slide):
    assert len(slide.title) <= 60
    assert len(slide.question.split()) <= 24
    assert 2 <= len(slide.choices) <= 5
    assert max(len(choice.words) for choice in slide.choices) <= 60
    assert len(slide.reminder) <= 400


@each_slide
def test_each_wrong_choice_has_a_sentence_of_its_own(slide):
    wrong = [one for one in slide.choices if not one.is_right and not one.also_stands]
    said = [why_not(slide, one) for one in wrong]
    assert wrong
    assert all(said)
    assert len(set(said)) == len(said)


@each_slide
def test_the_reason_of_a_wrong_choice_is_what_the_review_says_without_the_verdict_that_the_room_sees(slide):
    for one in slide.choices:
        whole, reason = why_not(slide, one), reason_why_not(slide, one)
        assert bool(whole) == bool(reason)
        told = reason.removeprefix("Sources dispute it. ")
        assert whole.endswith(told)
        dropped = whole.removesuffix(told).strip()
        verdict = r"[^.]*( is not | units? proposed; |, which sources dispute|is not asked|lacks|has )[^.]*\."
        assert not dropped or re.fullmatch(verdict, dropped), dropped


# The ten of the seminar are explained in sentences that were written before; the others follow one form.
IN_FORM = [slide for slide in ALL if slide not in SLIDES]


@pytest.mark.parametrize("slide", IN_FORM, ids=lambda slide: slide.title)
def test_the_notes_say_what_is_true_what_to_say_and_which_key_is_the_point(slide):
    true, say, key = slide.reminder.splitlines()
    assert true.endswith(".")
    assert true.removesuffix(".") != slide.title
    assert say.startswith("Say: ")
    assert re.match(r"Key: [PDMRF]\. ", key)
    what = KEYS[key[5]]
    changed = [claim_as_written(code_visit(slide.what_if(**{what: v}))) for v in slide.to_try(what)[1:]]
    assert claim_as_written(slide.claim) not in changed


# What makes of an answer a rule, and not a matter of course; where nothing is known, that is what it says.
A_RULE = re.compile(
    r"\b(?:9\d{4}|25|59|X[EPSU]|AT|G[APXYZ]|CMS|CPT|NCCI|Medicare|OIG|manual|policy|edits?|law)\b"
)
NOT_KNOWN = re.compile(
    r"\b[Nn]o source (?:held )?here|\b[Nn]o (?:number is held|source names)|\bNothing held here"
)


@each_slide
def test_what_a_hostile_room_asks_is_answered_in_one_breath_with_a_source_for_each_rule(slide):
    assert len(slide.asked) >= 5
    assert len({one.question for one in slide.asked}) == len(slide.asked)
    for one in slide.asked:
        assert re.fullmatch(r"[^“”]{8,52}[.?!]", one.question)
        assert one.answer.endswith(".")
        assert len(one.answer.split()) <= 18, one.question
        assert one.source or NOT_KNOWN.search(one.answer) or not A_RULE.search(one.answer), one.question
        assert str(one) in slide.notes.splitlines()


def test_an_answer_that_an_edit_is_held_or_is_not_is_what_the_table_says():
    judged = 0
    for slide in ALL:
        for one in slide.asked:
            if found := re.search(
                r"no pair of (\d{5}) with (?:an adjustment|(\d{5}))|(\d{5}) is in none", one.answer
            ):
                first, second = found[1] or found[3], found[2]
                others = [second] if second else ["98940", "98941", "98942", "98943"]
                edits = [ptp_edit(first, other, slide.visit.date_of_service) for other in others]
                assert not [edit for edit in edits if edit.modifier_indicator is not None], one.question
                judged += 1
    assert judged >= 4


def test_the_share_of_full_spine_adjustments_that_an_answer_names_is_that_of_the_table():
    (said,) = {
        one.answer for slide in ALL for one in slide.asked if "percent of Medicare's paid" in one.answer
    }
    share, year = re.search(r"([\d.]+) percent .+ in (\d{4})\.", said).groups()
    counts = {
        row["code"]: int(row["services"])
        for row in rows("medicare_utilisation.csv")
        if row["effective_from"].startswith(year) and row["code"] in {"98940", "98941", "98942"}
    }
    assert float(share) == round(100 * counts["98942"] / sum(counts.values()), 1)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ('["Why?"]', "number 1, needs a question and an answer"),
        ('[["Why?", "Because."], ["Why not?"]]', "number 2, needs a question and an answer"),
        ('[["Why?", " "]]', "number 1, needs a question and an answer"),
        ('[["Why?", "Because.", "ncci-manual-ch12"]]', "'ncci-manual-ch12' is not a known source"),
    ],
)
def test_a_question_without_its_answer_or_of_an_unknown_source_is_named(tmp_path, asked, says):
    old = re.search(r"^asked = \[\n.*?^\]\n", GOOD, flags=re.MULTILINE | re.DOTALL)[0]
    with pytest.raises(CpteduError) as told:
        typed_slide(GOOD.replace(old, f"asked = {asked}\n"))
    assert says in str(told.value)
    assert f"line {GOOD[: GOOD.index(old)].count(chr(10)) + 1}:" in str(told.value)
    own = new_case(tmp_path / "ankle.toml").read_text(encoding="utf-8")
    (tmp_path / "ankle.toml").write_text(own.replace("[case.visit]", f"asked = {asked}\n[case.visit]", 1))
    (faulty,) = load_deck(tmp_path).slides
    assert isinstance(faulty, FaultySlide)
    assert says in faulty.faults[0]


@each_slide
def test_the_key_that_its_notes_name_as_the_point_leads_to_another_claim(slide):
    named = re.findall(r"^Key: ([PDMRF])\. ", slide.notes, flags=re.MULTILINE)
    assert len(named) == 1
    what = KEYS[named[0]]
    tried = {claim_as_written(code_visit(slide.what_if(**{what: v}))) for v in slide.to_try(what)[1:]}
    assert tried - {claim_as_written(slide.claim)}


NAMED_AT_A_KEY = {
    r"\bGP joins": "gp_required",
    r"\bCPT Assistant\b": "commercial_cpt",
    r"\bMedicare\b(?!'s)": "medicare",
    r"\bVA\b": "federal_va",
}


@each_slide
def test_a_key_for_payers_announces_none_that_it_does_not_lead_to(slide):
    told = " ".join(re.findall(r"^Key: P\. .*$", slide.notes, flags=re.MULTILINE))
    named = {name for words, name in NAMED_AT_A_KEY.items() if re.search(words, told)}
    assert named <= set(slide.to_try("payer"))


def test_how_the_va_counts_is_said_to_be_open_for_as_long_as_no_source_tells():
    fact = payer("federal_va").choice("unit_method")
    lines = [line for slide in ALL for line in slide.reminder.splitlines()]
    told = [line for line in lines if re.search(r"\bVA\b.*minutes|minutes.*\bVA\b", line)]
    assert told
    assert fact.confirmed or all(NOT_KNOWN.search(line) for line in told)


def test_the_title_that_the_room_sees_tells_no_code():
    for slide in IN_FORM:
        assert not re.search(r"9\d{4}|\b(?:25|59|AT|GA|GX|GY|GZ|GP)\b", slide.title), slide.title


def test_a_deck_is_found_by_its_path_before_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, place in shipped_decks().items():
        assert deck_named(Path(name)) == place
    (tmp_path / "twenty").mkdir()
    assert deck_named(Path("twenty")) == Path("twenty")
    assert deck_named(Path("mine.toml")) == Path("mine.toml")
    with pytest.raises(CpteduError, match=r"'nighty' is not a known deck\. Did you mean 'ninety'\?"):
        deck_named(Path("nighty"))


def test_a_deck_lists_cases_of_the_course_by_their_ids(tmp_path):
    (tmp_path / "mine.toml").write_text(
        'title = "Mine"\n[[case]]\nid = "d-t13"\nnotes = "First."\n[[case]]\nid = "d-t31"\n'
        '[[case]]\nid = "b-t2-cms"\n[[case]]\nid = "d-t13"\nfile = "x.toml"\n'
    )
    shown, *faulty = load_deck(tmp_path / "mine.toml").slides
    assert isinstance(shown, Slide)
    assert shown.notes.startswith("First.\n\n")
    assert [type(one) for one in faulty] == [FaultySlide] * 3
    told = [one.faults[0] for one in faulty]
    assert [fault.split(":")[0] for fault in told] == [f"mine.toml, line {n}" for n in (6, 8, 10)]
    assert "'d-t31' is not a known case" in told[0]
    assert "has no visit" in told[1]
    assert "Take one line away" in told[2]


def test_a_talk_shorter_than_its_cases_is_refused(tmp_path):
    written = 'title = "Mine"\nminutes = 5\n[[case]]\nid = "d-t13"\nminutes = {}\n'
    (tmp_path / "mine.toml").write_text(written.format(5))
    assert load_deck(tmp_path / "mine.toml").minutes_of_cases == (5,)
    (tmp_path / "mine.toml").write_text(written.format(6))
    with pytest.raises(CpteduError, match=r"line 2: the cases take 6 minutes, and the talk has 5"):
        load_deck(tmp_path / "mine.toml")


def test_an_own_case_may_have_choices_notes_and_values_to_try_and_a_wrong_one_stops_no_other(tmp_path):
    written = new_case(tmp_path / "ankle.toml").read_text(encoding="utf-8")
    more = 'choices = ["98940", "98940 + 97112-59"]\nnotes = "Then R."\n'
    tries = '[case.what_if]\nregions = [["cervical"]]\nminutes = []\n\n[case.expected]'
    good = written.replace("[case.visit]", f"{more}[case.visit]", 1).replace("[case.expected]", tries, 1)
    (tmp_path / "ankle.toml").write_text(good, encoding="utf-8")
    (tmp_path / "knee.toml").write_text(
        good.replace('"ankle"', '"knee"').replace("97112-59", "97112-XX"), encoding="utf-8"
    )
    slide, faulty = load_deck(tmp_path).slides
    assert [(one.words, one.is_right) for one in slide.choices] == [
        ("98940", False),
        ("98940 + 97112-59", True),
    ]
    assert slide.notes == "Then R."
    assert [len(slide.to_try(what)) for what in ("regions", "minutes")] == [2, 1]
    assert isinstance(faulty, FaultySlide)
    assert faulty.faults[0].startswith("knee.toml, line 6: '98940 + 97112-XX'")


@each_slide
@pytest.mark.parametrize("what", WHAT_IFS)
def test_a_what_if_is_the_claim_of_the_changed_visit(slide, what):
    for value in slide.to_try(what):
        if what in ("payer", "date_of_service"):
            visit = replace(slide.visit, **{what: value})
        else:
            services = list(slide.visit.services)
            services[slide.service] = replace(services[slide.service], **{what: value})
            visit = replace(slide.visit, services=tuple(services))
        assert slide.what_if(**{what: value}) == visit
        assert code_visit(slide.what_if(**{what: value})) == code_visit(visit)
    of_visit = what in ("payer", "date_of_service")
    if of_visit or slide.visit.services:
        noted = getattr(slide.visit if of_visit else slide.visit.services[slide.service], what)
        assert slide.to_try(what)[0] == noted
    else:
        assert slide.to_try(what) == ()


@each_slide
def test_every_what_if_that_is_offered_changes_what_the_room_sees(slide):
    def on_the_wall(visit):
        claim = code_visit(visit)
        return claim_items(claim, claim), rvu_picture(claim, claim)

    assert [what for what in WHAT_IFS if len(slide.to_try(what)) > 1]
    for what in WHAT_IFS:
        for value in slide.to_try(what)[1:]:
            assert on_the_wall(slide.what_if(**{what: value})) != on_the_wall(slide.visit), (what, value)
        for value in set(dict(slide.values)[what]) - set(slide.to_try(what)):
            tried = code_visit(slide.what_if(**{what: value}))
            assert claim_as_written(tried) == claim_as_written(slide.claim), "what changes a line is offered"


def test_an_author_may_wish_for_a_value_that_changes_nothing():
    slide = typed_slide(GOOD.replace("[what_if]", "[what_if]\nminutes = [22]"))
    assert slide.to_try("minutes") == (16, 22)
    assert typed_slide(GOOD).to_try("minutes") == (16,)


def test_units_whose_count_no_source_names_say_so_where_they_decide():
    judged = 0
    for slide in ALL:
        units = [one for one in slide.claim.findings if one.rule == "units" and "No source" in one.says]
        if not payer(slide.visit.payer).choice("unit_method").confirmed:
            counted = [line for line in slide.claim.lines if is_timed(line.code)]
            assert len(units) >= len(counted)
            judged += len(counted)
    assert judged >= 2


def test_the_noted_visit_stays_as_it_is():
    slide = SLIDES[0]
    before = slide.visit
    slide.what_if(payer="medicare", minutes=38, date_of_service=date(2020, 3, 4), adjusted=("C5",))
    assert slide.visit == before


def test_a_choice_may_be_as_long_as_a_slide_can_show():
    longest = ["x" * 120, "y" * 119]
    assert [choice.words for choice in typed_slide(in_words(longest)).choices] == longest


def in_words(choices):
    """Write the first case with choices that are words, the second of them right."""
    return re.sub("^choices = .*$", f"choices = {json.dumps(choices)}\nanswer = 2", GOOD, flags=re.MULTILINE)


# Each mistake: what is written wrong, and what the message must say.
MISTAKES = [
    ('payer = "commercial_ncci"', 'payer = "comercial_ncci"', "Did you mean 'commercial_ncci'?"),
    ("minutes = 16", 'minutes = "16"', "Write the minutes of direct treatment, such as minutes = 16"),
    ("minutes = 16", "minuts = 16", "Did you mean 'minutes'?"),
    ('contact = "one_on_one"', 'contact = "one on one"', "Did you mean 'one_on_one'?"),
    ('adjusted = ["L4", "right SI"]', 'adjusted = ["L44"]', "L44"),
    ('question = "What goes on the claim?"', "", "Add a line question ="),
    ('title = "The posture visit', 'tilte = "The posture visit', "Did you mean 'title'?"),
    (
        '"98940 + 97110", "98940"]',
        '"98940 + 97110"]',
        "none of the choices is what the rules give. Add '98940'",
    ),
    ('"98940 + 97110"', '"98940 + 97999"', "97999"),
    ('"98940 + 97110"', '"98940 + 97110-ZZ"', "'ZZ' is no modifier"),
    ('"98940 + 97110"', '"whatever pays"', "Write every choice as a claim, or none of them"),
    ('"98940 + 97110"', '"98940 x1"', "two of these choices are the same"),
    ('"98940 + 97110"', "97110", "is no choice"),
    (
        '"98940 + 97110"',
        f'"{"word " * 24}w"',
        "has 121 letters, too many to be read on a slide. Say it in at most 120",
    ),
    ("choices = [", "answer = 2\nchoices = [", "Take this line away"),
    ('deficit = ["head', 'minutes = ["sixteen"]\ndeficit = ["head', "sixteen"),
    ('deficit = ["head', 'service = 2\ndeficit = ["head', "service = 2, but the visit has 1"),
    ("[what_if]", "[what_iff]", "Did you mean 'what_if'?"),
    (
        'deficit = ["head',
        'minutes = 16\ndeficit = ["head',
        "minutes = 16 will not do; write a list in square brackets",
    ),
    ('care = "active"', 'care = "active', "line 17"),
]


@pytest.mark.parametrize(("old", "new", "says"), MISTAKES, ids=[new[:24] for _, new, _ in MISTAKES])
def test_a_case_with_a_mistake_says_which_line_and_what_to_write_and_the_rest_runs(deck, old, new, says):
    change(deck.parent / "seminar" / "01_as_noted.toml", old, new)
    slides = load_deck(deck).slides
    assert isinstance(slides[0], FaultySlide)
    told = "\n".join(slides[0].faults)
    assert says in told
    assert "01_as_noted.toml, line " in told
    assert slides[0].notes.startswith("Read the note aloud")
    assert slides[1:] == SLIDES[1:]


def test_the_line_that_is_named_is_the_line_with_the_mistake(deck):
    path = deck.parent / "seminar" / "03_same_region.toml"
    change(path, 'payer = "commercial_ncci"', 'payer = "aetna"')
    change(path, "minutes = 16", "minutes = 16\n")
    faults = load_deck(deck).slides[2].faults
    assert [fault.split(":")[0] for fault in faults] == [
        f"03_same_region.toml, line {line_of(path, 'aetna')}"
    ]


def test_each_mistake_of_a_case_is_named_not_only_the_first(deck):
    path = deck.parent / "seminar" / "03_same_region.toml"
    change(path, '"98940 + 97110"', '"98940 + 9711"')
    change(path, '["lower_extremities"]', '["wing bones"]')
    told = load_deck(deck).slides[2].faults
    assert len(told) == 2
    assert {fault.split(":")[0].rpartition(" ")[2] for fault in told} == {
        str(line_of(path, '9711"')),
        str(line_of(path, "wing bones")),
    }


def test_a_case_file_that_is_not_there_is_a_faulty_slide(deck):
    (deck.parent / "seminar" / "04_separate_region.toml").unlink()
    slide = load_deck(deck).slides[3]
    assert isinstance(slide, FaultySlide)
    assert "seminar.toml, line " in slide.faults[0]
    assert "cannot be read" in slide.faults[0]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "title"),
        ('title = "Mine"', "[[case]]"),
        ('title = "Mine"\ncase = 3', "a list in square brackets"),
        ('title = "Mine"\ncases = []', "Did you mean 'case'?"),
        ('title = "Mine', "line 1"),
    ],
)
def test_a_deck_that_cannot_be_read_is_refused_with_advice(tmp_path, written, says):
    (tmp_path / "mine.toml").write_text(written)
    with pytest.raises(CpteduError) as refused:
        load_deck(tmp_path / "mine.toml")
    assert says in str(refused.value)


def test_a_deck_that_is_not_there_is_refused_with_its_name(tmp_path):
    with pytest.raises(CpteduError, match=r"none\.toml cannot be read"):
        load_deck(tmp_path / "none.toml")


def test_an_entry_that_is_no_case_is_a_faulty_slide(tmp_path):
    (tmp_path / "mine.toml").write_text(
        'title = "Mine"\ncase = [3, {notes = "n"}, {file = "a.toml", note = "x"}]'
    )
    slides = load_deck(tmp_path / "mine.toml").slides
    assert [type(slide) for slide in slides] == [FaultySlide] * 3
    assert "Write [[case]]" in slides[0].faults[0]
    assert "Add a line file" in slides[1].faults[0]
    assert "Did you mean 'notes'?" in slides[2].faults[0]


def test_choices_in_words_take_the_answer_that_the_file_names():
    written = SAME_REGION.replace(
        'choices = ["98940 + 97112-59", "98940 + 97110", "98940", "98941 + 97112-59"]',
        'choices = ["both lines", "the adjustment alone"]\nanswer = 2',
    )
    slide = typed_slide(written)
    assert [choice.is_right for choice in slide.choices] == [False, True]
    with pytest.raises(CpteduError, match=r"typed here, line \d+: .*answer = 1"):
        typed_slide(written.replace("answer = 2", ""))


def test_a_case_without_choices_and_without_services_is_a_slide():
    slide = typed_slide(
        'title = "Adjusted only"\nquestion = "Which level?"\n[visit]\ndate_of_service = 2026-03-04\n'
        'payer = "medicare"\nadjusted = ["C5"]'
    )
    assert (slide.choices, slide.to_try("minutes")) == ((), ())
    assert len(slide.to_try("payer")) > 2


def test_a_value_of_our_own_that_does_not_suit_the_visit_is_left_out():
    slide = typed_slide(GOOD.replace('care = "active"', 'care = "active"\nlast_seen = 2025-06-01'))
    assert date(2014, 3, 4) not in slide.to_try("date_of_service")


def test_a_claim_is_written_as_a_choice_is_read():
    for slide in ALL:
        lines = lines_as_read(claim_as_written(slide.claim))
        assert lines == tuple((line.code, line.units, line.modifiers) for line in slide.claim.lines)


PIECES = [
    '"',
    "[",
    "]]",
    "=",
    "\n",
    "[[visit.services]]",
    "minutes = 99999",
    "x" * 30,
    "\x00",
    "9" * 5000,
    "é",
    "#",
    "-59",
    "{",
    "'''",
]


@settings(max_examples=120)
@given(
    path=st.sampled_from(CASES),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(["", *PIECES])), min_size=1, max_size=4
    ),
)
def test_a_mangled_case_is_a_slide_or_says_what_is_wrong(path, cuts):
    written = path.read_text(encoding="utf-8")
    for where, length, piece in cuts:
        at = int(where * len(written))
        written = written[:at] + piece + written[at + length :]
    try:
        slide = typed_slide(written)
    except CpteduError as refused:
        assert "typed here" in str(refused)
    else:
        for what in WHAT_IFS:
            for value in slide.to_try(what):
                code_visit(slide.what_if(**{what: value}))


@settings(max_examples=60)
@given(
    values=st.dictionaries(
        st.sampled_from(["title", "question", "choices", "answer", "notes", "what_if"]),
        st.sampled_from(
            [
                "3",
                '""',
                "[]",
                "[1]",
                '["98940"]',
                "true",
                "2026-03-04",
                "{}",
                "{payer = 3}",
                "{minutes = [true]}",
                "[[]]",
                "{service = -1}",
            ]
        ),
        min_size=1,
    )
)
def test_a_case_with_values_of_the_wrong_kind_is_a_slide_or_says_so(values):
    good = {"title": '"A case"', "question": '"Which lines?"'}
    head = "\n".join(f"{key} = {value}" for key, value in (good | values).items())
    rest = GOOD.partition("[visit]")[2].partition("[what_if]")[0]
    try:
        typed_slide(f"{head}\n[visit]{rest}")
    except CpteduError as refused:
        assert "typed here" in str(refused)


def test_an_own_case_of_the_exercises_is_a_slide_and_one_with_a_mistake_stops_no_other(tmp_path, monkeypatch):
    new_case(tmp_path / "ankle.toml")
    (tmp_path / "broken.toml").write_text('[[case]]\nid = "x"\ntitle = "No more than this"\n')
    deck = load_deck(tmp_path)
    slide, faulty = deck.slides
    assert slide.title == "Neck adjusted, balance trained at the ankle"
    assert [(line.code, line.modifiers) for line in slide.claim.lines] == [("98940", ()), ("97112", ("59",))]
    assert "medicare" in slide.to_try("payer")
    assert isinstance(faulty, FaultySlide)
    assert faulty.file == "broken.toml"
    assert "line 1" in faulty.faults[0]
    assert own_slides_at_hand() == ()
    monkeypatch.setenv(OWN_CASES, str(tmp_path))
    assert [one.title for one in own_slides_at_hand()] == [one.title for one in deck.slides]


def test_a_folder_without_a_case_is_refused_with_advice(tmp_path):
    with pytest.raises(CpteduError, match="cptedu new-case"):
        load_deck(tmp_path)


def test_the_command_and_the_instructions_name_each_deck_that_comes_with_the_course():
    told = {name: CliRunner().invoke(main, [name, "--help"]).output for name in ("present", "handout")}
    told["README.md"] = (data_folder().parent / "README.md").read_text(encoding="utf-8")
    for where, words in told.items():
        for name in DECKS:
            assert re.search(rf"(?:DECK is|cptedu present|,|or)\s+{name}\b", words), (where, name)


# Each with a mistake that an author makes on the evening before, and where it stands.
MISTAKEN = {
    "comma.toml": (('["98940", "98940', '["98940" "98940'), {"choices": "a comma is missing"}),
    "keys.toml": (
        (
            ("question =", "qestion = 'x'\nquestion ="),
            ("minutes =", "minuts ="),
            ("contact =", "contct ="),
            ('"cervical"', '"cervicle"'),
        ),
        {
            "qestion": "'question'",
            "minuts": "'minutes'",
            "contct": "'contact'",
            "cervicle": "Accepted: cervical,",
        },
    ),
    "payer.toml": (('"commercial_ncci"', '"medicaid"'), {"medicaid": "'medicare'"}),
    "same.toml": (('["98940"', '["98940 x1", "98940"'), {"choices": "two of these choices are the same"}),
    "long.toml": (('["98940"', f'["{"x y " * 40}"'), {"choices": "too many to be read on a slide"}),
}


def test_every_mistake_of_every_file_of_a_deck_is_named_at_once_with_its_line(tmp_path):
    whole = CASES[2].read_text(encoding="utf-8")
    written = re.sub(r"^choices = .*$", 'choices = ["98940", "98940 + 97112-59"]', whole, flags=re.MULTILINE)
    expected = []
    for name, (changes, told) in MISTAKEN.items():
        text = written
        for old, new in changes if isinstance(changes[0], tuple) else (changes,):
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / name).write_text(text)
        for word, advice in told.items():
            line = next(n for n, one in enumerate(text.splitlines(), start=1) if word in one)
            expected.append((f"{name}, line {line}: ", advice))
    listed = "".join(f'[[case]]\nfile = "{name}"\n' for name in MISTAKEN)
    (tmp_path / "deck.toml").write_text(f'title = "Mine"\n{listed}')
    done = CliRunner().invoke(main, ["present", "--check", str(tmp_path / "deck.toml")])
    said = done.stdout.splitlines()
    assert done.exit_code == 1
    for start, advice in expected:
        assert [one for one in said if one.startswith(start) and advice in one], (start, advice, done.stdout)
