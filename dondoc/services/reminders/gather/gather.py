"""Gathering: waiting nudges become one message per person, across programmes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from dondoc.services.organisation.directory import names_of_people
from dondoc.services.reach.reachability import open_routes
from dondoc.services.reminders.gather.one_a_day import Slots, lock_free, open_slots
from dondoc.services.reminders.gather.plan_messages import plan_letters
from dondoc.services.reminders.gather.sort import SortedReasons, Sorter
from dondoc.services.reminders.gather.waiting import all_programmes, assorter_for, waiting
from dondoc.services.reminders.gather.write import languages_of, last_line, settle, write_letters
from dondoc.services.reminders.nudges.write import (
    hold,
    insert_portion,
    unreachable_cause,
    unreachable_row,
    unreachable_written,
)
from dondoc.services.work.checkpoint_queries import refs_of
from dondoc.store.attempts import is_victim
from dondoc.store.chunks import chunks
from dondoc.store.database import reading, writing, written
from models.nudge import NudgeKind, NudgeState
from models.rules.checkpoints import local_date
from models.rules.vietnamese_order import by_given_name

BATCH = 2000
"""Lines of one transaction: a few hundredths of a second in which nobody else can write."""


@dataclass(frozen=True)
class Unreachable:
    """A person without an address in use; the secretariat and the stand-ins are told."""

    person_id: int
    full_name: str


@dataclass
class GatherResult:
    """What a gathering did.

    `moot`: nudges dropped, by the key of the reason; `deferred`: kept for a working day.

    `weekly`: lines kept for a weekly letter; `kept`: lines for readers who have had their
    message of the day. `nobody`: references of items whose reminder nobody can get; those
    nudges stay waiting.
    """

    day: date
    messages: int = 0
    lines: int = 0
    moot: Counter[str] = field(default_factory=Counter)
    deferred: int = 0
    weekly: int = 0
    kept: int = 0
    unreachable: tuple[Unreachable, ...] = ()
    nobody: tuple[str, ...] = ()


class _StaleError(Exception):
    """Another gathering has written meanwhile: what was read is not true any more."""


@dataclass
class _Reading:
    """What one gathering read, and the last line that there was at that moment."""

    assorter: Sorter
    assorted: SortedReasons
    slots: Slots
    languages: dict[int, str]
    last_line: int


def gather(
    engine: Engine,
    now: datetime,
    programme_ids: Sequence[int] | None = None,
    kinds: frozenset[NudgeKind] | None = None,
) -> GatherResult:
    """Makes messages of the waiting nudges, in portions of people and a transaction each.

    A person gets at most one message a day: one that is not sent yet takes new lines in, after
    that they wait for the next run, unless somebody at work right now has asked. Nothing to
    say, nothing made. A nudge is settled together with the last of its lines, so that a
    gathering that was cut off goes on where it was. `kinds`: only these, and the others wait.
    """
    result = GatherResult(local_date(now))
    while True:
        read = _read(engine, now, programme_ids, kinds)
        if _tell_secretariat(engine, read, now):
            continue
        try:
            _settle(engine, read, result)
            for readers in _portions(read.assorted):
                _write(engine, read, readers, result, now)
        except _StaleError:
            continue
        return _summed_up(engine, read, result)


def _read(
    engine: Engine,
    now: datetime,
    programme_ids: Sequence[int] | None,
    kinds: frozenset[NudgeKind] | None,
) -> _Reading:
    with reading(engine) as session:
        last = last_line(session)
        chosen = all_programmes(session) if programme_ids is None else programme_ids
        waiting_reasons = waiting(session, chosen, kinds)
        routes = open_routes(session, local_date(now))
        assorter = assorter_for(session, waiting_reasons, routes, chosen)
        sorted_reasons = assorter.assort(waiting_reasons.reasons)
        slots = open_slots(session, sorted_reasons.due_now, local_date(now))
        return _Reading(
            assorter, sorted_reasons, slots, languages_of(session, sorted_reasons.due_now), last
        )


def _tell_secretariat(engine: Engine, read: _Reading, now: datetime) -> bool:
    """Once a month per person: their letters reach nobody."""
    lost = read.assorted.unreachable
    if not lost:
        return False

    def tell(session: Session) -> bool:
        hold(session)
        known_causes = unreachable_written(session, local_date(now))
        rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for person_id, checkpoint_id in lost.items():
            if unreachable_cause(person_id) not in known_causes:
                state = read.assorter.states[checkpoint_id]
                rows[state.programme_id].append(unreachable_row(person_id, checkpoint_id, now))
        made = [insert_portion(session, key, part, now) for key, part in rows.items()]
        return any(made)

    return written(engine, tell)


def _settle(engine: Engine, read: _Reading, result: GatherResult) -> None:
    """What the facts overtook, and what has nobody left to tell."""
    for why, moot in [*read.assorted.moot.items(), ("", read.assorted.done)]:
        state = NudgeState.MOOT if why else NudgeState.GATHERED
        for part in chunks([reason.nudge_id or 0 for reason in moot], BATCH):
            settled = written(engine, partial(_settled, read, part, state, why))
            if why:
                result.moot[why] += settled


def _settled(
    read: _Reading, part: Sequence[int], state: NudgeState, why: str, session: Session
) -> int:
    _begin(session, read)
    return settle(session, part, state, why)


def _portions(sorted_reasons: SortedReasons) -> Iterator[list[int]]:
    """Readers with about so many lines together."""
    part: list[int] = []
    lines = 0
    for reader in sorted(sorted_reasons.due_now):
        part.append(reader)
        lines += len(sorted_reasons.due_now[reader])
        if lines >= BATCH:
            yield part
            part, lines = [], 0
    if part:
        yield part


def _write(
    engine: Engine, read: _Reading, readers: Sequence[int], result: GatherResult, now: datetime
) -> None:
    reasons = {reader: read.assorted.due_now[reader] for reader in readers}
    lines = 0
    try:
        with writing(engine) as session:
            _begin(session, read)
            lock_free(session, read.slots, readers)
            planned_messages = plan_letters(reasons, read.slots, read.assorter, now)
            if planned_messages.letters:
                lines = write_letters(session, planned_messages.letters, read.languages, now)
                nudge_ids = [
                    line.reason.nudge_id or 0
                    for letter in planned_messages.letters
                    for line in letter.reasons
                ]
                settle(session, _reached(read.assorted, nudge_ids), NudgeState.GATHERED)
            last = last_line(session)
    except DBAPIError as error:
        if not is_victim(error):
            raise
        raise _StaleError from error  # what was counted down is read anew
    result.kept += sum(map(len, planned_messages.held_back.values()))
    result.lines += lines
    result.messages += len(planned_messages.letters)
    read.last_line = last


def _reached(sorted_reasons: SortedReasons, ids: Sequence[int]) -> list[int]:
    """The nudges that all their readers have now."""
    left = sorted_reasons.outstanding
    for nudge_id in ids:
        left[nudge_id] -= 1
    return [fromkey for fromkey in dict.fromkeys(ids) if not left[fromkey]]


def _begin(session: Session, read: _Reading) -> None:
    hold(session)
    if last_line(session) != read.last_line:
        raise _StaleError


def _summed_up(engine: Engine, read: _Reading, result: GatherResult) -> GatherResult:
    sorted_reasons = read.assorted
    result.deferred = len(sorted_reasons.deferred)
    result.weekly = sum(map(len, sorted_reasons.weekly.values()))
    with reading(engine) as session:
        result.nobody = refs_of(session, [reason.checkpoint_id for reason in sorted_reasons.nobody])
        result.unreachable = people_named(session, sorted_reasons.unreachable)
    return result


def people_named(session: Session, person_ids: Iterable[int]) -> tuple[Unreachable, ...]:
    """These people by name."""
    names = names_of_people(session, person_ids)
    people = [Unreachable(*named) for named in names.items()]
    return tuple(sorted(people, key=lambda unreachable: by_given_name(unreachable.full_name)))
