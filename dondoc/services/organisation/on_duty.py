"""Who answers for work on a day, and so must stay within reach."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select, union
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import deputised_on, held_on, not_over, seated_on
from dondoc.store.bulk import among
from models.assignment import AssignmentOfficial, Checkpoint
from models.committee import Committee, CommitteeSeat
from models.installation import ChannelSetup
from models.joins import ASSIGNMENT_OF_OFFICIAL, CHECKPOINTS_OF_ASSIGNMENT
from models.person import Contact, Holding, Position, Preference, ProgrammeMandate
from models.rules.stages import Stage, Standing


def people_on_duty(session: Session, day: date) -> frozenset[int]:
    """The ids of all who answer for work on a day: officials with live work, heads of units,
    members of steering committees, holders of mandates, and deputies of those away."""
    positions = union(_leading(), _heading(), _seated(day), _mandated()).subquery()
    holders = select(col(Holding.person_id)).where(
        col(Holding.position_id).in_(select(positions.c[0])), held_on(day)
    )
    return frozenset(session.scalars(holders)) | frozenset(session.scalars(_deputies(day)))


def usable(session: Session, person_id: int) -> list[Contact]:
    """A person's addresses in use, the preferred one first."""
    query = select(Contact).where(col(Contact.person_id) == person_id, *_in_use())
    return list(session.scalars(query.order_by(col(Contact.rank), col(Contact.id))))


def reachable(session: Session, person_ids: Iterable[int]) -> frozenset[int]:
    """Those of these people who have an address in use; none is opened for it."""
    theirs = among(session, col(Contact.person_id), set(person_ids))
    return frozenset(session.scalars(select(col(Contact.person_id)).where(theirs, *_in_use())))


def hearing_themselves(session: Session, day: date) -> frozenset[int]:
    """Everybody whom a letter of a day reaches: with an address in use, and not away."""
    query = select(col(Contact.person_id)).where(
        *_in_use(), col(Contact.person_id).not_in(_away(day))
    )
    return frozenset(session.scalars(query.distinct()))


def heard_by_a_deputy(session: Session, day: date) -> frozenset[int]:
    """Everybody who is away on a day and has named who reads instead."""
    return frozenset(session.scalars(_away(day)))


def _away(day: date) -> Select[Any]:
    return select(col(Preference.person_id)).where(deputised_on(day))


def _in_use() -> tuple[ColumnElement[bool], ...]:
    closed = select(col(ChannelSetup.name)).where(col(ChannelSetup.disabled_at).is_not(None))
    return (
        col(Contact.confirmed_at).is_not(None),
        col(Contact.disabled_at).is_(None),
        col(Contact.channel).not_in(closed),
    )


def _leading() -> Select[Any]:
    return (
        select(col(AssignmentOfficial.position_id))
        .join(*ASSIGNMENT_OF_OFFICIAL)
        .join(*CHECKPOINTS_OF_ASSIGNMENT)
        .where(col(Checkpoint.standing) == Standing.LIVE, col(Checkpoint.stage) != Stage.EVALUATED)
    )


def _heading() -> Select[Any]:
    return select(col(Position.id)).where(col(Position.heads_unit))


def _seated(day: date) -> Select[Any]:
    return (
        select(col(CommitteeSeat.position_id))
        .join(Committee, col(Committee.id) == col(CommitteeSeat.committee_id))
        .where(seated_on(day))
    )


def _mandated() -> Select[Any]:
    return select(col(ProgrammeMandate.position_id))


def _deputies(day: date) -> Select[Any]:
    return select(col(Preference.deputy_id)).where(
        col(Preference.deputy_id).is_not(None), not_over(Preference.paused_to, day)
    )
