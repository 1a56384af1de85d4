"""What the visit builder offers: every choice with the words for it, and the places to pick from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from cptedu.errors import CpteduError
from cptedu.facts.codes import Code, codes
from cptedu.facts.regions import place, places, region, regions
from cptedu.facts.tables import rows
from cptedu.learn.cases import case, cases
from cptedu.model import Service
from cptedu.payers import payer, payers
from cptedu.widgets.kit.plain import place_in_words

__all__ = ["chip_of", "choices"]

_EXAMPLES = (
    "mixed-desk-worker",
    "mixed-desk-worker-neck",
    "mixed-desk-worker-medicare",
    "mixed-desk-worker-neuro",
    "mixed-three-services",
    "mixed-new-injury",
    "mixed-full-spine-everything",
    "mixed-wellness-posture",
    "medicare-active",
)
_BY_PURPOSE = frozenset(("exercise", "self_care", "manual", "group"))
_NO_SERVICE = frozenset(("cmt_spinal", "cmt_extraspinal", "office_visit"))
_EXAMINATIONS = ("office_visit", "therapy_evaluation")
_KINDS_OF_CODE = {
    "modality_supervised": "Heat, traction, current: runs by itself",
    "modality_attended": "Ultrasound, current: the clinician stays",
    "testing": "Measured tests",
    "xray": "X-rays",
    "needling": "Dry needling",
    "acupuncture": "Acupuncture",
    "orthotic": "Orthoses and prostheses",
    "wheelchair": "Wheelchairs",
    "education": "Teaching",
    "cognitive": "Thinking skills",
    "office_visit": "Office visits",
    "therapy_evaluation": "A therapist's evaluation",
}
_CHOICES = {
    "care": (
        ("active", "active", "lasting improvement is expected"),
        ("maintenance", "maintenance", "keeps the patient as well as can be"),
    ),
    "course": (
        ("acute", "acute", "new, and expected to heal"),
        ("chronic", "chronic", "will not fully resolve, yet gain is expected"),
    ),
    "abn": (
        ("none", "none", "no notice was given"),
        ("required", "required", "the mandatory notice is signed and on file"),
        ("voluntary", "voluntary", "a courtesy notice about what is never covered"),
    ),
    "part": (
        ("P", "P", "pain or tenderness"),
        ("A", "A", "asymmetry or misalignment"),
        ("R", "R", "range of motion changed"),
        ("T", "T", "tissue or tone changed"),
    ),
    "contact": (
        ("one_on_one", "one on one", "the clinician with this patient alone"),
        ("group", "group", "two or more patients at once"),
        ("unattended", "unattended", "the patient worked alone"),
    ),
    "performed_by": (
        ("chiropractor", "chiropractor", ""),
        ("therapist", "licensed therapist", ""),
        ("unlicensed_assistant", "unlicensed assistant", ""),
    ),
}
_HINTS = {
    "adjusted": "Regions count, not bones. Left and right of one joint are one region.",
    "findings": "Once findings are given, a region without one does not count.",
    "deficit": "The finding that calls for it. Leave it empty when the note has none.",
    "code": "Such services have no purpose to record.",
    "diagnoses": "In claim order; the first is primary. None given is not the same as a wrong one.",
    "record": "P.A.R.T. is how an examination shows a subluxation: two of the four, one of them A or R.",
    "abn": "An advance beneficiary notice tells a Medicare patient that they may have to pay.",
    "separate": "Was it significant, and separate from the look before each adjustment?",
}


def _choice(value: str, word: str, says: str) -> dict[str, str]:
    return {"value": value, "word": word, "says": says}


def _example(name: str) -> dict[str, str]:
    found = case(name)
    return _choice(name, found.title, payer(found.visit.payer).label if found.visit else "")


def _code_choices(wanted: Iterable[Code]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, str]]] = {}
    for one in wanted:
        groups.setdefault(one.family, []).append(_choice(one.number, f"{one.number} · {one.label}", ""))
    return [{"label": _KINDS_OF_CODE.get(family, family), "choices": held} for family, held in groups.items()]


def _chip(name: str, word: str, says: str) -> dict[str, str]:
    return {"id": name, "word": word, "says": says}


@cache
def _chip_rows() -> tuple[dict[str, Any], ...]:
    """List the places to pick from, region by region: each bone of the spine, and the larger joints beyond it."""
    joints = {
        "pelvic": ("left sacroiliac", "right sacroiliac"),
        "head": ("TMJ",),
        "upper_extremities": ("shoulder", "elbow", "wrist", "hand"),
        "lower_extremities": ("hip", "knee", "ankle", "foot"),
        "rib_cage": ("rib shaft",),
    }
    made = []
    for one in regions():
        bones = [
            p for p in places() if p.region == one.name and re.fullmatch(r"[CTL]\d+|sacrum|coccyx", p.id)
        ]
        chips = [_chip(p.id, p.id, p.label) for p in bones]
        chips += [_chip(name, name, name) for name in joints.get(one.name, ())]
        word = place_in_words(one.name)
        whole = _chip(one.name, "whole region", f"{word}, no bone named")
        made.append(
            {"region": one.name, "word": word, "label": one.label, "kind": one.kind, "chips": [*chips, whole]}
        )
    return tuple(made)


def chip_of(name: str) -> str:
    """Give the chip that stands for a place as it was written; the name itself where no chip does.

    >>> chip_of("right C5"), chip_of("Left SI"), chip_of("left knee")
    ('C5', 'left sacroiliac', 'left knee')
    """
    listed: set[str] = {chip["id"] for row in _chip_rows() for chip in row["chips"]}
    try:
        found, whole = place(name), region(name)
    except CpteduError:
        return name
    if found is None:
        return whole.name
    side = next((side for side in ("left", "right") if side in name.lower()), "")
    main = next(p.id for p in places() if (p.label, p.region) == (found.label, found.region))
    spellings: list[str] = [f"{side} {main}".strip(), *([] if side else [main])]
    for spelling in spellings:
        if spelling in listed:
            return spelling
    return main if main in listed and found.region in {"cervical", "thoracic", "lumbar", "sacral"} else name


def choices() -> dict[str, Any]:
    """List everything that the form offers, each with the words for it.

    >>> choices()["care"][0]["says"]
    'lasting improvement is expected'
    """
    all_codes = codes().values()
    held = {one.id for one in cases(kind="visit")}
    return {
        "payers": [_choice(one.name, one.label, one.says) for one in payers().values()],
        **{name: [_choice(*one) for one in given] for name, given in _CHOICES.items()},
        "purposes": sorted(
            (
                _choice(row["purpose"], place_in_words(row["purpose"]), row["label"])
                for row in rows("purposes.csv")
            ),
            key=lambda one: one["word"],
        ),
        "regions": [_choice(one.name, place_in_words(one.name), one.label) for one in regions()],
        "chips": list(_chip_rows()),
        "services_by_code": _code_choices(
            one for one in all_codes if one.family not in _BY_PURPOSE | _NO_SERVICE | {"therapy_evaluation"}
        ),
        "examinations": _code_choices(one for one in all_codes if one.family in _EXAMINATIONS),
        "hints": _HINTS,
        "usual": {"performed_by": Service().performed_by},
        "examples": [_example(name) for name in _EXAMPLES if name in held],
    }
