"""What a notebook of the course may import: instruments, cards, charts and the visits that they show, and no other module.

This is the interface that lessons rely on, those that learners keep and those that instructors write among them. Each name is
read when it is asked for, so that a lesson without a chart reads no charts.

Instruments: ``ArticleReader``, ``ErrorMuseum``, ``MinutesBoard``, ``NoteToCode``, ``PayerLens``, ``PlanTable``, ``Practice``,
``Presentation``, ``ProgressPage``, ``RvuExplorer``, ``SpineMap``, ``TradeoffExplorer``, ``VisitBuilder``, ``VisitLab``; ``kept``
keeps the state of one under a name. Visits: ``example_visit``. Cards: ``show_choice``, ``show_claim``, ``show_dispute``,
``show_money``, ``show_note``, ``show_phases``, ``show_price``, ``show_review``, ``show_why``. Charts: ``codings_chart``,
``dollars_chart``, ``draw_plan``, ``levels_paid``, ``minutes_chart``, ``ratios_chart``, ``regions_chart``,
``rvu_through_the_years``, and ``FigureView`` around one; what some of them draw:
``dollars_over_the_years``, ``minutes_steps``, ``ratios``, ``region_steps``,
``tradeoffs``.

>>> from cptedu.lesson import example_visit
>>> example_visit("desk_worker").payer
'commercial_ncci'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cptedu.on_demand import offered_by

if TYPE_CHECKING:
    from cptedu.analysis.sensitivity import minutes_steps, region_steps
    from cptedu.analysis.then_and_now import dollars_over_the_years, ratios
    from cptedu.analysis.tradeoffs import tradeoffs
    from cptedu.charts import FigureView
    from cptedu.charts.codings import codings_chart
    from cptedu.charts.levels_paid import levels_paid
    from cptedu.charts.plan_of_care import draw_plan
    from cptedu.charts.rvu_history import rvu_through_the_years
    from cptedu.charts.steps import minutes_chart, regions_chart
    from cptedu.charts.then_and_now import dollars_chart, ratios_chart
    from cptedu.example_visits import example_visit
    from cptedu.shown.note_and_claim import show_claim, show_note
    from cptedu.shown.plan_shown import show_money, show_phases
    from cptedu.shown.reasons_shown import show_choice, show_dispute, show_price, show_review, show_why
    from cptedu.widgets.article_reader import ArticleReader
    from cptedu.widgets.error_museum import ErrorMuseum
    from cptedu.widgets.kit.kept import kept
    from cptedu.widgets.minutes_board import MinutesBoard
    from cptedu.widgets.note_to_code import NoteToCode
    from cptedu.widgets.payer_lens import PayerLens
    from cptedu.widgets.plan_table import PlanTable
    from cptedu.widgets.practice import Practice
    from cptedu.widgets.presentation import Presentation
    from cptedu.widgets.progress_page import ProgressPage
    from cptedu.widgets.rvu_explorer import RvuExplorer
    from cptedu.widgets.spine_map import SpineMap
    from cptedu.widgets.tradeoff_explorer import TradeoffExplorer
    from cptedu.widgets.visit_builder import VisitBuilder
    from cptedu.widgets.visit_lab import VisitLab

_HOME = {
    "ArticleReader": "widgets.article_reader",
    "ErrorMuseum": "widgets.error_museum",
    "FigureView": "charts",
    "MinutesBoard": "widgets.minutes_board",
    "NoteToCode": "widgets.note_to_code",
    "PayerLens": "widgets.payer_lens",
    "PlanTable": "widgets.plan_table",
    "Practice": "widgets.practice",
    "Presentation": "widgets.presentation",
    "ProgressPage": "widgets.progress_page",
    "RvuExplorer": "widgets.rvu_explorer",
    "SpineMap": "widgets.spine_map",
    "TradeoffExplorer": "widgets.tradeoff_explorer",
    "VisitBuilder": "widgets.visit_builder",
    "VisitLab": "widgets.visit_lab",
    "codings_chart": "charts.codings",
    "dollars_chart": "charts.then_and_now",
    "dollars_over_the_years": "analysis.then_and_now",
    "draw_plan": "charts.plan_of_care",
    "example_visit": "example_visits",
    "kept": "widgets.kit.kept",
    "levels_paid": "charts.levels_paid",
    "minutes_chart": "charts.steps",
    "minutes_steps": "analysis.sensitivity",
    "ratios": "analysis.then_and_now",
    "ratios_chart": "charts.then_and_now",
    "region_steps": "analysis.sensitivity",
    "regions_chart": "charts.steps",
    "rvu_through_the_years": "charts.rvu_history",
    "show_choice": "shown.reasons_shown",
    "show_claim": "shown.note_and_claim",
    "show_dispute": "shown.reasons_shown",
    "show_money": "shown.plan_shown",
    "show_note": "shown.note_and_claim",
    "show_phases": "shown.plan_shown",
    "show_price": "shown.reasons_shown",
    "show_review": "shown.reasons_shown",
    "show_why": "shown.reasons_shown",
    "tradeoffs": "analysis.tradeoffs",
}

__all__ = [
    "ArticleReader",
    "ErrorMuseum",
    "FigureView",
    "MinutesBoard",
    "NoteToCode",
    "PayerLens",
    "PlanTable",
    "Practice",
    "Presentation",
    "ProgressPage",
    "RvuExplorer",
    "SpineMap",
    "TradeoffExplorer",
    "VisitBuilder",
    "VisitLab",
    "codings_chart",
    "dollars_chart",
    "dollars_over_the_years",
    "draw_plan",
    "example_visit",
    "kept",
    "levels_paid",
    "minutes_chart",
    "minutes_steps",
    "ratios",
    "ratios_chart",
    "region_steps",
    "regions_chart",
    "rvu_through_the_years",
    "show_choice",
    "show_claim",
    "show_dispute",
    "show_money",
    "show_note",
    "show_phases",
    "show_price",
    "show_review",
    "show_why",
    "tradeoffs",
]

__getattr__ = offered_by(globals(), _HOME)


def __dir__() -> list[str]:
    return sorted(__all__)
