"""Whether the words of a finding name a positive sign in the region: tender, restricted, in spasm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from cptedu.visit.deficit.measured_deficit import read_deficit
from cptedu.visit.finding.doubted_sign import is_doubted
from cptedu.visit.finding.sign_place import told_of_another_region
from cptedu.visit.finding.sign_reported import is_confirmed_next, is_examined, is_felt_only, is_only_reported
from cptedu.visit.finding.sign_taken_back import (
    is_taken_back_before,
    is_taken_back_behind,
    is_taken_back_next,
    is_told_as_still_there,
)
from cptedu.visit.said_words import Clause, Said, is_left_open, one_spaced, said_in

__all__ = ["SignRead", "read_sign"]

_TOLD_ELSEWHERE = frozenset({"asks", "past"})
_JOINS = frozenset({"and", "&"})
_IN_ONE_LIST = _JOINS | {",", ", and"}
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


def read_sign(text: str, region: str | None = None, day: date | None = None) -> SignRead:
    """Read whether a finding names a positive sign; one that is denied or over is none, and one that is suspected is asked about.

    Args:
        text: the finding of a region as the note has it. Case and spaces do not matter.
        region: the region for which it stands, where it is known; a sign at the levels of another is none of it.
        day: the day of the visit; a number of an earlier one is no finding of its day.

    Returns:
        The state, the words and the sign.

    >>> read_sign("no tenderness, restricted in rotation").sign
    'restricted in rotation'
    >>> read_sign("no tenderness or spasm").state, read_sign("C5").state
    ('says_nothing', 'unclear')
    >>> read_sign("possible restriction").state, read_sign("tender, possible disc").state
    ('unclear', 'positive')
    >>> read_sign("L4 tender; C5 clear", "cervical").state, read_sign("tenderness has resolved").state
    ('unclear', 'says_nothing')
    """
    return _read(one_spaced(text), region, day)


@cache
def _read(quoted: str, region: str | None, day: date | None) -> SignRead:
    if not quoted:
        return SignRead("empty")
    if is_left_open(quoted):
        return SignRead("says_nothing", quoted)
    said = said_in(quoted)
    clauses = said.clauses
    sign, in_doubt = _sign_in(said, region)
    if sign is not None:
        return SignRead("positive", quoted, quoted[sign.start : sign.end])
    deficit, elsewhere = read_deficit(quoted, day=day), told_of_another_region(said, region)
    measured_at = quoted.find(deficit.measure)
    if deficit.state == "measured" and not any(
        told and clause.start <= measured_at < clause.end
        for clause, told in zip(clauses, elsewhere, strict=True)
    ):
        return SignRead("positive", quoted, deficit.measure)
    nothing = (
        not in_doubt and not any(elsewhere) and (deficit.state == "says_nothing" or _all_denied(clauses))
    )
    return SignRead("says_nothing" if nothing else "unclear", quoted)


def _sign_in(said: Said, region: str | None) -> tuple[Clause | None, bool]:
    """Find the first clause that names a sign found there, and say whether one before it was doubted."""
    clauses, quoted = said.clauses, said.quoted
    elsewhere, over = told_of_another_region(said, region), _over_with_the_next(said)
    denied = doubted = reported = in_doubt = False
    for at, clause in enumerate(clauses):
        before = clauses[at - 1] if at else None
        after = clauses[at + 1] if at + 1 < len(clauses) else None
        only_signs = _only_names_signs(clause)
        # "No pain, tenderness or spasm" denies all three; "no pain, tender at C5" only the first.
        denied = (
            _denies(clause)
            or (denied and only_signs)
            or _is_denied_by_an_abbreviation(before, clause, quoted)
            or is_taken_back_before(clause)
        )
        # "Possible tenderness, spasm" finds neither; "possible tenderness, restricted in flexion" finds a restriction.
        doubted = is_doubted(clause, after) or (doubted and only_signs)
        listed = before is not None and _between(before, clause, quoted) in _IN_ONE_LIST
        # "Reports feeling better, mild tenderness": what he reports is no sign, and the list not his.
        lists_signs = before is not None and not before.kinds.isdisjoint({"sign", "complaint"})
        goes_on = reported and lists_signs and only_signs and listed and is_felt_only(clause)
        reported = (is_only_reported(clause) or goes_on) and not (after and is_confirmed_next(after))
        in_doubt |= doubted or reported
        if denied or doubted or reported or elsewhere[at] or over[at] or not _names_a_sign(clause):
            continue
        if after is None or not (_only_denies(after) or is_taken_back_next(after)):
            return clause, in_doubt
    return None, in_doubt


def _over_with_the_next(said: Said) -> list[bool]:
    """Say of each clause whether it is a sign in a list whose last one is taken back: ``"tenderness and spasm resolved"``."""
    over = [False] * len(said.clauses)
    for at, (clause, after) in reversed(list(enumerate(pairwise(said.clauses)))):
        link = _between(clause, after, said.quoted)
        ends = link in _JOINS and is_taken_back_behind(after)
        over[at] = _only_names_signs(clause) and (ends or (over[at + 1] and link in _IN_ONE_LIST))
    return over


def _between(clause: Clause, after: Clause, quoted: str) -> str:
    return quoted[clause.end : after.start].strip().lower()


def _names_a_sign(clause: Clause) -> bool:
    compared = _is_compared(clause)
    if not clause.kinds.isdisjoint(_TOLD_ELSEWHERE - ({"past"} if compared else set())):
        return False
    if "positive" in clause.kinds and not clause.kinds.isdisjoint(_NAMED_TESTS):
        return not clause.denied
    if _is_denied_before(clause) or (not compared and is_taken_back_behind(clause)):
        return False
    if _lessened(clause) and not compared:
        return False
    signs = {word.kinds["sign"] for word in clause.words if "sign" in word.kinds}
    # "Posterior on the right" is a listing, "pain posterior on the right" a complaint.
    if signs and not (signs == {"position"} and "complaint" in clause.kinds):
        return True
    # A complaint by itself is no sign; "pain on palpation" is one.
    return "complaint" in clause.kinds and is_examined(clause)


def _is_compared(clause: Clause) -> bool:
    """Say whether a sign is told as more or less than it was, and so as still there: ``"less tender than last visit"``."""
    words = [word for word in clause.words if "lessened" not in word.kinds or "sign" not in word.kinds]
    return any("sign" in one.kinds and other.text.split()[-1] == "than" for one, other in pairwise(words))


def _is_denied_before(clause: Clause) -> bool:
    """Say whether a word such as "neg" or "r/o" stands before the sign: ``"neg TTP"``, ``"r/o spasm"``."""
    signs = [
        at for at, word in enumerate(clause.words) if not word.kinds.keys().isdisjoint({"sign", "complaint"})
    ]
    return bool(signs) and any(
        "denies_before" in word.kinds and "gone" not in word.kinds and clause.words[at + 1 :]
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


def _lessened(clause: Clause) -> bool:
    """Say whether a complaint is told as less than it was: whether it is still there, the words do not say."""
    if "movement" in clause.kinds:
        return False
    told = [word.kinds for word in clause.words if "filler" not in word.kinds]
    signs = [kinds for kinds in told if "sign" in kinds]
    # "Treatment reduced", "decreased after exercise": what was done, or how it went.
    if "programme" in clause.kinds and signs and all("lessened" in kinds for kinds in signs):
        return True
    # "Restriction reduced with HVLA" tells what was done to what was found.
    if "complaint" not in clause.kinds and any(
        "lessened" in one.kinds and other.text in {"with", "w/"} for one, other in pairwise(clause.words)
    ):
        return False
    told_of = [
        kinds.keys() & {"lessened", "complaint"} | ({"complaint"} if kinds.get("sign") == "thing" else set())
        for kinds in told
    ]
    return any({"lessened", "complaint"} <= one | other for one, other in pairwise(told_of))


def _only_denies(clause: Clause) -> bool:
    """Say whether a clause denies the one before it: ``"tender (no)"``, ``"was tender, now normal"``."""
    if is_told_as_still_there(clause):
        return False
    return not clause.kinds.isdisjoint({"negation", "normal"}) and all(
        not word.kinds.keys().isdisjoint({"negation", "normal", "filler", "beside_gone"})
        for word in clause.words
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
