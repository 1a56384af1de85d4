"""The payers that are known: those that are shipped, and those that were loaded in this session."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cptedu.errors import CpteduError, unknown
from cptedu.facts.tables import data_folder, document
from cptedu.files import read_toml
from cptedu.payers.profile import Payer
from cptedu.payers.reading import read_payer

__all__ = ["first_payers", "load_payer", "loaded_payers", "payer", "payers", "take_payers"]

_added: dict[str, Payer] = {}
_OF_ONES_OWN = (
    "A payer of your own is a TOML file: a deck names it under payers, a command by --payer-file, and Python"
    " by load_payer."
)


@cache
def _shipped() -> dict[str, Payer]:
    left = {path.name: document(f"payers/{path.name}") for path in (data_folder() / "payers").glob("*.toml")}
    read: dict[str, Payer] = {}
    while left:
        # A file that is like another one is read after it; one that is like nobody is refused by the reader.
        ready = [name for name, given in left.items() if given.get("like", "") in {"", *read}] or list(left)
        for file in sorted(ready):
            made = read_payer(left.pop(file), file, read)
            read[made.name] = made
    return read


def payers() -> dict[str, Payer]:
    """Give every payer profile, by name: the shipped ones and those that were loaded.

    >>> "medicare" in payers()
    True
    """
    return _shipped() | _added


def payer(name: str) -> Payer:
    """Look a payer profile up.

    Args:
        name: its name, such as ``"medicare"``.

    Returns:
        The profile.

    Raises:
        CpteduError: when there is none of that name; the message lists those there are.

    >>> payer("medicare").label
    'Medicare Part B'
    """
    held = (_added.get(name) or _shipped().get(name)) if isinstance(name, str) else None
    if held is None:
        raise unknown("payer", name, payers(), advice=_OF_ONES_OWN)
    return held


def first_payers() -> tuple[str, ...]:
    """Name the payers that an instrument shows before anybody chose, in the order that their files give.

    >>> first_payers()[0]
    'commercial_ncci'
    """
    placed = [one for one in _shipped().values() if one.shown is not None]
    return tuple(one.name for one in sorted(placed, key=lambda one: (one.shown or 0, one.name)))


def load_payer(path: str | Path) -> Payer:
    """Read a payer profile from a TOML file, and make it known under its name for this session.

    Args:
        path: the file. It holds ``name``, ``label``, ``says`` and a table for each choice that is not the default;
            ``like = "commercial_ncci"`` takes every choice that is not written from that profile.

    Returns:
        The profile.

    Raises:
        CpteduError: for anything that cannot be used, naming the file, the key, and what is accepted.
    """
    given = read_toml(path, "payer file")
    place = Path(path)
    made = read_payer(given, place.name, payers())
    if made.name in _shipped():
        raise CpteduError(
            f"{place.name}: name = {made.name!r} is a shipped profile. Give yours a name of its own."
        )
    _added[made.name] = made
    return made


def loaded_payers() -> tuple[Payer, ...]:
    """Give the payers that were loaded in this session, as another process takes them."""
    return tuple(_added.values())


def take_payers(profiles: tuple[Payer, ...]) -> None:
    """Make payers known that another process has loaded."""
    _added.update({one.name: one for one in profiles})
