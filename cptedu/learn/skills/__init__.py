"""What is practised: each skill is a folder with its drawing, its misconceptions, its hints and its words.

The list of skills is read from the folders, in the order in which the course teaches them, and stands nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from cptedu.errors import unknown
from cptedu.learn.skill import Skill

__all__ = ["SKILLS", "part_of", "skill_named"]


def _declared() -> dict[str, Skill]:
    folders = [one.name for one in iter_modules(__path__) if one.ispkg]
    held: dict[str, Skill] = {name: import_module(f"{__name__}.{name}").SKILL for name in folders}
    return dict(sorted(held.items(), key=lambda entry: entry[1].place))


_DECLARED: Mapping[str, Skill] = _declared()
SKILLS: tuple[str, ...] = tuple(_DECLARED)


def skill_named(name: str) -> Skill:
    """Look a skill up by its name.

    Args:
        name: one of ``SKILLS``.

    Returns:
        What the skill says of itself.

    Raises:
        CpteduError: for a skill that does not exist.

    >>> skill_named("rvu_payment").title
    'RVUs and payment'
    """
    if name not in _DECLARED:
        raise unknown("skill", name, SKILLS)
    return _DECLARED[name]


def part_of(name: str, part: str) -> ModuleType:
    """Give a file of a skill's folder; it is read when it is first asked for.

    Args:
        name: one of ``SKILLS``.
        part: ``drawing``, ``misconceptions``, ``hints``, or ``statements`` where a skill has some.

    Returns:
        The file as a module.

    Raises:
        CpteduError: for a skill that does not exist.

    >>> part_of("rvu_payment", "drawing").KINDS
    ('amount',)
    """
    skill_named(name)
    return import_module(f"{__name__}.{name}.{part}")
