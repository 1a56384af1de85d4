"""Mutation testing passes over whatever stands behind a decorator, so no rule may stand there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import cptedu.engine.coding
import cptedu.rules

FILES = [*sorted(Path(cptedu.rules.__path__[0]).glob("[a-z]*.py")), Path(cptedu.engine.coding.__file__)]


def hidden(written: str) -> list[str]:
    """Name the decorated functions that do more than hand over to another one."""
    functions = [node for node in ast.walk(ast.parse(written)) if isinstance(node, ast.FunctionDef)]
    return [one.name for one in functions if one.decorator_list and not hands_over(one)]


def hands_over(function: ast.FunctionDef) -> bool:
    body = [
        one
        for one in function.body
        if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
    ]
    match body:
        case [ast.Return(value=ast.Call(func=ast.Name(), args=given, keywords=[]))]:
            return all(isinstance(one, ast.Attribute) for one in given)
        case [ast.Return(value=ast.Attribute())]:
            return True
    return False


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_rule_stands_behind_a_decorator(file):
    assert hidden(file.read_text(encoding="utf-8")) == []


def test_a_hidden_rule_would_be_found():
    assert hidden("@cache\ndef rule(on):\n    return on > 3") == ["rule"]
    assert hidden("@property\ndef stands(self):\n    return self.verdict in LINES") == ["stands"]
    assert hidden("@property\ndef stands(self):\n    'Say so.'\n    return _stands(self.verdict)") == []
    assert hidden("def _rule(on):\n    return on > 3\nrule = cache(_rule)") == []
