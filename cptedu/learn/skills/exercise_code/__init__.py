"""Which code an exercise is: the aim, the finding, who was there."""

from cptedu.learn.skill import Skill

SKILL = Skill(
    place=(4, 1),
    title="Which exercise code",
    first_hint="Cover the name of the exercise. What was it for, what was measured, and who was there?",
    bearing=frozenset(
        {"purpose", "deficit", "contact", "home_instruction", "technique_in_dispute", "who_performed"}
    ),
    since=7,
    drawn_since=7,
    redrawn=(8, 9, 11),
    retold=(12,),
    told_first=("aim",),
)
