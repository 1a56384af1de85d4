"""Every claim that could be made of a visit's codes, put before ``review_claim``: what passes must be what is supported.

The universe of claims: the codes that the visit's services can carry, units from 0 to one more than counted, and modifiers
from none, 59, XS, GP, GY, 25, AT, GA and GZ, two a line at most. Codings that need three modifiers on a line (25 or 59
with GP and GY), GX, 51, XE or XU lie outside it and are left out of the comparison.

Two ways of writing a supported coding pass without being codings of their own, and ``lets_stand`` says which, from the
payer's file and from what the record sets apart, without asking the review: GP on a therapy line of a payer that does not
want it, and the mark of a distinct service on the other line of its edit.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations, islice, product
from math import prod
from typing import Any

from strategies import MEASURED, PAYERS

from cptedu.analysis.supported import supported_codings
from cptedu.engine import review
from cptedu.engine.coding import Worksheet, worksheet
from cptedu.engine.proposal import read_proposal
from cptedu.facts.codes import code, purposes
from cptedu.model import Finding, Verdict, Visit

MODIFIERS = ("59", "XS", "GP", "GY", "25", "AT", "GA", "GZ")
SPELLED = tuple(chosen for size in range(3) for chosen in combinations(MODIFIERS, size))
DISTINCT = frozenset({"59", "XS"})
NEIGHBOURS = {
    "97110": ("97112", "97530"),
    "97112": ("97110", "97530"),
    "97530": ("97110", "97112"),
    "97140": ("97124",),
    "97124": ("97140",),
    "97535": ("97530",),
    "97150": ("97110", "97112"),
}

Line = tuple[str, int, tuple[str, ...]]
Key = frozenset[tuple[str, int, frozenset[str]]]


@dataclass(frozen=True)
class Universe:
    """The claims that could be made of a visit: for each code, each line that it could have; None is no line."""

    visit: Visit
    lines: Mapping[str, tuple[Line | None, ...]]

    @property
    def size(self) -> int:
        return prod(len(options) for options in self.lines.values())

    def claims(self) -> Iterator[tuple[Line, ...]]:
        """Give every claim, one by one."""
        for chosen in product(*self.lines.values()):
            yield tuple(line for line in chosen if line is not None)

    def of(self, codes: Iterable[str]) -> Universe:
        """Give the part of it that is made of some codes only."""
        return Universe(self.visit, {number: self.lines[number] for number in codes})

    def holds(self, key: Key) -> bool:
        options = {one for lines in self.lines.values() for line in lines if line for one in key_of([line])}
        return key <= options


def key_of(lines: Any) -> Key:
    """Give a claim as a set, so that order does not matter."""
    return frozenset((number, units, frozenset(modifiers)) for number, units, modifiers in lines)


def codes_carried(visit: Visit) -> tuple[str, ...]:
    """List the codes that the visit's services can carry: what the rules name, its neighbours, and every level."""
    sheet = worksheet(visit)
    found = {item.code for item in sheet.items if item.code} | {
        one.code for one in visit.services if one.code
    }
    found |= {purposes()[aim] for one in visit.services for aim in one.purpose}
    found |= {other for number in tuple(found) for other in NEIGHBOURS.get(number, ())}
    if visit.adjusted:
        found |= {"98940", "98941", "98942", "98943"}
    return tuple(sorted(found))


def claims_of(visit: Visit) -> Iterator[Any]:
    """Give the claim of every choice that the record leaves: tied units, and minutes shared by the clock."""
    for reading in worksheet(visit).readings():
        yield from reading.claims()


def universe(visit: Visit) -> Universe:
    """Make the universe of a visit."""
    counted: dict[str, int] = {}
    for claim in claims_of(visit):
        for line in claim.lines:
            counted[line.code] = max(line.units, counted.get(line.code, 0))
    return Universe(
        visit,
        {
            number: (
                None,
                *(
                    (number, units, spelled)
                    for units in range(1, counted.get(number, 0) + 2)
                    for spelled in SPELLED
                ),
            )
            for number in codes_carried(visit)
        },
    )


def supported(visit: Visit, within: Universe) -> set[Key]:
    """Give the supported codings that lie within the universe."""
    return {coding.key for coding in supported_codings(visit) if within.holds(coding.key)}


def passing_line_by_line(within: Universe) -> set[Key]:
    """Find every passing claim without trying each combination, by what a review is made of.

    A review compares the claim with each allowed way of giving the units, and passes when one of them finds no fault.
    Within one way a fault is found line by line, from that line and from which codes stand on the claim; a code without a
    line is a fault by itself. So the codes that have a line are tried in every selection, and for each selection every line
    of every code with the others held still. What passes is every combination of lines without a fault. The others bear the
    mark of a distinct service that they want themselves: a mark that stands on the other line of its edit is not found so.
    """
    passing: set[Key] = set()
    for sheet in worksheet(within.visit).readings():
        for claim in sheet.claims():
            named = [line.code for line in claim.lines]
            for size in range(len(named) + 1):
                for present in combinations(named, size):
                    passing |= _passing_with(sheet, claim, present, within)
    return passing


def _passing_with(sheet: Worksheet, claim: Any, present: tuple[str, ...], within: Universe) -> set[Key]:
    marks = {number: DISTINCT & set(sheet.modifiers(number, present)) for number in present}
    held = {number: (number, 1, tuple(marks[number])) for number in present}
    as_held = review._against(sheet, claim, read_proposal(held.values()))
    if as_held.missing or any(map(leaves_a_line_open, as_held.unknown)):
        return set()
    good = []
    for number in present:
        own = []
        for line in within.lines[number]:
            if line is None:
                continue
            found = review._against(sheet, claim, read_proposal((held | {number: line}).values()))
            open_marks = filter(leaves_a_mark_open, found.unknown)
            if not any(fault.code == number for fault in (*found.wrong, *open_marks)):
                own.append(line)
        good.append(own)
    return {key_of(lines) for lines in product(*good)}


def leaves_a_mark_open(finding: Finding) -> bool:
    """Say whether a review can neither bear nor strike a mark: the claim is then not refused, and not supported either."""
    # A mark that stands beside the one that the payer is taken to want is told with an ask as well, and is borne.
    is_open = finding.verdict in {Verdict.NO_DATA, Verdict.ASK} and finding.says.startswith(
        f"{finding.code} has "
    )
    # Nor is a mark borne of which sources dispute whether it may stand there.
    return finding.rule == "modifiers" and (is_open or bool(finding.readings))


def leaves_a_line_open(finding: Finding) -> bool:
    """Say whether a line stands or falls with what is not known here: no coding has it, and none does without it.

    No edit held tells whether what was left off stands beside another line; or the payer alone knows whether it pays.
    """
    return (finding.rule, finding.verdict) in {
        ("left_off", Verdict.NO_DATA),
        ("not_in_record", Verdict.ASK),
    }


def lets_stand(visit: Visit, ours: set[Key]) -> Callable[[Key], bool]:
    """Give the test of a claim: is it a supported coding, or another way of writing one?"""
    sheet = worksheet(visit)
    by_rest: dict[Key, list[Key]] = {}
    for key in ours:
        by_rest.setdefault(_unmarked(key), []).append(key)

    def test(key: Key) -> bool:
        plain = without_what_informs(visit, key)
        alike = by_rest.get(_unmarked(plain), [])
        return plain in ours or any(
            _is_moved(reading, _marks(plain), _marks(one)) for one in alike for reading in sheet.readings()
        )

    return test


def without_what_informs(visit: Visit, key: Key) -> Key:
    """Take GP off therapy lines where the payer does not want it."""
    if worksheet(visit).record.payer.wants("gp_on_therapy"):
        return key
    return frozenset(
        (number, units, modifiers - {"GP"} if code(number).always_therapy else modifiers)
        for number, units, modifiers in key
    )


def _unmarked(key: Key) -> Key:
    return frozenset((number, units, modifiers - DISTINCT) for number, units, modifiers in key)


def _marks(key: Key) -> dict[str, frozenset[str]]:
    return {number: modifiers & DISTINCT for number, _, modifiers in key}


def _is_moved(
    sheet: Worksheet, given: Mapping[str, frozenset[str]], own: Mapping[str, frozenset[str]]
) -> bool:
    """Say whether marks stand on the other line of their edits, each of the ground of the line that it was taken from."""
    lost = [number for number in own if own[number] and not given[number]]
    added = [number for number in own if given[number] and not own[number]]
    apart = {number: sheet.marked_against(number, own) for number in own}
    kept = all(given[number] == own[number] for number in own if number not in {*lost, *added})
    return (
        kept
        and all(any(a in apart[one] and given[a] == own[one] for one in lost) for a in added)
        and all(
            apart[one] & set(added)
            and all(given[a] and given[a] <= set(sheet.same_meaning(one, own)) for a in apart[one])
            for one in lost
        )
    )


def one_step_away(within: Universe, keys: set[Key]) -> Iterator[tuple[Line, ...]]:
    """Give every claim that differs from one of these on one code: another line of it, a new one, or none."""
    seen: set[Key] = set()
    for key in keys:
        base = {number: (number, units, tuple(modifiers)) for number, units, modifiers in key}
        for number, options in within.lines.items():
            for line in options:
                changed = {**base, number: line}
                lines = tuple(one for one in changed.values() if one is not None)
                if key_of(lines) not in seen:
                    seen.add(key_of(lines))
                    yield lines


def at_random(within: Universe, seed: int, count: int) -> Iterator[tuple[Line, ...]]:
    """Give claims drawn from the universe."""
    draw = random.Random(seed)
    for _ in range(count):
        chosen = (draw.choice(options) for options in within.lines.values())
        yield tuple(line for line in chosen if line is not None)


def faults(visit: Visit, *, most: int, seed: int = 0, most_near: int | None = None) -> tuple[str, list[str]]:
    """Compare what is supported with what passes; give how it was compared, and every difference.

    A universe of at most ``most`` claims is gone through claim by claim. A larger one is gone through line by line, and
    besides that these are put before ``review_claim``: every claim made of the codes that have a line, where there are
    at most ``most`` of them; every claim one step away from a supported one; and some drawn at random.
    """
    within = universe(visit)
    ours = supported(visit, within)
    stands = lets_stand(visit, ours)
    by_line = {without_what_informs(visit, key) for key in passing_line_by_line(within)}
    found = _differences(ours, by_line)
    if within.size <= most:
        return "claim by claim", found + _astray(visit, within.claims(), stands)
    with_line = {line.code for claim in claims_of(visit) for line in claim.lines}
    part = within.of(sorted(with_line))
    how = "line by line"
    if part.size <= most:
        how = "codes with a line claim by claim"
        found += _astray(visit, part.claims(), stands)
    near = (*islice(one_step_away(within, ours), most_near), *at_random(within, seed, 100))
    return how, found + _astray(visit, near, stands)


def _astray(visit: Visit, claims: Iterable[tuple[Line, ...]], stands: Callable[[Key], bool]) -> list[str]:
    found = []
    for lines in claims:
        expected = stands(key_of(lines))
        told = review.review_claim(visit, lines)
        # What the form does not hold is wrong with any claim of the visit; here it is lines that are compared.
        of_the_lines = [one for one in told.wrong if one not in told.claim.notes]
        is_open = any(leaves_a_mark_open(one) or leaves_a_line_open(one) for one in told.unknown)
        passes = not of_the_lines and not told.missing and not is_open
        if passes is not expected:
            found.append(
                f"{_say(key_of(lines))} {'is supported and does not pass' if expected else 'passes and is not supported'}"
            )
    return found


def _differences(ours: set[Key], passing: set[Key]) -> list[str]:
    return [f"{_say(key)} is supported and does not pass" for key in ours - passing] + [
        f"{_say(key)} passes and is not supported" for key in passing - ours
    ]


def _say(key: Key) -> str:
    return " + ".join(f"{'-'.join((n, *sorted(m)))} x{u}" for n, u, m in sorted(key, key=str)) or "nothing"


def with_one_worksheet() -> Any:
    """Give what review takes for ``worksheet`` while one visit is reviewed again and again: the same, worked out once."""
    return lru_cache(maxsize=4)(worksheet)


# ---- visits -----------------------------------------------------------------------------------------------------

PLACES = (
    "cervical",
    "thoracic",
    "lumbar",
    "sacral",
    "pelvic",
    "upper_extremities",
    "lower_extremities",
    "head",
)
ACTIVITIES = ("balance board", "core stabilization", "rows", "release of the calf")
TIED = (7, 10, 20, 22)
MODALITIES = ("97012", "97010", "97035", "97032", "G0283")
OFFICE_VISITS = ("99203", "99213", "99215", "97161", "97164")
DAYS = ("2026-03-04", "2025-02-03", "2024-07-01", "2021-05-06", "2016-08-09", "2014-12-31", "2003-06-02")


def generated(seed: int) -> Visit:
    """Draw a visit of up to three services: every payer, old and new dates, ties, disputes, examinations, extremities."""
    draw = random.Random(seed)
    payer = PAYERS[seed % len(PAYERS)]
    on = date.fromisoformat(draw.choice(DAYS)) + timedelta(days=draw.randrange(60))
    keys: dict[str, Any] = {"date_of_service": on, "payer": payer}
    keys["adjusted"] = draw.sample(PLACES, draw.choice((0, 1, 1, 2, 3, 6)))
    tied = draw.choice(TIED) if draw.random() < 0.6 else None
    keys["services"] = [
        _service(draw, tied, keys["adjusted"]) for _ in range(draw.choice((0, 1, 1, 2, 2, 3)))
    ]
    if draw.random() < 0.35:
        keys["evaluation"] = {"code": draw.choice(OFFICE_VISITS), "separate": draw.random() < 0.7}
    if draw.random() < 0.8:
        keys["care"] = draw.choice(("active", "active", "maintenance"))
    if draw.random() < 0.6:
        keys["diagnoses"] = draw.sample(("M99.01", "M54.2", "G35.D", "M54.59"), draw.choice((1, 2)))
    if draw.random() < 0.4:
        keys["part"] = draw.sample(("P", "A", "R", "T"), draw.choice((1, 2, 3)))
    if draw.random() < 0.4:
        keys["abn"] = draw.choice(("none", "required", "voluntary"))
    return Visit.from_dict(keys)


def shows(visit: Visit) -> str:
    """Say in single words what a visit has that matters here, so that a sample can be seen to have everything."""
    sheet = worksheet(visit)
    claim = sheet.claim()
    verdicts = {line.verdict.value for line in claim.lines} | {item.verdict.value for item in claim.unbilled}
    said = {visit.payer, *verdicts}
    said |= {"tie"} if len(sheet.counted.alternatives) > 1 else set()
    said |= {"evaluation"} if visit.evaluation else set()
    said |= {"extraspinal"} if claim.line("98943") else set()
    return " ".join(sorted(said))


def _service(draw: random.Random, tied: int | None, adjusted: list[str]) -> dict[str, Any]:
    if draw.random() < 0.12:
        return {
            "activity": "a modality",
            "code": draw.choice(MODALITIES),
            "minutes": 15,
            "contact": "one_on_one",
        }
    aim = draw.choice(
        ("balance", "strength", "functional_task", "soft_tissue", "massage", "posture", "self_care")
    )
    made: dict[str, Any] = {
        "activity": draw.choice(ACTIVITIES),
        "purpose": [aim],
        "deficit": MEASURED.get(aim, "3 of 10 left, 9 of 10 right") if draw.random() < 0.85 else "",
        "regions": draw.sample(
            adjusted if adjusted and draw.random() < 0.3 else PLACES, draw.choice((0, 1, 1, 1))
        ),
        "minutes": tied if tied is not None else draw.choice((5, 8, 15, 16, 23, 33)),
        "contact": "group" if draw.random() < 0.1 else "one_on_one",
    }
    if draw.random() < 0.15:
        made["encounter"] = 2
    return made
