"""When a release counts as whole, and that files of one release must go together."""

from datetime import date

import made_cms_files as made
import pytest

from cptedu.cms_files import store
from cptedu.cms_files.update import forget
from cptedu.errors import CpteduError
from cptedu.facts import own_days, tables
from cptedu.facts.releases import newest_whole
from cptedu.facts.tables import rows

from .conftest import forget_what_was_looked_up


def parts(tmp_path, *numbers, revision="r0"):
    return made.laid(tmp_path, {f"ccipra-v330{revision}-f{n}.txt": made.ptp(n) for n in numbers})


def is_whole():
    return any(
        r["kind"] == "ptp" and r["name"] == "2027 Q1" and r["whole"] == "yes" for r in rows("releases.csv")
    )


def test_four_parts_read_over_several_commands_are_whole_and_three_are_not(update, tmp_path):
    for number, lacking in ((3, "f1, f2, f4"), (1, "f2, f4"), (4, "f2")):
        (outcome,) = update(*parts(tmp_path, number))
        assert not is_whole()
        assert outcome.wholeness.startswith(f"Still to be read of 2027 Q1: {lacking}. ")
    (outcome,) = update(*parts(tmp_path, 2))
    assert is_whole()
    assert outcome.wholeness == "All of 2027 Q1 was read: a pair that is not in it has no edit."
    gone = {change.what for change in outcome.changes if change.now == "no edit"}
    assert "98940/97124 modifier indicator" in gone  # in none of the four, and joined before
    assert "98940/97112 modifier indicator" not in gone


def test_a_whole_release_is_the_newest_whole_one_from_its_day_on(update, tmp_path):
    update(*parts(tmp_path, 1, 2, 3, 4))
    assert newest_whole("ptp", date(2027, 3, 4)).name == "2027 Q1"
    assert newest_whole("ptp", date(2026, 12, 31)).name == "2024 Q3"
    assert newest_whole("ptp", date(2027, 3, 4)).source.startswith("own-ptp2027q1-")


def test_parts_of_two_revisions_are_no_whole(update, tmp_path):
    update(*parts(tmp_path, 1, 2, 3))
    (outcome,) = update(*parts(tmp_path, 4, revision="r1"))
    assert not is_whole()
    assert "different revisions" in outcome.wholeness
    update(*parts(tmp_path, 1, 2, 3, revision="r1"))
    assert is_whole()


def test_a_part_that_is_forgotten_leaves_no_whole(update, tmp_path):
    update(*parts(tmp_path, 1, 2, 3, 4))
    assert sorted(forget("ptp2027q1")) == [f"ccipra-v330r0-f{n}.txt" for n in (1, 2, 3, 4)]
    forget_what_was_looked_up()
    assert not is_whole()
    assert not any(row["release"] == "2027 Q1" for row in rows("ptp.csv"))


def test_one_part_under_two_names_is_refused(update, tmp_path):
    content = made.ptp(1)
    update(*made.laid(tmp_path, {"ccipra-v330r0-f1.txt": content}))
    with pytest.raises(CpteduError, match=r"f2\.txt is the same file as ccipra-v330r0-f1\.txt"):
        update(*made.laid(tmp_path, {"ccipra-v330r0-f2.txt": content}))


def test_a_code_that_the_course_learns_later_makes_a_whole_release_a_part_again(update, tmp_path):
    update(*parts(tmp_path, 1, 2, 3, 4))
    own = store.read_kept()
    codes = frozenset(row["code"] for row in tables.shipped_rows("codes.csv"))
    assert [row["whole"] for row in own_days.own_releases(own, codes)] == ["yes"]
    assert [row["whole"] for row in own_days.own_releases(own, codes | {"99998"})] == ["no"]


def test_a_part_makes_nothing_less_of_a_release_that_is_shipped_whole(update, tmp_path):
    pairs = ["98940\t97112\t\t20020401\t*\t0\tmade up"]
    update(*made.laid(tmp_path, {"ccipra-v302r0-f4.txt": made.ptp(4, pairs)}))
    (release,) = [r for r in rows("releases.csv") if (r["kind"], r["name"]) == ("ptp", "2024 Q3")]
    assert release["whole"] == "yes"
    of_pair = [r for r in rows("ptp.csv") if (r["column_one"], r["column_two"]) == ("98940", "97112")]
    assert [r["modifier_indicator"] for r in of_pair if r["release"] == "2024 Q3"] == ["0"]
    assert any(r["release"] == "2024 Q3" and r["column_one"] == "97530" for r in rows("ptp.csv"))


def test_two_files_of_one_release_must_have_the_same_values(update, tmp_path):
    other = made.VALUES | {"97112": ("A", "0.71", "0.52", "0.52", "0.02", "XXX", "5")}
    update(*made.laid(tmp_path, {"PPRRVU2027_Jan_nonQPP.csv": made.rvu()}))
    with pytest.raises(
        CpteduError, match=r"has other relative values than the other file of RVU27A, for 97112\."
    ):
        update(*made.laid(tmp_path, {"PPRRVU2027_Jan_QPP.csv": made.rvu(values=other)}))
    assert {row["track"] for row in store.read_kept().tables["conversion_factor.csv"]} == {"non_apm"}
    update(
        *made.laid(tmp_path, {"PPRRVU2027_Jan_nonQPP.csv": made.rvu(values=other)})
    )  # read again, corrected
    update(*made.laid(tmp_path, {"PPRRVU2027_Jan_QPP.csv": made.rvu(values=other, factor="41.5678")}))
    kept = store.read_kept().tables
    assert [row["work"] for row in kept["rvu.csv"] if row["code"] == "97112"] == ["0.71"]
    assert {row["track"]: row["factor"] for row in kept["conversion_factor.csv"]} == {
        "non_apm": "40.1234",
        "apm": "41.5678",
    }


def test_a_factor_for_all_and_one_for_a_track_are_not_of_one_release(update, tmp_path):
    update(*made.laid(tmp_path, {"PPRRVU2027_Jan_nonQPP.csv": made.rvu()}))
    with pytest.raises(CpteduError, match="either all have one conversion factor, or each track has its own"):
        update(*made.laid(tmp_path, {"PPRRVU2027_Jan.csv": made.rvu(priced=False)}))


def test_reading_a_file_again_changes_nothing(update, tmp_path):
    paths = made.laid(tmp_path, made.all_four())
    update(*paths)
    once = store.read_kept()
    outcomes = update(*paths)
    assert [outcome.changes for outcome in outcomes] == [()] * 8
    twice = store.read_kept()
    assert once.sources == twice.sources
    assert {n: sorted(map(str, t)) for n, t in once.tables.items()} == {
        n: sorted(map(str, t)) for n, t in twice.tables.items()
    }
