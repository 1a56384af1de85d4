"""Payers: named, dated sets of sourced choices, one TOML file each, and what a payer can choose."""

from __future__ import annotations

from cptedu.payers.choices import Registered, Value, known_choices
from cptedu.payers.known import first_payers, load_payer, loaded_payers, payer, payers, take_payers
from cptedu.payers.profile import Choice, Payer
from cptedu.payers.sentences import Sentence, usual_sentences

__all__ = [
    "Choice",
    "Payer",
    "Registered",
    "Sentence",
    "Value",
    "first_payers",
    "known_choices",
    "load_payer",
    "loaded_payers",
    "payer",
    "payers",
    "take_payers",
    "usual_sentences",
]
