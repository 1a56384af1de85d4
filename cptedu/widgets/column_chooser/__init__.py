"""What the columns of a log were taken for, each with three examples, to confirm or to change before anything is audited."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import traitlets

from cptedu.analysis.audit.log_file import read_log
from cptedu.errors import CpteduError
from cptedu.files import write_atomically
from cptedu.widgets.column_chooser.reading import as_toml, read_columns
from cptedu.widgets.kit.instrument import ReadInstrument
from cptedu.widgets.kit.plain import Plain

__all__ = ["ColumnChooser"]


class ColumnChooser(ReadInstrument):
    r"""The columns of a log as a table: what each was taken for, how that is known, three examples, and a menu to change it.

    Of whatever may tell who somebody is, the examples show the look alone. The log is read on this computer, once.

    Args:
        log: the file of the log.
        answers: what is said of columns already, as ``columns`` of ``ct.audit`` takes it.

    Raises:
        CpteduError: when the log cannot be read.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> log = Path(folder.name) / "log.csv"
    >>> _ = log.write_text("Patient ID,DOS,Txn,CPT\n7,2026-03-04,x,98940\n")
    >>> chooser = ColumnChooser(log)
    >>> [(one["name"], one["means"]) for one in chooser.reading["columns"]]
    [('Patient ID', 'patient'), ('DOS', 'date_of_service'), ('Txn', ''), ('CPT', 'code')]
    >>> chooser.answers = {"Txn": "not_used"}
    >>> chooser.reading["columns"][2]["by"]
    'you'
    >>> folder.cleanup()
    """

    answers = Plain({}).tag(sync=True)
    kept = traitlets.Unicode("", read_only=True).tag(sync=True)

    _reads = ("answers",)

    def __init__(self, log: str | Path, answers: Mapping[str, Any] | None = None, **options: Any) -> None:
        self._place = Path(log)
        self._log = read_log(
            log, [name for name, said in (answers or {}).items() if not isinstance(said, bool)]
        )
        super().__init__(answers=dict(answers or {}), **options)

    def _read(self) -> Mapping[str, Any]:
        return read_columns(self._log, self.answers)

    def _unread(self) -> Mapping[str, Any]:
        return {name: held for name, held in read_columns(self._log, {}).items() if name != "summary"}

    def do(self, what: str, /, **_given: Any) -> None:
        """Keep what was chosen, where the page asks for it."""
        if what == "keep":
            self.keep()

    def keep(self, path: str | Path | None = None) -> Path:
        """Write what each column holds into a small file, as ``columns`` of ``ct.audit`` takes it.

        Args:
            path: the file; without it one beside the log, of its name.

        Returns:
            The file.

        Raises:
            CpteduError: when something is not answered yet, or the file cannot be written.
        """
        reading = self.reading
        if reading["problem"] or reading["questions"]:
            raise CpteduError(" ".join(filter(None, [reading["problem"], *reading["questions"]])))
        place = self._place.with_name(f"{self._place.stem}.columns.toml") if path is None else Path(path)
        write_atomically(place, as_toml(reading))
        self._tell(
            kept=f"Kept in {place.name}. ct.audit(…, columns={place.name!r}) uses it, and so does cptedu audit --columns."
        )
        return place

    def _refuse(self, words: str) -> None:
        self._tell(kept=words)

    def as_text(self) -> str:
        """Say in words what each column was taken for."""
        reading = self.reading
        if reading["problem"]:
            return f"The columns of {self._log.name}\n{reading['problem']}"
        told = [
            f"  {one['name']}: {one['word']}{f' ({why})' if (why := one['by'] or one['says']) else ''}"
            + (f"; such as {', '.join(one['examples'])}" if one["examples"] else "")
            for one in reading["columns"]
        ]
        return "\n".join([f"The columns of {self._log.name}", *told, *reading["questions"]])

    def __repr__(self) -> str:
        return f"ColumnChooser({self._log.name!r}, answers={self.answers!r})"
