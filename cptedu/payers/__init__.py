"""Payers: named, dated sets of sourced choices, one TOML file each, and what a payer can choose."""

from __future__ import annotations

from cptedu.payers.choices import CHOICES, Registered, Value
from cptedu.payers.known import first_payers, load_payer, payer, payers
from cptedu.payers.profile import Choice, Payer
from cptedu.payers.sentences import SENTENCES, Sentence

__all__ = [
    "CHOICES",
    "SENTENCES",
    "Choice",
    "Payer",
    "Registered",
    "Sentence",
    "Value",
    "first_payers",
    "load_payer",
    "payer",
    "payers",
]
