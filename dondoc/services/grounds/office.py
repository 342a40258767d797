"""The grounds of what the office sets: people, committees, days, ladders, channels, accounts.

Each thing that a page shows has a name of a kind and, where there are several, which one it is:
`day:2022-05-02`. An old page never overwrites what somebody else has set meanwhile.
"""

from collections.abc import Callable, Iterable

from sqlalchemy import func, select
from sqlmodel import Session

from dondoc.services.grounds.compare import check_grounds
from dondoc.store.database import is_postgresql
from models.rules.grounds import Grounds

_OFFICE = 5_930_217
"""Of the advisory lock."""


def check_office(
    session: Session, grounds_shown: str, read: Callable[[Session], Grounds], names: Iterable[str]
) -> None:
    """Raises OutdatedError where what a page showed is not what stands.

    Two who set something at once come one after the other: the second sees the first. So `read`
    asks only now, and what the session read before it waited is read anew.
    """
    hold_office(session)
    session.expire_all()
    check_grounds(grounds_shown, read(session), names)


def hold_office(session: Session) -> None:
    """Keeps two changes of what the office sets apart until the transaction ends.

    It is the first of the locks that a transaction takes.
    """
    if is_postgresql(session):
        session.execute(select(func.pg_advisory_xact_lock(_OFFICE)))
