"""What the reader shows of the article's claims: one in front, and how it was judged beside what the sources say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cptedu.errors import CpteduError, unknown
from cptedu.facts.sources import cite
from cptedu.facts.tables import document

__all__ = ["VERDICTS", "read_article"]

VERDICTS: Mapping[str, tuple[str, str]] = {
    "supported": ("supported", "The sources say so, and it still holds."),
    "partly": ("true in part", "Some of it holds, some does not or has no source."),
    "contested": ("sources disagree", "Good sources stand on both sides."),
    "outdated": ("out of date", "It may have held once; today it does not, or not fully."),
    "unsupported": ("without a source", "No rule or coverage text says so."),
    "contradicted": ("contradicted", "The sources say something else."),
    "not_a_coding_claim": ("not about coding", "Right or wrong, no code hangs on it."),
}


_CLOSE = tuple(
    map(
        frozenset,
        (
            ("partly", "outdated"),
            ("partly", "contested"),
            ("partly", "unsupported"),
            ("unsupported", "contradicted"),
        ),
    )
)
_LESSONS = {
    "cmt_level": "lesson 2, Regions and adjustments",
    "code_choice": "lesson 4, Which exercise code",
    "same_day": "lesson 5, The same day",
    "modifiers": "lesson 5, The same day",
    "payers": "lesson 6, Payers and coverage",
    "care": "lesson 6, Payers and coverage",
    "money": "lesson 7, RVUs and payment",
}
_SAME, _NEAR, _OTHER = "same", "close", "other"


def _entries() -> dict[int, Mapping[str, Any]]:
    return {entry["number"]: entry for entry in document("article_claims.toml")["claims"]}


def _how(judged: str, verdict: str) -> str:
    if judged == verdict:
        return _SAME
    return _NEAR if frozenset((judged, verdict)) in _CLOSE else _OTHER


def read_article(judged: Mapping[str, str], at: int) -> dict[str, Any]:
    """Say of each claim what the learner made of it; verdict and sources only of those that were judged.

    Args:
        judged: the number of a claim → one of ``VERDICTS``.
        at: the number of the claim in front.

    Returns:
        ``article``, ``choices``, ``claims``, ``current``, ``tally`` and ``summary``.

    Raises:
        CpteduError: for a claim that the article does not have, or a judgement that is not offered.

    >>> read_article({}, 1)["current"]["verdict"], read_article({"1": "supported"}, 1)["current"]["verdict"]
    ('', 'supported')
    """
    entries = _entries()
    if not isinstance(judged, Mapping):
        raise CpteduError(f'{judged!r} is not a set of judgements, such as {{"1": "supported"}}.')
    if at not in entries:
        raise unknown("statement of the article", str(at), [str(number) for number in entries])
    for number, verdict in judged.items():
        if not str(number).isdecimal() or int(number) not in entries:
            raise unknown("statement of the article", number, [str(one) for one in entries])
        if verdict not in VERDICTS:
            raise unknown("judgement", verdict, VERDICTS)
    claims = [_claim(entry, judged.get(str(number), "")) for number, entry in entries.items()]
    counted = {how: sum(one["how"] == how for one in claims) for how in (_SAME, _NEAR, _OTHER)}
    article = cite(document("article_claims.toml")["article"])
    return {
        "article": f"{article.publisher}, {article.title}",
        "choices": [
            {"value": value, "label": label, "says": says} for value, (label, says) in VERDICTS.items()
        ],
        "claims": [{key: one[key] for key in ("number", "judged", "how", "says")} for one in claims],
        "current": claims[list(entries).index(at)],
        "tally": _tally(counted, len(claims)),
        "is_complete": sum(counted.values()) == len(claims),
        "summary": _summary(claims[list(entries).index(at)]),
    }


def _claim(entry: Mapping[str, Any], judged: str) -> dict[str, Any]:
    open_ = {
        "number": entry["number"],
        "claim": entry["claim"],
        "judged": judged,
        "you": VERDICTS[judged][0] if judged else "",
        "verdict": "",
        "how": "",
        "says": f"Statement {entry['number']}: not judged yet",
    }
    if not judged:
        return open_
    verdict = entry["verdict"]
    how = _how(judged, verdict)
    words = VERDICTS[verdict][0]
    return open_ | {
        "verdict": verdict,
        "words": words,
        "how": how,
        "compared": _compared(how, VERDICTS[judged][0], words),
        "why": entry["why"],
        "sources": [str(cite(source)) for source in entry["citations"]],
        "lesson": _LESSONS[entry["lesson"]],
        "says": f"Statement {entry['number']}: you said {VERDICTS[judged][0]}, the sources say {words}",
    }


def _compared(how: str, you: str, words: str) -> str:
    if how == _SAME:
        return f"The sources bear you out: {words}."
    if how == _NEAR:
        return f"Close. You said “{you}”; we read the sources as “{words}”."
    return f"You said “{you}”; we read the sources as “{words}”."


def _tally(counted: Mapping[str, int], of: int) -> str:
    done = sum(counted.values())
    if not done:
        return f"0 of {of} judged."
    near = f", {counted[_NEAR]} close" if counted[_NEAR] else ""
    return f"{done} of {of} judged: {counted[_SAME]} as the sources have it{near}."


def _summary(current: Mapping[str, Any]) -> str:
    if not current["judged"]:
        return f"Statement {current['number']}: {current['claim']}"
    return f"{current['compared']} {current['why']}"
