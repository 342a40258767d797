"""A digest with a part for every unit: compiled and kept as the office does it, then issued.

A paper for each unit and a letter for each head, through the outbox. Halfway it is ended as if the
power failed, and goes on. Told are the queries of each step, the papers a second, and the most
memory the process held. `--checkpoints 400000 --units 5000` is the full size.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import stopwatch
from bench_digest import PERIOD, run
from counting import statements
from digests.data import AS_OF
from digests.spent import bar
from reminders.memory import peak_mb
from sqlalchemy import Engine, func, select
from sqlmodel import Session

from dondoc.clock import at, wall_clock
from dondoc.collecting import seldom_collecting
from dondoc.services.digest.approve import approve
from dondoc.services.digest.compile import draw, keep
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.papers.issue import issue
from dondoc.services.papers.issue_papers import write_papers
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.store.database import reading, written
from models.digest import DigestPaper
from models.message import Message
from models.programme import Programme

SECRETARY, NOW, ORDER = "dung", at(AS_OF, 9), PaperOrder(PaperForm.PARTY, AS_OF)


class PowerFailureError(Exception):
    """Stands for whatever ends a run halfway."""


@seldom_collecting()
def measure(engine: Engine) -> None:
    """Prints a line a step."""
    kept: list[int] = []
    step(engine, "compile and keep", lambda: kept.append(_compile(engine)))
    (key,) = kept
    wall, now = wall_clock(), NOW + timedelta(minutes=1)
    written(engine, lambda session: approve(acting_for_office(session, SECRETARY, now, wall), key))
    step(engine, "papers, ended halfway", lambda: _until_halfway(engine, key))
    before = _count(engine, DigestPaper)
    step(engine, "papers, gone on with", lambda: write_papers(engine, key, ORDER, NOW, bar))
    print(f"  {before:,} papers were kept before, {_count(engine, DigestPaper):,} are now")
    act = partial(_issue, key=key)
    step(engine, "letters into the outbox", lambda: written(engine, act))
    step(engine, "the same once more", lambda: written(engine, act))
    print(f"  {_count(engine, Message):,} letters wait in the outbox")


def step(engine: Engine, name: str, work: Callable[[], object]) -> None:
    """One step: its time by the clock, its queries, the most memory so far."""
    with statements(engine) as asked:
        took = stopwatch.seconds(work)
    print(f"{name}: {took:.1f} s, {len(asked):,} queries, {peak_mb():.0f} MB", flush=True)


def _compile(engine: Engine) -> int:
    with reading(engine) as session:
        programme = session.scalars(select(Programme)).one()
        drawn = draw(session, programme, PERIOD, NOW, AS_OF, progress=bar)
    return written(engine, lambda session: keep(session, drawn.whole, units=drawn.units)[0].key)


def _until_halfway(engine: Engine, key: int) -> None:
    def fail(done: int, in_all: int) -> None:
        bar(done, in_all)
        if done > in_all // 2:
            raise PowerFailureError

    try:
        write_papers(engine, key, ORDER, NOW, fail)
    except PowerFailureError:
        return


def _issue(session: Session, key: int) -> None:
    issue(acting_for_office(session, SECRETARY, NOW + timedelta(minutes=2), wall_clock()), key)


def _count(engine: Engine, table: type[DigestPaper] | type[Message]) -> int:
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


if __name__ == "__main__":
    run(__doc__, measure, 1600, 20)
