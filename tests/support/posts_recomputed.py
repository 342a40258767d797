"""Who answers for what, worked out a second time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from calendar_recomputed import Calendar, as_day
from figures_recomputed import Work
from sqlalchemy import Engine, text

_POSTS = text("""
    SELECT o.assignment_id, o.position_id, h.person_id, h.held_from, h.held_to
    FROM assignment_official o
    LEFT JOIN holding h ON h.position_id = o.position_id
    ORDER BY o.assignment_id, o.rank, o.id, h.held_from, h.id
""")
Posts = Mapping[int, Mapping[int, Sequence[tuple[int, date, date]]]]


def posts_of(engine: Engine) -> Posts:
    """By assignment and position, the lead first: who held it from when to when."""
    found: dict[int, dict[int, list[tuple[int, date, date]]]] = defaultdict(dict)
    with engine.connect() as connection:
        for row in connection.execute(_POSTS):
            held = found[row.assignment_id].setdefault(row.position_id, [])
            if row.person_id is not None:
                end = date.max if row.held_to is None else as_day(row.held_to)
                held.append((row.person_id, as_day(row.held_from), end))
    return found


def answer(work: Work, posts: Posts, today: date, calendar: Calendar) -> list[int | None]:
    """Whose it is, position by position; None where it was vacant."""
    day = _day_that_counts(work, today, calendar)
    whose: list[int | None] = []
    for held in posts.get(work.assignment, {}).values():
        there = [person for person, start, end in held if start <= day <= end]
        whose += there or [None]
    return whose


def _day_that_counts(work: Work, today: date, calendar: Calendar) -> date:
    """A product that is not there can still be delivered by whoever is there until its last day.

    What came late and was sent back is of whoever let that last day pass, whoever mends it.
    """
    last = calendar.last_day(work.due_on)
    if work.stage in ("assigned", "in_progress"):
        return today
    if work.missing or work.undelivered or work.reported_on is None:
        return min(last, today)
    return work.late_before or min(last, work.reported_on)


def inherited(
    work: Work, posts: Posts, seats: Iterable[int], today: date, calendar: Calendar
) -> Iterator[tuple[int | None, bool]]:
    """Whose it is of those in these positions, and whether it was overdue before they came."""
    last, opened = calendar.last_day(work.due_on), work.stage in ("assigned", "in_progress")
    day = _day_that_counts(work, today, calendar)
    for position, held in posts[work.assignment].items():
        if position in seats:
            there = [(person, start) for person, start, end in held if start <= day <= end]
            yield from ((person, opened and start > last) for person, start in there)
            if not there:
                yield None, False


def people_of(engine: Engine) -> dict[int | None, tuple[str, str]]:
    """Code and name of everybody."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, code, full_name FROM person ORDER BY id"))
        return {row.id: (row.code, row.full_name) for row in rows}


def seats_of(engine: Engine, unit: int) -> set[int]:
    """The positions on a unit's committee."""
    query = text("""
        SELECT s.position_id FROM committee_seat s JOIN committee c ON c.id = s.committee_id
        WHERE c.unit_id = :unit
    """)
    with engine.connect() as connection:
        return set(connection.scalars(query, {"unit": unit}))
