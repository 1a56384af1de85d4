"""Sentences that findings say for a payer: in plain words for any, in its own where its file has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from cptedu.errors import CpteduError
from cptedu.facts.tables import document

__all__ = ["Sentence", "filled", "unknown_fields", "usual_sentences"]

FILE = "payer_sentences.toml"

_FIELD = re.compile(r"\{([^{}]*)\}")
_NAMES = ("payer", "Payer", "code", "says")


@dataclass(frozen=True)
class Sentence:
    """What a finding says, and advises.

    Attributes:
        says: the sentence, with fields such as ``{code}``.
        fix: the advice.
        fields: what may stand in braces.
    """

    says: str
    fix: str = ""
    fields: tuple[str, ...] = _NAMES


@cache
def usual_sentences() -> Mapping[str, Sentence]:
    """Give every sentence that a payer's file may put in its own words, by name (``data/payer_sentences.toml``).

    Raises:
        CpteduError: when the file of sentences is damaged.

    >>> usual_sentences()["bundled"].fix
    'Leave it off the claim.'
    """
    return {name: _sentence(name, given) for name, given in document(FILE).items()}


def _sentence(name: str, given: Any) -> Sentence:
    try:
        return Sentence(str(given["says"]), str(given.get("fix", "")), (*_NAMES, *given.get("fields", ())))
    except (AttributeError, KeyError, TypeError) as problem:
        raise CpteduError(f"{FILE}: [{name}] is no sentence ({problem}). Install cptedu again.") from None


def filled(text: str, fields: Mapping[str, str]) -> str:
    """Put what is known into a sentence; braces around anything else stay as they are.

    >>> filled("{Payer} does not pay {code}.", {"Payer": "This payer", "code": "97010"})
    'This payer does not pay 97010.'
    """
    parts = _parts(text)
    if len(parts) == 1:
        return parts[0]
    said = [fields.get(part, f"{{{part}}}") if at % 2 else part for at, part in enumerate(parts)]
    return " ".join("".join(said).split())


@lru_cache(maxsize=1_000)
def _parts(text: str) -> tuple[str, ...]:
    """Take a sentence apart: what stands between fields, and at every second place the name of one."""
    parts = tuple(_FIELD.split(text))
    return parts if len(parts) > 1 else (" ".join(text.split()),)


def unknown_fields(text: str, sentence: Sentence) -> list[str]:
    """Name what stands in braces and is no field of the sentence."""
    return [name for name in _FIELD.findall(text) if name not in sentence.fields]
