"""A person's own work, a page of it: what is due first, and what they may do with it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.services.access import Viewer
from dondoc.services.checkpoint_views import CheckpointView, view
from dondoc.services.items import Frame, Item, load_items
from dondoc.services.my_work_query import ORDER, Section, mine, my_rows
from dondoc.services.programmes import working_calendar
from dondoc.services.report_sheet import return_reasons
from dondoc.services.rule_sets import rules_of
from dondoc.services.units import names_on
from models.assignment import Assignment, Checkpoint
from models.committee import Committee, CommitteeSeat
from models.desk import ReportDraft
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.roles import Seat
from models.rules.stages import UNREPORTED, Stage

PAGE = 50


@dataclass(frozen=True)
class Duty:
    """One checkpoint on the list. `draft_at`: when its draft was kept, if there is one."""

    item: Item
    view: CheckpointView
    section: Section
    unit: str
    return_reason: str
    draft_at: datetime | None

    @property
    def is_new(self) -> bool:
        """Whether nobody has taken it on yet."""
        return self.view.stage is Stage.ASSIGNED

    @property
    def to_report(self) -> bool:
        """Whether its report is still to come."""
        return self.view.stage in UNREPORTED


@dataclass(frozen=True)
class SeatTask:
    """What somebody was given to do on a steering committee."""

    unit_id: int
    unit: str
    seat: Seat
    task: str


@dataclass(frozen=True)
class MyWork:
    """One page. `counts`: of all pages, by section; they sum to `total`.

    `other_years`: how much is unreported in the programmes of other years.
    """

    year: int
    duties: tuple[Duty, ...]
    counts: dict[Section, int]
    seats: tuple[SeatTask, ...]
    other_years: tuple[tuple[int, int], ...]
    page: int

    @property
    def total(self) -> int:
        """All live checkpoints that the person answers for."""
        return sum(self.counts.values())

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))

    @property
    def sections(self) -> list[tuple[Section, list[Duty]]]:
        """The page in its sections, without empty ones."""
        found: dict[Section, list[Duty]] = defaultdict(list)
        for duty in self.duties:
            found[duty.section].append(duty)
        return list(found.items())


def my_work(
    session: Session, programme: Programme, viewer: Viewer, now: datetime, page: int = 1
) -> MyWork:
    """A page of what the viewer answers for, in a fixed number of queries."""
    today = local_date(now)
    frame = Frame(working_calendar(session, programme), rules_of(session, programme))
    rows, run = my_rows(viewer, frame, today), session.connection()
    counts = {ORDER[place]: size for place, size in run.execute(rows.counts())}
    last = max(1, -(-sum(counts.values()) // PAGE))
    page = min(max(page, 1), last)
    found = run.execute(rows.portion((page - 1) * PAGE, PAGE)).all()
    return MyWork(
        year=programme.year,
        duties=_duties(session, frame, viewer, today, [(key, ORDER[at]) for key, at in found]),
        counts={section: counts.get(section, 0) for section in ORDER},
        seats=_seats(session, viewer, today),
        other_years=_other_years(session, viewer),
        page=page,
    )


def new_refs(session: Session, programme: Programme, viewer: Viewer, now: datetime) -> list[str]:
    """What nobody has taken on yet of the viewer's work: the first page of it."""
    frame = Frame(working_calendar(session, programme), rules_of(session, programme))
    query = (
        select(col(Checkpoint.id))
        .join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
        .where(
            *mine(viewer),
            col(Assignment.programme_id) == programme.key,
            col(Checkpoint.stage) == Stage.ASSIGNED,
        )
        .order_by(col(Checkpoint.due_on), col(Checkpoint.id))
        .limit(PAGE)
    )
    items = load_items(session, frame, list(session.scalars(query)))
    return [item.ref for item in items.values() if item.facts.stage is Stage.ASSIGNED]


def _duties(
    session: Session, frame: Frame, viewer: Viewer, today: date, found: list[tuple[int, Section]]
) -> tuple[Duty, ...]:
    ids = [key for key, _ in found]
    items = load_items(session, frame, ids)
    units = names_on(session, today, {one.assignment.unit_id for one in items.values()})
    reasons, drafts = return_reasons(session, ids), _drafts(session, viewer.person_id, ids)
    return tuple(
        Duty(
            item=items[key],
            view=view(items[key], frame, today),
            section=section,
            unit=units[items[key].assignment.unit_id].name,
            return_reason=reasons.get(key, ""),
            draft_at=drafts.get(key),
        )
        for key, section in found
    )


def _drafts(session: Session, person_id: int, ids: list[int]) -> dict[int, datetime]:
    query = select(col(ReportDraft.checkpoint_id), col(ReportDraft.saved_at)).where(
        col(ReportDraft.person_id) == person_id, col(ReportDraft.checkpoint_id).in_(ids)
    )
    return dict(session.connection().execute(query).tuples().all())


def _seats(session: Session, viewer: Viewer, today: date) -> tuple[SeatTask, ...]:
    query = (
        select(col(Committee.unit_id), col(CommitteeSeat.seat), col(CommitteeSeat.task))
        .join(Committee, col(Committee.id) == col(CommitteeSeat.committee_id))
        .where(
            col(Committee.programme_id) == viewer.programme_id,
            col(Committee.unit_id).in_(viewer.seats),
            col(CommitteeSeat.position_id).in_(viewer.positions),
        )
        .order_by(col(CommitteeSeat.id))
    )
    rows = session.connection().execute(query).all()
    names = names_on(session, today, [row[0] for row in rows])
    return tuple(
        SeatTask(unit_id, names[unit_id].name, seat, task)
        for unit_id, seat, task in rows
        if seat in viewer.seats[unit_id]
    )


def _other_years(session: Session, viewer: Viewer) -> tuple[tuple[int, int], ...]:
    """In January the fourth quarter of last year is still to be reported."""
    query = (
        select(col(Programme.year), func.count())
        .join(Assignment, col(Assignment.programme_id) == col(Programme.id))
        .join(Checkpoint, col(Checkpoint.assignment_id) == col(Assignment.id))
        .where(
            *mine(viewer),
            col(Programme.id) != viewer.programme_id,
            col(Checkpoint.stage).in_(UNREPORTED),
        )
        .group_by(col(Programme.year))
        .order_by(col(Programme.year))
    )
    return tuple(session.connection().execute(query).tuples())
