"""Regions, and the code of an adjustment: 98940 to 98943."""

from cptedu.learn.skill import Skill

SKILL = Skill(
    place=(2, 1),
    title="Regions and adjustments",
    first_hint="Do not count bones. Which region does each of them lie in, and how many different regions are left?",
    bearing=frozenset({"cmt_level", "adjusted_findings"}),
    since=7,
    drawn_since=7,
    redrawn=(8,),
    told_first=("level",),
)
