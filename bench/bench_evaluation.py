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
from dondoc.services.evaluation.people.read import read_officials
from dondoc.store.database import reading
from models.programme import Programme

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


if __name__ == "__main__":
    run(__doc__, measure, 4000, 50)
