"""The notes of a practice that does not exist: for each of its claims the visit as it was written down."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from cptedu.analysis.made_up_practice import EVERYBODY, HABITS, MadeUpLine
from cptedu.errors import unknown
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.codes import codes, is_timed
from cptedu.facts.diagnoses import diagnosis_regions
from cptedu.facts.reference import spinal_shares, years_with_shares
from cptedu.facts.regions import regions, spinal
from cptedu.facts.tables import rows
from cptedu.files import write_atomically
from cptedu.learn.generations import newest_generation
from cptedu.learn.generator.diagnoses import SUBLUXATIONS, conditions_of, explained
from cptedu.learn.generator.ideas import places_in
from cptedu.learn.generator.together import Work, a_sign, go_together, held_rows, work_that
from cptedu.learn.stream import IntegerStream
from cptedu.model import Visit
from cptedu.visit_file import visit_to_dict

__all__ = ["made_up_notes", "write_notes"]

MINUTES_A_UNIT = 15
SEEN = ("P", "A", "R")
LEFT_OUT = ("deficit", "minutes", "contact")
LIMBS = ("upper_extremities", "lower_extremities")
AN_EXERCISE = "97110"


def made_up_notes(
    lines: Sequence[MadeUpLine], *, seed: int = 1, habits: Iterable[str] = ()
) -> dict[int, Visit]:
    """Write down the visits behind the claims of a practice that does not exist.

    Without a habit each note bears its claim out. A habit shows as the difference between the two: five regions are billed and
    the note has three, 97112 is billed and nothing was measured, a therapy stands in the note and not on the claim.

    Args:
        lines: the claims, as ``made_up_practice`` drew them.
        seed: a whole number; one seed writes the same notes everywhere.
        habits: the habits that were planted in the claims.

    Returns:
        For each number of a visit the visit as the note has it.

    Raises:
        CpteduError: for a habit that there is not.

    >>> from datetime import date
    >>> from cptedu.analysis.made_up_practice import made_up_practice
    >>> notes = made_up_notes(made_up_practice(date(2026, 1, 5), 3))
    >>> sorted(notes), len(notes[1].adjusted) >= 1
    ([1, 2, 3], True)
    """
    planted = frozenset(habits)
    for habit in planted - set(HABITS):
        raise unknown("habit", habit, HABITS)
    writer = _Writer(seed, planted)
    by_visit = groupby(sorted(lines, key=lambda one: one.visit), key=lambda one: one.visit)
    return {number: writer.note(list(held)) for number, held in by_visit}


class _Writer:
    """Writes the notes of one practice."""

    def __init__(self, seed: int, habits: frozenset[str]) -> None:
        self._seed = seed
        self._habits = habits
        self._numbers = {
            (row["assumption"], row["word"]): int(row["number"]) for row in rows("made_up_practice.csv")
        }
        year = years_with_shares()[-1]
        shares = spinal_shares(f"{year}-07-01")
        self._levels = [code for code, share in shares.items() for _ in range(int(share * 10))]
        self._generation = newest_generation()

    def note(self, lines: list[MadeUpLine]) -> Visit:
        """Write the note of one claim; notes that are copied are drawn once for a patient."""
        first = lines[0]
        drawn_for = f"patient {first.patient}" if "cloned_notes" in self._habits else f"visit {first.visit}"
        stream = IntegerStream(f"cptedu made-up notes/{self._seed}/{drawn_for}")
        adjusted = self._adjusted(stream, next(one.code for one in lines if one.code in spinal_cmt()))
        written: dict[str, Any] = {
            "date_of_service": first.on,
            "payer": first.payer,
            "care": "active",
            "adjusted": [places_in(stream, region, 1, usual=True)[0] for region in adjusted],
            "findings": {region: a_sign(stream, self._generation, region) for region in adjusted},
            "part": list(SEEN),
        }
        examination = next((one.code for one in lines if codes()[one.code].is_office_visit), None)
        if examination:
            written["evaluation"] = {"code": examination, "separate": True}
        services, done = self._services(stream, lines, adjusted)
        reasons = IntegerStream(f"cptedu made-up notes/{self._seed}/{drawn_for}/diagnoses")
        written["diagnoses"] = self._diagnoses(reasons, first.diagnoses, adjusted, done)
        return Visit.from_dict(written | ({"services": services} if services else {}))

    def _adjusted(self, stream: IntegerStream, billed: str) -> list[str]:
        """Adjust as many regions as the claim says; with the habit as many as others do."""
        level = (
            stream.one_of(self._levels)
            if "98942_too_often" in self._habits and billed == spinal_cmt()[-1]
            else billed
        )
        count = next(int(row["regions_from"]) for row in rows("cmt_levels.csv") if row["code"] == level)
        return [one.name for one in regions() if one.name in spinal()][:count]

    def _diagnoses(
        self, stream: IntegerStream, billed: Sequence[str], adjusted: list[str], done: Sequence[Work]
    ) -> list[str]:
        """Write down what the claim lists of the regions that were adjusted, and for each service of a limb what it is for."""
        found = [one for one in billed if (diagnosis_regions(one) or frozenset()) & set(adjusted)]
        if not set(found) - {SUBLUXATIONS[region] for region in adjusted}:
            found += conditions_of(self._generation, adjusted)[:1]
        return explained(stream, self._generation, done, found)

    def _services(
        self, stream: IntegerStream, lines: list[MadeUpLine], adjusted: list[str]
    ) -> tuple[list[dict[str, Any]], list[Work]]:
        """Draw the services of a note, and which work of the tables stands behind them."""
        therapies = [one for one in lines if codes()[one.code].always_therapy]
        held = {one.code: one.units for one in therapies}
        is_left_off = "therapy_left_off" in self._habits and stream.chance(
            self._numbers["note", "left_off"], 100
        )
        if is_left_off and AN_EXERCISE not in held:
            held[AN_EXERCISE] = 1
        done: list[Work] = []
        services = []
        for code, units in held.items():
            if not is_timed(code):
                services.append(self._by_itself(stream, code, adjusted))
                continue
            work = self._work(stream, code, done)
            done.append(work)
            service = work.service(MINUTES_A_UNIT * units)
            if code == EVERYBODY and "97112_for_everybody" in self._habits:
                is_shown = stream.chance(self._numbers["therapy", EVERYBODY], 100)
                service = service if is_shown else {**service, "deficit": ""}
            if "silent_notes" in self._habits and stream.chance(self._numbers["note", "silent"], 100):
                service.pop(stream.one_of(LEFT_OUT), None)
            services.append(service)
        return services, done

    def _by_itself(self, stream: IntegerStream, code: str, adjusted: list[str]) -> dict[str, Any]:
        """Draw what runs by itself where it was adjusted."""
        near = [row for row in held_rows("drawn_modalities.csv", self._generation) if row["code"] == code]
        row = stream.one_of([row for row in near if row["region"] in adjusted] or near)
        return {
            "activity": row["activity"],
            "code": code,
            "regions": [row["region"]],
            "minutes": MINUTES_A_UNIT,
            "contact": "unattended",
        }

    def _work(self, stream: IntegerStream, code: str, done: Sequence[Work]) -> Work:
        """Draw work beyond the spine, apart from whatever was adjusted, that goes with the rest where anything does."""
        of_code = [
            one
            for region in LIMBS
            for one in work_that(self._generation, code=code, region=region)
            if not one.needs_help
        ]
        return stream.one_of([one for one in of_code if go_together(done, one)] or of_code)


def write_notes(notes: dict[int, Visit], lines: Iterable[MadeUpLine], path: str | Path) -> None:
    """Write notes as a file of visits that lies beside a log: one visit a line, named by the patient as the log has it.

    Args:
        notes: the notes.
        lines: the claims to which they belong.
        path: the file.

    Raises:
        CpteduError: when it cannot be written.
    """
    patients = {one.visit: f"C{one.patient:05}" for one in lines}
    written = (
        json.dumps({"of": patients[number], **visit_to_dict(visit)}, default=str)
        for number, visit in notes.items()
    )
    write_atomically(path, "".join(f"{one}\n" for one in written))
