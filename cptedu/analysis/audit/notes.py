"""Notes that lie beside a log: each joined to its visit, and the claim held against what was written down.

A file of notes has a visit a line (JSON lines): the keys of a visit file, and ``of``, which names the patient or the visit as the
log does. A folder of visit files will do, each named by it: ``C00017_2026-03-04.toml``. What the names say goes into no result.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from cptedu.analysis.audit.judged import Judged
from cptedu.analysis.audit.log_rows import SetAside
from cptedu.analysis.audit.row_reader import ServiceRow
from cptedu.analysis.audit.untold_marks import MODIFIERS
from cptedu.analysis.audit.visits import LoggedVisit
from cptedu.engine.proposal import ProposedLine
from cptedu.engine.review import review_claim
from cptedu.errors import CpteduError
from cptedu.explain import counted
from cptedu.files import read_bytes, read_toml
from cptedu.model import Finding, Verdict, Visit
from cptedu.payers import payers

__all__ = [
    "DIFFERENCES",
    "FITS_NONE",
    "FITS_SEVERAL",
    "NO_NOTES",
    "OF_TIMES",
    "Difference",
    "Notes",
    "against_note",
    "differences",
    "joined_notes",
    "looks_like_notes",
]

DIFFERENCES = {
    "not_documented": "billed, and the note does not bear it out",
    "left_open": "billed, and the note leaves it open",
    "otherwise": "billed otherwise than documented: units or modifiers",
    "not_billed": "documented, and not billed",
}
"""What may lie between a claim and its note, in words."""
OF_TIMES = {"minutes": "the log tells other minutes than the times beside it"}
"""What a table of times may show beside that."""
_DAY = "date_of_service"
NOT_IN_RECORD = "not_in_record"
LEFT_OFF = "left_off"
LARGEST = 500_000_000
OF = "of"
_BEFORE = b"\xef\xbb\xbf \t"
FITS_NONE = "no visit of this log has its patient, or its id, on its date"
FITS_SEVERAL = "more than one visit of this log has its patient on its date"
NO_NOTES = (
    "Notes have a visit in a line, as in"
    ' {"of": "C00017", "date_of_service": "2026-03-04", "adjusted": ["C5"], "services": []}.'
)
_FORM = "it is not in the form of a visit file"


@dataclass(frozen=True)
class Difference:
    """One difference between a claim and its note.

    Attributes:
        kind: one of ``DIFFERENCES``, or of ``OF_TIMES``.
        code: the code concerned; empty where it is the claim as a whole.
        verdict: what the rules say.
        says: the reason.
        fix: what follows from it, where something does.
        sources: ids of the passages on which it rests.
    """

    kind: str
    code: str
    verdict: Verdict
    says: str
    fix: str
    sources: tuple[str, ...]

    @property
    def what(self) -> str:
        """Say what lies between, in words."""
        return {**DIFFERENCES, **OF_TIMES}[self.kind]


@dataclass(frozen=True)
class Notes:
    """The notes beside a log.

    Attributes:
        visits: for each number of a visit of the log its note; a visit without one is not in it.
        set_aside: notes that belong to no visit of this log or cannot be read: their line or place, and why.
        count: how many notes there are.
    """

    visits: Mapping[int, Visit] = field(default_factory=dict)
    set_aside: tuple[SetAside, ...] = ()
    count: int = 0

    name = "notes"
    one = "note"
    told = ()

    @property
    def belong(self) -> str:
        """Say how many belong to a visit, without the stop at the end."""
        return f"{len(self.visits)} of {counted(self.count, 'note')} belong to a visit of this log"


def against_note(
    visit: Visit, lines: Iterable[ProposedLine], *, has_marks: bool = True
) -> tuple[Difference, ...]:
    """Hold a claim against the note of its visit, and name what lies between them.

    Args:
        visit: the visit as it was written down.
        lines: the claim: code, units, modifiers.
        has_marks: whether the modifiers that were billed are known; where not, none is said to lack.

    Returns:
        Each difference; none where the note bears the claim out and nothing was left off.

    Source: each finding of the review names its own.

    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5"]})
    >>> [(one.kind, one.code) for one in against_note(visit, [("98941", 1, ())])]
    [('not_documented', '98941')]
    """
    review = review_claim(visit, lines)
    asked = {one.code for one in (*review.unknown, *review.wrong) if one.verdict is Verdict.ASK and one.code}
    found = [
        _difference(_kind(one, asked), one)
        for one in (*review.wrong, *review.disputed)
        if has_marks or one.rule != MODIFIERS
    ]
    found += [_difference("not_billed", one) for one in review.missing]
    return tuple(found)


def _kind(finding: Finding, asked: Collection[str]) -> str:
    if finding.rule != NOT_IN_RECORD:
        return "otherwise"
    return "left_open" if finding.code in asked else "not_documented"


def _difference(kind: str, finding: Finding) -> Difference:
    sources = tuple(one.id for one in finding.citations)
    return Difference(kind, finding.code or "", finding.verdict, finding.says, finding.fix, sources)


def differences(visit: LoggedVisit, judged: Judged | None, note: Visit) -> tuple[Difference, ...]:
    """Hold one visit of a log against its note; who pays is what was said of the log.

    Args:
        visit: the visit of the log.
        judged: what its claim decides, which has the units of lines that tell minutes.
        note: the note.

    Returns:
        The differences; none where the visit is not judged.
    """
    if visit.claim is None:
        return ()
    units = dict(judged.units) if judged else {}
    lines: list[ProposedLine] = [
        (code, units.get(code, 1) if count is None else count, modifiers)
        for code, count, modifiers, _ in visit.claim.lines
    ]
    has_marks = judged is None or MODIFIERS not in judged.not_told
    told = visit.claim.diagnoses if note.diagnoses is None else note.diagnoses
    return against_note(replace(note, payer=visit.claim.payer, diagnoses=told), lines, has_marks=has_marks)


def joined_notes(
    path: str | Path | None, services: Sequence[ServiceRow], visits: Sequence[LoggedVisit]
) -> Notes:
    """Read notes and join each to its visit: by the patient and the date, or by the visit's own id.

    Args:
        path: the file or the folder; None where there is none.
        services: the services as they were read, with what tells whose they were.
        visits: the visits.

    Returns:
        The notes. One that fits no visit, or more than one, is set aside with the reason.

    Raises:
        CpteduError: when the file or the folder cannot be read.
    """
    if path is None:
        return Notes()
    by_name = _by_name(services, visits)
    # Who pays is what was said of the log: a note need not say it, nor say it by a name that is known here.
    payer = next((one.claim.payer for one in visits if one.claim is not None), next(iter(payers())))
    joined: dict[int, Visit] = {}
    aside: list[SetAside] = []
    count = 0
    for count, (name, written) in enumerate(_written(Path(path)), 1):
        try:
            note = Visit.from_dict({**written, "payer": payer}) if written is not None else None
        except CpteduError:
            note = None
        if note is None:
            aside.append(SetAside(count, _FORM + _by_key(written, payer)))
            continue
        reason, number = _fitting(note, name, by_name, joined)
        if reason:
            aside.append(SetAside(count, reason))
        else:
            joined[number] = note
    return Notes(joined, tuple(aside), count)


def _by_key(written: Mapping[str, Any] | None, payer: str) -> str:
    """Name the first key of a visit file at which a note cannot be read; one that is none may be anything, and is not named."""
    if not written:
        return ""
    if not isinstance(written.get(_DAY), str | date):
        return f": look at {_DAY}"
    keys = [one for one in Visit.__dataclass_fields__ if one in written and one != "payer"]
    if len(keys) < len(written) - ("payer" in written):
        return ": it has a key that no visit file has"
    held: dict[str, Any] = {"payer": payer, _DAY: written[_DAY]}
    for key in (_DAY, *keys):
        try:
            Visit.from_dict(held | {key: written[key]})
        except CpteduError:
            return f": look at {key}"
    return ""


def _fitting(
    note: Visit,
    name: str,
    by_name: Mapping[tuple[str, date], list[int]],
    joined: Mapping[int, Visit],
) -> tuple[str, int]:
    """Find the visit of a note: the reason why there is none, or its number."""
    found = by_name.get((name, note.date_of_service), [])
    if not found:
        return FITS_NONE, 0
    if len(found) > 1:
        return FITS_SEVERAL, 0
    return ("a note of the same visit was read before", 0) if found[0] in joined else ("", found[0])


def _by_name(
    services: Sequence[ServiceRow], visits: Sequence[LoggedVisit]
) -> Mapping[tuple[str, date], list[int]]:
    """List for each name and date the visits that bear it."""
    whose = {(one.row, one.place): (*(one.patient or ()), *(one.visit or ())) for one in services}
    found: dict[tuple[str, date], list[int]] = {}
    for visit in visits:
        names = {name for one in visit.services for name in whose[one.row, one.place] if name}
        for name in names:
            found.setdefault((name, visit.on), []).append(visit.number)
    return found


def _written(path: Path) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Give what each note is named by and what stands in it; None where that cannot be read."""
    if path.is_dir():
        for file in sorted(path.glob("*.toml")):
            try:
                written = read_toml(file, "note")
            except CpteduError:
                yield "", None
                continue
            yield file.stem.removesuffix(str(written.get("date_of_service", ""))).rstrip(" _-"), written
        return
    yield from map(_of_line, _lines(path))


def looks_like_notes(path: Path) -> bool:
    """Say whether a file has a visit in some line, or nothing at all; what is neither is a table."""
    lines = _lines(path)
    return not lines or any(one.lstrip(_BEFORE).startswith(b"{") for one in lines)


def _lines(path: Path) -> list[bytes]:
    return [one for one in read_bytes(path, "file of notes", largest=LARGEST).splitlines() if one.strip()]


def _of_line(line: bytes) -> tuple[str, dict[str, Any] | None]:
    try:
        held = json.loads(line)
    except (ValueError, RecursionError):
        return "", None
    if not isinstance(held, dict):
        return "", None
    return str(held.pop(OF, "")), held
