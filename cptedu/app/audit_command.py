"""``cptedu audit``: a practice's own log, read as it is, audited by the rules of the course, written as one page."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cptedu.errors import CpteduError

if TYPE_CHECKING:
    from cptedu.analysis.audit.result import Audit

__all__ = ["audit"]

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("log", type=_FILE)
@click.option("--payers", type=_FILE, help='A TOML file of lines such as "Aetna" = "commercial_ncci".')
@click.option("--payer", "payer_name", help="One profile for the whole log, in place of such a file.")
@click.option(
    "--payer-file", "own_payers", type=_FILE, multiple=True, help="A payer profile of your own, a TOML file."
)
@click.option(
    "--columns",
    type=_FILE,
    help='A TOML file of lines such as "Txn" = "code", where the log does not say it.',
)
@click.option(
    "--write-columns",
    "columns_out",
    type=_FILE,
    help="Only write what each column was taken for, with examples, into this new file: to confirm or change, for --columns.",
)
@click.option(
    "--notes",
    type=_FILE,
    help="The notes of these visits: a file with a visit a line, or a folder of visit files, each named by its patient and date;"
    " or a table of times, with a row for each service: patient or visit, date, code, minutes.",
)
@click.option("--out", type=_FILE, default="audit.html", show_default=True, help="The page to be written.")
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=min(2, os.cpu_count() or 1),
    show_default="2",
    help="How many processes judge a large log.",
)
@click.option("--csv", "folder", type=_FILE, help="Also write every table as a CSV file into this folder.")
def audit(
    log: Path,
    payers: Path | None,
    payer_name: str | None,
    own_payers: tuple[Path, ...],
    columns: Path | None,
    columns_out: Path | None,
    notes: Path | None,
    out: Path,
    processes: int,
    folder: Path | None,
) -> None:
    """Audit a LOG of claim lines as your program exports it, and write what it shows as a page.

    LOG is CSV or other text with separators, JSON, or with the extras for them a workbook or Parquet. What it does not answer
    itself is asked, and nothing is written before that is told. Nothing leaves this computer; names, birth days and numbers
    that tell who somebody is go into no page. Ctrl-C stops it, and leaves what was there before: what was
    worked out waits beside the page that was to be written, and the same command goes on from there.
    """
    from cptedu.analysis.audit import LogQuestionsError  # noqa: PLC0415  (only this command needs these)
    from cptedu.analysis.audit import audit as audited  # noqa: PLC0415
    from cptedu.analysis.audit.kept import KeptAnswers  # noqa: PLC0415
    from cptedu.payers import load_payer  # noqa: PLC0415

    if columns_out is not None:
        _write_columns(log, columns, columns_out)
        return
    for file in own_payers:
        load_payer(file)
    parts = out.with_name(f"{out.name}.parts")
    if parts.is_dir():
        click.echo(f"Going on from what is in {parts}, where an audit was stopped.", err=True)
    kept = KeptAnswers(parts)
    try:
        with click.progressbar(length=1, label="Judging visits", file=sys.stderr) as bar:

            def each(number: int, of: int) -> None:
                bar.length = of
                bar.update(number - bar.pos)

            found = audited(
                log,
                payers if payers is not None else payer_name,
                columns,
                notes=notes,
                keep=kept,
                processes=processes,
                each=each,
            )
        found.to_html(out)
        if folder is not None:
            found.to_csv(folder)
    except LogQuestionsError as problem:
        click.echo(f"\n{problem}", err=True)
        if problem.columns.questions and columns is None:
            click.echo("With --write-columns columns.toml such a file is written, to be filled in.", err=True)
        raise click.exceptions.Exit(2) from None
    except KeyboardInterrupt:
        click.echo("\nStopped before all was written. The same command goes on from here.", err=True)
        raise click.exceptions.Exit(130) from None
    kept.remove()
    click.echo(f"{found!r}.")
    _tell(found)
    if folder is not None:
        click.echo(f"The tables are in {folder}.")
    click.echo(f"The page is {out}.")


def _write_columns(log: Path, columns: Path | None, place: Path) -> None:
    """Write what the columns of a log were taken for into a new file."""
    from cptedu.analysis.audit.columns_file import columns_to_confirm  # noqa: PLC0415  (only this option needs it)
    from cptedu.files import write_atomically  # noqa: PLC0415

    if place.exists():
        raise CpteduError(f"{place} is there already, and may hold what you said. Name another file.")
    write_atomically(place, columns_to_confirm(log, columns))
    click.echo(f"{place} says what each column was taken for. Look through it, and give it by --columns.")


def _tell(found: Audit) -> None:
    """Say how many rows were refused, and what the notes told."""
    from cptedu.explain import counted  # noqa: PLC0415  (only this command needs it)

    refused = len(found.read.refused)
    if refused:
        click.echo(
            f"{refused} {'row' if refused == 1 else 'rows'} could not be read; the page says which, and why."
        )
    beside = found.beside
    if beside.count:
        click.echo(
            f"{beside.belong}; {counted(len(found.differences), 'difference')} between claims and {beside.name}."
        )
        for told in beside.told:
            click.echo(told)
        for reason, many in Counter(one.reason for one in beside.set_aside).most_common():
            click.echo(f"Set aside: {counted(many, beside.one)}, {reason}.")
