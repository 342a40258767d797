"""What a return keeps in the database, and what the database had before returns kept it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from programmes import current_programme
from remind_world import World
from sqlalchemy import Engine, select

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.services.figures.status import status
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.event import Event
from models.programme import RuleSet
from models.rules.checkpoints import Act
from models.rules.due import DueState
from models.verdict import Evaluation

DUE = date(2022, 3, 31)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, DUE)


def play(world: World, reported: date, returned: date, mended: date) -> Checkpoint:
    world.act(Act.REPORT, "an", reported, value=Decimal(10))
    world.advance(reported)
    world.act(Act.RETURN, "dung", returned, reason="Thiếu minh chứng")
    world.advance(returned)
    world.act(Act.REPORT, "an", mended, value=Decimal(10))
    world.act(Act.VERIFY, "dung", mended)
    world.act(Act.EVALUATE, "giang", mended)
    world.advance(mended)
    with reading(world.engine) as session:
        return session.scalars(select(Checkpoint)).one()


def state_of(world: World, day: date) -> str:
    with reading(world.engine) as session:
        counts = status(session, current_programme(session), at(day, 12)).checkpoints
    return next(one.value for one in DueState if getattr(counts, one.value))


@pytest.mark.parametrize(
    ("reported", "mended", "state"),
    [
        (date(2022, 3, 31), date(2022, 4, 12), DueState.DONE_IN_TIME),
        (date(2022, 4, 1), date(2022, 4, 5), DueState.DONE_LATE),
        (date(2022, 3, 31), date(2022, 4, 13), DueState.DONE_LATE),
    ],
)
def test_each_report_is_held_to_the_date_that_it_had(
    world: World, reported: date, mended: date, state: DueState
) -> None:
    """Returned on Monday 4 April: the 12th is five working days later, the 11th a holiday."""
    kept = play(world, reported, date(2022, 4, 4), mended)
    assert kept.due_on == date(2022, 4, 12)
    assert (kept.returned_due_on, kept.returned_report_on) == (DUE, reported)
    assert state_of(world, date(2022, 5, 30)) == state
    with reading(world.engine) as session:
        judged = session.scalars(select(Evaluation)).one()
    assert judged.in_time == (state is DueState.DONE_IN_TIME)
    assert judged.progress == (100 if judged.in_time else 75)


def test_history_says_of_a_return_both_dates_and_what_it_sent_back(world: World) -> None:
    play(world, date(2022, 3, 31), date(2022, 4, 4), date(2022, 4, 5))
    with reading(world.engine) as session:
        events = [
            one.data for one in session.scalars(select(Event)) if one.data.get("act") == "return"
        ]
    assert {"old_due_on": "2022-03-31", "new_due_on": "2022-04-12"}.items() <= events[0].items()
    assert events[0]["returned_due_on"] == events[0]["returned_report_on"] == "2022-03-31"


def test_a_rule_set_says_how_long_there_is_to_mend(world: World) -> None:
    with writing(world.engine) as session:
        rule_set = session.scalars(select(RuleSet)).one()
        rule_set.rules = {**rule_set.rules, "return_days": 2}
    world.act(Act.REPORT, "an", DUE, value=Decimal(10))
    world.act(Act.RETURN, "dung", date(2022, 4, 4), reason="Thiếu minh chứng")
    world.advance(date(2022, 4, 4))
    with reading(world.engine) as session:
        assert session.scalars(select(Checkpoint)).one().due_on == date(2022, 4, 6)


def test_an_older_rule_set_gives_five_days(world: World) -> None:
    with writing(world.engine) as session:
        rule_set = session.scalars(select(RuleSet)).one()
        rule_set.rules = {k: v for k, v in rule_set.rules.items() if k != "return_days"}
    assert play(world, DUE, date(2022, 4, 4), date(2022, 4, 5)).due_on == date(2022, 4, 12)


def test_a_report_from_a_second_device_is_asked_about_as_well(world: World) -> None:
    """Nothing is drained between the two: the second one sees the first all the same."""
    world.act(Act.REPORT, "an", DUE, value=Decimal(10))
    with pytest.raises(Refused) as refused:
        world.act(Act.REPORT, "an", date(2022, 4, 1), value=Decimal(9))
    assert refused.value.key == "refusal.late_if_replaced"
    world.act(Act.REPORT, "an", date(2022, 4, 1), value=Decimal(9), confirmed=True)
    world.advance(date(2022, 4, 1))
    with reading(world.engine) as session:
        kept = session.scalars(select(Checkpoint)).one()
    assert kept.first_reported_at == at(DUE) and kept.reported_at == at(date(2022, 4, 1))
