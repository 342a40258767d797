"""How much is late in all: a letter names only what a step of the ladder was reached for.

Counted for a portion of letters in two queries a programme, however many letters and items.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import held_on
from dondoc.services.reminders.letters.entries import LetterEntry, LetterSection
from dondoc.services.reminders.letters.programme_context import PortionContext
from dondoc.services.reminders.nudges.finders.deadlines import DUE_NEXT
from dondoc.services.reminders.nudges.reasons import Reason
from dondoc.services.work.checkpoint_states import of_programme
from dondoc.services.work.pending import PENDING
from dondoc.store.bulk import among
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.joins import ASSIGNMENT_OF_OFFICIAL, CHECKPOINTS_OF_ASSIGNMENT
from models.person import Holding
from models.rules.checkpoints import Act
from models.rules.roles import Audience
from models.submission import Submission

UnitOfProgramme = tuple[int, int]
"""A unit in a programme, by ids."""

_NOT_WHOLE = frozenset({Audience.LEAD, Audience.COORDINATING})
_SETTLES = (Act.REPORT, Act.NOT_REPORTED, Act.WITHDRAW, Act.CHANGE_DUE)
"""Once one of these is recorded, an item is not counted as late, drained or not."""


def _late_in(
    context: PortionContext, reasons: Iterable[Reason]
) -> tuple[dict[int, set[int]], set[int]]:
    """Units, by programme, and programmes whose officials are written to, for what is late."""
    units: dict[int, set[int]] = {}
    officials: set[int] = set()
    for reason in reasons:
        state = context.states[reason.checkpoint_id]
        programme_context = context.programme_contexts[state.programme_id]
        if not (state.unreported and programme_context.is_over(state.due_on)):
            continue
        ids = units.setdefault(state.programme_id, set())
        if reason.audience not in _NOT_WHOLE:
            ids.add(state.unit_id)
        elif reason.audience is Audience.LEAD:
            officials.add(state.programme_id)
    return units, officials


@dataclass
class Late:
    """Open checkpoints past their last day in time: by official, and by unit."""

    people: Counter[int] = field(default_factory=Counter)
    units: dict[UnitOfProgramme, int] = field(default_factory=dict)

    def count(
        self,
        session: Session,
        context: PortionContext,
        readers: Sequence[int],
        reasons: Iterable[Reason],
    ) -> None:
        """Counts for letters with these reasons; for units that are known already not again."""
        self.people = Counter()
        units, officials = _late_in(context, reasons)
        for programme_id, unit_ids in units.items():
            ladders = context.programme_contexts[programme_id].ladders
            today = ladders.today
            late = _late(programme_id, ladders.calendar.add(today, -1))
            if programme_id in officials:
                self.people.update(_by_person(session, late, readers, today))
            new = {number for number in unit_ids if (programme_id, number) not in self.units}
            if new:
                counted = _by_unit(session, late, new)
                self.units.update(((programme_id, key), counted.get(key, 0)) for key in new)

    def of(self, entries: Sequence[LetterEntry], reader: int) -> int:
        """How much is late in all of what a reader hears of in these entries.

        An official's own items, or everything in the units that a superior answers for; of
        what they read for somebody else only what is named, and of what was reported and is not
        done, too: it is not among what is counted.
        """
        every = [entry for entry in entries if entry.section is LetterSection.OVERDUE]
        named = [entry for entry in every if entry.state.unreported]
        found = len(every) - len(named)
        own = [entry for entry in named if _is_own(entry)]
        if own:
            return max(self.people[reader], len(own)) + len(named) - len(own) + found
        whole = Counter(
            (entry.state.programme_id, entry.state.unit_id)
            for entry in named
            if entry.audience not in _NOT_WHOLE and entry.instead is None
        )
        others = sum(entry.audience in _NOT_WHOLE or entry.instead is not None for entry in named)
        units = (max(self.units.get(pair, count), count) for pair, count in whole.items())
        return sum(units) + others + found


def _is_own(entry: LetterEntry) -> bool:
    mine = entry.instead is None and entry.stand_in is None and not entry.author
    return mine and entry.audience is Audience.LEAD


def _late(programme_id: int, last_late: date) -> Any:
    """Late is what was due on `last_late`, the working day before today, or earlier."""
    settled = select(col(Submission.checkpoint_id)).where(
        # Written out, not a parameter: SQLite uses a partial index only for its own condition.
        PENDING,
        col(Submission.act).in_(_SETTLES),
    )
    return and_(
        DUE_NEXT,
        col(Checkpoint.due_on) <= last_late,
        of_programme(programme_id),
        col(Checkpoint.id).not_in(settled),
    )


def _by_person(session: Session, late: Any, people: Iterable[int], today: date) -> dict[int, int]:
    query = (
        select(col(Holding.person_id), func.count(col(Checkpoint.id).distinct()))
        .join(AssignmentOfficial, col(AssignmentOfficial.position_id) == col(Holding.position_id))
        .join(*ASSIGNMENT_OF_OFFICIAL)
        .join(*CHECKPOINTS_OF_ASSIGNMENT)
        .where(
            among(session, col(Holding.person_id), set(people)),
            held_on(today),
            late,
        )
        .group_by(col(Holding.person_id))
    )
    return {row[0]: row[1] for row in session.connection().execute(query)}


def _by_unit(session: Session, late: Any, units: Iterable[int]) -> dict[int, int]:
    query = (
        select(col(Assignment.unit_id), func.count())
        .join(*CHECKPOINTS_OF_ASSIGNMENT)
        .where(among(session, col(Assignment.unit_id), set(units)), late)
        .group_by(col(Assignment.unit_id))
    )
    return {row[0]: row[1] for row in session.connection().execute(query)}
