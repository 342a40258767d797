"""The province's digest and one of every unit as HTML, all out of one reading.

Beside it Jinja2 alone renders the same contexts, each right after ours, so that whatever else the
machine does is shared by both. Processor time of this process; the database's own work shows in
the time by the clock. `--checkpoints 400000 --units 5000` is the size that a ministry would have;
the default is a quick look.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import stopwatch
from counting import statements
from digests.data import AS_OF, fill
from digests.spent import Spent, bar
from reminders import databases
from reminders.memory import peak_mb
from sqlalchemy import Engine, create_engine
from sqlmodel import Session, select

from dondoc.collecting import seldom_collecting
from dondoc.rendering.environment import render_html
from dondoc.services.digest.check import check_digest
from dondoc.services.digest.parts import EVERYTHING, DigestPart
from dondoc.services.digest.render import digest_context
from dondoc.services.digest.report import digest_of, read_with_report
from dondoc.services.digest.report_reading import ReportReading
from dondoc.services.figures.quarter import parse_period
from dondoc.store.database import open_engine, reading
from dondoc.store.migrate import upgrade
from models.programme import Programme

PERIOD = parse_period("2022-Q2")


@seldom_collecting()
def measure(engine: Engine) -> None:
    """Prints how long each step takes, and the ratios to Jinja2 alone."""
    spent = Spent()
    with statements(engine) as asked, reading(engine) as session:
        programme = session.exec(select(Programme)).one()
        with spent.on("read"):
            read = read_with_report(session, programme, PERIOD, AS_OF, None)
        queries = len(asked)
        units = sorted(read.base.by_unit)
        size = _pages(read, units, spent)
    print(
        f"{len(units):,} units, {len(read.base.judged):,} checkpoints, {size / 1e6:.0f} MB of HTML"
    )
    print(f"queries: {queries} to read, {len(asked) - queries} for all digests out of it")
    print(spent.table())
    bare = spent.took["Jinja2"]
    for name, steps in {
        "writing": ("write",),
        "figures and writing": ("compute", "write"),
        "reading, figures and writing": ("read", "compute", "write"),
    }.items():
        stopwatch.show(name, sum(spent.took[step] for step in steps), "Jinja2 alone", bare)


def _pages(read: ReportReading, units: list[int], spent: Spent) -> int:
    """Every page, one after the other; nothing of one is held for the next. Gives their size."""
    size, points = 0, {len(units) // 10, len(units) // 2, len(units)}
    for number, part in enumerate((EVERYTHING, *(DigestPart(unit_id=unit) for unit in units))):
        with spent.on("compute"):
            figures = digest_of(read, part)
        with spent.on("check"):
            check_digest(figures)
        with spent.on("write"):
            page = render_html("digest/digest", "vi", **digest_context(figures, "vi"))
        context = digest_context(figures, "vi")
        with spent.on("Jinja2"):
            alone = render_html("digest/digest", "vi", **context)
        assert page == alone
        size += len(page)
        bar(number, len(units))
        if number in points:
            print(f"after {number:,} units: {peak_mb():.0f} MB")
    return size


@contextmanager
def engine_of(kind: str) -> Iterator[Engine]:
    """A new database of a kind."""
    server = databases.postgresql if kind == "postgresql" else databases.sqlite
    with stopwatch.folder() as folder, server(folder) as made:
        engine = open_engine(made.database("digest"))
        upgrade(engine)
        yield engine
        engine.dispose()


@contextmanager
def filled(checkpoints: int, units: int, *, sqlite: bool) -> Iterator[Engine]:
    """A database with a year's work, of which the planner knows how large it is."""
    with engine_of("sqlite" if sqlite else "postgresql") as engine:
        # An engine of its own: the ledger would take most of the time to follow its rows.
        with Session(create_engine(engine.url)) as session, session.begin():
            fill(session, checkpoints, units)
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
        yield engine


def run(what: str | None, measured: Callable[[Engine], None], checkpoints: int, units: int) -> None:
    """Fills a database of the size that was asked for, these by default, and measures."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--checkpoints", type=int, default=checkpoints)
    parser.add_argument("--units", type=int, default=units)
    parser.add_argument("--sqlite", action="store_true", help="instead of PostgreSQL")
    given = parser.parse_known_args()[0]
    with filled(given.checkpoints, given.units, sqlite=given.sqlite) as engine:
        measured(engine)


if __name__ == "__main__":
    run(__doc__, measure, 4000, 50)
