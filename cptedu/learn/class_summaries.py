"""What a class handed in: every summary of a folder judged anew, in one table, with what an instructor should look at.

What the order of the answers can show: that one between others was taken out or changed, and that two files hold the answers of
one person. What it cannot show: who sat before the screen, who helped, that the latest answers were left off, or that somebody
who can program wrote the whole order anew. A remark is a reason to ask, and no proof.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from cptedu.errors import CpteduError
from cptedu.files import write_atomically
from cptedu.learn.exercises import Exercise, State
from cptedu.learn.misconceptions import misconceptions
from cptedu.learn.skills import SKILLS, skill_named
from cptedu.learn.summary import Judged, Score, read_summary, score_of, verification_of

__all__ = ["HandedIn", "handed_in", "ideas_held", "summaries_in", "write_grades"]

WORDS_A_SECOND = 12  # three times as fast as people read
FEW = 3
_HAS_NO_ORDER = "It was written by an earlier version of the course, which kept no order: what was taken out does not show."


@dataclass(frozen=True)
class HandedIn:
    """One file of a class.

    Attributes:
        file: its name within the folder.
        name: the name that the learner chose; empty where none was.
        score: the score as it was worked out now; None where the file is no summary, or not every answer could be judged.
        by_skill: the score of each skill that was practised.
        ideas: titles of the wrong ideas behind the learner's latest answers, the most frequent first.
        agrees: True when every answer and the score are as the file says.
        remarks: what does not agree, and what else to look at; each in words.
    """

    file: str
    name: str = ""
    score: Score | None = None
    by_skill: Mapping[str, Score] | None = None
    ideas: tuple[str, ...] = ()
    agrees: bool = False
    remarks: tuple[str, ...] = ()


def summaries_in(folder: str | Path) -> tuple[Path, ...]:
    """List the files of a folder that may be summaries, also those in folders of it, in their order.

    Args:
        folder: where the files lie that were handed in.

    Returns:
        Every ``.json`` file.

    Raises:
        CpteduError: when there is no such folder, or no such file in it.
    """
    place = Path(folder)
    if not place.is_dir():
        raise CpteduError(f"{place} is not a folder. Give the one in which the summaries lie.")
    found = tuple(sorted(one for one in place.rglob("*.json") if one.is_file()))
    if not found:
        raise CpteduError(
            f"No .json file lies in {place}. Each learner hands in the file summary.json, under a name of its own."
        )
    return found


def handed_in(
    folder: str | Path,
    cases: str | Path | None = None,
    each: Callable[[Path], object] = lambda _: None,
) -> tuple[HandedIn, ...]:
    """Judge every summary of a folder anew.

    Args:
        folder: where the files lie that were handed in.
        cases: the folder of own cases that the class used, or None.
        each: what is told of each file once it is judged, such as a progress bar.

    Returns:
        One for each file, in the order of their names; one that is no summary says so among its remarks.

    Raises:
        CpteduError: when there is no such folder, or no file in it.
    """
    place = Path(folder)
    read: dict[str, dict[str, Any]] = {}
    found: list[HandedIn] = []
    for path in summaries_in(place):
        file = path.relative_to(place).as_posix()
        try:
            read[file] = read_summary(path)
            found.append(_judged(file, read[file], cases))
        except CpteduError as problem:
            found.append(HandedIn(file, remarks=(str(problem),)))
        each(path)
    same = dict(_answers_of_another(read))
    return tuple(replace(one, remarks=(*one.remarks, *same.get(one.file, ()))) for one in found)


def _judged(file: str, facts: Mapping[str, Any], cases: str | Path | None) -> HandedIn:
    checked = verification_of(facts, cases)
    by_skill = {
        skill: score_of(one for one in checked.judged if one.exercise.question.skill == skill)
        for skill in SKILLS
    }
    remarks = [*checked.faults, *checked.gaps, *_too_quick(checked.judged)]
    if facts.get("format") == 1:
        remarks.append(_HAS_NO_ORDER)
    return HandedIn(
        file,
        str(facts.get("name") or ""),
        checked.score if not checked.unjudged else None,
        {skill: one for skill, one in by_skill.items() if one.exercises and not checked.unjudged},
        _ideas(checked.judged),
        checked.agrees,
        tuple(remarks),
    )


def _ideas(judged: Iterable[Judged]) -> tuple[str, ...]:
    """Name the wrong ideas that a learner's answers lead to, without those that a later right answer shows overcome."""
    titles = {one.name: one.title for one in misconceptions()}
    held: Counter[str] = Counter()
    for one in judged:
        if one.outcome.state is State.RIGHT:
            items = one.event.get("items")
            for name in items if isinstance(items, dict) else ():
                held.pop(str(name).removeprefix("misconception:"), None)
        elif len(one.outcome.misconceptions) == 1:
            held[one.outcome.misconceptions[0].name] += 1
    return tuple(titles[name] for name, _ in held.most_common() if name in titles)


def _too_quick(judged: Iterable[Judged]) -> Iterator[str]:
    """Remark on answers that came sooner than their questions can be read; a second try at one was read before."""
    before: dict[str, datetime] = {}
    seen: set[str] = set()
    quick = answered = 0
    for one in judged:
        at, device = _moment(one.event.get("at")), str(one.event.get("device"))
        if at is None:
            continue
        is_new = one.exercise.id not in seen
        seen.add(one.exercise.id)
        if is_new and device in before:
            answered += 1
            took = (at - before[device]).total_seconds()
            quick += 0 <= took < _words(one.exercise) / WORDS_A_SECOND
        before[device] = at
    if quick >= FEW:
        yield f"{quick} of {answered} answers came sooner than their questions can be read."


def _moment(written: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _words(asked: Exercise) -> int:
    told = " ".join((asked.text, *(f"{label} {text}" for label, text in asked.question.record)))
    return len(told.split())


def _answers_of_another(read: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Say of each file which others hold the very same answers: an answer is given once, by one person."""
    ids = {
        file: {str(one["id"]) for one in facts["answers"] if one.get("id")} for file, facts in read.items()
    }
    for file, own in ids.items():
        told = []
        for other, theirs in ids.items():
            if other != file and (shared := len(own & theirs)):
                name = str(read[other].get("name") or "no name")
                told.append(f"{shared} of its answers are also those of {other} ({name}).")
        yield file, tuple(told)


def ideas_held(found: Iterable[HandedIn]) -> tuple[tuple[str, int], ...]:
    """Count which wrong ideas a class holds.

    Args:
        found: what was handed in.

    Returns:
        The title of each idea and how many hold it, the most frequent first.
    """
    return tuple(Counter(title for one in found for title in one.ideas).most_common())


def write_grades(found: Iterable[HandedIn], place: str | Path) -> None:
    """Write a table that gradebooks take: one row for each file. A score that is not known has an empty cell, and is no 0.

    Whether a file agrees: ``yes``, ``no``, or ``ask`` where answers and score agree and something else is to be looked at.

    Args:
        found: what was handed in.
        place: the CSV file to be written, whole or not at all.

    Raises:
        CpteduError: when it cannot be written.
    """
    page = io.StringIO()
    table = csv.writer(page, lineterminator="\r\n")
    table.writerow(
        [
            *(
                "Name",
                "File",
                "Score, percent",
                "Exercises",
                "Right at the first try",
                "Right in the end",
                "Answers",
            ),
            *("With hints", "After the solution", *(f"{skill_named(one).title}, percent" for one in SKILLS)),
            *("Ideas held", "Agrees", "Remarks"),
        ]
    )
    for one in found:
        table.writerow([_cell(value) for value in _row(one)])
    # The mark at the beginning lets Excel read it as what it is.
    write_atomically(place, "\ufeff" + page.getvalue())


def _row(one: HandedIn) -> list[object]:
    score, skills = one.score, one.by_skill or {}
    counts: list[object] = [""] * 7
    if score is not None:
        counts = [score.percent, score.exercises, score.right_at_once, score.right, score.answers]
        counts += [score.with_hints, score.after_solution]
    return [
        *(one.name, one.file, *counts),
        *(skills[skill].percent if skill in skills else "" for skill in SKILLS),
        *("; ".join(one.ideas), _agrees(one), " ".join(one.remarks)),
    ]


def _agrees(one: HandedIn) -> str:
    if not one.agrees:
        return "no"
    return "ask" if one.remarks else "yes"


def _cell(value: object) -> object:
    """Keep what a learner wrote from being worked out as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
