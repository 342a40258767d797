"""Who administers the installation, and where letters about their accounts go.

An administrator gets into every account, so nobody but one makes another: not by a plan either,
which says who holds which position, with which mandate, and at which address they are reached.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlmodel import Session, col

from models.account import Account
from models.person import Contact, Holding, ProgrammeMandate
from models.rules.roles import Mandate


class Keys(NamedTuple):
    """`people`: who administers now or will; `ways`: confirmed addresses, by person and key."""

    people: frozenset[int]
    ways: frozenset[tuple[int, int]]

    def lets_more_in(self, before: "Keys") -> bool:
        """Whether somebody new administers, or an administrator is reached at a new address."""
        new = {key for person, key in self.ways - before.ways if person in before.people}
        return bool(self.people - before.people or new)


def keys_on(session: Session, day: date) -> Keys:
    """As it stands on a day; who takes such a position up later counts as well."""
    last = col(Holding.held_to)
    by_position = (
        select(col(Holding.person_id))
        .join(ProgrammeMandate, col(ProgrammeMandate.position_id) == col(Holding.position_id))
        .where(
            col(ProgrammeMandate.mandate) == Mandate.ADMINISTRATOR,
            col(ProgrammeMandate.unit_id).is_(None),
            or_(last.is_(None), last >= day),
        )
    )
    by_account = select(col(Account.person_id)).where(col(Account.administrator))
    run = session.connection()
    people = frozenset({*run.scalars(by_position), *run.scalars(by_account)})
    ways = select(col(Contact.person_id), col(Contact.id)).where(
        col(Contact.person_id).in_(people), col(Contact.confirmed_at).is_not(None)
    )
    return Keys(people, frozenset((row[0], row[1]) for row in run.execute(ways)))
