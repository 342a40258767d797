"""What would be judged otherwise if days became working days or days off."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from dondoc.services.history.events import plain_amount
from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.programme.programmes import calendar_with, working_calendar
from dondoc.services.programme.rule_sets import Rules, rules_of
from dondoc.services.work.answering.other_holders import OtherHolder, results_passed
from dondoc.services.work.checkpoint_queries import checkpoint_ids
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_checkpoints
from dondoc.services.work.evaluate import performance
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import ASSIGNMENT_OF_CHECKPOINT, INDICATOR_OF_ASSIGNMENT
from models.programme import Programme
from models.rules.due import DueState, due_facts
from models.rules.evaluation import score
from models.rules.rejudging import Calendars, moved_due_dates, silence_turns, turned
from models.rules.stages import UNREPORTED, Standing
from models.verdict import Evaluation

DaysChanged = Mapping[date, bool | None]
"""Whether a day is worked; None: as the public calendar says."""

_MAX_SILENCE = timedelta(days=120)


@dataclass(frozen=True)
class Rejudged:
    """A checkpoint that turns from in time to late, or back.

    `evaluated_total`: the total that it was evaluated with, which stays; `other`: what it would be.
    """

    year: int
    ref: str
    before: DueState
    after: DueState
    evaluated_total: Decimal | None = None
    other: Decimal | None = None

    @property
    def ref_of_year(self) -> str:
        """The reference with its year: days off are of all programmes."""
        return f"{self.ref} ({self.year})"

    def plain(self) -> list[Any]:
        """The effect as plain values, as history keeps it."""
        totals = [plain_amount(amount) for amount in (self.evaluated_total, self.other)]
        return [self.ref, self.before.value, self.after.value, *totals]


@dataclass(frozen=True)
class Effects:
    """What another calendar would re-judge.

    `silences`: checkpoints about which silence may be recorded by one calendar only.

    `recounted`: overdue ones whose days late are counted otherwise. `past`: a day has gone by.
    `passed`: results, silences and lateness that become somebody else's. `moved`: the years and
    references of checkpoints not reported yet whose last day in time is another one. `days`: those
    that are changed.
    """

    past: bool
    turned: tuple[Rejudged, ...] = ()
    passed: tuple[OtherHolder, ...] = ()
    moved: tuple[tuple[int, str], ...] = ()
    silences: int = 0
    recounted: int = 0
    days: DaysChanged = field(default_factory=dict)

    @property
    def asks(self) -> bool:
        """Whether somebody must have seen this, and say why, before it is done."""
        return self.past or self.rejudges

    @property
    def rejudges(self) -> bool:
        """Whether anything that was or may be judged by now is judged otherwise."""
        return bool(self.turned or self.passed) or self.silences > 0

    @property
    def fingerprint(self) -> str:
        """A short text that a form carries, so that nobody confirms what they did not see."""
        parts = [self.past, *self.plain().values()]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]

    def plain(self) -> dict[str, Any]:
        """The effect as plain values, as history keeps it."""
        rows = [rejudged.plain() for rejudged in self.turned]
        passed = [holder.plain() for holder in self.passed]
        counts = {"silences": self.silences, "recounted": self.recounted}
        return {"rejudged": rows, "passed": passed, **counts}


def effects_of(session: Session, days: DaysChanged, today: date) -> Effects:
    """What changing these days does today, in every programme; nothing is written."""
    turns: list[Rejudged] = []
    passed: list[OtherHolder] = []
    moved: list[tuple[int, str]] = []
    silences = 0
    for programme in session.scalars(select(Programme).order_by(col(Programme.year))):
        calendars = Calendars(
            working_calendar(session, programme), calendar_with(session, programme, days)
        )
        if calendars.before == calendars.after:
            continue
        rules = rules_of(session, programme)
        ids = _moved(session, programme, calendars, frozenset(days))
        checkpoints = load_checkpoints(session, ProgrammeRules(calendars.before, rules), ids)
        turns += _turned(session, programme, calendars, rules, checkpoints, today)
        passed += results_passed(session, programme, checkpoints, calendars, today)
        moved += [(programme.year, ref) for ref in _awaited(checkpoints.values())]
        silences += _silences(session, programme, calendars, rules, today)
    past = any(day < today for day in days)
    recounted = _recounted(session, days, today)
    return Effects(past, tuple(turns), tuple(passed), tuple(moved), silences, recounted, days)


def _awaited(checkpoints: Iterable[LoadedCheckpoint]) -> Iterator[str]:
    """The references of those that nobody reported yet: their people gain or lose days by it.

    What is recorded counts before it is drained.
    """
    return (checkpoint.ref for checkpoint in checkpoints if checkpoint.facts.stage in UNREPORTED)


def _moved(
    session: Session, programme: Programme, calendars: Calendars, days: frozenset[date]
) -> list[int]:
    """The checkpoints whose last day in time is another one."""
    moved = moved_due_dates(calendars, days)
    query = checkpoint_ids(
        programme.key,
        col(Checkpoint.standing) == Standing.LIVE,
        or_(col(Checkpoint.due_on).in_(moved), col(Checkpoint.returned_due_on).in_(moved)),
    )
    return list(session.scalars(query.order_by(col(Checkpoint.id))))


def _turned(
    session: Session, programme: Programme, calendars: Calendars, rules: Rules,
    checkpoints: Mapping[int, LoadedCheckpoint], today: date,
) -> Iterator[Rejudged]:  # fmt: skip
    frame = ProgrammeRules(calendars.after, rules)
    then = load_checkpoints(session, frame, list(checkpoints))
    totals = _totals(session, checkpoints)
    for key, checkpoint in checkpoints.items():
        turn = turned(due_facts(checkpoint.facts), today, calendars)
        if turn is not None:
            other = score(performance(then[key], frame), rules.scoring).total
            total = totals.get(key)
            yield Rejudged(
                programme.year, checkpoint.ref, *turn, total, None if total is None else other
            )


def _totals(session: Session, checkpoints: Mapping[int, LoadedCheckpoint]) -> dict[int, Decimal]:
    judged = [checkpoint.checkpoint.evaluation_id for checkpoint in checkpoints.values()]
    query = select(col(Evaluation.checkpoint_id), col(Evaluation.total))
    query = query.where(col(Evaluation.total).is_not(None))
    rows = session.execute(query.where(col(Evaluation.id).in_([key for key in judged if key])))
    return dict(rows.tuples().all())


def _open(query: Any) -> Any:
    return query.where(
        col(Checkpoint.standing) == Standing.LIVE, col(Checkpoint.stage).in_(UNREPORTED)
    )


def _silences(
    session: Session, programme: Programme, calendars: Calendars, rules: Rules, today: date
) -> int:
    earliest = today - _MAX_SILENCE
    what = (col(Checkpoint.due_on), col(Checkpoint.refused_on), col(Indicator.cut_off_days))
    query = (
        select(*what, func.count())
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .where(
            col(Assignment.programme_id) == programme.key,
            col(Checkpoint.due_on) <= today,
            or_(col(Checkpoint.due_on) >= earliest, col(Checkpoint.refused_on) >= earliest),
        )
        .group_by(*what)
    )
    before, after = (
        ProgrammeRules(calendar, rules) for calendar in (calendars.before, calendars.after)
    )
    turning: Iterator[int] = (
        count
        for due_on, refused_on, own, count in session.execute(_open(query)).tuples()
        if silence_turns(due_on, refused_on, today, (before.terms(own), after.terms(own)))
    )
    return sum(turning)


def _recounted(session: Session, days: DaysChanged, today: date) -> int:
    gone = [day for day in days if day <= today]
    if not gone:
        return 0
    # Also what is due on such a day: its last day in time moves.
    late = (col(Checkpoint.due_on) <= max(gone), col(Checkpoint.due_on) < today)
    query = select(func.count()).select_from(Checkpoint).where(*late)
    return session.scalar(_open(query)) or 0
