"""``cptedu audit``: a practice's own log, read as it is, audited by the rules of the course, written as one page."""

from __future__ import annotations

import sys
from pathlib import Path

import click

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
@click.option("--out", type=_FILE, default="audit.html", show_default=True, help="The page to be written.")
@click.option("--csv", "folder", type=_FILE, help="Also write every table as a CSV file into this folder.")
def audit(
    log: Path,
    payers: Path | None,
    payer_name: str | None,
    own_payers: tuple[Path, ...],
    columns: Path | None,
    out: Path,
    folder: Path | None,
) -> None:
    """Audit a LOG of claim lines as your program exports it, and write what it shows as a page.

    LOG is CSV or other text with separators, JSON, or with the extras for them a workbook or Parquet. What it does not answer
    itself is asked, and nothing is written before that is told. Nothing leaves this computer; names, birth days and numbers
    that tell who somebody is go into no page. Ctrl-C stops it, and leaves what was there before.
    """
    from cptedu.analysis.audit import LogQuestionsError  # noqa: PLC0415  (only this command needs these)
    from cptedu.analysis.audit import audit as audited  # noqa: PLC0415
    from cptedu.payers import load_payer  # noqa: PLC0415

    for file in own_payers:
        load_payer(file)
    with click.progressbar(length=1, label="Judging visits", file=sys.stderr) as bar:

        def each(number: int, of: int) -> None:
            bar.length = of
            bar.update(number - bar.pos)

        try:
            found = audited(log, payers if payers is not None else payer_name, columns, each=each)
        except LogQuestionsError as problem:
            click.echo(f"\n{problem}", err=True)
            raise click.exceptions.Exit(2) from None
    found.to_html(out)
    click.echo(f"{found!r}.")
    refused = len(found.read.refused)
    if refused:
        click.echo(
            f"{refused} {'row' if refused == 1 else 'rows'} could not be read; the page says which, and why."
        )
    if folder is not None:
        found.to_csv(folder)
        click.echo(f"The tables are in {folder}.")
    click.echo(f"The page is {out}.")
