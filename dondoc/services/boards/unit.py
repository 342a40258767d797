"""The board of one unit: what its steering committee needs to see and whom it can call."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col

from dondoc.exports.charts.roadmap import Roadmap
from dondoc.services.boards.unit_people import Member, answering_of, committee_of, members_of
from dondoc.services.digest.kept_digests import ApprovedPart, approved_parts
from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.programme.frames import frame_of
from dondoc.services.reminders.register.of_item import ReminderShown, reminders_shown
from dondoc.services.work.answering.responsible import Answering
from dondoc.services.work.checkpoint_rows import CheckpointRow, by_urgency, rows_of
from dondoc.services.work.components import measures_of
from dondoc.services.work.roadmap import ResultSoFar, YearTarget, roadmap_of, so_far
from models.assignment import Assignment
from models.committee import Committee
from models.programme import Programme
from models.rules.due import DueState
from models.rules.measures import Measure
from models.rules.roles import Mandate, Seat
from models.rules.totals import Counts, count

MAX_REMINDERS = 20
_URGING_SEATS = frozenset({Seat.HEAD, Seat.DEPUTY, Seat.SECRETARY})


@dataclass(frozen=True)
class AssignmentCourse:
    """An assignment of the unit: what came of it so far, its small chart, its checkpoints."""

    ref: str
    title: str
    unit_of_measure: str
    asked: YearTarget
    so_far: ResultSoFar
    roadmap: Roadmap | None
    counts: Counts
    computed: bool = False


@dataclass(frozen=True)
class UnitBoard:
    """The board of a unit.

    `checkpoint_rows`: all live checkpoints, the most urgent first; `assignments`: the same by
    assignment, for `course_of`; `answering`: by checkpoint.

    `computed`: what composites come to, by indicator. `committee_of`: the unit above whose
    committee answers for this one, or ''. `members` is empty, and `committee` False, where no
    steering committee answers for the unit. `digest_parts`: of approved digests, newest first.
    """

    unit_id: int
    code: str
    name: str
    counts: Counts
    checkpoint_rows: tuple[CheckpointRow, ...]
    assignments: tuple[tuple[CheckpointRow, ...], ...]
    computed: Mapping[int, Measure]
    answering: dict[int, tuple[Answering, ...]]
    committee: bool
    committee_of: str
    paper: str
    members: tuple[Member, ...]
    reminders: tuple[ReminderShown, ...]
    may_urge: bool
    digest_parts: tuple[ApprovedPart, ...]


def unit_board(
    session: Session, programme: Programme, viewer: Viewer, unit_id: int
) -> UnitBoard | None:
    """The board of a unit, in a fixed number of queries; None for one the viewer may not see."""
    named = names_on(session, viewer.day, [unit_id])
    if unit_id not in named or not viewer.may_see_unit(unit_id):
        return None
    frame = frame_of(session, programme)
    ours = col(Assignment.unit_id) == unit_id
    checkpoint_rows = rows_of(session, frame, viewer.day, viewer.visible(), ours)
    answering = answering_of(session, checkpoint_rows, frame, viewer.day)
    committee = committee_of(session, programme, unit_id, viewer.day)
    return UnitBoard(
        unit_id=unit_id,
        code=named[unit_id].code,
        name=named[unit_id].name,
        counts=count(checkpoint_row.counted for checkpoint_row in checkpoint_rows),
        checkpoint_rows=tuple(by_urgency(checkpoint_rows)),
        assignments=_by_assignment(checkpoint_rows),
        computed=measures_of(session, programme.key, checkpoint_rows, viewer.day),
        answering=answering,
        committee=committee is not None,
        committee_of=_unit_above(session, committee, unit_id, viewer.day),
        paper=committee.paper if committee else "",
        members=members_of(session, committee, viewer.day, checkpoint_rows, answering)
        if committee
        else (),
        reminders=reminders_shown(session, programme, MAX_REMINDERS, ours),
        may_urge=may_urge_at(viewer, unit_id),
        digest_parts=approved_parts(session, programme.key, unit_id),
    )


def _unit_above(session: Session, committee: Committee | None, unit_id: int, day: date) -> str:
    if committee is None or committee.unit_id == unit_id:
        return ""
    return names_on(session, day, [committee.unit_id])[committee.unit_id].name


def may_urge_at(viewer: Viewer, unit_id: int) -> bool:
    """Whether urging a unit's work on is the viewer's to do (see `nudge_by_hand.URGERS`)."""
    office = {Mandate.SECRETARIAT, Mandate.STANDING_COMMITTEE}
    held = viewer.mandates | viewer.in_unit.get(unit_id, frozenset())
    seated = viewer.seats.get(unit_id, frozenset()) & _URGING_SEATS
    return bool(held & office or seated) or unit_id in viewer.heads | viewer.below


def may_urge_anywhere(viewer: Viewer) -> bool:
    """Whether there is any unit whose work is the viewer's to urge on."""
    office = viewer.has(Mandate.SECRETARIAT, Mandate.STANDING_COMMITTEE)
    return office or any(may_urge_at(viewer, unit_id) for unit_id in viewer.boards)


def _by_assignment(
    checkpoint_rows: Sequence[CheckpointRow],
) -> tuple[tuple[CheckpointRow, ...], ...]:
    """The rows of each assignment; what is late comes before what is not."""
    rows: dict[int, list[CheckpointRow]] = defaultdict(list)
    for checkpoint_row in checkpoint_rows:
        rows[checkpoint_row.assignment_id].append(checkpoint_row)
    return tuple(sorted(map(tuple, rows.values()), key=_worst_first))


def _worst_first(checkpoint_rows: Sequence[CheckpointRow]) -> tuple[int, int, str]:
    overdue = sum(row.state is DueState.OVERDUE for row in checkpoint_rows)
    return (
        -overdue,
        -sum(checkpoint_row.due_soon for checkpoint_row in checkpoint_rows),
        checkpoint_rows[0].assignment_ref,
    )


def course_of(
    checkpoint_rows: Sequence[CheckpointRow],
    year: int,
    today: date,
    computed: Mapping[int, Measure],
) -> AssignmentCourse:
    """What came of one assignment, from its rows. `computed`: of composites, by indicator."""
    checkpoint_row = checkpoint_rows[0]
    target = YearTarget(
        checkpoint_row.kind,
        checkpoint_row.direction,
        checkpoint_row.target,
    )
    result, span = so_far(target, checkpoint_rows, today), (date(year, 1, 1), date(year, 12, 31))
    measure = computed.get(checkpoint_row.indicator_id)
    return AssignmentCourse(
        ref=checkpoint_row.assignment_ref,
        title=checkpoint_row.indicator,
        unit_of_measure=checkpoint_row.unit_of_measure,
        asked=target,
        so_far=replace(result, measure=measure) if measure else result,
        computed=measure is not None,
        roadmap=roadmap_of(target, checkpoint_rows, span, today),
        counts=count(checkpoint_row.counted for checkpoint_row in checkpoint_rows),
    )
