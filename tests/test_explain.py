"""A claim in words: nothing is left out, text from a file is escaped, and links lead to publishers alone."""

import re
from html import escape, unescape
from html.parser import HTMLParser

from hypothesis import given
from strategies import full_visit_dicts, service, visit

import cptedu as ct
from cptedu.explain import review_as_html

EVIL = '<script>alert("x")</script> & "quoted"'


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.opened, self.attributes, self.depth = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.opened.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in {"br", "meta"}:
            self.depth.append(tag)

    def handle_endtag(self, tag):
        assert self.depth.pop() == tag


def words(html):
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.S))).split()
    )


@given(full_visit_dicts)
def test_every_finding_is_told_in_text_and_in_html(written):
    claim = ct.code_visit(ct.Visit.from_dict(written))
    text, html = ct.claim_as_text(claim), words(ct.claim_as_html(claim))
    # That all is well with the claim as a whole needs no word; how old the edits are does.
    all_is_well = {note for note in claim.notes if note.verdict == "supported" and note.rule != "data_age"}
    for finding in set(claim.findings) - all_is_well:
        assert finding.says in text
        assert " ".join(finding.says.split()) in html
    assert "This is teaching, not billing advice." in text
    assert "This is teaching, not billing advice." in html


@given(full_visit_dicts)
def test_the_html_is_well_formed_and_links_only_by_https(written):
    claim = ct.code_visit(ct.Visit.from_dict(written))
    for html in (
        ct.claim_as_html(claim),
        ct.claim_to_print(claim),
        review_as_html(ct.review_claim(claim.visit, [])),
    ):
        tags = Tags(html)
        assert tags.depth == []
        assert "script" not in tags.opened
        links = [value for tag, name, value in tags.attributes if name in {"href", "src"}]
        assert all(link.startswith("https://") for link in links)


def test_text_from_a_file_is_escaped():
    seen = visit(title=EVIL, adjusted=["C5"], services=[service(activity=EVIL, deficit=EVIL, regions=["C6"])])
    claim = ct.code_visit(seen)
    for html in (ct.claim_as_html(claim), ct.claim_to_print(claim)):
        assert "<script>" not in html
        assert escape(EVIL, quote=False).split("&")[0] in html or "&lt;script&gt;" in html


def test_the_claim_is_a_table_with_caption_and_scopes():
    tags = Tags(ct.claim_as_html(ct.code_visit(visit(adjusted=["C5"]))))
    assert {"table", "caption", "thead", "tbody"} <= set(tags.opened)
    scopes = [value for tag, name, value in tags.attributes if (tag, name) == ("th", "scope")]
    assert scopes.count("col") == 6
    assert scopes.count("row") == 1


def test_the_page_to_print_has_diagnoses_by_letter_and_pointers():
    seen = visit(adjusted=["C5"], diagnoses=["M54.2", "M25.571"], services=[service(regions=["ankle"])])
    told = words(ct.claim_to_print(ct.code_visit(seen)))
    assert re.search(r"98940 A 1", told)
    assert re.search(r"97112 59 B 1", told)


def test_nothing_billed_is_said():
    claim = ct.code_visit(visit())
    assert "Nothing is billed." in ct.claim_as_text(claim)
    assert "Nothing is billed." in words(ct.claim_as_html(claim))
