"""The schemas that an editor reads say what the readers of the files say: no more, and as much as a schema can."""

import json
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, time
from functools import cache

import pytest
import tomli_w
from click.testing import CliRunner
from jsonschema import Draft7Validator

from cptedu.analysis.plan_file import load_plan
from cptedu.app.cli import main
from cptedu.app.file_schemas import FILE_SCHEMAS, schema_text
from cptedu.errors import CpteduError
from cptedu.facts.tables import data_folder
from cptedu.learn.cases import load_cases
from cptedu.learn.deck.case_file import read_case
from cptedu.learn.own_cases import new_case
from cptedu.payers import load_payer
from cptedu.visit_file import load_visit

DATA = data_folder()
FILES = {
    "cases": "cases/*.toml",
    "deck": "decks/*.toml",
    "deck_case": "decks/seminar/*.toml",
    "payer": "payers/*.toml",
    "plan": "plans/*.toml",
    "visit": "visits/*.toml",
}
SHIPPED = [(name, path) for name, pattern in FILES.items() for path in sorted(DATA.glob(pattern))]


@cache
def validator(name):
    return Draft7Validator(FILE_SCHEMAS[name]())


def as_an_editor_reads(held):
    """Give a TOML file's values as an editor hands them to a schema: days and times as texts."""
    if isinstance(held, dict):
        return {key: as_an_editor_reads(one) for key, one in held.items()}
    if isinstance(held, list):
        return [as_an_editor_reads(one) for one in held]
    return held.isoformat() if isinstance(held, date | time) else held


def refused(name, held):
    return [error.message for error in validator(name).iter_errors(as_an_editor_reads(held))]


@pytest.mark.parametrize("name", FILE_SCHEMAS)
def test_what_is_stored_is_what_the_readers_declare(name):
    stored = (DATA / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert stored == schema_text(name), (
        "run python -m uv run python tools/write_schemas.py, then tools/checksums.py"
    )
    Draft7Validator.check_schema(json.loads(stored))


def test_every_form_has_a_schema_and_nothing_else_lies_beside():
    assert sorted(FILES) == sorted(FILE_SCHEMAS)
    assert {path.name for path in (DATA / "schemas").iterdir()} == {f"{name}.schema.json" for name in FILES}


@pytest.mark.parametrize(("name", "path"), SHIPPED, ids=lambda one: getattr(one, "stem", one))
def test_every_shipped_file_fits(name, path):
    assert refused(name, tomllib.loads(path.read_text(encoding="utf-8"))) == []


def test_the_case_that_an_instructor_starts_from_fits(tmp_path):
    written = new_case(tmp_path / "mine.toml").read_text(encoding="utf-8")
    assert refused("cases", tomllib.loads(written)) == []


# ---- what a reader refuses, a schema refuses ---------------------------------------------------------------------

READERS = {
    "cases": load_cases,
    "deck_case": lambda path: read_case(path.name, path.read_text(encoding="utf-8")),
    "payer": load_payer,
    "plan": load_plan,
    "visit": load_visit,
}
# What no schema can say: sums, what a table holds, what the rules make of a visit, and what two values mean for one another.
BEYOND = (
    "do not add up",
    "needs one number of units for each",
    "has units but no minutes",
    "cannot be worked out",
    "needs why_published_differs",
    "is not one of the choices",
    "but there are",
    "is not known here",
    "is not a known",
    "is not an evaluation",
    "is not written as a service",
    "none of the choices is what the rules give",
    "both say",
    "has no service whose",
    "but the visit has",
    "is not a code of this course",
    "no case",
    "result of",
)


def one_of_each_sort() -> Iterator[dict]:
    """Give the longest shipped case of each sort, in a file of its own."""
    longest = {}
    for path in sorted((DATA / "cases").glob("*.toml")):
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            sort = (
                one["kind"],
                *(part in str(one) for part in ("totals", "alternatives", "proposed", "findings", "'on'")),
            )
            longest[sort] = max(one, longest.get(sort, {}), key=lambda held: len(str(held)))
    for one in longest.values():
        yield {"case": [one]}


def to_mangle():
    yield from (("cases", held) for held in one_of_each_sort())
    for name, file in (
        ("deck_case", "decks/seminar/03_same_region.toml"),
        ("deck_case", "decks/seminar/08_units.toml"),
        ("payer", "payers/medicare_advantage.toml"),
        ("payer", "payers/cash.toml"),
        ("plan", "plans/neck_posture_commercial.toml"),
        ("visit", "visits/full_visit.toml"),
    ):
        held = tomllib.loads((DATA / file).read_text(encoding="utf-8"))
        yield name, held | {"name": "one_of_my_own"} if name == "payer" else held


def places(held, at=()) -> Iterator[tuple]:
    """Give every place in a file: its tables, lists and values."""
    yield at
    inner = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
    for key, one in inner:
        yield from places(one, (*at, key))


def at_place(held, at):
    for step in at:
        held = held[step]
    return held


def manglings(held) -> Iterator[tuple[str, dict]]:
    """Give copies of a file's values with one mistake each: a key too many, a key too few, a value of another sort."""
    for at in places(held):
        one = at_place(held, at)
        if isinstance(one, dict):
            changed = deepcopy(held)
            at_place(changed, at)["never_heard_of"] = {"is": ["nothing"]}
            yield f"{at} with a strange key", changed
        if not at:
            continue
        changed = deepcopy(held)
        del at_place(changed, at[:-1])[at[-1]]
        yield f"without {at}", changed
        for other in (["a", "list"], {"a": "table"}, True, -7, 3.25, "some text", ""):
            if type(other) is not type(one):
                changed = deepcopy(held)
                at_place(changed, at[:-1])[at[-1]] = other
                yield f"{at} = {other!r}", changed


def refusal(name, held, folder) -> str:
    """Say what a reader says of a file; nothing where it takes it."""
    path = folder / "mangled.toml"
    path.write_text(tomli_w.dumps(held), encoding="utf-8")
    try:
        READERS[name](path)
    except CpteduError as problem:
        return str(problem)
    return ""


@pytest.mark.parametrize(
    ("name", "held"), list(to_mangle()), ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_schema_refuses_what_the_reader_refuses_and_nothing_else(name, held, tmp_path):
    assert refusal(name, held, tmp_path) == ""
    refusals = 0
    for what, mangled in manglings(held):
        said, told = refusal(name, mangled, tmp_path), refused(name, mangled)
        if not said:
            assert not told, f"{name} {what}: the reader takes it, and an editor would mark it: {told}"
        elif not any(words in said for words in BEYOND):
            assert told, f"{name} {what}: an editor would take it, and the reader says: {said}"
            refusals += 1
    assert refusals > 20


def test_the_command_writes_them_and_says_the_line_for_an_editor(tmp_path):
    said = CliRunner().invoke(main, ["schemas", str(tmp_path / "schemas")])
    assert said.exit_code == 0, said.output
    for name in FILE_SCHEMAS:
        assert (tmp_path / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8") == schema_text(name)
    line = said.output.splitlines()[-1]
    assert line == f"#:schema {(tmp_path / 'schemas' / 'cases.schema.json').resolve().as_uri()}"
