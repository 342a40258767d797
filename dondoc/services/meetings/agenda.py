"""The agenda of a meeting: what the secretariat picks, orders, words and takes off again."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.i18n import translator
from dondoc.services.meetings.call import (
    check_length,
    meeting_to_change,
    note_meeting,
)
from dondoc.services.meetings.proposals import Proposal
from dondoc.services.organisation.changes import SettingsChange
from models.assignment import Assignment, Checkpoint
from models.joins import CHECKPOINTS_OF_ASSIGNMENT
from models.meeting import AgendaItem, Conclusion, Meeting
from models.rules.conclusions import AgendaReason
from models.rules.texts import bare

MAX_ITEMS = 30
"""Each has a page in the pack: a longer one is not read at one meeting."""
MAX_SUBJECT = 300
MAX_REQUESTED = 1000


def items_of(session: Session, meeting_id: int) -> Sequence[AgendaItem]:
    """The matters of a meeting in their order."""
    query = (
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id, col(AgendaItem.place) > 0)
        .order_by(col(AgendaItem.place), col(AgendaItem.id))
    )
    return session.exec(query).all()


def find_item(session: Session, meeting_id: int, item_id: int) -> AgendaItem:
    """A matter of this meeting. Raises BadInput where it is not on its agenda."""
    item = session.get(AgendaItem, item_id)
    if item is None or item.meeting_id != meeting_id or not item.place:
        raise BadInput("meeting.error.no_item")
    return item


@dataclass(frozen=True)
class Agenda:
    """Somebody of the office changes the agenda of a meeting.

    All raise Refused for whoever is not the secretariat, and BadInput for what is not there.
    """

    office: SettingsChange
    meeting_id: int

    @property
    def session(self) -> Session:
        """The transaction."""
        return self.office.session

    def add(self, proposals: Sequence[Proposal]) -> list[AgendaItem]:
        """Puts what was proposed at the end; what stands on it already is left as it is."""
        meeting = self._opened()
        known = {_about(each) for each in items_of(self.session, meeting.key)}
        items = [self._of_proposal(meeting, each) for each in proposals]
        new = [item for item in items if _about(item) not in known]
        self._append(meeting, new)
        return new

    def add_own(self, subject: str, requested: str) -> AgendaItem:
        """Puts a matter of the secretariat's own at the end."""
        meeting = self._opened()
        named = bare(subject)
        check_length("meeting.error.no_subject", named, MAX_SUBJECT)
        item = AgendaItem(
            meeting_id=meeting.key, place=0, reason=AgendaReason.OWN, subject=named,
            requested=_requested(requested),
        )  # fmt: skip
        self._append(meeting, [item])
        return item

    def word(self, item_id: int, requested: str) -> None:
        """Says anew what is asked of the meeting."""
        meeting = self._opened()
        item = find_item(self.session, meeting.key, item_id)
        item.requested = _requested(requested)
        note_meeting(self.office, meeting, "worded", item.subject)

    def move(self, item_id: int, by: int) -> None:
        """Moves a matter up (-1) or down (1); the first and the last stay where they are."""
        meeting = self._opened()
        items = list(items_of(self.session, meeting.key))
        item = find_item(self.session, meeting.key, item_id)
        here = items.index(item)
        there = min(max(here + by, 0), len(items) - 1)
        items.insert(there, items.pop(here))
        _number(items)
        note_meeting(self.office, meeting, "moved", item.subject)

    def take_off(self, item_id: int) -> None:
        """Takes a matter off. Raises BadInput where the meeting has concluded on it."""
        meeting = self._opened()
        item = find_item(self.session, meeting.key, item_id)
        query = select(Conclusion.id).where(Conclusion.item_id == item.key)
        if self.session.exec(query).first() is not None:
            raise BadInput("meeting.error.concluded")
        item.place = 0
        self.session.flush()
        _number(items_of(self.session, meeting.key))
        note_meeting(self.office, meeting, "taken_off", item.subject)

    def _opened(self) -> Meeting:
        return meeting_to_change(self.office, self.meeting_id)

    def _append(self, meeting: Meeting, items: Sequence[AgendaItem]) -> None:
        standing = len(items_of(self.session, meeting.key))
        if standing + len(items) > MAX_ITEMS:
            raise BadInput("meeting.error.too_many", most=MAX_ITEMS)
        for place, item in enumerate(items, standing + 1):
            item.place = place
            self.session.add(item)
        self.session.flush()
        for item in items:
            note_meeting(self.office, meeting, "added", item.subject)

    def _of_proposal(self, meeting: Meeting, proposal: Proposal) -> AgendaItem:
        requested = proposal.about
        if proposal.reason is not AgendaReason.OWN:
            requested = translator("vi")(f"meeting.requested.{proposal.reason_named}")
        item = AgendaItem(
            meeting_id=meeting.key, place=0, reason=proposal.reason,
            subject=_subject(proposal), requested=requested,
        )  # fmt: skip
        ref, _, label = proposal.ref.partition("/")
        query = (
            select(Assignment, Checkpoint)
            .join(*CHECKPOINTS_OF_ASSIGNMENT)
            .where(Assignment.programme_id == meeting.programme_id, Assignment.ref == ref)
        )
        for assignment, checkpoint in self.session.exec(query):
            item.assignment_id, item.unit_id = assignment.key, assignment.unit_id
            if checkpoint.label == label:
                item.checkpoint_id = checkpoint.key
        return item


def _subject(proposal: Proposal) -> str:
    if proposal.silent is not None:
        who = ", ".join(filter(None, (proposal.silent.name, proposal.silent.title)))
        return f"{proposal.unit}: {who}"[:MAX_SUBJECT]
    return ": ".join(filter(None, (proposal.unit, proposal.title)))[:MAX_SUBJECT]


def _requested(text: str) -> str:
    words = bare(text)
    if len(words) > MAX_REQUESTED:
        raise BadInput("meeting.error.too_long", found=len(words), most=MAX_REQUESTED)
    return words


def _about(item: AgendaItem) -> tuple[object, ...]:
    """What makes two matters the same one."""
    return item.reason, item.subject, item.assignment_id, item.checkpoint_id


def _number(items: Sequence[AgendaItem]) -> None:
    for place, each in enumerate(items, 1):
        each.place = place
