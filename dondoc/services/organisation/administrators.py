"""Who administers the installation, and where letters about their accounts go.

An administrator gets into every account, so nobody but one makes another: not by a plan either,
which says who holds which position, with which mandate, and at which address they are reached.
And somebody must be left who can: an office without an administrator is mended at the machine only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.services.organisation.in_force import held_on, not_over
from dondoc.services.programme.at_work import years_on
from dondoc.store.database import is_postgresql
from models.account import Account
from models.person import Contact, Holding, ProgrammeMandate
from models.rules.roles import Mandate

_LEAVING = 3_087_551
"""Of the advisory lock: two who leave at once are told one after the other."""


class WaysIn(NamedTuple):
    """How administrators get in.

    `people`: who administers now or will; `ways`: confirmed addresses, by person and key.
    """

    people: frozenset[int]
    ways: frozenset[tuple[int, int]]

    def lets_more_in(self, before: "WaysIn") -> bool:
        """Whether somebody new administers, or an administrator is reached at a new address."""
        new = {key for person, key in self.ways - before.ways if person in before.people}
        return bool(self.people - before.people or new)


def keys_on(session: Session, day: date) -> WaysIn:
    """As it stands on a day; who takes such a position up later counts as well."""
    by_position = (
        select(col(Holding.person_id))
        .join(ProgrammeMandate, col(ProgrammeMandate.position_id) == col(Holding.position_id))
        .where(
            col(ProgrammeMandate.mandate) == Mandate.ADMINISTRATOR,
            col(ProgrammeMandate.unit_id).is_(None),
            not_over(Holding.held_to, day),
        )
    )
    by_account = select(col(Account.person_id)).where(col(Account.administrator))
    run = session.connection()
    people = frozenset({*run.scalars(by_position), *run.scalars(by_account)})
    ways = select(col(Contact.person_id), col(Contact.id)).where(
        col(Contact.person_id).in_(people), col(Contact.confirmed_at).is_not(None)
    )
    return WaysIn(people, frozenset((row[0], row[1]) for row in run.execute(ways)))


def able(session: Session, day: date) -> frozenset[int]:
    """Keys of the people who can administer on a day: they have the right, and a way to sign in.

    The right is their account's or a position's in the programme at work, as the pages ask it.
    """
    meant = years_on(session, day).at_work
    by_position = (
        select(col(Holding.person_id))
        .join(ProgrammeMandate, col(ProgrammeMandate.position_id) == col(Holding.position_id))
        .where(
            col(ProgrammeMandate.programme_id) == (meant.key if meant else 0),
            col(ProgrammeMandate.mandate) == Mandate.ADMINISTRATOR,
            col(ProgrammeMandate.unit_id).is_(None),
            held_on(day),
        )
    )
    query = select(col(Account.person_id)).where(
        col(Account.disabled_at).is_(None),
        or_(col(Account.password_hash) != "", col(Account.oidc_subject).is_not(None)),
        or_(col(Account.administrator), col(Account.person_id).in_(by_position)),
    )
    return frozenset(session.connection().scalars(query))


@contextmanager
def somebody_left(session: Session, today: date, day: date | None = None) -> Iterator[None]:
    """A change after which somebody still can administer, today and on `day` (from when it holds).

    Raises Refused where it takes the last one. Where nobody could before, nothing is refused: the
    office is being set up, or is mended at the machine.
    """
    if is_postgresql(session):
        session.execute(select(func.pg_advisory_xact_lock(_LEAVING)))
    session.flush()
    days = [each_day for each_day in {today, max(today, day or today)} if able(session, each_day)]
    yield
    session.flush()
    if not all(able(session, each_day) for each_day in days):
        raise Refused("account.error.last_administrator")
