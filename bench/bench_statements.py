"""What it saves to put statements of the busiest pages together once and not at each request.

Processor time of one thread, per statement: put together with what SQLAlchemy looks it up by in
its cache of compiled SQL, against the same of one that is kept. Nothing is sent to a database, so
a busy machine does not blur it. `python bench/bench_statements.py --times 300`
"""

import argparse
import statistics
import time
from collections.abc import Callable
from functools import _lru_cache_wrapper
from typing import Any

import models.tables  # noqa: F401 (every table is known before a statement names it)
from dondoc.services.accounts.sign_in import arrive
from dondoc.services.boards.my_work import my_work, seats
from dondoc.services.boards.my_work import query as my_work_query
from dondoc.services.boards.search import query as search_query
from dondoc.services.history import of_item as history_of_item
from dondoc.services.organisation import viewer_query
from dondoc.services.reminders.register import of_item as register_of_item
from dondoc.services.reminders.register import query as register_query
from dondoc.services.reports import of_item as reports_of_item
from dondoc.services.reports import refused_extensions
from dondoc.services.work import checkpoint_queries, checkpoint_rows, pending, reminders_counted
from dondoc.store import cache
from models.assignment import Checkpoint

KEPT: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "who visits": (arrive._query, ()),
    "what they may see": (viewer_query.roles_held, (1,)),
    "whether what is kept still holds": (cache._asking, ()),
    "my work": (my_work_query._query, (False, (), False)),
    "my work: drafts": (my_work._drafts_of, (False,)),
    "my work: committees": (seats._query, (False,)),
    "my work: refused requests": (refused_extensions._query, (False,)),
    "rows of a list": (checkpoint_rows._of, (Checkpoint, False)),
    "checkpoints, whole": (checkpoint_queries.of_checkpoints, (False,)),
    "checkpoints of an assignment": (checkpoint_queries.of_assignment, ()),
    "what waits on them": (pending._acts, (False,)),
    "how often they were urged": (reminders_counted._query, (False,)),
    "an item's reports": (reports_of_item._query, ()),
    "an item's history": (history_of_item._query, ()),
    "an item's reminders": (register_of_item._of_assignment, ()),
    "the register": (register_query.every_nudge, ()),
    "search": (search_query._whole, (((True, False),), False)),
}
"""Every statement that is kept in the code, with what it is put together for."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=300)
    times = parser.parse_known_args()[0].times  # `make bench` hands options of others to all
    print(f"{'statement':36}{'put together':>14}{'kept':>8}   microseconds, median of {times}")
    for name, (kept, arguments) in KEPT.items():
        anew, known = measured(kept, arguments, times)
        print(f"{name:36}{anew:14.0f}{known:8.0f}")


def measured(
    kept: "_lru_cache_wrapper[Any]", arguments: tuple[Any, ...], times: int
) -> tuple[float, float]:
    """Putting a statement together and its key, against the key of the one that is kept."""
    anew = median(lambda: kept.__wrapped__(*arguments)._generate_cache_key(), times)
    return anew, median(lambda: kept(*arguments)._generate_cache_key(), times)


def median(work: Callable[[], object], times: int) -> float:
    """Microseconds of this thread's processor time."""
    took = []
    for _ in range(times):
        start = time.thread_time_ns()
        work()
        took.append(time.thread_time_ns() - start)
    return statistics.median(took) / 1000


if __name__ == "__main__":
    main()
