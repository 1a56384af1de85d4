"""A payer profile: frozen, no input or output."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cptedu.errors import unknown
from cptedu.facts.sources import Citation
from cptedu.payers.choices import Value, known_choices
from cptedu.payers.sentences import Sentence, filled, usual_sentences

__all__ = ["Choice", "Payer"]


@dataclass(frozen=True)
class Choice:
    """One choice of a payer, dated and sourced.

    Attributes:
        value: what the payer wants.
        sources: where that is written; empty when nobody wrote it down.
        since: first date of service on which it holds, or None when always.
        before: what held until then.
        confirmed: False when no source at hand confirms it.
        says: the choice in plain words.
    """

    value: Value
    sources: tuple[Citation, ...] = ()
    since: date | None = None
    before: Value = None
    confirmed: bool = False
    says: str = ""


@dataclass(frozen=True)
class Payer:
    """A payer profile.

    Attributes:
        name: the name that visits use.
        label: the name for people.
        says: what kind of payer it stands for.
        choices: name of each choice, and the choice; one that the file leaves out has its default.
        called: how sentences call it; empty for "this payer".
        sentences: name of each sentence that the file puts in its own words, with the sources that it cites.
        shown: its place among the payers that an instrument shows first; None when it is not among them.
    """

    name: str
    label: str
    says: str
    choices: tuple[tuple[str, Choice], ...]
    called: str = ""
    sentences: tuple[tuple[str, Sentence, tuple[str, ...]], ...] = ()
    shown: int | None = None

    @property
    def named(self) -> str:
        """Name the payer inside a sentence."""
        return self.called or "this payer"

    @property
    def named_first(self) -> str:
        """Name the payer where a sentence begins with it."""
        return self.called or "This payer"

    def choice(self, name: str) -> Choice:
        """Give one choice with its source and date."""
        held = dict(self.choices)
        if name in held:
            return held[name]
        if name not in known_choices():
            raise unknown("choice of a payer", name, known_choices())
        return Choice(known_choices()[name].default)

    def wants(self, name: str, on: date) -> Value:
        """Say what the payer wants on a date of service.

        Args:
            name: the choice, such as ``"unit_method"``.
            on: the date of service.

        Returns:
            The value; before the choice's own first day, the one that held until then.

        >>> from cptedu.payers import payer
        >>> payer("commercial_ncci").wants("unit_method", date(2026, 3, 4))
        'cpt_per_code'
        """
        held = self.choice(name)
        return held.before if held.since is not None and on < held.since else held.value

    def lists(self, name: str, on: date) -> tuple[str, ...]:
        """Give the codes or modifiers of a choice that is a list."""
        held = self.wants(name, on)
        return tuple(str(one) for one in held) if isinstance(held, tuple) else ()

    def limit(self, name: str, on: date) -> int | None:
        """Give the number of a choice that is a limit; None when there is none."""
        held = self.wants(name, on)
        return held if isinstance(held, int) else None

    def exchange(self, number: str, on: date) -> str:
        """Give the code that the payer takes in place of one; the same where it takes that one.

        >>> from cptedu.payers import payer
        >>> payer("medicare").exchange("97014", date(2026, 3, 4))
        'G0283'
        """
        held = self.wants("exchanged", on)
        pairs = [pair for pair in held if isinstance(pair, tuple)] if isinstance(held, tuple) else []
        return dict(pairs).get(number, number)

    def sentence(self, name: str, **fields: str) -> Sentence:
        """Give a sentence with its fields filled: in the payer's own words where its file has them.

        Args:
            name: the sentence, such as ``"bundled"``.
            fields: what stands for the names in braces.

        Returns:
            What is said, and the advice.
        """
        own = {key: sentence for key, sentence, _ in self.sentences}
        held = own.get(name, usual_sentences()[name])
        known = {"payer": self.named, "Payer": self.named_first} | fields
        return Sentence(filled(held.says, known), filled(held.fix, known))

    def sentence_sources(self, name: str) -> tuple[str, ...]:
        """Give the ids of the sources that the file names for a sentence."""
        return next((sources for key, _, sources in self.sentences if key == name), ())
