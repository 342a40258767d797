"""One measured step in a process of its own: `python -m reminders.worker STEP HOME URL ...`.

Prints one JSON object: what was made, seconds, CPU seconds, and the peak of its memory in MB.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import stopwatch  # noqa: F401 - it puts the project on the path

from dondoc.clock import at
from dondoc.store.database import writing
from reminders import data, limit, product
from reminders.memory import peak_mb

NOW = at(data.TODAY)


def main(step: str, home: str, url: str, *more: str) -> None:
    """Does the step and prints what it took."""
    place, numbers = Path(home), [int(one) for one in more]
    match step:
        case "fill":
            fill(place, url, data.Size(*numbers))
            made: dict[str, float] = {}
        case "decide":
            opened = product.open_place(place, url)
            made = measured(lambda: product.decide(opened, NOW))
        case "deliver":
            opened = product.open_place(place, url, product.mail_url(numbers[0]))
            made = measured(lambda: product.deliver(opened, NOW))
        case "to_files":
            product.deliver(product.open_place(place, url), NOW)
            made = {}
        case "limit":
            made = measured(lambda: limit.scan(url))
        case _:
            raise SystemExit(f"unknown step {step}")
    sys.stdout.write(json.dumps(made) + "\n")


def fill(home: Path, url: str, size: data.Size) -> None:
    """Makes the database and its items."""
    engine = product.open_place(home, url).engine
    with writing(engine) as session:
        product.greeted(session, data.fill(session, size))
    if engine.dialect.name == "postgresql":  # it does so by itself in the course of a day
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def measured(work: Callable[[], dict[str, int]]) -> dict[str, float]:
    """Runs it once."""
    wall, cpu = time.perf_counter(), _processor()
    made = work()
    return {
        **made,
        "seconds": time.perf_counter() - wall,
        "cpu": _processor() - cpu,
        "start_cpu": cpu,
        "peak_mb": peak_mb(),
    }


def _processor() -> float:
    """Seconds of the processor, those of finished child processes included."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main(*sys.argv[1:])
