"""Pages of the documentation that are written by the tables and the rules: glossary, disputed points, rules, payers, sources.

Each function gives a page in Markdown. ``tools/build_docs.py`` asks for them.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat

from cptedu.engine.coding import code_visit
from cptedu.facts.sources import Citation, cite, collected_on, known_sources
from cptedu.facts.tables import document
from cptedu.learn.cases import cases
from cptedu.model import Finding
from cptedu.payers import known_choices, payers

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "cptedu" / "rules"
NO_RULE = ("__init__", "said")
SHORT_FORMS = ("cmt", "gp", "mue", "ptp")
TO_A_LESSON = re.compile(r"\[([^\]]+)\]\([^)]+\.ipynb\)")
SOURCE = re.compile(r"^Source: (.+?)(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
KINDS = {
    "statute": "Statutes",
    "cms": "CMS: manuals, notices and contractors",
    "ncci": "NCCI",
    "cms data": "Files of CMS",
    "cpt": "CPT, as far as it was read",
    "payer": "Other payers",
    "trade": "The trade: associations, magazines, teachers of coding",
    "inference": "Our own conclusions",
}
TRUST = {
    "high": "trusted",
    "medium": "trusted in part",
    "low": "hardly trusted",
    "unconfirmed": "unconfirmed",
}


def plain(text: str) -> str:
    r"""Keep signs of Markdown and HTML in a text as they are.

    >>> plain("a <b> & *c*")
    'a &lt;b> &amp; \\*c\\*'
    """
    held = text.replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]|~$])", r"\\\1", held)


def glossary() -> str:
    """Give the words of the lessons, as the course's own glossary has them."""
    cells = nbformat.read(ROOT / "notebooks" / "glossary.ipynb", as_version=4).cells
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    text = re.sub(r"^Back to .*$\n*", "", text, flags=re.MULTILINE)
    return TO_A_LESSON.sub(r"\1", text) + "\n"


def _source_link(source: str) -> str:
    cited = cite(source)
    return f"[{plain(str(cited))}](#source-{_anchor(source)})"


def _anchor(source: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", source.lower())


def points_page() -> str:
    """Give every point on which sources differ, with both sides, who holds each, and what the course does."""
    lines = [
        "# Where sources differ",
        "",
        "Both sides of each point, who holds which, and what this course does. No side is told as the right one:"
        " your payer's own rule and the edits of that quarter decide.",
        "",
    ]
    for point in document("contested.toml")["points"]:
        lines += [f"## {plain(point['question'])}", ""]
        for side in point["readings"]:
            lines += [f"**{plain(side['says'])}**", ""]
            lines += [f"- {_source_link(source)}" for source in side["held_by"]]
            lines += [""]
        lines += [f"*What cptedu does.* {plain(_without_names(point['cptedu']))}", ""]
    return "\n".join(lines)


def _without_names(text: str) -> str:
    for one in payers().values():
        if "_" in one.name:
            text = text.replace(one.name, f"“{one.label}”")
    return text


def _findings() -> Iterator[Finding]:
    """Give what the rules say of every visit of the cases, under every payer and its own."""
    for case in cases():
        visit = getattr(case, "visit", None)
        if visit is None:
            continue
        for name in payers():
            claim = code_visit(replace(visit, payer=name))
            yield from claim.findings
            for part in (*claim.lines, *claim.unbilled):
                yield from part.findings


def cited_by_rules() -> dict[str, set[str]]:
    """Give for each name of a finding the sources that it has cited, in all cases under all payers.

    Returns:
        Name of a finding, and ids of sources.
    """
    cited: dict[str, set[str]] = defaultdict(set)
    for finding in _findings():
        cited[finding.rule] |= {one.id for one in finding.citations}
    return dict(cited)


def _named_in(tree: ast.Module) -> set[str]:
    """Give the names of findings that a file of a rule makes."""
    calls = (one for one in ast.walk(tree) if isinstance(one, ast.Call) and one.args)
    first = (one.args[0] for one in calls if getattr(one.func, "id", "") in ("Said", "Reason"))
    return {one.value for one in first if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def _words_in(tree: ast.Module) -> set[str]:
    return {
        one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def _told_sources(tree: ast.Module) -> list[str]:
    """Give what the docstrings of a file say of its sources, each once."""
    functions = (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.ClassDef))
    told = (said for one in functions for said in SOURCE.findall(ast.get_docstring(one) or ""))
    sentences = (" ".join(one.split()) for one in told)
    return list(
        dict.fromkeys(f"{one[0].upper()}{one[1:]}" for one in sentences if not one.startswith("as for "))
    )


def rules() -> dict[str, dict[str, Any]]:
    """Read every rule: what it is, what its docstrings say of its sources, which it cites, what a payer may choose of it.

    Returns:
        The file's name without ``.py``, and ``says``, ``told``, ``sources``, ``choices``.
    """
    known, cited = set(known_sources()), cited_by_rules()
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(RULES.glob("*.py")):
        if path.stem in NO_RULE:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        words = _words_in(tree)
        in_cases = set().union(*(cited.get(name, set()) for name in (*_named_in(tree), path.stem)))
        found[path.stem] = {
            "says": (ast.get_docstring(tree) or "").split("\n\n")[0].replace("\n", " "),
            "told": _told_sources(tree),
            "sources": sorted(((words & known) | in_cases) & known),
            "choices": sorted(words & set(known_choices())),
        }
    return found


def rules_page() -> str:
    """Give every rule of the engine with its sources and their dates."""
    lines = [
        "# Every rule, with its source and date",
        "",
        "Written from the rules themselves. Below each stand the sources that it names or has cited when all cases of the"
        f" course were coded under every payer; they were collected on {collected_on()}. What a rule reads from a table has the"
        " source of its row.",
        "",
    ]
    for name, rule in rules().items():
        lines += [f"## {_heading(name)}", "", _prose(rule["says"]), ""]
        lines += [f"- {_source_link(source)}" for source in rule["sources"]]
        lines += [""] if rule["sources"] else []
        if rule["told"]:
            lines += ["*Source, in the rule's own words:* " + " ".join(map(_prose, rule["told"])), ""]
        if rule["choices"]:
            told = ", ".join(
                f"[{plain(known_choices()[one].says.rstrip('.'))}](/payers.md)" for one in rule["choices"]
            )
            lines += [f"*A payer may choose:* {told}.", ""]
    return "\n".join(lines)


def _heading(name: str) -> str:
    words = " ".join(word.upper() if word in SHORT_FORMS else word for word in name.split("_"))
    return words[0].upper() + words[1:]


def _prose(text: str) -> str:
    """Turn a docstring's words into Markdown."""
    return "`".join(part if at % 2 else plain(part) for at, part in enumerate(text.split("``")))


def payers_page() -> str:
    """Give every payer profile: each choice in words, its date and its sources."""
    lines = [
        "# Payers and what they choose",
        "",
        "Profiles to teach with, and no list of real contracts. Where no source confirms a choice, that stands beside it; what"
        " a profile does not say has its default. A plan of your own is [a text file](/change/a-payer.md).",
        "",
    ]
    for one in payers().values():
        lines += [f"## {plain(one.label)}", "", f"`{one.name}`: {plain(one.says)}", ""]
        for choice in (choice for _, choice in one.choices if choice.says):
            since = f" Since {choice.since}." if choice.since else ""
            doubt = "" if choice.confirmed else " *Not confirmed.*"
            held = "; ".join(_source_link(source.id) for source in choice.sources)
            lines += [f"- {plain(choice.says)}{since}{doubt}{f' {held}' if held else ''}"]
        lines += [""]
    return "\n".join(lines)


def sources_page() -> str:
    """Give every source: what it is, its date, how far it was read and how far it is trusted."""
    by_kind: dict[str, list[Citation]] = defaultdict(list)
    entries: Mapping[str, Any] = document("sources.toml")
    for name, entry in entries.items():
        if isinstance(entry, dict):
            by_kind[str(entry["authority"])].append(cite(name))
    lines = [
        "# Sources",
        "",
        f"All that a rule, a row or a case names, collected on {collected_on()}. A link leads to publishers of rules"
        " and to governments only, and asks them for the page; nothing else here does.",
        "",
    ]
    for kind, heading in KINDS.items():
        lines += [f"## {heading}", "", *_listed(by_kind.pop(kind, []))]
    if by_kind:
        raise SystemExit(
            f"sources.toml has kinds of authority that this page does not name: {', '.join(by_kind)}"
        )
    return "\n".join(lines)


def _listed(cited: Iterable[Citation]) -> Iterator[str]:
    for one in cited:
        title = f"[{plain(one.title)}]({one.address})" if one.address else plain(one.title)
        rest = ", ".join(plain(part) for part in (one.publisher, one.section, one.date or "no date") if part)
        yield f"(source-{_anchor(one.id)})="
        yield f"**{title}**: {rest}. Read: {plain(one.read)}; {TRUST[one.confidence]}."
        yield ""
