"""Where a rule or a number comes from, and how far it was read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from cptedu.errors import unknown
from cptedu.facts.tables import document, own_tables

__all__ = ["Citation", "cite", "collected_on", "known_sources", "tell_source"]


@dataclass(frozen=True)
class Citation:
    """One source: a statute, a manual's section, an edit file, a payer's policy, an article.

    Attributes:
        id: the name that rules and rows use for it.
        title: what it is called.
        publisher: who published it.
        section: the passage.
        date: its date, as far as known.
        address: a link to the publisher or government, or empty.
        read: ``primary``, ``copy``, ``excerpt of a copy``, ``quoted by others``, ``not read``, or ``own conclusion`` where
            cptedu itself infers.
        confidence: ``high``, ``medium``, ``low`` or ``unconfirmed``.
    """

    id: str
    title: str
    publisher: str
    section: str
    date: str
    address: str
    read: str
    confidence: str

    def __str__(self) -> str:
        parts = [self.publisher, self.title, self.section, self.date]
        said = ", ".join(dict.fromkeys(part for part in parts if part))
        return said + _HOW_READ.get(self.read, "")

    @property
    def in_short(self) -> str:
        """Name it in a few words: who says it, since when, and whether that was read or only quoted.

        A source of the user's own, such as a contract, need have no publisher: then it is its title.

        >>> cite("cpt-assistant-2010-05").in_short
        'American Medical Association, 2010, as quoted'
        """
        if self.read == "own conclusion":
            return "our own conclusion"
        year = re.search(r"\b(?:19|20)\d\d\b", self.date)
        whose = self.publisher or self.title
        return ", ".join(filter(None, (whose, year and year[0], _IN_SHORT.get(self.read))))


_HOW_READ = {
    "copy": " (read in a copy)",
    "excerpt of a copy": " (an excerpt read in a copy)",
    "quoted by others": " (not read; as quoted by others)",
    "not read": " (not read; unconfirmed)",
}
_IN_SHORT = {"quoted by others": "as quoted", "not read": "not read"}


@cache
def cite(source: str) -> Citation:
    """Look a source up by its id.

    Args:
        source: an id of ``data/sources.toml``, of a file of CMS that the user read, or of a payer file of the user's own.

    Returns:
        The citation.

    Raises:
        CpteduError: when no such source is held.

    >>> cite("cms-100-04-ch5-20.2").publisher
    'CMS'
    """
    if source in _told:
        return _told[source]
    entry = document("sources.toml").get(source) or own_tables().sources.get(source)
    if not isinstance(entry, dict):
        raise unknown("source", source, known_sources())
    fields = ("title", "publisher", "section", "date", "address", "read", "confidence")
    return Citation(source, *(str(entry.get(field, "")) for field in fields))


_told: dict[str, Citation] = {}


def tell_source(citation: Citation) -> Citation:
    """Make a source known that a file of the user's own names, such as a contract, for this session.

    Args:
        citation: the source; one of the same id that says something else keeps its own, and this one is numbered.

    Returns:
        The source under the id by which it can be cited from now on.

    >>> tell_source(Citation("my_plan/contract", "My contract", "", "page 3", "2026", "", "told", "unconfirmed")).id
    'my_plan/contract'
    >>> str(cite("my_plan/contract"))
    'My contract, page 3, 2026'
    >>> cite("my_plan/contract").in_short
    'My contract, 2026'
    """
    made, number = citation, 1
    while _told.get(made.id, made) != made:
        number += 1
        made = replace(citation, id=f"{citation.id} {number}")
    _told[made.id] = made
    return made


@cache
def known_sources() -> tuple[str, ...]:
    """List the ids of all sources that are held."""
    shipped = (name for name, entry in document("sources.toml").items() if isinstance(entry, dict))
    return (*shipped, *own_tables().sources)


def collected_on() -> str:
    """Say on which day the sources were gathered: the vintage of a rule that has no data file of its own."""
    return str(document("sources.toml")["collected"])
