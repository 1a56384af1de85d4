"""The solution of an exercise: the answer, the rules' own words on the way to it, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from cptedu.engine.coding import code_visit
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.codes import is_timed
from cptedu.facts.regions import regions_understood
from cptedu.facts.sources import Citation, cite
from cptedu.learn.cases import Case
from cptedu.learn.generator import kinds_of
from cptedu.learn.notes import without
from cptedu.learn.questions import Bill, Question, answer_in_words
from cptedu.learn.skills import SKILLS, skill_named
from cptedu.model import Claim, Finding, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.allowed_amount import allowed_amounts, conversion_factor
from cptedu.rules.ptp_edit import ptp_edit

__all__ = ["Solution", "SolutionStep", "solution_of"]

_COUNTED = ("units", "fix", "judge")
_COUNTING = frozenset({"units", "tied_units", "minutes"})
_ORDER_SOURCES = {
    "claim": ("chirocode-34693", "lcd-l35036", "mln1783722"),
    "first visit": ("cms-100-02-ch15-240.1.2",),
    "later visit": ("cms-100-02-ch15-240.1.2",),
    "diagnoses": ("cms-100-02-ch15-240.1.2", "stedi-m99"),
}
_PLACES_SOURCES = ("cpt-assistant-1997-02", "cpt-1997-cmt")
_METHOD_SOURCES = {"cms_total_time": ("cms-100-04-ch5-20.2",), "cpt_per_code": ("cpt-time-rule",)}


@dataclass(frozen=True)
class SolutionStep:
    """One step on the way, with the passages on which it rests."""

    says: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Solution:
    """How an exercise is solved.

    Attributes:
        answer: the answer in words; every right one where several are.
        steps: the way to it.
        claim: the claim of the visit with its whole trace, where there is a visit.
    """

    answer: str
    steps: tuple[SolutionStep, ...]
    claim: Claim | None = None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Give every passage, each once."""
        return tuple(dict.fromkeys(one for step in self.steps for one in step.citations))


def solution_of(question: Question, written: Case | None = None) -> Solution:
    """Solve a question by the rules of the package.

    Args:
        question: the question.
        written: the case from which it was made, if it was.

    Returns:
        The answer and the way to it.
    """
    answer = " or ".join(answer_in_words(question, one) for one in question.right)
    visit = question.note.visit if question.note is not None else None
    claim = code_visit(visit) if visit is not None and _has_claim(visit) else None
    steps: list[SolutionStep] = []
    if written is not None:
        steps.append(SolutionStep(" ".join(written.explanation.split()), tuple(map(cite, written.sources))))
    if question.bill is not None:
        steps += _priced(question.bill)
    elif question.kind == "order":
        cited = tuple(map(cite, _ORDER_SOURCES.get(question.aspect, ())))
        steps.append(SolutionStep(f"In order: {answer}.", cited))
    elif question.kind == "regions" and visit is not None:
        steps += [SolutionStep(_where(place), tuple(map(cite, _PLACES_SOURCES))) for place in visit.adjusted]
    elif question.kind == "minutes" and visit is not None:
        steps.append(_counted(question, visit))
    elif question.kind == "sentence" and visit is not None:
        steps += _missed_without(question, visit)
    if claim is not None and question.kind not in {"minutes", "order", "sentence"}:
        steps += _traced(question, claim)
    return Solution(answer, tuple(dict.fromkeys(steps)), claim)


def _missed_without(question: Question, visit: Visit) -> list[SolutionStep]:
    """Say what the rules would ask if the sentence were not there."""
    claim = code_visit(without(visit, question.aspect.split()[0]))
    findings = [one for item in claim.unbilled for one in item.findings if one.verdict is Verdict.ASK]
    return [SolutionStep(f"Without that sentence: {one.says}", one.citations) for one in findings]


def _has_claim(visit: Visit) -> bool:
    """Say whether a visit can be coded whole: services that stand for minutes alone cannot."""
    return all(one.purpose or not one.code or not is_timed(one.code) for one in visit.services)


def _where(place: str) -> str:
    held = regions_understood([place])
    return f"{place}: {_spoken_region(held[0])}." if held else f"{place}: which region is not told."


def _spoken_region(name: str) -> str:
    return name.replace("_", " ")


def _counted(question: Question, visit: Visit) -> SolutionStep:
    number, wanted = question.target or ("", 0)
    method = payer(visit.payer).choice("unit_method")
    cited = tuple(
        map(cite, _METHOD_SOURCES[str(payer(visit.payer).wants("unit_method", visit.date_of_service))])
    )
    least = question.right[0]
    units = "The first unit" if wanted == 1 else f"Unit {wanted}"
    return SolutionStep(f"{method.says} {units} of {number} begins at {least} minutes.", cited)


def _traced(question: Question, claim: Claim) -> list[SolutionStep]:
    """Give the findings that bear on the skill; all of them where none does."""
    findings = [f for line in claim.lines for f in line.findings]
    findings += [f for item in claim.unbilled for f in item.findings]
    of_skill = skill_named(question.skill).bearing
    wanted = _on_a_note() if question.kind in {"note", "missing"} else of_skill
    if question.kind in _COUNTED:  # there the units are part of the answer, or all of it
        wanted = _COUNTING | (wanted if question.kind != "units" else frozenset())
    bearing = [finding for finding in findings if finding.rule in wanted]
    steps = [_step(finding) for finding in bearing or findings]
    follows = payer(claim.payer).wants("edits", claim.on) == "ncci"
    if "separate_region" in of_skill and question.kind != "units" and follows:
        steps += _without_edit(claim)
    return steps


@cache
def _on_a_note() -> frozenset[str]:
    """Name the rules that bear on a note which is judged as a whole: those of every skill that has notes judged."""
    skills = [name for name in SKILLS if "note" in kinds_of(name)]
    return frozenset({"units", "minutes"}).union(*(skill_named(name).bearing for name in skills))


def _step(finding: Finding) -> SolutionStep:
    said = (
        finding.says
        if not finding.code or finding.code in finding.says
        else f"{finding.code}: {finding.says}"
    )
    return SolutionStep(said, finding.citations)


def _without_edit(claim: Claim) -> list[SolutionStep]:
    adjusted = next((line.code for line in claim.lines if line.code in spinal_cmt()), None)
    if adjusted is None:
        return []
    others = [line.code for line in claim.lines if line.code not in {*spinal_cmt(), *extraspinal_cmt()}]
    edits = [ptp_edit(adjusted, number, claim.on) for number in others]
    return [SolutionStep(edit.says, edit.citations) for edit in edits if edit.column_one is None]


def _priced(bill: Bill) -> list[SolutionStep]:
    priced = allowed_amounts(dict(bill.units), on=bill.on, locality=bill.locality, track=bill.track)
    factor = conversion_factor(bill.on, bill.track)
    formula = (
        "Each RVU times its local index, added up, times the dollars for one RVU:"
        f" (work × index + practice expense × index + malpractice × index) × {factor}, rounded to the cent."
    )
    steps = [SolutionStep(formula, priced.citations)]
    for line in priced.lines:
        each = " + ".join(f"${amount}" for amount in line.unit_amounts)
        reduced = f"; {line.reduced_units} with half of the practice expense" if line.reduced_units else ""
        steps.append(SolutionStep(f"{line.code} ×{line.units}: {each}{reduced}.", priced.citations))
    if len(priced.lines) > 1 or sum(line.units for line in priced.lines) > 1:
        total = priced.total if priced.total is not None else Decimal(0)
        steps.append(SolutionStep(f"Together: ${total}.", priced.citations))
    return steps
