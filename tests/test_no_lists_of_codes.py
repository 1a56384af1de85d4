"""No list of codes stands in the program where a table can hold it: what is left is listed here, each with its reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cptedu
from cptedu.facts.codes import codes

PACKAGE = Path(cptedu.__file__).parent
BELIEF = "wrong beliefs name the codes that they are wrong about"
SECOND = "the second way of getting an answer, which must not read what the first reads"
DRAWS = "an exercise is written about these codes; which code is right, the rules say"
FORMER = "what former words of payers' files meant, however the tables change"
ALLOWED = {
    ("learn/skills/cmt_level/drawing.py", "98940 98941 98942 98943"): DRAWS,
    ("learn/skills/evaluation/drawing.py", "99202 99203"): DRAWS,
    ("learn/skills/evaluation/drawing.py", "99212 99213 99213 99214"): DRAWS,
    ("learn/skills/exercise_code/drawing.py", "97110 97112 97116 97124 97140 97150 97530 97535"): DRAWS,
    ("learn/generator/earlier_ideas.py", "97110 97112 97530 97116 97535"): DRAWS,
    ("learn/generator/earlier_ideas.py", "97140 97124"): DRAWS,
    ("learn/skills/medicare/drawing.py", "97112 97112 97110 97140"): DRAWS,
    ("learn/generator/notes.py", "97110 97112 97112 97530 97140"): DRAWS,
    ("learn/generator/notes_as_written.py", "97110 97112 97112 97530"): DRAWS,
    ("learn/skills/payers/drawing.py", "97110 97112 97530"): DRAWS,
    ("learn/skills/payers/drawing.py", "97112 97112 97110 97140 97124"): DRAWS,
    ("learn/skills/payers/drawing.py", "97535 97140 97112"): DRAWS,
    ("learn/skills/rvu_payment/drawing.py", "97110 97112 97140 97530 97535"): DRAWS,
    ("learn/skills/rvu_payment/drawing.py", "98940 98941 98942"): DRAWS,
    ("learn/skills/ncci_59/drawing.py", "97110 97110 97530 97140 97124 97112"): DRAWS,
    ("learn/skills/ncci_59/drawing.py", "97112 97112 97140 97124"): DRAWS,
    ("learn/skills/ncci_59/drawing.py", "97112 97124 97140 97535"): DRAWS,
    ("learn/skills/timed_units/drawing.py", "97012 G0283"): DRAWS,
    ("learn/skills/timed_units/drawing.py", "97110 97112 97530 97535 97140"): DRAWS,
    ("learn/skills/exercise_code/misconceptions.py", "97110 97112 97116 97530"): BELIEF,
    (
        "learn/skills/exercise_code/misconceptions.py",
        "97112 97112 97112 97112 97110 97110 97110 97110 97110 97530 97530 97530 97530 97530 97116 97116",
    ): BELIEF,
    ("learn/skills/payers/misconceptions.py", "97112 97124"): BELIEF,
    ("learn/skills/ncci_59/misconceptions.py", "97112 97124 97140"): BELIEF,
    ("learn/skills/ncci_59/misconceptions.py", "98940 98941 98942"): BELIEF,
    ("learn/second_opinion/adjustments.py", "97112 97124"): SECOND,
    ("learn/second_opinion/code_facts.py", "97811 97814 97130"): SECOND,
    ("learn/second_opinion/code_facts.py", "97810 97813"): SECOND,
    ("learn/second_opinion/examinations.py", "99201 99202 99203 99204 99205"): SECOND,
    ("learn/second_opinion/therapy.py", "97124 97140"): SECOND,
    ("learn/second_opinion/therapy.py", "97110 97112 97116 97530"): SECOND,
    ("learn/second_opinion/therapy.py", "97113 97150 97530"): SECOND,
    ("learn/second_opinion/therapy.py", "97110 97112 97530"): SECOND,
    ("learn/second_opinion/therapy.py", "97110 97112 97113 97116 97530"): SECOND,
    ("payers/earlier.py", "98940 98941 98942"): FORMER,
    ("learn/skills/timed_units/statements.py", "97110 97140"): BELIEF,
}


def _texts(node: ast.AST) -> Iterator[str]:
    """Give the texts that are the members of a list, a set, a tuple or a mapping, or the ends of one range of them."""
    members: list[ast.expr | None] = []
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        members = [*node.elts]
    elif isinstance(node, ast.Dict):
        members = [*node.keys, *node.values]
    yield from (one.value for one in members if isinstance(one, ast.Constant) and isinstance(one.value, str))


def lists_in_python(text: str) -> list[str]:
    """Give every list in which two or more codes of the course stand."""
    known = codes()
    found = []
    for node in ast.walk(ast.parse(text)):
        named = [one for one in _texts(node) if one in known]
        if len(named) > 1:
            found.append(" ".join(named))
    return found


def lists_in_script(text: str) -> list[str]:
    """Give every line of a script that has two or more codes in quotation marks."""
    known = codes()
    lines = []
    for line in text.splitlines():
        if len([one for one in re.findall(r"[\"']([0-9A-Z]\d{4})[\"']", line) if one in known]) > 1:
            lines.append(line.strip())
    return lines


@cache
def in_the_package() -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE).as_posix()
        if path.suffix not in {".py", ".js"} or name.startswith("data/"):
            continue
        read = lists_in_python if path.suffix == ".py" else lists_in_script
        found += [(name, listed) for listed in read(path.read_text(encoding="utf-8"))]
    return tuple(found)


def test_a_list_of_codes_in_the_program_has_a_reason_to_be_there():
    unreasoned = [one for one in in_the_package() if one not in ALLOWED]
    assert unreasoned == [], "Let a table of data/ hold it, or give the reason here."


def test_every_reason_is_still_needed():
    assert set(ALLOWED) - set(in_the_package()) == set()


def test_a_list_would_be_found():
    assert lists_in_python(
        'A = ("97110", "97112")\nB = {"98940": "98941"}\nC = ("97110", "5 minutes")\n'
    ) == [
        "97110 97112",
        "98940 98941",
    ]
    assert lists_in_script('const codes = ["97110", "97112"];\n') == ['const codes = ["97110", "97112"];']
