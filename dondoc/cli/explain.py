"""`dondoc explain`: why a checkpoint is as it is, and who gets which reminder, and why."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.explain_item import events_of, show_reminders, show_state
from dondoc.cli.explain_person import show_person, show_work
from dondoc.cli.office import moment, office, programme_meant
from dondoc.cli.options import AsOf, Json, Year
from dondoc.cli.output import as_json
from dondoc.cli.wording import help_of
from models.rules.checkpoints import local_date

if TYPE_CHECKING:
    from sqlmodel import Session

Target = Annotated[str, typer.Argument(metavar="REF|PERSON", help=help_of("explain_target"))]


def explain(target: Target, as_of: AsOf = None, year: Year = None, json: Json = False) -> None:
    """A reference has an @ in it; a person's code has none."""
    from dondoc.store.database import reading

    workplace = office(quiet=json)
    now = moment(workplace, as_of)
    with reading(workplace.engine) as session:
        if "@" in target:
            _explain_item(session, target, now, year, json)
        else:
            _explain_person(session, target, now, year, json)


def _explain_person(
    session: "Session", target: str, now: datetime, year: int | None, json: bool
) -> None:
    from dondoc.services.organisation.directory import find_person
    from dondoc.services.programme.at_work import programmes_of_run
    from dondoc.services.reminders.explain.explain import explain_person
    from dondoc.services.work.assignment_view import work_of

    today = local_date(now)
    programme = programme_meant(session, today, year)
    at_work = programmes_of_run(session, today, year)
    asked = find_person(session, target)
    person = explain_person(session, at_work, asked, now)
    work = work_of(session, programme, asked.key, today)
    if json:
        as_json({"work": work, "reminders": person})
        return
    show_person(person)
    show_work(work)


def _explain_item(
    session: "Session", target: str, now: datetime, year: int | None, json: bool
) -> None:
    from dondoc.services.reminders.explain.explain import explain_item
    from dondoc.services.work.assignment_view import assignment_view

    programme = programme_meant(session, local_date(now), year)
    assignment = assignment_view(session, programme, target, now)
    ref = target if "/" in target else (assignment.current or assignment.checkpoints[0].ref)
    explanation = explain_item(session, programme, ref, now)
    if json:
        view = next(
            checkpoint for checkpoint in assignment.checkpoints if checkpoint.ref == explanation.ref
        )
        as_json(
            {
                "state": view,
                "events": events_of(assignment, explanation.ref),
                "reminders": explanation,
            }
        )
        return
    show_state(assignment, explanation.ref)
    show_reminders(explanation)
