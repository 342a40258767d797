"""A lease of a process whose clock was ahead: it holds nobody up longer than a lease lasts."""

import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update
from sqlmodel import select

from dondoc.clock import wall_clock
from dondoc.store.database import reading, writing
from dondoc.store.lease import LEASE_TIME, LeaseLostError, lease
from models.installation import Lease

NAME = "advance"
AHEAD = """
import sys, time
from datetime import timedelta
import dondoc.clock
true_time = dondoc.clock.wall_clock
dondoc.clock.wall_clock = lambda: true_time() + timedelta(days=1)
from dondoc.store.database import open_engine
from dondoc.store.lease import lease
with lease(open_engine(sys.argv[1]), "advance"):
    print("held", flush=True)
    time.sleep(60)
"""


def put_ahead(engine: Engine, time: timedelta) -> None:
    with writing(engine) as session:
        session.execute(update(Lease).values(until=wall_clock() + time))


def test_a_process_killed_with_its_clock_a_day_ahead_blocks_nobody(engine: Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    with subprocess.Popen([sys.executable, "-c", AHEAD, url], stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"held\n"
        killed.kill()
    with reading(engine) as session:
        assert session.exec(select(Lease)).one().until > wall_clock() + timedelta(hours=23)
    with lease(engine, NAME) as held:
        assert held is not None


def test_whoever_held_it_when_the_clock_was_put_right_notices(engine: Engine) -> None:
    with lease(engine, NAME) as first:
        assert first is not None
        put_ahead(engine, timedelta(days=1))
        with lease(engine, NAME) as second:
            assert second is not None
            with pytest.raises(LeaseLostError):
                first.renew()


def test_a_lease_by_a_clock_that_goes_a_little_before_ours_still_holds(engine: Engine) -> None:
    with lease(engine, NAME):
        put_ahead(engine, LEASE_TIME + timedelta(seconds=10))
        with lease(engine, NAME) as second:
            assert second is None
