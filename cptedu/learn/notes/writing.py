"""A note written from a visit: sentences in a voice, and of each what it carries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from cptedu.facts.codes import code
from cptedu.facts.diagnoses import diagnoses_in_words
from cptedu.facts.regions import PlaceError, region_of
from cptedu.learn.notes.complaints import body_parts, trend_of
from cptedu.learn.notes.elements import without
from cptedu.learn.notes.measures import in_pounds_and_inches
from cptedu.learn.notes.voices import SECTIONS, Pattern, Voice, voice_named
from cptedu.learn.questions import Note
from cptedu.learn.stream import IntegerStream
from cptedu.model import Service, Visit
from cptedu.payers import payer

__all__ = ["Sentence", "WrittenNote", "write_note"]

Field = tuple[str, tuple[str, ...]]
"""The words for something, and the elements of the visit that they carry."""

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_FIELD = re.compile(r"\{(\w+)\}")
_DEFICIT = re.compile(r"services\[(\d+)\]\.deficit")
_AT_HOME = "home"
_MEASURED_IN = "O"


@dataclass(frozen=True)
class Sentence:
    """A sentence of a note.

    Attributes:
        section: S, O, A or P.
        text: its words.
        carries: the elements of the visit that it tells, such as ``"services[1].minutes"``; none where it tells nothing
            that bears on the claim.
    """

    section: str
    text: str
    carries: tuple[str, ...]


@dataclass(frozen=True)
class WrittenNote:
    """A note as a clinic writes it.

    Attributes:
        voice: who writes so.
        seed: the number from which it was written.
        sentences: its sentences, in order.
        visit: the visit as the note tells it, without what was left out.
        left_out: the elements that it does not tell.
    """

    voice: Voice
    seed: int
    sentences: tuple[Sentence, ...]
    visit: Visit
    left_out: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """Give the whole note, a section a paragraph."""
        return "\n".join(f"{heading} {words}" for heading, words in self.paragraphs)

    @property
    def paragraphs(self) -> tuple[tuple[str, str], ...]:
        """Give each section that has a sentence, as its heading and its words."""
        return tuple(
            (self.voice.sections[section], " ".join(one.text for one in held))
            for section in SECTIONS
            if (held := [one for one in self.sentences if one.section == section])
        )

    def that_carry(self, element: str) -> tuple[Sentence, ...]:
        """Give the sentences that tell an element; none where the note leaves it out.

        Args:
            element: its name, as ``elements_told`` or the ``used`` of a finding gives it.
        """
        name = re.sub(r"^(diagnoses|adjusted)\[\d+\]$", r"\1", element)
        return tuple(one for one in self.sentences if name in one.carries)


def write_note(
    told: Visit | Note, *, voice: str | Voice = "older_doctor", seed: int = 0, leave_out: Iterable[str] = ()
) -> WrittenNote:
    """Write the note of a visit as a clinic would: S, O, A and P, abbreviations, and much that does not matter.

    Args:
        told: the visit, or a drawn note with what it says besides.
        voice: one of ``voices()``, or one that ``load_voice`` read.
        seed: a whole number; the same one gives the same note on every machine.
        leave_out: elements that the note does not tell, such as ``"services[1].deficit"``.

    Returns:
        The note. What is left out of its words is left out of its ``visit`` too, so that the rules may be asked about it.

    Raises:
        CpteduError: for a voice that does not exist, or an element that the visit does not hold.

    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5", "T4"]})
    >>> note = write_note(visit, seed=1)
    >>> [one.text for one in note.that_carry("adjusted")]
    ['HVLA C5, T4.']
    >>> write_note(visit, leave_out=["adjusted"]).that_carry("adjusted")
    ()
    """
    speaker = voice_named(voice) if isinstance(voice, str) else voice
    note = told if isinstance(told, Note) else Note(told)
    left_out = tuple(dict.fromkeys(each for one in leave_out for each in _written_together(note.visit, one)))
    visit = note.visit
    for element in left_out:
        visit = without(visit, element)
    stream = IntegerStream(f"cptedu note {speaker.name} {seed}")
    sentences = tuple(_sentences(speaker, stream, visit, note))
    return WrittenNote(speaker, seed, sentences, visit, left_out)


def _written_together(visit: Visit, element: str) -> Iterator[str]:
    """Name what is left out with an element: a finding on which two services stand is written once, and is missing for both."""
    yield element
    found = _DEFICIT.fullmatch(element)
    if found is None or int(found[1]) > len(visit.services):
        return
    said = visit.services[int(found[1]) - 1].deficit
    for n, one in enumerate(visit.services, start=1):
        if one.deficit == said and n != int(found[1]):
            yield f"services[{n}].deficit"


def _sentences(voice: Voice, stream: IntegerStream, visit: Visit, note: Note) -> Iterator[Sentence]:
    whole = _of_visit(voice, visit, note)
    trend = trend_of(voice, stream, note.visit)
    each = [
        _of_service(voice, n, one, note) | {"date": whole["date"]} for n, one in enumerate(visit.services)
    ]
    for section in SECTIONS:
        said: dict[str, Sentence] = {}
        patterns = [one for one in voice.sentences if one.section == section]
        for about, run in groupby(patterns, key=lambda one: one.about):
            held = list(run)
            for fields in [whole] if about == "visit" else each:
                for n, one in enumerate(_said(voice, stream, held, fields, note, trend)):
                    # What was measured is written once, also where two services stand on it.
                    key = one.text if section == _MEASURED_IN else f"{len(said)} {n}"
                    before = said[key].carries if key in said else ()
                    said[key] = replace(one, carries=tuple(dict.fromkeys((*before, *one.carries))))
        yield from said.values()


def _said(
    voice: Voice,
    stream: IntegerStream,
    patterns: list[Pattern],
    fields: Mapping[str, Field],
    note: Note,
    trend: str,
) -> Iterator[Sentence]:
    for pattern in patterns:
        # A number is drawn whatever is told, so that what is left out changes no other sentence.
        chosen = stream.some_of(pattern.says, pattern.some)
        if (pattern.beside_pain and note.visit.part is not None) or pattern.trend not in ("", trend):
            continue
        for says in chosen:
            if made := _filled(says, fields):
                text, carries = made
                yield Sentence(pattern.section, _shortened(voice, text), carries)


def _filled(says: str, fields: Mapping[str, Field]) -> tuple[str, tuple[str, ...]] | None:
    """Fill a pattern; what stands in brackets goes where a field of it is not told, the whole where one outside is not."""
    kept = _OPTIONAL.sub(lambda found: found[1] if _all_told(found[1], fields) else "", says)
    named = _FIELD.findall(kept)
    if not _all_told(kept, fields) or (not named and _FIELD.search(says)):
        return None
    carries = tuple(dict.fromkeys(element for name in named for element in fields[name][1]))
    text = _FIELD.sub(lambda found: fields[found[1]][0], kept).strip()
    return (text[:1].upper() + text[1:], carries) if text else None


def _all_told(part: str, fields: Mapping[str, Field]) -> bool:
    return all(name in fields for name in _FIELD.findall(part))


def _shortened(voice: Voice, text: str) -> str:
    for words in sorted(voice.short, key=len, reverse=True):
        text = re.sub(rf"(?<![\w-]){re.escape(words)}(?![\w-])", voice.short[words], text)
        begun = words[:1].upper() + words[1:]
        text = re.sub(rf"^{re.escape(begun)}(?![\w-])", voice.short[words], text)
    return text


def _of_visit(voice: Voice, visit: Visit, note: Note) -> dict[str, Field]:
    """Put what is told of the whole visit in words."""
    fields: dict[str, Field] = {
        "date": (_day(visit.date_of_service), ("date_of_service",)),
        "payer": (payer(visit.payer).label, ("payer",)),
        "area": (_area(voice, note.visit), ()),
        "complaint": (", ".join(body_parts(voice, note.visit)), ()),
    }
    plain: dict[str, Any] = {"care": visit.care, "abn": visit.abn}
    fields |= {key: (voice.word(key, said), (key,)) for key, said in plain.items() if said is not None}
    if visit.adjusted:
        pointed = _pointed(note, "adjustment")
        told = ", ".join(one.replace("_", " ") for one in visit.adjusted)
        fields["adjusted"] = (f"{told} (for {pointed})" if pointed else told, ("adjusted",))
    if visit.diagnoses is not None:
        in_words = diagnoses_in_words(visit.diagnoses, visit.date_of_service)
        fields["diagnoses"] = (", ".join(visit.diagnoses) or "none", ("diagnoses",))
        fields["diagnoses_in_words"] = (in_words or "none", ("diagnoses",))
    found = [(name, said) for name, said in visit.findings or () if said]
    if found:
        told = "; ".join(f"{voice.word('region', name)}: {said}" for name, said in found)
        fields["findings"] = (told, tuple(f"findings.{name}" for name, _ in found))
    if visit.part is not None:
        fields["part"] = (", ".join(voice.word("part", one) for one in visit.part) or "none", ("part",))
    if visit.course is not None:
        fields["course"] = (visit.course, ("course",))
    if visit.session_minutes is not None:
        fields["session"] = (str(visit.session_minutes), ("session_minutes",))
    if visit.xray_on is not None:
        fields["xray"] = (_day(visit.xray_on), ("xray_on",))
    if visit.last_seen is not None:
        fields["last_seen"] = (_day(visit.last_seen), ("last_seen",))
    return fields | _of_evaluation(voice, visit, note)


def _pointed(note: Note, what: str) -> str:
    """Give what stands beside an adjustment, an examination or a service, in words; empty where nothing does."""
    pointed = note.diagnosis_of(what)
    return diagnoses_in_words(pointed.split(", "), note.visit.date_of_service) if pointed else ""


def _of_evaluation(voice: Voice, visit: Visit, note: Note) -> dict[str, Field]:
    evaluation = visit.evaluation
    if evaluation is None:
        return {}
    pointed = _pointed(note, "examination")
    fields: dict[str, Field] = {
        "examination": (
            f"{evaluation.code} (for {pointed})" if pointed else evaluation.code,
            ("evaluation.code",),
        )
    }
    if evaluation.separate is not None:
        said = note.examined or voice.word("separate", "yes" if evaluation.separate else "no")
        fields["examined"] = (said, ("evaluation.separate",))
    return fields


def _of_service(voice: Voice, n: int, service: Service, note: Note) -> dict[str, Field]:
    """Put what is told of a service in words."""

    def element(key: str) -> tuple[str, ...]:
        return (f"services[{n + 1}].{key}",)

    fields: dict[str, Field] = {}
    if service.activity or service.code:
        named = service.activity or (code(service.code).label if service.code else "")
        fields["activity"] = (named, element("activity") if service.activity else ())
    if service.code:
        fields["code"] = (service.code, element("code"))
    if service.purpose:
        fields["purpose"] = (
            " and ".join(voice.word("purpose", one) for one in service.purpose),
            element("purpose"),
        )
    if service.deficit.strip():
        said = in_pounds_and_inches(service.deficit, both=voice.units == "both")
        fields["deficit"] = (said, element("deficit"))
    if service.regions:
        fields["region"] = (
            ", ".join(voice.word("region", one) for one in service.regions),
            element("regions"),
        )
    if service.minutes is not None:
        fields["minutes"] = (str(service.minutes), element("minutes"))
    for key in ("contact", "performed_by"):
        said_of = getattr(service, key)
        if said_of is not None and said_of != "chiropractor":
            fields[key] = (voice.word(key, said_of), element(key))
    return fields | _more_of_service(n, service, note, element)


def _more_of_service(n: int, service: Service, note: Note, element: Any) -> dict[str, Field]:
    """Put in words what only some services have."""
    fields: dict[str, Field] = {}
    if service.muscle:
        fields["muscle"] = (service.muscle, element("muscle"))
    if service.started is not None:
        fields["started"] = (f"{service.started:%H:%M}", element("started"))
    if service.encounter not in (None, 1):
        fields["encounter"] = (_encounter(service.encounter), element("encounter"))
    if service.home_instruction:
        fields[_AT_HOME] = ("", element("home_instruction"))
    if service.aquatic:
        fields["water"] = ("", element("aquatic"))
    if pointed := _pointed(note, str(n)):
        fields["pointed"] = (pointed, ())
    if note.extra_minutes(n):
        fields["setup"] = (str(note.extra_minutes(n)), ())
    return fields


def _encounter(said: int | str | None) -> str:
    return said if isinstance(said, str) else {2: "second", 3: "third"}.get(said or 0, f"{said}th")


def _area(voice: Voice, visit: Visit) -> str:
    """Name the part of the body of which the patient speaks: where was adjusted, or else worked."""
    for place in (*visit.adjusted, *(one for service in visit.services for one in service.regions)):
        with suppress(PlaceError):
            return voice.word("area", region_of(place))
    return "back"


def _day(day: date) -> str:
    return f"{day:%m/%d/%Y}"
