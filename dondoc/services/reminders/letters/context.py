"""Reads all that a portion of letters is written from, whichever programmes they are about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.directory import open_directory
from dondoc.services.organisation.on_duty import heard_by_a_deputy, hearing_themselves
from dondoc.services.programme.frames import ProgrammeRules, frame_of
from dondoc.services.programme.programmes import ladder_of
from dondoc.services.reminders.ladder.reached import StepsOnDay
from dondoc.services.reminders.letters.contents import Contents, ContentsQuestion, load_contents
from dondoc.services.reminders.letters.programme_context import PortionContext, ProgrammeContext
from dondoc.services.reminders.nudges.reasons import Reason
from dondoc.services.work.checkpoint_states import CheckpointState, load_states
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.joins import CHECKPOINTS_OF_ASSIGNMENT
from models.programme import Programme


@dataclass
class LettersContext:
    """What letters are written from: a context a programme on one day, made when first needed."""

    day: date
    made: dict[int, ProgrammeContext] = field(default_factory=dict)
    frames: dict[int, ProgrammeRules] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)

    def empty(self) -> PortionContext:
        """A context of a portion in which nothing was read yet."""
        return PortionContext(self.made, {}, Contents({}, {}, {}, {}))

    def portion_context(
        self,
        session: Session,
        reasons: Sequence[Reason],
        people: tuple[frozenset[int], frozenset[int]],
        states: Mapping[int, CheckpointState] | None,
    ) -> PortionContext:
        """What letters with these reasons need. `people`: readers, and others who are named."""
        ids = {reason.checkpoint_id for reason in reasons}
        if states is None:
            states = self._states(session, ids)
        assignments: dict[int, dict[int, int]] = defaultdict(dict)
        for key in ids:
            state = states[key]
            assignments[state.programme_id][state.assignment_id] = state.unit_id
        for programme_id, units in assignments.items():
            self.programme_context(session, programme_id).directory.take_in(session, units, units)
        contents = load_contents(session, ContentsQuestion(reasons, *people, self.day), self.units)
        return PortionContext(self.made, states, contents)

    def _states(self, session: Session, ids: set[int]) -> dict[int, CheckpointState]:
        query = (
            select(col(Assignment.programme_id), col(Checkpoint.id))
            .join(*CHECKPOINTS_OF_ASSIGNMENT)
            .where(among(session, col(Checkpoint.id), ids))
        )
        by_programme: dict[int, list[int]] = defaultdict(list)
        for programme_id, key in session.execute(query):
            by_programme[programme_id].append(key)
        states: dict[int, CheckpointState] = {}
        for programme_id, keys in by_programme.items():
            self.programme_context(session, programme_id)
            states |= load_states(session, self.frames[programme_id], keys)
        return states

    def programme_context(self, session: Session, programme_id: int) -> ProgrammeContext:
        """What is asked of one programme, read when somebody asks for the first time."""
        if programme_id not in self.made:
            programme = session.get_one(Programme, programme_id)
            frame = self.frames[programme_id] = frame_of(session, programme)
            self.made[programme_id] = ProgrammeContext(
                programme.title,
                open_directory(session, programme, self.day),
                StepsOnDay(
                    ladder_of(session, programme), self.day, frame.calendar, frame.rules.gathering
                ),
                programme.year,
                hearing_themselves(session, self.day),
                heard_by_a_deputy(session, self.day),
            )
        return self.made[programme_id]
