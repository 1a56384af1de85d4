"""No year stands in the program where a row can say it: what is left is listed here, each with its reason."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import cptedu
from cptedu.facts.sources import known_sources

PACKAGE = Path(cptedu.__file__).parent
YEAR = re.compile(r"(?<![\d-])(?:19|20|21)\d\d(?!\d)")
YEARS = range(1900, 2200)
JS_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)

EXAMPLE = "shows how a date is written"
BELIEF = "a wrong belief, or what is said of one"
NAMED = "shows what a file of CMS's is called, or how its first day is written"
CENTURY = "the century of a year that CMS writes with two digits"
DRAWS = "the learner's exercises are drawn from these days; another day would be another exercise"
ALLOWED = {
    ("", "2026-03-04"): EXAMPLE,
    ("", "2026-03-02"): EXAMPLE,
    ("", "2020-04-01"): EXAMPLE,
    ("", "http://www.w3.org/2000/svg"): "the name of a format",
    ("", "cpt_assistant_2010"): "the name of a reading of a text, in payers' files",
    ("analysis/plan_values.py", "1966"): "Medicare's first year: an end for what is a date at all",
    ("analysis/plan_values.py", "2199"): "an end for what is a date at all",
    ("cms_files/gpci.py", "2026-01-01"): NAMED,
    ("cms_files/looks_like.py", "PPRRVU2026"): NAMED,
    ("cms_files/ptp.py", "2026-10-01"): NAMED,
    ("cms_files/release.py", "1994"): "the year from which CMS numbers the versions of the edits",
    ("cms_files/release.py", "2000"): CENTURY,
    ("cms_files/release.py", "2026-10-01"): NAMED,
    ("cms_files/source_file.py", "PPRRVU2026"): NAMED,
    ("app/data_command.py", "2026-10-01"): NAMED,
    ("learn/exercises/written.py", "2026"): "any day does: counting minutes knows no date",
    ("learn/skills/evaluation/drawing.py", "2000"): "a number of days",
    ("learn/generator/ideas.py", "2025"): DRAWS,
    ("learn/skills/medicare/misconceptions.py", "Since October 1, 2004"): BELIEF,
    ("learn/skills/payers/misconceptions.py", "since 2020"): BELIEF,
    ("learn/skills/rvu_payment/statements.py", "2013"): BELIEF,
    ("learn/skills/rvu_payment/statements.py", "2022"): BELIEF,
    ("widgets/payer_lens/view.js", "1990-01-01"): "where the calendar of a control begins",
}


def years_in_python(text: str) -> list[str]:
    """Give every number and text with a year in it; docstrings and ids of sources may have one."""
    docstrings, sources = set(), known_sources()
    found = []
    for node in ast.walk(ast.parse(text)):  # a module or a class comes before what stands in it
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                docstrings.add(first.value)
        elif isinstance(node, ast.Constant) and node not in docstrings:
            value = node.value
            if isinstance(value, int) and not isinstance(value, bool) and value in YEARS:
                found.append(str(value))
            elif isinstance(value, str) and value not in sources and YEAR.search(value):
                found.append(value)
    return found


def years_in_script(text: str) -> list[str]:
    """Give every line of a script with a year in it, comments left out."""
    return [line.strip() for line in JS_COMMENT.sub("", text).splitlines() if YEAR.search(line)]


@cache
def in_the_package() -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE).as_posix()
        if path.suffix not in {".py", ".js"} or "labextensions" in name or name.startswith("data/"):
            continue
        read = years_in_python if path.suffix == ".py" else years_in_script
        found += [(name, years) for years in read(path.read_text(encoding="utf-8"))]
    return tuple(found)


def _reason(name: str, said: str) -> str:
    return next((why for (file, part), why in ALLOWED.items() if file in ("", name) and part in said), "")


def test_a_year_in_the_program_has_a_reason_to_be_there():
    unreasoned = [one for one in in_the_package() if not _reason(*one)]
    assert unreasoned == [], "Let a row of data/ say it, or give the reason here."


def test_every_reason_is_still_needed():
    found = in_the_package()
    unused = [
        one for one in ALLOWED if not any(one[0] in ("", name) and one[1] in said for name, said in found)
    ]
    assert unused == []


def test_a_year_would_be_found():
    assert years_in_python('"""Since 2013."""\nLAST = 2027\nTITLE = f"in 2027, {LAST}"\n') == [
        "2027",
        "in 2027, ",
    ]
    assert years_in_script('// 2027\nconst label = "Factor of 2027";\n') == [
        'const label = "Factor of 2027";'
    ]
