"""Where digests stand: drafts, those that newer ones replaced, approved ones and issued ones."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.rendering.formats import moment
from dondoc.services.figures.quarter import parse_period
from dondoc.services.organisation.directory import names_of_people
from models.digest import Digest, DigestStep
from models.rules.digest_life import (
    LOCKS,
    DigestAct,
    DigestFacts,
    DigestState,
    DigestStepKind,
    last_step,
    state_of,
    why_not,
)


@dataclass(frozen=True)
class DigestStepShown:
    """A step of a digest's life, with the name of whoever took it."""

    kind: DigestStepKind
    by: str
    at: datetime
    reason: str


class StepOfPeriod(NamedTuple):
    """A step of any digest of a period, as it was kept."""

    digest_id: int
    kind: DigestStepKind
    at: datetime
    reason: str


class WholeDigest(NamedTuple):
    """Which digest of all units is meant, without its figures."""

    key: int
    programme_id: int
    quarter: str
    as_of: date
    compiled_at: datetime


@dataclass(frozen=True)
class DigestLife:
    """Where a digest stands, and how it came there.

    `latest`: the newest digest of its period; `locked_by`: the key of the approved one, if any;
    `counts`: the digest by which the period goes, the approved one or else the newest;
    `of_period`: the steps of all digests of the period, the oldest first.
    """

    key: int
    facts: DigestFacts
    steps: tuple[DigestStepShown, ...]
    latest: int
    latest_at: datetime | None
    locked_by: int | None
    counts: WholeDigest | None
    of_period: tuple[StepOfPeriod, ...]

    @property
    def state(self) -> DigestState:
        """Draft, replaced, approved or issued."""
        return state_of(self.facts)

    @property
    def is_locked(self) -> bool:
        """Whether this digest is the one that closes its period."""
        return self.state in LOCKS

    @property
    def approval(self) -> DigestStepShown | None:
        """Who approved it and when, as long as it is approved."""
        found = [step for step in self.steps if step.kind is DigestStepKind.APPROVED]
        return found[-1] if found and self.is_locked else None

    @property
    def reopening(self) -> DigestStepShown | None:
        """The step by which one that had been issued was reopened, as long as it is not approved
        anew.
        """
        was_issued = DigestStepKind.ISSUED in self.facts.steps
        return self.steps[-1] if was_issued and not self.is_locked else None


WHOLE = (col(Digest.unit_id).is_(None), col(Digest.person_id).is_(None))
_COLUMNS = (
    col(Digest.id), col(Digest.programme_id), col(Digest.quarter), col(Digest.as_of),
    col(Digest.compiled_at),
)  # fmt: skip


def life_of(session: Session, digest: Digest) -> DigestLife:
    """Where it stands, with the names of who brought it there."""
    period = digest.programme_id, digest.quarter
    found = _periods(session, {period})[period]
    own = found.steps.get(digest.key, ())
    names = names_of_people(session, [step.person_id for step in own])
    steps = tuple(
        DigestStepShown(step.kind, names[step.person_id], step.at, step.reason) for step in own
    )
    latest = found.latest
    return DigestLife(
        key=digest.key,
        facts=_facts(digest, found),
        steps=steps,
        latest=latest.key if latest else 0,
        latest_at=latest.compiled_at if latest else None,
        locked_by=found.locked_by.key if found.locked_by else None,
        counts=found.locked_by or latest,
        of_period=found.in_order,
    )


def states_of(session: Session, digests: Sequence[WholeDigest]) -> dict[int, DigestState]:
    """Where each of these stands, in a constant number of queries."""
    periods = _periods(session, {(each.programme_id, each.quarter) for each in digests})
    return {
        each.key: state_of(_facts(each, periods[each.programme_id, each.quarter]))
        for each in digests
    }


def check_act(session: Session, digest: Digest, act: DigestAct) -> None:
    """Raises Refused where a digest is not in a state for it; says who brought it there."""
    life = life_of(session, digest)
    why = why_not(act, life.facts)
    if not why:
        return
    standing = life
    if life.locked_by is not None and not life.is_locked:
        standing = life_of(session, session.get_one(Digest, life.locked_by))
    last = standing.approval
    raise Refused(
        f"digests.error.{why}",
        person=last.by if last else "",
        at=moment(last.at) if last else "",
        day=parse_period(digest.quarter).end,
        number=life.locked_by or life.latest,
    )


def approved_digest(session: Session, programme_id: int, quarter: str) -> Digest | None:
    """The digest that closes a period, while it is approved."""
    locked_by = _periods(session, {(programme_id, quarter)})[programme_id, quarter].locked_by
    return session.get_one(Digest, locked_by.key) if locked_by else None


def closed_as_of(
    session: Session, programme_id: int, quarter: str, moment: datetime
) -> date | None:
    """The day of whose figures a period stood closed at a moment; None where it was open."""
    steps = _periods(session, {(programme_id, quarter)})[programme_id, quarter].steps
    for key, taken in steps.items():
        if last_step(step.kind for step in taken if step.at <= moment):
            return session.scalars(select(col(Digest.as_of)).where(col(Digest.id) == key)).one()
    return None


def locked_periods(session: Session, programme_id: int) -> list[WholeDigest]:
    """The approved digests of a programme, the oldest first."""
    had = select(col(DigestStep.digest_id))
    query = select(*_COLUMNS).where(col(Digest.programme_id) == programme_id, *WHOLE)
    query = query.where(col(Digest.id).in_(had)).order_by(col(Digest.id))
    rows = [WholeDigest(*row) for row in session.connection().execute(query)]
    states = states_of(session, rows)
    return [each for each in rows if states[each.key] in LOCKS]


@dataclass(frozen=True)
class _Period:
    """The whole digests of a period, and their steps.

    The latest has the figures of the latest day: one that somebody compiles afterwards as of an
    earlier day replaces nothing.
    """

    latest: WholeDigest | None
    locked_by: WholeDigest | None
    steps: Mapping[int, Sequence[DigestStep]]

    @property
    def in_order(self) -> tuple[StepOfPeriod, ...]:
        """The steps of all its digests, the oldest first."""
        every = [step for row in self.steps.values() for step in row]
        every.sort(key=lambda step: step.key)
        return tuple(StepOfPeriod(s.digest_id, s.kind, s.at, s.reason) for s in every)


def _periods(session: Session, wanted: Set[tuple[int, str]]) -> dict[tuple[int, str], _Period]:
    quarters = {quarter for _, quarter in wanted}
    query = select(*_COLUMNS).where(col(Digest.quarter).in_(sorted(quarters)), *WHOLE)
    by_period: dict[tuple[int, str], list[WholeDigest]] = defaultdict(list)
    for row in session.connection().execute(query.order_by(col(Digest.id))):
        by_period[row[1], row[2]].append(WholeDigest(*row))
    steps = _steps(session, [row.key for rows in by_period.values() for row in rows])
    return {period: _period(by_period[period], steps) for period in wanted}


def _period(rows: Sequence[WholeDigest], steps: Mapping[int, Sequence[DigestStep]]) -> _Period:
    locking = [row for row in rows if last_step(step.kind for step in steps.get(row.key, ()))]
    last = max(rows, key=lambda row: (row.as_of, row.key), default=None)
    return _Period(
        last,
        locking[-1] if locking else None,
        {row.key: steps[row.key] for row in rows if row.key in steps},
    )


def _steps(session: Session, ids: Iterable[int]) -> dict[int, list[DigestStep]]:
    found: dict[int, list[DigestStep]] = defaultdict(list)
    query = select(DigestStep).where(col(DigestStep.digest_id).in_(sorted(ids)))
    for step in session.scalars(query.order_by(col(DigestStep.id))):
        found[step.digest_id].append(step)
    return dict(found)


def _facts(digest: Digest | WholeDigest, period: _Period) -> DigestFacts:
    last = period.latest
    return DigestFacts(
        steps=tuple(step.kind for step in period.steps.get(digest.key, ())),
        is_whole=isinstance(digest, WholeDigest) or _is_whole(digest),
        period_end=parse_period(digest.quarter).end,
        as_of=digest.as_of,
        newer=last is not None and (digest.as_of, digest.key) < (last.as_of, last.key),
        locked_by_other=period.locked_by is not None and period.locked_by.key != digest.key,
    )


def _is_whole(digest: Digest) -> bool:
    return digest.unit_id is None and digest.person_id is None
