"""What Medicare pays, and the modifiers that it wants."""

from cptedu.learn.skill import Skill

SKILL = Skill(
    place=(6, 1),
    title="Medicare",
    first_hint="Medicare pays a chiropractor for one thing. Which lines are that, and what do the others need?",
    bearing=frozenset({"care_phase", "coverage", "part", "subluxation_diagnosis"}),
    since=7,
    drawn_since=7,
    redrawn=(8, 9),
    retold=(12,),
    told_first=("care_phase", "coverage"),
)
