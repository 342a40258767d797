"""Conclusions of a meeting: recorded on a matter, answered by whoever was given them, accepted."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func
from sqlmodel import Session, select

from dondoc.errors import BadInput, Refused
from dondoc.rendering import formats
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.meetings.agenda import find_item
from dondoc.services.meetings.assigned import assign
from dondoc.services.meetings.call import check_length, meeting_to_change
from dondoc.services.meetings.held_conclusion import held_conclusion, meeting_of, note_conclusion
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.in_force import held_on
from dondoc.services.organisation.units import UnitNames
from dondoc.services.programme.frames import frame_of
from dondoc.services.reminders.nudges.by_hand import nudge_by_hand
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from models.assignment import Assignment, Checkpoint
from models.meeting import AgendaItem, Conclusion, Meeting
from models.person import Holding, Position
from models.programme import Programme
from models.rules.checkpoints import Act, local_date
from models.rules.conclusions import TO_A_POSITION, ConclusionKind
from models.rules.roles import Mandate
from models.rules.texts import bare
from models.unit import Unit

MAX_LETTERS = 500
"""Of a conclusion and of what is answered: a sentence of a notice, not a report."""
FARTHEST = timedelta(days=366)


@dataclass(frozen=True)
class ConclusionInput:
    """What a meeting concluded. `position`: the code of whoever is given it."""

    kind: ConclusionKind
    words: str
    position: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Conclusions:
    """Somebody records, answers or settles conclusions in a transaction of their own.

    `evidence`: where files lie, which an act on a checkpoint may bring.
    """

    office: SettingsChange
    evidence: Path

    @property
    def session(self) -> Session:
        """The transaction."""
        return self.office.session

    def record(self, meeting_id: int, item_id: int, stated: ConclusionInput) -> Conclusion:
        """Writes down what was concluded on a matter, and does it where it is an act.

        Another date is set, urging is sent and work is assigned as by whoever records it: by the
        same rules.
        Raises Refused for whoever is not the secretariat, for an act that is not allowed and for
        work that one would assign to oneself, and BadInput for what lacks, and before the day of
        the meeting.
        """
        meeting = meeting_to_change(self.office, meeting_id)
        item = find_item(self.session, meeting_id, item_id)
        words = bare(stated.words)
        check_length("meeting.error.no_words", words, MAX_LETTERS)
        if self.office.today < meeting.held_on:
            raise BadInput("meeting.error.not_held", day=formats.day(meeting.held_on))
        conclusion = Conclusion(
            item_id=item.key,
            number=self._next(item),
            kind=stated.kind,
            words=words,
            due_on=None if stated.kind is ConclusionKind.URGE else self._due(meeting, stated),
            concluded_at=self.office.now,
            concluded_by_id=self.office.actor.key,
        )
        if stated.kind in TO_A_POSITION:
            conclusion.position_id = self._position(stated.position)
        else:
            self._act(meeting, item, conclusion)
        if stated.kind is ConclusionKind.ASSIGNMENT:
            if self._holds(conclusion.position_id or 0):
                raise Refused("meeting.error.own_work")
            conclusion.checkpoint_id = assign(self.office, meeting, conclusion)
        self.session.add(conclusion)
        self.session.flush()
        note_conclusion(self.office, conclusion, "recorded", words)
        return conclusion

    def answer(self, conclusion_id: int, words: str) -> None:
        """Whoever holds the position says what was done; the secretariat looks at it then.

        Raises Refused for anybody else, and BadInput for no words and where nothing is awaited.
        """
        conclusion = held_conclusion(self.office, conclusion_id)
        if conclusion.checkpoint_id is not None:
            raise BadInput("meeting.error.is_work")
        if conclusion.position_id is None or not self._holds(conclusion.position_id):
            raise Refused("meeting.error.not_yours")
        stated = bare(words)
        check_length("meeting.error.no_answer", stated, MAX_LETTERS)
        if conclusion.answered_at is not None:
            raise BadInput("meeting.error.answered")
        conclusion.answer, conclusion.returned = stated, ""
        conclusion.answered_at = self.office.now
        conclusion.answered_by_id = self.office.actor.key
        note_conclusion(self.office, conclusion, "answered", stated)

    def accept(self, conclusion_id: int) -> None:
        """The secretariat accepts an answer: not one of their own."""
        conclusion = self._answered(conclusion_id)
        conclusion.accepted_at = self.office.now
        conclusion.accepted_by_id = self.office.actor.key
        note_conclusion(self.office, conclusion, "accepted")

    def send_back(self, conclusion_id: int, why: str) -> None:
        """The secretariat sends an answer back, and says why; what was answered is in history.

        As with a report, there is time to mend it, and what came in time is not late for that.
        """
        conclusion = self._answered(conclusion_id)
        words = bare(why)
        check_length("meeting.error.no_why", words, MAX_LETTERS)
        self._give_time(conclusion)
        conclusion.answered_at, conclusion.answered_by_id = None, None
        conclusion.returned = words
        note_conclusion(self.office, conclusion, "sent_back", words)

    def _answered(self, conclusion_id: int) -> Conclusion:
        conclusion = held_conclusion(self.office, conclusion_id)
        year = meeting_of(self.office, conclusion).programme_id
        self.office.mandated_in_or_now(year, Mandate.SECRETARIAT)
        if conclusion.answered_at is None or conclusion.accepted_at is not None:
            raise BadInput("meeting.error.no_answer")
        if conclusion.answered_by_id == self.office.actor.key:
            raise Refused("meeting.error.own_answer")
        return conclusion

    def _give_time(self, conclusion: Conclusion) -> None:
        programme = self.session.get_one(
            Programme, meeting_of(self.office, conclusion).programme_id
        )
        terms = frame_of(self.session, programme).terms(None)
        due_on = conclusion.mend_by or conclusion.due_on
        assert due_on is not None and conclusion.answered_at is not None  # it was awaited
        if local_date(conclusion.answered_at) > terms.last_day(due_on):
            conclusion.came_late = True
        conclusion.mend_by = terms.mend_by(due_on, self.office.today) or conclusion.mend_by

    def _next(self, item: AgendaItem) -> int:
        query = select(func.max(Conclusion.number)).where(Conclusion.item_id == item.key)
        return (self.session.exec(query).one() or 0) + 1

    def _due(self, meeting: Meeting, stated: ConclusionInput) -> date:
        if stated.due_on is None:
            raise BadInput("meeting.error.no_due")
        if not meeting.held_on <= stated.due_on <= meeting.held_on + FARTHEST:
            raise BadInput("meeting.error.due", day=formats.day(meeting.held_on))
        return stated.due_on

    def _position(self, code: str) -> int:
        """Raises BadInput for none, and for one of a unit that has ended: nobody could answer."""
        query = select(Position).where(Position.code == code)
        post = self.session.exec(query).first()
        if post is None:
            raise BadInput("meeting.error.no_position")
        ended_on = self.session.get_one(Unit, post.unit_id).ended_on
        if ended_on is not None and ended_on < self.office.today:
            unit = UnitNames(self.session, [post.unit_id]).on(post.unit_id, self.office.today)
            raise BadInput("meeting.error.unit_ended", unit=unit, day=formats.day(ended_on))
        return post.key

    def _holds(self, position_id: int) -> bool:
        """Whether it is the actor's own position today."""
        mine = select(Holding.id).where(
            Holding.position_id == position_id,
            Holding.person_id == self.office.actor.key,
            held_on(self.office.today),
        )
        return self.session.exec(mine).first() is not None

    def _act(self, meeting: Meeting, item: AgendaItem, conclusion: Conclusion) -> None:
        """Does what was concluded to the checkpoint of the matter."""
        if item.checkpoint_id is None:
            raise BadInput("meeting.error.no_checkpoint")
        year = self.session.get_one(Programme, meeting.programme_id).year
        label = self.session.get_one(Checkpoint, item.checkpoint_id).label
        ref = f"{self.session.get_one(Assignment, item.assignment_id).ref}/{label}"
        by = self.office.actor.code
        if conclusion.kind is ConclusionKind.NEW_DATE:
            act = ActInput(
                Act.CHANGE_DUE, ref, by, new_due_on=conclusion.due_on, reason=conclusion.words
            )
            Recorder(self.session, self.office.now, self.evidence, year).record(act)
        else:
            request = UrgingRequest(by=by, refs=(ref,), words=conclusion.words, year=year)
            nudge_by_hand(self.session, request, self.office.now)
