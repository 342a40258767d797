"""Much that is late: how much in all, told together, and never two letters on one day."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from composed_letter import compose
from mail_sink import running_sink
from remind_world import OFFICE, Q1_ENDS, World
from sqlalchemy import Engine, event, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.delivery.channels_in_use import only
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.run import deliver
from dondoc.services.reminders.explain.dry_run import preview
from dondoc.services.reminders.explain.explain import explain_item
from dondoc.services.reminders.letters.compose import composer_for
from dondoc.services.reminders.letters.letter import ComposedLetter, LetterDraft
from dondoc.services.reminders.nudges.by_hand import nudge_by_hand
from dondoc.services.reminders.nudges.reasons import as_reason
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from dondoc.store.database import reading, writing
from models.message import Message, MessageState
from models.nudge import Nudge, NudgeKind
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.roles import Audience

LATER = date(2022, 4, 6)
PLUS_3, PLUS_6 = date(2022, 4, 5), date(2022, 4, 8)
FRIDAY, MONDAY = date(2022, 4, 22), date(2022, 4, 25)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    """Three items due at the end of March, two a little later."""
    return World.begin(engine, tmp_path, *[Q1_ENDS] * 3, *[LATER] * 2)


def letter(world: World, to: str, day: date) -> ComposedLetter:
    with reading(world.engine) as session:
        query = select(Message).join(Person, col(Person.id) == col(Message.person_id))
        query = query.where(col(Person.code) == to).order_by(col(Message.id).desc())
        return compose(session, session.scalars(query).first(), at(day, 7), OFFICE)


def test_it_says_how_much_is_late_in_all_and_how_much_today(world: World) -> None:
    world.remind(date(2022, 4, 8))  # the first three are six working days late
    world.change(Message, state="sent")
    day = date(2022, 4, 12)  # the other two, three working days late
    world.remind(day)
    own, unit = letter(world, "an", day), letter(world, "chi", day)
    assert own.subject == "Quá hạn 5 (hôm nay nhắc 2): Huyện Lập Thạch"
    assert "5 mốc đã quá hạn (hôm nay nhắc 2)" in own.text.splitlines()[0]
    assert "QUÁ HẠN (2)" in own.text
    assert unit.subject.startswith("Quá hạn 5 (hôm nay nhắc 2)")


def test_all_that_is_late_is_said_whatever_names_one_of_it(world: World) -> None:
    day = date(2022, 4, 12)
    with writing(world.engine) as session:
        nudge_by_hand(session, UrgingRequest("dung", (world.refs[0],)), at(day, 9))
    world.gather(day, 10)
    own = letter(world, "an", day)
    assert "quá hạn 5 (hôm nay nhắc 1)" in own.subject.lower()
    assert "QUÁ HẠN (1)" in own.text


def test_what_is_due_today_is_not_counted_as_late(engine: Engine, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path, Q1_ENDS, PLUS_3)
    world.remind(PLUS_3)
    for reader in ("an", "chi"):
        assert "1 mốc đã quá hạn" in letter(world, reader, PLUS_3).text.splitlines()[0]


def test_a_report_on_its_way_is_not_late_any_more(world: World) -> None:
    day = date(2022, 4, 12)
    world.remind(date(2022, 4, 8))
    world.change(Message, state="sent")
    world.act(Act.REPORT, "an", date(2022, 4, 11), world.refs[0], value=Decimal(10))
    world.remind(day)
    assert letter(world, "an", day).subject.startswith("Quá hạn 4 (hôm nay nhắc 2)")


def test_counting_costs_as_many_queries_for_many_letters_as_for_one(
    engine: Engine, tmp_path: Path
) -> None:
    world = World.begin(engine, tmp_path, Q1_ENDS)
    world.crowd(12)
    world.scan(PLUS_3)
    with reading(engine) as session:
        own = col(Nudge.audience) == Audience.LEAD, col(Nudge.kind) == NudgeKind.DEADLINE
        nudges = session.scalars(select(Nudge).where(*own))
        drafts = [
            LetterDraft(number, "vi", (as_reason(nudge),)) for number, nudge in enumerate(nudges, 1)
        ]
        counts = []
        composer_for(session, drafts, at(PLUS_3), OFFICE)  # names of units are kept from now on
        for part in (drafts[:1], drafts):
            found: list[str] = []
            note = lambda *given, found=found: found.append(given[2])  # noqa: E731
            event.listen(engine, "before_cursor_execute", note)
            composer_for(session, part, at(PLUS_3), OFFICE)
            event.remove(engine, "before_cursor_execute", note)
            counts.append(len(found))
    assert len(drafts) > 12
    assert counts[0] == counts[1]


def test_what_is_late_for_long_is_narrative_in_one_letter_a_week(world: World) -> None:
    days = []
    for day in (MONDAY + timedelta(days=n) for n in range(14)):
        world.remind(day)
        world.change(Message, state="sent")
        if told := world.told(day).get("an"):
            days.append((day, len(set(told))))
    # Monday 2/5 and Tuesday 3/5 are days off: the week's letter comes on the Wednesday.
    assert days == [(MONDAY, 5), (date(2022, 5, 4), 5)]


def test_an_item_that_waits_for_the_others_is_explained(world: World) -> None:
    for day in (date(2022, 4, 18), FRIDAY):
        world.remind(day)
        world.change(Message, state="sent")
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        told = explain_item(session, programme, world.refs[0], at(FRIDAY, 9))
    steps = {step.audience: step for step in told.steps if step.reached is not None}
    assert told.suppressed == ()
    assert (steps[Audience.LEAD].reached, told.days_left) == (9, -15)
    assert steps[Audience.LEAD].waits_until == MONDAY == steps[Audience.LEAD].next_on


def test_a_letter_that_could_not_be_delivered_yet_keeps_a_second_one_waiting(
    world: World,
) -> None:
    with running_sink() as sink:
        sink.answers["an@lapthach.example"] = ["450 4.2.0 later"]
        world.remind(PLUS_3)
        deliver(
            world.engine, only(sink.url), at(PLUS_3, 8), OFFICE, Policy(wall=lambda: at(PLUS_3))
        )
        kept = world.remind(PLUS_6).kept
        assert kept > 0
        deliver(
            world.engine, only(sink.url), at(PLUS_6, 8), OFFICE, Policy(wall=lambda: at(PLUS_6))
        )
        assert world.remind(PLUS_6, hour=9).kept == kept  # it came today, late as it was
        assert [to for to, _ in sink.mails].count("an@lapthach.example") == 1
    world.remind(date(2022, 4, 12))
    mine = [message for message in world.messages() if message.run_on == date(2022, 4, 12)]
    assert any(one.state is MessageState.QUEUED for one in mine)
    assert "an" in world.told(date(2022, 4, 12))


def test_what_waits_is_narrative_once_the_old_letter_is_given_up(world: World) -> None:
    world.remind(PLUS_3)
    world.change(Message, frozen_at=at(PLUS_3), state="failed", ended_at=at(PLUS_6))
    world.remind(PLUS_6)
    assert "an" in world.told(PLUS_6)


def test_a_person_with_two_roles_sees_an_item_once_in_a_dry_run(world: World) -> None:
    world.also_leads("chi")
    with reading(world.engine) as session:
        ahead = preview(session, session.scalars(select(Programme)).all(), at(PLUS_3, 7))
    (hers,) = [one for one in ahead.letters if one.full_name == "Nguyễn Văn Chi"]
    refs = [line.ref for line in hers.lines]
    assert len(refs) == len(set(refs))
    (both,) = [line for line in hers.lines if line.ref == world.refs[0]]
    assert both.roles == (Audience.LEAD, Audience.COMMITTEE_SECRETARY)
    assert both.audience is Audience.LEAD
    assert len(hers.reasons) > len(refs)
