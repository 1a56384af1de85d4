"""On the auditor's chair: twelve claims with their notes, five questions, and for each to pay, to deny a line or to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import traitlets

from cptedu.widgets.auditors_chair.reading import read_chair
from cptedu.widgets.kit.instrument import ReadInstrument
from cptedu.widgets.kit.plain import Plain

__all__ = ["AuditorsChair"]


class AuditorsChair(ReadInstrument):
    """Twelve charts of a made-up practice, decided by the learner and then by the rules.

    Args:
        at: the chart in front, counted from 0.
        said: what was decided of each chart, by its number: ``"ask"``, ``"pay"``, or ``"deny"`` and the code of a line.
        seed: a whole number; another one draws twelve others.

    What cannot be read is not an error here: the widget says in words what is wrong, and what is accepted.

    >>> chair = AuditorsChair()
    >>> chair.reading["turned"], chair.reading["step"]
    (False, 'Chart 1 of 12')
    >>> chair.said = {"0": ["pay"]}
    >>> chair.reading["turned"]
    True
    """

    keeps = ("at", "said", "seed")

    at = traitlets.Int(0).tag(sync=True)
    said = Plain({}).tag(sync=True)
    seed = traitlets.Int(1).tag(sync=True)

    _reads = ("at", "said", "seed")

    def __init__(
        self, at: int = 0, said: Mapping[str, list[str]] | None = None, seed: int = 1, **options: Any
    ) -> None:
        super().__init__(at=at, said=said or {}, seed=seed, **options)

    def _read(self) -> Mapping[str, Any]:
        return read_chair(self.at, self.said, self.seed)

    def as_text(self) -> str:
        """Say in words what is shown.

        >>> print(AuditorsChair().as_text().splitlines()[0])
        On the auditor's chair: Chart 1 of 12
        """
        reading = self.reading
        if reading["problem"]:
            return f"On the auditor's chair\n{reading['problem']}"
        said = [f"On the auditor's chair: {reading['step']}"]
        said += [f"  {one['section']} {one['text']}".rstrip() for one in reading["note"]]
        said.append("The claim:")
        said += [f"  {one['billed']}: {one['label']}" for one in reading["claim"]]
        said += [f"  {reading['answer']}"] if reading["answer"] else []
        said.append(
            f"{reading['lead']} {reading['because']}"
            if reading["turned"]
            else f"What do you decide: {'; '.join(one['words'] for one in reading['choices'])}?"
        )
        return "\n".join([*said, reading["tally"]])

    def __repr__(self) -> str:
        return f"AuditorsChair(at={self.at!r}, said={self.said!r}, seed={self.seed!r})"
