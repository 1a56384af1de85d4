"""A place that no table holds, or that may lie in two regions: the clinician must say which it was."""

from __future__ import annotations

from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import Unclear

__all__ = ["beside_the_level", "hangs_on_the_place", "unclear_place"]

SOURCES = ("cpt-1997-cmt", "cpt-assistant-1997-02")


def unclear_place(place: Unclear, *, adjusted: bool) -> Said:
    """Ask about a place in a visit that is not understood; it is neither counted nor passed over.

    Args:
        place: the words, and what is not known about them.
        adjusted: True when it was adjusted, False when a service was given there.

    Returns:
        An ``ask`` finding that quotes the words.

    Source: CPT 1997 and CPT Assistant, February 1997, on which bone and joint counts for which region; read in copies.

    >>> unclear_place(Unclear("adjusted[1]", "rib", "It may be the head or the shaft."), adjusted=True).verdict.value
    'ask'
    """
    what = "Which region was adjusted" if adjusted else "Where it was given"
    fix = (
        "Ask which bone or joint was adjusted. Until then it counts towards no code."
        if adjusted
        else "Ask where it was given."
    )
    return Said(
        "unclear_place",
        Verdict.ASK,
        f"{what} is not known: {place.why}",
        SOURCES,
        fix=fix,
        about=place.written,
        used=(place.element,),
    )


def beside_the_level(number: str, asked: Said, *, is_settled: bool) -> Said:
    """Say on the line of an adjustment that a place is asked about, and what that leaves of the level.

    Args:
        number: the adjustment's code.
        asked: the question about the place.
        is_settled: True where the place is of one of several regions and each of them makes this level; otherwise the level
            counts what is understood, and may rise.

    Returns:
        An ``ask`` finding that lets the line stand.

    Source: as the question's.
    """
    says = (
        f"Which bone was adjusted is not told ({asked.about!r}); whichever it was, the level is the same."
        if is_settled
        else f"What else was adjusted is not all understood ({asked.about!r}); the level counts what is."
    )
    fix = "Ask which bone or joint was adjusted, so that the note names it." if is_settled else asked.fix
    return Said("unclear_place", Verdict.ASK, says, asked.sources, code=number, fix=fix, either_way=True)


def hangs_on_the_place(number: str, about: str, place: Unclear, *, is_off: bool) -> Said:
    """Ask about what is billed otherwise, or not at all, by which region an adjusted place is of.

    Args:
        number: the code of what was done beside the adjustment.
        about: what it was.
        place: the place, and what is not known about it.
        is_off: True where it is not billed in every reading; False where only its units or modifiers hang on it.

    Returns:
        An ``ask`` finding.

    Source: as for ``unclear_place``; what each region does to other services, the rules on edits say.

    >>> rib = Unclear("adjusted[1]", "rib", "It may be the head or the shaft.", ("thoracic", "rib_cage"))
    >>> hangs_on_the_place("97140", "trigger point work", rib, is_off=True).verdict.value
    'ask'
    """
    what = f"Whether {number} is billed" if is_off else f"Which units and modifiers {number} has"
    return Said(
        "unclear_place",
        Verdict.ASK,
        f"{what} hangs on what was adjusted, and that is not all known ({place.written!r}).",
        SOURCES,
        code=number,
        fix="Ask which bone or joint was adjusted.",
        about=about,
        used=(place.element,),
    )
