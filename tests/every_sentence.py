"""What findings may say, found in two ways: as the rules have it written down, and as drawn visits make them say it."""

import ast
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from strategies import by_code, service, visit, visits
from two_models import meeting_visits

import cptedu
from cptedu.engine.coding import code_visit
from cptedu.engine.review import review_claim
from cptedu.facts.tables import document
from cptedu.model import Visit

PACKAGE = Path(cptedu.__file__).parent
BETWEEN = re.compile(r"(?<=[.?!])\s+(?=[A-Z0-9])")
FILLED = "97112"  # stands for a field, as one word
# Claims that leave off, add and mark, so that a review has something to say of each.
PROPOSED = (
    lambda lines: [(code, units + 1, ()) for code, units, _ in lines],
    lambda lines: [(code, units, (*marks, "59")) for code, units, marks in lines] + [("97112", 1, ("59",))],
    lambda lines: [*lines[:-1], ("97530", 1, ()), ("98943", 1, ("51", "RT")), ("97014", 1, ("XS",))],
    lambda lines: [(code, units, (*marks, "AT", "GP", "KX")) for code, units, marks in lines],
    lambda lines: [(code, units, ("XS",)) for code, units, _ in lines],
    lambda _lines: [("98940", 1, ())],
    lambda _lines: [("97110", 1, ("GY",)), ("97110", 1, ("GY",))],
)

# Visits whose findings are long, and which neither a shipped case has nor a draw soon comes upon.
RARE = (
    visit(adjusted=["C5"], findings={"cervical": "WNL"}),
    visit(adjusted=["C5", "T4"], findings={"cervical": "WNL", "thoracic": "T4 tender"}),
    visit(adjusted=["L4"], services=[service("soft_tissue", regions=["lumbar"], performed_by="therapist")]),
    visit(
        adjusted=["L4"],
        services=[service("soft_tissue", regions=["upper_extremities"], muscle="a muscle of old")],
    ),
    visit(adjusted=["L4"], services=[service("soft_tissue", regions=None, muscle="a muscle of old")]),
    visit("medicare", adjusted=["L4"], care="active", xray_on="2024-01-01"),
    visit("medicare", adjusted=["L4"], care="active", xray_on="2025-02-01"),
    visit("medicare", adjusted=["L4"], care="active", xray_on="2026-05-01"),
    visit("medicare", adjusted=["L4"], care="active", diagnoses=["S93.401A", "M54.50"]),
    visit("medicare", adjusted=["L4"], care="active", diagnoses=["M99.03", "M25.511"]),
    visit("medicare", adjusted=["L4"], care="active", diagnoses=["M99.03", "R42"]),
    visit("medicare", adjusted=["C5", "C6"], care="active", diagnoses=["M99.00", "M99.01", "M54.2"]),
    visit(
        "medicare",
        adjusted=["C5", "T4", "L4"],
        care="active",
        diagnoses=["M99.01", "M99.02", "M99.03", "M79.18"],
    ),
    visit("medicare", adjusted=["L4"]),
    visit("medicare", adjusted=["L4"], care="active", services=[service("strength", minutes=30)]),
    visit(
        services=[service("balance") | {"purpose": ["balance", "coordination", "proprioception", "movement"]}]
    ),
    visit(
        on="1998-01-05",
        services=[by_code("97016", activity="a sleeve", regions=["lower_extremities"], minutes=20)],
    ),
    visit("medicare_advantage", adjusted=["L4"], care="active", xray_on="2020-01-01"),
    visit("medicare", services=[service(performed_by="therapist")]),
    visit("neuro_only_97112", diagnoses=["Z00"], services=[service("balance")]),
    visit("medicaid_minnesota", adjusted=["L4"], care="active"),
    visit(on="2014-03-04", adjusted=["C5"], diagnoses=["M99.01", "M54.2"]),
    visit(adjusted=["L4"], services=[service("soft_tissue", regions=None)]),
    visit(services=[service("flexibility", deficit="single-leg stance 6 s left, 25 s right")]),
    visit(
        services=[
            by_code("97012", regions=["lumbar"], started="09:00"),
            service("soft_tissue", regions=["lumbar"], started="09:05"),
        ]
    ),
    visit(
        services=[
            by_code("97016", activity="a sleeve", regions=["lower_extremities"], started="09:00", minutes=20),
            by_code("97018", activity="wax", regions=["lower_extremities"], started="09:17", minutes=23),
        ]
    ),
)


def sentences(says: str) -> list[str]:
    return BETWEEN.split(says)


def written_in_the_rules() -> Iterator[tuple[str, str]]:
    """Give each text that a rule or the engine has written down, with its place; a field is filled by one word."""
    for path in sorted([*(PACKAGE / "rules").glob("*.py"), *(PACKAGE / "engine").glob("*.py")]):
        for line, text in _texts(ast.parse(path.read_text(encoding="utf-8"))):
            if text[:1].isupper() or text[:1].isdigit():  # what begins small is a part of another one
                yield f"{path.name}:{line}", re.sub(rf"(?<=[\w.\]])(?:{FILLED})+(?=\W|$)", "", text)
    for name, usual in document("payer_sentences.toml").items():
        for part in ("says", "fix"):
            says = re.sub(r"\s*\{(?:says|but|notice)\}|(?<=\w)\{\w+\}", "", usual.get(part, ""))
            yield f"payer_sentences.toml, {name}", re.sub(r"\{\w+\}", FILLED, says)


def _texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    passed = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(node.value)  # a docstring
        if isinstance(node, ast.JoinedStr):
            passed |= set(node.values)
        if isinstance(node, ast.Raise):
            passed |= set(ast.walk(node))
    for node in ast.walk(tree):
        if node in passed:
            continue
        if isinstance(node, ast.JoinedStr):
            yield (
                node.lineno,
                "".join(one.value if isinstance(one, ast.Constant) else FILLED for one in node.values),
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def drawn_visits(count: int) -> list[Visit]:
    """Draw visits of every sort, the same ones each time.

    What is drawn hangs on which modules are loaded, for hypothesis takes constants from them: so it is done in a Python that
    has loaded nothing else.
    """
    here = Path(__file__)
    draws = subprocess.run(
        [sys.executable, "-c", f"import {here.stem}; {here.stem}.draw_and_write({count})"],
        env=os.environ | {"PYTHONPATH": str(here.parent), "PYTHONHASHSEED": "0"},
        capture_output=True,
        check=True,
    )
    drawn: list[Visit] = pickle.loads(draws.stdout)
    assert len(drawn) >= count
    return drawn


def draw_and_write(count: int) -> None:
    """Draw visits, and write them for the Python that asked for them."""
    drawn: list[Visit] = []

    @seed(1)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(visits, meeting_visits))
    def draw(one: Visit) -> None:
        drawn.append(one)

    draw()
    sys.stdout.buffer.write(pickle.dumps(drawn))


def said_of(visit: Visit) -> set[str]:
    """Give all that findings say and advise of a visit, each side of a dispute, and what a review says against claims."""
    claim = code_visit(visit)
    told = [
        part for one in claim.findings for part in (one.says, one.fix, *(side.says for side in one.readings))
    ]
    lines = [(line.code, line.units, line.modifiers) for line in claim.lines]
    for change in PROPOSED:
        review = review_claim(visit, change(lines))
        for one in (*review.wrong, *review.missing, *review.disputed):
            first, *reason = sentences(one.says)
            told.append(" ".join(reason) or first)  # that it is wrong the room sees already
    return set(filter(None, told))
