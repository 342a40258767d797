"""Counting sign-ins that fail, so that nobody can go on guessing passwords.

A try is counted before it is checked and taken back when it was right: guesses sent all at once
are counted, too. What is counted is a fingerprint of what was typed, known or not: the answer
tells nobody whether such an account exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import delete, func, or_, select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.store.database import is_postgresql
from dondoc.vault import vault
from models.account import SignInFailure
from models.rules.time_limits import latest

KEEP_FOR = timedelta(days=1)
_COUNTING = 5_118_204
"""Of the advisory locks."""


@dataclass(frozen=True)
class Limit:
    """So many tries `within` a time."""

    purpose: str
    most: int
    within: timedelta

    def of(self, *who: str) -> "CountedTries":
        """The count of an account, an address, or both together."""
        return CountedTries(vault().fingerprint(self.purpose, *map(_network, who)), self)


@dataclass(frozen=True)
class CountedTries:
    """Whose tries are counted, and how many they have."""

    fingerprint: str
    limit: Limit


@dataclass(frozen=True)
class Try:
    """A try that was counted, to be taken back when it was right."""

    counted: tuple[CountedTries, ...]
    rows: tuple[int, ...]


class TooManyTries(Refused):
    """Nobody may try again for so many minutes."""

    def __init__(self, minutes: int) -> None:
        super().__init__("account.error.too_many", n=minutes)
        self.minutes = minutes


BY_NAME_HERE = Limit("sign-in name and address", 10, timedelta(minutes=15))
"""A name can be guessed: whoever types wrong passwords elsewhere must not lock its owner out."""
BY_DEVICE = Limit("sign-in device", 10, timedelta(minutes=15))
BY_NAME = Limit("sign-in name", 50, timedelta(hours=3))
"""From wherever: less a day than one place alone may try, so many places do not guess faster."""
BY_ADDRESS = Limit("sign-in address", 60, timedelta(minutes=15))
"""A whole office can stand behind one address."""
BY_CODE = Limit("sign-in code", 8, timedelta(minutes=15))
LETTER_BY_NAME = Limit("letter name", 3, timedelta(hours=1))
LETTER_BY_ADDRESS = Limit("letter address", 20, timedelta(hours=1))
BY_LINK = Limit("one-use link", 30, timedelta(minutes=15))
"""Every photo may be a form sent of its own."""
LINKS_BY_ADDRESS = Limit("one-use links of an address", 300, timedelta(minutes=15))


def count(session: Session, counted: Sequence[CountedTries], wall: datetime) -> Try:
    """Counts a try against each. Raises TooManyTries, and counts nothing, beyond a limit."""
    _one_at_a_time(session, counted)
    waits = [_wait(session, tries, wall) for tries in counted]
    if longest := max(waits, default=0):
        raise TooManyTries(longest)
    void = or_(col(SignInFailure.at) < wall - KEEP_FOR, col(SignInFailure.at) > latest(wall))
    query = delete(SignInFailure).where(void)
    session.execute(query, execution_options={"synchronize_session": False})
    rows = [SignInFailure(fingerprint=tries.fingerprint, at=wall) for tries in counted]
    session.add_all(rows)
    session.flush()
    return Try(tuple(counted), tuple(row.key for row in rows))


def was_right(session: Session, tried: Try) -> None:
    """Takes a try back, and forgets what the first of its counts had before it."""
    condition = col(SignInFailure.id).in_(tried.rows) | (
        col(SignInFailure.fingerprint) == tried.counted[0].fingerprint
    )
    query = delete(SignInFailure).where(condition)
    session.execute(query, execution_options={"synchronize_session": False})


def _one_at_a_time(session: Session, counted: Sequence[CountedTries]) -> None:
    """Or of guesses that come all at once each would count those before, and none of the others.

    On SQLite the writing transaction holds the whole database already.
    """
    if not is_postgresql(session):
        return
    for mark in sorted(
        tries.fingerprint for tries in counted
    ):  # in one order: nobody waits in a ring
        lock = func.pg_advisory_xact_lock(_COUNTING, func.hashtext(mark))
        session.execute(select(lock))


def _network(who: str) -> str:
    """Whoever has one address of IPv6 has a whole /64 of them: they count as one."""
    try:
        address = ip_address(who)
    except ValueError:
        return who
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else who


def _wait(session: Session, counted_tries: CountedTries, wall: datetime) -> int:
    """Minutes until the next try is free, 0 for now."""
    query = select(func.count(), func.min(SignInFailure.at)).where(
        col(SignInFailure.fingerprint) == counted_tries.fingerprint,
        col(SignInFailure.at) > wall - counted_tries.limit.within,
        col(SignInFailure.at) <= latest(wall),
    )
    tries, oldest = session.execute(query).one()
    if tries < counted_tries.limit.most:
        return 0
    return int((oldest + counted_tries.limit.within - wall).total_seconds() // 60) + 1
