"""RVUs, and what the fee schedule allows."""

from cptedu.learn.skill import Skill

SKILL = Skill(
    place=(7, 1),
    title="RVUs and payment",
    first_hint="Three RVUs, three local indices, one conversion factor. And which units are cut?",
    bearing=frozenset(),
    since=7,
    drawn_since=7,
    redrawn=(8,),
)
