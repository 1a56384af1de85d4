"""Whether the words of a finding name a positive sign in the region: tender, restricted, in spasm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from cptedu.visit.doubted_sign import is_doubted
from cptedu.visit.measured_deficit import read_deficit
from cptedu.visit.said_words import Clause, is_left_open, one_spaced, said_in

__all__ = ["SignRead", "read_sign"]

_TOLD_ELSEWHERE = frozenset({"asks", "past"})
_NAMED_TESTS = frozenset({"provocation", "functional_sign"})


@dataclass(frozen=True)
class SignRead:
    """How the words of a finding were read.

    ``state`` is ``"positive"``, ``"empty"``, ``"says_nothing"`` (normal, none, see note) or ``"unclear"``: also what is only
    suspected, looked for or planned. ``quoted`` has the words as written; ``sign`` is the part that names the sign.
    """

    state: str
    quoted: str = ""
    sign: str = ""


def read_sign(text: str) -> SignRead:
    """Read whether a finding names a positive sign; one that is denied is none, and one that is suspected is asked about.

    Args:
        text: the finding of a region as the note has it. Case and spaces do not matter.

    Returns:
        The state, the words and the sign.

    >>> read_sign("no tenderness, restricted in rotation").sign
    'restricted in rotation'
    >>> read_sign("no tenderness or spasm").state, read_sign("C5").state
    ('says_nothing', 'unclear')
    >>> read_sign("possible restriction").state, read_sign("tender, possible disc").state
    ('unclear', 'positive')
    """
    return _read(one_spaced(text))


@cache
def _read(quoted: str) -> SignRead:
    if not quoted:
        return SignRead("empty")
    if is_left_open(quoted):
        return SignRead("says_nothing", quoted)
    clauses = said_in(quoted).clauses
    denied = doubted = in_doubt = False
    for before, clause, after in zip((None, *clauses)[:-1], clauses, (*clauses, None)[1:], strict=True):
        # "No pain, tenderness or spasm" denies all three; "no pain, tender at C5" only the first.
        denied = (
            _denies(clause)
            or (denied and _only_names_signs(clause))
            or _is_denied_by_an_abbreviation(before, clause, quoted)
        )
        # "Possible tenderness, spasm" finds neither; "possible tenderness, restricted in flexion" finds a restriction.
        doubted = is_doubted(clause, after) or (doubted and _only_names_signs(clause))
        in_doubt |= doubted
        if not denied and not doubted and _names_a_sign(clause) and not (after and _only_denies(after)):
            return SignRead("positive", quoted, quoted[clause.start : clause.end])
    deficit = read_deficit(quoted)
    if deficit.state == "measured":
        return SignRead("positive", quoted, deficit.measure)
    nothing = not in_doubt and (deficit.state == "says_nothing" or _all_denied(clauses))
    return SignRead("says_nothing" if nothing else "unclear", quoted)


def _names_a_sign(clause: Clause) -> bool:
    if not clause.kinds.isdisjoint(_TOLD_ELSEWHERE):
        return False
    if "positive" in clause.kinds and not clause.kinds.isdisjoint(_NAMED_TESTS):
        return not clause.denied
    if _is_denied_before(clause) or _is_denied_after(clause) or _lessened(clause):
        return False
    if "sign" in clause.kinds:
        return True
    # A complaint by itself is no sign; "pain on palpation" is one.
    return "complaint" in clause.kinds and any(
        word.text[0].isalnum()
        and word.kinds.keys().isdisjoint({"complaint", "filler", "side", "negation", "taken_back"})
        for word in clause.words
    )


def _is_denied_before(clause: Clause) -> bool:
    """Say whether a word such as "neg" or "r/o" stands before the sign: ``"neg TTP"``, ``"r/o spasm"``."""
    signs = [
        at for at, word in enumerate(clause.words) if not word.kinds.keys().isdisjoint({"sign", "complaint"})
    ]
    return bool(signs) and any(
        "denies_before" in word.kinds and clause.words[at + 1 :]
        for at, word in enumerate(clause.words[: signs[0]])
    )


def _is_denied_by_an_abbreviation(before: Clause | None, clause: Clause, quoted: str) -> bool:
    """Say whether a "neg." and its point stand before what they deny: ``"neg. tenderness T4"``."""
    return (
        before is not None
        and quoted[before.end : clause.start].strip() == "."
        and len(before.words) == 1
        and before.words[0].kinds.get("denies_before") == "abbreviation"
    )


def _is_denied_after(clause: Clause) -> bool:
    """Say whether the sign is denied behind it: ``"tenderness: none"``, ``"spasm absent"``."""
    last = -1
    for at, word in enumerate(clause.words):
        if not word.kinds.keys().isdisjoint({"sign", "complaint"}):
            last = at
    behind = clause.words[last + 1 :]
    if last >= 0 and behind and (behind[-1].text == "-" or "denies_beside" in behind[-1].kinds):
        return True
    return any(not word.kinds.keys().isdisjoint({"negation", "normal"}) for word in behind) and not any(
        "taken_back" in word.kinds for word in behind
    )


def _lessened(clause: Clause) -> bool:
    """Say whether a complaint is told as less than it was: whether it is still there, the words do not say."""
    if "movement" in clause.kinds:
        return False
    told = [word.kinds.keys() for word in clause.words if "filler" not in word.kinds]
    signs = [kinds for kinds in told if "sign" in kinds]
    # "Treatment reduced", "decreased after exercise": what was done, or how it went.
    if "programme" in clause.kinds and signs and all("lessened" in kinds for kinds in signs):
        return True
    return any("lessened" in one | other and "complaint" in one | other for one, other in pairwise(told))


def _only_denies(clause: Clause) -> bool:
    """Say whether a clause denies the one before it: ``"tender (no)"``, ``"was tender, now normal"``."""
    return not clause.kinds.isdisjoint({"negation", "normal"}) and all(
        not word.kinds.keys().isdisjoint({"negation", "normal", "filler"}) for word in clause.words
    )


def _denies(clause: Clause) -> bool:
    return any("taken_back" in word.kinds for word in clause.words) and "sign" not in clause.kinds


def _only_names_signs(clause: Clause) -> bool:
    return all(word.kinds.get("sign") == "thing" or "filler" in word.kinds for word in clause.words)


def _all_denied(clauses: Iterable[Clause]) -> bool:
    denied = False
    for clause in clauses:
        denied = clause.denied or (denied and _only_names_signs(clause))
        if not denied and clause.kinds.isdisjoint({"normal", "elsewhere"}):
            return False
    return True
