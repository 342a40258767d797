"""One assignment as people look at it: what is asked, where it stands, what happened, and why."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, or_, select

from dondoc.services.errors import BadInput
from dondoc.services.items import Frame, Item, load_items
from dondoc.services.judging import expectation
from dondoc.services.people import Holder, open_directory
from dondoc.services.programmes import working_calendar
from dondoc.services.reminded import Reminded, reminded_of
from dondoc.services.rule_sets import rules_of
from dondoc.services.units import names_on
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.event import Event
from models.indicator import Indicator
from models.person import Holding, Person
from models.programme import Programme
from models.rules.achievement import percent_achieved, target_met
from models.rules.checkpoints import Act, CheckpointFacts, local_date
from models.rules.due import DueFacts, DueState, days_left, due_state, is_due_soon, last_day
from models.rules.evaluation import Grade
from models.rules.stages import Stage, Standing
from models.verdict import Evaluation


@dataclass(frozen=True)
class CheckpointView:
    """A checkpoint with everything recorded applied. `days_left`: working days, negative: late.

    `extension_asked`: the date that waits for the secretariat's answer. `reminded`: filled where
    an assignment is looked at whole.
    """

    ref: str
    title: str
    opens_on: date
    due_on: date
    original_due_on: date
    last_day_in_time: date
    standing: Standing
    stage: Stage
    stage_stored: Stage
    state: DueState
    due_soon: bool
    days_left: int
    expected: Decimal | None
    product: str
    value: Decimal | None
    delivered: bool | None
    missing: bool
    percent: Decimal | None
    met: bool | None
    reported_at: datetime | None
    returns: int
    quality: Decimal | None
    grade: Grade | None
    total: Decimal | None
    pending: tuple[Act, ...]
    extension_asked: date | None = None
    reminded: Reminded | None = None


@dataclass(frozen=True)
class EventView:
    """Something that happened, with names instead of ids."""

    at: datetime
    kind: str
    ref: str
    actor: str
    on_behalf_of: str
    from_stage: Stage | None
    to_stage: Stage | None
    reason: str
    data: dict[str, Any]


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


def assignment_view(
    session: Session, programme: Programme, ref: str, now: datetime
) -> AssignmentView:
    """The assignment that `ref` names (with or without a checkpoint behind a slash).

    Raises BadInput where there is none.
    """
    assignment = _find(session, programme, ref.partition("/")[0].strip())
    indicator = session.get_one(Indicator, assignment.indicator_id)
    today = local_date(now)
    frame = Frame(working_calendar(session, programme), rules_of(session, programme))
    query = select(col(Checkpoint.id)).where(Checkpoint.assignment_id == assignment.id)
    query = query.order_by(col(Checkpoint.rank), col(Checkpoint.due_on))
    ids = [one for one in session.exec(query) if one is not None]
    found = load_items(session, frame, ids)
    items = {one: found[one] for one in ids}
    told = reminded_of(session, ids)
    views = tuple(
        replace(one, reminded=told[key])
        for key, one in zip(ids, _views(session, frame, items, today), strict=True)
    )
    directory = open_directory(session, programme, today)
    directory.take_in(session, [assignment.key])
    holders = [
        holder
        for position in directory.officials[assignment.key]
        for holder in directory.holders.get(position, ())
    ]
    return AssignmentView(
        ref=assignment.ref,
        title=indicator.title,
        unit=names_on(session, today, [assignment.unit_id])[assignment.unit_id].name,
        unit_of_measure=indicator.unit_of_measure,
        kind=indicator.kind,
        direction=indicator.direction,
        target=assignment.target,
        product=assignment.product,
        baseline=assignment.baseline,
        weight=assignment.weight,
        deadline=assignment.deadline,
        standing=assignment.standing,
        officials=tuple(_titled(holder) for holder in holders),
        current=current_of(views),
        checkpoints=views,
        events=_history(session, assignment),
    )


def _views(
    session: Session, frame: Frame, items: dict[int, Item], today: date
) -> tuple[CheckpointView, ...]:
    wanted = [item.checkpoint.evaluation_id for item in items.values()]
    query = select(Evaluation).where(col(Evaluation.id).in_([one for one in wanted if one]))
    judged = {one.checkpoint_id: one for one in session.exec(query)}
    return tuple(view(item, frame, today, judged.get(key)) for key, item in items.items())


def work_of(
    session: Session, programme: Programme, person_id: int, today: date
) -> tuple[CheckpointView, ...]:
    """What a person answers for on a day and is not judged yet, the most urgent first."""
    query = (
        select(col(Checkpoint.due_on), col(Checkpoint.id))
        .join(Assignment, col(Assignment.id) == Checkpoint.assignment_id)
        .join(AssignmentOfficial, col(AssignmentOfficial.assignment_id) == Assignment.id)
        .join(Holding, col(Holding.position_id) == AssignmentOfficial.position_id)
        .where(
            Assignment.programme_id == programme.id,
            Checkpoint.standing == Standing.LIVE,
            Checkpoint.stage != Stage.EVALUATED,
            Holding.person_id == person_id,
            Holding.held_from <= today,
            or_(col(Holding.held_to).is_(None), col(Holding.held_to) >= today),
        )
        .order_by(col(Checkpoint.due_on), col(Checkpoint.id))
        .distinct()
    )
    frame = Frame(working_calendar(session, programme), rules_of(session, programme))
    ids = [one for _, one in session.exec(query) if one is not None]
    items = load_items(session, frame, ids)
    return _views(session, frame, {one: items[one] for one in ids}, today)


def view(item: Item, frame: Frame, today: date, judged: Evaluation | None = None) -> CheckpointView:
    """A checkpoint on a day, with everything recorded applied. `judged`: its evaluation."""
    facts, row = item.facts, item.checkpoint
    result = facts.result
    value = result.value if result else facts.report.value if facts.report else None
    delivered = result.delivered if result else facts.report.delivered if facts.report else None
    expected, due = expectation(item), due_facts(facts)
    return CheckpointView(
        ref=item.ref,
        title=row.title,
        opens_on=row.opens_on,
        due_on=facts.due_on,
        original_due_on=row.original_due_on,
        last_day_in_time=last_day(facts.due_on, frame.calendar),
        standing=facts.standing,
        stage=facts.stage,
        stage_stored=row.stage,
        state=due_state(due, today, frame.calendar),
        due_soon=is_due_soon(due, today, frame.calendar, frame.rules.due_soon_days),
        days_left=days_left(facts.due_on, today, frame.calendar),
        expected=row.expected,
        product=row.product,
        value=value,
        delivered=delivered,
        missing=due.missing,
        percent=percent_achieved(expected, value),
        met=target_met(expected, value, delivered),
        reported_at=due.reported_at,
        returns=facts.returns,
        quality=result.quality if result else None,
        grade=judged.grade if judged else None,
        total=judged.total if judged else None,
        pending=tuple(one.submission.act for one in item.pending),
        extension_asked=facts.extension_asked,
    )


def due_facts(facts: CheckpointFacts) -> DueFacts:
    """What a due state depends on, of a checkpoint's facts."""
    return DueFacts(
        stage=facts.stage,
        due_on=facts.due_on,
        reported_at=facts.report.recorded_at if facts.report else None,
        missing=facts.result is not None and facts.result.missing,
    )


def current_of(views: tuple[CheckpointView, ...]) -> str | None:
    """The assignment's current checkpoint: the earliest live one that is not evaluated."""
    open_ones = (
        one
        for one in sorted(views, key=lambda one: one.due_on)
        if one.standing is Standing.LIVE and one.stage is not Stage.EVALUATED
    )
    return next((one.ref for one in open_ones), None)


def _titled(holder: Holder) -> str:
    return f"{holder.full_name} ({holder.title})"


def _find(session: Session, programme: Programme, ref: str) -> Assignment:
    query = select(Assignment).where(Assignment.programme_id == programme.id, Assignment.ref == ref)
    found = session.exec(query).first()
    if found is None:
        raise BadInput("assignment.unknown", ref=ref)
    return found


def _history(session: Session, assignment: Assignment) -> tuple[EventView, ...]:
    query = (
        select(Event, Checkpoint.label)
        .join(Checkpoint, col(Checkpoint.id) == Event.checkpoint_id, isouter=True)
        .where(Event.assignment_id == assignment.id)
        .order_by(col(Event.at), col(Event.id))
    )
    rows = session.exec(query).all()
    ids = {one for event, _ in rows for one in (event.actor_id, event.on_behalf_of_id) if one}
    people = session.exec(select(Person).where(col(Person.id).in_(ids)))
    names = {person.id: person.full_name for person in people}
    return tuple(
        EventView(
            at=event.at,
            kind=event.kind,
            ref=f"{assignment.ref}/{label}" if label else assignment.ref,
            actor=names.get(event.actor_id, ""),
            on_behalf_of=names.get(event.on_behalf_of_id, ""),
            from_stage=event.from_stage,
            to_stage=event.to_stage,
            reason=event.reason,
            data=event.data,
        )
        for event, label in rows
    )
