"""Who may do something in the whole office: the mandates a person holds on a day."""

from datetime import date

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import held_on
from dondoc.services.programme.at_work import years_on
from dondoc.services.programme.programmes import programmes_at_work
from models.account import Account
from models.person import Holding, Person, ProgrammeMandate
from models.rules.roles import Mandate


def mandates_of(session: Session, person_id: int, day: date) -> frozenset[Mandate]:
    """What a person may do everywhere in a programme at work, or in the one meant on that day.

    A mandate for one unit only is none here: settings are the whole office's. An administrator
    of the installation is one without any programme.
    """
    query = (
        select(col(ProgrammeMandate.mandate))
        .join(Holding, col(Holding.position_id) == col(ProgrammeMandate.position_id))
        .where(col(Holding.person_id) == person_id, *_counts(session, day))
    )
    held = {Mandate(mandate) for mandate in session.scalars(query)}
    return frozenset(held | _of_installation(session, person_id))


def people_with(session: Session, mandate: Mandate, day: date) -> list[int]:
    """Everybody who holds a mandate of the office as `mandates_of` knows it, in order."""
    query = (
        select(col(Holding.person_id))
        .join(ProgrammeMandate, col(ProgrammeMandate.position_id) == col(Holding.position_id))
        .where(col(ProgrammeMandate.mandate) == mandate, *_counts(session, day))
        .distinct()
    )
    return sorted(session.scalars(query))


def _counts(session: Session, day: date) -> tuple[ColumnElement[bool], ...]:
    """The conditions that a mandate gives a right in the whole office on a day."""
    programmes = {programme.key for programme in programmes_at_work(session)}
    meant = years_on(session, day).at_work
    return (
        held_on(day),
        col(ProgrammeMandate.unit_id).is_(None),
        col(ProgrammeMandate.programme_id).in_(programmes | ({meant.key} if meant else set())),
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
        .order_by(col(Person.full_name))
    )
    return list(session.scalars(query))


def _of_installation(session: Session, person_id: int) -> set[Mandate]:
    query = select(col(Account.id)).where(
        col(Account.person_id) == person_id,
        col(Account.administrator),
        col(Account.disabled_at).is_(None),
    )
    return {Mandate.ADMINISTRATOR} if session.scalar(query) is not None else set()
