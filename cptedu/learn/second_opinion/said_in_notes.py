"""What a note says, by its words: which sentence tells something of a service, and what none of them does."""

from __future__ import annotations

import re

from cptedu.learn.not_said import NOT_SAID, NOTHING_MISSING
from cptedu.learn.questions import Answer, Note, Question
from cptedu.learn.second_opinion.deficits import names_a_deficit
from cptedu.learn.second_opinion.steps import Steps
from cptedu.model import Service

__all__ = ["sentences_that_say", "what_is_missing"]

_CONTACT = re.compile(r"1:1|one on one|\[x\] one-on-one", re.IGNORECASE)
_FOR = {
    "strength": "strength",
    "endurance": "endurance",
    "range_of_motion": "rom",
    "flexibility": "flexibility",
    "balance": "balance",
    "coordination": "coordination",
    "proprioception": "proprioception",
    "posture": "posture",
    "functional_task": "functional",
}
_WRITTEN_SHORT = {"seconds", "degrees", "inches", "left", "right", "with", "without"}


def what_is_missing(note: Note, steps: Steps) -> str:
    """Name what the only service of a note lacks, in the order in which it is looked for."""
    service = note.visit.services[0]
    said = {
        "purpose": bool(service.purpose),
        "deficit": names_a_deficit(service.deficit, service.purpose),
        "minutes": service.minutes is not None,
        "contact": steps.contact(service) is not None,
    }
    return next((NOT_SAID[key] for key, is_said in said.items() if not is_said), NOTHING_MISSING)


def sentences_that_say(question: Question) -> tuple[Answer, ...]:
    """Find the sentences whose words tell something of the only service of a note."""
    if question.note is None:
        return ()
    key = question.aspect.split()[0].rpartition(".")[2]
    service = question.note.visit.services[0]
    return tuple((one,) for one in question.options if _says(key, service, one))


def _says(key: str, service: Service, sentence: str) -> bool:
    plain = sentence.lower()
    if key == "minutes":
        is_told = re.search(rf"\b{service.minutes} min|minutes: {service.minutes}\b", plain)
        return bool(is_told) and not re.search(r"\bice\b|walk|every evening", plain)
    if key == "contact":
        return _CONTACT.search(sentence) is not None
    if key == "deficit":
        return _numbers_and_words(service.deficit) <= _numbers_and_words(plain)
    aim = _FOR[service.purpose[0]]
    told = plain.replace(service.activity.lower(), "")
    return re.search(rf"\b(?:for|to build|to regain|to retrain|to practice a|goal:) {aim}", told) is not None


def _numbers_and_words(text: str) -> set[str]:
    """Take the numbers of a finding and its longer words, apart from those that some voices write short."""
    return set(re.findall(r"\d+(?:[./]\d+)*|[a-z]{4,}", text.lower())) - _WRITTEN_SHORT
