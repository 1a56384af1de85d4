"""``cptedu site``: the course as a folder for a web host, so that a link is enough."""

from __future__ import annotations

import sys
from pathlib import Path

import click

__all__ = ["site"]

_FOLDER = click.Path(path_type=Path)


@click.command()
@click.argument("out", required=False, type=_FOLDER)
@click.option(
    "--title",
    default="cptedu",
    show_default=True,
    help="What the site is called, such as your school's name.",
)
@click.option("--cases", type=_FOLDER, help="A folder of your own cases, to be among the exercises.")
@click.option(
    "--parts", type=_FOLDER, help="Where parts from package registries are kept, and looked for first."
)
@click.option("--pyodide", type=_FOLDER, help="A folder with Pyodide, where npm cannot bring it.")
@click.option(
    "--check", metavar="WHERE", help="Only look at a site: a folder, or the address at which it stands."
)
def site(
    out: Path | None,
    title: str,
    cases: Path | None,
    parts: Path | None,
    pyodide: Path | None,
    check: str | None,
) -> None:
    """Build the course as a web site in the folder OUT: learners open a link, and install nothing.

    All of it runs in the learner's browser, and nothing is asked of any other host. Put the folder on any web host, at any
    address that begins with https; then look at it as a browser would: cptedu site --check ADDRESS

    Building it the first time takes JupyterLite and Python packages through pip and Pyodide through npm.

    On a site the audit of a visit log, the stage for a seminar and tables in pandas are missing; they need the installed course.
    It was tried in Chromium, its first lesson in Firefox, and not in Safari. Once the first page says that all
    of it is kept in this browser, it opens there with the network off, too.
    """
    if check is not None:
        _check(check)
        return
    if out is None:
        raise click.UsageError("Say where the site is to be built: cptedu site FOLDER")
    _build(out, title, cases, parts, pyodide)


def _check(where: str) -> None:
    from cptedu.app.site.hosts import faults  # noqa: PLC0415  (only this command needs it)

    found = faults(where)
    for one in found:
        click.echo(one)
    if found:
        raise click.exceptions.Exit(1)
    click.echo("The course will start there.")


def _build(out: Path, title: str, cases: Path | None, parts: Path | None, pyodide: Path | None) -> None:
    from cptedu.app.site.build import Site  # noqa: PLC0415  (only this command needs these)
    from cptedu.app.site.parts import Parts, usual_folder  # noqa: PLC0415

    made = Site(out.resolve(), Parts((parts or usual_folder()).resolve(), pyodide), title, cases)
    made.check_place()
    with click.progressbar(
        made.steps(), label="Building", file=sys.stderr, item_show_func=lambda step: step[0] if step else ""
    ) as steps:
        for _, do in steps:
            do()
    for note in made.notes:
        click.echo(note)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1_000_000
    click.echo(f"The site is in {out} ({size:.0f} MB). Put all of it on a web host, hidden folders too.")
