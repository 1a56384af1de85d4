"""A log without a place for modifiers tells none, and so none is said to lack; one with such a place tells what is not there."""

from __future__ import annotations

import json

import pytest

import cptedu as ct

ROWS = ("1,2026-03-04,98940{}", "1,2026-03-04,97112{}", "1,2026-03-04,99213{}")


def audited(folder, names, behind, first="", **more):
    place = folder / "log.csv"
    rows = [one.format(first if at == 0 else "") + behind for at, one in enumerate(ROWS)]
    place.write_text("\n".join([f"Patient,DOS,CPT{names}", *rows, ""]), encoding="utf-8")
    return ct.audit(place, more.pop("payer", "medicare"), **more)


def lacking(found):
    return [one for one in found.told.says if " lacks " in one]


def habits(found):
    return [one.what for one in found.share_list if "59" in one.what]


@pytest.mark.parametrize("payer", ["medicare", "commercial_ncci", "gp_required"])
def test_no_modifier_is_said_to_lack_where_the_log_tells_none(payer, tmp_path):
    found = audited(tmp_path, ",Units", ",1", payer=payer)
    assert lacking(found) == []
    assert habits(found) == []
    assert "which modifiers were billed" in set(found.not_told.what)
    assert [one for one in found.read.told if "which were billed is not told" in one]


@pytest.mark.parametrize(
    ("names", "behind", "first"),
    [(",Mod", ",", ""), ("", "", "-AT")],
    ids=["an empty column", "behind a code"],
)
def test_what_lacks_is_said_where_the_log_tells_modifiers(names, behind, first, tmp_path):
    found = audited(tmp_path, names, behind, first, payer="commercial_ncci")
    assert any(one.startswith("97112 lacks 59") for one in lacking(found))
    assert habits(found) == ["therapy lines with 59 or an X modifier"]
    assert "which modifiers were billed" not in set(found.not_told.what)


def test_what_stands_without_modifiers_is_still_told(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text("Patient,DOS,CPT\n1,2026-03-04,98940\n1,2026-03-04,98941\n1,2026-03-04,00001\n")
    against = ct.audit(place, "commercial_ncci").told
    assert {"98940", "98941"} & set(against[against.is_against].code)


def test_a_note_is_not_held_against_modifiers_that_are_not_told(tmp_path):
    note = {
        "of": "1",
        "date_of_service": "2026-03-04",
        "payer": "medicare",
        "care": "active",
        "adjusted": ["C5"],
        "part": ["P", "A"],
    }
    (tmp_path / "notes.jsonl").write_text(json.dumps(note) + "\n", encoding="utf-8")
    without = audited(tmp_path, "", "", notes=tmp_path / "notes.jsonl").differences
    with_place = audited(tmp_path, ",Mod", ",", notes=tmp_path / "notes.jsonl").differences
    assert [one.says for _, one in with_place if " lacks " in one.says]
    assert [one.says for _, one in without if " lacks " in one.says] == []
    assert {one.kind for _, one in without} >= {"not_documented"}


def test_the_page_says_first_what_this_log_tells(tmp_path):
    pages = []
    for names, behind in ((",Units", ",1"), (",Mod,Minutes,DX1,Provider", ",59,15,M54.2,7")):
        audited(tmp_path, names, behind).to_html(tmp_path / "page.html")
        pages.append((tmp_path / "page.html").read_text(encoding="utf-8").split("</section>")[0])
    bare, full = pages
    assert "this log tells units." in bare
    assert "It does not tell modifiers, minutes, diagnoses, who gave each service or who pays." in bare
    assert "Regions, minutes, findings" in bare
    assert "this log tells modifiers, minutes, diagnoses and who gave each service." in full
    assert "Regions, findings" in full
