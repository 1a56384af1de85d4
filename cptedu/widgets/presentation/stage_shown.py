"""What a stage shows: the slide as far as it is revealed, what was said of a key, the open panel, and all of it in words."""

from __future__ import annotations

from typing import Any

from cptedu.explain import TEACHING, claim_as_html
from cptedu.learn.deck import (
    FaultySlide,
    Slide,
    reason_why_not,
)
from cptedu.model import Visit
from cptedu.rules.data_age import data_age
from cptedu.visit.record import understood
from cptedu.widgets.kit.plain import place_in_words
from cptedu.widgets.presentation.stage_breath import in_one_breath
from cptedu.widgets.presentation.stage_claim import claim_items, spoken_item
from cptedu.widgets.presentation.stage_closing import closing
from cptedu.widgets.presentation.stage_note import changes_in_words, note_facts, what_if_in_words
from cptedu.widgets.presentation.stage_room import headline, outcome, predictions, votes_in_words
from cptedu.widgets.presentation.stage_rvu import rvu_picture
from cptedu.widgets.presentation.stage_state import StageState

__all__ = ["StageShown", "places_of"]


class StageShown(StageState):
    """A stage that tells its page what to draw; until a claim is revealed, nothing of it depends on the claim."""

    _said = ""
    _also = ""
    _draft = ""
    _faults: tuple[str, ...] = ()

    def _draw(self) -> None:
        slide = self.slide
        common: dict[str, Any] = {
            "kind": self._kind(),
            "title": self.deck.title if slide is None else slide.title,
            "notes": self._notes(),
            "faults": list(slide.faults) if isinstance(slide, FaultySlide) else [],
            "age": "",
        }
        if isinstance(slide, Slide):
            common |= self._case(slide)
        if self.is_at_end:
            common |= closing([one for one in self.slides if one.title in self._opened], self.on_paper)
        common["notice"] = self._said or self._also
        said = common.get("said") or common["title"]
        common["said"] = self._said or f"{self._also} {said}".strip()
        common |= self._of_panel()
        self.set_trait("shown", common)

    def _kind(self) -> str:
        if self.slide is None:
            return "closing" if self.is_at_end else "opening"
        return "faulty" if isinstance(self.slide, FaultySlide) else "case"

    def _notes(self) -> str:
        """Give the notes as the slide shows them: before all is revealed they would tell the answer."""
        slide = self.slide
        if isinstance(slide, Slide):
            return slide.reminder if self.is_open else ""
        return slide.notes if slide else ""

    def _case(self, slide: Slide) -> dict[str, Any]:
        visit, claim = self.visit, self.claim if self.is_open else slide.claim
        assert visit is not None  # noqa: S101  (a case has both)
        assert claim is not None  # noqa: S101
        changes = changes_in_words(slide, visit, self.tried)
        items = [] if changes and not self.is_open else claim_items(claim, slide.claim)
        items = items if self.is_open else items[: self.revealed]
        return {
            "question": slide.question,
            "note": note_facts(slide, visit, self.tried, is_open=self.is_open),
            "phase": "done" if self.is_open else "reveal" if items else "predict",
            "items": items,
            "choices": predictions(slide, self.all_votes, self.votes, is_open=self.is_open),
            "told": "" if changes and self.is_open else self._votes_in_words(slide),
            "headline": headline(slide, self.all_votes) if self.is_open and not changes else "",
            "changes": changes,
            "what_if": what_if_in_words(slide, changes, is_open=self.is_open),
            "marks": [", ".join(map(place_in_words, names)) or "nothing" for names in places_of(visit)],
            "rvu": rvu_picture(claim, slide.claim) if self.is_open else None,
            "age": data_age(understood(visit)).says,
            "said": self._spoken(slide, items, changes),
        }

    def _spoken(self, slide: Slide, items: list[dict[str, Any]], changes: str) -> str:
        """Say what has just happened, for those who hear the page."""
        if self.panel == "tally":
            return f"Type the votes. {self._votes_in_words(slide, is_open=False)}"
        if changes:
            claimed = " then ".join(spoken_item(item) for item in items)
            return f"{what_if_in_words(slide, changes, is_open=self.is_open)} {claimed}".strip()
        if self.is_open:
            return outcome(slide, self.all_votes)
        return spoken_item(items[-1]) if items else f"{slide.title}. {slide.question}"

    def _votes_in_words(self, slide: Slide, *, is_open: bool | None = None) -> str:
        waiting = self._heard.voted if self._heard.counts is None else 0
        shown = self.is_open if is_open is None else is_open
        return votes_in_words(slide, self.all_votes, is_open=shown, waiting=waiting)

    def _of_panel(self) -> dict[str, Any]:
        if self.panel == "write":
            return {"draft": self._draft, "faults_of_draft": list(self._faults)}
        if self.panel == "why" and self.is_open and isinstance(self.slide, Slide):
            said = [(one.words, reason_why_not(self.slide, one)) for one in self.slide.choices]
            return {
                "why_not": [
                    {"choice": words, "says": in_one_breath(says), "full": says}
                    for words, says in said
                    if says
                ],
                "asked": [
                    {"question": one.question, "answer": one.answer, "source": one.whose}
                    for one in self.slide.asked
                ],
            }
        if self.panel == "reasons" and self.is_open and self.claim is not None:
            return {"reasons": claim_as_html(self.claim, heading=3, alone=False)}
        return {}

    def as_text(self) -> str:
        """Say in words what the stage would show: the program, and the slide at which it stands."""
        said = ["Live demonstration: " + self.deck.title, self.deck.opening, ""]
        said += [f"{number}. {slide.title}" for number, slide in enumerate(self.slides, start=1)]
        slide, claim = self.slide, self.claim
        if isinstance(slide, FaultySlide):
            said += ["", slide.title, *slide.faults]
        elif slide is not None and claim is not None:
            said += ["", slide.title, slide.question]
            said += [f"  {fact['label']}: {fact['value']}" for fact in self.shown["note"]]
            said += [f"  {one['letter']}. {one['words']}" for one in self.shown["choices"]]
            said += [spoken_item(item) for item in self.shown["items"]]
        return "\n".join([*said, "", TEACHING])

    def __repr__(self) -> str:
        return f"Presentation({self.deck.title!r}, slide {self.at} of {len(self.slides)})"


def places_of(visit: Visit | None) -> tuple[list[str], list[str]]:
    """Give what was adjusted, and what any service was done to."""
    if visit is None:
        return [], []
    treated = dict.fromkeys(name for service in visit.services for name in service.regions)
    return list(visit.adjusted), list(treated)
