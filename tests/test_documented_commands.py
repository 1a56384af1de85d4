"""Each command and each snippet that README, CONTRIBUTING and the documentation show is run, or named here with what runs it."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cptedu.app.cli import main

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    *(
        ROOT / name
        for name in ("README.md", "CONTRIBUTING.md", "RELEASING.md", "SECURITY.md", "ACCESSIBILITY.md")
    ),
    ROOT / "data" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
IN_A_LINE = re.compile(r"(?<!`)`((?:\.venv/bin/)?cptedu [^`\n]+|(?:python3?|pytest|npm) [^`\n]+)`(?!`)")
OURS = re.compile(r"^(?:(?:\.venv/bin/)?python3? -m uv run )?(?:\.venv/bin/)?cptedu(?: (?P<words>.*))?$")
FILE = re.compile(r"(?:^|[\s/])((?:tools|tests|notebooks)/[\w./]+)")

# What needs the network, a second computer or hours is run by the file behind it, whose text has the words that stand first.
ELSEWHERE = {
    "python -m pip install uv && python -m uv run pytest": (
        ".ci/run",
        "python -m pip install uv && python -m uv run pytest",
    ),
    "pip install . -c constraints.txt": ("tests/benchmarks/ways_to_install.py", '"venv"'),
    "python -m pip install .": ("tests/benchmarks/ways_to_install.py", '"install"'),
    "pip install uv": (".ci/run", "python -m uv run"),
    "--group dev": ("pyproject.toml", "[dependency-groups]"),
    "-m uv run --python 3.13": ("pyproject.toml", "Python :: 3.13"),
    "npm install --no-package-lock": (".ci/run", "npm install --no-package-lock"),
    "ruff format notebooks": (".ci/run", "ruff format"),
    "npm test": ("package.json", '"test"'),
    "npm run check": ("package.json", '"check"'),
    "python -m uv run lint-imports": (".ci/run", "python -m uv run lint-imports"),
    "python --version": ("pyproject.toml", "requires-python"),
    "python3 --version": ("pyproject.toml", "requires-python"),
}
# These open a door or a window, or take parts from registries: the command reads their words here, and a test does the rest.
DONE_BY = {
    "": "tests/browser/test_front_door.py",
    "--folder": "tests/test_course_server.py",
    "present": "tests/browser/test_live_demonstration.py",
    "site": "tests/site/test_building.py",
    "data update": "tests/cms_files",
}


def snippets(*languages: str) -> list[tuple[str, str, str]]:
    """Give page, language and text of each snippet."""
    return [
        (path.relative_to(ROOT).as_posix(), language, re.sub(rf"^{indent}", "", text, flags=re.MULTILINE))
        for path in PAGES
        for indent, language, text in FENCE.findall(path.read_text(encoding="utf-8"))
        if language in languages
    ]


def shown_alone() -> dict[str, str]:
    """Give each line of the snippets for a terminal, without its remark, and its page."""
    return {
        re.sub(r"\s+# .*", "", line).strip(): page
        for page, _, text in snippets("sh", "powershell")
        for line in text.splitlines()
    }


def commands() -> list[tuple[str, str]]:
    """Give page and line of each command, those within a sentence too."""
    found = [(page, line) for line, page in shown_alone().items()]
    for path in PAGES:
        text = FENCE.sub("", path.read_text(encoding="utf-8"))
        found += [(path.relative_to(ROOT).as_posix(), line) for line in IN_A_LINE.findall(text)]
    return sorted(set(found))


def is_of_the_hub(page: str, line: str) -> bool:
    """Say whether it is one of the steps that are taken word for word by the check of a hub."""
    given = (ROOT / "docs" / "give.md").read_text(encoding="utf-8")
    return page == "docs/give.md" and line in given[given.index("## A JupyterHub of your own") :]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with the files that the commands name, each from the snippet that shows it where there is one."""
    place = tmp_path_factory.mktemp("desk")
    text = {
        "payers": '"Blue Plan"',
        "deck": 'title = "Three visits of one week"',
        "case": 'title = "Neck adjusted, neck trained"',
        "plan": 'name = "north_plan"',
    }
    shown = {
        name: next(one for _, _, one in snippets("toml") if start in one) for name, start in text.items()
    }
    (place / "cases").mkdir()
    (place / "map.toml").write_text(shown["payers"], encoding="utf-8")
    (place / "my_deck.toml").write_text(shown["deck"], encoding="utf-8")
    (place / "cases" / "monday.toml").write_text(shown["case"], encoding="utf-8")
    for name in ("my_plan.toml", "north_plan.toml", "mine.toml"):
        (place / name).write_text(shown["plan"], encoding="utf-8")
    shutil.copy(ROOT / "data" / "visits" / "desk_worker.toml", place / "visit.toml")
    (place / "claim.csv").write_text("code,units,modifiers\n98940,1,\n97112,1,59\n", encoding="utf-8")
    (place / "notes.jsonl").write_text(next(one for _, _, one in snippets("json")), encoding="utf-8")
    (place / "log.csv").write_text(
        "Patient,Date of service,Payer,Code,Units,Modifiers\nC00017,2026-03-04,Blue Plan,98940,1,\n",
        encoding="utf-8",
    )
    (place / "cptedu-course").mkdir()
    return place


@pytest.fixture
def at_desk(desk, monkeypatch):
    monkeypatch.chdir(desk)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(desk))
    return desk


def run(words: list[str]) -> click.testing.Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def lines_to_begin_with() -> list[str]:
    """Give the lines of the README that make an environment and open the course in it."""
    return [line for line in shown_alone() if "-m venv" in line and line.rstrip(" }").endswith("cptedu")]


@pytest.mark.skipif(os.name == "nt", reason="an environment holds no links there, but copies")
def test_the_line_to_begin_with_leaves_nothing_of_an_older_python_behind(tmp_path):
    lines = [line for line in lines_to_begin_with() if "-c constraints.txt" in line]
    assert len(lines) == 2
    for at, line in enumerate(lines):
        words = shlex.split(re.split(r"&&|;", line)[0])
        held = tmp_path / str(at) / ".venv" / "bin"
        held.mkdir(parents=True)
        for name in ("python", "python3"):
            (held / name).symlink_to("/the/python/of/before")
        subprocess.run([sys.executable, *words[1:], "--without-pip"], cwd=tmp_path / str(at), check=True)
        assert (held / "python").resolve() == Path(sys.executable).resolve(), line


def test_on_a_mac_and_on_linux_nothing_is_installed_into_the_python_of_the_system():
    into_its_own = [line for line in lines_to_begin_with() if "&&" in line]
    assert len(into_its_own) == 2
    for line in into_its_own:
        made, *rest = line.split(" && ")
        assert made.startswith("python3 -m venv ")
        assert all(one.startswith(".venv/bin/") for one in rest), line


def test_on_windows_a_step_that_failed_is_the_last_one():
    lines = [
        line
        for page, _, text in snippets("powershell")
        if page == "README.md"
        for line in text.splitlines()
        if line.rstrip(" }").endswith("cptedu")
    ]
    assert len(lines) == 2
    for line in lines:
        steps = line.split("; ")
        assert all(step.startswith("if ($?) { ") for step in steps[1:]), line
        # A step within the one before is not reached where that one was not; $? of an `if` that was passed over says nothing.
        assert line.endswith(" }" * (len(steps) - 1)), line


def test_who_begins_anew_is_told_to_stop_the_course_first():
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    after = told[told.index("--clear") :].partition("**The next time**")[0]
    assert re.search(r"running in that folder has to be stopped first \(Ctrl-C\)", " ".join(after.split()))


@pytest.mark.parametrize(("page", "line"), commands(), ids=lambda one: one)
def test_a_command_is_run_or_named_with_what_runs_it(at_desk, page, line):
    if is_of_the_hub(page, line):
        return
    ours = OURS.match(line)
    if ours:
        words = shlex.split(ours["words"] or "")
        done_by = next(
            (
                DONE_BY[key]
                for key in DONE_BY
                if key and " ".join(words).startswith(key) and "--check" not in words[2:]
            ),
            None if words else DONE_BY[""],
        )
        if done_by:
            assert (ROOT / done_by).exists(), done_by
            is_read(words)
        else:
            prepared(words, at_desk)
            said = run(words)
            if len(words) == 1 and "Missing argument" in said.output:  # a sentence that only names it
                assert line not in shown_alone()
            else:
                assert said.exit_code == 0, said.output
        return
    known = next((ELSEWHERE[key] for key in ELSEWHERE if key in line), None)
    files = FILE.findall(line)
    assert known or files, f"{page} shows a command that no test runs: {line}"
    if known:
        file, words = known
        assert words in (ROOT / file).read_text(encoding="utf-8")
    for one in files:
        assert (ROOT / one).exists() or "NN_name" in one, one


def is_read(words: list[str]) -> None:
    """Have the command read its words, and do nothing."""
    with main.make_context("cptedu", list(words)) as outer:
        rest = [*outer._protected_args, *outer.args]
        if rest:
            name, command, more = main.resolve_command(outer, rest)
            while isinstance(command, click.Group) and more:
                name, command, more = command.resolve_command(outer, more)
            command.make_context(name, list(more), parent=outer)


def prepared(words: list[str], desk: Path) -> None:
    """Lay what a command reads that another one writes."""
    if words[0] in ("verify", "doctor", "new-case") or (words[0] == "data" and len(words) == 1):
        handed_in = desk / "handed_in"
        if not handed_in.is_dir():
            handed_in.mkdir()
            run(["summary"])
            made = desk / "cptedu-course" / "summary.json"
            shutil.copy(made, desk / "summary.json")
            shutil.copy(made, handed_in / "ana.json")
    for at, word in enumerate(words):
        words[at] = str(desk / word[2:]) if word.startswith("~/") else word


def test_the_python_of_the_readme_says_what_stands_beside_it():
    blocks = [text for page, _, text in snippets("python") if page == "README.md"]
    assert len(blocks) == 1
    names: dict[str, object] = {}
    exec(compile(blocks[0], "README.md", "exec"), names)
    claim = names["ct"].code_visit(names["visit"])
    assert [(line.code, line.modifiers) for line in claim.lines] == [("98940", ()), ("97112", ("59",))]
    assert "98940, and 97112 with modifier 59" in blocks[0]


def test_other_python_that_is_shown_is_a_test_that_this_house_would_run():
    from inspect import signature

    blocks = [text for page, _, text in snippets("python") if page != "README.md"]
    assert blocks
    for text in blocks:
        names: dict[str, object] = {}
        exec(compile(text, "shown", "exec"), names)
        given = {
            name
            for one in names.values()
            if callable(one) and hasattr(one, "__code__")
            for name in signature(one).parameters
        }
        fixtures = (ROOT / "tests" / "browser" / "conftest.py").read_text(encoding="utf-8")
        assert given
        assert all(f"def {name}(" in fixtures for name in given)


def test_every_file_that_is_shown_is_read_by_the_reader_of_its_kind(desk):
    from cptedu.learn.deck import load_deck
    from cptedu.learn.notes import load_voice
    from cptedu.payers import load_payer

    readers = {
        'title = "Three visits': load_deck,
        'title = "Neck adjusted': lambda path: tomllib.loads(path.read_text(encoding="utf-8"))["visit"],
        'name = "north_plan"': load_payer,
        "[[sentences]]": load_voice,
        '"Blue Plan"': lambda path: tomllib.loads(path.read_text(encoding="utf-8")),
        "#:schema": lambda path: path,
    }
    for page, _, text in snippets("toml"):
        reader = next((readers[start] for start in readers if start in text), None)
        assert reader, f"{page} shows a file that no test reads:\n{text}"
        path = desk / "shown.toml"
        path.write_text(text, encoding="utf-8")
        assert reader(path)
    for _, _, text in snippets("json"):
        assert json.loads(text)["of"]
