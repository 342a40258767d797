"""Whoever shuts somebody out waits on PostgreSQL for what that person is writing just now.

SQLite has one writer: nobody comes between there.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from dondoc.clock import wall_clock
from dondoc.services.accounts import api_tokens
from dondoc.services.accounts.api_tokens import TokenOwner, TokenScope
from dondoc.services.accounts.find_account import is_locked_out
from dondoc.services.accounts.sign_in import sessions
from dondoc.store.database import open_engine, writing
from models.account import Account, ApiToken, WebSession
from models.person import Person

NOW = wall_clock()


@pytest.fixture
def postgres(fresh_postgres_url: str) -> Iterator[Engine]:
    """Somebody with an account, signed in, and with a token."""
    engine = open_engine(fresh_postgres_url)
    with writing(engine) as session:
        person = Person(code="CB-A", full_name="Đồng chí A")
        session.add(person)
        session.flush()
        account = Account(person_id=person.key, made_at=NOW)
        session.add(account)
        session.flush()
        sessions.begin(session, account, NOW, device="", address="", passed=True)
        owner = TokenOwner(session, person.key, NOW, NOW)
        api_tokens.make(owner, "test", [TokenScope.REPORT], 30)
    yield engine
    engine.dispose()


def key_of(session: Session, table: type) -> int:
    return int(session.exec(select(table)).one().key)


def by_session(session: Session) -> bool:
    return not sessions.has_ended(session, 1)


def by_token(session: Session) -> bool:
    return api_tokens.stands(session, key_of(session, ApiToken), NOW + timedelta(minutes=1))


def by_link(session: Session) -> bool:
    return not is_locked_out(session, key_of(session, Person), held=True)


def end(session: Session) -> None:
    sessions.end(session, key_of(session, Account))


def disable(session: Session) -> None:
    session.exec(select(Account)).one().disabled_at = NOW


def revoke(session: Session) -> None:
    assert api_tokens.revoke(
        TokenOwner(session, key_of(session, Person), NOW, NOW), key_of(session, ApiToken)
    )


def revoke_all(session: Session) -> None:
    api_tokens.revoke_all(session, key_of(session, Person), NOW)


@pytest.mark.parametrize(
    ("let_in", "shut_out"),
    [(by_session, end), (by_token, disable), (by_token, revoke), (by_token, revoke_all),
     (by_link, disable)],
)  # fmt: skip
def test_nobody_is_shut_out_in_the_middle_of_an_act(
    postgres: Engine, let_in: Callable[[Session], bool], shut_out: Callable[[Session], None]
) -> None:
    with writing(postgres) as acting:
        assert let_in(acting)
        with pytest.raises(OperationalError, match="lock timeout"), writing(postgres) as other:
            other.execute(text("SET LOCAL lock_timeout = '100ms'"))
            shut_out(other)
    with writing(postgres) as other:
        shut_out(other)
    with writing(postgres) as acting:
        assert not let_in(acting)


def test_two_acts_of_one_person_do_not_wait_for_each_other(postgres: Engine) -> None:
    for let_in in (by_session, by_token, by_link):
        with writing(postgres) as first:
            assert let_in(first)
            with writing(postgres) as second:
                second.execute(text("SET LOCAL lock_timeout = '100ms'"))
                assert let_in(second)
                sessions.keep_last_use(second, key_of(second, WebSession), NOW)
