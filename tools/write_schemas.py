"""Write data/schemas/: run ``python -m uv run python tools/write_schemas.py`` after a change of what a file may hold."""

from __future__ import annotations

from pathlib import Path

from cptedu.app.file_schemas import write_schemas

SCHEMAS = Path(__file__).resolve().parent.parent / "data" / "schemas"

if __name__ == "__main__":
    write_schemas(SCHEMAS)
