"""Run lessons and store what their demonstration cells show, so that the tests can compare it.

    python tools/store_outputs.py                       # every lesson
    python tools/store_outputs.py notebooks/01_*.ipynb  # some

Exercise cells are stored clean, and nothing is stored that differs from run to run: of a widget only its words.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

LESSONS = Path(__file__).parent.parent / "notebooks"
KEPT = {"text/html", "text/plain", "image/svg+xml"}
NOT_COMPARED = {"text/plain"}
"""Of what no test compares, the words alone are kept: a picture would only grow old unseen."""


def store(path: Path) -> None:
    """Run one lesson and write it back with its outputs."""
    before = nbformat.read(path, as_version=4)
    ran = nbformat.from_dict(before)
    NotebookClient(ran, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    count = 0
    for cell, done in zip(before.cells, ran.cells, strict=True):
        if cell.cell_type != "code":
            continue
        if "exercise" in cell.metadata.get("tags", []):
            cell.outputs, cell.execution_count = [], None
            continue
        kept = NOT_COMPARED if "nbval-ignore-output" in cell.metadata.get("tags", []) else KEPT
        count += 1
        cell.execution_count, cell.outputs = count, []
        for output in done.outputs:
            if output.output_type not in {"execute_result", "display_data"}:
                raise SystemExit(f"{path.name}: a cell gives {output.output_type}: {output.get('text', '')}")
            data = {kind: value for kind, value in output.data.items() if kind in kept}
            metadata = {"execution_count": count} if output.output_type == "execute_result" else {}
            cell.outputs.append(nbformat.v4.new_output(output.output_type, data=data, **metadata))
    nbformat.write(before, path)
    print(f"stored: {path.name}")


def main(names: list[str]) -> None:
    """Store the named lessons, or all."""
    for path in map(Path, names) if names else sorted(LESSONS.rglob("*.ipynb")):
        store(path)


if __name__ == "__main__":
    main(sys.argv[1:])
