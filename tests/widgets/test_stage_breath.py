"""What a room reads in one breath: of every deck, in every state to which its keys lead, of any visit of a deck of one's own, and
true as far as it goes."""

import re
from html import escape
from itertools import product

import pytest
from every_sentence import RARE, drawn_visits, said_of, sentences, written_in_the_rules

from cptedu.engine.coding import code_visit
from cptedu.explain import claim_as_html
from cptedu.facts.tables import document
from cptedu.learn.cases import cases
from cptedu.learn.deck import WHAT_IFS, load_deck, reason_why_not, shipped_decks
from cptedu.payers import payers
from cptedu.widgets.presentation.stage_breath import BREATH, FILE, MORE, in_one_breath, short_sentences
from cptedu.widgets.presentation.stage_claim import claim_items

TABLE = document(FILE)["sentence"]
SAYS_NUMBERS = re.compile(r"\d+(?:[./-]\d+)*|\b[A-Z]{2}\b")


def claims_of(slide):
    """Give the claim as noted, and that of every combination of what-ifs that the keys offer."""
    values = {what: slide.to_try(what) for what in WHAT_IFS}
    for numbers in product(*(range(max(len(given), 1)) for given in values.values())):
        changed = {what: values[what][at] for what, at in zip(values, numbers, strict=True) if at}
        yield code_visit(slide.what_if(**changed)) if changed else slide.claim


@pytest.fixture(scope="module")
def told():
    """Give all that the stage says as a reason, as advice, as a side or against a choice: in full, with its deck."""
    said = {}
    for name, path in shipped_decks().items():
        for slide in load_deck(path).slides:
            for claim in claims_of(slide):
                for item in claim_items(claim, slide.claim):
                    fixes = [
                        finding.fix for finding in claim.findings if in_one_breath(finding.fix) == item["fix"]
                    ]
                    said |= dict.fromkeys(
                        [*(one["full"] for one in item["reasons"]), *fixes, *item["sides"]], name
                    )
                    shown = [*(one["says"] for one in item["reasons"]), item["fix"], *item["sides"]]
                    assert [one for one in shown if len(one.split()) > BREATH] == [], (name, slide.title)
            said |= dict.fromkeys([reason_why_not(slide, choice) for choice in slide.choices], name)
    return said


def test_each_reason_that_a_room_can_see_in_any_deck_is_one_breath(told):
    assert len(told) > 100
    assert [short for full in told if len((short := in_one_breath(full)).split()) > BREATH] == []


@pytest.fixture(scope="module")
def of_any_visit():
    """Give what findings and reviews say of every shipped case, of visits that are rare, and of three hundred drawn ones."""
    visits = [one.visit for one in cases() if one.visit is not None]
    return set().union(*map(said_of, [*visits, *RARE, *drawn_visits(300)]))


def is_whole(said):
    """Say whether something is one breath, and none of its sentences is broken off."""
    told = said.removesuffix(MORE)
    return len(told.split()) <= BREATH and told.endswith((".", "?", "!", "'"))


def test_whatever_the_rules_have_written_down_has_a_sentence_of_one_breath():
    written = dict(written_in_the_rules())
    assert len(written) > 300
    one_by_one = {(place, one) for place, text in written.items() for one in sentences(text)}
    assert [one for one in one_by_one if len(one[1].split()) > BREATH and MORE in in_one_breath(one[1])] == []


def test_whatever_a_visit_of_ones_own_makes_the_rules_say_is_one_breath_of_whole_sentences(of_any_visit):
    assert len(of_any_visit) > 700
    assert [(full, said) for full in of_any_visit if not is_whole(said := in_one_breath(full))] == []


def test_no_sentence_writes_a_day_year_first(of_any_visit):
    by_number = re.compile(r"\b\d{4}-\d\d-\d\d\b")
    assert [one for one in of_any_visit if by_number.search(one)] == []


def test_what_is_left_of_a_long_sentence_shows_that_there_is_more():
    long = "The note has " + "one more word and " * 10 + "no end."
    assert in_one_breath(long).endswith(MORE)
    assert len(in_one_breath(long).removesuffix(MORE).split()) <= BREATH
    first = "97112 was given today."
    assert in_one_breath(f"{first} {long}") == first + MORE


def test_each_sentence_of_the_table_is_long_and_is_said_in_some_deck_or_of_some_visit(told, of_any_visit):
    texts = [*told, *of_any_visit, *(text for _, text in written_in_the_rules())]
    parts = {full for text in texts for full in _runs(sentences(text))} | set(texts)
    long = [one for one in parts if len(one.split()) > BREATH]
    assert [short for looks, short in short_sentences() if not any(map(looks.fullmatch, long))] == []


def test_each_sentence_of_the_table_is_shown_as_it_stands_there(told, of_any_visit):
    texts = [*told, *of_any_visit, *(text for _, text in written_in_the_rules())]
    parts = {full for text in texts for full in _runs(sentences(text))} | set(texts)
    shown = {in_one_breath(one) for one in parts if len(one.split()) > BREATH}
    shapes = {row["short"]: re.sub(r"\\{\w+\\}", ".+?", re.escape(row["short"])) for row in TABLE}
    assert [
        short for short, shape in shapes.items() if not any(re.fullmatch(shape, one) for one in shown)
    ] == []


def test_no_sentence_of_the_table_is_passed_over_for_its_length(told, of_any_visit):
    texts = [*told, *of_any_visit, *(text for _, text in written_in_the_rules())]
    parts = {full for text in texts for full in _runs(sentences(text))} | set(texts)
    passed_over = set()
    for one in parts:
        fits = ((found, short) for looks, short in short_sentences() if (found := looks.fullmatch(one)))
        found, short = next(fits, (None, ""))
        if found and len(one.split()) > BREATH and len(short.format_map(found.groupdict()).split()) > BREATH:
            passed_over.add(short)
    assert passed_over == set()


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["short"][:30])
def test_a_short_sentence_is_short_with_the_longest_name_of_a_payer_and_a_date(row):
    named = max((one.named for one in payers().values()), key=lambda one: len(one.split()))
    filled = {"payer": named, "Payer": named, "day": "March 4, 2026"}
    short = re.sub(r"\{(\w+)\}", lambda field: filled.get(field[1], "97112"), row["short"])
    assert len(short.split()) <= BREATH


ANOTHER = "Adjusted: 2 spinal regions (cervical, lumbar)."


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["short"][:30])
def test_a_short_sentence_swallows_no_other_sentence(row):
    full = re.sub(r"\{\w+\}", "97112", row["full"])
    assert in_one_breath(f"{ANOTHER} {full}").startswith(f"{ANOTHER} ")
    takes_in_the_rest = [one["full"] for one in TABLE if re.search(r"\{(says|words)\}\W*$", one["full"])]
    if not any(one.startswith(row["full"]) for one in takes_in_the_rest):
        assert in_one_breath(f"{full} {ANOTHER}").endswith((ANOTHER, MORE))


def test_no_field_holds_a_part_of_another_sentence_or_half_a_bracket(told, of_any_visit):
    rest = re.compile(r"\{(says|words)\}\W*$")
    ends = {row["short"]: found.group(1) for row in TABLE if (found := rest.search(row["full"]))}
    for text in {*told, *of_any_visit}:
        for looks, short in short_sentences():
            found = looks.fullmatch(text)
            for name, value in found.groupdict().items() if found else ():
                assert value.count("(") == value.count(")"), text
                assert len(sentences(value)) == 1 or ends.get(short) == name, text


def _runs(parts):
    """Give the sentences of a text alone, and together with up to three that follow."""
    return {" ".join(parts[at:end]) for at in range(len(parts)) for end in range(at + 1, at + 5)}


def test_a_short_sentence_tells_no_code_number_or_modifier_that_the_full_one_does_not(told, of_any_visit):
    for full in {*told, *of_any_visit}:
        assert set(SAYS_NUMBERS.findall(in_one_breath(full))) <= set(SAYS_NUMBERS.findall(full)), full


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["short"][:30])
def test_a_short_sentence_keeps_whether_something_is_refused_known_or_disputed(row):
    for word in ("Sources", "known", "never", "excluded", "wants", "cannot", "not necessary", "may be"):
        if word in row["short"]:
            assert word in row["full"]
    refuses = re.compile(
        r"\b(not|no|none|never|cannot|neither|nor|refuses|excluded|without)\b", re.IGNORECASE
    )
    assert bool(refuses.search(row["short"])) == bool(refuses.search(row["full"]))


def test_the_full_sentence_is_one_key_away():
    for path in shipped_decks().values():
        for slide in load_deck(path).slides:
            page = claim_as_html(slide.claim, heading=3, alone=False)
            for item in claim_items(slide.claim, slide.claim):
                for reason in item["reasons"]:
                    assert escape(reason["full"], quote=False) in page.replace("&#x27;", "'").replace(
                        "&quot;", '"'
                    )
