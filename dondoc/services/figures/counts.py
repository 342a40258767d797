"""Checkpoints of a programme in groups: those of a unit that are counted alike, and how many.

One statement counts them all (see services.status); what is recorded and not yet drained is
looked at one by one, as it will be.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col

from dondoc.services.figures.status import count_drained, counts_of
from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoint_queries import RETURNED, returned_of
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_pending
from dondoc.services.work.days_in_sql import noon_of, reported_day
from models.assignment import Assignment, Checkpoint
from models.rules.checkpoints import ReturnedReport, local_date
from models.rules.due import DueFacts, days_late, due_facts, last_day
from models.rules.stages import Stage
from models.rules.totals import Counts


class CountedGroup(NamedTuple):
    """Checkpoints of one unit that are counted alike. `asked`: for an extension.

    `reported_on`: the day in Viet Nam. `returned`: see `CheckpointFacts`. `checkpoint_id`: where
    it is one that is not drained.
    """

    unit_id: int
    stage: Stage
    due_on: date
    missing: bool
    undelivered: bool
    reported_on: date | None
    asked: bool
    size: int
    returned: ReturnedReport | None = None
    checkpoint_id: int | None = None

    @property
    def facts(self) -> DueFacts:
        """What their due state depends on."""
        reported_at = noon_of(self.reported_on)
        findings = (self.missing, self.returned, self.undelivered)
        return DueFacts(self.stage, self.due_on, reported_at, *findings)


def groups_of(session: Session, programme_id: int, frame: ProgrammeRules) -> list[CountedGroup]:
    """Every live checkpoint of a programme, in groups that are counted alike."""
    return [*_drained(session, programme_id), *_undrained(session, programme_id, frame)]


def _drained(session: Session, programme_id: int) -> Iterator[CountedGroup]:
    keys = (
        col(Assignment.unit_id), col(Checkpoint.stage), col(Checkpoint.due_on),
        col(Checkpoint.missing), col(Checkpoint.undelivered), reported_day(session),
        col(Checkpoint.extension_asked).is_not(None), *RETURNED,
    )  # fmt: skip
    rows = session.connection().execute(count_drained(programme_id, *keys))
    for unit, stage, due_on, missing, undelivered, day, extension, *back, size in rows:
        found = (missing, undelivered, as_day(day))
        yield CountedGroup(unit, stage, due_on, *found, bool(extension), size, returned_of(*back))


def as_day(day: Any) -> date | None:
    """A day as the database gives it: SQLite gives text."""
    return date.fromisoformat(day) if isinstance(day, str) else day


def _undrained(
    session: Session, programme_id: int, frame: ProgrammeRules
) -> Iterator[CountedGroup]:
    for checkpoint in load_pending(session, frame, programme_id).values():
        if checkpoint.is_live:
            yield group_of(checkpoint)


def group_of(checkpoint: LoadedCheckpoint) -> CountedGroup:
    """One checkpoint as it will be once everything recorded is applied."""
    facts, due = checkpoint.facts, due_facts(checkpoint.facts)
    return CountedGroup(
        unit_id=checkpoint.assignment.unit_id,
        stage=facts.stage,
        due_on=facts.due_on,
        missing=due.missing,
        undelivered=due.undelivered,
        reported_on=local_date(due.reported_at) if due.reported_at else None,
        asked=facts.extension_asked is not None,
        size=1,
        returned=due.returned,
        checkpoint_id=checkpoint.checkpoint.key,
    )


@dataclass(frozen=True)
class CountingDay:
    """The day and the rules by which groups are judged; alike ones are judged once."""

    today: date
    frame: ProgrammeRules

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", {})

    def one(self, counted: CountedGroup) -> Counts:
        """How one checkpoint of the group is counted."""
        known: dict[DueFacts, Counts] = self._known  # type: ignore[attr-defined]
        facts = counted.facts
        if facts not in known:
            known[facts] = counts_of(facts, 1, self.today, self.frame)
        return known[facts]

    def last_day(self, counted: CountedGroup) -> date:
        """The last day in time."""
        return last_day(counted.due_on, self.frame.calendar)

    def days_over(self, counted: CountedGroup) -> int:
        """Working days late; a unit does not answer for the days that its report waits."""
        return days_late(counted.facts, self.today, self.frame.calendar)


_PARTS = tuple(part.name for part in fields(Counts))


def add_up(scale: CountingDay, groups: Iterable[CountedGroup]) -> Counts:
    """The counts of all these groups."""
    tally = dict.fromkeys(_PARTS, 0)
    for counted in groups:
        counts = scale.one(counted)
        for part in _PARTS:
            tally[part] += getattr(counts, part) * counted.size
    return Counts(**tally)
