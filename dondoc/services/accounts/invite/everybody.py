"""Inviting everybody at once: letter by letter over one connection, away from the request.

Each invitation is committed before its letter goes, and taken back where the letter did not go
out: so a run that is killed has invited whom it has, and the next one goes on with the others.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from dondoc.channels.channel import Channel, open_channel
from dondoc.channels.errors import ChannelError, LetterError
from dondoc.channels.outcome import Outcome, permanent
from dondoc.clock import wall_clock
from dondoc.errors import BadInput, Refused
from dondoc.services.accounts import manage, password_links
from dondoc.services.accounts.find_account import account_of
from dondoc.services.accounts.invite import last_run, letters
from dondoc.services.accounts.invite.last_run import InvitationCount
from dondoc.services.accounts.invite.uninvited import invitable, is_uninvited
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.reach.channels import find_open, keep_tokens, url_of
from dondoc.services.reach.masked_addresses import without
from dondoc.services.reach.pace import Pace
from dondoc.services.reach.reachability import MAIL
from dondoc.services.reach.send_code import CodeRecipient
from dondoc.store.database import reading, writing
from dondoc.store.lease import HeldLease, LeaseLostError, lease
from dondoc.workplace import Workplace
from models.person import Person
from models.rules.checkpoints import local_date

MAX_IN_A_ROW = 5
"""After so many letters in a row that the server took none of, it is down: the rest can wait."""

RENEW_EVERY = 15.0
"""Seconds between two looks at the lease."""


def begin(workplace: Workplace, by: Viewer | None) -> threading.Thread:
    """Invites everybody who can be reached, in a thread of its own, which is given.

    Raises Refused for anybody but an administrator, while it is under way already, where nobody
    is left to be invited, and where mail is switched off; BadInput for a channel that cannot be
    opened. Then nothing was begun.
    """
    with ExitStack() as stack:
        run = stack.enter_context(_begun(workplace, by))
        thread = threading.Thread(target=_in_thread, args=(run, stack.pop_all()), daemon=True)
        thread.start()
        return thread


def invite_everybody(workplace: Workplace, by: Viewer | None) -> InvitationCount:
    """The same, and waits for it: how it went. Raises like `begin`."""
    with _begun(workplace, by) as run:
        run.work()
        return run.tally


@contextmanager
def _begun(workplace: Workplace, by: Viewer | None) -> "Iterator[_Run]":
    """A run that holds the lease, over an open channel; its tally is kept already."""
    manage.only_administrators(by)
    with lease(workplace.engine, last_run.NAME) as held, ExitStack() as stack:
        if held is None:
            raise Refused("account.everybody.error.under_way")
        with reading(workplace.engine) as session:
            setup = find_open(session, MAIL)
            day = workplace.clock().today()
            people = invitable(session, by, day, wall_clock()).reached
        if not people:
            raise Refused("account.everybody.error.nobody")
        keep = partial(keep_tokens, workplace.engine, MAIL)
        try:
            channel = stack.enter_context(
                open_channel(
                    url_of(setup, workplace), private_allowed=setup.private_allowed, on_tokens=keep
                )
            )
        except ChannelError as error:
            raise BadInput(error.key, **error.params) from None
        run = _Run(
            workplace, by, held, channel, Pace(setup.per_minute), InvitationCount(len(people))
        )
        run.waiting = tuple(uninvited.person_id for uninvited in people)
        with writing(workplace.engine) as session:
            last_run.keep(session, run.tally)
        yield run


def _in_thread(run: "_Run", stack: ExitStack) -> None:
    with stack:
        run.work()


@dataclass
class _Run:
    """One run over the people of `waiting`, by their keys."""

    workplace: Workplace
    by: Viewer | None
    held: HeldLease
    channel: Channel
    pace: Pace
    tally: InvitationCount
    waiting: tuple[int, ...] = ()
    in_a_row: int = 0

    def work(self) -> None:
        """Until nobody is left, the server takes nothing, or another run has taken over."""
        looked = time.monotonic()
        for person_id in self.waiting:
            self.pace.wait()
            if time.monotonic() - looked > RENEW_EVERY:
                looked = time.monotonic()
                try:
                    self.held.renew()
                except LeaseLostError:
                    return
            self._invite(person_id)
            if self.tally.stopped:
                break
        self.tally.ended = True
        with writing(self.workplace.engine) as session:
            last_run.keep(session, self.tally)

    def _invite(self, person_id: int) -> None:
        with writing(self.workplace.engine) as session:
            prepared = self._prepared(session, person_id)
            session.flush()
            session.expunge_all()
        if prepared is None:
            return
        recipient, token = prepared
        outcome = self._sent(recipient, token)
        with writing(self.workplace.engine) as session:
            self._settle(session, person_id, outcome)

    def _prepared(self, session: Session, person_id: int) -> tuple[CodeRecipient, str] | None:
        """An account where there is none, and a link; None for who needs none any more."""
        now, wall = self.workplace.clock().now(), wall_clock()
        if not is_uninvited(session, person_id, local_date(now), wall):
            return None
        person = session.get_one(Person, person_id)
        recipient = letters.recipient_of(session, person)
        if recipient is None:
            return None
        management = manage.AccountManagement(session, person, self.by, now, wall)
        if account_of(session, person_id) is None:
            manage.make(management)
        return recipient, manage.invite(management)

    def _sent(self, recipient: CodeRecipient, token: str) -> Outcome:
        try:
            outcome = self.channel.send(
                letters.invitation(self.workplace, recipient, token, wall_clock())
            )
        except LetterError as error:
            return permanent(without(str(error), recipient.address))
        return Outcome(outcome.status, without(outcome.answer, recipient.address))

    def _settle(self, session: Session, person_id: int, outcome: Outcome) -> None:
        """Counts it; a link that reached nobody ends, so that the person is invited next time."""
        self.in_a_row = self.in_a_row + 1 if outcome.status == "temporary" else 0
        if outcome.status == "delivered":
            self.tally.sent += 1
        else:
            person = session.get_one(Person, person_id)
            now = self.workplace.clock().now()
            management = manage.AccountManagement(session, person, self.by, now, wall_clock())
            password_links.drop(session, management.account.key)
            management.note("not_invited", answer=outcome.answer)
            self.tally.fail(person_id, outcome.answer)
        if self.in_a_row >= MAX_IN_A_ROW:
            self.tally.stopped = outcome.answer or "?"
        last_run.keep(session, self.tally)
