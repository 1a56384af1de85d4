"""What a note of an exercise may leave out, as questions about it name it."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["NOTHING_MISSING", "NOT_SAID"]

NOT_SAID: Mapping[str, str] = {
    "purpose": "what it was for",
    "deficit": "what was measured before it",
    "minutes": "how long it took",
    "contact": "who was with the patient",
}
"""What a note of an exercise must say, by the key of the service that holds it."""
NOTHING_MISSING = "nothing is missing"
