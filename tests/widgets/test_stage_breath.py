"""What a room reads in one breath: of every deck, in every state to which its keys lead, and true as far as it goes."""

import re
from html import escape
from itertools import product

import pytest

from cptedu.engine.coding import code_visit
from cptedu.explain import claim_as_html
from cptedu.facts.tables import document
from cptedu.learn.deck import WHAT_IFS, load_deck, reason_why_not, shipped_decks
from cptedu.widgets.presentation.stage_breath import BREATH, FILE, in_one_breath, short_sentences
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


def test_each_sentence_of_the_table_is_long_and_is_said_in_some_deck(told):
    for looks, short in short_sentences():
        said = [full for full in told if looks.fullmatch(full)]
        assert any(len(full.split()) > BREATH for full in said), f"no deck needs: {short}"


def test_a_short_sentence_tells_no_code_number_or_modifier_that_the_full_one_does_not(told):
    for full in told:
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
