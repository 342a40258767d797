"""Urging by hand: who may, of what, how often, and that the words reach the letter."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from remind_world import Q1_ENDS, World
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from dondoc.clock import StoppedClock, at
from dondoc.errors import BadInput, Refused
from dondoc.services.advance.drain import advance
from dondoc.services.audit import verify
from dondoc.services.reminders.nudges.by_hand import UrgedItem, nudge_by_hand, texts_by_hand
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from dondoc.services.reminders.nudges.write import nudge_row
from dondoc.store.database import open_engine, reading, writing
from models.event import Event, EventKind
from models.nudge import Nudge, NudgeKind
from models.person import Position, ProgrammeMandate
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.ladder import Firmness
from models.rules.roles import Audience

MONDAY, TUESDAY, SUNDAY = date(2022, 3, 28), date(2022, 3, 29), date(2022, 3, 27)
FAR = date(2022, 9, 30)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS, date(2022, 3, 25), FAR)


def urge(world: World, by: str = "chi", day: date = MONDAY, **asked: Any) -> tuple[UrgedItem, ...]:
    if "unit" not in asked:
        asked.setdefault("refs", (world.refs[0],))
    with writing(world.engine) as session:
        return nudge_by_hand(session, UrgingRequest(by, **asked), at(day, 9))


def test_it_reaches_the_official_even_on_a_day_off(world: World) -> None:
    urge(world, day=SUNDAY, words="Đề nghị đồng chí gửi số liệu.")
    assert world.gather(SUNDAY).messages == 1
    assert world.told(SUNDAY) == {"an": ["CT01@LT"]}
    assert world.nudges("kind", "audience", "firmness") == [
        (NudgeKind.BY_HAND, Audience.LEAD, Firmness.URGE)
    ]


def test_the_letter_can_tell_who_urged_in_which_words(world: World) -> None:
    first = urge(world, words="  Đề nghị gửi\n số liệu.\t")[0]
    other = urge(world, by="dung")[0]
    with reading(world.engine) as session:
        assert texts_by_hand(session, [first.nudge_id, other.nudge_id, 999]) == {
            first.nudge_id: ("Nguyễn Văn Chi", "Đề nghị gửi số liệu."),
            other.nudge_id: ("Nguyễn Văn Dung", ""),
        }


def test_a_nudge_of_the_ladder_has_no_words_of_a_person(world: World) -> None:
    world.scan(MONDAY)
    with reading(world.engine) as session:
        assert texts_by_hand(session, session.scalars(select(col(Nudge.id)))) == {}


def test_history_names_the_actor_and_the_words(world: World) -> None:
    made = urge(world, words="Còn thiếu minh chứng")[0]
    with reading(world.engine) as session:
        query = select(Event).where(col(Event.kind) == EventKind.NUDGED)
        event = session.scalars(query).one()
        ((nudge_id, checkpoint_id, kind, *_),) = event.data["nudges"]
    assert (event.reason, event.actor_id is None) == ("Còn thiếu minh chứng", False)
    assert (nudge_id, checkpoint_id, kind) == (made.nudge_id, event.checkpoint_id, "by_hand")


@pytest.mark.parametrize("by", ["binh", "chi", "dung", "giang"])
def test_those_who_answer_for_urging_may(world: World, by: str) -> None:
    assert len(urge(world, by)) == 1


@pytest.mark.parametrize("by", ["an", "ha"])
def test_others_may_not(world: World, by: str) -> None:
    with pytest.raises(Refused, match="not_your_role"):
        urge(world, by)
    assert world.nudges("kind") == []


def test_one_person_urges_once_a_day(world: World) -> None:
    urge(world)
    with pytest.raises(Refused, match="today_already"):
        urge(world, to=Audience.COMMITTEE_HEAD)
    urge(world, by="binh")
    urge(world, day=TUESDAY)
    assert len(world.nudges("kind")) == 3


def test_the_committee_secretary_can_be_urged_instead(world: World) -> None:
    urge(world, by="dung", to=Audience.COMMITTEE_SECRETARY)
    world.gather(MONDAY)
    assert world.told() == {"chi": ["CT01@LT"]}


def test_a_unit_is_urged_about_what_is_late_or_due_soon(world: World) -> None:
    assert [one.ref for one in urge(world, unit="LT")] == ["CT02@LT/Q1", "CT01@LT/Q1"]
    with pytest.raises(Refused, match="today_already"):
        urge(world, unit="LT")


def test_of_a_unit_it_urges_what_was_not_urged_yet(world: World) -> None:
    urge(world)
    assert [one.ref for one in urge(world, unit="LT")] == ["CT02@LT/Q1"]


def test_there_must_be_something_to_urge(world: World) -> None:
    for ref in world.refs[:2]:
        world.act(Act.REPORT, "an", MONDAY, ref, value=Decimal(3))
    with pytest.raises(Refused, match="nothing_open"):  # recorded, and not drained yet
        urge(world)
    with pytest.raises(Refused, match="nothing_due"):
        urge(world, unit="LT")


def test_what_has_not_opened_is_not_urged(engine: Engine, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path, FAR, opens_on=date(2022, 7, 1))
    with pytest.raises(Refused, match="nothing_open"):
        urge(world)


def test_of_several_named_items_all_are_urged_or_none(world: World) -> None:
    urge(world)
    with pytest.raises(Refused, match="today_already") as refused:
        urge(world, refs=(world.refs[1], world.refs[0]))
    assert refused.value.params["ref"] == world.refs[0]
    assert len(world.nudges("kind")) == 1


def test_words_are_a_call_and_not_a_letter(world: World) -> None:
    with pytest.raises(BadInput, match="too_many_words"):
        urge(world, words="đ" * 501)
    assert len(urge(world, words="đ" * 500)) == 1


def test_it_asks_what_to_urge(world: World) -> None:
    with pytest.raises(BadInput, match="names_nothing"):
        urge(world, refs=())


def test_the_audit_finds_a_reminder_that_was_changed_or_slipped_in(world: World) -> None:
    urge(world)
    world.scan(MONDAY)
    with reading(world.engine) as session:
        assert verify(session).findings == ()
    world.change(Nudge, firmness=Firmness.ESCALATE)
    with writing(world.engine) as session:
        extra = nudge_row(1, NudgeKind.BY_HAND, Audience.LEAD, at(MONDAY), cause="by_hand:0:x")
        session.add(Nudge(**extra))
    with reading(world.engine) as session:
        keys = [finding.key for finding in verify(session).findings]
    assert set(keys) == {"audit.wrong_nudge", "audit.untold_nudges"}


def test_of_two_calls_at_the_same_moment_one_is_taken(world: World) -> None:
    def call(_: int) -> bool:
        try:
            urge(world)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(call, range(2))) == [False, True]
    assert len(world.nudges("kind")) == 1


def test_a_report_that_is_drained_meanwhile_is_not_urged_on(engine: Engine, tmp_path: Path) -> None:
    """At whatever statement the drain commits, or waits for whoever urges."""
    if engine.dialect.name != "postgresql":  # who writes on SQLite keeps the drain waiting
        return
    world = World.begin(engine, tmp_path, *[Q1_ENDS] * 9)
    reached = 0
    for number, ref in enumerate(world.refs):
        world.act(Act.REPORT, "an", MONDAY, ref, value=Decimal(1))
        with _drained_before(world, number) as asked, pytest.raises(Refused, match="nothing_open"):
            urge(world, by="dung", refs=(ref,))
        reached += asked[0] > number
    assert reached >= 7
    assert world.nudges("kind") == []


@contextmanager
def _drained_before(world: World, number: int) -> Iterator[list[int]]:
    """A drain in another connection before so many statements; gives how many were asked."""
    other, asked = open_engine(world.engine.url.render_as_string(hide_password=False)), [0]

    def impatient(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        connection.commit()

    def step(*_: object) -> None:
        if asked[0] == number:
            with suppress(OperationalError):  # it waits for the lock until whoever urges is done
                advance(other, StoppedClock(at(MONDAY)))
        asked[0] += 1

    event.listen(other, "connect", impatient)
    event.listen(world.engine, "before_cursor_execute", step)
    try:
        yield asked
    finally:
        event.remove(world.engine, "before_cursor_execute", step)
        other.dispose()


def test_what_was_urged_today_says_its_year_where_there_are_several(world: World) -> None:
    world.second_year(Q1_ENDS)
    with writing(world.engine) as session:
        mandate = session.scalars(select(ProgrammeMandate).limit(1)).one()
        programme = session.scalars(select(Programme).where(col(Programme.year) == 2023)).one()
        position = session.scalars(select(Position).where(col(Position.code) == "P-dung")).one()
        session.add(
            ProgrammeMandate(
                programme_id=programme.key, position_id=position.key, mandate=mandate.mandate
            )
        )
    urge(world, by="dung", unit="LT")
    with pytest.raises(Refused, match="today_already") as refused:
        urge(world, by="dung", unit="LT")
    refs = refused.value.params["ref"].split(", ")
    assert set(refs) == {"CT01@LT/Q1 (2022)", "CT02@LT/Q1 (2022)", "CT91@LT/Q1 (2023)"}
