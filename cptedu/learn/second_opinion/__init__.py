"""A second way from a note to its claim, written apart from the rules: small tables, plain loops, brute force.

No answer is shown to a learner unless this way and the rules of the package arrive at it both. Each step can be
exchanged for a wrong one: that is what a misconception is.
"""

from cptedu.learn.second_opinion.adjustments import beside_adjustment, may_be_unmarked
from cptedu.learn.second_opinion.answers import (
    answers_by,
)
from cptedu.learn.second_opinion.claims import (
    claims_by,
    outcomes_by,
)
from cptedu.learn.second_opinion.judging import judged
from cptedu.learn.second_opinion.limits import DoesNotApply
from cptedu.learn.second_opinion.modifiers import (
    Lines,
    adjustment_modifiers,
    wants_gp,
)
from cptedu.learn.second_opinion.outcome import ASKED, REFUSED, Billed, LeftOff, Outcome
from cptedu.learn.second_opinion.payment import (
    PricedUnit,
    Shares,
    reduced_units,
    to_the_cent,
    unit_price,
)
from cptedu.learn.second_opinion.regions import (
    BODY,
    SPINE,
    Counted,
    RegionsOf,
    count_regions,
    level_code,
    region_of,
)
from cptedu.learn.second_opinion.steps import (
    RIGHT,
    Steps,
    with_step,
)
from cptedu.learn.second_opinion.therapy import (
    code_by_aim,
    recorded_contact,
)
from cptedu.learn.second_opinion.units import (
    Episodes,
    count_units,
    minutes_of_treatment,
    quarter_hours,
)

__all__ = [
    "ASKED",
    "BODY",
    "REFUSED",
    "RIGHT",
    "SPINE",
    "Billed",
    "Counted",
    "DoesNotApply",
    "Episodes",
    "LeftOff",
    "Lines",
    "Outcome",
    "PricedUnit",
    "RegionsOf",
    "Shares",
    "Steps",
    "adjustment_modifiers",
    "answers_by",
    "beside_adjustment",
    "claims_by",
    "code_by_aim",
    "count_regions",
    "count_units",
    "judged",
    "level_code",
    "may_be_unmarked",
    "minutes_of_treatment",
    "outcomes_by",
    "quarter_hours",
    "recorded_contact",
    "reduced_units",
    "region_of",
    "to_the_cent",
    "unit_price",
    "wants_gp",
    "with_step",
]
