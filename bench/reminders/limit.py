"""The limit: one query for what is due, and a bare loop that sends prepared letters."""

import smtplib
import time
from collections.abc import Sequence
from itertools import cycle, islice

from sqlalchemy import Date, bindparam, text

from dondoc.store.database import open_engine
from reminders import data
from reminders.memory import peak_mb
from reminders.spent import Spent

DUE = text(
    "SELECT c.id, c.assignment_id, c.label, c.stage, c.standing, c.opens_on, c.due_on,"
    " c.due_revision, a.ref, a.unit_id, i.category, o.position_id"
    " FROM checkpoint c JOIN assignment a ON a.id = c.assignment_id"
    " JOIN indicator i ON i.id = a.indicator_id"
    " JOIN assignment_official o ON o.assignment_id = a.id"
    " WHERE c.standing = 'live' AND c.stage IN ('assigned', 'in_progress') AND c.due_on <= :day"
).bindparams(bindparam("day", data.due_days()[-1], Date))
"""What any scan must read at the least: the due items, whose they are, and who answers."""


def scan(url: str) -> dict[str, int]:
    """Reads everything that is due within the week, as plain rows."""
    with open_engine(url).connect() as connection:
        return {"rows": len(connection.execute(DUE).all())}


def loop(letters: Sequence[bytes], count: int, port: int) -> Spent:
    """Sends `count` letters, these in turn, over one connection that is kept."""
    start, cpu = time.perf_counter(), time.process_time()
    with smtplib.SMTP("127.0.0.1", port, "bench.example") as smtp:
        for number, letter in enumerate(islice(cycle(letters), count)):
            smtp.sendmail("dondoc@bench.example", f"b{number}@bench.example", letter)
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    return Spent(seconds, used, peak_mb(), count)
