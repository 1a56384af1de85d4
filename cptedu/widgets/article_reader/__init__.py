"""The article reader: each of the article's claims is judged by the learner before verdict and sources appear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import traitlets

from cptedu.widgets.article_reader.reading import read_article
from cptedu.widgets.kit.instrument import ReadInstrument
from cptedu.widgets.kit.plain import Plain

__all__ = ["ArticleReader"]


class ArticleReader(ReadInstrument):
    """The article's claims, one at a time: first the learner judges, then verdict, reason and sources appear.

    Args:
        judged: judgements made before, by the number of the claim.
        at: the claim in front.

    What cannot be read is not an error here: the widget says in words what is wrong, and what is accepted.

    >>> reader = ArticleReader()
    >>> reader.judged = {"19": "supported"}
    >>> reader.reading["tally"]
    '1 of 19 judged: 1 as the sources have it.'
    """

    judged = Plain({}).tag(sync=True)
    at = traitlets.Int(1).tag(sync=True)

    _reads = ("judged", "at")

    def __init__(self, judged: Mapping[str, str] | None = None, at: int = 1, **options: Any) -> None:
        super().__init__(judged=judged or {}, at=at, **options)

    def _read(self) -> Mapping[str, Any]:
        return read_article(self.judged, self.at)

    def as_text(self) -> str:
        """Say in words what the reader shows.

        >>> print(ArticleReader().as_text().splitlines()[2])
        Statement 1: Posture exercise may be coded 97110.
        """
        reading = self.reading
        if reading["problem"]:
            return f"The article's statements\n{reading['problem']}"
        said = [
            "The article's statements",
            reading["tally"],
            f"Statement {self.at}: {reading['current']['claim']}",
        ]
        if reading["current"]["judged"]:
            said += [
                reading["current"]["compared"],
                reading["current"]["why"],
                *reading["current"]["sources"],
            ]
        else:
            said.append("How do you judge it: " + ", ".join(one["label"] for one in reading["choices"]) + "?")
        return "\n".join(said)

    def __repr__(self) -> str:
        return f"ArticleReader(at={self.at!r}, judged={self.judged!r})"
