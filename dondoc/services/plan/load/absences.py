"""Who is away and who stands in for them: no plan says so, and a new name goes along with it."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.person import Person, Preference


class Absence(NamedTuple):
    """Somebody is away (both days included), and who stands in for them, by their codes."""

    away: str
    deputy: str
    since: date
    until: date


def read_absences(session: Session) -> tuple[Absence, ...]:
    """All that are recorded, past ones too: nobody deletes them."""
    away, deputy = aliased(Person), aliased(Person)
    query = (
        select(
            col(away.code),
            col(deputy.code),
            col(Preference.paused_from),
            col(Preference.paused_to),
        )
        .join(away, col(away.id) == col(Preference.person_id))
        .join(deputy, col(deputy.id) == col(Preference.deputy_id))
        .order_by(col(Preference.id))
    )
    return tuple(
        Absence(of, by, since, until)
        for of, by, since, until in session.execute(query)
        if since is not None and until is not None
    )
