"""Why a reminder was or was not sent: for one checkpoint, or for one person."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.items import find_checkpoint
from dondoc.services.people import Holder, open_directory
from dondoc.services.programmes import ladder_of
from dondoc.services.remind.nudging import nudge_row
from dondoc.services.remind.preview import PlannedLetter, preview
from dondoc.services.remind.reach import Reach, addresses
from dondoc.services.remind.reasons import as_reason, moot_reason, planned
from dondoc.services.remind.register import Filters, RegisterRow, register
from dondoc.services.remind.states import State, frame_of, load_states, with_acknowledged
from dondoc.services.remind.steps import Ladders
from models.nudge import Nudge, NudgeKind, NudgeState
from models.person import Person
from models.programme import Programme
from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import local_date
from models.rules.due import days_left, last_day
from models.rules.ladder import Firmness, Step
from models.rules.roles import Audience
from models.rules.stages import Stage

_BEFORE_THIS = 20


@dataclass(frozen=True)
class StepExplained:
    """A step of the ladder that applies; `reached`: the rung that counts today, if any."""

    audience: Audience
    offset: int
    every: int | None
    firmness: Firmness
    reached: int | None
    next_on: date | None


@dataclass(frozen=True)
class NudgeExplained:
    """A nudge that exists. `why`: a key, why it was dropped, or would be if gathered now."""

    kind: NudgeKind
    audience: Audience
    step: str
    cause: str
    decided_on: date
    state: NudgeState
    why: str


@dataclass(frozen=True)
class AudienceExplained:
    """Who answers to an audience today: `people` get letters, `unreachable` cannot.

    `stand_in`: the role of those people, where nobody of the audience is there or reachable.
    """

    audience: Audience
    people: tuple[Holder, ...]
    unreachable: tuple[Holder, ...]
    stand_in: Audience | None


@dataclass(frozen=True)
class ItemExplained:
    """Everything that decides about the reminders of one checkpoint on one day.

    `ladder`: a key (general, of the category, of the unit). `days_left`: working days to
    `applies_on`, negative when late; `days_off`: those between today and then that do not
    count. `suppressed`: keys of what keeps reminders back, empty when nothing does.
    """

    ref: str
    day: date
    stage: Stage
    opens_on: date
    due_on: date
    applies_on: date
    due_revision: int
    days_left: int
    days_off: tuple[date, ...]
    ladder: str
    steps: tuple[StepExplained, ...]
    nudges: tuple[NudgeExplained, ...]
    audiences: tuple[AudienceExplained, ...]
    suppressed: tuple[str, ...]
    sent: tuple[RegisterRow, ...]


@dataclass(frozen=True)
class PersonExplained:
    """What a person would get today, and what they got before."""

    full_name: str
    address: str | None
    letter: PlannedLetter | None
    day_off: bool
    before: tuple[RegisterRow, ...]


def explain_item(session: Session, programme: Programme, ref: str, now: datetime) -> ItemExplained:
    """Why a checkpoint's reminders are what they are on a day.

    Raises BadInput for a reference that names no checkpoint.
    """
    day, frame = local_date(now), frame_of(session, programme)
    key = find_checkpoint(session, programme.key, ref)
    states = with_acknowledged(session, load_states(session, frame, [key]), [key])
    state, calendar = states[key], frame.calendar
    ladders = Ladders(ladder_of(session, programme), day, calendar)
    steps = ladders.ladder(state.category, state.unit_id)
    return ItemExplained(
        ref=state.ref,
        day=day,
        stage=state.stage,
        opens_on=state.opens_on,
        due_on=state.due_on,
        applies_on=last_day(state.due_on, calendar),
        due_revision=state.due_revision,
        days_left=days_left(state.due_on, day, calendar),
        days_off=_days_off(state, day, calendar),
        ladder=_ladder_key(steps),
        steps=tuple(_step(one, state, ladders) for one in steps),
        nudges=_nudges(session, state),
        audiences=_audiences(session, programme, state, steps, now),
        suppressed=_suppressed(state, ladders),
        sent=tuple(register(session, programme, Filters(ref=state.ref, most=_BEFORE_THIS))),
    )


def explain_person(
    session: Session, programme: Programme, person: Person, now: datetime
) -> PersonExplained:
    """What a person would get at that moment, and the latest that they got."""
    planned_run = preview(session, programme, now)
    letters = [one for one in planned_run.letters if one.person_id == person.id]
    filters = Filters(person=person.code, most=_BEFORE_THIS)
    return PersonExplained(
        full_name=person.full_name,
        address=addresses(session, [person.key]).get(person.key),
        letter=letters[0] if letters else None,
        day_off=planned_run.day_off,
        before=tuple(register(session, programme, filters)),
    )


def _days_off(state: State, day: date, calendar: WorkingCalendar) -> tuple[date, ...]:
    start, end = sorted((day, last_day(state.due_on, calendar)))
    return calendar.off_days(start, end)


def _ladder_key(steps: tuple[Step, ...]) -> str:
    unit = any(one.unit_id is not None for one in steps)
    category = any(one.category is not None for one in steps)
    names = [name for name, there in (("unit", unit), ("category", category)) if there]
    return f"explain.ladder.{'_'.join(names) or 'general'}"


def _step(step: Step, state: State, ladders: Ladders) -> StepExplained:
    left = days_left(state.due_on, ladders.today, ladders.calendar)
    rungs = ladders.reached(state.category, state.unit_id, state.due_on)
    rung = step.rung(-left)
    counts = any(one.audience is step.audience and one.day == rung for one in rungs)
    return StepExplained(
        audience=step.audience,
        offset=step.offset,
        every=step.every,
        firmness=step.firmness,
        reached=rung if counts else None,
        next_on=ladders.next_on(state.category, state.unit_id, step.audience, state.due_on),
    )


def _nudges(session: Session, state: State) -> tuple[NudgeExplained, ...]:
    query = select(Nudge).where(col(Nudge.checkpoint_id) == state.checkpoint_id)
    return tuple(
        NudgeExplained(
            kind=one.kind,
            audience=one.audience,
            step=one.step,
            cause=one.cause,
            decided_on=one.decided_on,
            state=one.state,
            why=one.moot_reason or moot_reason(as_reason(one), state),
        )
        for one in session.scalars(query.order_by(col(Nudge.id)))
    )


def _audiences(
    session: Session,
    programme: Programme,
    state: State,
    steps: tuple[Step, ...],
    now: datetime,
) -> tuple[AudienceExplained, ...]:
    directory = open_directory(session, programme, local_date(now))
    directory.take_in(session, [state.assignment_id])
    reach = Reach(directory, addresses(session))
    explained = []
    for audience in dict.fromkeys(one.audience for one in steps):
        row = nudge_row(state.checkpoint_id, NudgeKind.DEADLINE, audience, now)
        reached = reach.of(planned(row), state)
        explained.append(
            AudienceExplained(audience, reached.people, reached.unreachable, reached.stand_in)
        )
    return tuple(explained)


def _suppressed(state: State, ladders: Ladders) -> tuple[str, ...]:
    why = []
    if not ladders.calendar.is_working(ladders.today):
        why.append("explain.day_off")
    if not state.unreported:
        live = state.standing.value
        why.append("moot.reported" if live == "live" else f"moot.{live}")
    elif state.opens_on > ladders.today:
        why.append("explain.not_open")
    elif not why and not ladders.reached(state.category, state.unit_id, state.due_on):
        why.append("explain.no_step")
    return tuple(why)
