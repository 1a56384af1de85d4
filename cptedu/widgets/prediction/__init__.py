"""A prediction: the learner commits with one tap, and only then the card turns and shows the answer with its reason."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import traitlets

from cptedu.errors import CpteduError, unknown
from cptedu.learn.cases import Case, offered
from cptedu.learn.cases import case as case_named
from cptedu.model import Visit
from cptedu.widgets.kit.instrument import ReadInstrument
from cptedu.widgets.kit.kept import keep
from cptedu.widgets.kit.plain import plain
from cptedu.widgets.prediction.asked import answer_of_case, answer_of_claim, choices_as_written
from cptedu.widgets.prediction.reading import turned

__all__ = ["Prediction"]

FEWEST, MOST = 2, 5


class Prediction(ReadInstrument):
    """A question, two to five answers to tap, and a card that turns when one of them was tapped.

    Until then the page holds nothing of the answer. What was tapped is kept, as every learner's work is, under a name that is
    made of the question: who asks something else asks anew.

    Args:
        asks: the question.
        choices: claims as a biller writes them, or, with ``about``, lines of that code and ``"no line"``; ``"nothing"`` and
            ``"ask first"`` where nothing is billed; whole numbers of units; or ``"yes"`` and ``"no"``. A mapping has words
            beside each.
        visit: the visit by which the rules find out which one is right.
        about: the code that is asked about, or its family, such as ``"cmt_spinal"``; without it the claim as a whole, and of
            units those of all timed codes. Where no choice has a modifier or units, these are not asked for.
        rule: the rule whose reason is told; by default the one that decides.
        case: the id of a case with choices, in place of all of these: for what the rules do not work out of a visit.

    Raises:
        CpteduError: when there are too few or too many choices, or not exactly one that is right.

    >>> from cptedu.example_visits import example_visit
    >>> asked = Prediction("And 97112?", ["97112-59", "97112", "no line"], example_visit("desk_worker"), about="97112")
    >>> asked.reading["turned"]
    >>> asked.said = "97112"
    >>> asked.reading["turned"]["says"]
    'You said 97112. The answer: 97112-59.'
    """

    keeps = ("said",)

    said = traitlets.Unicode().tag(sync=True)
    asked = traitlets.Dict(read_only=True).tag(sync=True)

    _reads = ("said",)

    def __init__(
        self,
        asks: str = "",
        choices: Iterable[Any] | Mapping[Any, str] = (),
        visit: Visit | None = None,
        *,
        about: str = "",
        rule: str = "",
        case: str = "",
        said: str = "",
        **options: Any,
    ) -> None:
        held = case_named(case) if case else None
        if held is not None:
            asks, choices, visit = held.question, held.choices, held.visit
        words = _fair(choices_as_written(choices))
        if held is not None:
            self._answer_held = answer_of_case(held)
        elif visit is not None:
            self._answer_held = answer_of_claim(visit, words, about, rule)
        else:
            raise CpteduError("A prediction needs a visit, or the id of a case, that says what is right.")
        glosses = choices.values() if isinstance(choices, Mapping) else [""] * len(words)
        self._words, self._case = words, held
        super().__init__(said=said, **options)
        glossed = dict(zip(words, glosses, strict=True))
        in_order = words if held is None else offered(held)
        cards = [{"words": one, "gloss": glossed[one]} for one in in_order]
        told, question = _told_and_asked(asks)
        self.set_trait("asked", {"told": told, "question": question, "choices": cards})
        self.name = _name(*((asks, words) if held is None else _first_worded(held)), visit, about)
        keep(self.name, {"said": (self, "said")})

    @traitlets.validate("said")
    def _in_words_of_today(self, proposal: traitlets.Bunch) -> str:
        said = str(proposal["value"])
        return said if self._case is None else self._case.now_called(said)

    def _read(self) -> Mapping[str, Any]:
        if not self.said:
            return {"turned": None}
        if self.said not in self._words:
            raise unknown("choice here", self.said, self._words)
        shown = turned(self._answer_held, self.said)
        return {"turned": shown, "summary": " ".join(_told_of(shown))}

    def as_text(self) -> str:
        """Say in words what the card shows.

        >>> from cptedu.example_visits import example_visit
        >>> print(Prediction("What is billed?", ["98940", "98941"], example_visit("posture_advice"), said="98940").as_text())
        Predict: What is billed?
          98940
          98941
        You said 98940, and that is right.
        Advice or a leaflet is part of the visit: there was no skilled time to bill.
        """
        asked = self.asked
        said = [" ".join(filter(None, ("Predict:", asked["told"], asked["question"])))]
        said += [f"  {one['words']}{': ' * bool(one['gloss'])}{one['gloss']}" for one in asked["choices"]]
        shown = self.reading.get("turned")
        return "\n".join([*said, *_told_of(shown)] if shown else said)

    def __repr__(self) -> str:
        return f"Prediction({self.asked['question']!r}, said={self.said!r})"


def _told_of(shown: Mapping[str, Any]) -> list[str]:
    """Give the sentences of a card that has turned."""
    return [words for words in (shown["says"], shown["too"], shown["because"]) if words]


def _fair(words: tuple[str, ...]) -> tuple[str, ...]:
    """See to it that there is something to choose from."""
    if not FEWEST <= len(set(words)) == len(words) <= MOST:
        raise CpteduError(f"Offer {FEWEST} to {MOST} choices, each of them once; here are {len(words)}.")
    return words


def _told_and_asked(asks: str) -> tuple[str, str]:
    """Take the question from what leads to it: its last sentence.

    >>> _told_and_asked("C5 is adjusted. And 97112?")
    ('C5 is adjusted.', 'And 97112?')
    """
    *told, asked = re.split(r"(?<=[.?”)]) +(?=\S)", " ".join(asks.split()))
    return " ".join(told), asked


def _first_worded(case: Case) -> tuple[str, tuple[str, ...]]:
    """Give question and choices of a case as they were worded first: what was tapped is kept under that name."""
    return case.first_asked, tuple(map(case.first_called, case.choices))


def _name(asks: str, words: tuple[str, ...], visit: Visit | None, about: str) -> str:
    """Name a question, so that what was tapped is found again."""
    whole = json.dumps(plain([asks, words, visit, about]), sort_keys=True)
    start = re.sub(r"[^a-z0-9]+", "-", asks.lower()).strip("-")[:36]
    return f"predict-{start}-{zlib.crc32(whole.encode()):08x}"
