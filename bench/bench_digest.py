"""The province's digest and one of every unit as HTML, all out of one reading.

Beside it Jinja2 alone renders the same contexts in the same run; the ratio is printed, and the
number of queries, which is the same whatever the number of units. `--checkpoints 400000
--units 5000` is the size that a ministry would have; the default is a quick look.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import stopwatch
from counting import statements
from reminders import databases
from reminders.data import _many
from sqlalchemy import Engine
from sqlmodel import Session, select

from dondoc.clock import at
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
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.indicator import Indicator
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.indicators import Kind
from models.rules.stages import Stage
from models.unit import Unit, UnitName

AS_OF, PERIOD, START = date(2022, 7, 8), parse_period("2022-Q2"), date(2022, 1, 1)
QUARTER_ENDS = (date(2022, 3, 31), date(2022, 6, 30), date(2022, 9, 30), date(2022, 12, 30))
STAGES = (Stage.REPORTED, Stage.REPORTED, Stage.REPORTED, Stage.ASSIGNED)
"""By turns: of four checkpoints that were due, three were reported, one of them late."""


def fill(session: Session, checkpoints: int, units: int) -> None:
    """Units, each with its holder, and assignments of four checkpoints dealt out to them."""
    from factory import district

    made = district(session)
    programme, group = made.programme.key, made.unit.group_id
    first = _many(session, (Unit(group_id=group) for _ in range(units)))
    each = range(units)
    _many(session, (_named(first + n, n) for n in each))
    person = _many(session, (Person(code=f"b{n}", full_name=f"Nguyễn Số {n}") for n in each))
    position = _many(
        session, (Position(unit_id=first + n, code=f"B{n}", title="Bí thư") for n in each)
    )
    _many(
        session,
        (Holding(position_id=position + n, person_id=person + n, held_from=START) for n in each),
    )
    count = max(1, checkpoints // 4)
    indicator = _many(session, (_indicator(programme, n) for n in range(-(-count // units))))
    assignment = _many(
        session,
        (_assignment(programme, indicator, first, n, units) for n in range(count)),
    )
    _many(
        session,
        (
            AssignmentOfficial(assignment_id=assignment + n, position_id=position + n % units)
            for n in range(count)
        ),
    )
    _many(
        session,
        (_checkpoint(assignment + n // 4, n % 4, (n // 4) % 4) for n in range(4 * count)),
    )


def _named(unit: int, number: int) -> UnitName:
    return UnitName(unit_id=unit, code=f"U{number}", name=f"Xã số {number}", valid_from=START)


def _indicator(programme: int, number: int) -> Indicator:
    return Indicator(
        programme_id=programme, code=f"N{number}", title=f"Hồ sơ giải quyết, lĩnh vực {number}",
        kind=Kind.INCREMENT, unit_of_measure="hồ sơ",
    )  # fmt: skip


def _assignment(programme: int, indicator: int, first: int, n: int, units: int) -> Assignment:
    return Assignment(
        programme_id=programme, indicator_id=indicator + n // units, unit_id=first + n % units,
        ref=f"N{n // units}@U{n % units}", deadline=QUARTER_ENDS[-1],
    )  # fmt: skip


def _checkpoint(assignment: int, quarter: int, turn: int) -> Checkpoint:
    due = QUARTER_ENDS[quarter]
    come = due < AS_OF
    stage = STAGES[(turn + quarter) % 4] if come else Stage.ASSIGNED
    late = timedelta(days=4 if (turn + quarter) % 4 == 2 else -4)
    return Checkpoint(
        assignment_id=assignment, label=f"Q{quarter + 1}", rank=quarter,
        opens_on=START, due_on=due, original_due_on=due, stage=stage, stage_since=at(START),
        reported_at=at(due + late) if stage is Stage.REPORTED else None,
    )  # fmt: skip


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
