"""What importing costs: the package reads no file, and what a lesson needs comes without pandas and numpy."""

import json
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


def seconds(module):
    """Tell what a module costs a processor to import, whatever else it does meanwhile."""
    return said(
        f"import json; from time import process_time as now; began = now(); import {module}; print(json.dumps(now() - began))"
    )


def test_the_package_imports_quicker_than_pandas_alone():
    own, pandas = (min(seconds(module) for _ in range(3)) for module in ("cptedu", "pandas"))
    assert own < pandas
