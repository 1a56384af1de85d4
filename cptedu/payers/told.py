"""What a payer can choose, and what one has chosen, in plain words: for whoever writes a payer's file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cptedu.facts.days_told import day_in_words
from cptedu.payers.choices import KINDS, NO_LIMIT, Registered, Value, known_choices
from cptedu.payers.known import payers
from cptedu.payers.profile import Choice, Payer
from cptedu.payers.sentences import usual_sentences

__all__ = ["choices_as_text", "payer_as_text"]


def choices_as_text() -> str:
    """List every choice with its kind, its default and its words, every sentence, and the payers that are known.

    >>> print(choices_as_text().splitlines()[2])
    [unit_method]  How minutes become units.
    """
    told = [
        "A payer's file holds name, label and says, and a table for each choice that is not the default:",
        "",
    ]
    for one in known_choices().values():
        told += [f"[{one.name}]  {one.says}", *(f"    {line}" for line in _choice(one)), ""]
    told.append("Sentences that it may put in its own words, as [sentences.NAME] with says, fix and source:")
    told.append("")
    for name, sentence in usual_sentences().items():
        told += [f"[sentences.{name}]", f"    {sentence.says}"]
    told += ["", "Payers that are known, each of which `like` may name:", ""]
    told += [f"{name}  {one.label}" for name, one in sorted(payers().items())]
    return "\n".join(told)


def _choice(one: Registered) -> Iterator[str]:
    if one.kind == "word":
        yield from (f"{word!r}: {means}" for word, means in one.accepted)
    else:
        yield KINDS[one.kind]
    yield f"Without it: {_shown(one.default)}."


def payer_as_text(payer: Payer) -> str:
    """Say what a payer has chosen otherwise than the defaults, and which of it no source confirms."""
    told = [f"{payer.label} ({payer.name})", payer.says, ""]
    for name, choice in payer.choices:
        if choice != Choice(known_choices()[name].default):
            told.append(f"{name} = {_shown(choice.value)}{_since(choice.since, choice.before)}")
            told += [f"    {line}" for line in _grounds(choice)]
    return "\n".join(told).rstrip()


def _since(since: date | None, before: Value) -> str:
    return f", since {day_in_words(since)}; before that {_shown(before)}" if since is not None else ""


def _grounds(choice: Choice) -> Iterator[str]:
    if choice.says:
        yield choice.says
    yield from (str(source) for source in choice.sources)
    if not choice.confirmed:
        yield "Not confirmed by a source."


def _shown(value: Value) -> str:
    if value is None:
        return NO_LIMIT
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(one if isinstance(one, str) else " → ".join(one) for one in value) or "[]"
    return str(value)
