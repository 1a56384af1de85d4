"""An audit as one page: what the log can and cannot show first, then what claims decide, habits, and every row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

from cptedu.analysis.audit.log_rows import SetAside
from cptedu.analysis.audit.notes import Difference
from cptedu.analysis.audit.result import Audit
from cptedu.analysis.audit.shares import Share
from cptedu.analysis.audit.what_it_tells import what_it_tells
from cptedu.errors import CpteduError
from cptedu.explain import NOTICE, SIGNS, TEACHING, counted, verdict_in_words
from cptedu.facts.days_told import day_in_words
from cptedu.facts.sources import cite
from cptedu.model import Verdict
from cptedu.payers import payer
from cptedu.rules.data_age import edits_told

__all__ = ["report_page"]

_CAN = (
    "A log of claim lines decides what stands on the claim itself: whether a code and a diagnosis were in force, edits between"
    " codes, limits of units, modifiers that are missing or out of place, what a payer covers, and lines that stand twice."
)
_HABITS = (
    "A share proves nothing by itself. It says where to look, and a practice may have good reasons to differ."
)
_AGAINST = (
    "Each was held against the most favorable record that the claim may speak for. What is left stands whatever the note"
    " says."
)
_KINDS_TOLD = "The claim alone decides some; some are decided with the note; the rest is not told, and is not taken for right."
_NO_CHANGE = (
    "No note is changed to fit a claim, and no claim is changed from a log alone: look at the note first."
)


def report_page(found: Audit) -> str:
    """Lay an audit out as one page.

    Args:
        found: the audit.

    Returns:
        A whole HTML document that needs nothing from the network; every text from the log is escaped.
    """
    title = f"Audit of {found.name}"
    body = "".join(
        (
            f"<h1>{escape(title)}</h1>",
            _what_it_shows(found),
            _kinds(found),
            _against(found),
            _open(found),
            _beside_notes(found),
            _not_told(found),
            _habits(found),
            _columns(found),
            _rows(found),
        )
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>{body}"
        f"<footer>{escape(TEACHING)} {escape(NOTICE)}</footer></main></body></html>"
    )


def _what_it_shows(found: Audit) -> str:
    judged = [one for one in found.judged if one is not None]
    disputed = len(found.visits_disputed())
    days = [visit.on for visit in found.visits]
    span = f", {' to '.join(map(day_in_words, sorted({min(days), max(days)})))}" if days else ""
    read = found.read
    ages = dict.fromkeys(
        edits_told(visit.on) for visit, one in zip(found.visits, found.judged, strict=True) if one
    )
    facts = [
        ("Rows", f"{read.rows}"),
        ("Services", f"{len(read.services)} of {counted(len(found.visits), 'visit')}{span}"),
        (
            "Visits with something against the claim",
            f"{len(found.visits_against())} of {len(judged)} that were judged",
        ),
        *([("Visits with something that sources dispute", f"{disputed} more")] if disputed else []),
        (
            "Payers",
            ", ".join(sorted({payer(one.claim.payer).label for one in found.visits if one.claim})) or "none",
        ),
        (
            "Edits",
            " ".join(ages)
            if len(ages) <= MOST_AGES
            else f"{len(ages)} releases or ages of them, by date of service",
        ),
    ]
    told = "".join(f"<li>{escape(one)}</li>" for one in read.told)
    cannot, this = what_it_tells(found)
    return (
        f"<section><h2>What this log can and cannot show</h2><p>{escape(_CAN)}</p><p><strong>{escape(cannot)}</strong></p>"
        f"<p>{escape(this)}</p>"
        f"{_pairs(facts)}{f'<ul>{told}</ul>' if told else ''}</section>"
    )


MOST_AGES = 3
MOST_SPANS = 20


def _kinds(found: Audit) -> str:
    """Tell three kinds of answers apart: by the claim alone, with its note, or none."""
    return f"<section><h2>Three kinds of answers</h2><p>{escape(_KINDS_TOLD)}</p>{_drawing('answers_chart', found)}</section>"


def _drawing(name: str, found: Audit) -> str:
    """Draw a chart of the audit into the page; where nothing is to be drawn, or nothing here can draw, the tables say it."""
    from cptedu.charts import audited  # noqa: PLC0415  (only a page has charts)
    from cptedu.charts.theme import colours  # noqa: PLC0415

    try:
        figure = getattr(audited, name)(found)
        drawing = figure.svg
    except (CpteduError, ImportError):
        return ""
    return (
        f'<figure class="cptedu-figure"><style>{colours(drawing)}</style><figcaption>{escape(figure.title)}</figcaption>'
        f'<div class="drawn" role="region" tabindex="0" aria-label="{escape(figure.title)}">{drawing}</div>'
        f"<p><small>{escape(figure.vintage)}</small></p></figure>"
    )


def _beside_notes(found: Audit) -> str:
    """List what lies between claims and notes or times, in both directions, what most visits have first."""
    beside = found.beside
    if not beside.count:
        return ""
    held: dict[tuple[str, str], list[tuple[int, Difference]]] = {}
    for visit, one in found.differences:
        held.setdefault((one.kind, one.code), []).append((visit.number, one))
    rows = [
        [
            f'<span class="code">{escape(code or "the claim")}</span>',
            escape(alike[0][1].what),
            f"{escape(alike[0][1].says)}<br><small>{escape('; '.join(str(cite(name)) for name in alike[0][1].sources))}</small>",
            str(len({number for number, _ in alike})),
        ]
        for (_, code), alike in sorted(held.items(), key=lambda one: -len(one[1]))
    ]
    body = _table(("Code", "What lies between", "For example", "Visits"), rows) if rows else ""
    told = "".join(f"<li>{escape(one)}</li>" for one in beside.told)
    body = f"<ul>{told}</ul>{body}" if told else body
    what = f"{beside.one.capitalize()}s that belong to no visit"
    aside = _set_aside(what, beside.set_aside) if beside.set_aside else ""
    return (
        f"<section><h2>Claims beside their {beside.name}</h2><p>{escape(beside.belong)}. {escape(_NO_CHANGE)}</p>"
        f"{_drawing('notes_chart', found)}{body}{aside}</section>"
    )


def _against(found: Audit) -> str:
    rows = _grouped(found, is_against=True)
    if not rows:
        body = "<p>Nothing stands against a claim by itself. That is no proof that the notes bear the claims out.</p>"
    else:
        body = (
            f"<p>{escape(_AGAINST)} {escape(_NO_CHANGE)}</p>{_signs(found, is_against=True)}"
            f"{_table(('', 'Code', 'Why', 'Visits'), rows)}"
        )
    return f"<section><h2>What the claims decide</h2>{body}</section>"


def _open(found: Audit) -> str:
    rows = _grouped(found, is_against=False)
    if not rows:
        return ""
    return (
        "<section><h2>What is open on the claims</h2><p>Disputed between sources, not held in the tables, or to be asked of the"
        f" payer.</p>{_signs(found, is_against=False)}{_table(('', 'Code', 'What', 'Visits'), rows)}</section>"
    )


def _signs(found: Audit, *, is_against: bool) -> str:
    """Say what each sign means that stands before what is told."""
    held = {
        one.verdict
        for judged in found.judged
        if judged
        for one in judged.told
        if one.is_against is is_against
    }
    told = ", ".join(f"{SIGNS[one]} {verdict_in_words(one)}" for one in Verdict if one in held)
    return f"<p><small>{escape(told)}</small></p>"


def _grouped(found: Audit, *, is_against: bool) -> list[list[str]]:
    """Put what is said in the same words together, what most visits have first."""
    held: dict[tuple[str, str, str], tuple[list[int], list[int], tuple[str, ...]]] = {}
    for visit, judged in zip(found.visits, found.judged, strict=True):
        for one in judged.told if judged else ():
            if one.is_against is is_against:
                visits, rows, _ = held.setdefault(
                    (one.code, one.verdict.value, one.says), ([], [], one.sources)
                )
                visits.append(visit.number)
                rows += [each.row for each in visit.services if each.code == one.code or not one.code]
    ordered = sorted(held.items(), key=lambda one: (-len(one[1][0]), one[0]))
    return [
        [
            f'<span role="img" aria-label="{escape(verdict_in_words(Verdict(verdict)))}">{SIGNS[Verdict(verdict)]}</span>',
            escape(code),
            f"{escape(says)}<br><small>{escape('; '.join(str(cite(one)) for one in sources))}<br>"
            f"Rows {escape(_first_spans(rows))}</small>",
            str(len(set(visits))),
        ]
        for (code, verdict, says), (visits, rows, sources) in ordered
    ]


def _not_told(found: Audit) -> str:
    held = found.cannot_tell()
    if not held:
        return ""
    rows = [[escape(one.what), _bar(100 * one.visits / one.of), f"{one.visits} of {one.of}"] for one in held]
    return (
        "<section><h2>What this log does not tell</h2><p>So many claims rest on it, each visit counted once. The notes of these"
        f" visits must have it.</p>{_table(('What', '', 'Visits'), rows)}</section>"
    )


def _habits(found: Audit) -> str:
    held = found.share_list
    if not held:
        return ""
    rows = [
        [
            escape(one.what),
            escape(_value(one)),
            escape(
                f"{one.reference:g} % ({one.reference_of})" if one.reference is not None else one.reference_of
            ),
        ]
        for one in held
    ]
    heads = ("What is counted", "Here", "Elsewhere")
    sources = "; ".join(str(cite(one)) for one in dict.fromkeys(one.source for one in held if one.source))
    cited = f"<p><small>{escape(sources)}</small></p>" if sources else ""
    return (
        f"<section><h2>Across visits</h2><p>{escape(_HABITS)}</p>{_drawing('shares_chart', found)}"
        f"{_table(heads, rows)}{cited}</section>"
    )


def _value(one: Share) -> str:
    if one.value is None:
        return "none"
    if one.unit == "%":
        return f"{one.value:g} % ({one.count} of {one.of})"
    return f"{one.value:g} {one.unit}"


def _bar(percent: float) -> str:
    """Draw a share as a bar; the numbers stand beside it."""
    return (
        f'<span class="bar" aria-hidden="true"><b style="width:{min(max(percent, 0), 100):.1f}%"></b></span>'
    )


def _columns(found: Audit) -> str:
    used = [one for one in found.column_list.columns if one.is_used]
    dropped = [one for one in found.column_list.columns if one.means == "identifier"]
    others = [one for one in found.column_list.columns if not one.is_used and one.means != "identifier"]
    rows = [
        [
            escape(one.name),
            escape(one.means.replace("_", " ")),
            escape(one.by),
            escape(", ".join(one.examples)),
        ]
        for one in used
    ]
    told = ""
    if dropped:
        listed = "; ".join(f"{one.name}: {one.says}" for one in dropped)
        told += f"<p>Dropped, for they tell who somebody is: {escape(listed)}.</p>"
    if others:
        listed = "; ".join(f"{one.name}: {one.says or 'not used'}" for one in others)
        told += f"<p>Not used: {escape(listed)}.</p>"
    numbers = "<p>Patients and clinicians are numbers that were drawn for this page alone.</p>"
    return (
        "<section><h2>What each column was taken for</h2>"
        f"{_table(('Column', 'Taken for', 'By', 'Such as'), rows)}{told}{numbers}</section>"
    )


def _rows(found: Audit) -> str:
    read = found.read
    services = {one.row for one in read.services}
    kinds = (
        ("Rows that are no services", read.not_services),
        ("Rows that say once more what another one says", read.repeated),
        ("Rows that were refused: they should be services and cannot be read", read.refused),
    )
    body = "".join(_set_aside(title, held) for title, held in kinds if held)
    count = (
        f"{read.rows} rows = {len(services)} with services + {len(read.not_services)} that are none +"
        f" {len(read.repeated)} repeated + {len(read.refused)} refused."
    )
    return f"<section><h2>Every row</h2><p>{count}</p>{body}</section>"


def _set_aside(title: str, held: Iterable[SetAside]) -> str:
    by_reason: dict[str, list[int]] = {}
    for one in held:
        by_reason.setdefault(one.reason, []).append(one.row)
    rows = [
        [escape(reason), str(len(numbers)), f"<small>{escape(_spans(numbers))}</small>"]
        for reason, numbers in by_reason.items()
    ]
    return f"<h3>{escape(title)}</h3>{_table(('Reason', 'Rows', 'Which'), rows)}"


def _spans(numbers: Iterable[int]) -> str:
    """Write row numbers shortly.

    >>> _spans([3, 1, 2, 7, 9, 9])
    '1-3, 7, 9'
    """
    ordered = sorted(set(numbers))
    if not ordered:
        return ""
    breaks = [0, *(at for at, (one, two) in enumerate(pairwise(ordered), 1) if two > one + 1), len(ordered)]
    runs = [ordered[begin:end] for begin, end in pairwise(breaks)]
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _first_spans(numbers: Iterable[int]) -> str:
    """Write the first of many row numbers; the table of what is told has all of them."""
    spans = _spans(numbers).split(", ")
    more = len(spans) - MOST_SPANS
    return ", ".join(spans[:MOST_SPANS]) + (
        f" and {more} more places; the tables (--csv) have them all" if more > 0 else ""
    )


def _pairs(facts: Iterable[tuple[str, str]]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>' for name, value in facts
    )
    return f"<table><tbody>{rows}</tbody></table>"


def _table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Put a table together; its cells are HTML, with every text from the log escaped."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


_STYLE = """@page{size:auto;margin:16mm}
:root{color-scheme:light dark;color:light-dark(#000,#eef1f4);background:light-dark(#fff,#14181d)}
@media print{:root{color-scheme:light}}
body{font:11pt/1.45 system-ui,"DejaVu Sans",sans-serif;margin:0 auto;max-width:60rem;padding:1rem}
h1{font-size:18pt;overflow-wrap:anywhere}h2{font-size:13pt;margin:1.6rem 0 .4rem}h3{font-size:11pt;margin:.8rem 0 .2rem}
table{border-collapse:collapse;width:100%}
td:last-child,td:nth-child(2):has(+td){min-width:3rem}
th,td{padding:.2rem .7rem .2rem 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}
tr{border-bottom:1px solid light-dark(#d9dde2,#39424d);break-inside:avoid}th{font-weight:600}
small{color:light-dark(#4d5968,#b3bdc8)}
.bar{background:light-dark(#e6ebf1,#2a323b);display:inline-block;height:.8rem;position:relative;width:9rem}
.bar b{background:light-dark(#0068a3,#63b3f5);display:block;height:100%}
.code{white-space:nowrap}figure{break-inside:avoid;margin:1rem 0}figcaption{font-size:12pt;font-weight:600;margin-bottom:.4rem}
figure svg{display:block;height:auto;max-width:100%;overflow:visible}.cptedu-tip{visibility:hidden}
@media screen and (max-width:40rem){.drawn{overflow-x:auto}.drawn svg{max-width:none;width:36rem}}
.cptedu-mark:hover .cptedu-tip{visibility:visible}
@media print{figure svg,.bar b,.bar{print-color-adjust:exact}body{max-width:none;padding:0}}
footer{font-size:9pt;margin-top:1.6rem}"""
