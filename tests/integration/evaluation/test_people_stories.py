"""An official's points go the way of the work: returned, late, extended, handed over, replaced."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from counting import statements
from evaluated_stories import only, parts_of, period_of, scored_of
from remind_world import World
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.services.evaluation.people.officials_list import officials_list
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.indicators import Basis, Kind

DUE = date(2022, 3, 31)
MARCH = date(2022, 3, 28)
LATE = date(2022, 4, 4)  # two working days after the last one in time
APRIL = date(2022, 4, 20)
MAY = date(2022, 5, 10)
FULL = {"a": 1, "b": 1, "c": 1}


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, DUE)


def as_product(world: World) -> None:
    """The one assignment asks for a product."""
    with writing(world.engine) as session:
        session.scalars(select(Indicator)).one().kind = Kind.PRODUCT
        session.scalars(select(Assignment)).one().target = None
        session.scalars(select(Checkpoint)).one().expected = None


def hand_over(world: World, day: date) -> None:
    """From the next day on another holds An's position."""
    with writing(world.engine) as session:
        position = session.scalars(select(Position).where(col(Position.code) == "P-an")).one()
        holding = session.scalars(
            select(Holding).where(col(Holding.position_id) == position.id)
        ).one()
        holding.held_to = day
        successor = session.scalars(select(Person).where(col(Person.code) == "ha")).one()
        start = date.fromordinal(day.toordinal() + 1)
        session.add(Holding(position_id=position.key, person_id=successor.key, held_from=start))


def test_what_was_verified_is_scored_and_nothing_before(world: World) -> None:
    world.act(Act.REPORT, "an", MARCH, value=Decimal(8))
    assert only(period_of(world, "an", MARCH).not_counted).reason == "waits"
    world.act(Act.VERIFY, "dung", date(2022, 3, 30))
    world.advance(date(2022, 3, 30))
    early = only(period_of(world, "an", date(2022, 3, 30)).not_counted)
    assert early.reason == "verified_early"
    assert parts_of(world, "an", date(2022, 3, 30)) == {}
    assert parts_of(world, "an", DUE) == dict.fromkeys("abc", Fraction(4, 5))
    assert scored_of(world, "an", DUE).results == 56
    # As of an earlier day it is what it was then.
    assert only(period_of(world, "an", MARCH).not_counted).reason == "waits"


def test_nothing_counted_is_no_score_and_never_nought(world: World) -> None:
    found = scored_of(world, "an", MARCH)
    assert (found.results, found.total, found.least) == (None, None, None)
    assert "nothing_assigned" in found.missing
    assert scored_of(world, "ha", APRIL).missing[0] == "nothing_assigned"


def test_a_lateness_takes_a_quarter_of_the_progress(world: World) -> None:
    world.act(Act.REPORT, "an", LATE, value=Decimal(10))
    world.act(Act.VERIFY, "dung", date(2022, 4, 6))
    assert parts_of(world, "an", APRIL) == {**FULL, "c": Fraction(3, 4)}
    (lateness,) = only(period_of(world, "an", APRIL).counted).latenesses
    assert (lateness.days, lateness.due_on, lateness.reported_on) == (2, DUE, LATE)


FLOOD = {"about": "lateness:1", "reason": "Đường sạt lở, không vào được", "since": DUE}


def test_only_a_confirmed_cause_of_its_own_waives_and_makes_nothing_done(world: World) -> None:
    world.act(Act.REPORT, "an", LATE, value=Decimal(8))
    world.act(Act.VERIFY, "dung", date(2022, 4, 6))
    held, waived = {"a": Fraction(4, 5), "b": Fraction(4, 5)}, dict.fromkeys("abc", Fraction(4, 5))
    world.act(Act.ASK_CAUSE, "an", date(2022, 4, 7), **FLOOD)
    assert parts_of(world, "an", date(2022, 4, 7)) == {**held, "c": Fraction(3, 5)}
    world.act(Act.CONFIRM_CAUSE, "dung", date(2022, 4, 8), about="lateness:1")
    assert parts_of(world, "an", date(2022, 4, 8)) == waived
    (lateness,) = only(period_of(world, "an", date(2022, 4, 8)).counted).latenesses
    assert lateness.cause == "confirmed"
    world.act(Act.TAKE_BACK_CAUSE, "em", date(2022, 4, 12), about="lateness:1", reason="Không có")
    assert parts_of(world, "an", APRIL) == {**held, "c": Fraction(3, 5)}
    (lateness,) = only(period_of(world, "an", APRIL).counted).latenesses
    assert lateness.cause == "asked"
    assert parts_of(world, "an", date(2022, 4, 8)) == waived
    world.act(Act.REFUSE_CAUSE, "em", date(2022, 4, 21), about="lateness:1", reason="Không có")
    (lateness,) = only(period_of(world, "an", MAY).counted).latenesses
    assert lateness.cause == "refused"


def test_a_return_takes_a_quarter_of_the_quality_and_no_day(world: World) -> None:
    world.act(Act.REPORT, "an", MARCH, value=Decimal(10))
    world.act(Act.RETURN, "dung", date(2022, 4, 5), reason="Thiếu biên bản",
              new_due_on=date(2022, 4, 25))  # fmt: skip
    assert only(period_of(world, "an", date(2022, 4, 5), "Q2").not_counted).reason == "returned"
    world.act(Act.REPORT, "an", date(2022, 4, 21), value=Decimal(10))
    world.act(Act.VERIFY, "dung", date(2022, 4, 22))
    found = period_of(world, "an", MAY, "Q2")
    (review,) = only(found.counted).reviews
    assert (review.number, review.returned_on, review.reported_on, review.reason) == (
        1, date(2022, 4, 5), MARCH, "Thiếu biên bản",
    )  # fmt: skip
    period = found.rules[0].period
    assert period is not None and period.result is not None
    assert [part.share for part in period.result.parts] == [1, Fraction(3, 4), 1]


def test_by_the_extended_date_it_is_in_time(world: World) -> None:
    world.act(Act.CHANGE_DUE, "dung", MARCH, reason="Mưa lũ", new_due_on=date(2022, 4, 8))
    world.act(Act.REPORT, "an", LATE, value=Decimal(10))
    world.act(Act.VERIFY, "dung", date(2022, 4, 6))
    found = period_of(world, "an", APRIL, "Q2")
    work = only(found.counted)
    assert (work.due_on, work.original_due_on, work.latenesses) == (date(2022, 4, 8), DUE, ())
    assert period_of(world, "an", APRIL).counted == ()


def test_what_was_due_in_ones_time_stays_ones_own(world: World) -> None:
    world.act(Act.REPORT, "an", MARCH, value=Decimal(10))
    hand_over(world, DUE)
    world.act(Act.VERIFY, "dung", date(2022, 4, 5))
    assert parts_of(world, "an", APRIL) == FULL
    assert period_of(world, "ha", APRIL).counted == ()


def test_no_successor_pays_for_what_was_sent_back_before_they_came(world: World) -> None:
    world.act(Act.REPORT, "an", MARCH, value=Decimal(10))
    hand_over(world, DUE)
    world.act(Act.RETURN, "dung", date(2022, 4, 5), reason="Thiếu", new_due_on=date(2022, 4, 25))
    world.act(Act.REPORT, "ha", date(2022, 4, 21), value=Decimal(10))
    world.act(Act.VERIFY, "dung", date(2022, 4, 22))
    found = period_of(world, "ha", MAY, "Q2")
    (review,) = only(found.counted).reviews
    assert review.answered_by == "Nguyễn Văn An"
    period = found.rules[0].period
    assert period is not None and period.result is not None
    assert [part.share for part in period.result.parts] == [1, 1, 1]
    assert period_of(world, "an", MAY, "Q2").counted == ()


def test_a_lateness_stays_with_whoever_let_the_day_pass(world: World) -> None:
    hand_over(world, DUE)
    world.act(Act.REPORT, "ha", LATE, value=Decimal(10))
    world.act(Act.VERIFY, "dung", date(2022, 4, 6))
    assert parts_of(world, "an", APRIL) == {**FULL, "c": Fraction(3, 4)}
    assert period_of(world, "ha", APRIL).counted == ()


def test_an_overdue_one_is_its_present_holders_to_do_and_scored_by_nobody(world: World) -> None:
    hand_over(world, date(2022, 4, 5))
    open_work = only(period_of(world, "ha", APRIL).not_counted)
    assert (open_work.reason, open_work.before) == ("overdue", "Nguyễn Văn An")
    found = scored_of(world, "ha", APRIL)
    assert (found.results, found.lines) == (None, ())


def test_a_product_that_is_not_there_is_nothing_once_its_day_is_over(world: World) -> None:
    as_product(world)
    world.act(Act.REPORT, "an", MARCH, delivered=False, narrative="Chưa xong")
    world.act(Act.VERIFY, "dung", date(2022, 3, 30))
    assert only(period_of(world, "an", DUE).not_counted).reason == "may_yet_come"
    found = period_of(world, "an", APRIL)
    work = only(found.counted)
    assert work.result is not None and work.result.reported == "not_delivered"
    assert parts_of(world, "an", APRIL) == dict.fromkeys("abc", 0)


def test_silence_is_nothing_with_its_own_word(world: World) -> None:
    world.act(Act.NOT_REPORTED, "dung", APRIL, reason="Quá hạn chốt")
    found = period_of(world, "an", APRIL)
    work = only(found.counted)
    assert work.result is not None and work.result.reported == "silent"
    assert parts_of(world, "an", APRIL) == dict.fromkeys("abc", 0)
    assert found.rules[0].period is not None
    assert found.rules[0].period.results == 0


def test_what_is_withdrawn_is_not_there(world: World) -> None:
    world.act(Act.REPORT, "an", MARCH, value=Decimal(5))
    world.act(Act.VERIFY, "dung", date(2022, 4, 1))
    assert len(period_of(world, "an", date(2022, 4, 1)).counted) == 1
    world.act(Act.WITHDRAW, "dung", date(2022, 4, 15), reason="Thôi giao")
    found = period_of(world, "an", APRIL)
    assert (found.counted, found.not_counted) == ((), ())
    assert len(period_of(world, "an", date(2022, 4, 1)).counted) == 1


def test_an_estimate_counts_until_it_is_replaced(world: World) -> None:
    world.act(Act.REPORT, "an", MARCH, value=Decimal(10), basis=Basis.ESTIMATE)
    world.act(Act.VERIFY, "dung", date(2022, 4, 1))
    assert only(period_of(world, "an", date(2022, 4, 1)).counted).is_estimate
    world.act(Act.CORRECT, "dung", date(2022, 4, 15), value=Decimal(9), reason="Số chính thức")
    found = only(period_of(world, "an", APRIL).counted)
    assert (found.is_estimate, found.value) == (False, 9)
    assert parts_of(world, "an", APRIL)["a"] == Fraction(9, 10)
    assert parts_of(world, "an", date(2022, 4, 1))["a"] == 1


def test_each_shortfall_never_brings_more_and_drained_or_not_is_the_same(world: World) -> None:
    world.act(Act.REPORT, "an", LATE, value=Decimal(10))
    world.act(Act.VERIFY, "dung", date(2022, 4, 6))
    pending = scored_of(world, "an", APRIL)
    world.advance(date(2022, 4, 7))
    assert scored_of(world, "an", APRIL) == pending
    assert pending.least is not None and pending.most is not None
    assert pending.least.exact <= pending.most.exact <= 100


def test_it_asks_as_often_for_many_people_as_for_one(world: World) -> None:
    def asked() -> int:
        with statements(world.engine) as found, reading(world.engine) as session:
            programme = session.scalars(select(Programme)).one()
            officials_list(session, programme, APRIL)
        return len(found)

    world.act(Act.REPORT, "an", LATE, value=Decimal(10))
    world.act(Act.VERIFY, "dung", date(2022, 4, 6))
    world.advance(date(2022, 4, 7))
    asked()  # what hardly changes is kept from then on
    few = asked()
    world.crowd(30)
    for number, ref in enumerate(world.refs[1:]):
        world.act(Act.REPORT, f"c{number}", LATE, ref, value=Decimal(10))
        world.act(Act.VERIFY, "dung", date(2022, 4, 6), ref)
    world.advance(date(2022, 4, 7))
    asked()
    assert asked() == few
