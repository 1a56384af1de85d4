"""No file and no function is longer than one looks through at once; what is longer is named here, with its reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import cptedu

PACKAGE = Path(cptedu.__file__).parent
LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 60  # without its docstring

# As many lines as it may have, and why: what is named here may become shorter, never longer.
OUTCOMES = "the outcomes of one rule, one below the other in the order in which they are decided"
LONGER_FILES = {
    "visit_file.py": (450, "a visit read, written and described for editors, from one list of its keys"),
    "rules/exercise_code.py": (410, "one rule: which code an exercise is, and what else its note may mean"),
}
LONGER_FUNCTIONS = {
    ("rules/care_phase.py", "care_phase"): (66, OUTCOMES),
    ("rules/separate_region.py", "separate_region"): (99, OUTCOMES),
}


def python_functions(text: str) -> Iterator[tuple[str, int]]:
    """Give each function with its lines; those of its docstring are not counted."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            lines = node.end_lineno - node.lineno + 1
            if ast.get_docstring(node, clean=False) is not None:
                told = node.body[0]
                assert told.end_lineno is not None
                lines -= told.end_lineno - told.lineno + 1
            yield node.name, lines


def script_functions(text: str) -> Iterator[tuple[str, int]]:
    """Give each function that stands at the edge, with all that stands in it: it ends with the next brace at the edge."""
    begun: tuple[str, int] | None = None
    for number, line in enumerate(text.splitlines()):
        named = re.match(
            r"(?:export )?(?:(?:async )?function (\w+)|(?:const|let) (\w+) = .*=> .*[{(\[]$)", line
        )
        if named and begun is None:
            begun = (named.group(1) or named.group(2), number)
        if begun and re.match(r"[})\]]", line):
            yield begun[0], number - begun[1] + 1
            begun = None


def sources(*kinds: str) -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*")):
        if (
            path.suffix in kinds
            and "__pycache__" not in path.parts
            and not path.is_relative_to(PACKAGE / "data")
        ):
            yield path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")


def longer_files() -> dict[str, int]:
    lines = {name: len(text.splitlines()) for name, text in sources(".py", ".js", ".css")}
    return {name: number for name, number in lines.items() if number > LINES_OF_A_FILE}


def longer_functions() -> dict[tuple[str, str], int]:
    found = {}
    for suffix, functions in ((".py", python_functions), (".js", script_functions)):
        for place, text in sources(suffix):
            for name, lines in functions(text):
                if lines > LINES_OF_A_FUNCTION:
                    found[place, name] = lines
    return found


def test_no_file_is_longer_than_is_said_here():
    assert {
        name: most for name, most in longer_files().items() if most > LONGER_FILES.get(name, (0, ""))[0]
    } == {}
    assert set(LONGER_FILES) - set(longer_files()) == set(), "these are short now: take them off the list"


def test_no_function_is_longer_than_is_said_here():
    found = longer_functions()
    assert {name: most for name, most in found.items() if most > LONGER_FUNCTIONS.get(name, (0, ""))[0]} == {}
    assert set(LONGER_FUNCTIONS) - set(found) == set(), "these are short now: take them off the list"


def test_a_function_is_counted_as_it_stands():
    written = 'def told():\n    """Say.\n\n    More.\n    """\n    one = 1\n\n    return one\n'
    assert list(python_functions(written)) == [("told", 4)]
    drawn = "export function drawn(a) {\n  const inside = () => {\n    a();\n  };\n}\n\nconst shown = (a) => {\n  a();\n};\n"
    assert list(script_functions(drawn)) == [("drawn", 5), ("shown", 3)]
