"""Therapy on the day of an adjustment, and modifier 59."""

from cptedu.learn.skill import Skill

SKILL = Skill(
    place=(5, 1),
    title="The same day and modifier 59",
    first_hint="Put two lists side by side: the regions that were adjusted, and the regions that were treated.",
    bearing=frozenset({"separate_region", "same_day_therapy", "extraspinal_overlap"}),
    since=7,
    drawn_since=7,
    redrawn=(8, 9, 11),
    retold=(12,),
    told_first=("separate_region", "same_day_therapy"),
)
