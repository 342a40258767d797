"""`dondoc people dates`: says what putting days in a position right does, asks, and does it."""

import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import typer

from dondoc.cli.office import moment, office
from dondoc.cli.output import as_json
from dondoc.cli.settings import settings_of
from dondoc.cli.wording import tr

if TYPE_CHECKING:
    from sqlmodel import Session

    from dondoc.services.staffing.holding_dates import DatesWanted, PutRight


@dataclass(frozen=True)
class TypedDays:
    """What was typed. `still`: they hold the position on; `since`: the first day as written."""

    person: str
    position: str
    since: date
    first: date | None
    last: date | None
    still: bool
    apart: bool

    def wanted(self, session: "Session", today: date) -> "DatesWanted":
        """The days with those filled in that stay as they are written."""
        from dondoc.services.boards.people import held_by
        from dondoc.services.organisation.directory import find_person
        from dondoc.services.staffing.holding_dates import DatesWanted

        who = find_person(session, self.person)
        last = self.last
        for holding in held_by(session, who.key, today):
            if (holding.code, holding.held_from) == (self.position, self.since) and last is None:
                last = None if self.still else holding.held_to
        first = self.first or self.since
        return DatesWanted(
            self.person, self.position, self.since, first, last, along=not self.apart
        )


def put_right(days: TypedDays, reason: str, by: str, yes: bool, json: bool) -> None:
    """What was said is what is done: whatever has changed meanwhile is refused."""
    from dondoc.clock import wall_clock
    from dondoc.services.organisation.changes import acting_for_office
    from dondoc.services.staffing.holding_dates import dates_if_put_right, put_dates_right
    from dondoc.services.working_days.days import Consent
    from dondoc.store.database import reading
    from models.rules.checkpoints import local_date

    workplace = office(quiet=json)
    now = moment(workplace, None)
    with reading(workplace.engine) as session:
        dates = days.wanted(session, local_date(now))
        correction = dates_if_put_right(acting_for_office(session, by, now, wall_clock()), dates)
        if not json:
            _show(correction)
    _agree(yes or json)
    with settings_of(by, json=json, for_office=True) as (_, acting):
        put_dates_right(acting, dates, Consent(reason, correction.fingerprint))
    if json:
        as_json({"done": "put_right", **correction.plain()})
    else:
        typer.echo(tr("staffing.done.put_right"))


def _show(correction: "PutRight") -> None:
    from dondoc.rendering import formats

    def shown(day: date | None) -> str:
        return formats.day(day) if day else tr("staffing.now")

    for other_days in correction.changed:
        days = {"first": other_days.before.start, "last": other_days.before.end,
                "new_first": other_days.after.start, "new_last": other_days.after.end}  # fmt: skip
        texts = {name: shown(day) for name, day in days.items()}
        typer.echo(tr("staffing.dates.line", person=other_days.name, **texts))
    typer.echo(tr("staffing.dates.passed", n=len(correction.passed)))
    for passed in correction.passed:
        names = {"before": passed.before or "–", "after": passed.after or "–"}
        typer.echo(tr("staffing.cli.dates_passed", ref=passed.ref, year=passed.year, **names))


def _agree(yes: bool) -> None:
    from dondoc.errors import Refused

    if yes:
        return
    if not sys.stdin.isatty():
        raise Refused("cli.staffing.needs_yes")
    answer = typer.prompt(tr("staffing.cli.dates_sure"), default="", show_default=False)
    if answer.strip().casefold() not in tr("cli.plan.yes_words").split():
        raise Refused("staffing.cli.left_alone")
