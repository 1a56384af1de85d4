"""``cptedu data``: what is held and how old it is, and newer files of CMS's read in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cptedu.cms_files.source_file import CmsFile
    from cptedu.cms_files.update import Outcome

__all__ = ["data"]

_SHOWN = 20
_NAMED = 12


@click.group(invoke_without_command=True)
@click.pass_context
def data(ctx: click.Context) -> None:
    """List the figures that are held and how old they are; read newer files of CMS's.

    CMS publishes values, indices and edits every quarter or year. What you read is kept for you on this computer, beside the
    tables that came with cptedu, which are never changed.
    """
    if ctx.invoked_subcommand is None:
        from cptedu.cms_files.held import held_as_text  # noqa: PLC0415  (only this command needs it)

        click.echo(held_as_text(_today()))


@data.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--from",
    "begins",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="The first day for which the files hold, such as 2026-10-01, where neither name nor title says it.",
)
@click.option(
    "--track",
    type=click.Choice(["all", "non_apm", "apm"]),
    help="Whose conversion factor a relative value file holds, where its name does not say it.",
)
@click.option(
    "--part", type=click.IntRange(1, 4), help="Which of the four parts of the PTP edits a file is, likewise."
)
@click.option(
    "--all-changes", is_flag=True, help=f"Show every change, not only the first {_SHOWN} of a file."
)
def update(
    files: tuple[Path, ...], begins: datetime | None, track: str | None, part: int | None, all_changes: bool
) -> None:
    """Read FILEs of CMS's: relative values, local indices, practitioners' PTP edits and unit limits.

    Give them as CMS publishes them, the zip or the .csv or .txt in it. All of them are taken in, or none. Descriptors of codes
    are dropped on reading.
    """
    from cptedu.cms_files.release import Told  # noqa: PLC0415  (only this command needs these)
    from cptedu.cms_files.update import update as read  # noqa: PLC0415

    told = Told(begins.date() if begins else None, track, part)
    for outcome in read(files, told, _progress):
        for line in _as_lines(outcome, None if all_changes else _SHOWN):
            click.echo(line)
    click.echo("Lessons that are open use it after you have stopped and opened the course again.")


@data.command()
@click.argument("name")
def forget(name: str) -> None:
    """Remove what you read: NAME as cptedu data lists it, or all."""
    from cptedu.cms_files.update import forget as remove  # noqa: PLC0415  (only this command needs it)

    files = remove(name)
    click.echo(f"Forgotten: {', '.join(files)}." if files else "Forgotten: everything that you had read.")
    click.echo("The tables that came with cptedu answer again.")


@contextmanager
def _progress(file: CmsFile) -> Iterator[Callable[[int], object]]:
    with click.progressbar(length=file.size, label=f"Reading {file.name}", file=sys.stderr) as shown:
        yield shown.update


def _as_lines(outcome: Outcome, most: int | None) -> Iterator[str]:
    reading = outcome.reading
    yield f"{reading.file.where}: {reading.release.name}, from {reading.release.begins}"
    count = sum(len(rows) for rows in reading.tables.values())
    yield f"  Rows read: {reading.source['rows']:,}; kept for the course's codes: {count:,}."
    if outcome.changes:
        shown = outcome.changes[:most]
        wide, narrow = max(len(one.what) for one in shown), max(len(one.was) for one in shown)
        for one in shown:
            yield f"  {one.what:{wide}}  {one.was:>{narrow}} → {one.now}"
        if len(outcome.changes) > len(shown):
            yield f"  … and {len(outcome.changes) - len(shown)} more. To see them all, add --all-changes."
    else:
        yield "  No change for the course's codes."
    if outcome.missing:
        named = ", ".join(outcome.missing[:_NAMED])
        more = f" and {len(outcome.missing) - _NAMED} more codes" if len(outcome.missing) > _NAMED else ""
        then = (
            "no limit on their units is held from that day on"
            if reading.kind == "mue"
            else "what was held stays"
        )
        yield f"  Not in this file, so {then}: {named}{more}."
    if outcome.wholeness:
        yield f"  {outcome.wholeness}"


def _today() -> date:
    return datetime.now().astimezone().date()
