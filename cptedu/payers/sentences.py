"""Sentences that findings say for a payer: in plain words for any, in its own where its file has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["SENTENCES", "Sentence", "filled", "unknown_fields"]

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


SENTENCES: dict[str, Sentence] = {
    "not_covered": Sentence(
        "{Payer} does not pay {code}. {says}",
        "Tell the patient the price beforehand, and agree on it in writing.",
    ),
    "not_covered_line": Sentence(
        "{Payer} does not pay {code}; a line that is sent to be denied carries {marks}.{notice} {says}",
        "Tell the patient the price beforehand; send the line only if the patient wants the denial.",
        (*_NAMES, "marks", "notice"),
    ),
    "bundled": Sentence(
        "{Payer} pays nothing for {code} by itself: it is part of the other services. {says}",
        "Leave it off the claim.",
    ),
    "ask_about": Sentence(
        "Whether {payer} pays {code} by itself is in its contract. {says}",
        "Ask the payer before billing it.",
    ),
    "exchanged": Sentence(
        "{Payer} takes {new} in place of {old}. {says}", "Bill {new}.", (*_NAMES, "new", "old")
    ),
    "never_beside_adjustment": Sentence(
        "{Payer} never pays {code} on the day of an adjustment. {says}",
        "Leave it off the claim. Neither the region nor the date is changed to be paid.",
    ),
    "therapist": Sentence(
        "A therapist gave it. Whether {payer} takes {code} then is not settled by the note. {says}",
        "Ask in whose name it is billed, and under which plan of care.",
    ),
    "timed_units_a_visit": Sentence(
        "{Payer} pays at most {limit} timed units a visit; this claim has {count}. {says}",
        "Bill what was done, and tell the patient beforehand what is not paid. No minutes are moved to another day.",
        (*_NAMES, "limit", "count"),
    ),
    "therapy_codes_a_visit": Sentence(
        "{Payer} pays at most {limit} therapy codes a visit; this claim has {count}. {says}",
        "Bill what was done, and tell the patient beforehand what is not paid.",
        (*_NAMES, "limit", "count"),
    ),
    "visits_a_year": Sentence(
        "{Payer} pays at most {limit} visits a year, and one visit does not know which of them it is. {says}",
        "Count this year's visits before billing, those at other practices among them.",
        (*_NAMES, "limit"),
    ),
    "maintenance_not_paid": Sentence(
        "This is maintenance, which {payer} does not pay. {says}",
        "Tell the patient the price beforehand, and agree on it in writing.",
    ),
    "neurological_criteria": Sentence(
        "{Payer} pays {code} with a neurological diagnosis alone{but}",
        fields=(*_NAMES, "but"),
    ),
    "outside_neurological_criteria": Sentence(
        "{Payer} pays {code} with a neurological diagnosis alone. None of the diagnoses given is one. {says}",
        "Leave it off the claim, or ask for the payer's written criteria. Neither the diagnosis nor the code is changed to fit.",
    ),
    "zero_limit": Sentence(
        "{Payer}'s limit of 0 on {code} is its policy not to pay it, and no count of units.",
    ),
}
"""Every sentence that a payer's file may put in its own words."""


def filled(text: str, fields: Mapping[str, str]) -> str:
    """Put what is known into a sentence; braces around anything else stay as they are.

    >>> filled("{Payer} does not pay {code}.", {"Payer": "This payer", "code": "97010"})
    'This payer does not pay 97010.'
    """
    return " ".join(_FIELD.sub(lambda found: fields.get(found[1], found[0]), text).split())


def unknown_fields(text: str, sentence: Sentence) -> list[str]:
    """Name what stands in braces and is no field of the sentence."""
    return [name for name in _FIELD.findall(text) if name not in sentence.fields]
