"""Open difficulties, and saying that one is removed."""

from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.office import acting_moment, moment, office, programme_meant
from dondoc.cli.options import AsOf, By, Json, Year
from dondoc.cli.output import as_json, table
from dondoc.cli.wording import SETTINGS, help_of, tr

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from dondoc.services.organisation.viewer import Viewer

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)

Number = Annotated[int, typer.Argument(metavar="NUMBER", help=help_of("difficulty_number"))]
Words = Annotated[str, typer.Option("--words", metavar="TEXT", help=help_of("difficulty_words"))]


@app.command("list", help=help_of("difficulty_list"))
def list_(by: By, as_of: AsOf = None, year: Year = None, json: Json = False) -> None:
    from dondoc.rendering.formats import day
    from dondoc.services.difficulties.open import shown_to
    from dondoc.store.database import reading

    workplace = office(quiet=json)
    now = moment(workplace, as_of)
    with reading(workplace.engine) as session:
        difficulties = shown_to(session, _viewer(session, by, year, now), now)
    if json:
        as_json(difficulties)
        return
    columns = [tr(f"cli.difficulty.{text}") for text in ("number", "item", "what", "since", "who")]
    rows = [
        (
            str(difficulty.difficulty_id),
            f"{difficulty.unit}, {difficulty.ref}",
            difficulty.difficulty,
            day(difficulty.since),
            difficulty.remover or "–",
        )
        for difficulty in difficulties
    ]
    table(tr("help.difficulty_group"), columns, rows)


@app.command("remove", help=help_of("difficulty_remove"))
def remove(
    number: Number, by: By, words: Words = "", as_of: AsOf = None, year: Year = None,
    json: Json = False,
) -> None:  # fmt: skip
    from dondoc.services.difficulties.remove import remove as remove_it
    from dondoc.store.database import writing

    workplace = office(quiet=json)
    now = acting_moment(workplace, as_of)
    with writing(workplace.engine) as session:
        gone = remove_it(session, _viewer(session, by, year, now), number, words, now)
    if json:
        as_json(gone)
    else:
        typer.echo(tr("cli.difficulty.removed", ref=gone.ref))


def _viewer(session: "Session", by: str, year: int | None, now: "datetime") -> "Viewer":
    from dondoc.services.organisation.directory import find_person
    from dondoc.services.organisation.viewer import open_viewer
    from models.rules.checkpoints import local_date

    programme = programme_meant(session, local_date(now), year)
    return open_viewer(session, find_person(session, by), programme, local_date(now))
