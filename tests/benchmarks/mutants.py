"""Change the rules and the engine in one place at a time: does a test tell the changed code from the right one?

    python -m uv run --with cosmic-ray python tests/benchmarks/mutants.py [--sample 1000] [--seed 1] [--workers 2] [--only STEM]

The changes are those of Cosmic Ray, which changes decorated functions like any other. Left out are changes that cannot make
a difference: inside annotations, which are never evaluated, the bare star of a signature, which is no product, ``==`` into
``is``, which for the words and numbers of the rules is the same, and words asked which of them comes first. Each changed
module is run in a process of its own, split off one in which everything else is loaded already: first the tests of that
module, then all the others of the rules and the engine, until one fails. A change that makes the tests run ten times as long
as they should counts as found.

Prints one line for each change that no test told, and at the end the share that was told; the exit code is 1 below 97 %.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import difflib
import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("rules", "engine")
WANTED = 0.97
SECONDS = 300
TESTS_OF_ALL = (
    "tests/test_coding.py",
    "tests/test_kinds_of_faults.py",
    "tests/test_review.py",
    "tests/test_review_in_words.py",
    "tests/test_review_left_open.py",
    "tests/engine",
    "tests/independent",
    "tests/test_public_calls.py",
    "tests/test_everything_accounted.py",
    "tests/test_second_model.py",
    "tests/test_claim_commands.py",
    "tests/analysis/test_supported.py",
    "tests/rules",
)
# Eight seconds, and the other tests of the file tell the same changes.
SLOW = (
    "tests/rules/test_timed_units.py::test_every_mix_of_three_codes_is_as_a_search_over_all_splits_finds_it"
)
OPTIONS = [
    *("--hypothesis-profile=mutation", "-o", "addopts=--import-mode=importlib", "-p", "no:cacheprovider"),
    *("-p", "no:nbval", "-x", "-q", "--no-header", "--tb=no", f"--deselect={SLOW}"),
]
EQUAL_FOR_WORDS_AND_NUMBERS = frozenset(
    {
        *("Eq_Is", "NotEq_IsNot", "Is_Eq", "IsNot_NotEq"),
        # Where equality is asked of words, greater and smaller are no question that the code could have meant.
        *("Eq_Lt", "Eq_Gt", "NotEq_Lt", "NotEq_Gt", "Is_Lt", "Is_LtE", "Is_Gt", "Is_GtE", "Is_NotEq"),
        *("IsNot_Lt", "IsNot_LtE", "IsNot_Gt", "IsNot_GtE", "IsNot_Eq"),
        *("Eq_IsNot", "NotEq_Is", "Lt_Is", "Lt_IsNot", "LtE_Is", "LtE_IsNot"),
        *("Gt_Is", "Gt_IsNot", "GtE_Is", "GtE_IsNot"),
    }
)
LEFT_OUT = frozenset({"RemoveDecorator", "VariableReplacer", "VariableInserter"})
"""Taking off ``cache`` changes no answer; the other two need to be told what to put in."""
ORDERINGS = ("Eq_LtE", "Eq_GtE", "NotEq_LtE", "NotEq_GtE")
"""Of words, before and after is no question that the code could have meant."""


@dataclass(frozen=True)
class Mutant:
    """A module changed in one place.

    Attributes:
        path: where it stands.
        operator: what is done, as Cosmic Ray calls it.
        occurrence: to which of the places where that can be done.
        at: the line.
    """

    path: Path
    operator: str
    occurrence: int
    at: int

    @property
    def module(self) -> str:
        """Give the full name of the module."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts)

    def source(self) -> str:
        """Give the changed text."""
        from cosmic_ray.mutating import mutate_code
        from cosmic_ray.plugins import get_operator

        return mutate_code(
            self.path.read_text(encoding="utf-8"), get_operator(self.operator)(), self.occurrence
        )


def operators() -> list[str]:
    from cosmic_ray.plugins import operator_names

    kept = []
    for name in operator_names():
        short = name.removeprefix("core/")
        if (
            short in LEFT_OUT
            or short.endswith("_Invert")
            or short.removeprefix("ReplaceComparisonOperator_") in EQUAL_FOR_WORDS_AND_NUMBERS
        ):
            continue
        kept.append(name)
    return kept


def annotated_lines(source: str) -> list[tuple[int, int, int, int]]:
    """Give where annotations stand: first line and column, last line and column."""
    found: list[ast.expr | None] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            found.append(node.returns)
        elif isinstance(node, ast.arg | ast.AnnAssign):
            found.append(node.annotation)
    return [
        (one.lineno, one.col_offset, one.end_lineno or 0, one.end_col_offset or 0)
        for one in found
        if one is not None
    ]


def is_star_of_a_signature(node: object) -> bool:
    """Say whether a node is the star after which arguments are given by name; the tool takes it for a product."""
    return getattr(node, "type", "") == "operator" and node.parent.type == "parameters"


def mutants_of(path: Path) -> Iterator[Mutant]:
    from cosmic_ray.ast import Visitor, get_ast
    from cosmic_ray.plugins import get_operator

    source = path.read_text(encoding="utf-8")
    spans = annotated_lines(source)

    class Nodes(Visitor):
        def __init__(self) -> None:
            self.found: list[object] = []

        def visit(self, node: object) -> object:
            self.found.append(node)
            return node

    of_words = {
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Compare)
        for one in (node.left, *node.comparators)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }
    nodes = Nodes()
    nodes.walk(get_ast(source))
    for name in operators():
        operator = get_operator(name)()
        places = [
            (start, is_star_of_a_signature(node))
            for node in nodes.found
            for start, _ in operator.mutation_positions(node)
        ]
        for occurrence, (place, in_a_signature) in enumerate(places):
            if in_a_signature or (name.endswith(ORDERINGS) and place[0] in of_words):
                continue
            if not any((a, b) <= place < (c, d) for a, b, c, d in spans):
                yield Mutant(path, name, occurrence, place[0])


class Changed(MetaPathFinder, Loader):
    """Loads one module from a text in place of its file."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.compiled = compile(mutant.source(), str(mutant.path), "exec")

    def find_spec(self, fullname: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        if fullname != self.mutant.module:
            return None
        return importlib.util.spec_from_file_location(fullname, self.mutant.path, loader=self)

    def create_module(self, _spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: object) -> None:
        exec(self.compiled, module.__dict__)


def tests_for(path: Path) -> list[str]:
    own = [
        str(one.relative_to(ROOT))
        for one in (ROOT / "tests").rglob(f"test_{path.stem}.py")
        if "browser" not in one.parts
    ]
    return [*own, *(one for one in TESTS_OF_ALL if one not in own)]


def outcome(mutant: Mutant) -> str:
    """Run the tests in a process of their own: ``told`` by a test, ``too long``, or ``not told``."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        code = 1
        with contextlib.suppress(BaseException):
            os.chdir(ROOT)
            null = os.open(os.devnull, os.O_WRONLY)
            for stream in (1, 2):
                os.dup2(null, stream)
            sys.meta_path.insert(0, Changed(mutant))
            import pytest

            code = 0
            for one in tests_for(mutant.path):
                # What one run loaded is found again by the next.
                if code := int(pytest.main([*OPTIONS, one])):
                    break
        os._exit(0 if code == 0 else 1)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "too long"
    return "told" if os.WEXITSTATUS(status) else "not told"


def load_what_is_no_rule() -> None:
    """Load what every run needs and nothing of the package, so that a process that is split off has it already."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser")]
    for name in (
        "pytest",
        "_pytest.doctest",
        "hypothesis",
        "hypothesis.strategies",
        "pandas",
        "tomllib",
        "click",
    ):
        importlib.import_module(name)


def worked(mutant: Mutant) -> tuple[Mutant, str]:
    return mutant, outcome(mutant)


def changed_line(mutant: Mutant) -> str:
    before = mutant.path.read_text(encoding="utf-8").splitlines()
    lines = difflib.unified_diff(before, mutant.source().splitlines(), lineterm="", n=0)
    told = [one for one in lines if one[:1] in "+-" and one[:3] not in {"+++", "---"}]
    return "\n      ".join(told)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sample", type=int, default=1000, help="how many changes are tried; 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", default="", help="the stem of one file")
    given = parser.parse_args()

    paths = [one for room in ROOMS for one in sorted((ROOT / "cptedu" / room).glob("[a-z]*.py"))]
    held = [one for path in paths if given.only in {"", path.stem} for one in mutants_of(path)]
    print(f"{len(held)} changes in {len(paths)} files", flush=True)
    chosen = (
        held
        if not given.sample or given.sample >= len(held)
        else random.Random(given.seed).sample(held, given.sample)
    )
    load_what_is_no_rule()
    began, count = time.monotonic(), {"told": 0, "too long": 0, "not told": 0}
    with get_context("fork").Pool(given.workers) as pool:
        for at, (mutant, said) in enumerate(pool.imap_unordered(worked, chosen), 1):
            count[said] += 1
            if said == "not told":
                where = mutant.path.relative_to(ROOT)
                print(
                    f"not told: {where}:{mutant.at} {mutant.operator}\n      {changed_line(mutant)}",
                    flush=True,
                )
            if at % 50 == 0:
                print(f"{at} of {len(chosen)}, {time.monotonic() - began:.0f} s: {count}", flush=True)
    share = 1 - count["not told"] / len(chosen)
    print(f"{len(chosen)} changes tried, {count}: {share:.1%} told")
    return int(share < WANTED)


if __name__ == "__main__":
    sys.exit(main())
