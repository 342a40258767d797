"""Whether a working day or a day off would re-judge the work of whoever enters it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import held_within
from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.programme.programmes import calendar_with, working_calendar
from dondoc.services.programme.rule_sets import rules_of
from dondoc.services.work.answering.former_posts import former_posts
from dondoc.services.work.answering.tenures import tenures_of
from dondoc.services.work.checkpoint_queries import checkpoint_ids
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.services.working_days.effects import DaysChanged, Effects
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.joins import (
    ASSIGNMENTS_OF_PROGRAMME,
    OFFICIALS_OF_ASSIGNMENT,
    PROGRAMME_OF_ASSIGNMENT,
)
from models.person import Holding, Position
from models.programme import Programme
from models.rules.due import due_facts
from models.rules.rejudging import Calendars, shortens
from models.rules.responsibility import answered
from models.rules.stages import Standing


def own_work_in(session: Session, effects: Effects, person_id: int, today: date) -> str | None:
    """The first checkpoint that would be judged or due otherwise and that the person answered for.

    Also one that is overdue and would be late by fewer days. They answer for it where they held a
    position of its assignment on any day of its year, also one that a plan has taken off it since,
    or headed its unit.
    """
    touched = sorted(
        {(rejudged.year, rejudged.ref) for rejudged in effects.turned}
        | {(holder.year, holder.ref) for holder in effects.passed}
        | set(effects.moved)
    )
    years = {year for year, _ in touched}
    mine = answered_in(session, person_id, years, today) if years else set()
    own = next((ref for year, ref in touched if (year, ref.partition("/")[0]) in mine), None)
    return own or next(_shortened(session, effects.days, person_id, today), None)


def answered_in(
    session: Session, person_id: int, years: Collection[int], today: date
) -> set[tuple[int, str]]:
    """The assignments that somebody answers for, or did since the first of these years began."""
    mine = _answered(session, person_id, date(min(years), 1, 1), today)
    return mine | _formerly(session, person_id, years, today)


def _shortened(session: Session, days: DaysChanged, person_id: int, today: date) -> Iterator[str]:
    """Their overdue checkpoints that would be late by fewer days, now or once the days are over."""
    for programme in session.scalars(select(Programme).order_by(col(Programme.year))):
        calendars = Calendars(
            working_calendar(session, programme), calendar_with(session, programme, days)
        )
        if calendars.before == calendars.after:
            continue
        frame = ProgrammeRules(calendars.before, rules_of(session, programme))
        ids = _overdue_of(session, programme, person_id, today)
        for checkpoint in load_checkpoints(session, frame, ids).values():
            facts = due_facts(checkpoint.facts)
            if checkpoint.is_live and shortens(facts, today, max(days), calendars):
                yield checkpoint.ref


def _overdue_of(session: Session, programme: Programme, person_id: int, today: date) -> list[int]:
    """The checkpoints of theirs that may be overdue, by their dates."""
    mine = answered_in(session, person_id, [programme.year], today)
    refs = {ref for year, ref in mine if year == programme.year}
    query = checkpoint_ids(
        programme.key,
        col(Assignment.ref).in_(sorted(refs)),
        col(Checkpoint.standing) == Standing.LIVE,
        or_(col(Checkpoint.due_on) < today, col(Checkpoint.returned_due_on) < today),
    )
    return list(session.scalars(query.order_by(col(Checkpoint.id)))) if refs else []


def _answered(session: Session, person_id: int, first: date, last: date) -> set[tuple[int, str]]:
    """The assignments, by year and reference, of positions that somebody held in these days."""
    held = select(col(Holding.position_id)).where(
        col(Holding.person_id) == person_id, held_within(first, last)
    )
    query = (
        select(col(Programme.year), col(Assignment.ref))
        .join(*ASSIGNMENTS_OF_PROGRAMME)
        .outerjoin(*OFFICIALS_OF_ASSIGNMENT)
        .where(or_(col(AssignmentOfficial.position_id).in_(held), _heads(person_id, first, last)))
    )
    return {(year, ref) for year, ref in session.connection().execute(query)}


def _formerly(
    session: Session, person_id: int, years: Iterable[int], today: date
) -> set[tuple[int, str]]:
    """The assignments of these years that somebody answered for until a plan named others."""
    query = (
        select(col(Assignment.id), col(Programme.year), col(Assignment.ref))
        .join(*PROGRAMME_OF_ASSIGNMENT)
        .where(col(Programme.year).in_(sorted(set(years))))
    )
    refs = {key: (year, ref) for key, year, ref in session.connection().execute(query)}
    tenures = tenures_of(session, person_id)
    return {
        refs[former.assignment_id]
        for former in former_posts(session, refs)
        if answered(former, person_id, tenures, date(refs[former.assignment_id][0], 1, 1), today)
    }


def _heads(person_id: int, first: date, last: date) -> ColumnElement[bool]:
    """Whether somebody heads the unit of an assignment in these days."""
    headed = (
        select(col(Position.unit_id))
        .join(Holding, col(Holding.position_id) == col(Position.id))
        .where(
            col(Position.heads_unit),
            col(Holding.person_id) == person_id,
            held_within(first, last),
        )
    )
    return col(Assignment.unit_id).in_(headed)
