"""How much waits for a viewer in the other years' programmes, by kind.

The numbers are those of the lists that they open: the board, the queues of the verification desk,
and a person's own work.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import exists
from sqlalchemy import select as sa_select
from sqlmodel import Session, col

from dondoc.services.boards.my_work.query import WorkSection, portion
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import BoardQuestion, open_scope
from dondoc.services.boards.overdue.totals import count
from dondoc.services.organisation.viewer import Viewer, viewer_in
from dondoc.services.programme.programmes import ProgrammeYear
from dondoc.services.verification.queues import Queue, QueueUnits, size
from dondoc.services.work.shared_facts import cached_programme
from dondoc.store.cache import database_of, keep, version
from models.assignment import Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT, LIVE, PROGRAMME_OF_ASSIGNMENT
from models.programme import Programme
from models.rules.calendar import OutsideCalendarError
from models.rules.due_parts import DuePart
from models.rules.roles import Mandate
from models.rules.stages import Stage


class WaitingKind(StrEnum):
    """What waits: on the board, for verification, among a person's own work."""

    OVERDUE = "overdue"
    TO_VERIFY = "to_verify"
    EXTENSIONS = "extensions"
    CAUSES = "causes"
    SILENT = "silent"
    TO_EVALUATE = "to_evaluate"
    OWN_RETURNED = "own_returned"
    OWN_OVERDUE = "own_overdue"
    OWN_DUE_SOON = "own_due_soon"
    OWN_OPEN = "own_open"


QUEUES = {
    WaitingKind.TO_VERIFY: Queue.REPORTS,
    WaitingKind.EXTENSIONS: Queue.EXTENSIONS,
    WaitingKind.CAUSES: Queue.CAUSES,
    WaitingKind.SILENT: Queue.SILENT,
    WaitingKind.TO_EVALUATE: Queue.RESULTS,
}
OWN = {
    WaitingKind.OWN_RETURNED: WorkSection.RETURNED,
    WaitingKind.OWN_OVERDUE: WorkSection.OVERDUE,
    WaitingKind.OWN_DUE_SOON: WorkSection.DUE_SOON,
    WaitingKind.OWN_OPEN: WorkSection.OPEN,
}


class WaitingInYear(NamedTuple):
    """What waits in another year: every kind of which there is any, with its number."""

    year: int
    waits: dict[WaitingKind, int]

    @property
    def of_office(self) -> dict[WaitingKind, int]:
        """Every kind that concerns the office, also those of which there is none."""
        return {kind: self.waits.get(kind, 0) for kind in (WaitingKind.OVERDUE, *QUEUES)}

    @property
    def own(self) -> int:
        """How many reports are still to come of whoever looks."""
        return sum(number for kind, number in self.waits.items() if kind in OWN)


def waiting_elsewhere(session: Session, shown: Programme, day: date) -> list[WaitingInYear]:
    """What waits for the office in every other programme, the latest first."""
    office = Viewer(0, "", "", "", day, mandates=frozenset({Mandate.SECRETARIAT}))
    others = [year for year in _unjudged(session) if year.key != shown.key]
    views = [replace(office, programme_id=other.key, year=other.year) for other in others]
    waiting_reasons = [_read(session, view) for view in views]
    return sorted((year for year in waiting_reasons if year.waits), reverse=True)


def waiting_for(
    session: Session, viewer: Viewer, others: Iterable[ProgrammeYear]
) -> dict[int, WaitingInYear]:
    """What waits for a viewer in other programmes, by year; those without any are left out.

    Asked again only when something has happened: a fixed number of queries for each programme
    in which anything is left to be judged.
    """
    key = ("waiting", database_of(session), viewer.person_id, viewer.day)
    waits = keep(key, version(session), lambda: _waiting_by_year(session, viewer))
    return {other.year: waits[other.year] for other in others if other.year in waits}


def _waiting_by_year(session: Session, viewer: Viewer) -> dict[int, WaitingInYear]:
    views = [viewer_in(session, viewer, year) for year in _unjudged(session)]
    waiting_reasons = [_read(session, view) for view in views]
    return {waits.year: waits for waits in waiting_reasons if waits.waits}


def _read(session: Session, viewer: Viewer) -> WaitingInYear:
    """In the viewer's programme; without what its calendar is too short for."""
    assert viewer.programme_id is not None and viewer.year is not None
    try:
        scope = open_scope(session, cached_programme(session, viewer.programme_id), viewer)
        waits = dict(_counted(scope))
    except OutsideCalendarError:
        waits = {}
    return WaitingInYear(viewer.year, {kind: number for kind, number in waits.items() if number})


def _counted(scope: BoardQuestion) -> Iterator[tuple[WaitingKind, int]]:
    viewer = scope.viewer
    if viewer.sees_all or viewer.boards:
        yield WaitingKind.OVERDUE, count(scope, BoardFilters(shown=DuePart.OVERDUE))
    if viewer.has(Mandate.SECRETARIAT):
        yield from ((kind, size(scope, queue, QueueUnits())) for kind, queue in QUEUES.items())
    if viewer.tenures:
        own = portion(scope.session, viewer, scope.frame, scope.today, (0, 1)).counts
        yield from ((kind, own.get(section, 0)) for kind, section in OWN.items())


def _unjudged(session: Session) -> list[ProgrammeYear]:
    """The programmes in which anything is left to be judged, the earliest first."""
    left = exists().where(
        ASSIGNMENT_OF_CHECKPOINT.on,
        PROGRAMME_OF_ASSIGNMENT.on,
        *LIVE,
        col(Checkpoint.stage) != Stage.EVALUATED,
    )
    query = sa_select(col(Programme.id), col(Programme.year)).where(left)
    rows = session.connection().execute(query.order_by(col(Programme.year)))
    return [ProgrammeYear(*row) for row in rows]
