"""What the chain of each device shows: whether something was cut out of a progress, or changed, after it was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from cptedu.learn.progress.order import Event, is_ordered, sum_of

__all__ = ["ChainFault", "chain_faults", "link_of"]

# An event's own sum, and the one it names of the event before it. A whole event and its link come down to the same two.
_Sums = tuple[str, str]


@dataclass(frozen=True)
class ChainFault:
    """Something that does not fit in a device's chain.

    Attributes:
        kind: ``missing``: numbers are not there. ``changed``: an event names another sum than the event before it has.
            ``fork``: a number is there more than once, with different events.
        device: the device's name.
        first: the first number that it is about; of ``changed``, the number of the event that names the sum.
        last: the last one.
    """

    kind: Literal["missing", "changed", "fork"]
    device: str
    first: int
    last: int


def link_of(event: Event) -> Mapping[str, Any]:
    """Give what a chain needs of an event whose facts are nobody else's business, such as a name that was chosen earlier.

    Args:
        event: an event that tells its order.

    Returns:
        Its device, number, the sum before, its place in the order and its own sum; nothing else can be told from it.
    """
    return {key: event[key] for key in ("device", "number", "before", "order")} | {"sum": sum_of(event)}


def chain_faults(events: Iterable[Event]) -> tuple[ChainFault, ...]:
    """Tell what the chains of some events show.

    Each event says which number it has on its device, and the sum of the one before it. So it shows when an event was
    cut out between others, or was changed while a later one of its device is there. It cannot show

    - who answered, or with whose help;
    - that the latest events of a device were cut off, or its very last one changed, or a whole device left out;
    - anything about events of format 1, which have no chain;
    - a chain that was written anew: whoever knows this program can forge one that fits.

    A fault is no proof of fraud either. A damaged file loses events; a cloned home or a backup that came back makes forks,
    and both branches of one may be honest work.

    Args:
        events: events, or links of events in their place. Those without a device are passed over.

    Returns:
        The faults, by device and number; none when all fits.

    >>> first = {"id": "a", "device": "d", "number": 1, "before": "", "order": 1}
    >>> second = {"id": "b", "device": "d", "number": 2, "before": sum_of(first), "order": 2}
    >>> chain_faults([first, second])
    ()
    >>> chain_faults([second])
    (ChainFault(kind='missing', device='d', first=1, last=1),)
    >>> chain_faults([first | {"state": "right"}, second])
    (ChainFault(kind='changed', device='d', first=2, last=2),)
    """
    chains: dict[str, dict[int, set[_Sums]]] = defaultdict(lambda: defaultdict(set))
    for event in filter(is_ordered, events):
        is_link = "id" not in event and "sum" in event
        own = str(event["sum"]) if is_link else sum_of(event)
        chains[event["device"]][event["number"]].add((own, event["before"]))
    return tuple(fault for device in sorted(chains) for fault in _faults(device, chains[device]))


def _faults(device: str, chain: Mapping[int, set[_Sums]]) -> Iterator[ChainFault]:
    last, sums = 0, {""}
    for number in sorted(chain):
        if number > last + 1:
            yield ChainFault("missing", device, last + 1, number - 1)
        elif any(before not in sums for _, before in chain[number]):
            yield ChainFault("changed", device, number, number)
        if len(chain[number]) > 1:
            yield ChainFault("fork", device, number, number)
        last, sums = number, {own for own, _ in chain[number]}
