"""What the two peers spend on the same number of items, into the same sink."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from reminders import helpdesk, redmine
from reminders.sink import MissingError, Sink
from reminders.spent import Spent
from reminders.table import Table
from reminders.wanted import GATHERED, SINGLE, Wanted

FRACTION, LEAST = 10, 1_000
"""Of the peer that sends letter by letter a tenth is run and scaled, unless all is asked for;
but so many at the least, since the start alone would drown fewer."""


def peers(wanted: Wanted, folder: Path, taker: Sink, table: Table) -> None:
    """Measures both; where one cannot be had, what was measured elsewhere stands in for it."""
    size = wanted.size(GATHERED)
    spent = counted(taker, size.people, lambda: redmine.reminders(folder, size, taker.port))
    table.show("Redmine", spent or redmine.MEASURED_ELSEWHERE.times(1 / wanted.scale))

    due = wanted.size(SINGLE).due
    tickets = due if wanted.whole_peers else min(due, max(due // FRACTION, LEAST))
    work = partial(helpdesk.escalations, folder, tickets, due, taker.port)
    spent = counted(taker, tickets, work)
    table.show("django-helpdesk", spent or helpdesk.MEASURED_ELSEWHERE.times(1 / wanted.scale))


def counted(taker: Sink, letters: int, work: Callable[[], Spent]) -> Spent | None:
    """What it spent, with a note where the sink got more or fewer; None: it is missing."""
    before = taker.taken()
    try:
        spent = work()
    except MissingError as missing:
        print(missing)
        return None
    taken = taker.taken() - before
    wrong = f"but the sink got {taken} letters" if taken != letters else ""
    return replace(spent, note=" ".join(filter(None, (spent.note, wrong))))
