"""A browser's test waits for what it expects: read once, a page that is slower than its reader turns a right course red."""

import ast
from pathlib import Path

import pytest

BROWSER_TESTS = sorted(Path(__file__).parent.joinpath("browser").glob("*.py"))
# What Playwright's `expect` waits for, by the words with which a locator tells it at once.
TOLD_AT_ONCE = {
    *("is_hidden", "is_visible", "is_checked", "is_disabled", "is_enabled"),
    *("input_value", "inner_text", "text_content", "all_inner_texts", "all_text_contents"),
}


def read_once(source: str) -> list[int]:
    """Name the lines that assert what a page says at the moment of asking."""

    def is_told_at_once(part: ast.expr) -> bool:
        return (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Attribute)
            and part.func.attr in TOLD_AT_ONCE
        )

    def parts(asserted: ast.expr) -> list[ast.expr]:
        if isinstance(asserted, ast.UnaryOp):
            return [asserted.operand]
        if isinstance(asserted, ast.Compare):
            return [asserted.left, *asserted.comparators]
        return [asserted]

    asserts = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert)]
    return [each.lineno for each in asserts if any(map(is_told_at_once, parts(each.test)))]


@pytest.mark.parametrize("file", BROWSER_TESTS, ids=lambda file: file.name)
def test_no_test_reads_a_page_once(file):
    assert read_once(file.read_text(encoding="utf-8")) == [], (
        f"write expect(...) of playwright in {file.name}"
    )


def test_one_that_reads_once_is_found():
    assert read_once("assert root.locator('p').is_hidden()\nexpect(root).to_be_hidden()") == [1]
    assert read_once("assert not root.is_visible()\nassert 'a' in root.inner_text()") == [1, 2]


# Where it is waited that nothing comes, or nobody can look for what is waited for.
NOTHING_COMES = {
    ("test_live_demonstration.py", "test_who_does_not_answer_is_told_and_taken_back"),
    ("test_live_demonstration.py", "test_when_every_kernel_is_killed_one_reload_brings_the_slides_back"),
    ("test_live_on_opening.py", "test_the_first_lesson_comes_to_life_with_no_key_and_no_click"),
    ("test_live_on_opening.py", "test_what_is_no_lesson_of_the_course_or_is_not_trusted_never_runs"),
    (
        "test_one_sitting.py",
        "test_a_lesson_that_was_saved_comes_back_without_looking_for_the_python_that_is_gone",
    ),
    ("test_one_sitting.py", "test_two_tabs_on_one_lesson_lose_nothing_and_ask_nothing"),
    ("test_one_sitting.py", "test_a_page_whose_server_was_stopped_says_so"),
}


def pauses(source: str) -> set[str]:
    """Name the functions that pause for a fixed time, and not between two looks."""

    def is_pause(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"wait_for_timeout", "sleep"}
        )

    def looks(node: ast.AST) -> bool:
        """Whether it is gone round until something is so, and not once for each of some."""
        told = "" if not isinstance(node, ast.For) else ast.unparse(node.iter)
        return isinstance(node, ast.While) or told.startswith("range(")

    def found_in(node: ast.AST) -> bool:
        return is_pause(node) or any(found_in(each) for each in ast.iter_child_nodes(node) if not looks(each))

    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    return {each.name for each in functions if found_in(each)}


def test_a_pause_stands_between_two_looks_or_where_nothing_must_come():
    found = {(file.name, name) for file in BROWSER_TESTS for name in pauses(file.read_text(encoding="utf-8"))}
    assert found - {("notebook_page.py", "screenshot_whole")} == NOTHING_COMES, (
        "wait for what the next line needs, by expect(...) or wait_for_function"
    )


def test_a_pause_that_is_none_between_looks_is_found():
    assert pauses("def a():\n  press()\n  page.wait_for_timeout(300)\n  look()") == {"a"}
    assert pauses("def a():\n  for one in all:\n    page.wait_for_timeout(300)") == {"a"}
    assert pauses("def a():\n  while not look():\n    time.sleep(0.1)") == set()
