"""Services that a later row takes back: whole, or as many units as it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cptedu.analysis.audit.row_reader import ServiceRow

__all__ = ["without_taken_back"]


def without_taken_back(
    services: Sequence[ServiceRow], taken_back: Sequence[tuple[int, ServiceRow]]
) -> tuple[list[ServiceRow], list[tuple[int, int]], int, list[int]]:
    """Take back what later rows take back of a service before them that is the same but for its units.

    Args:
        services: every service.
        taken_back: what is taken back, and by which row.

    Returns:
        The services that stand, with the units that stand; the rows of which none stands, each with the row that takes it back;
        how many stand in part; the rows that take back more than the rows before them tell.
    """
    wanted = {_but_for_units(back) for _, back in taken_back}
    alike: dict[object, list[int]] = {}
    for at, one in enumerate(services if wanted else ()):
        if _but_for_units(one) in wanted:
            alike.setdefault(_but_for_units(one), []).append(at)
    gone: dict[int, int] = {}
    fewer: dict[int, ServiceRow] = {}
    surplus: list[int] = []
    for line, back in taken_back:
        before = {
            at: fewer.get(at, services[at])
            for at in reversed(alike.get(_but_for_units(back), ()))
            if services[at].row < line and at not in gone
        }
        changed, is_more = _taken_from(before, back)
        if is_more:
            surplus.append(line)
        for at, rest in changed:
            if rest is None:
                gone[at] = line
            else:
                fewer[at] = rest
    kept = [fewer.get(at, one) for at, one in enumerate(services) if at not in gone]
    rows = {one.row for one in kept} if gone else set()
    aside = {services[at].row: line for at, line in gone.items() if services[at].row not in rows}
    parted = {services[at].row for at in fewer if at not in gone}
    return kept, sorted(aside.items()), len(parted), list(dict.fromkeys(surplus))


def _taken_from(
    before: Mapping[int, ServiceRow], back: ServiceRow
) -> tuple[list[tuple[int, ServiceRow | None]], bool]:
    """Say what is left of services of which a row takes units back: of one with as many, else of the last ones before it.

    Returns:
        What is left of each that is changed, and whether more is taken back than there was.
    """
    changed: list[tuple[int, ServiceRow | None]] = []
    if not back.units_are_given:
        changed += [(at, None) for at in before][:1]
        return changed, not before
    same = [at for at, one in before.items() if _amount(one) == _amount(back)]
    (_, left) = _amount(back)
    for at in same[:1] or before:
        of_minutes, held = _amount(before[at])
        if of_minutes != (back.units is None) or not left:
            continue
        changed.append((at, None if held <= left else _less(before[at], back, left)))
        left -= min(held, left)
    return changed, left > 0


def _amount(one: ServiceRow) -> tuple[bool, int]:
    """Give how much a service counts, and whether in minutes."""
    return (True, one.minutes or 0) if one.units is None else (False, one.units)


def _less(one: ServiceRow, back: ServiceRow, by: int) -> ServiceRow:
    if one.units is None:
        return one._replace(minutes=(one.minutes or 0) - by)
    minutes = (one.minutes or 0) - (back.minutes or 0)
    return one._replace(units=one.units - by, minutes=minutes if back.minutes and minutes > 0 else None)


def _but_for_units(one: ServiceRow) -> tuple[object, ...]:
    return one.patient, one.visit, one.clinician, one.payer, one.on, one.code, one.modifiers
