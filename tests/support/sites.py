"""Sites with the sample's data for the tests, and clients that are signed in.

The sample is filled once for all processes of a run and copied; its clock starts on 20/5/2022.
"""

import atexit
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from made_once import made_once
from sqlmodel import select

# One key for all tests of a run, the processes that they start included.
os.environ.setdefault("DONDOC_SECRET_KEY", "a key for the tests of dondoc only")

from dondoc.clock import at, wall_clock
from dondoc.examples import SAMPLE_ACTS, SAMPLE_PLAN
from dondoc.services.accounts.sign_in import passwords, sessions
from dondoc.services.advance.drain import advance
from dondoc.services.delivery.remind import remind
from dondoc.services.sample.fill import SAMPLE_DAY, fill
from dondoc.services.sample.script import read_script
from dondoc.settings import Settings
from dondoc.store.database import reading, writing
from dondoc.web.app import create_app
from dondoc.web.site import background
from dondoc.web.site.visit import COOKIE
from dondoc.workplace import Workplace, make_sample, open_workplace
from models.account import Account
from models.person import Person

# A password is slow to check on purpose; here it would only be slow.
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
# A busy machine takes its time: a test looks at what is done in the background, and waits for it.
background.PATIENCE_SECONDS = 120.0


@cache
def _portal() -> BlockingPortal:
    """One thread in which all sites of a process answer: a client begins one for each request."""
    running = start_blocking_portal()
    portal = running.__enter__()
    atexit.register(running.__exit__, None, None, None)
    return portal


@contextmanager
def _common_portal(client: TestClient) -> Iterator[BlockingPortal]:
    yield client.portal or _portal()


TestClient._portal_factory = _common_portal  # type: ignore[method-assign]

SAME_SITE = {"sec-fetch-site": "same-origin", "accept-language": "vi"}


@dataclass
class Site:
    """The pages over a database of their own."""

    workplace: Workplace
    app: FastAPI
    clients: list[TestClient] = field(default_factory=list)

    def visitor(self) -> TestClient:
        """Somebody who is not signed in, with a browser's headers; redirects are not followed."""
        client = TestClient(self.app, follow_redirects=False, headers=SAME_SITE)
        self.clients.append(client)
        return client

    def client(self, code: str) -> TestClient:
        """The person with that code, signed in."""
        client = self.visitor()
        client.cookies.set(COOKIE, self.sign_in(code))
        return client

    def sign_in(self, code: str) -> str:
        """The cookie of a new session; an account is made for whoever has none."""
        with writing(self.workplace.engine) as session:
            person = session.exec(select(Person).where(Person.code == code)).one()
            account = session.exec(
                select(Account).where(Account.person_id == person.id)
            ).one_or_none()
            if account is None:
                account = Account(person_id=person.key, made_at=wall_clock())
                session.add(account)
                session.flush()
            return sessions.begin(
                session, account, wall_clock(), device="test", address="", passed=True
            )

    def advance(self) -> None:
        """What the advance flow does when it is woken."""
        advance(self.workplace.engine, self.workplace.clock())


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample, moved and reminded up to its day; only to be copied."""
    return made_once(tmp_path_factory, "sample-home", fill_home)


def fill_home(home: Path) -> None:
    """Makes the sample in a data folder."""
    workplace = make_sample(open_workplace(Settings(home=home), "sample"), SAMPLE_DAY)
    acts = read_script(SAMPLE_ACTS)
    fill(workplace.engine, SAMPLE_PLAN, acts, at(SAMPLE_DAY, 0), workplace.evidence)
    advance(workplace.engine, workplace.clock())
    remind(workplace, workplace.clock().now())
    workplace.engine.dispose()


def open_site(sample_home: Path, home: Path) -> Site:
    """A site over a copy of the sample; its clock starts on the sample's day."""
    shutil.copytree(sample_home, home)
    opened = open_workplace(Settings(home=home, embedded="sample"), "sample")
    workplace = make_sample(opened, SAMPLE_DAY)
    return Site(workplace, create_app(workplace))


@pytest.fixture
def site(sample_home: Path, tmp_path: Path) -> Iterator[Site]:
    """A site that the test may change."""
    site = open_site(sample_home, tmp_path / "home")
    yield site
    _close(site)


@pytest.fixture(scope="module")
def shown(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site for all tests of a file that only look."""
    site = open_site(sample_home, tmp_path_factory.mktemp("shown") / "home")
    yield site
    _close(site)


@pytest.fixture
def bare_site(tmp_path: Path) -> Iterator[Site]:
    """A real installation with nothing in it."""
    workplace = open_workplace(Settings(home=tmp_path / "home", embedded="dondoc"), "dondoc")
    assert workplace.offset == timedelta()
    site = Site(workplace, create_app(workplace))
    yield site
    _close(site)


def _close(site: Site) -> None:
    for client in site.clients:
        client.close()
    site.workplace.engine.dispose()


def person_id(site: Site, code: str) -> int:
    """The key of the person with a code."""
    with reading(site.workplace.engine) as session:
        return session.exec(select(Person).where(Person.code == code)).one().key
