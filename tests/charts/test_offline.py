"""A figure is one self-contained piece of a page: a drawing, its sentence, its source and its table."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import altair as alt
import pytest

from cptedu.charts import Figure, drawing
from cptedu.charts.theme import INK, PALETTE, SIZE, config

ROWS = [
    {"code": "97112", "tip": "97112: $98\nper <unit>", "pay": 98.5},
    {"code": "98940", "tip": "b", "pay": 80},
]


def a_figure(**changed):
    data = alt.Data(values=ROWS)
    facts = {
        "chart": alt.Chart(data).mark_bar().encode(x="code:N", y="pay:Q", description="tip:N"),
        "title": "97112 pays more & that's <all>",
        "summary": 'Two bars; "97112" is higher.',
        "source": "CMS",
        "vintage": "Held until 2026-12-31.",
        "columns": {"code": "Code", "pay": "Pay"},
        "rows": [*ROWS, {"code": "<b>", "pay": None}],
    }
    return Figure(**(facts | changed))


class Page(HTMLParser):
    """What a page is made of: its tags, and the text in each kind of element."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.open, self.text = [], [], {}
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.text.setdefault(self.open[-1], []).append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def test_it_shows_its_point_its_sentence_its_source_and_every_number():
    page = Page(a_figure().html())
    assert page.text["figcaption"] == ["97112 pays more & that's <all>"]
    assert page.all("svg")[0]["role"] == "img"
    assert page.all("svg")[0]["aria-label"] == 'Two bars; "97112" is higher.'
    assert page.text["p"] == ["Held until 2026-12-31.", "CMS."], "what the numbers rest on is behind a word"
    assert page.text["th"] == ["Code", "Pay"]
    assert page.text["td"] == ["97112", "98.5", "98940", "80", "<b>", "no data"]
    assert [one for one in page.all("details") if "open" in one] == []
    assert page.open == []


def test_it_asks_nothing_of_the_network_and_runs_no_script():
    html = a_figure().html()
    page = Page(html)
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "image"}
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert not re.search(r"url\((?!#)|@import", html)
    assert set(re.findall(r"https?://[^\"' ]+", html)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_a_mark_says_its_words_under_the_pointer_and_nothing_to_a_screen_reader():
    svg = ET.fromstring(a_figure().svg)
    tips = [
        [text.text for text in g.iter("{http://www.w3.org/2000/svg}text")]
        for g in svg.iter()
        if g.get("class") == "cptedu-tip"
    ]
    assert tips == [["97112: $98", "per <unit>"], ["b"]]
    assert [
        each for each in svg.iter() if each is not svg and (each.get("role") or each.get("aria-label"))
    ] == []


def test_a_tip_stays_inside_the_drawing():
    long = [
        {"code": str(n), "tip": f"a tip of some forty letters, number {n}", "pay": n % 5} for n in range(12)
    ]
    chart = alt.Chart(alt.Data(values=long)).mark_point().encode(x="code:N", y="pay:Q", description="tip:N")
    svg = ET.fromstring(a_figure(chart=chart.properties(width=600)).svg)
    groups = [g for g in svg.iter() if g.get("class") == "cptedu-mark"]
    assert len(groups) == 12
    for group in groups:
        (x, y), (left, top) = (place(g) for g in (group, group[1]))
        width, height = (float(group[1][0].get(name)) for name in ("width", "height"))
        assert x + left >= 0
        assert x + left + width <= float(svg.get("width"))
        assert y + top >= 0
        assert y + top + height <= float(svg.get("height"))


def place(group):
    return tuple(map(float, re.findall(r"[-\d.]+", group.get("transform"))))


def test_the_same_figure_is_drawn_the_same_twice():
    assert a_figure().html() == a_figure().html()


def test_two_drawings_on_a_page_share_no_inner_names():
    """Vega numbers its clips from 0 in every drawing; on one page the second would be cut as the first."""

    def names(title):
        chart = (
            alt.Chart(alt.Data(values=ROWS))
            .mark_bar(clip=True)
            .encode(x="code:N", y=alt.Y("pay:Q", title=title))
        )
        svg = a_figure(chart=chart).svg
        ids = set(re.findall(r'\bid="([^"]+)"', svg))
        assert ids
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= ids
        return ids

    assert not names("one") & names("two")


def test_jupyter_is_given_the_page_and_the_same_in_text():
    bundle = a_figure()._repr_mimebundle_(include=None, exclude=None)
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/plain"].splitlines()[1] == 'Two bars; "97112" is higher.'


def test_mathjax_makes_no_formula_of_two_dollars():
    assert "mathjax_ignore" in Page(a_figure().html()).all("figure")[0]["class"]


def test_where_nothing_can_draw_the_sentence_and_the_open_table_stand_for_the_drawing(monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    page = Page(a_figure(summary="Two bars that were never drawn.").html())
    assert page.all("svg") == []
    assert ["open" in one for one in page.all("details")] == [False, True], "of sources and table the table"


def test_what_was_drawn_is_not_drawn_once_more(monkeypatch):
    drawn, draws = [], drawing._vegalite_to_svg
    monkeypatch.setattr(drawing, "_vegalite_to_svg", lambda written: drawn.append(written) or draws(written))
    one, again = (a_figure(summary="Two bars, drawn once.").svg for _ in range(2))
    other = a_figure(summary="Two bars, told otherwise.").svg
    assert one == again != other
    assert len(drawn) == 2


def test_a_live_view_takes_another_figure():
    view = a_figure().widget()
    other = a_figure(title="Another point", summary="Now otherwise.")
    view.show(other)
    assert view.html == other.html()
    assert view.summary == "Now otherwise."
    assert repr(view) == str(other)


def test_nothing_heavy_is_imported_and_nothing_is_changed_for_other_charts():
    code = """
import altair, sys
before = altair.theme.active, altair.renderers.active
import cptedu.charts
assert (altair.theme.active, altair.renderers.active) == before
assert not {"pandas", "numpy", "vl_convert"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def luminance(color):
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("color", [*PALETTE, INK])
def test_every_colour_reads_as_text_on_white(color):
    assert 1.05 / (luminance(color) + 0.05) >= 4.5


def sizes(part):
    for name, value in part.items():
        if isinstance(value, dict):
            yield from sizes(value)
        elif name.endswith("ontSize"):
            yield value


def test_all_type_is_large_enough_for_a_projector():
    assert SIZE >= 14
    assert len(list(sizes(config()))) >= 5
    assert min(sizes(config())) >= 14
