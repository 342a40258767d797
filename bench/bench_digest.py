"""The province's digest and one of every unit as HTML, all out of one reading.

Beside it Jinja2 alone renders the same contexts in the same run; the ratio is printed, and the
number of queries, which is the same whatever the number of units. `--checkpoints 400000
--units 5000` is the size that a ministry would have; the default is a quick look.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import stopwatch
from counting import statements
from digests.data import AS_OF, fill
from reminders import databases
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.rendering.environment import render_html
from dondoc.services.digest.check import check_digest
from dondoc.services.digest.parts import DigestPart
from dondoc.services.digest.render import digest_context
from dondoc.services.digest.report import digest_of, read_with_report
from dondoc.services.digest.report_reading import ReportReading
from dondoc.services.figures.quarter import parse_period
from dondoc.services.figures.shapes import DigestFigures
from dondoc.store.database import open_engine, reading, writing
from dondoc.store.migrate import upgrade
from models.programme import Programme

PERIOD = parse_period("2022-Q2")


def compute(read: ReportReading) -> list[DigestFigures]:
    """The whole, checked, and each unit's part."""
    whole = digest_of(read)
    check_digest(whole)
    working = sorted(read.base.by_unit)
    return [whole, *(digest_of(read, DigestPart(unit_id=unit)) for unit in working)]


def measure(engine: Engine) -> None:
    """Prints how long each part of it takes, and the ratio to Jinja2 alone."""
    kept: dict[str, Any] = {}
    with statements(engine) as asked, reading(engine) as session:
        programme = session.exec(select(Programme)).one()

        def read() -> None:
            kept["read"] = read_with_report(session, programme, PERIOD, AS_OF, None)

        reading_took = stopwatch.seconds(read)
        queries = len(asked)
        computing = stopwatch.seconds(lambda: kept.update(made=compute(kept["read"])))
    made: list[DigestFigures] = kept["made"]
    print(f"{len(made) - 1:,} units, {len(kept['read'].base.judged):,} checkpoints")
    print(f"queries: {queries} to read, {len(asked) - queries} for all digests out of it")
    writing_took = stopwatch.seconds(lambda: [_page(one) for one in made])
    contexts = [digest_context(one, "vi") for one in made]
    bare = stopwatch.seconds(
        lambda: [render_html("digest/digest", "vi", **context) for context in contexts]
    )
    print(f"read {reading_took:.2f} s, compute {computing:.2f} s, write {writing_took:.2f} s")
    stopwatch.show("all digests as HTML", reading_took + computing + writing_took, "Jinja2", bare)
    stopwatch.show("of it, writing", writing_took, "Jinja2", bare)


def _page(figures: DigestFigures) -> str:
    return render_html("digest/digest", "vi", **digest_context(figures, "vi"))


@contextmanager
def engine_of(kind: str) -> Iterator[Engine]:
    """A new database of a kind."""
    server = databases.postgresql if kind == "postgresql" else databases.sqlite
    with stopwatch.folder() as folder, server(folder) as made:
        engine = open_engine(made.database("digest"))
        upgrade(engine)
        yield engine
        engine.dispose()


def main() -> None:
    """Fills a database and measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoints", type=int, default=4000)
    parser.add_argument("--units", type=int, default=50)
    parser.add_argument("--sqlite", action="store_true", help="instead of PostgreSQL")
    given = parser.parse_args()
    with engine_of("sqlite" if given.sqlite else "postgresql") as engine:
        with writing(engine) as session:
            fill(session, given.checkpoints, given.units)
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
        measure(engine)


if __name__ == "__main__":
    main()
