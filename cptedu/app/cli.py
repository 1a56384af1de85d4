"""The ``cptedu`` command: open the course, and look after this computer.

A further command is a function with ``@main.command()``; what it needs, it imports when it is called.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from cptedu import __version__
from cptedu.app.audit_command import audit
from cptedu.app.data_command import data
from cptedu.app.opening import open_course, present_slides
from cptedu.app.site_command import site
from cptedu.errors import CpteduError

__all__ = ["main"]

folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default="~/cptedu-course",
    show_default=True,
    help="Where the lessons and your work are kept.",
)


class _Advice(click.ClickException):
    """An error of ours as one plain paragraph."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(f"cptedu: {self.format_message()}", file=file, err=file is None)


class _PlainGroup(click.Group):
    """A group whose commands answer a ``CpteduError`` with its advice and never with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CpteduError as problem:
            raise _Advice(" ".join(str(problem).split())) from None


@click.group(
    cls=_PlainGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@folder_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Where to listen; 0 finds a free port."
)
@click.option("--no-browser", is_flag=True, help="Only say the address, open no browser.")
@click.version_option(__version__, prog_name="cptedu")
@click.pass_context
def main(ctx: click.Context, folder: Path, port: int, no_browser: bool) -> None:
    """Learn how a chiropractic visit becomes a claim.

    Without a command, this opens the course in your browser: it lays the lessons in your folder, never over
    your own work, and starts JupyterLab on this computer alone.
    """
    if ctx.invoked_subcommand is None:
        open_course(folder, port, browser=not no_browser)


main.add_command(audit)
main.add_command(data)
main.add_command(site)


@main.command()
@folder_option
def doctor(folder: Path) -> None:
    """Say in plain words what this computer has, and what is missing."""
    from cptedu.app.doctor import examine  # noqa: PLC0415  (only this command needs it)

    missing = 0
    for check in examine(folder):
        click.echo(str(check))
        missing += not check.passes
    click.echo("Nothing is missing." if not missing else f"To mend: {missing}. Each line above says how.")
    if missing:
        raise click.exceptions.Exit(1)


_FILE = click.Path(path_type=Path)


@main.command()
@click.argument("visit", type=_FILE)
@click.option("--payer", "payer_name", help="Code it for this payer instead of the one in the file.")
@click.option("--payer-file", type=_FILE, help="A payer profile of your own, a TOML file.")
@click.option("--html", "html_file", type=_FILE, help="Also write the claim as a page to print.")
def code(visit: Path, payer_name: str | None, payer_file: Path | None, html_file: Path | None) -> None:
    """Code a VISIT file: the claim, each line with its reason."""
    from cptedu.engine.coding import code_visit  # noqa: PLC0415  (only this command needs these)
    from cptedu.explain import claim_as_text, claim_to_print  # noqa: PLC0415
    from cptedu.files import write_atomically  # noqa: PLC0415

    claim = code_visit(_read_visit(visit, payer_name, payer_file))
    click.echo(claim_as_text(claim))
    if html_file is not None:
        write_atomically(html_file, claim_to_print(claim))
        click.echo(f"Written to {html_file}")


@main.command()
@click.argument("visit", type=_FILE)
@click.argument("claim", type=_FILE)
@click.option("--payer", "payer_name", help="Review it for this payer instead of the one in the file.")
@click.option("--payer-file", type=_FILE, help="A payer profile of your own, a TOML file.")
def review(visit: Path, claim: Path, payer_name: str | None, payer_file: Path | None) -> None:
    """Review a proposed CLAIM against a VISIT file.

    CLAIM is a CSV file of code, units, modifiers, or as your program saves it: what each column was taken for is shown.

    The exit code is 0 when the claim passes and 1 when it does not.
    """
    from cptedu.engine.review import review_claim  # noqa: PLC0415  (only this command needs these)
    from cptedu.explain import review_as_text  # noqa: PLC0415
    from cptedu.visit.written.claim_file import load_claim  # noqa: PLC0415

    recorded, lines = _read_visit(visit, payer_name, payer_file), load_claim(claim)
    if lines.days and recorded.date_of_service not in lines.days:
        raise CpteduError(
            f"{claim.name} is a claim of {lines.days[0]}, {visit.name} a visit of {recorded.date_of_service}."
            " Give the claim of that visit."
        )
    read = lines.how_it_was_read()
    if read:
        click.echo(f"{read}\n")
    found = review_claim(recorded, lines)
    click.echo(review_as_text(found))
    if not found.passes:
        raise click.exceptions.Exit(1)


@main.command("payer")
@click.argument("file", type=_FILE, required=False)
def payer_command(file: Path | None) -> None:
    """Check a payer's FILE, and say what it chooses. Without one, list every choice, and the payers."""
    from cptedu.payers import load_payer  # noqa: PLC0415  (only this command needs these)
    from cptedu.payers.told import choices_as_text, payer_as_text  # noqa: PLC0415

    click.echo(choices_as_text() if file is None else payer_as_text(load_payer(file)))


@main.command("new-case")
@click.argument("file", type=_FILE)
def new_case_command(file: Path) -> None:
    """Write a case FILE to start from. Put it into the folder my_cases of the course to practise with it."""
    from cptedu.learn.own_cases import new_case  # noqa: PLC0415  (only this command needs it)

    click.echo(
        f"Written: {new_case(file)}. Open it in any text editor; the remarks in it say what each line is."
    )


@main.command("schemas")
@click.argument("folder", type=_FILE)
def schemas_command(folder: Path) -> None:
    """Write into FOLDER what a text editor needs to help with cases, decks, visits, payers and plans: JSON Schemas."""
    from cptedu.app.file_schemas import write_schemas  # noqa: PLC0415  (only this command needs it)

    written = write_schemas(folder)
    click.echo(
        f"Written: {', '.join(path.name for path in written)}. In an editor that knows TOML, name one in the first line of a"
        f" file, such as\n#:schema {written[0].resolve().as_uri()}"
    )


@main.command()
@folder_option
def summary(folder: Path) -> None:
    """Write what you have practised on one page, to print or hand in: summary.html and summary.json."""
    from cptedu.learn.progress import Progress  # noqa: PLC0415  (only this command needs these)
    from cptedu.learn.summary_page import write_summary  # noqa: PLC0415

    place = folder.expanduser()
    progress = Progress(place)
    page, facts = write_summary(progress, place)
    if progress.message:
        click.echo(progress.message, err=True)
    click.echo(f"To print: {page}\nTo hand in beside it: {facts}")


@main.command()
@click.argument("summary_file", type=_FILE, metavar="SUMMARY")
@click.option("--cases", type=_FILE, help="The folder of own cases that the learner used.")
@click.option("--csv", "grades", type=_FILE, help="Of a folder: write a table that gradebooks take.")
@click.option("--class-page", "page", type=_FILE, help="Of a folder: write a page, what to teach next first.")
@folder_option
def verify(
    summary_file: Path, cases: Path | None, grades: Path | None, page: Path | None, folder: Path
) -> None:
    """Judge every answer of a SUMMARY (summary.json) anew, and work the score out again; or of all in a folder.

    A file that is not here is looked for among the lessons. The exit code is 0 when everything agrees and 1 when something
    does not.

    Of a class, put every summary into one folder, each under its own name: cptedu verify FOLDER --csv grades.csv, or
    --class-page class.html to see which ideas the class holds and what to teach next. A remark there is a reason to ask,
    and no proof: who sat before the screen, and whether the latest answers were left off, no file can show.
    """
    from cptedu.facts.tables import as_shipped  # noqa: PLC0415  (only this command needs these)
    from cptedu.learn.summary import verify_summary  # noqa: PLC0415

    if summary_file.is_dir():
        _verify_class(summary_file, cases, grades, page)
        return
    for option, written in (("--csv writes the table", grades), ("--class-page writes the page", page)):
        if written is not None:
            raise CpteduError(f"{option} of a class, and {summary_file} is no folder. Give the folder.")
    among_lessons = folder.expanduser() / summary_file
    is_there = not summary_file.exists() and among_lessons.is_file()
    with as_shipped():
        found = verify_summary(among_lessons if is_there else summary_file, cases)
    for line in found.lines:
        click.echo(line)
    if not found.agrees:
        raise click.exceptions.Exit(1)


def _verify_class(folder: Path, cases: Path | None, grades: Path | None, page: Path | None) -> None:
    from cptedu.facts.tables import as_shipped  # noqa: PLC0415  (only a class needs these)
    from cptedu.learn.class_summaries import handed_in, ideas_held, summaries_in, write_grades  # noqa: PLC0415

    files = summaries_in(folder)
    with (
        as_shipped(),
        click.progressbar(length=len(files), label="Judging each answer", file=sys.stderr) as bar,
    ):
        found = handed_in(folder, cases, each=lambda _: bar.update(1))
    for one in found:
        score = one.score.in_words if one.score is not None else "no score"
        click.echo(f"{one.name or 'No name'} ({one.file}): {score}.")
        for remark in one.remarks:
            click.echo(f"  {remark}")
    held = ideas_held(found)
    if held:
        click.echo(
            "Wrong ideas that the class holds: "
            + "; ".join(f"{title} ({count})" for title, count in held)
            + "."
        )
    if grades is not None:
        write_grades(found, grades)
        click.echo(f"The table is in {grades}.")
    if page is not None:
        from datetime import datetime  # noqa: PLC0415  (only a page needs these)

        from cptedu.app.lesson_list import lessons  # noqa: PLC0415
        from cptedu.files import write_atomically  # noqa: PLC0415
        from cptedu.learn.class_page import class_page  # noqa: PLC0415

        named = {one.number: one.title for one in lessons() if one.number is not None}
        write_atomically(page, class_page(found, datetime.now().astimezone(), named))
        click.echo(f"What to teach next is in {page}.")
    if not all(one.agrees for one in found):
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("deck", type=_FILE, required=False)
@folder_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Where to listen; 0 finds a free port."
)
@click.option("--no-browser", is_flag=True, help="Only say the address, open no browser.")
@click.option(
    "--check", is_flag=True, help="Only name every mistake of the deck and its cases, with its line."
)
@click.option(
    "--audience",
    metavar="[ADDRESS[:PORT]]",
    is_flag=False,
    flag_value="",
    help="Let the room vote by phone, at this address of this computer.",
)
def present(
    deck: Path | None, folder: Path, port: int, no_browser: bool, check: bool, audience: str | None
) -> None:
    """Put a DECK of cases before a room, full-screen in your browser.

    DECK is twenty, seminar or ninety: talks of twenty, forty-five and ninety minutes that come with the course. Or it is a
    deck file of your own, or a folder of own cases. Without one, these are the ten cases of seminar, and after them your
    own from the folder my_cases.

    Space reveals, the arrows move, ? lists all keys. A case with a mistake says what to write instead, and the rest runs.

    With --audience phones in the same network vote: scan the code on the slide. Alone, it names the addresses of this
    computer. Votes are counted when you reveal, and forgotten when you stop.
    """
    if check:
        _check_deck(deck)
        return
    if deck is not None:
        from cptedu.learn.deck import FaultySlide, deck_named, load_deck  # noqa: PLC0415  (only a deck that is named is looked at)

        deck = deck_named(deck)
        slides = load_deck(deck).slides
        faulty = dict.fromkeys(slide.file for slide in slides if isinstance(slide, FaultySlide))
        if faulty:
            click.echo(
                f"With a mistake: {', '.join(faulty)}. Each such slide says what to write instead; the rest of the"
                f" {len(slides)} cases runs."
            )
    present_slides(deck, folder, port, browser=not no_browser, audience=audience)


@main.command()
@click.argument("deck", type=_FILE, required=False)
@click.option(
    "--answers", is_flag=True, help="With the claim of each case, and why the other choices are wrong."
)
@click.option("--to", "place", type=_FILE, help="The file to be written; handout.html by default.")
def handout(deck: Path | None, answers: bool, place: Path | None) -> None:
    """Write the cases of a DECK as a page to print and hand out: questions alone, or with the answers.

    DECK is twenty, seminar or ninety, a deck file of your own, or a folder of own cases. Without one, these are the ten
    cases of seminar. A case with a mistake is left out and named.
    """
    from cptedu.files import write_atomically  # noqa: PLC0415  (only this command needs these)
    from cptedu.learn.deck import FaultySlide, deck_named, load_deck, seminar_deck  # noqa: PLC0415
    from cptedu.shown.handout import handout_page  # noqa: PLC0415

    held = load_deck(deck_named(deck) if deck is not None else seminar_deck())
    place = place if place is not None else Path("handout_with_answers.html" if answers else "handout.html")
    write_atomically(place, handout_page(held, answers=answers))
    for slide in held.slides:
        if isinstance(slide, FaultySlide):
            click.echo(f"Left out: {slide.title}. {' '.join(slide.faults)}")
    click.echo(f"{place} is ready to be printed.")


def _check_deck(deck: Path | None) -> None:
    from cptedu.explain import counted  # noqa: PLC0415  (only this command needs these)
    from cptedu.learn.deck import (  # noqa: PLC0415
        FaultySlide,
        deck_named,
        load_deck,
        seminar_deck,
    )

    place = deck_named(deck) if deck is not None else seminar_deck()
    try:
        held = load_deck(place)
    except CpteduError as problem:
        faults = str(problem).splitlines()
        click.echo("\n".join(faults))
        click.echo(f"{place.name}: {counted(len(faults), 'mistake')}. Nothing was shown.")
        raise click.exceptions.Exit(1) from None
    told = [fault for slide in held.slides if isinstance(slide, FaultySlide) for fault in slide.faults]
    faults = list(dict.fromkeys(told))  # a case that is listed twice has its mistakes once
    for fault in faults:
        click.echo(fault)
    cases = counted(len(held.slides), "case")
    if held.minutes is not None and any(held.minutes_of_cases):
        cases += f" in {sum(one or 0 for one in held.minutes_of_cases)} of {held.minutes} minutes"
    if faults:
        click.echo(f"{held.file or deck}: {cases}, {counted(len(faults), 'mistake')}. Nothing was shown.")
        raise click.exceptions.Exit(1)
    click.echo(f"{held.file or deck}: {cases}, no mistake.")


def _read_visit(path: Path, payer_name: str | None, payer_file: Path | None) -> Any:
    from cptedu.payers import load_payer, payer  # noqa: PLC0415
    from cptedu.visit_file import load_visit  # noqa: PLC0415

    if payer_file is not None:
        own = load_payer(payer_file).name
        payer_name = payer_name or own
    visit = load_visit(path)
    return visit.under(payer(payer_name).name) if payer_name else visit
