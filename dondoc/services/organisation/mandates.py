"""Who may do something in the whole office: the mandates a person holds on a day."""

from datetime import date

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import held_on
from dondoc.services.programme.at_work import years_on
from models.account import Account
from models.person import Holding, Person, ProgrammeMandate
from models.rules.roles import Mandate
from models.rules.vietnamese_order import by_given_name


def mandates_of(session: Session, person_id: int, day: date) -> frozenset[Mandate]:
    """What a person may do in the whole office, by the programme that is at work on that day.

    It is the one whose rights every page of the office takes: whom only last year's plan names
    has no right there, although some of its work is still to be judged. A mandate for one unit
    only is none here: settings are the whole office's. An administrator of the installation is
    one without any programme.
    """
    return mandates_in(session, person_id, _at_work(session, day), day)


def mandates_in(
    session: Session, person_id: int, programme_id: int | None, day: date
) -> frozenset[Mandate]:
    """What a person may do in the whole of one programme, whichever is at work on that day."""
    query = (
        select(col(ProgrammeMandate.mandate))
        .join(Holding, col(Holding.position_id) == col(ProgrammeMandate.position_id))
        .where(col(Holding.person_id) == person_id, *_counts(programme_id, day))
    )
    held = {Mandate(mandate) for mandate in session.scalars(query)}
    return frozenset(held | _of_installation(session, person_id))


def people_with(session: Session, mandate: Mandate, day: date) -> list[int]:
    """Everybody who holds a mandate of the office as `mandates_of` knows it, in order."""
    query = (
        select(col(Holding.person_id))
        .join(ProgrammeMandate, col(ProgrammeMandate.position_id) == col(Holding.position_id))
        .where(col(ProgrammeMandate.mandate) == mandate, *_counts(_at_work(session, day), day))
        .distinct()
    )
    return sorted(session.scalars(query))


def _at_work(session: Session, day: date) -> int | None:
    meant = years_on(session, day).at_work
    return None if meant is None else meant.key


def _counts(programme_id: int | None, day: date) -> tuple[ColumnElement[bool], ...]:
    """The conditions that a mandate of a programme gives a right in the whole of it on a day."""
    return (
        held_on(day),
        col(ProgrammeMandate.unit_id).is_(None),
        col(ProgrammeMandate.programme_id) == programme_id,
    )


def holders_of(
    session: Session, mandate: Mandate, programme_id: int | None, day: date
) -> list[str]:
    """The names of those who hold a mandate of the whole office in a programme, on a day."""
    query = (
        select(col(Person.full_name))
        .join(Holding, col(Holding.person_id) == col(Person.id))
        .join(ProgrammeMandate, col(ProgrammeMandate.position_id) == col(Holding.position_id))
        .where(
            col(ProgrammeMandate.mandate) == mandate,
            col(ProgrammeMandate.unit_id).is_(None),
            col(ProgrammeMandate.programme_id) == programme_id,
            held_on(day),
        )
        .distinct()
    )
    return sorted(session.scalars(query), key=by_given_name)


def _of_installation(session: Session, person_id: int) -> set[Mandate]:
    query = select(col(Account.id)).where(
        col(Account.person_id) == person_id,
        col(Account.administrator),
        col(Account.disabled_at).is_(None),
    )
    return {Mandate.ADMINISTRATOR} if session.scalar(query) is not None else set()
