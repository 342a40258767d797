"""Who cannot sign in yet and was not invited lately, and which of them a letter can reach."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlmodel import Session, col

from dondoc.services.accounts.manage import only_administrators
from dondoc.services.organisation.in_force import held_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.reach.masked_addresses import REMOVED
from dondoc.services.reach.reachability import MAIL
from models.account import Account, PasswordLink
from models.person import Contact, Holding, Person
from models.rules.time_limits import latest


class Unreached(StrEnum):
    """Why no invitation can go to somebody."""

    NO_ADDRESS = "no_address"
    UNCONFIRMED = "unconfirmed"
    REFUSED = "refused"


class Uninvited(NamedTuple):
    """Somebody to be invited; `why` says what keeps the letter from going, None for nothing."""

    person_id: int
    code: str
    full_name: str
    why: Unreached | None


@dataclass(frozen=True)
class Invitable:
    """Who an invitation of everybody would reach.

    `waiting`: people whose link still works, who get no second one.
    """

    reached: tuple[Uninvited, ...]
    unreached: tuple[Uninvited, ...]
    waiting: int


def invitable(session: Session, by: Viewer | None, day: date, wall: datetime) -> Invitable:
    """Everybody who holds a position on that day and has never had a way in, in two queries.

    `by` None: who holds the machine itself. Whoever left is not invited, nor whose account is
    disabled. Raises Refused for anybody but an administrator.
    """
    only_administrators(by)
    connection = session.connection()
    rows = connection.execute(_query().where(*_not_in_yet(day), ~_has_link(wall)))
    people = [Uninvited(key, code, name, _why(*mail)) for key, code, name, *mail in rows]
    waiting = select(func.count()).select_from(Person).join(Account, _HIS, isouter=True)
    return Invitable(
        tuple(uninvited for uninvited in people if uninvited.why is None),
        tuple(uninvited for uninvited in people if uninvited.why is not None),
        connection.execute(waiting.where(*_not_in_yet(day), _has_link(wall))).scalar_one(),
    )


def is_uninvited(session: Session, person_id: int, day: date, wall: datetime) -> bool:
    """Whether it is still so: somebody may have come in, or been invited, in the meantime."""
    query = select(col(Person.id)).join(Account, _HIS, isouter=True)
    is_wanted = (col(Person.id) == person_id, *_not_in_yet(day), ~_has_link(wall))
    return session.scalar(query.where(*is_wanted)) is not None


_HIS: ColumnElement[bool] = col(Account.person_id) == col(Person.id)


def _query() -> Select[Any]:
    mail = _mail().subquery()
    return (
        select(
            col(Person.id), col(Person.code), col(Person.full_name), mail.c.open, mail.c.refused,
            mail.c.known,
        )
        .join_from(Person, Account, _HIS, isouter=True)
        .join(mail, mail.c.person_id == col(Person.id), isouter=True)
        .order_by(col(Person.code))
    )  # fmt: skip


def _mail() -> Select[Any]:
    """Of each person how many mail addresses are in use, were refused, and are known at all."""
    refused = col(Contact.disabled_at).is_not(None)
    is_open = col(Contact.confirmed_at).is_not(None) & ~refused
    return (
        select(
            col(Contact.person_id),
            func.sum(case((is_open, 1), else_=0)).label("open"),
            func.sum(case((refused, 1), else_=0)).label("refused"),
            func.count().label("known"),
        )
        .where(col(Contact.channel) == MAIL, col(Contact.disabled_reason) != REMOVED)
        .group_by(col(Contact.person_id))
    )


def _not_in_yet(day: date) -> tuple[ColumnElement[bool], ...]:
    holds = exists().where(col(Holding.person_id) == col(Person.id), held_on(day))
    never_in = (
        (col(Account.password_hash) == "")
        & col(Account.oidc_subject).is_(None)
        & col(Account.disabled_at).is_(None)
    )
    return holds, or_(col(Account.id).is_(None), never_in)


def _has_link(wall: datetime) -> ColumnElement[bool]:
    return exists().where(
        col(PasswordLink.account_id) == col(Account.id),
        col(PasswordLink.used_at).is_(None),
        col(PasswordLink.until) > wall,
        col(PasswordLink.made_at) <= latest(wall),
    )


def _why(is_open: int | None, refused: int | None, known: int | None) -> Unreached | None:
    if is_open:
        return None
    if not known:
        return Unreached.NO_ADDRESS
    return Unreached.UNCONFIRMED if known > (refused or 0) else Unreached.REFUSED
