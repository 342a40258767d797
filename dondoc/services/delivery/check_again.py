"""Before sending: are the facts and the recipient still so? Then the letter is written."""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Text, select, type_coerce
from sqlmodel import Session, col

from dondoc.channels.letter import LetterAttachment
from dondoc.services.delivery.brought_letters import BroughtLetters
from dondoc.services.delivery.job import Job
from dondoc.services.delivery.load import Loaded, MessageReason, load
from dondoc.services.delivery.readers import Readers
from dondoc.services.reach.reachability import Route
from dondoc.services.reminders.gather.sort import mended
from dondoc.services.reminders.gather.waiting import as_of_now
from dondoc.services.reminders.letters.letter import ComposedLetter, LetterDraft
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.services.reminders.nudges.finders.committees import with_committee
from dondoc.services.reminders.nudges.reasons import ANSWERS, moot_reason
from dondoc.services.work.checkpoint_states import CheckpointState
from dondoc.store.bulk import among
from dondoc.vault import CurrentVault
from models.nudge import NudgeKind
from models.person import Contact

NOT_IN_ROLE = "moot.not_in_role"
UNREADABLE = "moot.unreadable"
"""The facts of the checkpoint raise: what there is to say waits until they are mended."""
NOTHING_LEFT = "moot.nothing_left"
NO_ADDRESS = "deliver.no_address"


@dataclass(slots=True)
class CheckedMessage:
    """A message and what is to become of it: the first of these that is set.

    `moot`, `fault`: it ends, and why. `moved`: it goes another way, by another channel.
    `not_before`: it waits. Else it is sent: as `composed`, to `address` by `route`, or as it
    was frozen before. `sealed`: the address as it is kept. `dropped`: why lines, by their ids,
    are left out; `attachment`: the paper of the digest that it brings.
    """

    loaded: Loaded
    moot: str = ""
    fault: str = ""
    moved: Route | None = None
    not_before: datetime | None = None
    route: Route | None = None
    composed: ComposedLetter | None = None
    address: str = ""
    sealed: str = ""
    dropped: dict[int, str] = field(default_factory=dict)
    attachment: LetterAttachment | None = None

    @property
    def left(self) -> list[MessageReason]:
        """The lines that are said."""
        return [line for line in self.loaded.lines if line.line_id not in self.dropped]

    @property
    def is_sent(self) -> bool:
        """Whether it goes out now."""
        return not (self.moot or self.fault or self.moved or self.not_before)


def prepare(
    session: Session, ids: Sequence[int], job: Job, people: Readers
) -> list[CheckedMessage]:
    """Checks and writes a portion of messages of one channel; it only reads."""
    people.refresh(session)
    prepared = [CheckedMessage(loaded) for loaded in load(session, ids)]
    states = _states(session, prepared)
    _meet(session, states, people)
    brought = BroughtLetters(session, [message.loaded for message in prepared], people, job.now)
    founded = _founded(session, prepared, states, people)
    check = _Check(job.now, states, people, founded, brought)
    for checked_message in prepared:
        check.decide(checked_message)
    new = [message for message in prepared if message.is_sent and message.route is not None]
    _address(session, new)
    for checked_message in prepared:
        if checked_message.is_sent and not checked_message.loaded.is_reminder:
            _bring(checked_message, brought, job.office)
    told = [message for message in new if message.loaded.is_reminder]
    if told:
        drafts = [_draft(message) for message in told]
        composer = people.composer(session, drafts, states, job.office)
        for checked_message, draft in zip(told, drafts, strict=True):
            checked_message.composed = composer.compose(draft)
    return prepared


def _bring(message: CheckedMessage, brought: BroughtLetters, office: LettersSender) -> None:
    """Writes the letter of a digest or of news, once; its paper goes along with every attempt."""
    if message.route is not None:
        message.composed = brought.compose(message.loaded, office)
    message.attachment = brought.attachment(message.loaded)


def _states(session: Session, prepared: Sequence[CheckedMessage]) -> dict[int, CheckpointState]:
    reasons = [line.reason for message in prepared for line in message.loaded.lines]
    return as_of_now(session, reasons)


def _meet(session: Session, states: dict[int, CheckpointState], people: Readers) -> None:
    """Reads who answers for these items, unless it is known already."""
    units: dict[int, dict[int, int]] = defaultdict(dict)
    for state in states.values():
        units[state.programme_id][state.assignment_id] = state.unit_id
    for programme_id, part in units.items():
        people.in_programme(session, programme_id).reach.directory.take_in(session, part, part)


def _founded(
    session: Session,
    prepared: Sequence[CheckedMessage],
    states: dict[int, CheckpointState],
    people: Readers,
) -> dict[int, set[int]]:
    """The units that have a committee by now, by programmes of which a letter says otherwise."""
    about = {
        states[line.reason.checkpoint_id].programme_id
        for message in prepared
        for line in message.loaded.lines
        if line.reason.kind is NudgeKind.NO_COMMITTEE and line.reason.checkpoint_id in states
    }
    return {key: with_committee(session, key, people.routes.day) for key in sorted(about)}


@dataclass
class _Check:
    """Facts, recipients and their wishes. `founded`: units with a committee, by programme."""

    now: datetime
    states: dict[int, CheckpointState]
    people: Readers
    founded: Mapping[int, Container[int]]
    brought: BroughtLetters

    def decide(self, checked_message: CheckedMessage) -> None:
        message = checked_message.loaded
        if not message.is_reminder:
            checked_message.moot = self.brought.why_not(message)
            if not checked_message.moot:
                if self.brought.is_of_earlier_issue(message):
                    message.frozen = None
                self._route_and_wait(checked_message)
            return
        for line in message.lines:
            if why := self.why_not(line, message.person_id):
                checked_message.dropped[line.line_id] = why
        if len(checked_message.dropped) == len(message.lines):
            whys = set(checked_message.dropped.values())
            checked_message.moot = whys.pop() if len(whys) == 1 else NOTHING_LEFT
            return
        self._route_and_wait(checked_message)

    def _route_and_wait(self, checked_message: CheckedMessage) -> None:
        self._route(checked_message)
        if not (checked_message.fault or checked_message.moved):
            checked_message.not_before = self._waits(checked_message)

    def why_not(self, line: MessageReason, reader: int) -> str:
        """Why a line is not said after all, or ''."""
        state = self.states.get(line.reason.checkpoint_id)
        if state is None:
            return UNREADABLE
        if why := moot_reason(line.reason, state):
            return why
        if why := mended(line.reason, self.people.routes, self.founded.get(state.programme_id, ())):
            return why
        programme_readers = self.people.known(state.programme_id)
        whose = line.in_place_of or reader
        # Whoever came back reads for themselves again; somebody out of reach is seen to below.
        read_by = programme_readers.reach.reader(whose, state.assignment_id)
        if read_by in (reader, None) and programme_readers.is_for(line.reason, state, whose):
            return ""
        return NOT_IN_ROLE

    def _route(self, checked_message: CheckedMessage) -> None:
        """A frozen letter goes where it went, a new one where its reader is reached today."""
        message = checked_message.loaded
        if message.frozen is not None and message.contact_id is None:
            return
        ways = self.people.ways(message.person_id)
        same = [way for way in ways if way.contact_id == message.contact_id]
        if same and same[0].channel == message.channel:
            checked_message.route = None if message.frozen is not None else same[0]
            return
        left = [way for way in ways if way.contact_id not in message.passed_over] or ways
        alike = [way for way in left if way.channel == message.channel]
        if not left:
            checked_message.fault = NO_ADDRESS
            lines = [line.line_id for line in message.lines]
            checked_message.dropped = dict.fromkeys(lines, NO_ADDRESS) | checked_message.dropped
        elif alike:
            checked_message.route, message.frozen = alike[0], None
        else:
            checked_message.moved = left[0]

    def _waits(self, message: CheckedMessage) -> datetime | None:
        if not message.loaded.is_reminder:
            calendar, answers = self.brought.calendar(message.loaded), False
        else:
            reasons = [line.reason for line in message.left]
            answers = all(reason.kind in ANSWERS for reason in reasons)
            programme_id = self.states[reasons[0].checkpoint_id].programme_id
            calendar = self.people.known(programme_id).calendar
        quiet = self.people.routes.wishes(message.loaded.person_id).quiet
        start = quiet.waits_until(self.now, calendar, working=not answers)
        return start if start > self.now else None


def _address(session: Session, part: Sequence[CheckedMessage]) -> None:
    ways = {message.route.contact_id for message in part if message.route is not None}
    sealed = type_coerce(col(Contact.address), Text)
    query = select(col(Contact.id), sealed).where(among(session, col(Contact.id), ways))
    addresses = {row[0]: row[1] for row in session.execute(query)}
    vault = CurrentVault()
    for checked_message in part:
        assert checked_message.route is not None
        checked_message.sealed = addresses[checked_message.route.contact_id]
        checked_message.address = vault.unseal(checked_message.sealed)


def _draft(checked_message: CheckedMessage) -> LetterDraft:
    message, left = checked_message.loaded, checked_message.left
    return LetterDraft(
        message.person_id,
        message.language,
        tuple(line.reason for line in left),
        message.key,
        {line.reason: line.in_place_of for line in left if line.in_place_of is not None},
    )
