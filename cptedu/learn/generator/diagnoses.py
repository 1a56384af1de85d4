"""The diagnoses of drawn notes: what was found at the spine, and the condition that it goes with."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["CONDITIONS", "SUBLUXATIONS", "diagnoses_of"]

SUBLUXATIONS = {
    "cervical": "M99.01",
    "thoracic": "M99.02",
    "lumbar": "M99.03",
    "sacral": "M99.04",
    "pelvic": "M99.05",
}
CONDITIONS = {
    "cervical": "M54.2",
    "thoracic": "M54.6",
    "lumbar": "M54.50",
    "sacral": "M53.3",
    "pelvic": "M46.1",
}


def diagnoses_of(regions: Sequence[str]) -> list[str]:
    """Give what Medicare wants to see for adjusted regions: a subluxation of each, then the condition.

    Args:
        regions: the adjusted regions of the spine, the one first that the patient came for.

    Returns:
        The diagnoses in the order of the claim.

    >>> diagnoses_of(["lumbar", "cervical"])
    ['M99.03', 'M99.01', 'M54.50']
    """
    return [*(SUBLUXATIONS[region] for region in regions), CONDITIONS[regions[0]]]
