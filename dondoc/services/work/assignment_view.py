"""One assignment as people look at it: what is asked, where it stands, what happened, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import or_
from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.services.history.of_item import EventView, history_of
from dondoc.services.programme.frames import ProgrammeRules, cached_frame_of
from dondoc.services.work.answering.responsible import Officials, officials_of
from dondoc.services.work.answering.tenures import AsOfDay, ever_answered, tenures_of, theirs
from dondoc.services.work.changed_by_plan import is_past
from dondoc.services.work.checkpoint_queries import checkpoint_ids
from dondoc.services.work.checkpoint_view import (
    CheckpointView,
    views_of,
)
from dondoc.services.work.checkpoints import LoadedCheckpoint, checkpoints_of, load_checkpoints
from dondoc.services.work.earlier_days import as_on
from dondoc.services.work.references import meant
from dondoc.services.work.reminders_counted import reminded_of
from dondoc.services.work.shared_facts import names_of_units, waiting_occasions
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.programme import Programme
from models.rules.checkpoints import end_of, local_date
from models.rules.responsibility import Tenure
from models.rules.stages import Stage, Standing


@dataclass(frozen=True)
class AssignmentView:
    """An assignment with its checkpoints and its history."""

    ref: str
    title: str
    unit: str
    unit_of_measure: str
    kind: str
    direction: str
    target: Decimal | None
    product: str
    baseline: Decimal | None
    weight: Decimal
    deadline: date
    standing: Standing
    officials: tuple[str, ...]
    current: str | None
    checkpoints: tuple[CheckpointView, ...]
    events: tuple[EventView, ...]


@dataclass(frozen=True)
class AssignmentWithCheckpoints:
    """An assignment with its checkpoints, in the order of its roadmap."""

    assignment: Assignment
    indicator: Indicator
    frame: ProgrammeRules
    checkpoints: dict[int, LoadedCheckpoint]


def assignment_view(
    session: Session, programme: Programme, ref: str, now: datetime
) -> AssignmentView:
    """The assignment that `ref` names (with or without a checkpoint behind a slash).

    On an earlier day it is shown as it stood when that was over. Raises BadInput where there is
    none, or none was assigned yet.
    """
    assignment, day = _find(session, programme, ref, local_date(now)), local_date(now)
    opened = open_assignment(session, programme, assignment)
    if is_past(session, day):
        opened = _as_on(session, opened, day)
    return view_of_assignment(session, opened, day)


def _as_on(
    session: Session, opened: AssignmentWithCheckpoints, day: date
) -> AssignmentWithCheckpoints:
    then = as_on(session, opened.checkpoints, day)
    if not then:
        raise BadInput("assignment.unknown", ref=opened.assignment.ref)
    assignment = next(iter(then.values())).assignment
    return replace(opened, assignment=assignment, checkpoints=then)


def open_assignment(
    session: Session, programme: Programme, assignment: Assignment
) -> AssignmentWithCheckpoints:
    """Reads an assignment's checkpoints with everything recorded on them."""
    frame = cached_frame_of(session, programme)
    checkpoints = checkpoints_of(session, frame, assignment.key)
    indicator = session.get_one(Indicator, assignment.indicator_id)
    return AssignmentWithCheckpoints(assignment, indicator, frame, checkpoints)


def view_of_assignment(
    session: Session,
    opened: AssignmentWithCheckpoints,
    today: date,
    officials: Officials | None = None,
) -> AssignmentView:
    """What is asked, where it stands on a day and what happened, in a fixed number of queries.

    `officials`: where the caller has read them.
    """
    assignment, indicator = opened.assignment, opened.indicator
    people = officials or officials_of(session, assignment.key, opened.frame, today)
    views = _views(session, opened, people, today)
    events = history_of(session, assignment)
    return AssignmentView(
        ref=assignment.ref,
        title=indicator.title,
        unit=names_of_units(session, today)[assignment.unit_id],
        unit_of_measure=indicator.unit_of_measure,
        kind=indicator.kind,
        direction=indicator.direction,
        target=assignment.target,
        product=assignment.product,
        baseline=assignment.baseline,
        weight=assignment.weight,
        deadline=assignment.deadline,
        standing=assignment.standing,
        officials=tuple(f"{term.name} ({post.title})" for post, term in people.now(assignment.key)),
        current=current_of(views),
        checkpoints=views,
        events=tuple(event for event in events if event.at < end_of(today)),
    )


def _views(
    session: Session, opened: AssignmentWithCheckpoints, people: Officials, today: date
) -> tuple[CheckpointView, ...]:
    """Its checkpoints, each with how often people were reminded of it."""
    reminders = reminded_of(session, opened.checkpoints, today)
    views = views_of(session, opened.frame, opened.checkpoints, today, people)
    return tuple(
        replace(view, reminded=reminders[key])
        for key, view in zip(opened.checkpoints, views, strict=True)
    )


def work_of(
    session: Session, programme: Programme, person_id: int, today: date
) -> tuple[CheckpointView, ...]:
    """What is a person's on a day and is not judged yet, the most urgent first."""
    frame = cached_frame_of(session, programme)
    tenures = tenures_of(session, person_id)
    if is_past(session, today):
        return _work_then(session, programme, person_id, tenures, today)
    as_of_day = AsOfDay(today, frame.calendar, waiting_occasions(session, frame))
    query = checkpoint_ids(
        programme.key,
        col(Checkpoint.standing) == Standing.LIVE,
        or_(
            col(Checkpoint.stage) != Stage.EVALUATED,
            among(session, col(Checkpoint.id), as_of_day.since),
        ),
        theirs(session, tenures, as_of_day),
    )
    ids = session.scalars(query).all()
    return _unjudged(session, frame, load_checkpoints(session, frame, ids), today)


def _work_then(
    session: Session,
    programme: Programme,
    person_id: int,
    tenures: Iterable[Tenure],
    day: date,
) -> tuple[CheckpointView, ...]:
    """The same on an earlier day, of all that their positions ever answered for."""
    frame = cached_frame_of(session, programme)
    positions = {tenure.position_id for tenure in tenures}
    query = checkpoint_ids(programme.key, ever_answered(session, positions))
    loaded = load_checkpoints(session, frame, session.scalars(query).all())
    views = _unjudged(session, frame, as_on(session, loaded, day), day)
    return tuple(view for view in views if view.answered_by(person_id))


def _unjudged(
    session: Session, frame: ProgrammeRules, loaded: Mapping[int, LoadedCheckpoint], day: date
) -> tuple[CheckpointView, ...]:
    """Those that are live and not judged yet, with everything recorded applied."""
    checkpoints = {
        key: checkpoint
        for key, checkpoint in loaded.items()
        if checkpoint.is_live and checkpoint.facts.stage is not Stage.EVALUATED
    }
    keys = sorted(checkpoints, key=lambda key: (checkpoints[key].facts.due_on, key))
    return views_of(session, frame, {key: checkpoints[key] for key in keys}, day)


def _find(session: Session, programme: Programme, ref: str, day: date) -> Assignment:
    ref = ref.partition("/")[0].strip()
    query = select(Assignment).where(Assignment.programme_id == programme.id, meant(ref, day))
    found = session.exec(query.limit(2)).all()
    if len(found) != 1:  # two units may bear one code
        raise BadInput("assignment.unknown", ref=ref)
    return found[0]


def current_of(views: tuple[CheckpointView, ...]) -> str | None:
    """The assignment's current checkpoint: the earliest live one that is not evaluated."""
    checkpoint_views = (
        checkpoint_view
        for checkpoint_view in sorted(views, key=lambda view: view.due_on)
        if checkpoint_view.standing is Standing.LIVE
        and checkpoint_view.stage is not Stage.EVALUATED
    )
    return next((checkpoint_view.ref for checkpoint_view in checkpoint_views), None)
