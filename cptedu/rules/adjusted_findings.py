"""Which adjusted regions the record bears out."""

from __future__ import annotations

from typing import NamedTuple

from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import FoundThere, Record

__all__ = ["BorneOut", "adjusted_findings", "unsupported_adjustment"]

SOURCES = ("aapc-cmt-51", "chiropub-2006", "cms-100-02-ch15-240.1.2")
RULE = "adjusted_findings"
ELEMENT = "findings"


class BorneOut(NamedTuple):
    """What the findings of a visit say of its adjusted regions.

    Attributes:
        regions: the adjusted regions that count towards the level.
        findings: what was found there, and which regions do not count.
        unclear: the adjusted regions that words which may or may not be a finding keep from counting.
    """

    regions: tuple[str, ...]
    findings: tuple[Said, ...] = ()
    unclear: tuple[str, ...] = ()


def adjusted_findings(record: Record) -> BorneOut:
    """Keep the adjusted regions that have a finding, where the visit records findings at all.

    A positive sign in words is enough, such as "tender, restricted in left rotation". "Normal", "see note" and the like are
    none; words that may be either, and what is only suspected, are asked about.

    Args:
        record: the visit as understood.

    Returns:
        The regions that count towards the level, and what is to be said of the others.

    Source: AAPC and Chiropub on support for each region; CMS Benefit Policy Manual, chapter 15, section 240.1.2.

    >>> seen = {"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5", "L4"]}
    >>> adjusted_findings(Record.from_dict(seen | {"findings": {"C5": "tender", "lumbar": "normal"}})).regions
    ('cervical',)
    """
    if record.found is None:
        return BorneOut(record.adjusted.regions)
    by_region = {
        name: [one for one in record.found if one.region == name] for name in record.adjusted.regions
    }
    kept = tuple(name for name, held in by_region.items() if _has(held, "positive"))
    said = [_borne_out([one for name in kept for one in by_region[name]])] if kept else []
    unclear = [name for name, held in by_region.items() if name not in kept and _has(held, "unclear")]
    silent = [name for name in by_region if name not in kept and name not in unclear]
    if unclear:
        said.append(_unclear(record, unclear, [one for name in unclear for one in by_region[name]]))
    if silent:
        said.append(_without(record, silent, [one for name in silent for one in by_region[name]]))
    said += [_elsewhere(one) for one in record.found if one.region is None]
    return BorneOut(kept, tuple(said), tuple(unclear))


def _has(held: list[FoundThere], state: str) -> bool:
    return any(one.sign.state == state for one in held)


def _used(held: list[FoundThere]) -> tuple[str, ...]:
    return tuple(f"{ELEMENT}.{one.name}" for one in held)


def _quoted(held: list[FoundThere]) -> str:
    return "; ".join(f"{one.name.replace('_', ' ')}: {one.sign.quoted!r}" for one in held if one.sign.quoted)


def _borne_out(held: list[FoundThere]) -> Said:
    says = f"Found where it was adjusted: {_quoted(held)}."
    return Said(RULE, Verdict.SUPPORTED, says, SOURCES, used=_used(held))


def _asked(says: str, fix: str, used: tuple[str, ...], bones: tuple[str, ...] = ()) -> Said:
    """Ask about a region; the line stands without it whatever the answer."""
    numbers = (("adjusted", ", ".join(bones)),) if bones else ()
    return Said(RULE, Verdict.ASK, says, SOURCES, fix=fix, either_way=True, used=used, numbers=numbers)


def _bones(record: Record, regions: list[str]) -> tuple[str, ...]:
    return tuple(bone for one in regions for bone in sorted(set(record.adjusted.named(one))))


def _unclear(record: Record, unclear: list[str], held: list[FoundThere]) -> Said:
    return _asked(
        f"Whether this is a finding is not clear: {_quoted(held)}. Until it is told, the region does not count.",
        "Ask what was found there: pain or tenderness, asymmetry, loss of motion, or a change of tissue.",
        ("adjusted", *_used(held)),
        _bones(record, unclear),
    )


def _without(record: Record, silent: list[str], held: list[FoundThere]) -> Said:
    named = ", ".join(name.replace("_", " ") for name in silent)
    words = _quoted(held)
    return _asked(
        f"Adjusted without a recorded finding: {named}. Such a region does not count towards the level."
        + (f" The note has these words, which are none ({words})." if words else ""),
        "Ask whether something was found there. What was found is recorded; nothing is added to reach a level.",
        ("adjusted", *_used(held)),
        _bones(record, silent),
    )


def _elsewhere(one: FoundThere) -> Said:
    return _asked(
        f"The findings name {one.name!r}, and in which region that lies is not known.",
        "Ask where it was found, by the bone or the region.",
        _used([one]),
    )


def unsupported_adjustment(number: str, *, unclear: bool = False) -> Said:
    """Refuse an adjustment code when findings are recorded and none lies in an adjusted region.

    Args:
        number: the code that the adjusted regions would make.
        unclear: True when words that may be a finding are what is left.

    Returns:
        ``not_supported``, or ``ask`` where the words may be a finding.

    Source: as for ``adjusted_findings``.
    """
    if unclear:
        return Said(
            RULE,
            Verdict.ASK,
            f"Whether anything was found in the regions adjusted for {number} is not clear from the words of the note.",
            SOURCES,
            code=number,
            fix="Ask what was found there. Only what was found may be written.",
            used=("adjusted",),
        )
    return Said(
        RULE,
        Verdict.NOT_SUPPORTED,
        f"None of the regions adjusted for {number} has a recorded finding, so nothing supports the code.",
        SOURCES,
        code=number,
        fix="Leave it off the claim unless the record already holds what was found there.",
        used=("adjusted",),
    )
