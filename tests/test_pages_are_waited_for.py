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
