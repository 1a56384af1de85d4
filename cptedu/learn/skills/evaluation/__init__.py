"""An examination on the day of an adjustment, and modifier 25."""

from cptedu.learn.skill import Skill

SKILL = Skill(
    place=(5, 2),
    title="Examinations",
    first_hint="What was examined beyond the short look that every adjustment includes?",
    bearing=frozenset({"separate_evaluation", "new_patient", "coverage"}),
    since=7,
    drawn_since=7,
    redrawn=(8, 9, 12),
    told_first=("new_patient", "separate_evaluation", "recorded_evaluation"),
)
