"""What a learner has practised so far: by skill, with what is due next, and a page to print or hand in."""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import ipywidgets as widgets

from cptedu.errors import CpteduError
from cptedu.explain import counted
from cptedu.learn.misconceptions import misconception
from cptedu.learn.practice import Item, Practice
from cptedu.learn.progress import Progress
from cptedu.learn.skills import SKILLS, skill_named
from cptedu.learn.summary_page import write_summary
from cptedu.widgets.kit.bundle import stylesheet
from cptedu.widgets.kit.instrument import InWords
from cptedu.widgets.practice import COURSE_STATE

__all__ = ["ProgressPage", "by_skill"]

FEWEST_ON_A_BAR = 10
MOST_IDEAS = 6
_NAMELESS = " There is no name on them: give yours above, and write them again."


def by_skill(progress: Progress) -> dict[str, tuple[int, int]]:
    """Count, for each skill, the exercises that were answered and those of them that were right at the first try.

    Args:
        progress: the learner's progress.

    Returns:
        Answered and right, by skill; every skill, also those not begun.

    >>> by_skill(Progress())["cmt_level"]
    (0, 0)
    """
    answered: dict[str, set[str]] = {skill: set() for skill in SKILLS}
    right: dict[str, set[str]] = {skill: set() for skill in SKILLS}
    for event in progress.events("answered"):
        items = event.get("items")
        met = (
            [name.partition(":")[2] for name in items if name.startswith("skill:")]
            if isinstance(items, dict)
            else []
        )
        for skill in met:
            if skill in answered:
                name = str(event.get("exercise"))
                if (
                    name not in answered[skill]
                    and event.get("state") == "right"
                    and not event.get("solution")
                ):
                    right[skill].add(name)
                answered[skill].add(name)
    return {skill: (len(answered[skill]), len(right[skill])) for skill in SKILLS}


class ProgressPage(InWords, widgets.VBox):
    """A chart of what was answered and what was right at the first try, what is due, and the page to hand in.

    Args:
        folder: where progress is kept; by default the learner's course folder, and nowhere outside one.

    >>> "Regions and adjustments" in repr(ProgressPage())
    True
    """

    def __init__(self, folder: str | Path | None = None) -> None:
        if folder is None and COURSE_STATE.is_dir():
            folder = "."
        self.folder = folder
        self.progress = Progress(folder)
        self.name = widgets.Text(
            value=self.progress.name,
            description="Your name",
            placeholder="as on the page",
            style={"description_width": "initial"},
        )
        self.write = widgets.Button(
            description="Write the page to hand in",
            button_style="primary",
            disabled=folder is None,
            layout=widgets.Layout(width="auto"),
        )
        self.again = widgets.Button(description="Look again")
        self.shown, self.told = widgets.HTML(), widgets.HTML()
        self.write.on_click(lambda _button: self.hand_in())
        self.again.on_click(lambda _button: self.refresh())
        self.refresh()
        buttons = widgets.HBox(
            [self.name, self.write, self.again], layout=widgets.Layout(flex_flow="row wrap")
        )
        for name in ("cptedu", "progress-hand-in"):
            buttons.add_class(name)
        super().__init__([self.shown, buttons, self.told])

    def refresh(self) -> None:
        """Read the progress again and draw it."""
        self.progress.refresh()
        self.shown.value = self._html()

    def hand_in(self) -> None:
        """Write the page to print and the facts to hand in beside it, into the learner's folder."""
        try:
            if self.name.value.strip() and self.name.value.strip() != self.progress.name:
                self.progress.call(self.name.value)
            page, facts = write_summary(self.progress, self.folder or ".")
        except CpteduError as problem:
            self.told.value = f'<p role="alert" class="cptedu progress-told">{escape(str(problem))}</p>'
            return
        nameless = "" if self.progress.name else _NAMELESS
        self.told.value = f'<p role="status" class="cptedu progress-told">{_where(page, facts)}{nameless}</p>'

    def _html(self) -> str:
        counts = by_skill(self.progress)
        answered, right = (sum(pair[n] for pair in counts.values()) for n in (0, 1))
        most = max([FEWEST_ON_A_BAR, *(n for n, _ in counts.values())])
        point = (
            f"{right} of {answered} exercises right at the first try"
            if answered
            else "Nothing answered yet: begin with any lesson"
        )
        message = f'<p role="alert">{escape(self.progress.message)}</p>' if self.progress.message else ""
        items = Practice(self.progress, start=0).items()
        rows = "".join(_row(skill_named(skill).title, *counts[skill], most) for skill in SKILLS)
        return (
            f"<style>{stylesheet(Path(__file__).with_name('style.css'))}</style>"
            f'<section class="cptedu progress-page" aria-label="Your progress"><h3>{escape(point)}</h3>{message}'
            "<table><caption>The outline is what you answered, the filled part what you had right at the first try.</caption>"
            f"{rows}</table>{_ideas(items)}{_due(items)}"
            '<p class="source">From your own file, progress.json; nothing leaves this computer.</p>'
            "</section>"
        )

    def __repr__(self) -> str:
        lines = [
            f"  {skill_named(skill).title}: {right} of {n}"
            for skill, (n, right) in by_skill(self.progress).items()
        ]
        return "\n".join(["Exercises right at the first try, of those answered", *lines])


def _row(words: str, answered: int, right: int, most: int) -> str:
    whole, part = (f"{100 * count / most:.1f}%" for count in (answered, right))
    look = "" if answered else ' class="none"'
    return (
        f'<tr{look}><th scope="row">{escape(words)}</th><td class="bar">'
        f'<svg role="img" aria-label="{right} right of {answered} answered">'
        f'<rect class="answered" x="1" y="15%" width="{whole}" height="70%"/>'
        f'<rect class="right" x="1" y="15%" width="{part}" height="70%"/></svg></td>'
        f"<td>{f'{right} of {answered}' if answered else 'not begun'}</td></tr>"
    )


def _ideas(items: Iterable[Item]) -> str:
    """Say which ideas lead astray as yet, and how many do not any more."""
    met = [item for item in items if item.kind == "misconception"]
    open_ones = [item for item in met if item.last == "wrong"]
    listed = "".join(
        f"<li><b>{escape(held.title)}</b> ({escape(skill_named(held.skill).title)}): comes back {_when(item.due)}</li>"
        for item in open_ones[:MOST_IDEAS]
        for held in [misconception(item.name)]
    )
    more = f"<li>and {len(open_ones) - MOST_IDEAS} more</li>" if len(open_ones) > MOST_IDEAS else ""
    left = len(met) - len(open_ones)
    none = '<p class="soft">None as yet. An idea stands here when a wrong answer comes from it.</p>'
    could = f"{counted(left, 'idea')} could have led you astray the last time, and did not."
    avoided = f"<p>{could}</p>" if left else ""
    return f"<h4>Ideas to work on</h4>{f'<ul>{listed}{more}</ul>' if listed else none}{avoided}"


def _due(items: Iterable[Item]) -> str:
    soon = [item for item in items if item.kind == "skill"][:3]
    if not soon:
        return ""
    days = dict.fromkeys(_when(item.due) for item in soon)
    told = " ".join(
        f"{day.capitalize()}: {', '.join(skill_named(item.name).title for item in soon if _when(item.due) == day)}."
        for day in days
    )
    return f"<h4>Due next</h4><p>{escape(told)} Lesson 14 asks for it.</p>"


def _when(due: datetime) -> str:
    """Say when something is due, as one says it."""
    days = (due.astimezone().date() - datetime.now(UTC).astimezone().date()).days
    return "today" if days <= 0 else "tomorrow" if days == 1 else f"in {days} days"


def _where(page: Path, facts: Path) -> str:
    """Say where the two files are; inside a browser they lie where nobody finds them, so there they are links to save."""
    if sys.platform == "emscripten":
        return f"Save {_to_save(page)} to print, and {_to_save(facts)} to hand in beside it."
    return (
        f"Written: {_to_save(page)} to print, and {_to_save(facts)} to hand in beside it. Both lie in your course folder; a"
        " click on a name saves it where you want it."
    )


def _to_save(file: Path) -> str:
    held = b64encode(file.read_bytes()).decode()
    name = escape(file.name)
    return f'<a download="{name}" href="data:application/octet-stream;base64,{held}"><b>{name}</b></a>'
