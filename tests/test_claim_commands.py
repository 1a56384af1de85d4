"""``cptedu code`` and ``cptedu review``: a visit file in, a claim or a review out, and advice for what cannot be read."""

import re

import pytest
from click.testing import CliRunner

from cptedu.app.cli import main
from cptedu.errors import CpteduError
from cptedu.facts.tables import data_folder
from cptedu.visit.written.claim_file import load_claim

VISIT = str(data_folder() / "visits" / "desk_worker.toml")


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments])


def claim(tmp_path, text):
    path = tmp_path / "claim.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_visit_is_coded_with_its_reasons_and_sources():
    told = run("code", VISIT)
    assert told.exit_code == 0
    assert "97112-59 ×1" in told.output
    assert "Sources\n  [1]" in told.output
    assert "This is teaching, not billing advice." in told.output


def test_another_payer_may_be_asked_for():
    assert "97112-GP-GY" in run("code", VISIT, "--payer", "medicare").output


def test_a_payer_of_ones_own(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('name = "wants_xs"\nlike = "commercial_ncci"\n[distinct_service_modifier]\nvalue = "XS"\n')
    assert "97112-XS" in run("code", VISIT, "--payer-file", own).output


def test_the_page_to_print_needs_nothing_from_elsewhere(tmp_path):
    page = tmp_path / "claim.html"
    assert run("code", VISIT, "--html", page).exit_code == 0
    written = page.read_text(encoding="utf-8")
    assert "97112" in written
    # A source may be followed by whoever wants to; nothing is loaded.
    assert "http" not in re.sub(r'<a href="https://[^"]*"', "<a", written)


def test_a_claim_that_fits_passes_with_exit_code_0(tmp_path):
    told = run("review", VISIT, claim(tmp_path, "code,units,modifiers\n98940,1,\n97112,1,59\n"))
    assert told.exit_code == 0
    assert "The proposed claim passes." in told.output


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ("98940,1,\n97112,2,59\n", "the record supports 1"),
        ("98940,1,\n97112,1,\n", "97112 lacks 59"),
        ("98940,1,59\n97112,1,59\n", "98940 has 59"),
        ("98941,1,\n97112,1,59\n", "98941 is not what the record supports; 98940 is."),
        ("98940,1,\n", "97112 ×1 is supported by the record and was left off"),
        ("98940,1,\n97112,1,59-XS\n", "only one of 59"),
        ("98940,1,\n97112,1,59\n97112,1,59\n", "stands on more than one line"),
    ],
)
def test_a_claim_that_does_not_fit_says_why_with_exit_code_1(tmp_path, rows, word):
    told = run("review", VISIT, claim(tmp_path, f"code,units,modifiers\n{rows}"))
    assert told.exit_code == 1
    assert word in told.output


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "must name the columns"),
        ("kode,units\n98940,1\n", "must name the columns"),
        ("code,unts\n98940,1\n", "Did you mean 'units'"),
        ("code,units,modifiers\n98940\n", "line 2"),
        ("code,units,modifiers\n98940,1.5,\n", "line 2: units = '1.5'"),
        ("code,units,modifiers\n98940,-1,\n", "line 2: units = '-1'"),
        ("code,units,modifiers\n,1,\n", "line 2: the code is missing"),
        ('code,units,modifiers\n"98940,1,\n', "line"),
    ],
)
def test_a_mangled_claim_file_says_which_line(tmp_path, text, word):
    path = claim(tmp_path, text)
    with pytest.raises(CpteduError, match=r"claim\.csv") as refused:
        load_claim(path)
    assert word in str(refused.value)
    told = run("review", VISIT, path)
    assert told.exit_code == 2
    assert word in told.stderr


def test_what_was_taken_for_what_is_shown_before_the_review(tmp_path):
    told = run(
        "review", VISIT, claim(tmp_path, "CPT;Mod;Qty;Fee\n98940;;1,0;62\n97112;59;1,0;48\nTotal;;2,0;110\n")
    )
    assert told.exit_code == 0
    assert told.output.startswith("Read from the file: 'CPT' as code, 'Mod' as modifiers, 'Qty' as units.\n")
    assert "Left alone, not needed here: 'Fee'." in told.output
    assert "Left alone: line 4 ('Total'): a total." in told.output
    assert "The proposed claim passes." in told.output


def test_of_a_claim_in_the_courses_own_form_nothing_is_said_but_the_review(tmp_path):
    told = run("review", VISIT, claim(tmp_path, "code,units,modifiers\n98940,1,\n97112,1,59\n"))
    assert "Read from" not in told.output
    assert "Left alone" not in told.output


def test_minutes_written_as_units_are_read_as_they_stand_and_refused_by_the_review(tmp_path):
    told = run("review", VISIT, claim(tmp_path, "code,units,modifiers\n98940,1,\n97112,15,59\n"))
    assert told.exit_code == 1
    assert "15 units proposed; the record supports 1" in told.output


@pytest.mark.parametrize("day", ["2026-03-04", "03/04/2026", "04/03/2026", "04.03.2026", "3/4/26"])
def test_a_claim_of_the_visits_own_day_is_reviewed_however_the_day_is_written(tmp_path, day):
    told = run("review", VISIT, claim(tmp_path, f"DOS,CPT,Mod\n{day},98940,\n{day},97112,59\n"))
    assert told.exit_code == 0
    assert "'DOS' as date of service" in told.output


def test_a_claim_of_another_day_is_not_held_against_the_record(tmp_path):
    told = run("review", VISIT, claim(tmp_path, "DOS,CPT,Mod\n2026-03-06,98940,\n2026-03-06,97112,59\n"))
    assert told.exit_code == 2
    assert "claim.csv is a claim of 2026-03-06, desk_worker.toml a visit of 2026-03-04" in told.stderr


@pytest.mark.parametrize("arguments", [("code", "nowhere.toml"), ("review", VISIT, "nowhere.csv")])
def test_a_file_that_is_not_there_is_named(arguments):
    told = run(*arguments)
    assert told.exit_code == 2
    assert "nowhere" in told.stderr
    assert "Traceback" not in told.output


def test_a_wrong_level_is_one_fault_and_leaves_59_alone(tmp_path):
    told = run("review", VISIT, claim(tmp_path, "code,units,modifiers\n98941,1,\n97112,1,59\n"))
    assert "97112 is as the record supports it" in told.output
    assert "97112 has 59" not in told.output


def test_the_choices_of_a_payer_are_listed_and_a_file_of_ones_own_is_checked(tmp_path):
    assert "[visits_a_year]" in run("payer").output
    own = tmp_path / "own.toml"
    own.write_text('name = "own"\nsays = "Ours."\n[visits_a_year]\nvalue = 12\n', encoding="utf-8")
    told = run("payer", own)
    assert (told.exit_code, "visits_a_year = 12\n" in told.output) == (0, True)
    own.write_text('name = "own"\n[visit_a_year]\nvalue = 12\n', encoding="utf-8")
    told = run("payer", own)
    assert told.exit_code == 2
    assert "Did you mean 'visits_a_year'" in told.output
