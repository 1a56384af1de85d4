"""What a payer can choose: every choice with its kind, what holds where nobody says otherwise, and words for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from cptedu.facts.code_groups import code_group

__all__ = ["CHOICES", "KINDS", "NO_LIMIT", "Registered", "Value"]

Value: TypeAlias = str | bool | int | tuple[str, ...] | tuple[tuple[str, str], ...] | None

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


def _word(name: str, says: str, **accepted: str) -> Registered:
    """Register a choice between words; the first of them is the default."""
    return Registered(name, "word", next(iter(accepted)), says, tuple(accepted.items()))


_REGISTERED = (
    _word(
        "unit_method",
        "How minutes become units.",
        cpt_per_code="each timed code is counted by itself",
        cms_total_time="all timed minutes together say how many units there are",
    ),
    Registered(
        "covers", "codes", (), "The codes that are paid, where they can be listed; [] where all may be."
    ),
    Registered("never_paid", "codes", (), "Codes that are never paid, whatever the record shows."),
    _word(
        "not_covered_lines",
        "What becomes of a service that is not paid but whose record holds up.",
        unbilled="it stays off the claim, with the reason",
        line="it may be sent as a line, to be denied",
    ),
    Registered("not_covered_modifiers", "modifiers", (), "Modifiers of a line that is sent to be denied."),
    Registered(
        "voluntary_notice_modifiers", "modifiers", (), "Modifiers of such a line with a voluntary notice."
    ),
    Registered("bundled", "codes", (), "Codes that are part of other services: never paid by themselves."),
    Registered("ask_about", "codes", (), "Codes of which the contract must be asked whether they are paid."),
    Registered("exchanged", "exchange", (), "Codes in whose place this payer takes another one."),
    Registered(
        "never_beside_adjustment", "codes", (), "Codes that are never paid on the day of an adjustment."
    ),
    Registered(
        "neurological_diagnosis_for", "codes", (), "Codes that are paid with a neurological diagnosis alone."
    ),
    _word(
        "adjustment_evidence",
        "What a spinal adjustment must be shown by.",
        none="nothing beyond the record of the adjustment",
        subluxation_and_part="a subluxation as first diagnosis, and P.A.R.T. or an x-ray",
    ),
    _word(
        "care_marks",
        "How active care is told from maintenance on the line of a spinal adjustment.",
        none="it is not",
        at_ga_gz="AT for active care; GA for maintenance with the notice signed, GZ without",
    ),
    _word(
        "maintenance",
        "Whether maintenance and wellness care is paid.",
        ask="the contract decides",
        paid="it is",
        not_paid="it is not",
    ),
    _word(
        "edits",
        "Whether NCCI's edits between codes are followed.",
        ncci="they are",
        unless_not_covered="they are, and touch no line that is not paid anyway",
        not_followed="they are not",
    ),
    _word(
        "same_region",
        "What becomes of 97112 and 97124 in a spinal region that was adjusted.",
        refused="they are part of the adjustment",
        cpt_assistant_2010="they need no separate region, by CPT Assistant",
    ),
    Registered(
        "distinct_service_modifier",
        "word",
        "59",
        "What marks a service in another region.",
        (("59", "distinct service"), ("XS", "separate structure; 59 on days before it existed")),
    ),
    Registered(
        "needs_51_on_98943", "yes or no", False, "Whether 98943 beside a spinal adjustment carries 51."
    ),
    _word(
        "unit_limits",
        "Whether CMS's limits of units a day hold.",
        cms="they do; a limit of 0 says nothing",
        cms_zero_is_not_paid="they do; a limit of 0 means that the code is not paid",
        none="they do not",
    ),
    Registered(
        "gp_on_therapy", "yes or no", False, "Whether therapy lines carry GP or GO, by the plan of care."
    ),
    Registered(
        "therapy_codes_too",
        "codes",
        (),
        "Codes that carry GP beside those that CMS lists as always therapy.",
        group="gp_beside_the_list_of_cms",
    ),
    Registered(
        "go_codes",
        "codes",
        (),
        "Therapy codes that carry GO, and never GP.",
        group="occupational_therapy",
    ),
    _word(
        "unlicensed_assistant",
        "One-on-one therapy that an unlicensed assistant gave.",
        ask="the state and the contract decide",
        not_supported="it is not paid",
    ),
    _word(
        "therapist",
        "Therapy that a licensed therapist gave.",
        covered="it is billed as the chiropractor's own",
        ask="whether it may be billed is asked",
    ),
    Registered("timed_units_a_visit", "number", None, "Timed units that are paid a visit."),
    Registered("therapy_codes_a_visit", "number", None, "Different therapy codes that are paid a visit."),
    Registered("visits_a_year", "number", None, "Visits that are paid a year."),
    _word(
        "multiple_procedure_reduction",
        "Whether later therapies of a day are paid less, as Medicare does.",
        not_known="nobody wrote it down",
        yes="they are",
        no="they are not",
    ),
    _word(
        "pays_by",
        "What sets the amounts.",
        contract="a contract with the practice",
        medicare_part_b="Medicare's fee schedule: 80 percent of it, less sequestration",
        patient="the practice's own charges, which the patient pays",
    ),
    Registered(
        "modifier_order",
        "modifiers",
        ("25", "59", "XE", "XP", "XS", "XU", "51", "AT", "GA", "GZ", "GP", "GO", "GX", "GY"),
        "The order of modifiers on a line; one that is not listed comes last.",
    ),
    Registered("diagnoses_a_claim", "number", 12, "Diagnoses that the claim form holds."),
    Registered("pointers_a_line", "number", 4, "Diagnoses that one line points to."),
)

CHOICES: dict[str, Registered] = {one.name: one for one in _REGISTERED}
"""Every choice, by name."""
