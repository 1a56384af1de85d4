"""The course as its first page tells it: what is mastered in each lesson, where to go on, what is due, days in a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cptedu.explain.words_told import TEACHING, counted
from cptedu.learn.mastery import LATEST, mastery_of
from cptedu.learn.practice import Practice
from cptedu.learn.progress import Event, Progress
from cptedu.learn.skills import SKILLS, skill_named

__all__ = ["Card", "Lesson", "course_page", "days_in_a_row"]

_COUNTED = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_SITTING = 10  # cases that are asked for at once, however many are due
_MINUTES_OF_A_LESSON, _MINUTES_OF_A_CASE = 10, 1
_FORGIVEN = timedelta(days=2)  # from one day of practice to the next, when one day between them was missed


@dataclass(frozen=True)
class Card:
    """A set of exercises on a lesson's page.

    Attributes:
        name: what the progress calls it.
        count: how many right answers make the set.
    """

    name: str
    count: int


@dataclass(frozen=True)
class Lesson:
    """A lesson, as its notebook says.

    Attributes:
        path: its file, seen from the folder of the course.
        title: what it is called.
        about: what it is about, in a few words; empty for what is no step of the course.
        menu: what leads to it from every page; empty for a step of the course.
        cards: its exercises; none where the lesson itself is the exercise.
        group: behind which words the first page folds it together with others; empty where it stands by itself.
    """

    path: str
    title: str
    about: str
    menu: str = ""
    cards: tuple[Card, ...] = ()
    group: str = ""

    @property
    def number(self) -> int | None:
        """Give the number with which its file begins, or None."""
        start = self.path.partition("_")[0]
        return int(start) if start.isdecimal() else None


@dataclass(frozen=True)
class _Stand:
    """How far a learner is in a lesson."""

    lesson: Lesson
    right: int
    of: int
    opened: bool

    @property
    def is_done(self) -> bool:
        return self.opened and 0 < self.of <= self.right

    @property
    def is_passed(self) -> bool:
        """Say whether a learner may go on: what has no exercises to count was read, and is not called done."""
        return self.is_done or (self.opened and not self.of)

    @property
    def state(self) -> str:
        return "done" if self.is_done else "begun" if self.right or self.opened else "new"

    @property
    def named(self) -> str:
        number = self.lesson.number
        return f"Lesson {number}" if number else self.lesson.title

    @property
    def minutes_left(self) -> int:
        return max(1, _MINUTES_OF_A_CASE * (self.of - self.right))

    @property
    def in_words(self) -> str:
        if self.is_done:
            return "done"
        if self.right and self.right == self.of:
            return "not begun, and its exercises are right already"
        if self.right:
            return f"{self.right} of {self.of} exercises right"
        if not self.of:
            return "opened" if self.opened else "not begun"
        return "begun" if self.opened else "not begun"


def course_page(
    progress: Progress, lessons: Sequence[Lesson], opened: Sequence[str], now: datetime
) -> dict[str, Any]:
    """Tell everything that the first page of the course shows, in words that only have to be drawn.

    A lesson is done when it was opened and its exercises are right; several lessons may practise the same.

    Args:
        progress: the learner's progress.
        lessons: the lessons, in their order.
        opened: the files of the lessons that were opened, the latest first.
        now: the time; its zone says where a day ends.

    Returns:
        Plain data: ``lessons``, ``beside``, ``go_on``, ``due``, ``skills``, ``streak``, ``closing`` and ``message``.

    >>> lessons = (Lesson("00_start.ipynb", "Start here", "one visit"),)
    >>> page = course_page(Progress(), lessons, (), datetime(2026, 3, 4).astimezone())
    >>> page["go_on"]["button"], page["lessons"][0]["state"]
    ('Begin', 'new')
    """
    stands = [_stand(progress, one, opened) for one in lessons if one.about]
    days = days_in_a_row((_day(one, now) for one in progress.events("answered")), now)
    return {
        "lessons": [_told(one) for one in stands],
        "go_on": _go_on(stands, opened),
        "due": _due(Practice(progress, start=0), stands, now),
        "skills": [_skill(name, progress) for name in SKILLS],
        "begun": any(one.right for one in stands),
        "streak": _streak(days),
        "beside": [
            {"path": one.path, "title": one.title, "label": one.menu, "group": one.group}
            for one in lessons
            if one.menu
        ],
        "closing": f"Everything stays on this computer. {TEACHING}",
        "message": progress.message,
    }


def _stand(progress: Progress, lesson: Lesson, opened: Iterable[str]) -> _Stand:
    right = sum(min(_right(progress.in_lesson(card.name)), card.count) for card in lesson.cards)
    return _Stand(lesson, right, sum(card.count for card in lesson.cards), lesson.path in opened)


def _right(answers: Iterable[Event]) -> int:
    """Count the exercises that a learner answered right without their solution."""
    return len({str(one.get("exercise")) for one in answers if _is_own(one)})


def _is_own(answer: Event) -> bool:
    return answer.get("state") == "right" and not answer.get("solution")


def _told(stand: _Stand) -> dict[str, Any]:
    lesson = stand.lesson
    return {
        "path": lesson.path,
        "number": str(lesson.number or ""),
        "title": lesson.title,
        "about": lesson.about,
        "right": stand.right,
        "of": stand.of,
        "state": stand.state,
        "words": stand.in_words,
    }


# ---- where to go on -----------------------------------------------------------------------------------------------


def _go_on(stands: Sequence[_Stand], opened: Sequence[str]) -> dict[str, str]:
    """Propose one thing to do next: what was left, else what comes after it, else practice."""
    by_path = {one.lesson.path: one for one in stands}
    last = next((by_path[path] for path in opened if path in by_path), None)
    if last is None and not any(one.right for one in stands):
        line = "Click one bone, and the claim beside it changes and says why. You need no Python."
        return _proposal(
            stands[0], "See a visit become a claim", line, "Begin", "Three minutes to your first claim"
        )
    if last is not None and not last.is_passed:
        return _proposal(last, "Go on where you were", _what_is_left(last), "Go on")
    at = stands.index(last) + 1 if last is not None else 0
    following = next((one for one in (*stands[at:], *stands[:at]) if not one.is_passed), None)
    if following is None:
        line = "Every lesson is done. A few mixed cases now and then keep it."
        return _proposal(stands[-1], "You have been through it all", line, "Practise")
    done = f"{last.named} is done. " if last is not None and last.is_done else ""
    line = f"{done}The next takes about {_MINUTES_OF_A_LESSON} minutes."
    return _proposal(following, "Go on", line, "Go on" if following.right else "Begin")


def _what_is_left(stand: _Stand) -> str:
    if not stand.right:
        return f"{stand.named} is open, and its exercises wait for you."
    return f"{stand.named}, {stand.in_words}. About {counted(stand.minutes_left, 'minute')} to go."


def _proposal(stand: _Stand, heading: str, line: str, button: str, about: str = "") -> dict[str, str]:
    lesson = stand.lesson
    return {
        "path": lesson.path,
        "title": lesson.title,
        "about": about or lesson.about,
        "heading": heading,
        "line": line,
        "button": button,
    }


# ---- what is due, what is mastered, days in a row -----------------------------------------------------------------


def _due(practice: Practice, stands: Sequence[_Stand], now: datetime) -> dict[str, Any] | None:
    """Say how many cases are due, and where they are asked; None before anything was practised."""
    items = practice.items()
    if not items:
        return None
    due = [one for one in items if one.due <= now]
    astray = sum(one.last == "wrong" for one in due if one.kind == "misconception")
    count = min(len(due), _SITTING)
    return {"count": count, "words": _due_in_words(count, min(astray, count)), "path": stands[-1].lesson.path}


def _due_in_words(count: int, astray: int) -> str:
    if not count:
        return "Nothing is due just now. What you know comes back when it begins to fade."
    minutes = _MINUTES_OF_A_CASE * count
    said = "One case, one minute." if count == 1 else f"{_COUNTED[count]} cases, about {minutes} minutes."
    if not astray:
        return said
    those = "It is" if count == 1 else "One of them is" if astray == 1 else f"{_COUNTED[astray]} of them are"
    return f"{said} {those} about an idea that led you astray."


def _skill(name: str, progress: Progress) -> dict[str, Any]:
    """Say how many of a skill's latest exercises came out right."""
    met = f"skill:{name}"
    answered = progress.events("answered")
    own = [one for one in answered if isinstance(one.get("items"), Mapping) and met in one["items"]]
    mastery = mastery_of((str(one.get("exercise")), _is_own(one)) for one in own)
    return {
        "title": skill_named(name).title,
        "right": mastery.right,
        "of": LATEST,
        "words": mastery.in_words,
    }


def _day(event: Event, now: datetime) -> datetime | None:
    try:
        return datetime.fromisoformat(str(event["at"])).astimezone(now.tzinfo)
    except (ValueError, OverflowError, OSError):
        return None


def days_in_a_row(moments: Iterable[datetime | None], now: datetime) -> int:
    """Count the days of practice up to today, over which never two days together were missed.

    Args:
        moments: when something was answered; None where that is not known.
        now: the time; moments are in its zone.

    Returns:
        The days on which something was answered; 0 when more than one day was missed since.

    >>> days_in_a_row([datetime(2026, 3, 1), datetime(2026, 3, 3)], datetime(2026, 3, 4))
    2
    """
    days = sorted({one.date() for one in moments if one is not None and one <= now}, reverse=True)
    count, after = 0, now.date()
    for day in days:
        if after - day > _FORGIVEN:
            break
        count, after = count + 1, day
    return count


def _streak(days: int) -> dict[str, Any]:
    words = "day in a row" if days == 1 else "days in a row"
    return {"days": days, "words": words, "more": "One missed day is forgiven."}
