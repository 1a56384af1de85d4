"""What a form for a visit comes to: what to mend in it, what was typed where, and the claim in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cptedu.deciding import severity, verdict_shown
from cptedu.engine.coding import Worksheet
from cptedu.errors import CpteduError
from cptedu.explain import claim_as_html, counted, verdict_in_words
from cptedu.facts.regions import region, regions_of
from cptedu.model import Claim, Verdict
from cptedu.payers import payers
from cptedu.rules.diagnosis_in_force import diagnoses_in_force
from cptedu.visit.record import understood
from cptedu.visit_file import visit_from_dict

__all__ = [
    "any_day_and_payer",
    "claim_in_a_sentence",
    "claim_sheet",
    "known_regions",
    "one_place",
    "outcomes_of_services",
    "read_piece_by_piece",
    "services_of",
    "texts_held",
    "typed_in",
]

_GROUP_OF = {
    "adjusted": "adjusted",
    "findings": "adjusted",
    "diagnoses": "diagnoses",
    "part": "record",
    "abn": "record",
    "xray_on": "record",
    "evaluation": "evaluation",
}
_TYPED = frozenset(
    ("title", "activity", "deficit", "minutes", "muscle", "session_minutes", "started", "encounter")
)


def any_day_and_payer() -> dict[str, str]:
    """Give a day and a payer with which one piece of a form is read by itself; they decide nothing."""
    return {"date_of_service": "9999-12-31", "payer": next(iter(payers()))}


def read_piece_by_piece(given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Read a form piece by piece, each part of it by itself.

    Returns:
        What cannot be used, which keeps the visit from being coded; and what is not understood and will be asked about. Both
        by the part of the form that it stands in.
    """
    faults: dict[str, str] = {}
    unclear: dict[str, str] = {}
    missing = [
        words
        for key, words in (("date_of_service", "the date of service"), ("payer", "the payer"))
        if not given.get(key)
    ]
    if missing:
        faults["visit"] = f"Choose {' and '.join(missing)}. Neither is ever assumed."
    for key, value in given.items():
        pieces = [(_GROUP_OF.get(key, "visit"), value)]
        if key == "services":
            pieces = [(f"service-{at}", [one]) for at, one in enumerate(value)]
        for group, piece in pieces:
            try:
                read = visit_from_dict(any_day_and_payer() | {key: piece})
            except CpteduError as problem:
                faults.setdefault(group, re.sub(rf"^(Service 1: )?({key}: |regions: )?", "", str(problem)))
            else:
                for one in understood(read).not_understood:
                    unclear.setdefault(group, one.why)
    return faults, _diagnoses_to_look_at(given) | unclear


def _diagnoses_to_look_at(given: Mapping[str, Any]) -> dict[str, str]:
    """Say which diagnosis is not known, not complete, or not in force on the day of the visit; without a day nothing is."""
    day = {key: given[key] for key in ("date_of_service", "diagnoses") if given.get(key)}
    try:
        said = diagnoses_in_force(understood(visit_from_dict(any_day_and_payer() | day)))
    except CpteduError:
        return {}
    return {"diagnoses": f"{said[0].says} {said[0].fix}".strip()} if said and len(day) > 1 else {}


def one_place(before: Any, after: Any, at: tuple[str | int, ...] = ()) -> tuple[str | int, ...] | None:
    """Find the one place in which two forms differ; None when there are several."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        keys: list[str | int] = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        pairs = [(key, before.get(key), after.get(key)) for key in keys]
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = [(n, *both) for n, both in enumerate(zip(before, after, strict=True)) if both[0] != both[1]]
    else:
        return at
    return one_place(pairs[0][1], pairs[0][2], (*at, pairs[0][0])) if len(pairs) == 1 else None


def typed_in(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str | int, ...] | None:
    """Say into which text field something was typed; None when the change was another."""
    at = one_place(before, after)
    return at if at and (at[-1] in _TYPED or at[0] == "findings") else None


def claim_sheet(claim: Claim) -> str:
    """Tell a claim as HTML that is laid out by this widget's own stylesheet."""
    whole = re.sub(r"<style>.*?</style>", "", claim_as_html(claim, heading=4, alone=False), flags=re.DOTALL)
    return whole.replace('class="cptedu cptedu-card cptedu-claim"', 'class="claim-sheet"', 1)


def outcomes_of_services(sheet: Worksheet, claim: Claim) -> list[dict[str, str]]:
    """Say of each service what became of it."""
    outcomes = []
    for service in sheet.visit.services:
        left = next((item for item in claim.unbilled if item.service == service), None)
        numbers = {item.code for item in sheet.items if item.written == service}
        billed = max(
            (verdict_shown(one) for one in claim.lines if one.code in numbers), key=severity, default=None
        )
        verdict = left.verdict if left else billed or Verdict.NO_DATA
        words = verdict_in_words(verdict)
        where = "not billed" if left else "on the claim"
        outcomes.append(
            {"verdict": verdict.value, "says": where if words == "supported" else f"{where}: {words}"}
        )
    return outcomes


def claim_in_a_sentence(claim: Claim) -> str:
    """Say a claim so that it can be heard: lines first, then what is left off."""
    lines = [
        " ".join(
            filter(None, [line.code, " and ".join(line.modifiers) and f"with {' and '.join(line.modifiers)}"])
        )
        + f", {counted(line.units, 'unit')}"
        + ("" if verdict_shown(line) is Verdict.SUPPORTED else f", {verdict_in_words(verdict_shown(line))}")
        for line in claim.lines
    ]
    left = [f"{item.about}, {verdict_in_words(item.verdict)}" for item in claim.unbilled]
    said = f"On the claim: {'; '.join(lines) or 'nothing'}."
    return f"{said} Not billed: {'; '.join(left)}." if left else said


def texts_held(names: Any) -> list[str]:
    """Give what is a list of texts as one, and anything else as nothing."""
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def services_of(visit: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the services of a form, as far as they are ones."""
    listed = visit.get("services")
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def known_regions(names: Any) -> list[str]:
    """Give the regions of those names that are known."""
    return list(regions_of(name for name in texts_held(names) if _is_known(name)))


def _is_known(name: str) -> bool:
    try:
        region(name)
    except CpteduError:
        return False
    return True
