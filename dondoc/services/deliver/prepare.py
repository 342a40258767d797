"""Before sending: are the facts and the recipient still so? Then the letter is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from dondoc.services.deliver.load import Loaded, by_programme, load
from dondoc.services.people import open_directory
from dondoc.services.remind.compose import Composed, Draft, composer_for
from dondoc.services.remind.office import Office
from dondoc.services.remind.reach import Reach, addresses
from dondoc.services.remind.reasons import Reason, moot_reason
from dondoc.services.remind.states import State, frame_of, load_states, with_acknowledged
from models.nudge import NudgeKind
from models.programme import Programme
from models.rules.checkpoints import local_date

NOT_IN_ROLE = "moot.not_in_role"
NOTHING_LEFT = "moot.nothing_left"
NO_ADDRESS = "deliver.no_address"


@dataclass
class Prepared:
    """A message and what is to become of it.

    `dropped`: reasons that are left out, and why. `composed`: the letter, None where it was
    frozen before or is not sent. `address` where it goes now.
    """

    loaded: Loaded
    dropped: dict[Reason, str] = field(default_factory=dict)
    composed: Composed | None = None
    address: str = ""
    moot: str = ""
    fault: str = ""


@dataclass
class _Check:
    """Facts and recipients of one programme's messages."""

    states: dict[int, State]
    reach: Reach

    def why_not(self, reason: Reason, person_id: int) -> str:
        """Why a line is not said after all, or ''."""
        state = self.states[reason.checkpoint_id]
        if why := moot_reason(reason, state):
            return why
        if reason.person_id == person_id or self._is_recipient(reason, state, person_id):
            return ""
        return NOT_IN_ROLE

    def _is_recipient(self, reason: Reason, state: State, person_id: int) -> bool:
        named = self.reach.directory.recipients(state.assignment_id, reason.audience)
        if any(one.person_id == person_id for one in named.holders):
            return True
        reached = self.reach.of(reason, state).people
        return any(one.person_id == person_id for one in reached)


def prepare(session: Session, ids: Sequence[int], now: datetime, office: Office) -> list[Prepared]:
    """Checks and writes a portion of messages; it only reads."""
    prepared = [Prepared(one) for one in load(session, ids)]
    for programme_id in by_programme([one.loaded for one in prepared]):
        part = [one for one in prepared if one.loaded.programme_id == programme_id]
        if programme_id is None:
            for one in part:
                one.moot = NOTHING_LEFT
        else:
            _prepare(session, session.get_one(Programme, programme_id), part, now, office)
    session.expunge_all()
    return prepared


def _prepare(
    session: Session,
    programme: Programme,
    part: list[Prepared],
    now: datetime,
    office: Office,
) -> None:
    check = _check(session, programme, part, now)
    to_write = []
    for one in part:
        message = one.loaded.message
        for reason in one.loaded.lines:
            if why := check.why_not(reason, message.person_id):
                one.dropped[reason] = why
        if len(one.dropped) == len(one.loaded.lines):
            whys = set(one.dropped.values())
            one.moot = whys.pop() if len(whys) == 1 else NOTHING_LEFT
        elif message.frozen_at is None:
            # A frozen letter is sent as it is; a new one goes to the address of today.
            one.address = check.reach.addresses.get(message.person_id, "")
            if one.address:
                to_write.append(one)
            else:
                one.fault = NO_ADDRESS
                one.dropped = dict.fromkeys(one.loaded.lines, NO_ADDRESS) | one.dropped
    _compose(session, programme, to_write, now, office)


def _check(
    session: Session, programme: Programme, part: Sequence[Prepared], now: datetime
) -> _Check:
    reasons = [reason for one in part for reason in one.loaded.lines]
    frame = frame_of(session, programme)
    states = load_states(session, frame, [one.checkpoint_id for one in reasons])
    greeted = [one.checkpoint_id for one in reasons if one.kind is NudgeKind.ASSIGNED]
    states = with_acknowledged(session, states, greeted)
    directory = open_directory(session, programme, local_date(now))
    directory.take_in(session, {one.assignment_id for one in states.values()})
    return _Check(states, Reach(directory, addresses(session)))


def _compose(
    session: Session,
    programme: Programme,
    part: Sequence[Prepared],
    now: datetime,
    office: Office,
) -> None:
    drafts = [
        Draft(
            one.loaded.message.person_id,
            one.loaded.message.language,
            tuple(reason for reason in one.loaded.lines if reason not in one.dropped),
            one.loaded.message.id,
        )
        for one in part
    ]
    if not drafts:
        return
    composer = composer_for(session, programme, drafts, now, office)
    for one, draft in zip(part, drafts, strict=True):
        one.composed = composer.compose(draft)
