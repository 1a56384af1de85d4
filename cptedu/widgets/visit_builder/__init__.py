"""The visit builder: a form for the whole visit, and beside it the claim with every reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from cptedu.deciding import deciding, verdict_shown, worst_first
from cptedu.engine.coding import worksheet
from cptedu.errors import CpteduError
from cptedu.explain import claim_as_text
from cptedu.learn.cases import case
from cptedu.model import Claim, Visit
from cptedu.visit_file import load_visit, save_visit, visit_from_dict
from cptedu.widgets.kit.edited_form import EditedForm
from cptedu.widgets.kit.plain import Plain, plain
from cptedu.widgets.kit.visit_choices import chip_of, choices
from cptedu.widgets.spine_map import SpineMap, read_regions
from cptedu.widgets.visit_builder.reading import (
    any_day_and_payer,
    claim_in_a_sentence,
    claim_sheet,
    known_regions,
    one_place,
    outcomes_of_services,
    read_piece_by_piece,
    services_of,
    texts_held,
    typed_in,
)

__all__ = ["VisitBuilder"]


class VisitBuilder(EditedForm):
    """A form for the whole visit; the claim and its reasons follow each change.

    Args:
        visit: the visit to start from, as a mapping in the form of a visit file or as a ``Visit``; None for an empty form.
        folder: where visit files are read and saved; by default the folder of the notebook.

    Raises:
        CpteduError: when the visit holds something that cannot be used.

    >>> builder = VisitBuilder({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5"]})
    >>> builder.summary
    'On the claim: 98940, 1 unit.'
    >>> builder.visit = {**builder.visit, "adjusted": ["C5", "T4", "L5"]}
    >>> builder.summary
    'On the claim: 98941, 1 unit.'
    """

    keeps = ("visit",)

    visit = Plain({}).tag(sync=True)
    claim_html = traitlets.Unicode(read_only=True).tag(sync=True)
    summary = traitlets.Unicode(read_only=True).tag(sync=True)
    problem = traitlets.Unicode(read_only=True).tag(sync=True)
    outcomes = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    chip_of = traitlets.Dict(read_only=True).tag(sync=True)
    adjusted_regions = traitlets.List(traitlets.Unicode(), read_only=True).tag(sync=True)
    answered = traitlets.Dict(read_only=True).tag(sync=True)
    body = anywidget.WidgetTrait().tag(sync=True)

    _edited = "visit"

    def __init__(
        self,
        visit: Mapping[str, Any] | Visit | None = None,
        *,
        folder: str | Path | None = None,
        **options: Any,
    ) -> None:
        given = plain(visit if visit is not None else {})
        if not isinstance(given, dict):
            raise CpteduError(f"A visit is a set of keys and values, not {visit!r}.")
        visit_from_dict(any_day_and_payer() | given)
        self._claim: Claim | None = None
        super().__init__(folder, visit=given, **options)
        self._begin(choices())

    @property
    def claim(self) -> Claim | None:
        """The claim of the last visit that could be coded; None before the first."""
        return self._claim

    def as_visit(self) -> Visit:
        """Give the visit that the form holds.

        Returns:
            The visit.

        Raises:
            CpteduError: while something in the form cannot be used.

        >>> VisitBuilder({"date_of_service": "2026-03-04", "payer": "medicare"}).as_visit().payer
        'medicare'
        """
        if self.problem:
            raise CpteduError(self.problem)
        return visit_from_dict(self.visit)

    def example(self, name: str) -> None:
        """Start from an example.

        Args:
            name: the id of a case that has a visit.

        Raises:
            CpteduError: when there is no such case, or it has no visit.
        """
        found = case(name)
        if found.visit is None:
            raise CpteduError(f"The case {name!r} has no visit.")
        self.visit = plain(replace(found.visit, title=found.visit.title or found.title))

    def empty(self) -> None:
        """Start from an empty form; date and payer are chosen first, since neither is ever assumed."""
        self.visit = {}
        self.set_trait("file", "")

    def _opened(self, place: Path) -> Any:
        return plain(load_visit(place))

    def _to_write(self) -> Callable[[Path], None]:
        return partial(save_visit, self.as_visit())

    # ------------------------------------------------------------------------------------------ changes

    def _changed(self, change: Any) -> None:
        if not self._moving:
            self._note_step(change["old"], typed_in(change["old"], change["new"]))
        if one_place(change["old"], change["new"]) is None:
            # Another visit altogether, as one that is brought back tomorrow: the claim of the one before is not its own.
            self._claim = None
            self._tell(claim_html="", summary="", outcomes=[])
        self._answer()

    def _answer(self) -> None:
        """Code the visit anew, all at once; where that cannot be done, say what to mend and keep the last claim."""
        found, unclear = read_piece_by_piece(self.visit)
        made: dict[str, Any] = {}
        if not found:
            try:
                sheet = worksheet(visit_from_dict(self.visit))
                claim = self._claim = sheet.claim()
            except CpteduError as problem:
                found = {"visit": str(problem)}
            else:
                made = {
                    "claim_html": claim_sheet(claim),
                    "summary": claim_in_a_sentence(claim),
                    "outcomes": outcomes_of_services(sheet, claim),
                }
        adjusted = texts_held(self.visit.get("adjusted"))
        names = [*adjusted, *(n for one in services_of(self.visit) for n in texts_held(one.get("regions")))]
        made |= {
            # What is only not understood is told where it stands, and the claim asks about it.
            "problems": unclear | found,
            "problem": next(iter(found.values()), ""),
            "chip_of": {name: chip_of(name) for name in names},
            "adjusted_regions": known_regions(adjusted),
            "answered": self.visit,
        }
        self._told(**made)

    # ------------------------------------------------------------------------------------------ the body map

    def open_body(self, layer: str = "adjusted", service: int = 0) -> None:
        """Show the body, to mark what was adjusted and where one of the services was done.

        Args:
            layer: which of the two a click marks, ``"adjusted"`` or ``"exercised"``.
            service: the place of that service in the visit, counted from 0.

        Raises:
            CpteduError: when a place in the form is not known.
        """
        self.close_body()
        at = service if service in range(len(services_of(self.visit))) else 0
        places_of_service = [texts_held(one.get("regions")) for one in services_of(self.visit)]
        marked = places_of_service[at] if places_of_service else []
        shown = SpineMap(
            texts_held(self.visit.get("adjusted")), marked, read=partial(self._read_marks, at), layer=layer
        )
        shown.observe(partial(self._marked, at), names=["adjusted", "exercised"])
        self.body = shown

    def close_body(self) -> None:
        """Put the body away."""
        shown, self.body = self.body, None
        if shown is not None:
            shown.close()

    def _with_marks(self, at: int, adjusted: Iterable[str], exercised: Iterable[str]) -> dict[str, Any]:
        listed = [dict(one) for one in services_of(self.visit)]
        if exercised and not listed:
            listed = [{}]
        if listed:
            listed[at].pop("regions", None)
            listed[at] |= {"regions": list(exercised)} if exercised else {}
        given = self.visit | {"adjusted": list(adjusted), "services": listed}
        return {key: value for key, value in given.items() if value or key not in {"adjusted", "services"}}

    def _marked(self, at: int, change: Any) -> None:
        """Put the body's marks into the visit."""
        shown = change["owner"]
        self.visit = self._with_marks(at, shown.adjusted, shown.exercised)

    def _read_marks(
        self, at: int, adjusted: tuple[str, ...], exercised: tuple[str, ...]
    ) -> Mapping[str, Any]:
        """Say for the body what its marks come to in this visit."""
        if self.problem:
            return read_regions(adjusted, exercised)
        sheet = worksheet(visit_from_dict(self._with_marks(at, adjusted, exercised)))
        claim = sheet.claim()
        items = worst_first(claim)[:3]
        said = [deciding(item) for item in items]
        return {
            "line": " + ".join("-".join((line.code, *line.modifiers)) for line in claim.lines),
            "says": "\n".join(finding.says for finding in said),
            "verdict": verdict_shown(items[0]).value if items else "",
            "source": str(said[0].citations[0]) if said and said[0].citations else "",
        }

    # ------------------------------------------------------------------------------------------ what buttons ask for

    def _do(self, what: str, given: Mapping[str, Any]) -> None:
        match what:
            case "example":
                name = str(given.get("name", ""))
                self.example(name)
                self._say(f"Started from “{case(name).title}”. Undo brings back what was here before.")
            case "empty":
                self.empty()
                self._say("An empty visit. Undo brings back what was here before.")
            case "body":
                self.open_body(str(given.get("layer", "adjusted")), given.get("service", 0))
            case "close_body":
                self.close_body()

    # ------------------------------------------------------------------------------------------ in words

    def as_text(self) -> str:
        """Say in words what the form and the claim beside it hold."""
        if self._claim is None:
            return f"Visit builder\n{self.problem}"
        said = ["Visit builder", claim_as_text(self._claim)]
        if self.problem:
            said[1:1] = [f"To mend: {self.problem}", "The last claim that could be worked out:"]
        return "\n".join(said)

    def __repr__(self) -> str:
        held = self.visit
        facts = [f"{key}={held[key]!r}" for key in ("date_of_service", "payer", "adjusted") if key in held]
        return f"VisitBuilder({', '.join([*facts, f'services={len(services_of(held))}'])})"
