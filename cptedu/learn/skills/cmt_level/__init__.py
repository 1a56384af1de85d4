"""Regions, and the code of an adjustment: 98940 to 98943."""

from cptedu.learn.skill import Skill

SKILL = Skill(
    place=(2, 1),
    title="Regions and adjustments",
    first_hint="Which regions are meant, which of them lie in the spine, and how many different ones are left?",
    bearing=frozenset({"cmt_level", "adjusted_findings"}),
    since=7,
    drawn_since=7,
    redrawn=(8, 9),
    told_first=("level",),
)
