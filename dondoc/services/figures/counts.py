"""Checkpoints of a programme in groups: those of a unit that are counted alike, and how many.

One statement counts them all (see services.status); what is recorded and not yet drained is
looked at one by one, as it will be.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col

from dondoc.services.figures.status import count_drained, counts_of
from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoints import LoadedCheckpoint, live_pending
from dondoc.services.work.due_in_sql import due_columns, due_facts_of, readable_groups
from models.assignment import Assignment, Checkpoint
from models.rules.due import DueFacts, days_late, due_facts, has_come, last_day
from models.rules.totals import Counts


class CountedGroup(NamedTuple):
    """Checkpoints of one unit that are counted alike, and how many. `asked`: for an extension.

    `checkpoint_id`: where it is one on which something waits.
    """

    unit_id: int
    facts: DueFacts
    asked: bool
    size: int
    checkpoint_id: int | None = None

    @property
    def due_on(self) -> date:
        """When they are due."""
        return self.facts.due_on


def groups_of(session: Session, programme_id: int, frame: ProgrammeRules) -> list[CountedGroup]:
    """Every live checkpoint of a programme, in groups that are counted alike."""
    asks = col(Checkpoint.extension_asked).is_not(None)
    query = count_drained(programme_id, col(Assignment.unit_id), asks, *due_columns(session))
    groups = readable_groups(session, session.connection().execute(query), _group)
    return [*groups, *map(group_of, live_pending(session, frame, programme_id))]


def _group(row: Sequence[Any]) -> CountedGroup:
    unit, asked, *values, size = row
    return CountedGroup(unit, due_facts_of(values), bool(asked), size)


def group_of(checkpoint: LoadedCheckpoint) -> CountedGroup:
    """One checkpoint as it will be once everything recorded is applied."""
    asked = checkpoint.facts.extension_asked is not None
    facts, unit_id = due_facts(checkpoint.facts), checkpoint.assignment.unit_id
    return CountedGroup(unit_id, facts, asked, 1, checkpoint.checkpoint.key)


@dataclass
class CountingDay:
    """The day and the rules by which groups are judged; alike ones are judged once."""

    today: date
    frame: ProgrammeRules
    _known: dict[DueFacts, Counts] = field(default_factory=dict)

    def one(self, counted: CountedGroup) -> Counts:
        """How one checkpoint of the group is counted."""
        facts = counted.facts
        if facts not in self._known:
            self._known[facts] = counts_of(facts, 1, self.today, self.frame)
        return self._known[facts]

    def has_come(self, counted: CountedGroup) -> bool:
        """Whether it counts among what was due by the day."""
        return has_come(counted.facts, self.today, self.frame.calendar)

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
