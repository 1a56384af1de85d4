"""What differs from payer to payer."""

from cptedu.learn.skill import Skill

SKILL = Skill(
    place=(6, 2),
    title="Payers",
    first_hint="The same visit is another claim for another payer. What does this one ask for?",
    bearing=frozenset(
        {"gp_modifier", "separate_region", "neuro_criteria", "coverage", "care_phase", "who_performed"}
    ),
    since=7,
    drawn_since=7,
    redrawn=(8, 9, 11),
    retold=(12,),
    told_first=("gp_modifier", "separate_region", "neuro_criteria", "coverage", "care_phase"),
)
