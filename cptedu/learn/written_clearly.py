"""What an instructor's visit names and nothing here holds: told to the one who writes the file, who can mend it.

A visit that comes out of practice is kept as it is written, and asked about. A case is written to be understood.
"""

from __future__ import annotations

from cptedu.model import Visit
from cptedu.visit.record import Unclear, understood

__all__ = ["not_understood"]


def not_understood(visit: Visit) -> tuple[Unclear, ...]:
    """List the places, codes and encounters of a visit that nothing here holds.

    A place that may be of several regions, such as "rib", and a diagnosis that our table lacks may be what a case is about.

    Args:
        visit: the visit.

    Returns:
        What is not understood, where it stands, and what to write instead.

    >>> seen = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C55", "rib"]})
    >>> [(one.element, one.written) for one in not_understood(seen)]
    [('adjusted[1]', 'C55')]
    """
    record = understood(visit)
    places = [record.adjusted, *(service.places for service in record.services)]
    found = [one for named in places for one in named.unclear if not one.may_be]
    for service in record.services:
        if service.unknown_code is not None:
            found.append(service.unknown_code)
        if service.encounter.number is None:
            why = (
                f"encounter = {service.encounter.quoted!r} does not say which encounter of the day it was. Write a number:"
                " 1 is the adjustment's."
            )
            found.append(Unclear(f"{service.at}.encounter", service.encounter.quoted, why))
    if record.evaluation is not None and record.evaluation.unknown_code is not None:
        found.append(record.evaluation.unknown_code)
    return tuple(found)
