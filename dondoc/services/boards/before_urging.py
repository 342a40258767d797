"""Before somebody urges by hand: whom of each audience it would reach today."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.boards.item import is_open
from dondoc.services.organisation.directory import Holder, open_directory
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.programme.frames import frame_of
from dondoc.services.reach.reachability import open_routes
from dondoc.services.reminders.gather.recipients import AudienceResolver
from dondoc.services.reminders.nudges.by_hand import URGERS, urged_today
from dondoc.services.work.checkpoint_view import CheckpointView, view
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.services.work.references import find_for_act
from dondoc.services.work.roles import roles_of
from dondoc.services.work.visible_assignment import visible_assignment
from models.assignment import Assignment
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.roles import Audience

AUDIENCES = (
    Audience.LEAD,
    Audience.UNIT_HEAD,
    Audience.COMMITTEE_SECRETARY,
    Audience.COMMITTEE_HEAD,
    Audience.COORDINATING,
)
"""Whom a person may urge: those who do the work, and those who answer for it."""


@dataclass(frozen=True)
class UrgedPerson:
    """One person who gets it. `deputy`: who reads it instead while they are away, or ''."""

    name: str
    title: str
    deputy: str


@dataclass(frozen=True)
class UrgedAudience:
    """An audience that urging reaches.

    `stand_in`: as whom they are told, where nobody of the audience can be reached.
    """

    audience: Audience
    people: tuple[UrgedPerson, ...]
    unreachable: tuple[str, ...]
    stand_in: Audience | None


@dataclass(frozen=True)
class NudgePreview:
    """What urging would do.

    `open`: somebody must still report; `already`: the viewer urged it today.
    """

    ref: str
    title: str
    unit_id: int
    view: CheckpointView
    open: bool
    already: bool
    reached: tuple[UrgedAudience, ...]


def nudge_preview(
    session: Session, programme: Programme, viewer: Viewer, ref: str, now: datetime
) -> NudgePreview | None:
    """Whom urging `KND@LT/Q1` would reach; None where the viewer does not see it.

    Raises BadInput for a reference without its checkpoint.
    """
    assignment = visible_assignment(session, programme, viewer, ref)
    if assignment is None:
        return None
    today = local_date(now)
    key = find_for_act(session, ref, today, programme.year).checkpoint.key
    frame = frame_of(session, programme)
    checkpoint = load_checkpoints(session, frame, [key])[key]
    return NudgePreview(
        ref=checkpoint.ref,
        title=checkpoint.indicator.title,
        unit_id=assignment.unit_id,
        view=view(checkpoint, frame, today),
        open=is_open(checkpoint.facts, today),
        already=bool(urged_today(session, viewer.person_id, [key], now)),
        reached=_reached(session, programme, assignment, now),
    )


def may_urge(session: Session, viewer: Viewer, assignment: Assignment) -> bool:
    """Whether urging on this assignment is the viewer's to do."""
    return bool(roles_of(session, viewer.person_id, assignment, viewer.day) & URGERS)


def _reached(
    session: Session, programme: Programme, assignment: Assignment, now: datetime
) -> tuple[UrgedAudience, ...]:
    directory = open_directory(session, programme, local_date(now))
    directory.take_in(session, [assignment.key])
    reach = AudienceResolver(directory, open_routes(session, local_date(now)))
    reached = {audience: reach.people(assignment.key, audience) for audience in AUDIENCES}
    readers = {
        holder.person_id: reach.reader(holder.person_id)
        for each in reached.values()
        for holder in each.people
    }
    names = _names(session, {reader for reader in readers.values() if reader is not None})
    return tuple(
        UrgedAudience(
            audience,
            tuple(
                _urged_person(person, readers[person.person_id], names) for person in each.people
            ),
            tuple(holder.full_name for holder in each.unreachable),
            each.stand_in,
        )
        for audience, each in reached.items()
        if each.people
    )


def _names(session: Session, ids: set[int]) -> dict[int, str]:
    query = select(col(Person.id), col(Person.full_name)).where(col(Person.id).in_(sorted(ids)))
    return {row[0]: row[1] for row in session.execute(query)}


def _urged_person(holder: Holder, reader: int | None, names: dict[int, str]) -> UrgedPerson:
    away = reader not in (None, holder.person_id)
    return UrgedPerson(holder.full_name, holder.title, names[reader] if away and reader else "")
