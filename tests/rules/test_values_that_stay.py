"""What rules and engine give back stays as it was given: every value of theirs is frozen."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import is_dataclass

import pytest

import cptedu.engine
import cptedu.rules

VALUES = [
    value
    for room in (cptedu.rules, cptedu.engine)
    for found in pkgutil.iter_modules(room.__path__)
    for module in [importlib.import_module(f"{room.__name__}.{found.name}")]
    for value in vars(module).values()
    if isinstance(value, type) and is_dataclass(value) and value.__module__ == module.__name__
]


def test_there_are_values():
    assert len(VALUES) > 15


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{value.__module__}.{value.__name__}")
def test_none_of_its_fields_can_be_set_again(value):
    name = next(iter(value.__dataclass_fields__))
    made = object.__new__(value)
    with pytest.raises(AttributeError, match="cannot assign to field"):
        setattr(made, name, "another")
