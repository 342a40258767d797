"""Why a reminder was or was not sent: for one checkpoint, or for one person."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.organisation.directory import open_directory
from dondoc.services.programme.frames import ProgrammeRules, frame_of
from dondoc.services.programme.programmes import ladder_of
from dondoc.services.reach.masked_addresses import contacts_of, masked
from dondoc.services.reach.reachability import Reachability, open_routes
from dondoc.services.reminders.explain.answer import (
    AddressExplained,
    AudienceExplained,
    ItemExplained,
    NudgeExplained,
    PersonExplained,
    StepExplained,
)
from dondoc.services.reminders.explain.dry_run import preview
from dondoc.services.reminders.gather.one_a_day import open_slots
from dondoc.services.reminders.gather.recipients import AudienceResolver
from dondoc.services.reminders.ladder.reached import StepsOnDay
from dondoc.services.reminders.nudges.later import note_later
from dondoc.services.reminders.nudges.reasons import as_reason, moot_reason, unasked_reason
from dondoc.services.reminders.register.filters import Filters
from dondoc.services.reminders.register.register import register
from dondoc.services.work.changed_by_plan import is_past
from dondoc.services.work.checkpoint_states import CheckpointState, load_states, with_acknowledged
from dondoc.services.work.checkpoints import find_checkpoint
from dondoc.services.work.earlier_days import states_as_on
from models.nudge import Nudge
from models.person import Contact, Person
from models.programme import Programme
from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import local_date
from models.rules.due import DueState, days_left, due_state, last_day, time_left
from models.rules.ladder import Step
from models.rules.roles import Audience
from models.rules.stages import Standing

_MAX_BEFORE = 20


def explain_item(session: Session, programme: Programme, ref: str, now: datetime) -> ItemExplained:
    """Why a checkpoint's reminders are what they are on a day.

    Of an earlier day as it stood when that was over. Raises BadInput for a reference that names
    no checkpoint.
    """
    day, frame = local_date(now), frame_of(session, programme)
    gathering = frame.rules.gathering
    key = find_checkpoint(session, programme.key, ref, day)
    state, calendar = _state(session, frame, key, day), frame.calendar
    ladders = StepsOnDay(ladder_of(session, programme), day, calendar, gathering)
    steps = ladders.ladder(state.category, state.unit_id)
    return ItemExplained(
        ref=state.ref,
        day=day,
        stage=state.stage,
        opens_on=state.opens_on,
        due_on=state.due_on,
        applies_on=last_day(state.due_on, calendar),
        due_revision=state.due_revision,
        days_left=time_left(state.due_facts, day, calendar),
        is_over=due_state(state.due_facts, day, calendar) is DueState.OVERDUE,
        answered=state.answered,
        days_off=() if state.answered else _days_off(state, day, calendar),
        ladder=_ladder_key(steps),
        steps=tuple(_step(step, state, ladders) for step in steps),
        nudges=_nudges(session, state, day),
        audiences=audiences_of(
            session, programme, state.assignment_id, (step.audience for step in steps), now
        ),
        suppressed=_suppressed(state, ladders),
        sent=tuple(
            register(session, programme, Filters(ref=state.ref, decided_to=day), _MAX_BEFORE)
        ),
    )


def _state(session: Session, frame: ProgrammeRules, key: int, day: date) -> CheckpointState:
    """As it stands on the day, or stood when it was over."""
    states = load_states(session, frame, [key])
    if is_past(session, day):
        states |= states_as_on(session, frame, [key], day)
    if key not in states:
        raise BadInput("checkpoint.unreadable")
    return with_acknowledged(session, states, [key], day)[key]


def explain_person(
    session: Session, programmes: Sequence[Programme], person: Person, now: datetime
) -> PersonExplained:
    """What a person would get at that moment of all these programmes, and the latest they got."""
    ahead = preview(session, programmes, now)
    routes = open_routes(session, ahead.day)
    wishes = routes.wishes(person.key)
    calendar = frame_of(session, programmes[-1]).calendar
    start = wishes.quiet.waits_until(now, calendar, working=True)
    reader = routes.reader(person.key)
    filters = Filters(person=person.code, decided_to=ahead.day)
    before = [
        row
        for programme in programmes
        for row in register(session, programme, filters, _MAX_BEFORE)
    ]
    before.sort(key=lambda row: row.decided_at, reverse=True)
    return PersonExplained(
        full_name=person.full_name,
        addresses=_addresses(session, person, routes),
        quiet=str(wishes.quiet),
        quiet_until=start if start > now else None,
        weekly_on=wishes.weekly_on,
        muted=wishes.muted,
        away=session.get_one(Person, reader).full_name if reader != person.key else None,
        had_one=person.key in open_slots(session, [person.key], ahead.day).had,
        letter=next((letter for letter in ahead.letters if letter.person_id == person.id), None),
        kept=tuple(back for back in ahead.kept if back.person_id == person.id),
        day_off=ahead.day_off,
        before=tuple(before[:_MAX_BEFORE]),
    )


def _addresses(
    session: Session, person: Person, routes: Reachability
) -> tuple[AddressExplained, ...]:
    used = {route.contact_id for route in routes.of(person.key)}
    return tuple(
        AddressExplained(
            contact.channel, masked(contact.address), _why_not(contact, contact.key in used)
        )
        for contact in contacts_of(session, person.key)
    )


def _why_not(contact: Contact, used: bool) -> str:
    if used:
        return ""
    if contact.disabled_at is not None:
        return contact.disabled_reason or "explain.disabled"
    return "explain.not_confirmed" if contact.confirmed_at is None else "explain.channel_closed"


def _days_off(state: CheckpointState, day: date, calendar: WorkingCalendar) -> tuple[date, ...]:
    start, end = sorted((day, last_day(state.due_on, calendar)))
    return calendar.off_days(start, end)


def _ladder_key(steps: tuple[Step, ...]) -> str:
    unit = any(step.unit_id is not None for step in steps)
    category = any(step.category is not None for step in steps)
    names = [name for name, there in (("unit", unit), ("category", category)) if there]
    return f"explain.ladder.{'_'.join(names) or 'general'}"


def _step(step: Step, state: CheckpointState, ladders: StepsOnDay) -> StepExplained:
    left = days_left(state.due_on, ladders.today, ladders.calendar)
    rungs = ladders.reached(state.category, state.unit_id, state.due_on)
    rung = step.rung(max(ladders.repeats_until(state.due_on), min(step.offset, -left)))
    counts = any(
        each_rung.audience is step.audience and each_rung.day == rung for each_rung in rungs
    )
    waiting = step.rung(-left) if counts else rung
    ahead = ladders.ahead(state.category, state.unit_id, step.audience, state.due_on)
    next_on = ahead.get(step)
    return StepExplained(
        audience=step.audience,
        offset=step.offset,
        every=step.every,
        firmness=step.firmness,
        channel=step.channel,
        reached=rung if counts else None,
        next_on=next_on,
        waits_until=next_on if waiting != rung else None,
    )


def _nudges(session: Session, state: CheckpointState, day: date) -> tuple[NudgeExplained, ...]:
    """Those that were decided until the day."""
    query = select(Nudge).where(
        col(Nudge.checkpoint_id) == state.checkpoint_id, col(Nudge.decided_on) <= day
    )
    nudges = session.scalars(query.order_by(col(Nudge.id))).all()
    reasons = [as_reason(nudge) for nudge in nudges]
    note_later(session, reasons)
    return tuple(
        NudgeExplained(
            kind=nudge.kind,
            audience=nudge.audience,
            step=nudge.step,
            cause=nudge.cause,
            decided_on=nudge.decided_on,
            state=nudge.state,
            why=nudge.moot_reason or moot_reason(reason, state),
        )
        for nudge, reason in zip(nudges, reasons, strict=True)
    )


def audiences_of(
    session: Session,
    programme: Programme,
    assignment_id: int,
    audiences: Iterable[Audience],
    now: datetime,
) -> tuple[AudienceExplained, ...]:
    """Who of each audience of an assignment a message would reach today."""
    directory = open_directory(session, programme, local_date(now))
    directory.take_in(session, [assignment_id])
    reach = AudienceResolver(directory, open_routes(session, local_date(now)))
    explained = []
    for audience in dict.fromkeys(audiences):
        reached = reach.people(assignment_id, audience)
        deputies = {
            person.person_id: session.get_one(Person, reader).full_name
            for person in reached.people
            if (reader := reach.reader(person.person_id, assignment_id))
            not in (None, person.person_id)
        }
        explained.append(
            AudienceExplained(
                audience, reached.people, reached.unreachable, reached.stand_in, deputies
            )
        )
    return tuple(explained)


def _suppressed(state: CheckpointState, ladders: StepsOnDay) -> tuple[str, ...]:
    why = []
    if not ladders.calendar.is_working(ladders.today):
        why.append("explain.day_off")
    if not state.unreported:
        live = state.standing is Standing.LIVE
        why.append(unasked_reason(state) if live else f"moot.{state.standing.value}")
    elif state.opens_on > ladders.today:
        why.append("explain.not_open")
    elif not why and not ladders.reached(state.category, state.unit_id, state.due_on):
        why.append("explain.no_step")
    return tuple(why)
