"""A claim file in X12 form (837P) as rows: one for each service line, with the claim, the patient and the payer around it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cptedu.errors import CpteduError

if TYPE_CHECKING:
    from pyx12.segment import Segment

__all__ = ["X12Lines", "looks_like_x12", "x12_lines"]

_BEGINS = re.compile(r"\s*(?:ISA[^A-Za-z0-9\s,;]|(?:GS|ST|BHT|HL|CLM|LX)\*)")
_ENVELOPE = "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260101*0000*^*00501*000000001*0*T*:~"
"""What a part of a file lacks before its first segment, with the separators that such parts have."""
_VOID, _REPLACES = "8", "7"
_SUBSCRIBER, _DEPENDENT = "22", "23"
_DAY_OF_SERVICE = "472"
_DIAGNOSES = frozenset({"ABK", "ABF", "BK", "BF"})
_MOST_DIAGNOSES = 12
_OTHER_FORMS = {
    "SV2": "an institutional claim (837I)",
    "SV3": "a dental claim (837D)",
    "CLP": "a remittance (835)",
}


@dataclass(frozen=True)
class X12Lines:
    """The service lines of a claim file.

    Attributes:
        rows: for each line the number of the segment at which it begins, and what it says by the names of columns.
        told: what had to be assumed, as sentences.
    """

    rows: tuple[tuple[int, Mapping[str, str]], ...]
    told: tuple[str, ...]


def looks_like_x12(text: str) -> bool:
    """Say whether a text begins as a claim file in X12 form does, or a part of one.

    >>> looks_like_x12("CLM*C77*159***11:B:1~"), looks_like_x12("Claim,Code")
    (True, False)
    """
    return _BEGINS.match(text) is not None


def x12_lines(name: str, text: str) -> X12Lines:
    """Read the service lines of a claim file.

    Args:
        name: the file's name, for messages.
        text: what it holds; a part without its envelope will do.

    Returns:
        The professional service lines.

    Raises:
        CpteduError: when it cannot be read, or holds no professional claim; nothing that it holds is repeated.
    """
    reading = _Reading()
    for number, segment in enumerate(_segments(name, text), 1):
        reading.take(number, segment)
    if not reading.rows:
        other = next((f" It is {form}." for mark, form in _OTHER_FORMS.items() if mark in reading.seen), "")
        raise CpteduError(
            f"{name} holds no professional service line (SV1).{other} Give the professional claims (837P)."
        )
    told = (
        "A claim file has no rows: what is called a row is the number of the segment (SV1) at which a line begins.",
        *(
            [
                f"Claims that replace earlier ones: {reading.replacing}. An earlier one that stands here too is counted as well."
            ]
            if reading.replacing
            else []
        ),
    )
    return X12Lines(tuple(reading.rows), told)


def _segments(name: str, text: str) -> Iterator[Segment]:
    try:
        from pyx12.x12file import X12Reader  # noqa: PLC0415  (an extra, for this form alone)
    except ImportError:
        raise CpteduError(
            f"{name} is a claim file in X12 form (837). Reading one needs the package pyx12: pip install 'cptedu[x12]'; or have"
            " your program export the service lines as CSV."
        ) from None
    whole = text.lstrip()
    is_part = not whole.startswith("ISA")
    try:
        with X12Reader(io.StringIO(f"{_ENVELOPE}\n{whole}" if is_part else whole)) as reader:
            segments = iter(reader)
            if is_part:
                next(segments)
            yield from segments
    except Exception:  # a damaged file makes the reader fail in any way; its own words may quote a segment
        raise CpteduError(
            f"{name} cannot be read as a claim file in X12 form. Is it whole, from ISA to IEA, as it was sent?"
        ) from None


@dataclass
class _Reading:
    """What the segments so far said; a service line takes what stands around it."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    replacing: int = 0
    _around: dict[str, str] = field(default_factory=dict)
    _member: str = ""
    _billing: str = ""
    _in_claim: bool = False
    _line: dict[str, str] | None = None

    def take(self, number: int, segment: Segment) -> None:
        """Take the next segment."""
        mark = segment.get_seg_id() or ""
        self.seen.add(mark)
        if mark == "HL":
            self._level(_at(segment, "HL03"))
        elif mark == "NM1":
            self._named(_at(segment, "NM101"), segment)
        elif mark == "CLM":
            self._claim(segment)
        elif mark == "HI":
            self._diagnosed(segment)
        elif mark == "LX":
            self._line = None
            self._around["Line number"] = _at(segment, "LX01")
        elif mark == "SV1":
            self._line = self._around | _service(segment)
            self.rows.append((number, self._line))
        elif mark == "DTP" and _at(segment, "DTP01") == _DAY_OF_SERVICE and self._line is not None:
            first, _, last = _at(segment, "DTP03").partition("-")
            self._line |= {"Date of service": first, "Through date": last}

    def _level(self, level: str) -> None:
        self._in_claim, self._line = False, None
        if level == _SUBSCRIBER:
            self._around, self._member = {}, ""
        elif level == _DEPENDENT:
            self._around.pop("Patient", None)
        else:
            self._around, self._billing = {}, ""

    def _named(self, whose: str, segment: Segment) -> None:
        names = [_at(segment, f"NM1{at:02}") for at in (3, 4, 5, 9)]
        told = " ".join(filter(None, names))
        if whose == "IL" and not self._in_claim:
            self._member = _at(segment, "NM109")
            self._around["Patient"] = told
        elif whose == "QC":
            self._around["Patient"] = " ".join(filter(None, (told, self._member)))
        elif whose == "PR" and not self._in_claim:
            self._around["Payer"] = _at(segment, "NM103") or _at(segment, "NM109")
        elif whose == "85":
            self._billing = told
        elif whose == "82":
            held = self._around if self._line is None else self._line
            held["Rendering provider"] = told

    def _claim(self, segment: Segment) -> None:
        self._in_claim, self._line = True, None
        kept = {name: self._around.get(name, "") for name in ("Patient", "Payer")}
        frequency = _at(segment, "CLM05-3")
        self.replacing += frequency == _REPLACES
        self._around = kept | {
            "Claim number": _at(segment, "CLM01"),
            "Void": "yes" if frequency == _VOID else "",
            "Rendering provider": self._billing,
        }

    def _diagnosed(self, segment: Segment) -> None:
        for at in range(1, _MOST_DIAGNOSES + 1):
            if _at(segment, f"HI{at:02}-1") in _DIAGNOSES:
                held = sum(name.startswith("DX") for name in self._around)
                self._around[f"DX{held + 1}"] = _at(segment, f"HI{at:02}-2")


def _service(segment: Segment) -> dict[str, str]:
    modifiers = (_at(segment, f"SV101-{at}") for at in range(3, 7))
    return {
        "Code": _at(segment, "SV101-2"),
        "Modifiers": " ".join(filter(None, modifiers)),
        "Units": _at(segment, "SV104"),
        "Unit of measure": _at(segment, "SV103"),
        "Date of service": "",
        "Through date": "",
    }


def _at(segment: Segment, place: str) -> str:
    return str(segment.get_value(place) or "").strip()
