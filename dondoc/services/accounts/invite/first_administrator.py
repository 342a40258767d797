"""The first administrator of a new installation: a one-time address, shown at the machine."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.accounts.find_account import person_named
from dondoc.services.accounts.history import note
from dondoc.services.accounts.manage import exist
from dondoc.services.accounts.sign_in.passwords import set_password
from dondoc.store.secret_tokens import digest, new_token
from dondoc.workplace import get_setting, put_setting
from models.account import Account
from models.installation import Setting
from models.person import Person
from models.rules.person_codes import may_be_code

SETUP = "accounts.setup"
_PURPOSE = "setup"
_MAX_CODE_LENGTH, _MAX_NAME_LENGTH = 40, 120


@dataclass(frozen=True)
class FirstAdministrator:
    """Who becomes the first administrator, as typed."""

    code: str
    name: str
    password: str


def new_setup(session: Session) -> str | None:
    """A token for the first administrator, in place of any before; None once there are accounts."""
    if exist(session):
        return None
    token = new_token()
    put_setting(session, SETUP, digest(_PURPOSE, token))
    return token


def works(session: Session, token: str) -> bool:
    """Whether a token makes the first administrator: never once there is an account."""
    known = get_setting(session, SETUP, "")
    return known == digest(_PURPOSE, token) and not exist(session)


def set_up(
    session: Session, token: str, first: FirstAdministrator, now: datetime, wall: datetime
) -> Account:
    """Makes the first administrator, who may stand in a loaded plan already.

    Raises Refused for a token that does not work (any more), BadInput for what was typed.
    """
    _check(first)
    if not works(session, token) or not _used_up(session, token):
        raise Refused("account.error.setup_over")
    person = person_named(session, first.code)
    if person is None:
        if not may_be_code(first.code):
            raise BadInput("staffing.error.code", found=first.code)
        person = Person(code=first.code, full_name=first.name)
        session.add(person)
        session.flush()
    account = Account(person_id=person.key, made_at=wall, administrator=True)
    session.add(account)
    session.flush()
    set_password(session, account, first.password, wall)
    note(session, now, "made", whose=person.key, by=person.key, administrator=True)
    return account


def _check(first: FirstAdministrator) -> None:
    plain = first.code.isprintable() and "@" not in first.code and " " not in first.code
    if not first.code or len(first.code) > _MAX_CODE_LENGTH or not plain:
        raise BadInput("account.error.bad_code", most=_MAX_CODE_LENGTH)
    if not first.name or len(first.name) > _MAX_NAME_LENGTH or not first.name.isprintable():
        raise BadInput("account.error.bad_name", most=_MAX_NAME_LENGTH)


def _used_up(session: Session, token: str) -> bool:
    """Of two who use it at once, one makes the administrator."""
    query = delete(Setting).where(
        col(Setting.name) == SETUP, col(Setting.value) == digest(_PURPOSE, token)
    )
    return session.connection().execute(query).rowcount == 1
