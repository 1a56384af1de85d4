"""What a notebook of the course may import: instruments, cards, charts and the visits that they show, and no other module.

This is the interface that lessons rely on, those that learners keep and those that instructors write among them. Each name is
read when it is asked for, so that a lesson without a chart reads no charts.

Instruments: those of ``cptedu.widgets``, named below; ``kept`` keeps the state of one under a name. Visits:
``example_visit``. Cards: ``show_choice``, ``show_claim``, ``show_dispute``, ``show_disputes``, ``show_money``, ``show_note``,
``show_phases``, ``show_price``, ``show_review``, ``show_why``. Charts: ``codings_chart``, ``dollars_chart``, ``draw_plan``,
``levels_paid``, ``minutes_chart``, ``ratios_chart``, ``rvu_through_the_years``; what some of them draw:
``dollars_over_the_years``, ``minutes_steps``, ``ratios``, ``tradeoffs``. ``behind`` folds a card or a chart away until it was
foreseen.

>>> from cptedu.lesson import example_visit
>>> example_visit("desk_worker").payer
'commercial_ncci'
"""

from __future__ import annotations

from cptedu.on_demand import offered_by
from cptedu.widgets import instruments

_HOME = {
    **instruments(),
    "behind": "shown.behind",
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
    "rvu_through_the_years": "charts.rvu_history",
    "show_choice": "shown.reasons_shown",
    "show_claim": "shown.note_and_claim",
    "show_dispute": "shown.reasons_shown",
    "show_disputes": "shown.reasons_shown",
    "show_money": "shown.plan_shown",
    "show_note": "shown.note_and_claim",
    "show_phases": "shown.plan_shown",
    "show_price": "shown.reasons_shown",
    "show_review": "shown.reasons_shown",
    "show_why": "shown.reasons_shown",
    "tradeoffs": "analysis.tradeoffs",
}

# What no lesson shows any more, and lessons that learners keep may still ask for.
_KEPT = {
    "FigureView": "charts",
    "region_steps": "analysis.sensitivity",
    "regions_chart": "charts.steps",
}

__all__ = list(_HOME)
__doc__ = f"{__doc__}\nThe instruments: {', '.join(f'``{name}``' for name in instruments())}.\n"

__getattr__ = offered_by(globals(), {**_HOME, **_KEPT})


def __dir__() -> list[str]:
    return sorted(__all__)
