"""What a first wrong answer hears: a question back, or where to look, and nothing of the right answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cptedu.explain import counted, place_in_words
from cptedu.facts.regions import region_of, regions_understood
from cptedu.learn.cases import Case
from cptedu.learn.questions import MISSING, Answer, Line, Question, in_order, step_in_words
from cptedu.learn.replies.about_sums import about_amount, about_numbers
from cptedu.learn.replies.asking import about_places
from cptedu.learn.replies.astray import Point, Step, points
from cptedu.learn.replies.case_told import CaseTold, joined, lines_in, thing
from cptedu.learn.skills import skill_named

__all__ = ["WISHED", "points_of", "question_back"]


WISHED = "What would have to be true"


def question_back(question: Question, answer: Answer, written: Case | None = None) -> str:
    """Ask back about a wrong answer, or say where in this case to look.

    Args:
        question: the question.
        answer: a wrong answer.
        written: the case from which the question was made, if it was.

    Returns:
        A sentence or two that name nothing of the right answer but what the learner gave.
    """
    if question.kind == "numbers":
        return about_numbers(question, answer, written)
    if question.kind == "choice" and written is not None and isinstance(answer, tuple) and answer:
        own = written.ask_back.get(str(answer[0]), "")
        if own:
            return own
    asks = _BY_KIND.get(question.kind)
    if asks is not None:
        return asks(question, answer)
    found = points_of(question, answer, written)
    if not found:
        return skill_named(question.skill).first_hint
    kept = _kept(question, answer) if question.kind != "judge" else ""
    return f"{kept} {found[0].asks}".strip()


def points_of(question: Question, answer: Answer, written: Case | None = None) -> tuple[Point, ...]:
    """Find where an answer about a claim parts from the record; nothing for any other question.

    Args:
        question: the question.
        answer: a wrong answer.
        written: the case from which the question was made, if it was.

    Returns:
        The points, in the order from the note to the claim.
    """
    if question.note is None or question.kind in (*_BY_KIND, "numbers"):
        return ()
    told = CaseTold(question, question.note)
    if question.kind == "judge":
        return _judged(told, answer, _whole(told, written))
    return points(told, lines_in(answer), lines_in(_nearest(question, answer)))


def _nearest(question: Question, answer: Answer) -> Answer:
    """Of several right answers take the one that is least away from what was given."""
    given = set(lines_in(answer).values())
    return min(question.right, key=lambda one: len(set(lines_in(one).values()) ^ given))


def _kept(question: Question, answer: Answer) -> str:
    """Say what of a claim was right, which the learner gave."""
    given, right = lines_in(answer), lines_in(_nearest(question, answer))
    if not given or set(given) != set(right) or question.kind == "units":
        return ""
    if any(given[number][1] != right[number][1] for number in given):
        return "The lines are right." if len(given) > 1 else "The code is right."
    if question.kind == "modifiers":
        return "The lines are right."
    return "Codes and units are right." if len(given) > 1 else "Code and units are right."


# ---- a claim to be judged -------------------------------------------------------------------------------------------


def _whole(told: CaseTold, written: Case | None) -> Mapping[str, Line]:
    if written is not None and written.expected.get("lines"):
        lines = [
            (one["code"], one.get("units", 1), tuple(one.get("modifiers", ())))
            for one in written.expected["lines"]
        ]
        return lines_in(in_order(lines))
    claim = told.claim.lines if told.claim is not None else ()
    return lines_in(in_order((one.code, one.units, one.modifiers) for one in claim))


def _judged(told: CaseTold, answer: Answer, whole: Mapping[str, Line]) -> tuple[Point, ...]:
    given = {str(one) for one in answer} if isinstance(answer, tuple) else set()
    right = (
        {str(one) for one in told.question.right[0]} if isinstance(told.question.right[0], tuple) else set()
    )
    accused = sorted(one for one in given - right if one != MISSING)
    if accused:
        return (Point(Step.RECORD, _against(told, accused[0]), accused[0]),)
    if MISSING in given - right:
        done = [thing(one) for one in told.services]
        done += ["the examination"] if told.note.visit.evaluation is not None else []
        if not done:
            return (
                Point(
                    Step.RECORD,
                    "The note has the adjustment and nothing else. Which further line would you take from it?",
                ),
            )
        if len(done) == 1 and not told.note.visit.adjusted:
            return (Point(Step.RECORD, f"The note has {done[0]} and nothing else. Which line do you miss?"),)
        listed = joined([*(["the adjustment"] if told.note.visit.adjusted else []), *done])
        return (
            Point(Step.RECORD, f"The note has: {listed}. Which of them do you miss, and may it have a line?"),
        )
    found = points(told, lines_in(told.question.proposed), whole)
    unseen = [one for one in found if one.code not in given]
    return tuple(unseen or found)


def _against(told: CaseTold, number: str) -> str:
    services = told.services_of(number)
    if services:
        one = services[0]
        spent = "minutes not recorded" if one.minutes is None else counted(one.minutes, "minute")
        return f"What in the note speaks against {number}? It has {thing(one)}: {spent}, {told.where(one)}."
    if told.note.visit.adjusted and told.note.visit.evaluation is None:
        return f"What in the note speaks against {number}? Adjusted were: {told.places}."
    return f"What in the note speaks against {number}?"


# ---- everything else ------------------------------------------------------------------------------------------------


def _regions(question: Question, answer: Answer) -> str:
    if question.note is None:
        return skill_named(question.skill).first_hint
    told = CaseTold(question, question.note)
    if question.aspect != "counted":
        treated = "; ".join(f"{thing(one)}: {told.where(one)}" for one in told.services)
        return f"Adjusted: {told.places}. Treated: {treated}. Where do they meet, and does an edit join the two codes?"
    given = {str(one) for one in answer} if isinstance(answer, tuple) else set()
    right = {str(one) for one in question.right[0]} if isinstance(question.right[0], tuple) else set()
    places = [one for one in question.note.visit.adjusted if regions_understood([one])]
    extra = sorted(given - right)
    if extra:
        because = [place_in_words(one) for one in places if region_of(one) == extra[0] and one != extra[0]]
        if because:
            marked = _begun(place_in_words(extra[0]))
            return f"{marked}, for the {because[0]}: does that region count towards a code of the spine?"
        return f"You marked {place_in_words(extra[0])}. Which of these lies there: {told.places}?"
    left = [place_in_words(one) for one in places if region_of(one) in right - given]
    named = [one for one in left if one not in {place_in_words(name) for name in right}]
    if named:
        return f"In which region does this lie, and is it marked: {named[0]}?"
    return about_places(told, {}, "", of_spine=True)


def _minutes(question: Question, answer: Answer) -> str:
    number, right = question.target[0] if question.target else "", question.right[0]
    too_many = isinstance(answer, int) and isinstance(right, int) and answer > right
    way = "Fewer minutes would do." if too_many else "These minutes are not enough."
    told = CaseTold(question, question.note) if question.note is not None else None
    others = [one for one in told.services if one.code != number] if told is not None else []
    beside = " and ".join(f"{one.minutes} minutes of {one.code}" for one in others if one.minutes)
    if told is not None and told.pools:
        too = f", so the {beside} count too" if beside else ""
        return f"{way} This payer puts all timed minutes together{too}. How many does the total still need?"
    return f"{way} This payer counts each code by itself. How much of its last quarter-hour must a code have filled?"


def _order(question: Question, answer: Answer) -> str:
    given = [str(one) for one in answer] if isinstance(answer, tuple) else []
    right = [str(one) for one in question.right[0]] if isinstance(question.right[0], tuple) else []
    if question.aspect == "diagnoses":
        listed = joined(step_in_words(question, one) for one in sorted(given))
        return f"Which of these names what the adjustment corrects, and which what comes of it: {listed}?"
    good = next((n for n, pair in enumerate(zip(given, right, strict=False)) if pair[0] != pair[1]), 0)
    if not good:
        return f"You begin with “{given[0]}”. What must be known before that can be looked at?"
    begun = f"The first {good} stand where they belong." if good > 1 else "The first one is right."
    return f"{begun} You go on with “{given[good]}”. Does it need something that comes later in your list?"


def _note(question: Question, _answer: Answer) -> str:
    if question.note is None:
        return skill_named(question.skill).first_hint
    told = CaseTold(question, question.note)
    one = told.services[0]
    aims = joined(map(place_in_words, one.purpose)) or "not told"
    spent = "not told" if one.minutes is None else counted(one.minutes, "minute")
    ways = f"Aim: {aims}. Measured: “{one.deficit.strip() or 'nothing'}”. Time: {spent}."
    if told.adjusted and question.skill == "ncci_59":
        where = f" Adjusted: {joined(map(place_in_words, told.adjusted))}; treated: {told.where(one)}."
        return f"{ways}{where} Who was there? Is each of these told, and enough?"
    return f"{ways} Who gave it, and to whom? Is each of these told, and enough?"


def _missing(question: Question, answer: Answer) -> str:
    chosen = str(answer[0]) if isinstance(answer, tuple) and answer else ""
    services = question.note.visit.services if question.note is not None else ()
    name = thing(services[0]) if services else "the exercise"
    part = "where findings stand" if "measured" in chosen else "where the treatment stands"
    if chosen == question.options[-1]:
        return f"{_begun(name)}: aim, finding, minutes, company. Put your finger on the words for each of the four."
    return f"Read the note again {part}: is that not said of {name}, perhaps in a short form?"


def _sentence(question: Question, answer: Answer) -> str:
    chosen = str(answer[0]) if isinstance(answer, tuple) and answer else ""
    short = chosen if len(chosen.split()) <= 12 else " ".join(chosen.split()[:12]) + " …"
    asked = question.text.rpartition("Which sentence ")[2].rstrip("?") or "it says what is asked"
    return f"Strike out “{short}” in your mind. Is there still a sentence that {asked}?"


def _choice(question: Question, answer: Answer) -> str:
    chosen = str(answer[0]) if isinstance(answer, tuple) and answer else ""
    if WISHED in question.text:
        return f"Suppose it were so: “{chosen.rstrip('.')}”. Would that change what the wish depends on, and by which rule?"
    if not any(one.isalpha() for one in chosen):
        return f"Which numbers of the question lead to {chosen}? Write down each step, and choose again."
    return f"“{chosen.rstrip('.')}”: which passage would you show for that? Look where it is written, and choose again."


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


_BY_KIND: dict[str, Callable[[Question, Answer], str]] = {
    "regions": _regions,
    "minutes": _minutes,
    "order": _order,
    "note": _note,
    "missing": _missing,
    "sentence": _sentence,
    "amount": about_amount,
    "choice": _choice,
}
