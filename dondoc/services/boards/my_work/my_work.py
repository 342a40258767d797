"""A person's own work, a page of it: what is due first, and what they may do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session, col

from dondoc.paging import pages_of
from dondoc.services.boards.my_work.query import ORDER, WorkPage, WorkSection, portion
from dondoc.services.boards.my_work.seats import SeatTask, seats_of
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.programme.frames import ProgrammeRules, cached_frame_of
from dondoc.services.reports.form_context import return_reasons
from dondoc.services.reports.refused_extensions import RefusedExtension, refused_extensions
from dondoc.services.work.answering.responsible import Answering, officials_on
from dondoc.services.work.answering.tenures import duties_in
from dondoc.services.work.checkpoint_rows import CheckpointRow, rows_of_keys
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.services.work.refused_request import refused_request
from dondoc.services.work.shared_facts import names_of_units
from dondoc.services.workbook.plan import QUARTER_LABELS
from dondoc.store.bulk import among_bound, bound
from dondoc.store.database import is_postgresql
from models.assignment import Assignment, Checkpoint
from models.drafts_and_views import ReportDraft
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.stages import Stage

PAGE_SIZE = 25


@dataclass(frozen=True)
class Duty:
    """One checkpoint on the list. `draft_at`: when its draft was kept, if there is one.

    `inherited`: it was overdue already when they took the position up. `may_open`: they still
    see the item; of a position that they left they see here what is theirs, and no more.
    `report_until`: while a refused request leaves time to report.
    """

    checkpoint_row: CheckpointRow
    section: WorkSection
    unit: str
    return_reason: str
    draft_at: datetime | None
    inherited: Answering | None = None
    may_open: bool = True
    refused_extension: RefusedExtension | None = None
    report_until: date | None = None

    @property
    def is_new(self) -> bool:
        """Whether nobody has taken it on yet."""
        return self.checkpoint_row.stage is Stage.ASSIGNED

    @property
    def is_quarter(self) -> bool:
        """Whether it is called after a quarter, which its due date says as well."""
        return self.checkpoint_row.label in QUARTER_LABELS

    @property
    def to_report(self) -> bool:
        """Whether its report is still to come."""
        return self.checkpoint_row.unreported


@dataclass(frozen=True)
class MyWork:
    """One page. `counts`: of all pages, by section; they sum to `total`.

    `only`: of which section it is, None for all.
    """

    year: int
    duties: tuple[Duty, ...]
    counts: dict[WorkSection, int]
    seats: tuple[SeatTask, ...]
    page: int
    only: WorkSection | None = None

    @property
    def total(self) -> int:
        """All live checkpoints that the person answers for."""
        return sum(self.counts.values())

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return _pages(self.counts, self.only)

    @property
    def several_units(self) -> bool:
        """Whether the page is about more than one unit, so that each row names its own."""
        return len({duty.checkpoint_row.unit_id for duty in self.duties}) > 1

    @property
    def sections(self) -> list[tuple[WorkSection, list[list[Duty]]]]:
        """The page in its sections, without empty ones; what is due on one day stands together."""
        return [
            (section, [list(alike) for _, alike in groupby(duties, _due)])
            for section, duties in groupby(self.duties, attrgetter("section"))
        ]


def _due(duty: Duty) -> tuple[date, date] | None:
    """What its group is due on; of what was reported each row says its own days."""
    row = duty.checkpoint_row
    return (row.due_on, row.last_day) if duty.to_report else None


def my_work(
    session: Session,
    programme: Programme,
    viewer: Viewer,
    now: datetime,
    page: int = 1,
    only: WorkSection | None = None,
) -> MyWork:
    """A page of what the viewer answers for, or of one section, in a fixed number of queries."""
    today, frame = local_date(now), cached_frame_of(session, programme)
    page = max(page, 1)
    work_page = portion(session, viewer, frame, today, _rows_on(page), only)
    last = _pages(work_page.counts, only)
    if page > last:
        page = last
        work_page = portion(session, viewer, frame, today, _rows_on(page), only)
    return MyWork(
        year=programme.year,
        duties=_duties(session, frame, viewer, today, work_page),
        counts={section: work_page.counts.get(section, 0) for section in ORDER},
        seats=seats_of(session, viewer, today) if viewer.seats else (),
        page=page,
        only=only,
    )


def _rows_on(page: int) -> tuple[int, int]:
    """Where a page starts, and how many rows it has."""
    return PAGE_SIZE * (page - 1), PAGE_SIZE


def _pages(counts: dict[WorkSection, int], only: WorkSection | None) -> int:
    """How many pages the list has, at least one."""
    rows = sum(counts.values()) if only is None else counts.get(only, 0)
    return pages_of(rows, PAGE_SIZE)


_SENT_BACK = (WorkSection.RETURNED, WorkSection.UNDONE)
"""Where it is said why a report was sent back."""


def _duties(
    session: Session, frame: ProgrammeRules, viewer: Viewer, today: date, page: WorkPage
) -> tuple[Duty, ...]:
    ids = [key for key, _ in page.entries]
    if not ids:
        return ()
    rows = rows_of_keys(session, frame, today, Checkpoint, ids)
    checkpoint_rows = {checkpoint_row.checkpoint_id: checkpoint_row for checkpoint_row in rows}
    units, drafts = names_of_units(session, today), _drafts(session, viewer.person_id, ids)
    returned = [key for key, section in page.entries if section in _SENT_BACK]
    reasons = return_reasons(session, returned) if returned else {}
    inherited = _inherited(session, frame, viewer, today, rows)
    hidden = _hidden(session, viewer, rows)
    refused = refused_extensions(session, [row.checkpoint_id for row in rows if row.unreported])
    until = _report_until(session, frame, today, list(refused))
    return tuple(
        Duty(
            checkpoint_row=checkpoint_rows[key],
            section=section,
            unit=units[checkpoint_rows[key].unit_id],
            return_reason=reasons.get(key, ""),
            draft_at=drafts.get(key),
            inherited=inherited.get(key),
            may_open=checkpoint_rows[key].assignment_id not in hidden,
            refused_extension=refused.get(key),
            report_until=until.get(key),
        )
        for key, section in page.entries
        if key in checkpoint_rows
    )


def _report_until(
    session: Session, frame: ProgrammeRules, today: date, ids: Sequence[int]
) -> dict[int, date]:
    checkpoints = load_checkpoints(session, frame, ids).items()
    refused = {key: refused_request(checkpoint.facts, today) for key, checkpoint in checkpoints}
    return {key: each.report_until for key, each in refused.items() if each is not None}


def _inherited(
    session: Session,
    frame: ProgrammeRules,
    viewer: Viewer,
    today: date,
    checkpoint_rows: Sequence[CheckpointRow],
) -> dict[int, Answering]:
    """What was overdue before the viewer took the position up; asked only where that may be."""
    duties = (duty.tenure for duty in duties_in(session, viewer.tenures, today))
    came = [days.start for days in duties if days.covers(today)]
    late = [
        checkpoint_row
        for checkpoint_row in checkpoint_rows
        if checkpoint_row.unreported and checkpoint_row.last_day < max(came, default=date.min)
    ]
    if not late:
        return {}
    ours = col(Assignment.id).in_({row.assignment_id for row in late})
    officials = officials_on(session, ours, today, frame.calendar)
    return {
        checkpoint_row.checkpoint_id: answering
        for checkpoint_row in late
        for answering in officials.of(checkpoint_row.assignment_id, checkpoint_row.occasion)
        if answering.person_id == viewer.person_id and answering.taken_over is not None
    }


def _hidden(session: Session, viewer: Viewer, checkpoint_rows: Sequence[CheckpointRow]) -> set[int]:
    """The assignments that the viewer sees no longer: they left, or a plan named others."""
    duties = duties_in(session, viewer.tenures, viewer.day)
    if all(duty.tenure.covers(viewer.day) for duty in duties):
        return set()
    assignment_ids = {checkpoint_row.assignment_id for checkpoint_row in checkpoint_rows}
    query = select(col(Assignment.id)).where(
        col(Assignment.id).in_(assignment_ids), viewer.visible()
    )
    return assignment_ids - set(session.connection().scalars(query))


def _drafts(session: Session, person_id: int, ids: list[int]) -> dict[int, datetime]:
    query = _drafts_of(is_postgresql(session))
    parameters = {"person": person_id, "ids": bound(session, ids)}
    return dict(session.connection().execute(query, parameters).tuples().all())


@cache
def _drafts_of(postgresql: bool) -> Select[Any]:
    """Kept: putting it together costs more than looking it up (bench/bench_statements.py)."""
    return select(col(ReportDraft.checkpoint_id), col(ReportDraft.saved_at)).where(
        col(ReportDraft.person_id) == bindparam("person"),
        among_bound(col(ReportDraft.checkpoint_id), "ids", postgresql=postgresql),
    )
