"""Every figure worked out a second time: SQL of the tests' own, and a plain fold of its rows.

Nothing of the product's rules or services is used: the rows are what people recorded (submissions
with their reports and verifications), not the columns that the product keeps of them, and the
working days are the tests' own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from calendar_recomputed import Calendar, as_day, calendar_of
from column_values import amount, flag, local
from sqlalchemy import Connection, Engine, text

SOON_DAYS = 7
STATES = ("done_in_time", "done_late", "open_in_time", "overdue")
_CHECKPOINTS = text("""
    SELECT c.id, a.ref || '/' || c.label AS ref, a.id AS assignment, a.unit_id AS unit,
           u.group_id AS unit_group, c.original_due_on, c.opens_on, c.expected, c.rank,
           i.code AS indicator, i.kind, i.direction, i.adds_up, a.target, a.weight,
           CASE WHEN i.kind = 'product' OR (c.expected IS NULL AND c.product <> '')
                THEN 1 ELSE 0 END AS asks_product,
           a.standing AS assignment_standing
    FROM checkpoint c
    JOIN assignment a ON a.id = c.assignment_id
    JOIN indicator i ON i.id = a.indicator_id
    JOIN unit u ON u.id = a.unit_id
    JOIN programme p ON p.id = a.programme_id
    WHERE p.year = :year
    ORDER BY c.id
""")
_ACTS = text("""
    SELECT s.checkpoint_id, s.act, s.recorded_at, s.new_due_on, a.unit_id AS unit,
           r.value AS said_value, r.delivered AS said_delivered, r.basis AS said_basis,
           v.verdict, v.value, v.delivered, v.basis, e.total, e.grade
    FROM submission s
    JOIN checkpoint c ON c.id = s.checkpoint_id
    JOIN assignment a ON a.id = c.assignment_id
    LEFT JOIN progress_report r ON r.submission_id = s.id
    LEFT JOIN verification v ON v.submission_id = s.id
    LEFT JOIN evaluation e ON e.submission_id = s.id
    WHERE s.state <> 'refused'
    ORDER BY s.id
""")


@dataclass
class Work:
    """One checkpoint at the end of a day, as the acts on it say."""

    id: int
    ref: str
    assignment: int
    unit: int
    group: int
    indicator: str
    due_on: date
    original_due_on: date
    opens_on: date
    expected: Decimal | None
    lower: bool
    product: bool
    live: bool
    stage: str = "assigned"
    reported_on: date | None = None
    reported_at: datetime | None = None
    late_before: date | None = None
    said: tuple[Decimal | None, bool | None] = (None, None)
    result: tuple[Decimal | None, bool | None] | None = None
    missing: bool = False
    returns: int = 0
    asked: date | None = None
    asked_on: date | None = None
    turned_down: list[tuple[date, date, date]] = field(default_factory=list)  # due, asked, refused
    grade: str | None = None
    acts: list[tuple[str, date]] = field(default_factory=list)
    kind: str = ""
    target: Decimal | None = None
    weight: Decimal = Decimal(1)
    place: int = 0
    estimate: bool = False
    judged: bool = False
    late_days_before: int = 0
    lay: list[tuple[date, date]] = field(default_factory=list)
    rests_on: tuple[date | None, datetime | None] = (None, None)
    there_since: date | None = None

    @property
    def settled(self) -> bool:
        return self.stage in ("verified", "evaluated")

    @property
    def undelivered(self) -> bool:
        """The latest word on a product is that it is not delivered."""
        if self.product and self.settled:
            return not self.missing and self.result is not None and self.result[1] is not True
        return self.product and self.stage == "reported" and self.said[1] is not True

    def state(self, today: date, calendar: Calendar) -> str:
        last = calendar.last_day(self.due_on)
        in_time = self.reported_on is not None and self.reported_on <= last and not self.late_before
        if self.settled and not self.missing and not self.undelivered:
            return "done_in_time" if in_time else "done_late"
        if self.missing:
            return "overdue"
        if self.stage == "reported" and not self.undelivered:
            return "open_in_time" if in_time else "overdue"
        return "open_in_time" if today <= last else "overdue"

    def may_be_judged(self, today: date, calendar: Calendar) -> bool:
        """Verified and not evaluated; a product that is missing only after its last day in time."""
        over = not self.undelivered or today > calendar.last_day(self.due_on)
        return self.stage == "verified" and over

    def due_soon(self, today: date, calendar: Calendar) -> bool:
        if self.stage not in ("assigned", "in_progress"):
            return False
        last = calendar.last_day(self.due_on)
        return today <= last and calendar.days_until(last, today) <= SOON_DAYS

    def verdict(self) -> tuple[bool | None, bool]:
        """(met, or None where nothing can be compared; better than expected)."""
        if not self.settled or self.missing or self.result is None:
            return None, False
        value, delivered = self.result
        if self.product:
            return delivered, False
        if value is None or self.expected is None:
            return None, False
        gain = self.expected - value if self.lower else value - self.expected
        return gain >= 0, gain > 0


def work_on(engine: Engine, year: int, day: date) -> list[Work]:
    """All live checkpoints of a programme at the end of a day."""
    calendar = calendar_of(engine, year)
    with engine.connect() as connection:
        found = {
            row.id: _untouched(row) for row in connection.execute(_CHECKPOINTS, {"year": year})
        }
        for row in _until(connection, day):
            if row.checkpoint_id in found:
                _take(found[row.checkpoint_id], row, calendar)
    for work in found.values():
        if work.stage == "assigned" and work.opens_on <= day:
            work.stage = "in_progress"
    return [work for work in found.values() if work.live]


def _until(connection: Connection, day: date) -> Iterator[Any]:
    return (row for row in connection.execute(_ACTS) if local(row.recorded_at).date() <= day)


def _untouched(row: Any) -> Work:
    return Work(
        id=row.id, ref=row.ref, assignment=row.assignment, unit=row.unit, group=row.unit_group,
        indicator=row.indicator, due_on=as_day(row.original_due_on),
        original_due_on=as_day(row.original_due_on), opens_on=as_day(row.opens_on),
        expected=amount(row.expected), lower=row.direction == "lower",
        product=bool(row.asks_product), live=row.assignment_standing == "live", kind=row.kind,
        target=amount(row.target), weight=amount(row.weight) or Decimal(0), place=row.rank,
    )  # fmt: skip


def _take(work: Work, row: Any, calendar: Calendar) -> None:
    """One act as it was accepted."""
    moment = local(row.recorded_at)
    work.acts.append((row.act, moment.date()))
    match row.act:
        case "acknowledge":
            work.stage = "in_progress"
        case "report":
            work.stage, work.reported_on, work.reported_at = "reported", moment.date(), moment
            work.said = (amount(row.said_value), flag(row.said_delivered))
            if work.said[1] is not False and moment.date() <= calendar.last_day(work.due_on):
                work.asked = None  # a late report leaves the request to be decided
            work.missing = False
            work.there_since = moment.date() if work.said[1] else None
        case "return":
            _send_back(work, calendar, moment.date())
        case "verify" | "correct":
            work.stage, work.missing, work.judged = "verified", False, False
            work.result = (amount(row.value), flag(row.delivered))
            work.grade, work.estimate = None, row.basis == "estimate"
            work.rests_on = (work.reported_on, work.reported_at)
            _found(work, moment.date())
        case "not_reported":
            work.stage, work.missing, work.result = "verified", True, (None, None)
            work.rests_on = (None, None)
            work.asked = work.there_since = None
        case "evaluate":
            work.stage, work.grade, work.judged = "evaluated", row.grade, True
        case "ask_extension":
            work.asked, work.asked_on = as_day(row.new_due_on), moment.date()
        case "refuse_extension" | "change_due":
            work.asked = None
            if row.act == "refuse_extension":
                work.turned_down.append((work.due_on, work.asked_on or date.min, moment.date()))
        case "withdraw":
            work.live = False
    if row.act in ("return", "change_due") and row.new_due_on is not None:
        work.due_on = as_day(row.new_due_on)


def _found(work: Work, today: date) -> None:
    """So long as a product was said to be there, waiting or accepted, its time stood still."""
    if not work.undelivered:
        work.there_since = work.there_since or today
    elif work.there_since is not None:
        work.lay.append((work.there_since, today))
        work.there_since = None


def _send_back(work: Work, calendar: Calendar, today: date) -> None:
    """A later delivery that was sent back leaves the finding standing, as it was found.

    The days that it lay are nobody's lateness, unless it only said that nothing is there.
    """
    work.returns, work.asked, work.there_since = work.returns + 1, None, None
    if work.result is not None:
        if work.reported_on is not None and not work.undelivered:
            work.lay.append((work.reported_on, today))
        work.stage = "evaluated" if work.judged else "verified"
        work.reported_on, work.reported_at = work.rests_on
        work.missing = work.result == (None, None)
        return
    assert work.reported_on is not None
    last = calendar.last_day(work.due_on)
    late = calendar.days_until(work.reported_on, last)
    if work.reported_on > last and (not work.late_before or late > work.late_days_before):
        work.late_before, work.late_days_before = last, late
    work.stage, work.reported_on, work.reported_at = "in_progress", None, None


def counts(works: Iterable[Work], today: date, calendar: Calendar) -> Counter[str]:
    """The four due states with their total, and what cuts through them."""
    tally: Counter[str] = Counter()
    for work in works:
        tally["total"] += 1
        tally[work.state(today, calendar)] += 1
        tally["due_soon"] += work.due_soon(today, calendar)
        tally["waiting"] += work.stage == "reported"
        tally["missing"] += work.missing
        tally["undelivered"] += work.settled and work.undelivered
    return tally
