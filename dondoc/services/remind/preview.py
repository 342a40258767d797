"""A dry run of scan and gather for any day: it only reads."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.chunks import chunks
from dondoc.services.items import Frame
from dondoc.services.remind.assort import Assorted, Assorter
from dondoc.services.remind.gather import Unreachable, assorter_for, people_named, waiting
from dondoc.services.remind.nudging import (
    existing,
    key_of,
    told_unreachable,
    unreachable_cause,
    unreachable_row,
)
from dondoc.services.remind.reach import CHANNEL
from dondoc.services.remind.reasons import Reason, planned
from dondoc.services.remind.scan import found
from dondoc.services.remind.states import State, frame_of
from models.nudge import NudgeKind
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.ladder import Firmness
from models.rules.roles import Audience


@dataclass(frozen=True)
class PlannedLine:
    """One reason in a planned letter. `stand_in`: in whose place the person hears of it."""

    ref: str
    due_on: date
    kind: NudgeKind
    audience: Audience
    step: str
    cause: str
    firmness: Firmness
    stand_in: Audience | None


@dataclass(frozen=True)
class PlannedLetter:
    """What one person would get, and how; `reasons` can be composed into the letter itself."""

    person_id: int
    full_name: str
    language: str
    channel: str
    address: str
    lines: tuple[PlannedLine, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Preview:
    """Letters by name; what would be dropped and why; who and what nobody can reach."""

    day: date
    day_off: bool
    letters: tuple[PlannedLetter, ...]
    moot: Counter[str]
    deferred: int
    unreachable: tuple[Unreachable, ...]
    nobody: tuple[str, ...]


def preview(session: Session, programme: Programme, now: datetime) -> Preview:
    """Who would get what, by which channel and why, if the reminders ran at that moment.

    Nothing is written, not even within a transaction, so people go on recording meanwhile.
    """
    day, frame = local_date(now), frame_of(session, programme)
    reasons, states = waiting(session, programme, frame)
    if frame.calendar.is_working(day):
        reasons += _to_come(session, programme, frame, now, states)
    assorter = assorter_for(session, programme, frame, states, day)
    assorted = assorter.assort(reasons)
    told = told_unreachable(session, day)
    for person_id, checkpoint_id in list(assorted.unreachable.items()):
        if unreachable_cause(person_id) not in told:
            assorter.give(planned(unreachable_row(person_id, checkpoint_id, now)), assorted)
    return Preview(
        day=day,
        day_off=not frame.calendar.is_working(day),
        letters=_letters(session, assorter, assorted),
        moot=Counter({why: len(found) for why, found in assorted.moot.items()}),
        deferred=len(assorted.deferred),
        unreachable=people_named(session, assorted.unreachable),
        nobody=tuple(sorted({states[one.checkpoint_id].ref for one in assorted.nobody})),
    )


def _to_come(
    session: Session,
    programme: Programme,
    frame: Frame,
    now: datetime,
    states: dict[int, State],
) -> list[Reason]:
    """What the scan would add; it takes the checkpoints' states in."""
    reasons: list[Reason] = []
    for portion, rows in found(session, programme, frame, now):
        known = existing(session, [row["checkpoint_id"] for row in rows])
        new = [planned(row) for row in rows if key_of(row) not in known]
        for one in new:
            states.setdefault(one.checkpoint_id, portion[one.checkpoint_id])
        reasons += new
    return reasons


def _letters(session: Session, assorter: Assorter, assorted: Assorted) -> tuple[PlannedLetter, ...]:
    letters = []
    for portion in chunks(sorted(person for person, lines in assorted.lines.items() if lines)):
        for person in session.scalars(select(Person).where(col(Person.id).in_(portion))):
            reasons = assorted.lines[person.key]
            letters.append(
                PlannedLetter(
                    person_id=person.key,
                    full_name=person.full_name,
                    language=person.language,
                    channel=CHANNEL,
                    address=assorter.reach.addresses[person.key],
                    lines=tuple(_line(one, assorter) for one in reasons),
                    reasons=tuple(reasons),
                )
            )
    return tuple(sorted(letters, key=lambda one: (one.full_name, one.person_id)))


def _line(reason: Reason, assorter: Assorter) -> PlannedLine:
    state = assorter.states[reason.checkpoint_id]
    return PlannedLine(
        ref=state.ref,
        due_on=state.due_on,
        kind=reason.kind,
        audience=reason.audience,
        step=reason.step,
        cause=reason.cause,
        firmness=reason.firmness,
        stand_in=assorter.reach.of(reason, state).stand_in,
    )
