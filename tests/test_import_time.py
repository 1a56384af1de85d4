"""What importing costs: the package reads no file, and what a lesson needs comes without pandas and numpy."""

import json
import re
import subprocess
import sys

import pytest

OPENED = """
import json, sys

opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import {module}
print(json.dumps({{
    "heavy": sorted({{"pandas", "numpy"}} & set(sys.modules)),
    "data": [name for name in opened if name.endswith((".csv", ".toml"))],
}}))
"""


def said(code):
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    "module",
    [
        "cptedu",
        "cptedu.engine.coding",
        "cptedu.engine.review",
        "cptedu.explain",
        "cptedu.lesson",
        "cptedu.shown.note_and_claim",
        "cptedu.learn.practice",
        "cptedu.learn.exercises",
        "cptedu.widgets.visit_lab",
        "cptedu.widgets.practice",
        "cptedu.widgets.presentation",
        "cptedu.widgets.tradeoff_explorer",
        "cptedu.charts.rvu_history",
        "cptedu.analysis.audit",
        "cptedu.analysis.plan_of_care",
        "cptedu.widgets.plan_table",
        "cptedu.app.cli",
    ],
)
def test_importing_reads_no_table_and_needs_neither_pandas_nor_numpy(module):
    assert said(OPENED.format(module=module)) == {"heavy": [], "data": []}


@pytest.mark.parametrize("module", ["cptedu.charts", "jupyter_server.serverapp", "nbformat"])
def test_no_server_and_no_first_chart_waits_for_a_maker_of_parsers(module):
    """Newer versions of jsonschema bring one, and make some forty parsers with it: three seconds of each start."""
    code = f"import json, sys, {module}; print(json.dumps([name for name in sys.modules if name == 'lark']))"
    assert said(code) == []


def test_coding_a_visit_needs_neither_pandas_nor_numpy():
    code = (
        "import json, sys, cptedu as ct\n"
        'visit = ct.Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5"]})\n'
        "ct.claim_as_html(ct.code_visit(visit))\n"
        'print(json.dumps(sorted({"pandas", "numpy"} & set(sys.modules))))'
    )
    assert said(code) == []


def microseconds(module):
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", f"import {module}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    last = [line for line in ran.stderr.splitlines() if re.search(rf"\| {module}$", line)][-1]
    return int(last.split("|")[1])


def test_the_package_imports_quicker_than_pandas_alone():
    own, pandas = (min(microseconds(module) for _ in range(3)) for module in ("cptedu", "pandas"))
    assert own < pandas, f"cptedu {own / 1000:.1f} ms, pandas {pandas / 1000:.1f} ms"
