"""Portions: a transaction each, so that a run that was cut off anywhere goes on where it was."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from remind_world import Q1_ENDS, World
from sqlalchemy import Engine, event, select, text

from dondoc.services import audit
from dondoc.services.reminders.gather import gather as gathering
from dondoc.services.reminders.nudges.finders import assigned, context, opened
from dondoc.store.database import reading, writing
from models.assignment import Assignment
from models.event import EventKind
from models.indicator import Indicator
from models.nudge import NudgeKind, NudgeState
from models.rules.checkpoints import Act

PLUS_3 = date(2022, 4, 5)
PEOPLE = 12


class CutOffError(Exception):
    """The process is gone."""


@pytest.fixture
def world(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Portions of three, and a dozen people with one item each."""
    for module in (context, assigned, opened, gathering):
        monkeypatch.setattr(module, "BATCH", 3)
    world = World.begin(engine, tmp_path, Q1_ENDS)
    _numbers_apart(world)
    world.crowd(PEOPLE)
    return world


def _numbers_apart(world: World) -> None:
    """An assignment without checkpoints: those after it have other numbers than theirs."""
    with writing(world.engine) as session:
        first = session.scalars(select(Assignment)).one()
        kind = session.get_one(Indicator, first.indicator_id)
        same = {name: getattr(kind, name) for name in ("kind", "direction", "unit_of_measure")}
        other = Indicator(programme_id=first.programme_id, code="CT00", title="Chỉ tiêu", **same)
        session.add(other)
        session.flush()
        same = {name: getattr(first, name) for name in ("programme_id", "unit_id", "deadline")}
        session.add(Assignment(indicator_id=other.key, ref="CT00@LT", **same))


@contextmanager
def cut_off(engine: Engine, after: int) -> Iterator[None]:
    """Lets a run die in the commit that follows so many."""
    left = [after]

    def dying(_connection: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise CutOffError

    event.listen(engine, "commit", dying)
    try:
        yield
    finally:
        event.remove(engine, "commit", dying)


def outcome(world: World) -> tuple[Counter[str], int, set[int]]:
    told = Counter({code: len(refs) for code, refs in world.told().items()})
    per_person = Counter(message.person_id for message in world.messages())
    return told, len(world.nudges("id")), set(per_person.values())


@pytest.mark.parametrize("after", [0, 1, 2, 4, 7, 9, 12, 14, 18])
def test_a_run_that_is_cut_off_loses_nothing_and_repeats_nothing(world: World, after: int) -> None:
    try:
        with cut_off(world.engine, after):
            world.remind(PLUS_3)
    except CutOffError:
        pass
    world.remind(PLUS_3)
    told, nudges, messages_each = outcome(world)
    assert messages_each == {1}
    assert told["chi"] == PEOPLE + 1  # the committee's secretary hears of every item
    assert {told[f"c{n}"] for n in range(PEOPLE)} == {2}  # a greeting and a step each
    assert nudges == sum(told.values())
    assert {state for (state,) in world.nudges("state")} == {NudgeState.GATHERED}


def test_every_report_that_waits_is_brought_up_whichever_portion_it_is_in(world: World) -> None:
    """Of some the number is higher and the report older; many came at the same moment."""
    for number, ref in enumerate(world.refs):
        leader = "an" if number == 0 else f"c{number - 1}"
        day = PLUS_3 + timedelta(days=-1 if number >= PEOPLE // 2 else 0)
        world.act(Act.REPORT, leader, day, ref, value=Decimal(10))
    world.advance(PLUS_3)
    world.scan(PLUS_3 + timedelta(days=14))
    found = [key for kind, key in world.nudges("kind", "checkpoint_id")
             if kind is NudgeKind.VERIFICATION_WAITING]  # fmt: skip
    assert len(found) == len(world.refs)


def test_several_runs_at_once_in_portions_tell_nobody_twice(world: World) -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: world.remind(PLUS_3), range(4)))
    told, nudges, messages_each = outcome(world)
    assert messages_each == {1}
    assert nudges == sum(told.values()) == sum(result.lines for result in results)


def test_history_holds_every_nudge_and_the_audit_compares_them(world: World) -> None:
    world.remind(PLUS_3)
    with reading(world.engine) as session:
        rows = session.execute(text("SELECT data FROM event WHERE kind = :kind"),
                               {"kind": EventKind.NUDGED.value}).all()  # fmt: skip
        assert 1 < len(rows) < len(world.nudges("id"))
        assert audit.verify(session).findings == ()
    with writing(world.engine) as session:
        session.execute(text("UPDATE nudge SET step = '4' WHERE id = (SELECT max(id) FROM nudge)"))
    with reading(world.engine) as session:
        assert [finding.key for finding in audit.verify(session).findings] == ["audit.changed_cell"]
