"""A claim in words: nothing is left out, text from a file is escaped, and links lead to publishers alone."""

import re
from html import escape, unescape
from html.parser import HTMLParser

from hypothesis import given
from strategies import full_visit_dicts, service, visit

import cptedu as ct
from cptedu.deciding import deciding, verdict_shown
from cptedu.explain import review_as_html, verdict_in_words

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


def test_what_is_true_of_two_services_of_a_line_is_said_once():
    claim = ct.code_visit(visit(adjusted=["C5"], services=[service(regions=["T4"], minutes=8)] * 2))
    assert [(line.code, line.units) for line in claim.lines] == [("98940", 1), ("97112", 1)]
    said = "Measured deficit: single-leg stance 6 s left, 25 s right."
    assert [one.says for one in claim.line("97112").findings].count(said) == 2
    assert words(ct.claim_as_html(claim)).count(said) == 1
    assert ct.claim_as_text(claim).count(said) == 1


@given(full_visit_dicts)
def test_each_line_is_a_card_with_its_one_deciding_reason_and_everything_else_is_folded_and_counted(written):
    claim = ct.code_visit(ct.Visit.from_dict(written))
    cards = re.findall(r'<li class="cptedu-line .*?</details></li>', ct.claim_as_html(claim), flags=re.S)
    items = [*claim.lines, *claim.unbilled]
    assert len(cards) == len(items)
    for shown, item in zip(cards, items, strict=True):
        front, folded = map(words, shown.split("<details>"))
        if item in claim.unbilled and item.verdict == "ask":  # a code may come of it: none is promised
            assert front.startswith("no line yet")
            assert not item.code or f"{item.code} is in question" in front
        else:
            number = item.code or "no code"
            assert front.startswith("-".join((number, *getattr(item, "modifiers", ()))))
        if item in claim.lines:
            assert f"×{item.units}" in front
            assert item.label in front
        assert verdict_in_words(verdict_shown(item)) in front
        reason = deciding(item)
        others = {one.says: one for one in item.findings if one.says != reason.says}.values()
        assert " ".join(reason.says.split()) in front
        assert [
            one.says for one in others if " ".join(one.says.split()) in front.replace(reason.says, "")
        ] == []
        cited = {one for finding in item.findings for one in finding.citations}
        counts = [f"{len(others)} more reason" if others else "", f"{len(cited)} source" if cited else ""]
        for count in filter(None, counts):
            assert count in folded
        assert "read in a copy" not in front


def test_the_age_of_the_data_stands_once_and_what_this_is_only_where_the_claim_is_alone():
    claim = ct.code_visit(visit(adjusted=["C5"], services=[service(regions=["ankle"])]))
    (age,) = (note.says for note in claim.notes if note.rule == "data_age")
    for alone in (True, False):
        told = words(ct.claim_as_html(claim, alone=alone))
        assert told.count(" ".join(age.split())) == 1
        assert told.count("This is teaching, not billing advice.") == alone


def test_the_page_to_print_has_diagnoses_by_letter_and_pointers():
    seen = visit(adjusted=["C5"], diagnoses=["M54.2", "M25.571"], services=[service(regions=["ankle"])])
    told = words(ct.claim_to_print(ct.code_visit(seen)))
    assert re.search(r"98940 ×1 ✓ supported [^·]*· cervical · for diagnosis A\b", told)
    assert re.search(r"97112-59 ×1 ✓ supported [^·]*· lower extremities · for diagnosis B\b", told)


def test_nothing_billed_is_said():
    claim = ct.code_visit(visit())
    assert "Nothing is billed." in ct.claim_as_text(claim)
    assert "Nothing is billed." in words(ct.claim_as_html(claim))


def test_who_holds_a_side_is_named_once_in_text_and_in_html():
    written = visit("commercial_cpt", services=[service(regions=["lumbar"])], adjusted=["L4"])
    claim = ct.code_visit(written)
    sides = [one for finding in claim.findings for one in finding.readings]
    several = [one for one in sides if len(one.held_by) > len(one.publishers)]
    assert several
    for told in (ct.claim_as_text(claim), words(ct.claim_as_html(claim))):
        for one in several:
            assert f"{one.says} ({', '.join(one.publishers)})" in " ".join(told.split())
