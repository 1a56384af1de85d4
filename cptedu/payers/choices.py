"""What a payer can choose: every choice with its kind, what holds where nobody says otherwise, and words for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from cptedu.errors import CpteduError
from cptedu.facts.code_groups import code_group
from cptedu.facts.tables import document

__all__ = ["KINDS", "NO_LIMIT", "Registered", "Value", "known_choices"]

Value: TypeAlias = str | bool | int | tuple[str, ...] | tuple[tuple[str, str], ...] | None

FILE = "payer_choices.toml"
NO_LIMIT = "no limit"
KINDS = {
    "word": "one of a few words",
    "yes or no": "true or false",
    "number": f'a whole number from 1 on, or "{NO_LIMIT}"',
    "codes": 'a list of codes, such as ["97010"]; [] for none',
    "modifiers": 'a list of modifiers, such as ["GY"]; [] for none',
    "exchange": 'a table of codes, such as { 97014 = "G0283" }; {} for none',
}


@dataclass(frozen=True)
class Registered:
    """A choice that a payer's file may hold.

    Attributes:
        name: the name of its table in the file.
        kind: a key of ``KINDS``.
        otherwise: what holds where the file does not say, unless a group is named.
        says: what is chosen, in plain words.
        accepted: each word that may be chosen, and what it means; for words alone.
        group: the group of codes (``data/code_groups.csv``) that holds where the file does not say.
    """

    name: str
    kind: str
    otherwise: Value
    says: str
    accepted: tuple[tuple[str, str], ...] = ()
    group: str = ""

    @property
    def default(self) -> Value:
        """Give what holds where the file does not say."""
        return code_group(self.group) if self.group else self.otherwise

    @property
    def words(self) -> tuple[str, ...]:
        """Give the words that may be chosen."""
        return tuple(word for word, _ in self.accepted)


@cache
def known_choices() -> Mapping[str, Registered]:
    """Give every choice that a payer's file may hold, by name (``data/payer_choices.toml``).

    Raises:
        CpteduError: when the file of choices is damaged.

    >>> known_choices()["unit_method"].default
    'cpt_per_code'
    """
    return {name: _registered(name, given) for name, given in document(FILE).items()}


def _registered(name: str, given: Any) -> Registered:
    try:
        kind, says, accepted = given["kind"], given["says"], given.get("accepted", {})
        group = given.get("group", "")
        otherwise = next(iter(accepted)) if accepted else None if group else _value(given["otherwise"])
        if kind not in KINDS or (kind == "word") is not bool(accepted):
            raise ValueError(kind)
        return Registered(name, kind, otherwise, says, tuple(accepted.items()), group)
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise CpteduError(f"{FILE}: [{name}] is no choice ({problem}). Install cptedu again.") from None


def _value(given: Any) -> Value:
    """Read what holds where no file says: a list or a table as it is compared, no limit as None."""
    if given == NO_LIMIT:
        return None
    if isinstance(given, Mapping):
        return tuple(given.items())
    return tuple(given) if isinstance(given, list) else given
