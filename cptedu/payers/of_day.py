"""What a payer wants on one date of service: its choices looked up once, for every rule that asks."""

from __future__ import annotations

from datetime import date

from cptedu.payers.choices import Value
from cptedu.payers.known import payer
from cptedu.payers.profile import Choice, Payer
from cptedu.payers.sentences import Sentence

__all__ = ["PayerOfDay", "payer_of_day"]


class PayerOfDay:
    """A payer profile on one day.

    Attributes:
        profile: the profile, with what holds on other days too.
        on: the date of service.
    """

    def __init__(self, profile: Payer, on: date) -> None:
        self.profile = profile
        self.on = on
        self.name = profile.name
        self.named = profile.named
        self.named_first = profile.named_first
        self._wanted: dict[str, Value] = {}
        self._listed: dict[str, tuple[str, ...]] = {}
        self._choices = dict(profile.choices)
        self._exchanged: dict[str, str] = {}
        self._sources: dict[tuple[str, ...], tuple[str, ...]] = {}

    def wants(self, name: str) -> Value:
        """Say what the payer wants on this day.

        >>> payer_of_day("commercial_ncci", date(2026, 3, 4)).wants("unit_method")
        'cpt_per_code'
        """
        try:
            return self._wanted[name]
        except KeyError:
            return self._wanted.setdefault(name, self.profile.wants(name, self.on))

    def lists(self, name: str) -> tuple[str, ...]:
        """Give the codes or modifiers of a choice that is a list."""
        try:
            return self._listed[name]
        except KeyError:
            return self._listed.setdefault(name, self.profile.lists(name, self.on))

    def limit(self, name: str) -> int | None:
        """Give the number of a choice that is a limit; None when there is none."""
        held = self.wants(name)
        return held if isinstance(held, int) else None

    def exchange(self, number: str) -> str:
        """Give the code that the payer takes in place of one; the same where it takes that one."""
        if number not in self._exchanged:
            self._exchanged[number] = self.profile.exchange(number, self.on)
        return self._exchanged[number]

    def choice(self, name: str) -> Choice:
        """Give one choice with its source and date."""
        if name not in self._choices:
            self._choices[name] = self.profile.choice(name)
        return self._choices[name]

    def sources(self, *names: str) -> tuple[str, ...]:
        """Give the ids of the sources that the file names for choices, each once."""
        if names not in self._sources:
            ids = dict.fromkeys(one.id for name in names for one in self.choice(name).sources)
            self._sources[names] = tuple(ids)
        return self._sources[names]

    def sentence(self, name: str, **fields: str) -> Sentence:
        """Give a sentence with its fields filled: in the payer's own words where its file has them."""
        return self.profile.sentence(name, **fields)

    def sentence_sources(self, name: str) -> tuple[str, ...]:
        """Give the ids of the sources that the file names for a sentence."""
        return self.profile.sentence_sources(name)


_kept: dict[tuple[str, date], PayerOfDay] = {}


def payer_of_day(name: str, on: date) -> PayerOfDay:
    """Look a payer up for a date of service.

    Args:
        name: the profile's name.
        on: the date of service.

    Returns:
        The payer on that day.

    Raises:
        CpteduError: when there is no payer of that name.
    """
    profile = payer(name)
    held = _kept.get((name, on))
    # A payer's file may have been loaded anew under the same name.
    if held is None or held.profile is not profile:
        held = _kept[name, on] = PayerOfDay(profile, on)
    return held
