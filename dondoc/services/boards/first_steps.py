"""What an empty system still needs until its first reminder has gone out."""

from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.on_duty import reachable
from dondoc.services.reach.channel_trial import ANSWERED
from dondoc.services.reach.reachability import MAIL
from models.account import Account
from models.event import Event, EventKind
from models.installation import ChannelSetup
from models.message import Message, MessageState
from models.programme import Programme


class FirstStep(NamedTuple):
    """One step. `href`: where it is done, '' while what it stands on is wanting."""

    key: str
    done: bool
    href: str


def first_steps(session: Session, person_id: int, *, mail_set: bool) -> tuple[FirstStep, ...]:
    """The steps of an administrator; none once a reminder has gone out and people have accounts.

    `mail_set`: whether the settings name a mail server; a channel may name one, too.
    """
    sent = _any(session, col(Message.state) == MessageState.SENT)
    invited = _any(session, col(Account.administrator).is_(False))
    if sent and invited:
        return ()
    loaded = _any(session, col(Programme.id).is_not(None))
    tried = sent or _any(
        session,
        col(Event.kind) == EventKind.SETTINGS_CHANGED,
        col(Event.data)["what"].as_string() == ANSWERED,
    )
    mail_set = mail_set or _any(
        session, col(ChannelSetup.name) == MAIL, col(ChannelSetup.url) != ""
    )
    return (
        FirstStep("plan", loaded, "/plan"),
        FirstStep("mail", mail_set, "/channels"),
        FirstStep("address", bool(reachable(session, {person_id})), "/settings"),
        FirstStep("trial", tried, "/channels"),
        FirstStep("accounts", invited, "/accounts/invite-all" if loaded else ""),
        FirstStep("reminder", sent, "/preview" if loaded else ""),
    )


def _any(session: Session, *conditions: object) -> bool:
    """Whether there is any row of the table that the conditions are of."""
    return session.scalar(select(1).where(*conditions).limit(1)) is not None  # type: ignore[arg-type]
