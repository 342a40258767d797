"""The official who answers for a checkpoint, as a database sorts by it."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union,
)
from sqlmodel import col

from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.organisation.in_force import held_on
from dondoc.services.work.answering.appointments import appointments_in
from dondoc.services.work.checkpoint_queries import RETURNED
from dondoc.services.work.days_in_sql import reported_day
from dondoc.services.work.late_returns import among_late, as_pairs, late_returns
from dondoc.store.bulk import among
from dondoc.store.cache import keep
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT
from models.person import Holding, Person
from models.rules.due import last_day
from models.rules.due_parts import OPEN, DuePart
from models.rules.stages import UNREPORTED


def by_leader(scope: BoardQuestion, query: Select[Any], shown: DuePart) -> tuple[Select[Any], Any]:
    """A query of checkpoints joined with the name of whoever leads each; and that name.

    Of what is open names are looked up by position, of which there are few, and not once for
    every row; what is settled is of whoever held the position on the day that counts.
    """
    leads = (
        select(
            col(AssignmentOfficial.assignment_id).label("assignment_id"),
            func.min(col(AssignmentOfficial.position_id)).label("position_id"),
        )
        .where(col(AssignmentOfficial.rank) == 0)
        .group_by(col(AssignmentOfficial.assignment_id))
        .subquery()
    )
    joined = query.outerjoin(leads, leads.c.assignment_id == col(Assignment.id))
    if shown in OPEN:
        names = _holders().where(held_on(scope.today)).group_by(col(Holding.position_id)).subquery()
        joined = joined.outerjoin(names, names.c.position_id == leads.c.position_id)
        return joined, names.c.name
    day = _day_that_counts(scope)
    position = _lead_on(scope, day, leads.c.position_id)
    then = and_(col(Holding.position_id) == position, held_on(day))
    name = select(func.min(col(Person.full_name))).select_from(Holding)
    name = name.join(Person, col(Person.id) == col(Holding.person_id)).where(then)
    return joined, name.correlate(leads, Checkpoint, Assignment).scalar_subquery()


def _lead_on(scope: BoardQuestion, day: ColumnElement[date], now: Any) -> Any:
    """The position in the lead on a day: another one where a plan has named others since."""
    assignments: dict[tuple[date, int | None], list[int]] = defaultdict(list)
    for assignment_id, appointments in appointments_in(scope.session).by_assignment.items():
        for each in appointments[:-1]:
            assert each.days.end is not None
            lead = next(iter(each.positions), None)
            assignments[each.days.end, lead].append(assignment_id)
    if not assignments:
        return now
    key = col(Assignment.id)
    ordered = sorted(assignments.items(), key=lambda item: item[0][0])
    return case(
        *(
            (and_(day <= end, among(scope.session, key, keys)), literal(lead, Integer))
            for (end, lead), keys in ordered
        ),
        else_=now,
    )


def _holders() -> Select[Any]:
    return select(
        col(Holding.position_id).label("position_id"),
        func.min(col(Person.full_name)).label("name"),
    ).join(Person, col(Person.id) == col(Holding.person_id))


def _day_that_counts(scope: BoardQuestion) -> ColumnElement[date]:
    """See `models.rules.responsibility`, of what the last drain left."""
    due, last = col(Checkpoint.due_on), _last_days(scope)
    reported = type_coerce(reported_day(scope.session), Date)
    late = late_returns(scope.session, scope.frame.calendar)
    today, in_time = literal(scope.today, Date), _in_time(due, last)
    silent = or_(reported.is_(None), col(Checkpoint.undelivered))
    return case(
        (col(Checkpoint.stage).in_(sorted(UNREPORTED)), today),
        (and_(silent, in_time > today), today),
        (silent, in_time),
        (among_late(*RETURNED, as_pairs(late)), _in_time(RETURNED[0], last)),
        (reported <= in_time, reported),
        else_=in_time,
    )


def _in_time(due: Any, last: dict[date, ColumnElement[date]]) -> ColumnElement[date]:
    condition: ColumnElement[date] = case(last, value=due, else_=due) if last else due
    return condition


def _last_days(scope: BoardQuestion) -> dict[date, ColumnElement[date]]:
    """The last day in time of those due dates of the programme that are days off."""

    def ours(day: Any) -> Select[Any]:
        query = select(day).join(*ASSIGNMENT_OF_CHECKPOINT)
        return query.where(col(Assignment.programme_id) == scope.programme.id)

    def read() -> dict[date, date]:
        days = (col(Checkpoint.due_on), col(Checkpoint.returned_due_on))
        last_days = scope.session.connection().scalars(union(*(ours(day) for day in days)))
        return {day: last_day(day, scope.frame.calendar) for day in last_days if day is not None}

    days = keep(("last days", *scope.whose[:2]), scope.state, read)
    return {day: literal(last, Date) for day, last in days.items() if last != day}
