"""Minutes of an attended service in which a modality ran that an edit sets before it: they are the modality's."""

from __future__ import annotations

from collections.abc import Iterable

from cptedu.learn.second_opinion.clock import GivenUp, span_of
from cptedu.learn.second_opinion.code_facts import is_attended
from cptedu.learn.second_opinion.edits import live_edit, set_apart
from cptedu.learn.second_opinion.plans import chosen, follows_edits
from cptedu.learn.second_opinion.standing import EXAMINATION, Standing
from cptedu.model import Visit

__all__ = ["minutes_given_up"]


def minutes_given_up(those: Iterable[Standing], visit: Visit) -> GivenUp:
    """Give what each service gives up to modalities, by its place; what would have nothing left is no matter of minutes.

    Where no edit joins the two, a modality may run beside anything.
    """
    on = visit.date_of_service
    if not follows_edits(visit.payer, on):
        return {}
    spared = chosen(visit.payer, on, "edits") == "unless_not_covered"
    met = [one for one in those if one.index != EXAMINATION and not (spared and one.excluded)]
    found: dict[int, frozenset[int]] = {}
    for modality in met:
        for one in met:
            if is_attended(modality.number) or not is_attended(one.number):
                continue
            if live_edit(modality.number, one.number, on) != (one.number, 1):
                continue
            spans = span_of(modality.service), span_of(one.service)
            if spans[0] is None or spans[1] is None or set_apart(modality.service, one.service):
                continue
            shared = spans[0] & spans[1]
            if shared and shared != spans[1]:
                found[one.index] = found.get(one.index, frozenset()) | shared
    return found
