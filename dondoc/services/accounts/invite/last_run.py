"""What became of the last time everybody was invited: kept with the installation, no secret in it.

Names are looked up when it is shown; an answer of a mail server repeats no address.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.directory import names_of_people
from dondoc.store.lease import is_over
from dondoc.workplace import get_setting, put_setting
from models.installation import Lease

NAME = "account_invitations"
"""Of the lease that one run at a time holds, and of the setting that says how it went."""

MAX_ANSWER_LENGTH = 200


@dataclass
class InvitationCount:
    """One run. `asked`: how many it set out to invite; `failed`: who was not reached, by key.

    `stopped`: why it gave up before the end (the mail server's answer), or ''.
    """

    asked: int
    sent: int = 0
    failed: list[tuple[int, str]] = field(default_factory=list)
    stopped: str = ""
    ended: bool = False

    def fail(self, person_id: int, answer: str) -> None:
        """Notes what the mail server said of somebody's letter."""
        self.failed.append((person_id, answer[:MAX_ANSWER_LENGTH]))


class Failed(NamedTuple):
    """Whose invitation did not go out, and what the mail server answered."""

    person_id: int
    full_name: str
    answer: str


@dataclass(frozen=True)
class InvitationRun:
    """A run as it is shown. `under_way`: it goes on; neither that nor ended: it was broken off."""

    asked: int
    sent: int
    failed: tuple[Failed, ...]
    stopped: str
    ended: bool
    under_way: bool


def keep(session: Session, tally: InvitationCount) -> None:
    """Keeps how a run stands; the one before it is forgotten."""
    put_setting(session, NAME, json.dumps(asdict(tally), ensure_ascii=False))


def last_run(session: Session, wall: datetime) -> InvitationRun | None:
    """The last run, None before the first."""
    setting = get_setting(session, NAME, "")
    if not setting:
        return None
    tally = InvitationCount(**json.loads(setting))
    names = names_of_people(session, [key for key, _ in tally.failed])
    failed = [Failed(key, names[key], answer) for key, answer in tally.failed if key in names]
    under_way = not tally.ended and is_under_way(session, wall)
    return InvitationRun(
        tally.asked, tally.sent, tuple(failed), tally.stopped, tally.ended, under_way
    )


def is_under_way(session: Session, wall: datetime) -> bool:
    """Whether somebody is at it, in whatever process."""
    query = select(col(Lease.name)).where(col(Lease.name) == NAME, ~is_over(wall))
    return session.scalar(query) is not None
