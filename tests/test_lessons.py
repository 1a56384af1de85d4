"""The lessons as text: prose and single calls, whole in form, plain in words, and nothing told before it is asked for."""

from __future__ import annotations

import ast
import re
import warnings
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest

import cptedu.lesson as offered
from cptedu.learn.cases import check, load_cases

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
PRACTICE = FOLDER / "practice"  # what these may import is in test_practice_notebooks.py
LESSONS = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
GLOSSARY = "glossary"
TAUGHT = [name for name in LESSONS if name != GLOSSARY]
MOST_BYTES = 150_000
HARDEST_GRADE = 10.0
MOST_WORDS = 1_100
EXERCISE_TAGS = {"exercise", "nbval-ignore-output"}
EXERCISES = ("Practice(", "ArticleReader(", "ErrorMuseum(")
SHOWS_THE_NEWEST_YEAR = ("rvu_through_the_years(", "RvuExplorer(", "ratios_chart(", "dollars_chart(")
EVERYDAY = {"adjustment", "covers", "payment", "work"}  # also used in their everyday sense
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
TEACHING = "*This is teaching, not billing advice.*"
NOTICE = "CPT is a registered trademark of the American Medical Association."
PLAIN_NODES = (
    *(ast.Module, ast.Import, ast.ImportFrom, ast.alias, ast.Expr, ast.Call, ast.keyword, ast.Name, ast.Load),
    *(ast.Constant, ast.List, ast.Tuple, ast.Dict),
)


def notebook(name: str) -> Any:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def prose(name: str) -> list[str]:
    return [cell.source for cell in notebook(name).cells if cell.cell_type == "markdown"]


def code_cells(name: str) -> list[Any]:
    return [cell for cell in notebook(name).cells if cell.cell_type == "code"]


def is_exercise(cell: Any) -> bool:
    return any(call in cell.source for call in EXERCISES) or cell.source.startswith("kept(")


def bold(text: str) -> list[str]:
    """Give what is set in bold; a sentence in bold is a prompt, everything else a term."""
    found = [" ".join(one.split()) for one in re.findall(r"\*\*(.+?)\*\*", text, flags=re.DOTALL)]
    return [one for one in found if one == "P.A.R.T." or not re.search(r"[.?!:,]$|^\d|^bold$", one)]


def faults(source: str) -> list[str]:
    """Say what in a code cell is more than imports and one call."""
    tree = ast.parse(source)
    found = [type(node).__name__ for node in ast.walk(tree) if not isinstance(node, PLAIN_NODES)]
    calls = [node for node in tree.body if isinstance(node, ast.Expr)]
    if len(calls) != 1 or tree.body[-1] is not calls[0] or not isinstance(calls[0].value, ast.Call):
        found.append("not one call at the end")
    return found


@pytest.mark.parametrize(
    "source",
    [
        "x = 1\nshow(x)",
        "def f():\n    return 1\nf()",
        "for one in range(3):\n    print(one)",
        "show([n for n in range(3)])",
        "show(1 + 1)",
        "show(lambda: 1)",
        "show(1) if True else show(2)",
        "show(1)\nshow(2)",
        "try:\n    show(1)\nexcept Exception:\n    pass",
        "'no call'",
        "show(1).says",
    ],
)
def test_logic_in_a_cell_is_seen(source: str) -> None:
    assert faults(source)


@pytest.mark.parametrize("name", LESSONS)
def test_a_cell_is_imports_and_one_call_and_its_code_is_folded_away(name: str) -> None:
    for cell in code_cells(name):
        assert faults(cell.source) == [], cell.source
        assert cell.metadata.get("jupyter", {}).get("source_hidden") is True, cell.source


def imported(source: str) -> dict[str, list[str]]:
    """Give the names that a cell imports, by module."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            found.setdefault(str(node.module), []).extend(one.name for one in node.names)
        elif isinstance(node, ast.Import):
            found.update({one.name: [] for one in node.names})
    return found


def test_lessons_import_what_is_offered_to_them_and_all_of_it_is_used_and_documented() -> None:
    used = set()
    for path in FOLDER.rglob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                names = imported(cell.source)
                assert set(names) <= {"cptedu.lesson"} or path.parent == PRACTICE, (path.name, cell.source)
                used.update(names.get("cptedu.lesson", []))
    assert used - set(offered.__all__) == set(), "a lesson imports these, and they are not offered"
    assert set(offered.__all__) - used == set(), "these are offered, and no lesson uses them"
    assert set(dir(offered)) == set(offered.__all__)
    for name in offered.__all__:
        assert callable(getattr(offered, name))
        assert f"``{name}``" in str(offered.__doc__), name
    for name in ("FigureView", "region_steps", "regions_chart"):  # of lessons that learners may have kept
        assert callable(getattr(offered, name))
    with pytest.raises(AttributeError, match=r"module 'cptedu\.lesson' has no attribute 'code_visit'"):
        offered.code_visit  # noqa: B018


@pytest.mark.parametrize("name", LESSONS)
def test_the_notebook_says_what_it_is(name: str) -> None:
    held = notebook(name)
    nbformat.validate(held)
    assert (held.nbformat, held.nbformat_minor) == (4, 5)
    assert held.metadata["cptedu"]["lesson"] is True
    assert held.metadata["kernelspec"] == {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    assert held.metadata["language_info"] == {"name": "python"}
    assert held.metadata["voila"] == {"template": "cptedu"}, "a page of ours wherever Voilà shows it"
    assert set(held.metadata) == {"cptedu", "kernelspec", "language_info", "voila"}
    title = held.metadata["cptedu"]["title"]
    first = held.cells[0].source.splitlines()[0]
    assert first.startswith("# ")
    assert title
    assert first == f"# {title}" or name == "00_start_here"
    ids = [cell.id for cell in held.cells]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", TAUGHT)
def test_a_lesson_has_the_form_of_a_lesson(name: str) -> None:
    cells = prose(name)
    objectives = [text for text in cells if re.search(r"\byou can$", text, flags=re.MULTILINE)]
    assert len(objectives) == 1, "objectives stand once"
    points = re.findall(r"^- ", objectives[0].partition("you can")[2], flags=re.MULTILINE)
    assert len(points) == 3, "three objectives below *you can*"
    whole = "\n\n".join(cells)
    assert "bout ten minutes" in whole, "the lesson says how long it takes: *About ten minutes*"
    assert "(glossary.ipynb)" in whole, "the lesson leads to the glossary"
    assert predictions(name), "something to predict before it is told"
    shown = [cell.source for cell in code_cells(name) if not is_exercise(cell)]
    assert any("example_visit(" in source for source in shown), "a visit of the examples is looked at"
    last = cells[-1]
    assert last.count("## What to take along") == 1, "the last cell has *What to take along*, once"
    assert 3 <= len(re.findall(r"^- ", last, flags=re.MULTILINE)) <= 5, "three to five points to take along"
    assert "**Sources.**" in last, "the last cell names the sources"


@pytest.mark.parametrize("name", LESSONS)
def test_every_page_says_that_it_teaches_and_whose_the_codes_are(name: str) -> None:
    last = " ".join(prose(name)[-1].split())
    assert TEACHING in last
    assert NOTICE in last


@pytest.mark.parametrize("name", TAUGHT)
def test_nothing_is_answered_before_it_is_asked(name: str) -> None:
    exercises = [cell for cell in code_cells(name) if is_exercise(cell)]
    assert exercises, "a lesson has exercises"
    for cell in exercises:
        assert set(cell.metadata.get("tags", [])) == EXERCISE_TAGS, cell.source
        assert cell.outputs == []
        assert cell.execution_count is None


ONE_OF_A_LESSON = """
[[case]]
id = "of-a-lesson"
title = "Sixteen minutes of one code"
kind = "units"
topic = "timed_units"
question = "A payer counts by the CPT per-code method. The note has 16 minutes of 97035. How many units?"
explanation = "16 minutes lie between 8 and 22."
[case.given]
method = "cpt_per_code"
minutes = { 97035 = 16 }
[case.expected]
units = { 97035 = 1 }
total = 1
"""


def answered_otherwise(file: Path) -> list[str]:
    """Say which cases of a file the rules answer otherwise than it does."""
    outcomes = [check(one) for one in load_cases(file)]
    return [one.says for one in outcomes if not one.passes]


def test_a_case_file_beside_a_lesson_answers_as_the_rules_do(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(ONE_OF_A_LESSON, encoding="utf-8")
    assert answered_otherwise(own) == []
    own.write_text(ONE_OF_A_LESSON.replace("= 1 }\ntotal = 1", "= 2 }\ntotal = 2"), encoding="utf-8")
    assert answered_otherwise(own) == [
        "of-a-lesson: expected units 97035=2, total 2; got units 97035=1, total 1."
    ]
    assert [says for file in FOLDER.rglob("*.toml") for says in answered_otherwise(file)] == []


@pytest.mark.parametrize("name", LESSONS)
def test_what_is_shown_is_stored_clean_and_small(name: str) -> None:
    for cell in code_cells(name):
        if is_exercise(cell):
            continue
        # A new year changes what these show, and their words are tested on tables that no new year touches.
        shows_newest = any(call in cell.source for call in SHOWS_THE_NEWEST_YEAR)
        if shows_newest:
            assert cell.metadata.get("tags") == ["nbval-ignore-output"], cell.source
        assert cell.outputs, cell.source
        for output in cell.outputs:
            assert output.output_type in {"execute_result", "display_data"}, output
            assert WIDGET_VIEW not in output.data
            assert output.data["text/plain"].strip()
            assert "object at 0x" not in output.data["text/plain"]
    assert (FOLDER / f"{name}.ipynb").stat().st_size < MOST_BYTES


@pytest.mark.parametrize("name", LESSONS)
def test_links_lead_to_lessons_that_are_there(name: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", "\n".join(prose(name)))
    assert links
    for link in links:
        assert "://" not in link, "a lesson links to nothing outside"
        assert (FOLDER / link).is_file(), link


def test_each_lesson_leads_on_to_the_next() -> None:
    for name, after in pairwise(TAUGHT):
        assert f"]({after}.ipynb)" in prose(name)[-1].partition("Next:")[2], name


@pytest.mark.parametrize("name", LESSONS)
def test_no_word_that_two_people_use_for_different_things(name: str) -> None:
    whole = "\n".join(prose(name)).lower()
    assert "rule of eights" not in whole
    assert "8-minute rule" not in whole


# ---- words ------------------------------------------------------------------------------------------------------


@cache
def explained() -> dict[str, str]:
    """Give each term of the glossary and the lesson that explains it; a mark of an answer has none."""
    terms: dict[str, str] = {}
    for entry in re.findall(
        r"^- (\*\*.+?)(?=^- |\Z|^\n)", "\n\n".join(prose(GLOSSARY)), flags=re.MULTILINE | re.DOTALL
    ):
        named, _, meaning = entry.partition(": ")
        link = re.search(r"\]\((\w+)\.ipynb\)", meaning)
        for term in bold(named):
            assert term not in terms, f"{term} stands twice"
            terms[term] = link.group(1) if link else ""
    return terms


def test_the_glossary_is_in_order() -> None:
    for text in prose(GLOSSARY)[1:-1]:
        firsts = [one.casefold() for one in re.findall(r"^- \*\*(.+?)\*\*", text, flags=re.MULTILINE)]
        assert firsts
    assert len(explained()) > 60


@pytest.mark.parametrize("name", TAUGHT)
def test_every_term_set_in_bold_is_explained(name: str) -> None:
    held = {term.casefold() for term in explained()}
    for text in prose(name):
        for term in bold(text):
            assert {term.casefold(), term.casefold() + "s", term.casefold().removesuffix("s")} & held, (
                f"{name}: {term}"
            )


def test_a_term_is_explained_in_the_lesson_where_it_first_stands() -> None:
    for term, lesson in explained().items():
        if not lesson:
            continue
        singular = re.escape(term).removesuffix("s")
        first = next(
            (
                name
                for name in TAUGHT
                if any(
                    re.fullmatch(singular + "s?", one, flags=re.IGNORECASE)
                    for text in prose(name)
                    for one in bold(text)
                )
            ),
            None,
        )
        assert first == lesson, f"{term}: the glossary names {lesson}, it first stands in bold in {first}"


def running_text(name: str) -> str:
    """Give a lesson's sentences, without headings, tables, sources and the words of buttons (set in italics)."""
    lines = "\n".join(text.partition("**Sources.**")[0] for text in prose(name)).splitlines()
    kept = " ".join(line for line in lines if not line.startswith(("#", "|")))
    return re.sub(r"(?<!\*)\*(?!\*)[^*]+\*(?!\*)", " ", kept).replace("*", "")


def test_no_term_is_used_before_the_lesson_that_explains_it() -> None:
    for term, lesson in explained().items():
        if not lesson or term in EVERYDAY:
            continue
        whole_word = rf"(?<![\w/-]){re.escape(term).removesuffix('s')}s?(?!\w)"
        flags = 0 if term.isupper() else re.IGNORECASE
        first = next((name for name in TAUGHT if re.search(whole_word, running_text(name), flags)), None)
        assert first in {lesson, None}, f"{term}: explained in {lesson}, used in {first}"


@pytest.mark.parametrize("name", TAUGHT)
def test_every_abbreviation_is_explained(name: str) -> None:
    known = {part for term in explained() for part in re.findall(r"[A-Z]{2,}", term)}
    known |= {"BAPS", "LCD"}  # named where they stand
    names_of_sources = {"ACA", "AAPC", "AAFP", "USC", "NGS", "GBA", "MLN", "DC", "BCBS"}
    body = "\n".join(text.partition("**Sources.**")[0] for text in prose(name))
    body = re.sub(r"`[^`]*`|\]\([^)]*\)", " ", body)
    used = set(re.findall(r"\b[A-Z]{2,}\b", body))
    assert used - known - names_of_sources == set()


# ---- plain words ------------------------------------------------------------------------------------------------


def plain_words(name: str) -> str:
    """Give a lesson's prose without headings, tables, sources, code numbers and the words that the glossary explains."""
    kept = []
    for text in prose(name):
        text = text.partition("**Sources.**")[0].partition(TEACHING)[0]  # noqa: PLW2901
        for block in re.split(r"\n\s*\n|\n(?=- |\d+\. )", text):
            if block.startswith(("#", "|", "---", "Next:")) or not block.strip():
                continue
            line = " ".join(block.split())
            line = re.sub(r"^(- |\d+\. )", "", line)
            line = re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", line).replace("*", "")
            kept.append(line if re.search(r"[.?!:]$", line) else f"{line}.")
    whole = " ".join(kept)
    for term in sorted(explained(), key=len, reverse=True):
        whole = re.sub(rf"\b{re.escape(term)}\w*", " ", whole, flags=re.IGNORECASE)
    whole = re.sub(r"\$?\b[A-Z]?\d[\dA-Z.,]*\b", " ", whole)
    return re.sub(r"\s+", " ", whole)


@cache
def grade(name: str) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # textstat 0.7.4 finds its files in the old way
        import textstat
    return float(textstat.flesch_kincaid_grade(plain_words(name)))


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_in_plain_words(name: str) -> None:
    assert grade(name) <= HARDEST_GRADE


# ---- predictions --------------------------------------------------------------------------------------------------


def predictions(name: str) -> list[Any]:
    """Make the predictions of a lesson, as its cells do."""
    made = []
    for cell in code_cells(name):
        call = ast.parse(cell.source).body[-1]
        if isinstance(call, ast.Expr) and isinstance(call.value, ast.Call) and "Prediction(" in cell.source:
            names = {one: getattr(offered, one) for one in ("Prediction", "example_visit")}
            made.append(eval(compile(ast.Expression(call.value), name, "eval"), names))
    return made


def visits_of(source: str) -> list[Any]:
    """Give the example visits that a cell names."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        offered.example_visit(
            *map(ast.literal_eval, one.args),
            **{str(kw.arg): ast.literal_eval(kw.value) for kw in one.keywords},
        )
        for one in calls
        if isinstance(one.func, ast.Name) and one.func.id == "example_visit"
    ]


@pytest.mark.parametrize("name", TAUGHT)
def test_an_answer_says_nothing_twice(name: str) -> None:
    for asked in predictions(name):
        for one in asked.asked["choices"]:
            asked.said = one["words"]
            shown = asked.reading["turned"]
            said = re.split(r"(?<=[.?]) ", f"{shown['says']} {shown['too']} {shown['because']}")
            assert len(said) == len(set(said)), said


@pytest.mark.parametrize("name", TAUGHT)
def test_the_page_holds_nothing_of_an_answer_before_the_tap(name: str) -> None:
    cells = notebook(name).cells
    shown = " ".join(
        " ".join(cell.source.split())
        if cell.cell_type == "markdown"
        else " ".join(str(text) for output in cell.outputs for text in output.data.values())
        for cell in cells
    )
    made = predictions(name)
    for one in made:
        assert one.said == "", "nobody has tapped it yet"
        for choice in one.asked["choices"]:
            one.said = choice["words"]
            assert one.reading["turned"]["because"] not in shown
    asked_about = [
        visit for cell in code_cells(name) if "Prediction(" in cell.source for visit in visits_of(cell.source)
    ]
    for cell in code_cells(name):
        if not re.search(r"(?<!\w)(Prediction|show_note)\(", cell.source):
            for visit in visits_of(cell.source):
                assert visit not in asked_about, f"{cell.source} shows what a prediction asks"


def test_no_two_predictions_are_kept_under_one_name() -> None:
    names = [one.name for name in TAUGHT for one in predictions(name)]
    assert len(names) == len(set(names))


# ---- how much there is to read -----------------------------------------------------------------------------------


class Seen(HTMLParser):
    """What of a page is read without opening anything: not what is folded, nor what is only heard, nor what draws a chart."""

    unseen = frozenset({"details", "script", "style", "template", "title", "desc"})
    told_otherwise = frozenset({"cptedu-hidden", "cptedu-tip"})  # heard, or shown below the pointer
    alone = frozenset({"br", "hr", "img", "input", "meta", "link", "path", "rect", "line", "circle", "use"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open_parts: list[tuple[str, bool]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in self.alone:
            classes = set((dict(attributes).get("class") or "").split())
            self.open_parts.append((tag, bool(classes & self.told_otherwise) or tag in self.unseen))

    def handle_endtag(self, tag: str) -> None:
        while tag in [name for name, _ in self.open_parts] and self.open_parts.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(is_unseen for _, is_unseen in self.open_parts):
            self.words += data.split()


def words_shown(name: str) -> int:
    """Count the words on a lesson's page: its prose, and what its demonstrations show outside of what is folded away."""
    count = 0
    for cell in notebook(name).cells:
        if cell.cell_type == "markdown":
            plain = re.sub(r"\]\([^)]*\)|<[^>]+>", " ", cell.source)
            count += len(re.findall(r"[^\W_][\w.,'’–-]*", plain))
            continue
        for output in cell.outputs:
            page = Seen(output.data.get("text/html", ""))
            asked = output.data["text/plain"].split() if "Prediction(" in cell.source else []
            count += sum(any(letter.isalnum() for letter in word) for word in [*page.words, *asked])
    return count


def test_what_is_folded_or_only_heard_is_not_counted_as_read() -> None:
    page = (
        "<style>p{}</style><p>Two <b>words</b></p><details><summary>More</summary><ul><li>hidden<br></ul></details>"
        '<p><span class="cptedu-hidden">heard</span>three</p>'
    )
    assert Seen(page).words == ["Two", "words", "three"]


@pytest.mark.parametrize("name", TAUGHT)
def test_a_lesson_is_short(name: str) -> None:
    words = words_shown(name)
    assert words <= MOST_WORDS, f"{name} shows {words} words"


@pytest.mark.parametrize("page", sorted(FOLDER.rglob("*.ipynb")), ids=lambda page: page.stem)
def test_no_picture_is_stored_that_nothing_compares(page: Path) -> None:
    stored = [
        kind
        for cell in nbformat.read(page, as_version=4).cells
        if "nbval-ignore-output" in cell.metadata.get("tags", [])
        for output in cell.outputs
        for kind in output.data
    ]
    assert set(stored) <= {"text/plain"}
