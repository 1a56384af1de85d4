"""The JSON Schemas of all files that people write, by name, and how they come into a folder where an editor finds them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from cptedu.analysis.plan_file import plan_schema
from cptedu.facts.schemas import Schema
from cptedu.files import write_atomically
from cptedu.learn.cases.case_schema import cases_schema
from cptedu.learn.deck.deck_schema import deck_case_schema, deck_schema
from cptedu.payers.reading import payer_schema
from cptedu.visit_file import visit_schema

__all__ = ["FILE_SCHEMAS", "schema_text", "write_schemas"]

FILE_SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "cases": cases_schema,
    "deck": deck_schema,
    "deck_case": deck_case_schema,
    "payer": payer_schema,
    "plan": plan_schema,
    "visit": visit_schema,
}


def schema_text(name: str) -> str:
    """Write a schema out as its file has it.

    >>> schema_text("visit").splitlines()[1]
    ' "$schema": "http://json-schema.org/draft-07/schema#",'
    """
    return json.dumps(FILE_SCHEMAS[name](), ensure_ascii=False, indent=1) + "\n"


def write_schemas(folder: str | Path) -> tuple[Path, ...]:
    """Write every schema into a folder, in place of what was written there before.

    Args:
        folder: the folder; it is made where it is missing.

    Returns:
        The files.

    Raises:
        CpteduError: when one cannot be written.
    """
    place = Path(folder).expanduser()
    place.mkdir(parents=True, exist_ok=True)
    written = tuple(place / f"{name}.schema.json" for name in FILE_SCHEMAS)
    for path, name in zip(written, FILE_SCHEMAS, strict=True):
        write_atomically(path, schema_text(name))
    return written
