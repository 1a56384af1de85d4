"""Drawn questions: agreed on by two ways, the same everywhere, ambiguous only where that is marked."""

import ast
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import cptedu.learn
from cptedu.errors import CpteduError
from cptedu.learn.generator import (
    agreement,
    covering_cases,
    fresh_seed,
    kinds_of,
    probing_case,
    question,
    question_from_id,
    telling_case,
)
from cptedu.learn.misconceptions import misconception, misconceptions
from cptedu.learn.skills import SKILLS, skill_named
from cptedu.learn.stream import IntegerStream

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "generated_cases.py"
LEARN = Path(cptedu.learn.__file__).parent
SAMPLE = 2_000

# What a note holds must never change for a seed of a generation; the words around it may. A line here is never changed: a new
# misconception says ``since``, a new drawing stands in ``redrawn``, and that generation of its skill gets a line of its own.
DIGESTS = {
    ("cmt_level", 7): "909983742cdd48089600fd2618d0c6b6487982e7a72cfda60a6e24ee94cb89a2",
    ("timed_units", 7): "b791fe2bb678f648cfba5e268a61a18620e10aa87221eaa4ca19b66f06dfb293",
    ("exercise_code", 7): "db9707cd2125de48f7fa24b4d23d46416857f90e8bd65d0c5f302258d17424bd",
    ("ncci_59", 7): "6d3037f04a7b21b176df55c6226044d6d619a17768ed9bdd29c81f6223974c59",
    ("evaluation", 7): "796f7db29e537f60fa9db86740cc4db05ea5b079eeeeca360f15ba8579814935",
    ("medicare", 7): "13037c183d46dd511ed3a29723f31e72c3f4c61c788d1cb2d0d07ce8f7d942bc",
    ("payers", 7): "ddad08253dc39b08dfcbec1748837ffee80223129a70acc98237501011aaf8c2",
    ("rvu_payment", 7): "e78467a50e97f3911106371f01cf257e97a96091f0cea7f6e480ef96fe8665c1",
    ("cmt_level", 8): "d1dd70dc0919cb323e8e7abc12d42b930c82b02cfc5e62a4474b41f82600af5a",
    ("timed_units", 8): "7d681e70acc1b0231eb4c43d731445eb33346c4e05b1f2bc432453a9f0616e6c",
    ("exercise_code", 8): "db84f33c63b32a2db3265c2f337ec10fb492a5ecb8860ce7c653ba3da170ecc9",
    ("ncci_59", 8): "f30addc90da3c8f72e25264bf5de96f0d8725431a903488ed215ebe673c6ab18",
    ("evaluation", 8): "e82ac330f0b70c8837f05603a6164cb685bc2f5dad3e173ffc135398b131b837",
    ("medicare", 8): "ce631bb765c8f313c1bcaba57f90527904303ff2d496ce1c97ba6a47720be06a",
    ("payers", 8): "c728754acbbd54f9986ef92b5d9271f1316858005197d60fb7684780f2a8c42a",
    ("rvu_payment", 8): "21dde3be65dbe2c54b6233bdc15cfd7eaf7e795fef0cf571c875ce866925e28f",
    ("cmt_level", 9): "87e9cee727e9021942cc6b1cbad4248ddd72eb11f072c182d149528926426d63",
    ("timed_units", 9): "49f4c7ca0eab62ba767af2e00d482440346faa36513866bf7e128f2fdd9431c4",
    ("exercise_code", 9): "ff5c99e4fba2b38b8ae75ef754102c181733c4d0dc90d03ca0f0c51218605ba6",
    ("ncci_59", 9): "201be584afc7d674d14269017d2a51a02b8fab0eaaa805f7e85e4cf01f7725cc",
    ("evaluation", 9): "e14df656144502aeef76b93f6603ca4db755e476f6d2cebb2776949d2a07ee2a",
    ("medicare", 9): "ea58517084473c436e979ff91c10d0999246941b7a7907e10598a6ad41f0f89a",
    ("payers", 9): "1dddbf172af12fd09618351ccc2d2ba6dc6291558de5e37855c36dee3256dd7e",
    ("payers", 11): "f82305eb5a9e08802715ad567039be26eafe4c7fea9bd143e6c0c65ad84e56af",
    ("ncci_59", 11): "ae940c28db7bb4d3ff8047bcab5f5ae914b52d825f3dd1963c5fbef3b9085847",
    ("exercise_code", 11): "7207dcde76d681c17362c597dad9a8b38ffe50917bd7354fcd160d2c5868041f",
    ("exercise_code", 12): "ee63a10d24d15c3956437b4ce83727b97bb5a4fa97a6e791d0ca5b4c99ddbd02",
    ("ncci_59", 12): "8063ee46c1fd968f6a7555cee02834f208f27ad92e8679c76428aa0a8bf4e093",
    ("evaluation", 12): "b90d2155e355be647d8be653b12ad972aa212606a0bd78ef4037cc566ef646fb",
    ("medicare", 12): "1edb0c5e73f4032b8f5030769afaddfe56a5c74acd4a1edb6b802aeafca91761",
    ("payers", 12): "dc993c3b03878a0e7af9a201afa1c8031d0263a61154509cb9e1fff7308e74af",
}
DIGESTS_OF = """
import hashlib, json, sys
from cptedu.learn.generator import question
for skill, generation in json.loads(sys.argv[1]):
    facts = []
    for level in (1, 2, 3):
        for seed in range(15):
            q = question(skill, seed, level, generation=generation)
            note = q.note and [q.note.visit.to_dict(), q.note.overhead, q.note.pointed, q.note.examined]
            bill = q.bill and [q.bill.units, str(q.bill.on), q.bill.locality]
            facts.append([q.id, note, q.options, q.proposed, q.target, bill])
    print(skill, generation, hashlib.sha256(json.dumps(facts, default=str, sort_keys=True).encode()).hexdigest())
"""


def benchmark():
    spec = importlib.util.spec_from_file_location("generated_cases", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def drawn_by(wanted, **how):
    """Give the digest of skills and generations, as another process draws them."""
    said = run(DIGESTS_OF, json.dumps(list(wanted)), **how)
    found = (line.split() for line in said.splitlines())
    return {(skill, int(generation)): digest for skill, generation, digest in found}


def held(*skills):
    return {one: digest for one, digest in DIGESTS.items() if one[0] in skills}


def run(code, *arguments, python=sys.executable, **environment):
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONHASHSEED", "PYTHONPATH"}}
    path = os.pathsep.join([str(LEARN.parents[1]), os.environ.get("PYTHONPATH", "")])
    made = subprocess.run(
        [python, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env=kept | {"PYTHONPATH": path} | environment,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def test_both_ways_agree_on_a_sample_of_all_sorts():
    module = benchmark()
    counts, faults = module.judge_all(list(module.jobs(SAMPLE, first_seed=5_000_000)))
    assert faults == []
    assert counts.total() == SAMPLE
    assert set(counts) <= {"agrees", "tie, marked"}


@pytest.mark.parametrize("skill", SKILLS)
def test_each_generation_of_a_skill_that_can_be_drawn_again_is_held_here(skill):
    first = skill_named(skill).drawn_since
    own = {first, *skill_named(skill).redrawn, *skill_named(skill).retold}
    own |= {one.since for one in misconceptions(skill) if one.since > first}
    missing = [(skill, generation) for generation in own if (skill, generation) not in DIGESTS]
    assert missing == [], f"{drawn_by(missing)} is to stand in DIGESTS"
    assert {generation for _, generation in held(skill)} == own


@pytest.mark.parametrize(("skill", "hash_seed"), [(skill, str(n % 2)) for n, skill in enumerate(SKILLS)])
def test_a_seed_gives_the_same_case_in_every_process(skill, hash_seed):
    assert drawn_by(held(skill), PYTHONHASHSEED=hash_seed) == held(skill)


def python_that_is(version):
    """Find a Python of a version on this computer: by its name, as pyenv keeps it, or as uv does. None when there is none."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    kept = sorted(str(path) for path in root.glob(f"{version}.*/bin/python"))
    for program in (f"python{version}", *reversed(kept), *by_uv(version)):
        if says_version(program, version):
            return program
    return None


def by_uv(version):
    asked = [sys.executable, "-m", "uv", "python", "find", "--no-python-downloads", "--no-project", version]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    return [found.stdout.strip()] if found.returncode == 0 else []


def says_version(program, version):
    """Say whether a program runs and is of this version; pyenv leaves programs about that only say that they are not."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return said.returncode == 0 and said.stdout.startswith(f"Python {version}.")


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_a_seed_gives_the_same_case_on_other_pythons(version):
    program = python_that_is(version)
    if program is None:
        pytest.skip(f"no Python {version} here")
    assert drawn_by(DIGESTS, python=program) == DIGESTS


def test_no_learning_code_draws_from_random():
    for path in LEARN.rglob("*.py"):
        named = {
            alias.name.split(".")[0]
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in ([ast.alias(node.module or "")] if isinstance(node, ast.ImportFrom) else node.names)
        }
        assert not named & {"random", "secrets", "numpy", "pandas"}, path


def test_the_second_way_knows_nothing_of_the_rules():
    for path in (LEARN / "second_opinion").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                module = node.module or ""
                assert not module.startswith(
                    (
                        "cptedu.rules",
                        "cptedu.engine.coding",
                        "cptedu.engine.review",
                        "cptedu.facts.regions",
                        "cptedu.facts.codes",
                        "cptedu.payers",
                    )
                ), path


def test_learning_code_imports_without_pandas_and_numpy_and_reads_no_table():
    said = run(
        "import sys\n"
        "for name in ('pandas', 'numpy', 'ipywidgets', 'altair'): sys.modules[name] = None\n"
        "import cptedu.facts.tables\n"
        "def refuse(name): raise SystemExit(f'{name} was read on import')\n"
        "cptedu.facts.tables.text = refuse\n"
        "import cptedu.learn.exercises, cptedu.learn.practice, cptedu.learn.summary, cptedu.learn.own_cases\n"
        "print(sorted(n for n in ('fsrs', 'filelock') if n in sys.modules))"
    )
    assert said == "[]"


@pytest.mark.parametrize("skill", SKILLS)
@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_name_gives_the_same_question_again(skill, level):
    drawn = question(skill, 77, level)
    assert question_from_id(drawn.id) == drawn
    assert (drawn.skill, drawn.difficulty, drawn.seed) == (skill, level, 77)
    assert drawn.right
    assert drawn.text


@pytest.mark.parametrize("skill", SKILLS)
def test_every_kind_of_every_skill_can_be_drawn(skill):
    for kind in kinds_of(skill):
        assert {question(skill, seed, level, kind).kind for seed in range(3) for level in (1, 2, 3)} == {kind}


def test_harder_cases_hold_more():
    def facts(level):
        notes = [question("timed_units", seed, level, "units").note.visit.services for seed in range(40)]
        return sum(map(len, notes))

    assert facts(1) < facts(2) < facts(3)


def test_ties_come_up_and_are_marked():
    drawn = [question("timed_units", seed, 2, "units") for seed in range(300)]
    tied = [one for one in drawn if one.is_ambiguous]
    assert tied
    for one in tied:
        assert all(one.is_right(answer) for answer in one.right)
    others = [question(skill, seed) for skill in SKILLS for seed in range(60)]
    assert all(one.kind == "units" for one in others if one.is_ambiguous)


def test_an_answer_on_which_the_ways_differ_is_not_shown(monkeypatch):
    from cptedu.learn.generator import drawing

    honest = drawing.answers_by
    monkeypatch.setattr(drawing, "answers_by", lambda asked: ((), *honest(asked))[:1])
    assert not agreement("cmt_level", 1, 1, "codes").is_usable
    with pytest.raises(CpteduError, match="Take another seed"):
        question("cmt_level", 1, 1, "codes")


def test_no_patient_is_named_and_dates_are_held():
    for skill in SKILLS:
        for seed in range(20):
            drawn = question(skill, seed, 3)
            labels = {label for label, _ in drawn.record}
            assert not labels & {"Name", "Patient", "Born"}
            day = drawn.note.visit.date_of_service if drawn.note else drawn.bill.on if drawn.bill else None
            assert day is None or 2025 <= day.year <= 2026


def test_a_probe_tells_most_suspects_apart():
    suspects = misconceptions("ncci_59")
    drawn = probing_case(suspects, 2)
    answers = {one.answer(drawn) for one in suspects if one.applies(drawn)}
    assert len(answers) >= 5


@pytest.mark.parametrize("skill", SKILLS)
def test_a_covering_set_brings_every_misconception_to_light(skill):
    drawn = covering_cases(skill, 1)
    assert len({one.id for one in drawn}) == 6
    assert [one.difficulty for one in drawn] == sorted(one.difficulty for one in drawn)
    assert all(any(one.applies(each) for each in drawn) for one in misconceptions(skill))


def test_a_telling_case_keeps_to_a_difficulty():
    assert telling_case(misconception("uses_59_never"), 1, 3).difficulty == 3


def test_the_stream_is_sha256_of_text_and_counter():
    first = hashlib.sha256(b"text\n0").digest()
    stream = IntegerStream("text")
    words = [stream.below(1 << 63) for _ in range(4)]
    assert words == [int.from_bytes(first[at : at + 8], "big") % (1 << 63) for at in (0, 8, 16, 24)]


def test_the_stream_is_fair_and_keeps_its_bounds():
    stream = IntegerStream("fair")
    drawn = [stream.between(1, 6) for _ in range(6000)]
    assert set(drawn) == {1, 2, 3, 4, 5, 6}
    assert all(850 < drawn.count(n) < 1150 for n in range(1, 7))
    assert sorted(stream.shuffled("abcd")) == list("abcd")


def test_fresh_seeds_have_up_to_six_digits():
    assert all(0 <= fresh_seed("any", n) < 1_000_000 for n in range(200))


@pytest.mark.parametrize(
    ("skill", "seed", "level", "kind", "said"),
    [
        ("cmt", 1, 2, None, "cmt_level"),
        ("cmt_level", -1, 2, None, "whole number"),
        ("cmt_level", "1", 2, None, "whole number"),
        ("cmt_level", 1, 4, None, "1, 2 or 3"),
        ("cmt_level", 1, 2, "units", "codes"),
    ],
)
def test_what_cannot_be_drawn_is_answered_with_advice(skill, seed, level, kind, said):
    with pytest.raises(CpteduError, match=said):
        question(skill, seed, level, kind)


@pytest.mark.parametrize("name", ["", "cmt_level/codes/2", "cmt_level/codes/2/x", "nothing/codes/2/1"])
def test_a_name_of_nothing_is_answered_with_advice(name):
    with pytest.raises(CpteduError):
        question_from_id(name)
