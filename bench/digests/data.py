"""A year's work by the hundred thousand: most of it reported and verified, no two units alike.

Each checkpoint goes its own way by its number: of those that were due about 70 in a hundred were
reported in time and verified, 15 late, 5 wait for a verdict, 10 were never reported. So every unit
has another course of the year, other indicators below plan and other overdue work.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from dondoc.clock import at
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.base import Row
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

Values = dict[str, Any]


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
    programme, group, count = made.programme.key, made.unit.group_id, checkpoints // QUARTERS
    unit = _many(session, Unit, range(units), lambda _: {"group_id": group})
    person = _people(session, unit, units)
    position = _positions(session, unit, person, units)
    indicator = _many(
        session, Indicator, range(-(-count // units)), lambda n: _indicator(programme, n)
    )
    assignment = _many(
        session, Assignment, range(count),
        lambda n: {
            "programme_id": programme, "indicator_id": indicator + n // units,
            "unit_id": unit + n % units, "ref": f"N{n // units:03}@U{n % units}",
            "deadline": END, "target": TARGET,
        },
    )  # fmt: skip
    _many(
        session, AssignmentOfficial, range(count),
        lambda n: {"assignment_id": assignment + n, "position_id": position + n % units},
    )  # fmt: skip
    _work(session, range(QUARTERS * count), assignment)


def _people(session: Session, unit: int, units: int) -> int:
    each = range(units)
    _many(
        session, UnitName, each,
        lambda n: {
            "unit_id": unit + n, "code": f"U{n}", "name": f"Xã số {n}", "valid_from": START,
        },
    )  # fmt: skip
    person = _many(
        session, Person, each, lambda n: {"code": f"b{n}", "full_name": f"Nguyễn Số {n}"}
    )
    _many(
        session, Contact, each,
        lambda n: {
            "person_id": person + n, "address": f"b{n}@bench.example", "fingerprint": f"b{n}",
            "confirmed_at": at(START),
        },
    )  # fmt: skip
    return person


def _positions(session: Session, unit: int, person: int, units: int) -> int:
    position = _many(
        session, Position, range(units),
        lambda n: {"unit_id": unit + n, "code": f"B{n}", "title": "Bí thư", "heads_unit": True},
    )  # fmt: skip
    _many(
        session, Holding, range(units),
        lambda n: {"position_id": position + n, "person_id": person + n, "held_from": START},
    )  # fmt: skip
    return position


def _indicator(programme: int, number: int) -> Values:
    return {
        "programme_id": programme, "code": f"N{number:03}", "kind": Kind.INCREMENT,
        "title": f"Hồ sơ giải quyết, lĩnh vực {number}", "unit_of_measure": "hồ sơ",
    }  # fmt: skip


def _work(session: Session, numbers: range, assignment: int) -> None:
    """Checkpoints, and of those that were reported on the acts that brought them there."""
    fates = [fate_of(n) for n in numbers]
    reported = [n for n in numbers if fates[n].value is not None]
    verified = [n for n in reported if fates[n].verified]
    verdict = {n: place for place, n in enumerate(verified, start=1)}
    report_of = {n: place for place, n in enumerate(reported)}
    checkpoint = _many(
        session, Checkpoint, numbers, lambda n: _checkpoint(assignment, n, fates[n], verdict.get(n))
    )

    def act(n: int, kind: Act) -> Values:
        at_nine = at(fates[n].reported_on or AS_OF)
        return {
            "checkpoint_id": checkpoint + n, "act": kind, "recorded_at": at_nine,
            "state": SubmissionState.APPLIED,
        }  # fmt: skip

    filed = _many(session, Submission, reported, lambda n: act(n, Act.REPORT))
    report = _many(
        session, ProgressReport, reported,
        lambda n: {
            "submission_id": filed + report_of[n], "checkpoint_id": checkpoint + n,
            "value": fates[n].value,
        },
    )  # fmt: skip
    found = _many(session, Submission, verified, lambda n: act(n, Act.VERIFY))
    _many(
        session, Verification, verified,
        lambda n: {
            "submission_id": found + verdict[n] - 1, "checkpoint_id": checkpoint + n,
            "report_id": report + report_of[n], "verdict": Verdict.ACCEPTED,
            "value": fates[n].value, "quality": Decimal(95),
        },
    )  # fmt: skip


def _checkpoint(assignment: int, n: int, fate: Fate, verdict: int | None) -> Values:
    quarter = n % QUARTERS
    reported_at = None if fate.reported_on is None else at(fate.reported_on)
    stage = Stage.IN_PROGRESS if reported_at is None else Stage.REPORTED
    return {
        "assignment_id": assignment + n // QUARTERS, "label": f"Q{quarter + 1}", "rank": quarter,
        "opens_on": START, "due_on": fate.due_on, "original_due_on": fate.due_on,
        "expected": TARGET / QUARTERS, "stage": stage if verdict is None else Stage.VERIFIED,
        "stage_since": at(START), "reported_at": reported_at, "first_reported_at": reported_at,
        "verification_id": verdict,
    }  # fmt: skip


def _many(
    session: Session, kind: type[Row], numbers: Sequence[int], values: Callable[[int], Values]
) -> int:
    """Writes a row of one kind for each number, with ids that follow; gives the first one's.

    Only the first goes through the model, so a new column with a default needs nothing here.
    """
    first = kind(**values(numbers[0]))
    session.add(first)
    session.flush()
    common = {name: getattr(first, name) for name in kind.model_fields if name != "id"}
    for begin in range(1, len(numbers), _PORTION):
        portion = numbers[begin : begin + _PORTION]
        session.execute(insert(kind), [common | values(n) for n in portion])
    return first.key
