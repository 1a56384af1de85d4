"""Wrong rules about minutes and units."""

from __future__ import annotations

from collections.abc import Iterable

from cptedu.learn.misconceptions.registry import wrong_rule
from cptedu.learn.questions import Note
from cptedu.learn.second_opinion import Episodes, count_units, minutes_of_treatment, quarter_hours
from cptedu.model import Service, Visit

_Kept = Iterable[tuple[str, int, Service]]


def _sums(episodes: Episodes) -> dict[str, int]:
    return {number: sum(spent) for number, spent in sorted(episodes.items())}


def _longest(minutes: dict[str, int]) -> str:
    return max(minutes, key=lambda number: (minutes[number], number))


@wrong_rule(
    step="units",
    title="gives a unit for every 8 minutes",
    holds="every 8 minutes make a unit",
    feedback=(
        "Eight minutes are where the first unit begins, not the length of a unit. A unit is 15 minutes; the second begins"
        " at 23, the third at 38."
    ),
    source="cms-100-04-ch5-20.2",
)
def gives_a_unit_per_8_minutes(episodes: Episodes, _method: str) -> list[dict[str, int]]:
    """Divide the minutes of each code by 8."""
    return [{number: spent // 8 for number, spent in _sums(episodes).items()}]


@wrong_rule(
    step="units",
    title="gives a unit for every quarter-hour that was begun",
    holds="a quarter-hour that was only begun counts as a whole one",
    feedback=(
        "A quarter-hour that was begun is not yet a unit. Its larger half must have passed: 8 minutes for the first unit,"
        " 23 for the second. Below that the minutes stay in the note and off the claim."
    ),
    source="cpt-time-rule",
)
def gives_a_unit_per_started_quarter_hour(episodes: Episodes, _method: str) -> list[dict[str, int]]:
    """Round the quarter-hours of each code up."""
    return [{number: -(-spent // 15) for number, spent in _sums(episodes).items()}]


@wrong_rule(
    step="units",
    title="counts whole quarter-hours only",
    holds="only a full 15 minutes make a unit",
    feedback=(
        "A unit does not need its full 15 minutes. From 8 minutes on the first one counts, from 23 the second: whoever waits"
        " for the full quarter-hour bills less than was done."
    ),
    source="cpt-time-rule",
)
def counts_whole_quarter_hours_only(episodes: Episodes, _method: str) -> list[dict[str, int]]:
    """Round the quarter-hours of each code down."""
    return [{number: spent // 15 for number, spent in _sums(episodes).items()}]


@wrong_rule(
    step="units",
    title="puts all pooled minutes on one code",
    holds="all minutes together are billed on the code that took longest",
    feedback=(
        "The total says how many units there are, not whose they are. Each code first gets one unit for every full 15"
        " minutes of its own; what is left over then goes to the codes with the most minutes left."
    ),
    source="cms-100-04-ch5-20.2",
)
def puts_all_minutes_on_one_code(episodes: Episodes, _method: str) -> list[dict[str, int]]:
    """Count all minutes together and give every unit to the longest code."""
    minutes = _sums(episodes)
    if not minutes:
        return [{}]
    return [dict.fromkeys(minutes, 0) | {_longest(minutes): quarter_hours(sum(minutes.values()))}]


@wrong_rule(
    step="method",
    title="counts each code by itself under Medicare's method",
    holds="each code is counted by itself although this payer counts all timed minutes together",
    feedback=(
        "Medicare, and payers that follow it, look at all timed minutes of the day first. That total caps the units: 24 and"
        " 23 minutes are 47 together, three units and not four."
    ),
    source="cms-100-04-ch5-20.2",
)
def counts_each_code_under_medicare(_visit: Visit) -> str:
    """Count code by code whoever pays."""
    return "each code"


@wrong_rule(
    step="method",
    title="pools minutes under a payer that counts code by code",
    holds="minutes of several codes are put together although this payer counts each code by itself",
    feedback=(
        "Putting all timed minutes together is Medicare's way. A payer that goes by CPT's time rule looks at each code"
        " alone: it needs its own 8 minutes for a unit, and leftovers of two codes never make one."
    ),
    source="cpt-time-rule",
)
def pools_minutes_under_cpt(_visit: Visit) -> str:
    """Count all minutes together whoever pays."""
    return "pooled"


@wrong_rule(
    step="minutes",
    title="counts the minutes of untimed services",
    holds="the minutes of traction, packs or other untimed services are added to the timed ones",
    feedback=(
        "A code that is billed once a day has no minutes to give. Its time stands in the note, but only the minutes of timed"
        " codes are counted for units."
    ),
    source="hns-procedures",
)
def counts_untimed_minutes(kept: _Kept, note: Note) -> Episodes:
    """Add untimed minutes to the longest timed code."""
    listed = list(kept)
    timed = minutes_of_treatment(listed, note)
    idle = sum(service.minutes or 0 for number, _, service in listed if number not in timed)
    if not timed or not idle:
        return timed
    longest = _longest(_sums(timed))
    return {**timed, longest: (sum(timed[longest]) + idle,)}


@wrong_rule(
    step="minutes",
    title="counts set-up and note-writing",
    holds="the minutes of setting up and of writing the note are counted as treatment",
    feedback=(
        "Only the time of direct treatment counts. Laying out equipment before it and writing the note after it are part of"
        " the service and make no minutes of their own."
    ),
    source="firstcoast-units",
)
def counts_setup_and_notes(kept: _Kept, note: Note) -> Episodes:
    """Add the minutes around each service to its own."""
    listed = list(kept)
    around: dict[str, int] = {}
    for number, index, _ in listed:
        around[number] = around.get(number, 0) + note.extra_minutes(index)
    timed = minutes_of_treatment(listed, note)
    return {
        number: (sum(spent) + around[number],) if around[number] else spent for number, spent in timed.items()
    }


@wrong_rule(
    step="units",
    title="rounds each episode of a code, then adds",
    holds="each episode of one code is turned into units by itself, and the units are added",
    feedback=(
        "Episodes of one code are added as minutes first, and rounded once. Eight minutes before the adjustment and eight"
        " after it are 16 minutes and one unit, not two."
    ),
    source="cms-100-04-ch5-20.2",
)
def rounds_each_episode(episodes: Episodes, method: str) -> list[dict[str, int]]:
    """Round every episode of a code that came in several."""
    several = {
        number: sum(quarter_hours(one) for one in spent)
        for number, spent in episodes.items()
        if len(spent) > 1
    }
    return [split | several for split in count_units(episodes, method)]
