"""What an instructor's visit names and nothing here holds: told to the one who writes the file, who can mend it.

A visit that comes out of practice is kept as it is written, and asked about. A case is written to be understood.
"""

from __future__ import annotations

from cptedu.model import Visit
from cptedu.visit.record import Unclear, understood

__all__ = ["not_understood"]


def not_understood(visit: Visit) -> tuple[Unclear, ...]:
    """List what of a visit nothing here holds, but for what may mean several things.

    A place that may be of several regions, such as "rib", and a diagnosis that is one in form may be what a case is about.

    Args:
        visit: the visit.

    Returns:
        What is not understood, where it stands, and what to write instead.

    >>> seen = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C55", "rib"]})
    >>> [(one.element, one.written) for one in not_understood(seen)]
    [('adjusted[1]', 'C55')]
    """
    return tuple(one for one in understood(visit).not_understood if not one.may_be)
