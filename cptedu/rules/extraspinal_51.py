"""Modifier 51 on 98943, which sources dispute."""

from __future__ import annotations

from cptedu.model import Verdict
from cptedu.rules.said import Said, reading
from cptedu.visit.record import Record

__all__ = ["extraspinal_51"]

SOURCES = ("aapc-cmt-51", "chiropub-2006", "payer-98943-2016")


def extraspinal_51(record: Record) -> tuple[tuple[str, ...], Said]:
    """Say whether 98943 beside a spinal adjustment carries 51: by default not, and sources dispute it.

    Args:
        record: the visit as understood.

    Returns:
        The modifier, if the payer wants it, and the finding with both sides.

    Source: AAPC against 51; Chiropub 2006 and a payer's text of 2016 for it.
    """
    wanted = bool(record.payer.wants("needs_51_on_98943"))
    finding = Said(
        "extraspinal_51",
        Verdict.CONTESTED,
        f"Sources differ on modifier 51 on 98943 beside a spinal adjustment. {record.payer.named_first}"
        f" {'wants' if wanted else 'is taken not to want'} it.",
        SOURCES,
        code="98943",
        fix="" if wanted else "Ask the payer if 98943 comes back denied.",
        readings=(
            reading("No 51 with adjustment codes.", "aapc-cmt-51"),
            reading("51 on 98943.", "chiropub-2006", "payer-98943-2016"),
        ),
    )
    return (("51",) if wanted else ()), finding
