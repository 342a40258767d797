"""Somebody is shut out right before a request of theirs writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from accounts_world import account_of
from sites import Site
from sqlmodel import Session, select

from dondoc.clock import wall_clock
from dondoc.services.accounts import api_tokens
from dondoc.services.accounts.sign_in import sessions
from dondoc.store import database
from dondoc.web.site import caller
from models.account import Account
from models.person import Holding, Person


@contextmanager
def before_writing(
    site: Site, monkeypatch: pytest.MonkeyPatch, does: Callable[[], None], after: int = 0
) -> Iterator[None]:
    """Does it once, before the first transaction that writes, or so many of them later."""
    writing, begun = database.writing, 0

    @contextmanager
    def counted(engine: database.Engine) -> Iterator[Session]:
        nonlocal begun
        begun += 1
        if begun == after + 1:
            does()
        with writing(engine) as session:
            yield session

    with monkeypatch.context() as patch:
        for module in (database, caller):
            patch.setattr(module, "writing", counted)
        yield


def end_session(site: Site, code: str) -> None:
    """An administrator signs somebody out everywhere."""
    with _writing(site) as session:
        sessions.end(session, account_of(site, code).key)


def lock(site: Site, code: str) -> None:
    """An administrator locks somebody's account."""
    with _writing(site) as session:
        session.get_one(Account, account_of(site, code).key).disabled_at = wall_clock()


def revoke_tokens(site: Site, code: str) -> None:
    """Somebody takes all their tokens back."""
    with _writing(site) as session:
        api_tokens.revoke_all(session, account_of(site, code).person_id, wall_clock())


def give_up_positions(site: Site, code: str) -> None:
    """Somebody held every position until yesterday."""
    yesterday = site.workplace.clock().today() - timedelta(days=1)
    with _writing(site) as session:
        mine = select(Holding).join(Person).where(Person.code == code)
        for holding in session.exec(mine):
            holding.held_to = yesterday


@contextmanager
def _writing(site: Site) -> Iterator[Session]:
    with Session(site.workplace.engine) as session, session.begin():
        yield session
