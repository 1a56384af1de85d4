"""The article reader: a verdict appears only of a claim that was judged, and every verdict has its sources."""

import pytest

from cptedu.errors import CpteduError
from cptedu.facts.tables import document
from cptedu.widgets.article_reader import ArticleReader
from cptedu.widgets.article_reader.reading import VERDICTS, read_article

CLAIMS = {entry["number"]: entry for entry in document("article_claims.toml")["claims"]}
TOLD_LATER = ("why", "sources", "compared", "words", "lesson")


def test_the_article_has_nineteen_claims():
    assert list(CLAIMS) == list(range(1, 20))
    assert {entry["verdict"] for entry in CLAIMS.values()} <= set(VERDICTS)


@pytest.mark.parametrize("number", CLAIMS)
def test_nothing_is_told_of_a_claim_before_it_is_judged(number):
    others = {str(one): "supported" for one in CLAIMS if one != number}
    current = read_article(others, number)["current"]
    assert current["verdict"] == current["how"] == ""
    assert not set(TOLD_LATER) & set(current)


@pytest.mark.parametrize("number", CLAIMS)
def test_a_judgement_brings_verdict_reason_and_sources(number):
    wanted = CLAIMS[number]["verdict"]
    current = read_article({str(number): wanted}, number)["current"]
    assert (current["verdict"], current["how"]) == (wanted, "same")
    assert current["why"] == CLAIMS[number]["why"]
    assert len(current["sources"]) == len(CLAIMS[number]["citations"]) > 0


def test_close_is_told_from_far_off():
    number = next(one for one, entry in CLAIMS.items() if entry["verdict"] == "outdated")
    how = {judged: read_article({str(number): judged}, number)["current"]["how"] for judged in VERDICTS}
    assert how["outdated"] == "same"
    assert how["partly"] == "close"
    assert how["supported"] == "other"


def test_a_judgement_that_is_not_offered_is_answered_with_advice():
    for judged, at in (({"1": "good"}, 1), ({"20": "supported"}, 1), ({}, 20), ([], 1)):
        with pytest.raises(CpteduError):
            read_article(judged, at)
    reader = ArticleReader()
    reader.judged = {"1": "good"}
    assert "supported" in reader.reading["problem"]
    reader.judged = {}
    assert reader.reading["problem"] == ""


def test_all_judged_as_the_sources_have_it_is_complete():
    reader = ArticleReader({str(number): entry["verdict"] for number, entry in CLAIMS.items()})
    assert reader.reading["is_complete"]
    assert reader.reading["tally"] == "19 of 19 judged: 19 as the sources have it."
