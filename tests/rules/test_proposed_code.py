"""A proposed code against the one that the record supports."""

from __future__ import annotations

from strategies import check

from cptedu.rules.proposed_code import proposed_code
from cptedu.visit.record import ServiceRecord


def test_the_record_decides():
    found = check(
        proposed_code(ServiceRecord.of(activity="hamstring stretching", code="97112"), "97110"),
        "proposed_code",
        "not_supported",
        "97112 was proposed; the record supports 97110. The record decides.",
        code="97110",
        cites=("usc-31-3729", "aca-1997"),
        fix="Bill 97110.",
        about="hamstring stretching",
    )
    # Whatever was proposed, the line of the code that the record supports is paid as it would be.
    assert found.either_way


def test_nothing_is_said_where_nothing_differs():
    assert proposed_code(ServiceRecord.of(code="97110"), "97110") is None
    assert proposed_code(ServiceRecord.of(), "97110") is None
    assert proposed_code(ServiceRecord.of(code="97110"), None) is None
