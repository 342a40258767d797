"""A year's work by the hundred thousand: most of it reported and verified, no two units alike.

Each checkpoint goes its own way by its number: of those that were due about 70 in a hundred were
reported in time and verified, 15 late, 5 wait for a verdict, 10 were never reported. So every unit
has another course of the year, other indicators below plan and other overdue work.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from reminders.data import _columns
from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from dondoc.clock import at
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.indicator import Indicator
from models.person import Contact, Holding, Person, Position
from models.report import ProgressReport
from models.rules.checkpoints import Act
from models.rules.indicators import Kind
from models.rules.stages import Stage
from models.submission import Submission, SubmissionState
from models.unit import Unit, UnitName
from models.verdict import Verdict, Verification

AS_OF, START, END = date(2022, 7, 8), date(2022, 1, 1), date(2022, 12, 30)
QUARTERS = 4
TARGET = Decimal(400)
"""Of a year; each quarter is to bring a quarter of it."""
_PORTION = 20_000


@dataclass(frozen=True)
class Fate:
    """What becomes of a checkpoint. `value`: None where nothing was reported."""

    due_on: date
    reported_on: date | None
    value: Decimal | None
    verified: bool


def fate_of(number: int) -> Fate:
    """The fate of a checkpoint by its number: four in a row are one assignment's quarters."""
    spread = number * 2_654_435_761 % 2**32
    due_on = date(2022, 3 * (number % QUARTERS) + 1, 1) + timedelta(days=20 + spread % 68)
    chance = (spread >> 8) % 100
    late = 1 + (spread >> 16) % 24 if 70 <= chance < 85 else -((spread >> 16) % 12)
    reported_on = due_on + timedelta(days=late)
    if due_on >= AS_OF or chance >= 90 or reported_on >= AS_OF:
        return Fate(due_on, None, None, verified=False)
    value = Decimal(70 + (spread >> 12) % 50)
    return Fate(due_on, reported_on, value, verified=chance < 85)


def fill(session: Session, checkpoints: int, units: int) -> None:
    """Units, each with its head, and assignments of four checkpoints dealt out to them."""
    from factory import district

    made = district(session)
    programme, count, each = made.programme.key, checkpoints // QUARTERS, range(units)
    unit = _many(session, (Unit(group_id=made.unit.group_id) for _ in each))
    _many(session, (_named(unit + n, n) for n in each))
    person = _many(session, (Person(code=f"b{n}", full_name=f"Nguyễn Số {n}") for n in each))
    position = _many(session, (_head(unit + n, n) for n in each))
    _many(session, (_holding(position + n, person + n) for n in each))
    _many(session, (_contact(person + n, n) for n in each))
    indicator = _many(session, (_indicator(programme, n) for n in range(-(-count // units))))
    assignment = _many(
        session, (_assignment(programme, indicator, unit, n, units) for n in range(count))
    )
    _many(
        session,
        (
            AssignmentOfficial(assignment_id=assignment + n, position_id=position + n % units)
            for n in range(count)
        ),
    )
    _work(session, range(QUARTERS * count), assignment, (person, units))


def _work(session: Session, numbers: range, assignment: int, people: tuple[int, int]) -> None:
    """Checkpoints, and of those that were reported on the acts that brought them there."""
    fates = [fate_of(n) for n in numbers]
    reported = [n for n in numbers if fates[n].value is not None]
    verified = [n for n in reported if fates[n].verified]
    place = {n: position for position, n in enumerate(verified)}
    checkpoint = _many(
        session,
        (_checkpoint(assignment + n // QUARTERS, n, fates[n], place.get(n)) for n in numbers),
    )
    first, units = people
    actor = lambda n: first + n // QUARTERS % units  # noqa: E731
    filed = _many(
        session,
        (_act(checkpoint + n, Act.REPORT, fates[n].reported_on, actor(n)) for n in reported),
    )
    report = _many(
        session,
        (
            ProgressReport(
                submission_id=filed + k, checkpoint_id=checkpoint + n, value=fates[n].value
            )
            for k, n in enumerate(reported)
        ),
    )
    found = _many(
        session, (_act(checkpoint + n, Act.VERIFY, fates[n].reported_on, None) for n in verified)
    )
    order = {n: k for k, n in enumerate(reported)}
    _many(
        session,
        (
            Verification(
                submission_id=found + k, checkpoint_id=checkpoint + n, report_id=report + order[n],
                verdict=Verdict.ACCEPTED, value=fates[n].value, quality=Decimal(95),
            )
            for k, n in enumerate(verified)
        ),
    )  # fmt: skip


def _act(checkpoint: int, act: Act, day: date | None, actor: int | None) -> Submission:
    assert day is not None
    return Submission(
        checkpoint_id=checkpoint, act=act, actor_id=actor, roles="", recorded_at=at(day),
        state=SubmissionState.APPLIED,
    )  # fmt: skip


def _named(unit: int, number: int) -> UnitName:
    return UnitName(unit_id=unit, code=f"U{number}", name=f"Xã số {number}", valid_from=START)


def _head(unit: int, number: int) -> Position:
    return Position(unit_id=unit, code=f"B{number}", title="Bí thư", heads_unit=True)


def _holding(position: int, person: int) -> Holding:
    return Holding(position_id=position, person_id=person, held_from=START)


def _contact(person: int, number: int) -> Contact:
    return Contact(person_id=person, address=f"b{number}@bench.example", confirmed_at=at(START))


def _indicator(programme: int, number: int) -> Indicator:
    return Indicator(
        programme_id=programme, code=f"N{number:03}",
        title=f"Hồ sơ giải quyết, lĩnh vực {number}", kind=Kind.INCREMENT, unit_of_measure="hồ sơ",
    )  # fmt: skip


def _assignment(programme: int, indicator: int, first: int, n: int, units: int) -> Assignment:
    return Assignment(
        programme_id=programme, indicator_id=indicator + n // units, unit_id=first + n % units,
        ref=f"N{n // units:03}@U{n % units}", deadline=END, target=TARGET,
    )  # fmt: skip


def _checkpoint(assignment: int, n: int, fate: Fate, verified: int | None) -> Checkpoint:
    stage = Stage.REPORTED if fate.value is not None else Stage.IN_PROGRESS
    quarter = n % QUARTERS
    reported_at = None if fate.reported_on is None else at(fate.reported_on)
    return Checkpoint(
        assignment_id=assignment, label=f"Q{quarter + 1}", rank=quarter, opens_on=START,
        due_on=fate.due_on, original_due_on=fate.due_on, expected=TARGET / QUARTERS,
        stage=stage if verified is None else Stage.VERIFIED, stage_since=at(START),
        reported_at=reported_at, first_reported_at=reported_at,
        verification_id=None if verified is None else verified + 1,
    )  # fmt: skip


def _many(session: Session, rows: Iterable[SQLModel]) -> int:
    """Writes rows of one kind by portions, numbered in their order; gives the first one's id."""
    rest: Iterator[Any] = iter(rows)
    first = next(rest)
    session.add(first)
    session.flush()
    start: int = first.key  # type: ignore[attr-defined]
    numbered = (_columns(row) | {"id": start + n} for n, row in enumerate(rest, start=1))
    for one in numbered:
        session.execute(insert(type(first)), [one, *islice(numbered, _PORTION - 1)])
    return start
