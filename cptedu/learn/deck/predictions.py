"""What the room may predict: claims as a biller writes them, or words, each known to be right or not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sized
from typing import Any, TypeGuard

from cptedu.engine.review import review_claim
from cptedu.errors import CpteduError
from cptedu.facts.codes import code as look_up_code
from cptedu.facts.modifiers import modifiers as known_modifiers
from cptedu.facts.pages import Page, as_written
from cptedu.learn.deck.slide import Choice, Line
from cptedu.model import Claim, ClaimLine

__all__ = ["claim_as_written", "fair_choices", "line_as_written", "lines_as_read", "read_choice"]

MOST_CHOICES = 5
# Measured: five choices of this length, beside the longest claim that comes with the course, leave the text of a slide three
# quarters of its size. Half as long again, and who sits in the last row reads nothing.
MOST_LETTERS_OF_A_CHOICE = 120

_CLAIM_LINE = re.compile(
    r"\s*([0-9]{4}[0-9A-Z])((?:-[A-Z0-9]{2})*)(?:\s*[x×]\s*([0-9]{1,3}))?\s*", re.IGNORECASE
)
_NOTHING = {"nothing", "nothing is billed", "no claim"}


def lines_as_read(words: str) -> tuple[Line, ...] | None:
    """Read a claim as a biller writes it.

    Args:
        words: codes with their modifiers and units, joined by plus signs; or that nothing is billed.

    Returns:
        Code, units and modifiers of each line; None where the words are no claim.

    >>> lines_as_read("98940 + 97112-59-GP x2")
    (('98940', 1, ()), ('97112', 2, ('59', 'GP')))
    """
    if words.strip().lower().rstrip(".") in _NOTHING:
        return ()
    found = [_CLAIM_LINE.fullmatch(part) for part in words.split("+")]
    if any(match is None for match in found):
        return None
    return tuple(
        (match[1].upper(), int(match[3] or 1), tuple(filter(None, match[2].upper().split("-"))))
        for match in found
        if match
    )


def read_choice(page: Page, claim: Claim, words: object, is_answer: bool) -> Choice:
    """Read one choice and find out whether it is right; what is wrong with it is noted on the page.

    Args:
        page: the case file.
        claim: what the rules give for the visit as noted.
        words: the choice as written.
        is_answer: True when the file names it as the answer, which counts only where it is no claim.

    Returns:
        The choice.
    """
    where = ("choices",)
    if not _is_readable(words, page):
        return Choice("", None, is_right=False)
    lines = lines_as_read(words)
    if lines is None:
        return Choice(words.strip(), None, is_answer)
    try:
        for number, _, modifiers in lines:
            look_up_code(number)
            for modifier in modifiers:
                if modifier not in known_modifiers():
                    raise CpteduError(f"{modifier!r} is no modifier that the course knows.")
        review = review_claim(claim.visit, lines)
    except CpteduError as problem:
        page.fault(where, f"{words!r}: {str(problem).partition(' Accepted:')[0]}")
        return Choice(words, None, is_right=False)
    coded = {(line.code, line.units, frozenset(line.modifiers)) for line in claim.lines}
    is_right = {(number, units, frozenset(modifiers)) for number, units, modifiers in lines} == coded
    # What passes because sources dispute a mark is not what the record supports too.
    also_stands = review.passes and not review.disputed and not is_right
    return Choice(words.strip(), lines, is_right, also_stands)


def _is_readable(words: object, page: Page) -> TypeGuard[str]:
    """Say whether a choice is text; what a room could not read is noted."""
    where = ("choices",)
    if not isinstance(words, str) or not words.strip():
        page.fault(
            where,
            f'{as_written(words)} is no choice. Write text in quotation marks, such as "98940 + 97112-59".',
        )
        return False
    length = len(words.strip())
    if length > MOST_LETTERS_OF_A_CHOICE:
        page.fault(
            where,
            f'"{words.strip()[:30]}…" has {length} letters, too many to be read on a slide. Say it in at most'
            f" {MOST_LETTERS_OF_A_CHOICE}.",
        )
    return True


def readable_choices(page: Page, given: list[Any], answer: object) -> None:
    """See to it that choices can be read and have an answer where they are words, of a case whose claim is not known.

    Args:
        page: where the case stands.
        given: the choices as written.
        answer: the number of the one that the file calls right, if it names one.
    """
    are_texts = [_is_readable(words, page) for words in given]
    if given and not 2 <= len(given) <= MOST_CHOICES:
        page.fault(("choices",), f"{_counted(given)} will not do; offer two to {MOST_CHOICES}.")
    if all(are_texts) and given and all(lines_as_read(words) is None for words in given):
        _has_an_answer(page, answer, len(given))


def _counted(choices: Sized) -> str:
    return f"{len(choices)} choice{'' if len(choices) == 1 else 's'}"


def _has_an_answer(page: Page, answer: object, count: int) -> None:
    if not isinstance(answer, int) or not 1 <= answer <= count:
        page.fault(
            ("choices",) if answer is None else ("answer",),
            f"these choices are no claims, so say which is right: answer = 1, or another number up to {count}.",
        )


def fair_choices(page: Page, given: Mapping[str, Any], claim: Claim, choices: tuple[Choice, ...]) -> None:
    """See to it that the room can be right, and that words have an answer."""
    where = ("choices",)
    if not choices:
        return
    if not 2 <= len(choices) <= MOST_CHOICES:
        page.fault(where, f"{_counted(choices)} will not do; offer two to {MOST_CHOICES}.")
    if len({one.lines if one.lines is not None else one.words for one in choices}) < len(choices):
        page.fault(where, "two of these choices are the same. Write each once.")
    answer = given.get("answer")
    if all(one.lines is None for one in choices):
        _has_an_answer(page, answer, len(choices))
    elif any(one.lines is None for one in choices):
        words = next(one.words for one in choices if one.lines is None)
        page.fault(
            where, f"{words!r} is no claim, but others are. Write every choice as a claim, or none of them."
        )
    elif answer is not None:
        page.fault(("answer",), "the rules find the answer among claims. Take this line away.")
    elif not any(one.is_right for one in choices) and not page.faults:
        page.fault(where, f"none of the choices is what the rules give. Add {claim_as_written(claim)!r}.")


def claim_as_written(claim: Claim) -> str:
    """Write a claim as a choice is written.

    Args:
        claim: the claim.

    Returns:
        Such as ``"98940 + 97112-59 x2"``, or ``"nothing"``.

    >>> from cptedu.engine.coding import code_visit
    >>> from cptedu.model import Visit
    >>> visit = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5"]})
    >>> claim_as_written(code_visit(visit))
    '98940'
    """
    return " + ".join(map(line_as_written, claim.lines)) or "nothing"


def line_as_written(line: ClaimLine) -> str:
    """Write a line of a claim as it stands in a choice, such as ``"97112-59 x2"``."""
    return "-".join((line.code, *line.modifiers)) + (f" x{line.units}" if line.units > 1 else "")
