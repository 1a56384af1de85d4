"""What follows a prediction is folded away: nothing of it is read before its words are pressed."""

from html.parser import HTMLParser

import pytest

from cptedu.analysis.tradeoffs import tradeoffs
from cptedu.charts.codings import codings_chart
from cptedu.example_visits import example_visit
from cptedu.shown.behind import behind
from cptedu.shown.reasons_shown import show_price

WORDS = "See <what> became of it"
SHOWN = {
    "card": lambda: show_price(example_visit("two_therapies"), track="non_apm"),
    "chart": lambda: codings_chart(tradeoffs(example_visit("desk_worker"), track="non_apm")),
}


class Outside(HTMLParser):
    """The words outside of what is folded, its summary among them."""

    def __init__(self, page):
        super().__init__()
        self.within, self.read = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag in ("details", "summary", "style"):
            self.within.append((tag, "open" in dict(attributes)))

    def handle_endtag(self, tag):
        if tag in ("details", "summary", "style"):
            self.within.pop()

    def handle_data(self, data):
        tags = [tag for tag, _ in self.within]
        if tags in ([], ["details", "summary"]) and data.strip():
            self.read.append(data)


@pytest.mark.parametrize("name", SHOWN)
def test_only_its_words_are_read_before_they_are_pressed(name):
    shown = behind(WORDS, SHOWN[name]())
    assert "".join(Outside(shown.html).read) == WORDS
    assert "98940" in shown.html or "98941" in shown.html


@pytest.mark.parametrize("name", SHOWN)
def test_where_no_page_is_shown_the_words_come_first_and_all_of_it_after(name):
    said = repr(behind(WORDS, SHOWN[name]()))
    assert said == f"{WORDS}:\n{SHOWN[name]()!s}"


def test_what_a_folded_chart_shows_is_not_said_aloud_either():
    assert behind(WORDS, SHOWN["chart"]()).summary == ""
