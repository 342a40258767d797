"""The points of every official of a programme, quarter by quarter, out of one reading.

Beside it the same rows are scanned by SQL alone: checkpoints with their results, and who answers.
`--checkpoints 80000 --units 5000` is 5,000 officials with four assignments each; the default is a
quick look.
"""

import time

from bench_digest import run
from counting import statements
from digests.data import AS_OF
from sqlalchemy import Engine, select, text
from stopwatch import show

from dondoc.services.evaluation.people.officials_list import officials_list
from dondoc.services.evaluation.people.periods import judged_period
from dondoc.services.evaluation.people.read import read_officials
from dondoc.services.evaluation.ranking.conflicts import conflicts_of
from dondoc.services.evaluation.ranking.groups import ranked_period
from dondoc.services.evaluation.ranking.standings import read_period, usual_rules
from dondoc.services.evaluation.ranking.unit_scores import group_scores
from dondoc.services.evaluation.ranking.what_if import otherwise, what_if
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.store.database import reading
from models.programme import Programme

DECREE = "ND-335-2025"
SCAN = text("""
    SELECT c.id, c.stage, c.due_on, c.reported_at, c.returns, c.expected, a.weight, a.unit_id,
           v.value, v.delivered, v.basis, o.position_id, h.person_id, h.held_from, h.held_to
    FROM checkpoint c
    JOIN assignment a ON a.id = c.assignment_id
    LEFT JOIN verification v ON v.id = c.verification_id
    LEFT JOIN assignment_official o ON o.assignment_id = a.id
    LEFT JOIN holding h ON h.position_id = o.position_id
""")


def measure(engine: Engine) -> None:
    """Prints the time of reading and scoring everybody, beside the scan of the same rows."""
    with statements(engine) as asked, reading(engine) as session:
        programme = session.scalars(select(Programme)).one()
        start = time.perf_counter()
        officials = officials_list(session, programme, AS_OF).officials
        whole = time.perf_counter() - start
        queries = len(asked)
    with reading(engine) as session:
        programme = session.scalars(select(Programme)).one()
        start = time.perf_counter()
        reading_of_all = read_officials(session, programme, AS_OF)
        read = time.perf_counter() - start
    with engine.connect() as connection:
        start = time.perf_counter()
        rows = len(connection.execute(SCAN).all())
        scan = time.perf_counter() - start
    works = sum(map(len, reading_of_all.by_person.values()))
    print(f"{len(officials):,} officials, {works:,} checkpoints, {rows:,} rows, {queries} queries")
    show("reading", read, "bare SQL scan of the same rows", scan)
    show("reading and scoring four quarters", whole, "bare SQL scan of the same rows", scan)
    measure_ranking(engine, scan)


def measure_ranking(engine: Engine, scan: float) -> None:
    """A quarter ranked with its caps, its units, and the same read otherwise."""
    spent = {}
    with statements(engine) as asked, reading(engine) as session:
        programme = session.scalars(select(Programme)).one()
        start = time.perf_counter()
        period = read_period(session, programme, judged_period("Q2", programme.year), AS_OF)
        spent["reading a quarter"] = time.perf_counter() - start
        usual = usual_rules(session, period, shipped_rules(DECREE))
        here = ranked_period(period.standings(usual))
        spent["reading and ranking a quarter"] = time.perf_counter() - start
        there = ranked_period(
            period.standings(otherwise(usual, None, {"denominator": "completed"}))
        )
        rows = what_if(here, here, there).rows
        spent["the same with a reading beside it"] = time.perf_counter() - start
        units = group_scores(period, here.standings)
        spent["and with every unit"] = time.perf_counter() - start
        found = conflicts_of(here, units)
        spent["and with all conflicts"] = time.perf_counter() - start
    print(f"{len(rows):,} officials ranked, {len(found):,} conflicts, {len(asked)} queries")
    for name, seconds in spent.items():
        show(name, seconds, "bare SQL scan of the same rows", scan)


if __name__ == "__main__":
    run(__doc__, measure, 4000, 50)
