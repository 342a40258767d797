"""What waits in the programmes that are not looked at, each with its number."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, text
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from dondoc.services.access import Viewer, viewer_in
from dondoc.services.frames import frame_of, kept_programme
from dondoc.services.my_work_query import Section, portion
from dondoc.services.overdue.conditions import stored_place
from dondoc.services.overdue.kept import database_of, keep, version
from dondoc.services.overdue.scope import Scope, open_scope
from dondoc.services.overdue.totals import count
from dondoc.services.overdue.wanted import Shown, Wanted, limits_on
from dondoc.services.programmes import ProgrammeYear
from dondoc.services.verifying.queues import Only, Queue, size
from models.assignment import Assignment, Checkpoint
from models.programme import Programme
from models.rules.calendar import OutsideCalendarError
from models.rules.roles import Mandate
from models.rules.stages import Standing


class Elsewhere(NamedTuple):
    """What waits in another year: checkpoints that are overdue, and reports to be verified."""

    year: int
    overdue: int
    to_verify: int


def waiting_elsewhere(session: Session, shown: Programme, day: date) -> list[Elsewhere]:
    """Of every other programme in which something waits for anybody, the latest first."""
    found = _of_everybody(session, shown, day)
    known = {one.key: one.year for one in session.exec(select(Programme))}
    listed = [Elsewhere(known[key], *found[key]) for key in found if key != shown.key]
    return sorted(listed, reverse=True)


def waiting_for(
    session: Session, viewer: Viewer, others: Iterable[ProgrammeYear], at_work: ProgrammeYear
) -> dict[int, Elsewhere]:
    """What waits for a viewer in other programmes, by year; those without any are left out.

    Asked again only when something has happened: a fixed number of queries for each programme
    in which anything waits at all.
    """
    key = ("waiting", database_of(session), viewer.person_id, viewer.day)
    waits = keep(key, version(session), lambda: _look(session, viewer, at_work))
    return {one.year: waits[one.year] for one in others if one.year in waits}


def _look(session: Session, viewer: Viewer, at_work: ProgrammeYear) -> dict[int, Elsewhere]:
    found = {}
    for key in _of_everybody(session, kept_programme(session, at_work.key), viewer.day):
        one = _of_viewer(session, viewer, kept_programme(session, key))
        if one.overdue or one.to_verify:
            found[one.year] = one
    return found


def _of_viewer(session: Session, viewer: Viewer, programme: Programme) -> Elsewhere:
    there = viewer_in(session, viewer, programme)
    scope = open_scope(session, programme, there)
    verifies = there.has(Mandate.SECRETARIAT)
    return Elsewhere(
        programme.year,
        _overdue(scope),
        size(scope, Queue.REPORTS, Only()) if verifies else 0,
    )


def _overdue(scope: Scope) -> int:
    """On the board of whoever has one; else of what they answer for, as their own list has it."""
    if scope.viewer.sees_all or scope.viewer.boards:
        return count(scope, Wanted(shown=Shown.OVERDUE))
    if not scope.viewer.answers:
        return 0
    found = portion(scope.session, scope.viewer, scope.frame, scope.today, (0, 1))
    return found.counts.get(Section.OVERDUE, 0)


def _of_everybody(session: Session, programme: Programme, day: date) -> dict[int, tuple[int, int]]:
    """How many are overdue and how many are to be verified, by programme where there are any.

    As the last drain left them. Days off are the same in every programme.
    """
    try:
        limits = limits_on(day, frame_of(session, programme))
    except OutsideCalendarError:
        return {}

    def read() -> dict[int, tuple[int, int]]:
        late = _counted(session, stored_place(Shown.OVERDUE, limits))
        reported = _counted(session, stored_place(Shown.WAITING, limits))
        return {key: (late[key], reported[key]) for key in late.keys() | reported.keys()}

    return keep(("waiting", database_of(session), limits), version(session), read)


def _counted(session: Session, place: list[Any]) -> Counter[int]:
    programme = col(Assignment.programme_id)
    query: Select[Any] = (
        sa_select(programme, func.count())
        .select_from(Checkpoint)
        .join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
        # Written out, because a partial index is used only for what stands in the query itself.
        .where(text("checkpoint.standing = 'live'"), *place)
        .where(col(Assignment.standing) == Standing.LIVE)
        .group_by(programme)
    )
    return Counter(dict(session.connection().execute(query).tuples().all()))
