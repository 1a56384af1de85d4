"""The cases that come with the package, and those of a file or a folder of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cptedu.errors import CpteduError, unknown
from cptedu.facts.pages import Page
from cptedu.facts.tables import data_folder
from cptedu.learn.cases.case import KINDS, TOPICS, Case
from cptedu.learn.cases.case_forms import read_case

__all__ = ["CaseFolder", "case", "cases", "load_cases", "load_folder"]


@dataclass(frozen=True)
class CaseFolder:
    """The cases of a folder, and one error for each file that could not be used."""

    cases: tuple[Case, ...]
    errors: tuple[CpteduError, ...]


def cases(topic: str | None = None, kind: str | None = None) -> tuple[Case, ...]:
    """Give the cases that come with the package.

    Args:
        topic: only those of one topic, such as ``"cmt_level"``.
        kind: only those of one kind, such as ``"units"``.

    Returns:
        The cases, file by file.

    Raises:
        CpteduError: for a topic or kind that does not exist.

    >>> {one.kind for one in cases(topic="timed_units", kind="units")}
    {'units'}
    """
    for what, given, accepted in (("topic", topic, TOPICS), ("kind of case", kind, KINDS)):
        if given is not None and given not in accepted:
            raise unknown(what, given, accepted)
    return tuple(
        one for one in _shipped().values() if topic in (None, one.topic) and kind in (None, one.kind)
    )


def case(name: str) -> Case:
    """Look a case up by its id.

    Args:
        name: the id.

    Returns:
        The case.

    Raises:
        CpteduError: when the package holds no such case.

    >>> case("b-t3-cms").expected["total"]
    3
    """
    if name not in _shipped():
        raise unknown("case", name, _shipped())
    return _shipped()[name]


@cache
def _shipped() -> dict[str, Case]:
    found = load_folder(data_folder() / "cases")
    if found.errors:
        raise CpteduError("\n".join(str(error) for error in found.errors))
    return {one.id: one for one in found.cases}


def load_cases(path: str | Path) -> tuple[Case, ...]:
    """Read a file of cases.

    Args:
        path: a TOML file with ``[[case]]`` tables.

    Returns:
        Its cases, in the order of the file.

    Raises:
        CpteduError: when anything in it cannot be used; every fault is named with its line.
    """
    page = Page(Path(path))
    listed = page.content.get("case")
    if not isinstance(listed, list) or not listed:
        page.fault(
            (), "no [[case]] was found. Begin each case with a line [[case]], in double square brackets."
        )
        listed = []
    for key in page.content:
        if key != "case":
            page.fault((key,), f"{key!r} stands outside a case. Put it below a line [[case]].")
    read = [
        read_case(page, ("case", n), one) for n, one in enumerate(listed) if page.is_table(("case", n), one)
    ]
    first: dict[str, int] = {}
    for n, one in enumerate(listed):
        name = one.get("id") if isinstance(one, dict) else None
        if isinstance(name, str) and first.setdefault(name, n) != n:
            page.fault(
                ("case", n, "id"),
                f"another case of this file is called {name!r} already. Give it its own id.",
            )
    page.raise_faults()
    return tuple(one for one in read if one is not None)


def load_folder(path: str | Path) -> CaseFolder:
    """Read every case file of a folder; a file with faults is left out and the others still count.

    Args:
        path: a folder with ``.toml`` files.

    Returns:
        The cases of the good files, and an error for each of the others.

    Raises:
        CpteduError: when there is no such folder.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise CpteduError(f"{folder} is not a folder. Give the folder in which your case files lie.")
    found: dict[str, Case] = {}
    errors: list[CpteduError] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            read = load_cases(file)
        except CpteduError as error:
            errors.append(error)
            continue
        twice = [one for one in read if one.id in found]
        errors += [
            CpteduError(
                f"{one.file}, line {one.line}: the id {one.id!r} is taken by {found[one.id].file}. Change one."
            )
            for one in twice
        ]
        if not twice:
            found |= {one.id: one for one in read}
    return CaseFolder(tuple(found.values()), tuple(errors))
