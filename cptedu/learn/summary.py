"""What a learner hands in, for machines: every answer with its seed, so that each can be judged and the score worked out anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import cptedu
from cptedu.errors import CpteduError
from cptedu.explain import counted
from cptedu.files import read_text
from cptedu.learn.exercises import CaseNotHeldError, Exercise, Outcome, State, exercise
from cptedu.learn.generations import (
    OtherGenerationError,
    held_generation,
    newest_generation,
)
from cptedu.learn.progress import Event, Progress
from cptedu.learn.progress.chain import chain_faults, link_of
from cptedu.learn.progress.order import is_ordered

__all__ = [
    "Judged",
    "Score",
    "Verification",
    "read_summary",
    "score_of",
    "verification_of",
    "verify_summary",
]

# Format 2 gives each answer as it stands in the progress, and links of what lies between them, so that the chain of each
# device can be followed. Format 1 gave of an answer only what is judged.
FORMAT = 2
FORMATS_READ = (1, FORMAT)
FACTS_NAME = "summary.json"
_NAMED, _LONGEST_NAME = 3, 40  # of cases that are not held, in one remark
_LATER_COUNTS = ("with_hints", "after_solution")  # a summary of an earlier version does not have them


@dataclass(frozen=True)
class Score:
    """How many exercises were answered, and how.

    Attributes:
        exercises: exercises with at least one answer.
        right: of these, answered right in the end.
        right_at_once: of these, answered right at the first try, before the solution was shown.
        answers: answers in all.
        percent: right at the first try, percent, rounded down.
        with_hints: of those right at the first try, how many with hints.
        after_solution: of those right in the end, how many only after the solution was shown.
    """

    exercises: int
    right: int
    right_at_once: int
    answers: int
    percent: int
    with_hints: int
    after_solution: int

    @property
    def in_words(self) -> str:
        """Say the score in one line, with what help was taken."""
        hinted = f", {self.with_hints} of them with hints" if self.with_hints else ""
        copied = (
            f", {self.after_solution} of them after the solution was shown" if self.after_solution else ""
        )
        return (
            f"{self.right_at_once} of {self.exercises} exercises right at the first try ({self.percent}%){hinted};"
            f" {self.right} right in the end{copied}; {self.answers} answers in all"
        )


@dataclass(frozen=True)
class Verification:
    """What came of a summary when every answer was judged anew.

    Attributes:
        score: the score as it was worked out now.
        agrees: True when every answer and the score are as the summary says.
        lines: what was found, in words.
        judged: every answer that could be judged, with its exercise and what came of it now.
        faults: each disagreement by itself.
        gaps: what the order of the answers shows, in words: no proof of anything, and a reason to ask.
        unjudged: how many answers could not be judged anew: the score is then that of the others, and not the learner's.
    """

    score: Score
    agrees: bool
    lines: tuple[str, ...]
    judged: tuple[Judged, ...] = ()
    faults: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    unjudged: int = 0


@dataclass(frozen=True)
class Judged:
    """One answer of a summary, judged anew."""

    event: Mapping[str, Any]
    exercise: Exercise
    outcome: Outcome


class Try(NamedTuple):
    """One answer, as far as the score goes."""

    exercise: str
    state: str
    hinted: bool = False
    solved: bool = False

    @property
    def is_own(self) -> bool:
        """Say whether it is right and was found without the solution."""
        return self.state == State.RIGHT and not self.solved


def try_of(answer: Mapping[str, Any], state: str = "") -> Try:
    """Read an answer; one of an earlier version does not say that a solution was shown, and stays as it was."""
    told = state or str(answer.get("state", ""))
    return Try(str(answer.get("exercise", "")), told, bool(answer.get("hints")), bool(answer.get("solution")))


def score_of_tries(answers: Iterable[Try]) -> Score:
    """Count answers, given in their order."""
    tries: dict[str, list[Try]] = {}
    for one in answers:
        tries.setdefault(one.exercise, []).append(one)
    at_once = [own[0] for own in tries.values() if own[0].is_own]
    right = [own for own in tries.values() if any(one.state == State.RIGHT for one in own)]
    return Score(
        exercises=len(tries),
        right=len(right),
        right_at_once=len(at_once),
        answers=sum(map(len, tries.values())),
        percent=100 * len(at_once) // len(tries) if tries else 0,
        with_hints=sum(one.hinted for one in at_once),
        after_solution=sum(not any(one.is_own for one in own) for own in right),
    )


def score_of(judged: Iterable[Judged]) -> Score:
    """Count answers that were judged anew, given in their order."""
    return score_of_tries(try_of(one.event, str(one.outcome.state)) for one in judged)


def answered(progress: Progress) -> list[Event]:
    """List the answers that say of which exercise they are and how they went, as this version writes them."""
    return [one for one in progress.events("answered") if {"exercise", "state"} <= set(one)]


def facts_of(progress: Progress, at: datetime) -> dict[str, Any]:
    answers = answered(progress)
    given = {event["id"] for event in answers}
    between = [one for one in progress.events() if is_ordered(one) and one["id"] not in given]
    return {
        "format": FORMAT,
        "what": "cptedu summary",
        "name": progress.name,
        "made_at": at.isoformat(timespec="seconds"),
        "version": cptedu.__version__,
        "generation": newest_generation(),
        "score": asdict(score_of_tries(map(try_of, answers))),
        "answers": answers,
        "links": [link_of(event) for event in between],
    }


# ---- judging a summary anew -------------------------------------------------------------------------------------


def verify_summary(path: str | Path, folder: str | Path | None = None) -> Verification:
    """Judge every answer of a summary anew, and work the score out again.

    Args:
        path: a file ``summary.json``.
        folder: the folder of own cases that the learner used, or None.

    Returns:
        The score as it comes out now, whether all agrees, and what was found.

    Raises:
        CpteduError: when the file cannot be read or is no summary.
    """
    return verification_of(read_summary(path), folder)


def verification_of(facts: Mapping[str, Any], folder: str | Path | None = None) -> Verification:
    """Judge every answer of a summary that was read.

    Args:
        facts: what the file holds, as ``read_summary`` gives it.
        folder: the folder of own cases that the learner used, or None.

    Returns:
        As ``verify_summary``.
    """
    found: list[Try] = []
    faults: list[str] = []
    judged: list[Judged] = []
    others: list[object] = []
    not_held: list[str] = []
    for number, one in enumerate(facts["answers"], start=1):
        name, claimed = str(one.get("exercise", "")), str(one.get("state", ""))
        try:
            asked, outcome = _judged_now(one, folder)
        except OtherGenerationError:
            others.append(one.get("generation"))
            continue
        except CaseNotHeldError:
            not_held.append(name)
            continue
        except CpteduError as problem:
            faults.append(f"Answer {number}, {name}: it cannot be judged anew. {problem}")
            continue
        state = str(outcome.state)
        found.append(try_of(one, state))
        judged.append(Judged(one, asked, outcome))
        if state != claimed:
            faults.append(f"Answer {number}, {name}: the summary says {claimed}; it is {state}.")
    score = score_of_tries(found)
    answers, claimed_score = len(facts["answers"]), facts["score"]
    unjudged = answers - len(judged)
    if others:
        faults.append(_of_another_version(others, answers, facts.get("version")))
    if not_held:
        faults.append(_of_cases_not_held(not_held, answers, folder))
    faults += [
        f"Score, {key.replace('_', ' ')}: the summary says {claimed_score.get(key)!r}; it is {value}."
        for key, value in asdict(score).items()
        if not unjudged  # else it cannot agree, and that says nothing
        if claimed_score.get(key) != value and (key in claimed_score or key not in _LATER_COUNTS)
    ]
    told = (
        score.in_words if not unjudged else f"no score, for {counted(unjudged, 'answer')} could not be judged"
    )
    head = f"{facts.get('name') or 'No name'}: {told}."
    gaps = chain_in_words([*facts["answers"], *facts.get("links", [])])
    count = f"{counted(len(faults), 'thing')} {'does' if len(faults) == 1 else 'do'} not agree:"
    verdict = count if faults else "Everything agrees."
    if gaps and not faults:
        verdict = "Every answer and the score agree. To be looked at, and no proof of anything by itself:"
    return Verification(
        score, not faults, (head, verdict, *faults, *gaps), tuple(judged), tuple(faults), gaps, unjudged
    )


def _of_another_version(generations: list[object], answers: int, version: object) -> str:
    """Say once of all answers that another version of the course drew, and where there is one which can judge them."""
    written = {one for one in generations if isinstance(one, int)}
    drawn = [*map(str, sorted(written)), *sorted({repr(one) for one in generations if isinstance(one, str)})]
    which = [f"of generation {' and '.join(drawn)}, which this version does not draw"] if drawn else []
    if any(not isinstance(one, int | str) for one in generations):
        which.append("of a generation that the file does not tell")
    told = (
        f"{len(generations)} of {counted(answers, 'answer')} cannot be judged anew: their exercises are"
        f" {', or '.join(which)}."
    )
    if version == cptedu.__version__:
        return told  # the version that says so is no advice
    name = f", cptedu {version}" if isinstance(version, str) and version else ""
    return f"{told} Verify the file with the version that made it{name}."


def _of_cases_not_held(names: list[str], answers: int, folder: str | Path | None) -> str:
    """Say once of all answers to cases of somebody's own what is missing: mostly that their folder was not given."""
    different = list(dict.fromkeys(name.removeprefix("case/")[:_LONGEST_NAME] for name in names))
    more = " and others" if len(different) > _NAMED else ""
    where = "not held here" if folder is None else f"neither held here nor in {folder}"
    return (
        f"{len(names)} of {counted(answers, 'answer')} cannot be judged anew: the cases are {where}"
        f" ({', '.join(different[:_NAMED])}{more}). Give the folder of own cases that the learner used: --cases FOLDER."
    )


def chain_in_words(events: Iterable[Event]) -> tuple[str, ...]:
    """Say what the order of a learner's answers shows: whether something was cut out of it or changed.

    Args:
        events: the answers of a summary, and the links of what lies between them.

    Returns:
        A sentence for each fault; none when all fits.
    """
    told = []
    for fault in chain_faults([one for one in events if isinstance(one, Mapping)]):
        which = (
            f"number {fault.first}" if fault.first == fault.last else f"numbers {fault.first} to {fault.last}"
        )
        told.append(_CHAIN_WORDS[fault.kind].format(which=which))
    return tuple(told)


_CHAIN_WORDS = {
    "missing": "In the order of one computer's answers {which} is not there: something may have been taken out.",
    "changed": "In the order of one computer's answers, what stands before {which} is not what stood there when it was given.",
    "fork": "In the order of one computer's answers {which} is there twice: a copy of the folder was used, or two were mixed.",
}


def _judged_now(one: Mapping[str, Any], folder: str | Path | None) -> tuple[Exercise, Outcome]:
    generation = held_generation(one.get("generation"))
    asked = exercise(str(one.get("exercise", "")), folder, generation=generation)
    return asked, asked.check(one.get("answer"))


def read_summary(path: str | Path) -> dict[str, Any]:
    """Read the facts of a summary.

    Args:
        path: a file ``summary.json``, under whatever name it was handed in.

    Returns:
        What it holds.

    Raises:
        CpteduError: when the file cannot be read or is no summary.
    """
    try:
        facts = json.loads(read_text(path, "summary"))
    except (ValueError, RecursionError) as problem:
        if isinstance(problem, CpteduError):
            raise
        raise CpteduError(
            f"{path} is not a summary, or not whole: it is no JSON. Ask for the file {FACTS_NAME} as cptedu wrote it."
        ) from None
    is_summary = isinstance(facts, dict) and facts.get("what") == "cptedu summary"
    if (
        not is_summary
        or not isinstance(facts.get("answers"), list)
        or not isinstance(facts.get("score"), dict)
    ):
        raise CpteduError(f"{path} is not a summary. Take the file {FACTS_NAME} that cptedu wrote.")
    if not all(isinstance(one, dict) for one in facts["answers"]):
        raise CpteduError(
            f"{path}: an answer in it is not readable. Ask the learner to write the summary again."
        )
    if facts.get("format") not in FORMATS_READ:
        known = " and ".join(map(str, FORMATS_READ))
        raise CpteduError(
            f"{path} has format {facts.get('format')!r}; this cptedu reads {known}. Update cptedu."
        )
    return dict(facts)
