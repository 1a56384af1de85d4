"""The payer lens: one visit under several payers side by side, each difference marked and explained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import traitlets

from cptedu.model import Visit
from cptedu.payers import first_payers, payers
from cptedu.widgets.kit.instrument import ReadInstrument
from cptedu.widgets.kit.plain import Plain
from cptedu.widgets.payer_lens.reading import cell_in_words, read_payers

__all__ = ["PayerLens"]


class PayerLens(ReadInstrument):
    """One visit under several payers side by side.

    Args:
        visit: the visit, as a ``Visit`` or in the form of a visit file; its own payer does not matter.
        payers: names of payer profiles; the first is the one with which the others are compared. Without any, those that
            the profiles themselves name to be shown first.

    What cannot be read is not an error here: the widget says in words what is wrong, and what is accepted.

    >>> lens = PayerLens({"date_of_service": "2026-03-04", "adjusted": ["C5"], "care": "active"}, ["gp_required", "medicare"])
    >>> lens.reading["summary"]
    '2 payers. The same under all: nothing. Different: 98940.'
    """

    keeps = ("visit", "payers")

    visit = Plain({}).tag(sync=True)
    payers = Plain([]).tag(sync=True)
    known = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)

    _reads = ("visit", "payers")

    def __init__(
        self,
        visit: Visit | Mapping[str, Any],
        payers: Iterable[str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(visit=visit, payers=first_payers() if payers is None else payers, **options)

    def _answer(self) -> None:
        # A payer of one's own may have been made known since.
        self.set_trait(
            "known", [{"name": one.name, "label": one.label, "says": one.says} for one in payers().values()]
        )
        super()._answer()

    def _read(self) -> Mapping[str, Any]:
        return read_payers(self._of_any_payer(), self.payers)

    def _of_any_payer(self) -> Visit:
        visit = self.visit
        if isinstance(visit, dict) and visit.get("payer") is None:
            visit = {"payer": next(iter(payers()))} | {k: v for k, v in visit.items() if k != "payer"}
        return Visit.from_dict(visit)

    def as_text(self) -> str:
        """Say in words what the lens shows.

        >>> visit = {"date_of_service": "2026-03-04", "adjusted": ["C5"], "care": "active", "part": ["P", "A"],
        ...          "diagnoses": ["M99.01", "M54.2"]}
        >>> print(PayerLens(visit, ["commercial_ncci", "medicare"]).as_text())
        Payer lens: The visit, March 4, 2026
        2 payers. The same under all: nothing. Different: 98940.
        98940 adjusting one or two spinal regions
          Commercial plan that follows NCCI: ×1, supported
          Medicare Part B: ×1 AT, supported (differs: modifiers, note 1)
        1. Medicare Part B: 98940 modifiers: none, here AT.
           Active care that is expected to help: AT. The modifier alone does not prove necessity.
        """
        reading = self.reading
        if reading["problem"]:
            return f"Payer lens\n{reading['problem']}"
        said = [f"Payer lens: {reading['title']}, {reading['on']}", reading["summary"]]
        for row in reading["rows"]:
            said.append(f"{row['code']} {row['label']}")
            said += [
                f"  {column['label']}: {cell_in_words(cell)}"
                for column, cell in zip(reading["columns"], row["cells"], strict=True)
            ]
        for note in reading["notes"]:
            changes = "; ".join(
                f"{one['code']} {one['what']}: {one['was']}, here {one['now']}" for one in note["changes"]
            )
            said.append(f"{note['number']}. {' and '.join(note['payers'])}: {changes}.")
            said += [f"   {reason['says']}" for reason in note["reasons"]]
        return "\n".join(said)

    def __repr__(self) -> str:
        return f"PayerLens(payers={self.payers!r})"
