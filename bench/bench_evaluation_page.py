"""How long `/evaluation` and the pages beside it take: opened first, and opened again.

`--checkpoints 80000 --units 5000 --sqlite` is 5,000 officials with sixteen checkpoints each; the
default is a quick look. What the page itself costs is printed apart from what the visit costs.
"""

import argparse
import time
from pathlib import Path

import stopwatch
from digests.data import AS_OF, fill
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlmodel import Session, col, select

from dondoc.clock import at, wall_clock
from dondoc.services.accounts.sign_in import sessions
from dondoc.settings import Settings
from dondoc.store.database import writing
from dondoc.web.app import create_app
from dondoc.web.site.visit import COOKIE
from dondoc.workplace import Workplace, open_workplace
from models.account import Account
from models.person import Holding, Person, ProgrammeMandate
from models.programme import Programme
from models.rules.roles import Mandate

PAGES = ("/evaluation", "/evaluation?page=2", "/evaluation/2022/Q2/ranking", "/me/file")


def main() -> None:
    """Fills a database and opens each page three times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoints", type=int, default=4000)
    parser.add_argument("--units", type=int, default=50)
    given = parser.parse_known_args()[0]
    with stopwatch.folder() as folder:
        workplace = _filled(Path(folder), given.checkpoints, given.units)
        client = _somebody(workplace)
        for address in PAGES:
            times = [_opened(client, address) for _ in range(3)]
            shown = ", ".join(f"{seconds:.2f} s" for seconds, _ in times)
            print(f"{address}: {shown}; {times[-1][1] / 1024:,.0f} KB")


def _opened(client: TestClient, address: str) -> tuple[float, int]:
    start = time.perf_counter()
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:500]
    return time.perf_counter() - start, len(answer.content)


def _filled(home: Path, checkpoints: int, units: int) -> Workplace:
    workplace = open_workplace(Settings(home=home, embedded="dondoc"), "dondoc")
    with Session(create_engine(workplace.engine.url)) as session, session.begin():
        fill(session, checkpoints, units)
    offset = at(AS_OF, 9) - wall_clock()
    return Workplace(workplace.settings, workplace.engine, sample=True, offset=offset)


def _somebody(workplace: Workplace) -> TestClient:
    """The secretariat, signed in."""
    with writing(workplace.engine) as session:
        programme = session.scalars(select(Programme)).one()
        held = session.scalars(select(Holding).order_by(col(Holding.id)).limit(1)).one()
        session.add(
            ProgrammeMandate(
                programme_id=programme.key, position_id=held.position_id,
                mandate=Mandate.SECRETARIAT,
            )
        )  # fmt: skip
        person = session.get_one(Person, held.person_id)
        account = Account(person_id=person.key, made_at=wall_clock())
        session.add(account)
        session.flush()
        cookie = sessions.begin(
            session, account, wall_clock(), device="bench", address="", passed=True
        )
    client = TestClient(create_app(workplace), headers={"sec-fetch-site": "same-origin"})
    client.cookies.set(COOKIE, cookie)
    return client


if __name__ == "__main__":
    main()
