"""The plan table: the phases of a plan of care as a small table, and beside it who pays, and where coverage ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from cptedu.analysis.plan import BY_CONTRACT, BY_SCHEDULE, Plan
from cptedu.analysis.plan_file import (
    example_plan,
    load_plan,
    plan_from_dict,
    plan_to_dict,
    save_plan,
)
from cptedu.analysis.plan_of_care import Episode, episode
from cptedu.analysis.plan_values import PlanError
from cptedu.charts.offline import Figure, FigureView
from cptedu.charts.plan_of_care import plan_of_care
from cptedu.errors import CpteduError
from cptedu.widgets.kit.edited_form import EditedForm
from cptedu.widgets.kit.plain import Plain, plain
from cptedu.widgets.plan_table.plan_edits import edited
from cptedu.widgets.plan_table.plan_rows import amounts, choices, findings, needs_track, phase_rows, sums

__all__ = ["PlanTable"]


class PlanTable(EditedForm):
    """A plan of care to change by hand; the chart, the money and what must be answered follow each change.

    Args:
        plan: an example's name, a plan, or a mapping in the form of a plan file.
        folder: where plan files are read and saved; by default the folder of the notebook.

    Raises:
        CpteduError: when the plan cannot be used.

    >>> table = PlanTable("low_back_medicare")
    >>> print(table.figure.title)
    Coverage ends in week 8 of 15: Medicare Part B pays $209.50 in all, the patient $393.40
    >>> table.change(do="type", path=["phases", 2, "abn"], text="none")
    >>> print(table.figure.title)
    Coverage ends in week 8 of 15: Medicare Part B pays $209.50 in all, the patient $213.40
    """

    keeps = ("plan",)

    plan = Plain({}).tag(sync=True)
    rows = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    sums = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    findings = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    amounts = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    facts = traitlets.Dict(read_only=True).tag(sync=True)
    view = anywidget.WidgetTrait().tag(sync=True)

    _edited = "plan"

    def __init__(
        self,
        plan: str | Mapping[str, Any] | Plan = "low_back_medicare",
        *,
        folder: str | Path | None = None,
        **options: Any,
    ) -> None:
        given = _as_plan(plan)
        self._episode = episode(given)
        super().__init__(folder, plan=plain(plan_to_dict(given)), **options)
        self.view = FigureView(plan_of_care(self._episode))
        self._begin(choices())

    @property
    def episode(self) -> Episode:
        """The last plan that could be worked out, carried out."""
        return self._episode

    @property
    def figure(self) -> Figure:
        """The chart that is shown."""
        figure: Figure = self.view.figure
        return figure

    @property
    def problem(self) -> str:
        """What cannot be used in the table; empty when everything can."""
        return next(iter(self.problems.values()), "")

    def change(self, **asked: Any) -> None:
        """Change the plan as a click or a typed value in the table does.

        Args:
            asked: ``do`` and what belongs to it, such as ``do="type", path=["phases", 0, "weeks"], text="4"``.

        Raises:
            CpteduError: when that is no change of a plan.
        """
        made = edited(self.plan, asked)
        typed = asked.get("path") if asked.get("do") == "type" else None
        self._note_step(self.plan, typed)
        self._show(made)

    def _opened(self, place: Path) -> Any:
        opened = load_plan(place)
        episode(opened)
        return plan_to_dict(opened)

    def _to_write(self) -> Callable[[Path], None]:
        if self.problem:
            raise CpteduError(self.problem)
        return partial(save_plan, plan_from_dict(self.plan))

    # ------------------------------------------------------------------------------------------ changes

    def _changed(self, change: Any) -> None:
        """A plan that was put in from outside, as from a file, is a change like any other."""
        if not self._moving:
            self._note_step(change["old"], None)
            self._answer()

    def _answer(self) -> None:
        """Carry the plan out anew; where that cannot be done, say what to mend and keep what stood there."""
        problems: dict[str, str] = {}
        try:
            read = plan_from_dict(self.plan)
            made = episode(read)
        except CpteduError as problem:
            problems[_place_of(problem)] = str(problem)
        else:
            self._episode = made
            self.view.show(plan_of_care(made))
        held = self._episode
        facts = {
            "by_schedule": held.plan.pays_by == BY_SCHEDULE,
            "by_contract": held.plan.pays_by == BY_CONTRACT,
            "needs_track": needs_track(held.plan) or bool(problems and "conversion factor" in str(problems)),
            "says": self._in_a_sentence(problems),
        }
        self._told(
            rows=phase_rows(self.plan),
            sums=sums(held),
            findings=findings(held),
            amounts=amounts(held),
            facts=facts,
            problems=problems,
        )

    def _in_a_sentence(self, problems: Mapping[str, str]) -> str:
        return f"To mend: {next(iter(problems.values()))}" if problems else f"{self.figure.title}."

    def _do(self, what: str, given: Mapping[str, Any]) -> None:
        if what == "example":
            self.plan = plan_to_dict(example_plan(str(given.get("name", ""))))
            self._say(f"Started from “{self.plan['title']}”. Undo brings back what was here before.")
        else:
            self.change(do=what, **given)

    # ------------------------------------------------------------------------------------------ in words

    def as_text(self) -> str:
        """Say in words what the table and the chart hold."""
        told = [f"Plan of care: {self._episode.plan.title}", self.figure.title]
        if self.problem:
            told.insert(1, f"To mend: {self.problem} The last plan that could be worked out:")
        for one in self.sums:
            told.append(
                f"  {one['phase']}, {one['weeks']}, {one['visits']} visits: {one['claims']};"
                f" payer {one['payer']}, patient {one['patient']}"
            )
            told += [f"    {says}" for says in one["missing"]]
            told += [
                f"    {found['words']}: {found['says']}"
                for found in self.findings
                if found["phase"] == one["phase"]
            ]
        return "\n".join([*told, *self._episode.notes])

    def __repr__(self) -> str:
        return f"PlanTable({self._episode.plan.title!r}, phases={len(self._episode.plan.phases)})"


def _as_plan(given: str | Mapping[str, Any] | Plan) -> Plan:
    if isinstance(given, Plan):
        return given
    return example_plan(given) if isinstance(given, str) else plan_from_dict(given)


def _place_of(problem: CpteduError) -> str:
    """Say in which part of the table a mistake stands."""
    where = problem.where if isinstance(problem, PlanError) else ()
    return f"phase-{where[1]}" if where[:1] == ("phases",) and len(where) > 1 else "plan"
