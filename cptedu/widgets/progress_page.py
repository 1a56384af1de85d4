"""What a learner has practised so far: by skill, with what is due next, and a page to print or hand in."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from cptedu.errors import CpteduError
from cptedu.learn.practice import Practice
from cptedu.learn.progress import Progress
from cptedu.learn.questions import SKILLS
from cptedu.learn.summary import write_summary
from cptedu.widgets.practice import COURSE_STATE, SKILL_WORDS

__all__ = ["ProgressPage", "by_skill"]

BAR = 260


def by_skill(progress: Progress) -> dict[str, tuple[int, int]]:
    """Count, for each skill, the exercises that were answered and those of them that came out right.

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
                answered[skill].add(str(event.get("exercise")))
                if event.get("state") == "right":
                    right[skill].add(str(event.get("exercise")))
    return {skill: (len(answered[skill]), len(right[skill])) for skill in SKILLS}


class ProgressPage(widgets.VBox):
    """A chart of what was answered and what came out right, what is due, and the page to hand in.

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
            placeholder="as it should stand on the page",
            style={"description_width": "6rem"},
        )
        self.write = widgets.Button(
            description="Write the page", button_style="primary", disabled=folder is None
        )
        self.again = widgets.Button(description="Look again")
        self.shown, self.told = widgets.HTML(), widgets.HTML()
        self.write.on_click(lambda _button: self.hand_in())
        self.again.on_click(lambda _button: self.refresh())
        self.refresh()
        buttons = widgets.HBox(
            [self.name, self.write, self.again], layout=widgets.Layout(flex_flow="row wrap")
        )
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
            self.told.value = f'<p role="alert">{escape(str(problem))}</p>'
            return
        self.told.value = (
            f'<p role="status">Written: <b>{escape(page.name)}</b> to print, and <b>{escape(facts.name)}</b> to hand in beside'
            " it. Both lie in your course folder.</p>"
        )

    def _html(self) -> str:
        counts = by_skill(self.progress)
        most = max([10, *(answered for answered, _ in counts.values())])
        rows = "".join(self._row(SKILL_WORDS[skill], *counts[skill], most) for skill in SKILLS)
        due = [one for one in Practice(self.progress, start=0).items() if one.kind == "skill"][:3]
        soon = "; ".join(f"{SKILL_WORDS[one.name]} ({one.due:%Y-%m-%d})" for one in due)
        told = f"Due next: {soon}." if soon else "Nothing is due yet: begin with any lesson."
        message = f'<p role="alert">{escape(self.progress.message)}</p>' if self.progress.message else ""
        return (
            f"{message}<table style=\"border-collapse:collapse;font:1.05rem/1.5 system-ui,'DejaVu Sans',sans-serif\">"
            '<caption style="text-align:left;font-weight:700;padding-bottom:.4rem">Exercises right, of those answered'
            f"</caption>{rows}</table><p>{escape(told)}</p>"
        )

    def _row(self, words: str, answered: int, right: int, most: int) -> str:
        whole, part = (round(BAR * count / most) for count in (answered, right))
        return (
            f'<tr><th scope="row" style="text-align:left;font-weight:500;padding:.2rem 1rem .2rem 0">{escape(words)}</th><td>'
            f'<svg width="{BAR + 4}" height="22" role="img" aria-label="{right} right of {answered} answered">'
            f'<rect x="1" y="3" width="{whole}" height="16" fill="none" stroke="#0b5cad" stroke-width="1.5"/>'
            f'<rect x="1" y="3" width="{part}" height="16" fill="#0b5cad"/></svg></td>'
            f'<td style="padding-left:.8rem">{right} of {answered}</td></tr>'
        )

    def __repr__(self) -> str:
        lines = [
            f"  {SKILL_WORDS[skill]}: {right} of {n}" for skill, (n, right) in by_skill(self.progress).items()
        ]
        return "\n".join(["Exercises right, of those answered", *lines])

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Give the page, and the same in words for front ends that show no widgets."""
        bundle = super()._repr_mimebundle_(**kwargs)
        for part in bundle if isinstance(bundle, tuple) else (bundle,):
            if part and "text/plain" in part:
                part["text/plain"] = repr(self)
        return bundle
