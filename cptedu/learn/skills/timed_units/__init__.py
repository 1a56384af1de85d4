"""Minutes and units, by both methods of counting."""

from cptedu.learn.skill import Skill

SKILL = Skill(
    place=(3, 1),
    title="Minutes and units",
    first_hint="Which minutes count at all? And does this payer look at each code alone, or at all minutes together?",
    bearing=frozenset({"units", "tied_units", "minutes"}),
    since=7,
    drawn_since=7,
    redrawn=(8, 9),
    told_first=("units",),
)
