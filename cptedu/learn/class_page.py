"""What a class handed in, on one page for its instructor: what to teach next, which ideas are held, who scored what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

import cptedu
from cptedu.explain import TEACHING, counted
from cptedu.facts.days_told import day_in_words
from cptedu.learn.class_summaries import HandedIn, ideas_held
from cptedu.learn.misconceptions import Misconception, misconceptions
from cptedu.learn.skills import SKILLS, skill_named

__all__ = ["class_page"]

_MOST_TO_TEACH = 3
_SURE_PERCENT = 80
_NOTHING_STANDS_OUT = "Nothing stands out. Mixed cases keep what is there."
_NOTHING_COUNTED = "No exercise is counted here, so nothing can be said of what to teach."


@dataclass(frozen=True)
class _Standing:
    """Where a class stands in a skill.

    Attributes:
        skill: its name.
        practised: how many learners practised it.
        exercises: how many exercises they answered.
        right_at_once: of these, right at the first try.
        holders: how many hold a wrong idea of it.
    """

    skill: str
    practised: int
    exercises: int
    right_at_once: int
    holders: int

    @property
    def percent(self) -> int:
        return 100 * self.right_at_once // self.exercises if self.exercises else 0

    @property
    def is_unsure(self) -> bool:
        return self.holders > 0 or (self.practised > 0 and self.percent < _SURE_PERCENT)


def class_page(found: Sequence[HandedIn], at: datetime, lessons: Mapping[int, str]) -> str:
    """Lay out what a class handed in as one page, to read on a screen or to print.

    Args:
        found: what was handed in, judged anew.
        at: the day to be written on it.
        lessons: the name of each lesson, by its number.

    Returns:
        A whole HTML document that needs nothing from the network.

    >>> page = class_page([HandedIn("a.json", "<Ann>")], datetime(2026, 3, 4), {})
    >>> "&lt;Ann&gt;" in page, "<Ann>" in page
    (True, False)
    """
    by_title = {one.title: one for one in misconceptions()}
    standings = [_standing(skill, found, by_title) for skill in SKILLS]
    remarked = sum(bool(one.remarks) for one in found)
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Class</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>{_style()}</style></head><body><main><h1>What the class holds</h1>",
        f'<p class="who">{counted(len(found), "file")} handed in, {remarked} with a remark'
        f" · {day_in_words(at.date())} · cptedu {cptedu.__version__}</p>",
        _teach_next(standings, ideas_held(found), by_title, lessons, _without_a_score(found)),
        _skills(standings, lessons),
        _ideas(ideas_held(found), by_title, lessons, len(found)),
        _learners(found),
        _WHAT_IT_SHOWS,
        f"<footer>{escape(TEACHING)}</footer></main></body></html>",
    ]
    return "".join(parts)


def _standing(skill: str, found: Iterable[HandedIn], by_title: Mapping[str, Misconception]) -> _Standing:
    scores = [one.by_skill[skill] for one in found if one.by_skill and skill in one.by_skill]
    return _Standing(
        skill,
        len(scores),
        sum(one.exercises for one in scores),
        sum(one.right_at_once for one in scores),
        sum(any(by_title[title].skill == skill for title in one.ideas) for one in found),
    )


def _lesson(skill: str, lessons: Mapping[int, str]) -> str:
    number = skill_named(skill).place[0]
    return escape(f"Lesson {number}, {lessons[number]}" if number in lessons else f"Lesson {number}")


def _teach_next(
    standings: Sequence[_Standing],
    held: Sequence[tuple[str, int]],
    by_title: Mapping[str, Misconception],
    lessons: Mapping[int, str],
    unscored: str,
) -> str:
    """Name the skills in which most learners hold a wrong idea, and of these where most went wrong; each with what to say."""
    unsure = sorted(
        (one for one in standings if one.is_unsure),
        key=lambda one: (
            -one.holders,
            not one.exercises,
            one.percent,
        ),  # a share that is not known is no 0 percent
    )
    told = [_to_teach(one, held, by_title, lessons) for one in unsure[:_MOST_TO_TEACH]]
    said = f"<ol>{''.join(told)}</ol>"
    if not told:
        said = (
            f"<p>{_NOTHING_STANDS_OUT if any(one.practised for one in standings) else _NOTHING_COUNTED}</p>"
        )
    return (
        f"<h2>Teach next</h2>{said}{unscored}"
        "<p class='small'>First the skills of which most learners hold a wrong idea, then those in"
        f" which fewer than {_SURE_PERCENT} percent of the exercises were right at the first try; at most {_MOST_TO_TEACH}.</p>"
    )


def _without_a_score(found: Iterable[HandedIn]) -> str:
    """Say how many files have no score, since no share of right answers on the page knows them."""
    count = sum(one.score is None for one in found)
    if not count:
        return ""
    has, its = ("has", "its") if count == 1 else ("have", "their")
    return f"<p>{counted(count, 'file')} {has} no score, and {its} exercises are in no percentage; {its} remarks say why.</p>"


def _to_teach(
    one: _Standing,
    held: Sequence[tuple[str, int]],
    by_title: Mapping[str, Misconception],
    lessons: Mapping[int, str],
) -> str:
    own = [(by_title[title], count) for title, count in held if by_title[title].skill == one.skill]
    says = []
    if one.exercises:
        says.append(f"{one.percent}% of {counted(one.exercises, 'exercise')} right at the first try.")
    if one.holders:
        says.append(
            f"{counted(one.holders, 'learner')} {'holds' if one.holders == 1 else 'hold'} a wrong idea of it."
        )
    else:
        says.append("No wrong idea explains it: look at the answers, or ask.")
    ideas = "".join(
        f"<li><strong>{count}×</strong> {escape(_sentence(idea.holds))} <em>Say:</em> {escape(idea.feedback)}</li>"
        for idea, count in own[:_MOST_TO_TEACH]
    )
    return (
        f"<li><h3>{escape(skill_named(one.skill).title)} <span>{_lesson(one.skill, lessons)}</span></h3>"
        f"<p>{' '.join(says)}</p>{f'<ul>{ideas}</ul>' if ideas else ''}</li>"
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _skills(standings: Iterable[_Standing], lessons: Mapping[int, str]) -> str:
    rows = (
        f'<tr><th scope="row">{escape(skill_named(one.skill).title)}</th><td>{_lesson(one.skill, lessons)}</td>'
        f"<td>{one.practised}</td><td>{one.exercises}</td><td>{f'{one.percent}%' if one.exercises else ''}</td>"
        f"<td>{one.holders}</td></tr>"
        for one in standings
    )
    heads = ("Skill", "Taught in", "Learners", "Exercises", "Right at once", "Hold a wrong idea")
    return _table("By skill", heads, rows)


def _ideas(
    held: Sequence[tuple[str, int]],
    by_title: Mapping[str, Misconception],
    lessons: Mapping[int, str],
    of: int,
) -> str:
    if not held:
        return "<h2>Ideas held</h2><p>No wrong idea is behind the latest answers of anybody.</p>"
    rows = (
        f'<tr><th scope="row">{escape(title)}</th><td>{count} of {of}</td>'
        f"<td>{escape(skill_named(by_title[title].skill).title)}</td><td>{_lesson(by_title[title].skill, lessons)}</td></tr>"
        for title, count in held
    )
    return _table("Ideas held", ("Idea: the learner …", "Held by", "Skill", "Taught in"), rows)


def _learners(found: Iterable[HandedIn]) -> str:
    names = Counter(one.name for one in found)
    skills = [skill for skill in SKILLS if any(skill in (one.by_skill or {}) for one in found)]
    rows = (
        f'<tr><th scope="row">{escape(one.name or "No name")}{_file(one, names)}</th><td class="n">{_percent(one)}</td>'
        f"{''.join(_in_skill(one, skill) for skill in skills)}<td>{escape('; '.join(one.ideas))}</td>"
        f"<td>{'<br>'.join(map(escape, one.remarks))}</td></tr>"
        for one in found
    )
    of_skills = (escape(skill_named(skill).title) for skill in skills)
    return _table("Each learner", ("Name", "Right at once", *of_skills, "Ideas held", "Remarks"), rows)


def _file(one: HandedIn, names: Counter[str]) -> str:
    """Name the file where the name alone does not tell whose it is."""
    return f" <span>{escape(one.file)}</span>" if not one.name or names[one.name] > 1 or one.remarks else ""


def _percent(one: HandedIn) -> str:
    return f"{one.score.percent}% of {one.score.exercises}" if one.score is not None else ""


def _in_skill(one: HandedIn, skill: str) -> str:
    score = (one.by_skill or {}).get(skill)
    told = f"{score.right_at_once} of {score.exercises}" if score is not None else ""
    return f'<td class="n">{told}</td>'


def _table(title: str, heads: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    return (
        f'<h2>{title}</h2><div class="wide" tabindex="0" role="region" aria-label="{title}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _style() -> str:
    return Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


_WHAT_IT_SHOWS = (
    "<h2>What this page can show, and what it cannot</h2>"
    "<p>Answers were judged anew, and scores worked out again, by this version of the course. Where it could not judge every"
    " answer of a file, that file has no score; the wrong ideas behind its other answers are counted. Each answer carries a"
    " sum over those before it. So it shows when one between others was taken out or changed, when a score was written by"
    " hand, and when two files hold the same answers; whose they were at first it does not show.</p>"
    "<p>There is no secret in these sums: they are made on the learner's own computer, and whoever can program can make them"
    " all anew. Nor does a file show who sat before the screen, who helped, or that the latest answers were left off. A remark"
    " is a reason to ask, and no proof; no remark is no proof either. For an examination, be in the room.</p>"
    "<p>Files with remarks that have a score are counted like all others. This page has names and scores on it: keep it"
    " where you keep grades.</p>"
)
