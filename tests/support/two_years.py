"""The sample in December and January, with and without the next year's plan beside it.

Nothing is reported after 20/5/2022, so the running year has work in every state but that of a
quiet end: much is overdue, and some reports wait to be verified.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

from sites import Site, open_site
from sqlmodel import select

from dondoc.clock import at, wall_clock
from dondoc.services.plan.load.load import load
from dondoc.services.plan.next_year.draft import next_year_draft
from dondoc.store import cache
from dondoc.store.database import reading, writing
from dondoc.web.app import create_app
from dondoc.workplace import CLOCK_OFFSET, put_setting
from models.programme import Programme

RUNNING, NEXT = 2022, 2023
DECEMBER, JANUARY = date(2022, 12, 15), date(2023, 1, 3)
LOADED = date(2022, 12, 12)


def site_on(sample_home: Path, home: Path, day: date) -> Site:
    """The sample whose clock stands in the morning of a day and runs on; all dates are drained."""
    site = open_site(sample_home, home)
    offset = at(day, 9) - wall_clock()
    with writing(site.workplace.engine) as session:
        put_setting(session, CLOCK_OFFSET, str(int(offset.total_seconds())))
    workplace = replace(site.workplace, offset=offset)
    moved = Site(workplace, create_app(workplace))
    moved.advance()
    return moved


def load_next_year(site: Site, day: date = LOADED) -> None:
    """Loads next year's plan as its draft stands, as if on a day."""
    engine = site.workplace.engine
    with reading(engine) as session:
        running = session.exec(select(Programme).where(Programme.year == RUNNING)).one()
        draft = next_year_draft(session, running, day)
    with writing(engine) as session:
        load(session, draft, complete=False, actor_id=None, now=at(day, 10), plan_sha256="2023")
    cache.forget()
    site.advance()
