"""What the tests of accounts share: passwords, links in letters, codes of a phone."""

import email
import email.policy
import re
from datetime import datetime, timedelta

import pyotp
from sites import Site
from sqlmodel import select

from dondoc.clock import wall_clock
from dondoc.services.accounts.sign_in.passwords import hashed
from dondoc.services.history.of_settings import Changed, changes_of
from dondoc.store.database import reading, writing
from models.account import Account
from models.person import Contact, Person

PASSWORD = "một mật khẩu đủ dài"
OTHER_PASSWORD = "một mật khẩu khác hẳn"


def give_password(site: Site, code: str, password: str = PASSWORD, **given: object) -> int:
    """Gives a person an account with a password; its key."""
    with writing(site.workplace.engine) as session:
        person = session.exec(select(Person).where(Person.code == code)).one()
        query = select(Account).where(Account.person_id == person.id)
        account = session.exec(query).one_or_none()
        account = account or Account(person_id=person.key, made_at=wall_clock())
        account.password_hash, account.password_set_at = hashed(password), wall_clock()
        for name, value in given.items():
            setattr(account, name, value)
        session.add(account)
        session.flush()
        return account.key


def account_of(site: Site, code: str) -> Account:
    """A person's account as it is stored."""
    with reading(site.workplace.engine) as session:
        query = select(Account).join(Person).where(Person.code == code)
        return session.exec(query).one()


def changes(site: Site, code: str) -> list[Changed]:
    """What history says of a person's settings, the newest first."""
    with reading(site.workplace.engine) as session:
        person = session.exec(select(Person).where(Person.code == code)).one()
        return list(changes_of(session, person))


def mail_of(site: Site, code: str) -> str:
    """A person's first mail address."""
    with reading(site.workplace.engine) as session:
        query = select(Contact).join(Person).where(Person.code == code)
        return session.exec(query).first().address  # type: ignore[union-attr]


def letters(site: Site, since: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
    """The texts of the letters in the embedded mailbox that were not there before."""
    found = []
    for path in sorted(site.workplace.settings.mailbox.glob("*.eml")):
        if path.name not in since:
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = message.get_body(("plain",))
            assert body is not None
            found.append(f"To: {message['To']}\n{body.get_content()}")
    return found


def kept(site: Site) -> set[str]:
    """The names of the letters that are there now."""
    return {path.name for path in site.workplace.settings.mailbox.glob("*.eml")}


def link_in(text: str) -> str:
    """The path of the link that sets a password."""
    found = re.search(r"/password/[\w-]+", text)
    assert found is not None, text
    return found[0]


def code_at(secret: str, steps: int = 0, moment: datetime | None = None) -> str:
    """What the phone shows now, or at that moment, or some half minutes later."""
    return pyotp.TOTP(secret).at((moment or wall_clock()) + timedelta(seconds=30 * steps))


def turn_on_totp(site: Site, code: str) -> str:
    """Sets the second factor up as if it had been long ago; its secret."""
    secret = pyotp.random_base32()
    give_password(site, code, totp_secret=secret, totp_confirmed_at=wall_clock())
    return secret
