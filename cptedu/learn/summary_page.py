"""What a learner has mastered, on one page to print or hand in: every answer is judged anew before it is counted."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import cptedu
from cptedu.explain import TEACHING, counted
from cptedu.facts.days_told import day_in_words
from cptedu.files import write_atomically
from cptedu.learn.exercises import State
from cptedu.learn.mastery import mastery_of
from cptedu.learn.misconceptions import misconceptions
from cptedu.learn.own_cases import own_cases_in
from cptedu.learn.practice import Item, Practice
from cptedu.learn.progress import Progress
from cptedu.learn.skills import SKILLS, skill_named
from cptedu.learn.summary import (
    FACTS_NAME,
    Judged,
    Score,
    Verification,
    facts_of,
    score_of,
    verification_of,
)

__all__ = ["facts_as_text", "scores_by_skill", "summary_page", "write_summary"]

PAGE_NAME = "summary.html"
MOST_SEEDS_PRINTED = 90
MOST_MISTAKES_PRINTED = 12


def write_summary(progress: Progress, folder: str | Path, at: datetime | None = None) -> tuple[Path, Path]:
    """Write the page and the facts.

    Args:
        progress: the learner's progress. Of the learner only the chosen name is written, of patients nothing.
        folder: where to; own cases in it are judged by themselves.
        at: when; now by default.

    Returns:
        The page ``summary.html`` and the facts ``summary.json``.

    Raises:
        CpteduError: when they cannot be written.
    """
    moment = (at or datetime.now(UTC)).astimezone(UTC)
    page, facts = Path(folder) / PAGE_NAME, Path(folder) / FACTS_NAME
    write_atomically(facts, facts_as_text(progress, moment))
    write_atomically(page, summary_page(progress, moment, own_cases_in(folder)))
    return page, facts


def facts_as_text(progress: Progress, at: datetime | None = None) -> str:
    """Write the facts that are handed in beside the page.

    Args:
        progress: the learner's progress.
        at: when; now by default.

    Returns:
        The text of ``summary.json``.
    """
    moment = (at or datetime.now(UTC)).astimezone(UTC)
    return json.dumps(facts_of(progress, moment), ensure_ascii=False, indent=1) + "\n"


def summary_page(progress: Progress, at: datetime, cases: str | Path | None = None) -> str:
    """Lay the summary out as one page to print.

    Args:
        progress: the learner's progress.
        at: the day to be written on it.
        cases: the folder of own cases that the learner used, or None.

    Returns:
        A whole HTML document that needs nothing from the network.
    """
    found = verification_of(facts_of(progress, at), cases)
    who = escape(progress.name) or "No name given"
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Summary</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>{_STYLE}</style></head><body><main><h1>{_headline(found.judged)}</h1>",
        _PRINT,
        f"<p class='who'>{who} · {day_in_words(at.astimezone().date())} · cptedu {cptedu.__version__}</p>",
        f"<p>{found.score.in_words}.</p>",
        _checked(found),
        _skills_table(found.judged),
        _mistakes(Practice(progress).items()),
        _seeds(found.judged),
        f"<footer>The file {FACTS_NAME} holds every answer. <code>cptedu verify {FACTS_NAME}</code> judges each"
        f" anew and works the score out again; it cannot show who gave the answers. {escape(TEACHING)}</footer>",
        "</main></body></html>",
    ]
    return "".join(parts)


def scores_by_skill(judged: Iterable[Judged]) -> dict[str, Score]:
    """Count answers skill by skill.

    Args:
        judged: the answers, judged anew, in their order.

    Returns:
        The score of each skill that was practised, in the order of the course.
    """
    return {skill: score_of(own) for skill, own in _by_skill(judged).items()}


def _by_skill(judged: Iterable[Judged]) -> dict[str, list[Judged]]:
    found: dict[str, list[Judged]] = {skill: [] for skill in SKILLS}
    for one in judged:
        found[one.exercise.question.skill].append(one)
    return {skill: own for skill, own in found.items() if own}


def _mastered(judged: Iterable[Judged]) -> dict[str, str]:
    """Say of each skill that was practised whether it is mastered."""
    return {
        skill: mastery_of((one.exercise.id, _is_own(one)) for one in own).in_words
        for skill, own in _by_skill(judged).items()
    }


def _is_own(one: Judged) -> bool:
    return one.outcome.state is State.RIGHT and not one.event.get("solution")


def _headline(judged: tuple[Judged, ...]) -> str:
    mastered = sum(words.startswith("mastered") for words in _mastered(judged).values())
    return f"{mastered} of {counted(len(SKILLS), 'skill')} mastered"


def _checked(found: Verification) -> str:
    """Say what came of judging every answer anew."""
    answers = counted(found.score.answers, "answer")
    if not found.score.answers and not found.faults:
        return ""
    said = f"Judged anew for this page: {answers}."
    if found.agrees and not found.gaps:
        return f"<p class='checked'>{said} All came out as they were kept.</p>"
    return (
        f"<p class='checked doubted'>{said} Not all came out as they were kept, or could be judged by this version. What is"
        " counted here is what came out now; <code>cptedu verify</code> names each that did not.</p>"
    )


def _skills_table(judged: tuple[Judged, ...]) -> str:
    mastered = _mastered(judged)
    rows = [
        f'<tr><th scope="row">{escape(skill_named(skill).title)}</th><td>{mastered[skill]}</td><td>{own.exercises}</td>'
        f"<td>{own.right_at_once}</td><td>{own.with_hints}</td><td>{own.right}</td><td>{own.after_solution}</td></tr>"
        for skill, own in scores_by_skill(judged).items()
    ]
    if not rows:
        return "<p>Nothing has been answered yet.</p>"
    return (
        '<div class="wide" tabindex="0" role="region" aria-label="By skill"><table><caption>By skill</caption><thead><tr>'
        '<th scope="col">Skill</th><th scope="col">Mastered</th><th scope="col">Exercises</th>'
        '<th scope="col">Right at once</th><th scope="col">of these with hints</th>'
        '<th scope="col">Right in the end</th><th scope="col">of these after the solution</th>'
        f"</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _mistakes(items: Iterable[Item]) -> str:
    titles = {one.name: one.title for one in misconceptions()}
    seen = [item for item in items if item.kind == "misconception" and item.name in titles]
    open_ones = [escape(titles[item.name]) for item in seen if item.last == "wrong"]
    avoided = sum(item.last != "wrong" for item in seen)
    told = "; ".join(open_ones[:MOST_MISTAKES_PRINTED]) or "none"
    if len(open_ones) > MOST_MISTAKES_PRINTED:
        told += f"; and {len(open_ones) - MOST_MISTAKES_PRINTED} more"
    return f"<p>Mistakes still to be worked on: {told}. Avoided the last time they could have been made: {avoided}.</p>"


def _seeds(judged: tuple[Judged, ...]) -> str:
    names = list(dict.fromkeys(one.exercise.id for one in judged))
    if not names:
        return ""
    shown = "".join(f"<li>{escape(name)}</li>" for name in names[-MOST_SEEDS_PRINTED:])
    left = len(names) - MOST_SEEDS_PRINTED
    more = f" The {MOST_SEEDS_PRINTED} latest; {left} more are in {FACTS_NAME}." if left > 0 else ""
    return (
        "<h2>The exercises</h2><p class='small'>By its name each can be had again: skill, kind, difficulty, and the number from"
        f" which it was drawn.{more}</p><ul>{shown}</ul>"
    )


# Where no script runs the button has nothing to do, and is not there.
_PRINT = "<button type='button' onclick='print()'>Print this page</button>"
_STYLE = """@page{size:auto;margin:14mm}
:root{color-scheme:light dark;color:light-dark(#000,#eef1f4);background:light-dark(#fff,#14181d)}
@media print{:root{color-scheme:light}}
body{font:11pt/1.35 system-ui,"DejaVu Sans",sans-serif;margin:0 auto;max-width:48rem;padding:1rem}
h1{font-size:20pt;margin:0;letter-spacing:-.02em}h2{font-size:11pt;margin:.6rem 0 0}p{margin:.35rem 0}.who{font-size:13pt}
.checked{border-left:6px solid light-dark(#1d7a46,#59c98a);padding-left:.6rem}
.doubted{border-left-color:light-dark(#b84700,#ffa552)}
button{float:right;font:inherit;padding:.35rem .9rem;border:1px solid light-dark(#555,#808b97);border-radius:.5rem}
button{background:none;color:inherit;cursor:pointer}button:hover{text-decoration:underline}
@media print{button{display:none}}@media (scripting:none){button{display:none}}
main{min-width:0}.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:700}
th,td{border:1px solid light-dark(#555,#808b97);padding:.15rem .5rem;text-align:left}
ul{columns:3 13rem;overflow-wrap:anywhere;margin:.2rem 0;padding:0;list-style:none;font-size:8pt;line-height:1.25}
.small,footer{color:light-dark(#333,#b3bdc8)}.small{font-size:9pt}footer{margin-top:.6rem;font-size:8.5pt}
@media print{body{padding:0;max-width:none}.wide{overflow:visible}tr,li{break-inside:avoid}}"""
