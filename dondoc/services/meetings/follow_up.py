"""What became of conclusions: read for a meeting, for whoever was given them, and for all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from dondoc.services.meetings.work import WorkStands, is_done_work, works_of
from dondoc.services.organisation.directory import names_of_people
from dondoc.services.organisation.in_force import held_on
from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.programme.frames import cached_frame_of
from dondoc.store.cache import database_of, keep, version
from models.meeting import AgendaItem, Conclusion, Meeting
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import local_date
from models.rules.conclusions import AWAITED, ConclusionState, conclusion_state
from models.rules.due import last_day


@dataclass(frozen=True)
class ConclusionRow:
    """A conclusion as people look at it on a day. `who`: the holders of the position today.

    `last_day`: the last one in time; None where nothing is awaited. `days`: working days that it
    is late, or 0. `year`: of the programme of its meeting. `work`: of one that became work of the
    plan, how that stands.
    """

    conclusion: Conclusion
    subject: str
    meeting_id: int
    year: int
    held_on: date
    state: ConclusionState
    last_day: date | None
    days: int = 0
    title: str = ""
    position: str = ""
    unit_id: int | None = None
    unit: str = ""
    who: str = ""
    answered_by: str = ""
    taken_back_by: str = ""
    work: WorkStands | None = None

    @property
    def is_taken_back(self) -> bool:
        """Whether it was recorded wrongly and no longer stands."""
        return self.state is ConclusionState.TAKEN_BACK

    @property
    def is_awaited(self) -> bool:
        """Whether an answer may be given; work of the plan is reported on instead."""
        return self.state in AWAITED and self.work is None

    @property
    def due_on(self) -> date | None:
        """When it is due now: the date of work may have been changed since, and what was sent back
        has its own.
        """
        return self.work.due_on if self.work else self.conclusion.mend_by or self.conclusion.due_on

    @property
    def ref(self) -> str:
        """The work of the plan that it became, or ''."""
        return self.work.ref if self.work else ""


def conclusions_of(
    session: Session, programme: Programme, today: date, *where: ColumnElement[bool]
) -> list[ConclusionRow]:
    """The conclusions that meet conditions, by meeting and matter; a fixed number of queries."""
    rows = session.exec(_query().where(*where)).all()
    posts = {position.key: position for _, _, _, position, _ in rows if position}
    units = names_on(session, today, {post.unit_id for post in posts.values()}) if posts else {}
    held = _holders(session, posts, today)
    said = [key for each, *_ in rows for key in (each.answered_by_id, each.taken_back_by_id)]
    keys = [key for key in said if key]
    people = names_of_people(session, keys) if keys else {}
    calendar = cached_frame_of(session, programme).calendar
    works = works_of(session, [each.checkpoint_id for each, *_ in rows], today)
    made = []
    for conclusion, item, meeting, post, year in rows:
        work = works.get(conclusion.checkpoint_id or 0)
        state, last, days = _stands(conclusion, work, calendar, today)
        made.append(
            ConclusionRow(
                conclusion, item.subject, meeting.key, year, meeting.held_on, state, last, days,
                title=post.title if post else "", position=post.code if post else "",
                unit_id=post.unit_id if post else None,
                unit=units[post.unit_id].name if post else "",
                who=held.get(post.key, "") if post else "",
                answered_by=people.get(conclusion.answered_by_id or 0, ""),
                taken_back_by=people.get(conclusion.taken_back_by_id or 0, ""), work=work,
            )
        )  # fmt: skip
    return made


def _query() -> Any:
    return (
        select(Conclusion, AgendaItem, Meeting, Position)
        .join(AgendaItem, col(AgendaItem.id) == col(Conclusion.item_id))
        .join(Meeting, col(Meeting.id) == col(AgendaItem.meeting_id))
        .join(Programme, col(Programme.id) == col(Meeting.programme_id))
        .outerjoin(Position, col(Position.id) == col(Conclusion.position_id))
        .add_columns(col(Programme.year))
        .order_by(col(Meeting.held_on), col(Meeting.id), col(AgendaItem.place), col(Conclusion.id))
    )


def _stands(
    conclusion: Conclusion, work: WorkStands | None, calendar: WorkingCalendar, today: date
) -> tuple[ConclusionState, date | None, int]:
    """As its work does, where it became work of the plan; taken back, nothing is awaited of it."""
    if conclusion.taken_back_at is not None:
        return ConclusionState.TAKEN_BACK, None, 0
    return work.judged if work else _judged(conclusion, calendar, today)


def _judged(
    conclusion: Conclusion, calendar: WorkingCalendar, today: date
) -> tuple[ConclusionState, date | None, int]:
    due_on = conclusion.mend_by or conclusion.due_on
    awaited = due_on if conclusion.position_id is not None else None
    last = last_day(awaited, calendar) if awaited else None
    answered = local_date(conclusion.answered_at) if conclusion.answered_at else None
    accepted = conclusion.accepted_at is not None
    state = conclusion_state(
        last, answered, today, accepted=accepted, came_late=conclusion.came_late
    )
    late = state is ConclusionState.LATE and last is not None
    return state, last, calendar.between(last, today) if late and last else 0


def _holders(session: Session, position_ids: Iterable[int], today: date) -> dict[int, str]:
    query = (
        select(Holding.position_id, Person.full_name)
        .join(Person, col(Person.id) == col(Holding.person_id))
        .where(col(Holding.position_id).in_(list(position_ids)), held_on(today))
        .order_by(col(Holding.id))
    )
    names: dict[int, list[str]] = {}
    for position_id, name in session.exec(query):
        names.setdefault(position_id, []).append(name)
    return {key: ", ".join(some) for key, some in names.items()}


def concluded_at(meeting_id: int) -> ColumnElement[bool]:
    """The condition that a conclusion is one of this meeting, also one that was taken back."""
    return col(Meeting.id) == meeting_id


def is_standing() -> ColumnElement[bool]:
    """The condition that a conclusion was not taken back."""
    return col(Conclusion.taken_back_at).is_(None)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that a conclusion is a viewer's to see: all, their own, or of their units.

    All are those of the year, and what earlier years left unfinished: in January somebody still
    has to accept what a meeting of December gave.
    """
    if viewer.sees_all:
        own = col(Conclusion.position_id).in_(viewer.positions)
        return or_(_of_year(viewer.programme_id, viewer.year), own)
    return or_(
        col(Conclusion.position_id).in_(viewer.positions), col(Position.unit_id).in_(viewer.boards)
    )


def _of_year(programme_id: int | None, year: int | None) -> ColumnElement[bool]:
    """The condition that a meeting of the year concluded it, or an earlier one and it is open."""
    earlier = select(Programme.id).where(col(Programme.year) < (year or 0))
    unfinished = is_unfinished() & col(Meeting.programme_id).in_(earlier)
    return or_(col(Meeting.programme_id) == programme_id, unfinished)


def is_unfinished() -> ColumnElement[bool]:
    """The condition that somebody still has to answer or to accept it."""
    awaited = col(Conclusion.accepted_at).is_(None) & col(Conclusion.position_id).is_not(None)
    return awaited & is_standing() & ~is_done_work()


def awaited_from(session: Session, viewer: Viewer) -> int:
    """How many conclusions somebody was given and has not answered."""
    query = (
        select(func.count())
        .select_from(Conclusion)
        .where(
            col(Conclusion.position_id).in_(viewer.positions),
            col(Conclusion.accepted_at).is_(None),
            col(Conclusion.answered_at).is_(None),
            col(Conclusion.checkpoint_id).is_(None),
            is_standing(),
        )
    )
    return session.exec(query).one() if viewer.positions else 0


def late_conclusions(session: Session, programme: Programme, viewer: Viewer) -> int:
    """How many tasks of meetings are late, for whoever sees everything; kept until something
    happens. Earlier years' are among them, as in the list; work of the plan is listed elsewhere.
    """
    if not viewer.sees_all:
        return 0
    key = ("late conclusions", database_of(session), programme.key, viewer.day)
    return keep(key, version(session), lambda: _count_late(session, programme, viewer.day))


def _count_late(session: Session, programme: Programme, today: date) -> int:
    due_on = func.coalesce(col(Conclusion.mend_by), col(Conclusion.due_on))
    query = (
        select(due_on)
        .join(AgendaItem, col(AgendaItem.id) == col(Conclusion.item_id))
        .join(Meeting, col(Meeting.id) == col(AgendaItem.meeting_id))
        .where(
            _of_year(programme.key, programme.year),
            col(Conclusion.position_id).is_not(None),
            col(Conclusion.checkpoint_id).is_(None),
            col(Conclusion.answered_at).is_(None),
            due_on < today,
            is_standing(),
        )
    )
    calendar = cached_frame_of(session, programme).calendar
    dues = session.exec(query).all()
    return sum(due is not None and last_day(due, calendar) < today for due in dues)
