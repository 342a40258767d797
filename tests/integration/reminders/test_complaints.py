"""What users of such systems complain about, cured: a test for each row of the list.

Each test is named after the complaint; its first line names where it was seen.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from mail_sink import Sink, running_sink
from programmes import current_programme
from remind_world import Q1_ENDS, World
from sending import send
from sqlalchemy import Engine, select
from sqlmodel import col
from unsubscribe_links import token_for

from dondoc.clock import at
from dondoc.services.reach.unsubscribe import unsubscribe
from dondoc.services.reminders.explain.explain import explain_item
from dondoc.services.reminders.register.register import register
from dondoc.store.database import reading, writing
from dondoc.vault import vault
from models.nudge import NudgeKind
from models.person import Person
from models.programme import LadderStep
from models.rules.checkpoints import Act
from models.rules.ladder import Firmness
from models.rules.roles import Audience
from models.verdict import Evaluation

SEVEN_BEFORE, THREE_BEFORE = date(2022, 3, 22), date(2022, 3, 28)
THREE_AFTER, FOUR_AFTER = date(2022, 4, 5), date(2022, 4, 6)
SIX_AFTER = date(2022, 4, 8)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running_sink() as server:
        yield server


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def test_the_same_reminder_never_comes_twice(world: World, sink: Sink) -> None:
    """juntagrico/juntagrico#704 (two roles), exceedone/exment#833, frappe/erpnext#34308 (retry)."""
    world.also_leads("chi")  # Chi is the committee's secretary too
    sink.answers["chi@lapthach.example"] = ["451 4.3.0 try again later"]
    for _ in range(3):
        world.remind(THREE_AFTER)
    wall = at(THREE_AFTER)
    for minutes in (0, 10, 20):
        send(world, sink, at(THREE_AFTER, 8), wall + timedelta(minutes=minutes))
    to_each = Counter(to for to, _ in sink.mails)
    assert to_each == {"an@lapthach.example": 1, "chi@lapthach.example": 1}
    (hers,) = [content for to, content in sink.mails if to.startswith("chi@")]
    text = message_from_bytes(hers, policy=policy.default).get_body(("plain",))
    assert text is not None
    assert text.get_content().count(world.refs[0]) <= 2  # the item, and the command to use


def test_a_changed_deadline_is_reminded_again(world: World) -> None:
    """zammad/zammad#4348: de-duplication swallows a reminder whose deadline has changed."""
    world.remind(SEVEN_BEFORE)
    later = date(2022, 4, 29)
    world.act(Act.CHANGE_DUE, "dung", SEVEN_BEFORE, new_due_on=later, reason="Chờ kinh phí")
    world.advance(SEVEN_BEFORE)
    again = date(2022, 4, 20)  # seven working days before the new date
    world.remind(again)
    steps = world.nudges("kind", "step", "cause")
    deadlines = [(step, cause) for kind, step, cause in steps if kind is NudgeKind.DEADLINE]
    assert ("-7", "due:0") in deadlines
    assert ("-7", "due:1") in deadlines
    assert set(world.told(again)["an"]) == {"CT01@LT"}


def test_nothing_to_say_nothing_sent(world: World, sink: Sink) -> None:
    """alvila/redmine_reminder#1: a digest of "0 issues due"."""
    world.remind(THREE_AFTER)
    world.act(Act.REPORT, "an", THREE_AFTER, value=Decimal(10))
    done = send(world, sink, at(THREE_AFTER, 9))  # reported after gathering, before sending
    assert sink.mails == []
    assert done.moot == len(world.messages())
    world.remind(FOUR_AFTER)
    assert send(world, sink, at(FOUR_AFTER, 9)).sent == 0


def test_days_off_burn_no_step(engine: Engine, tmp_path: Path) -> None:
    """getprobo/probo#1591, kanboard/kanboard#2721: weekends and holidays burn the steps."""
    before_tet = date(2022, 1, 28)  # a Friday; people are back on Monday 7 February
    world = World.begin(engine, tmp_path, before_tet)
    for day in range(9):
        world.remind(before_tet + timedelta(days=1 + day))
    assert world.nudges("kind") == []
    back = date(2022, 2, 7)
    third = date(2022, 2, 9)
    for day in (back, date(2022, 2, 8), third):
        world.remind(day)
    reached = [row for row in world.nudges("kind", "step", "decided_on") if row[1] == "3"]
    assert {row[2] for row in reached} == {third}


def test_quiet_hours_defer_and_do_not_drop(world: World, sink: Sink) -> None:
    """frappe/erpnext#48308: what comes at night is lost."""
    friday = date(2022, 3, 25)
    world.remind(friday)
    late = send(world, sink, at(friday, 22))
    assert (late.sent, sink.mails) == (0, [])
    sunday = send(world, sink, at(friday + timedelta(days=2), 10))
    assert (sunday.sent, sink.mails) == (0, [])
    monday = send(world, sink, at(friday + timedelta(days=3), 8))
    assert monday.sent == 1
    assert [to for to, _ in sink.mails] == ["an@lapthach.example"]


def test_who_left_or_handed_over_gets_nothing_more(world: World, sink: Sink) -> None:
    """go-vikunja/vikunja#1581: they are mailed for years after they left."""
    world.remind(SEVEN_BEFORE)
    world.hand_over("an", "ha", date(2022, 3, 23))  # gathered for An, not sent yet
    send(world, sink, at(date(2022, 3, 23), 8))
    world.remind(date(2022, 3, 24))
    send(world, sink, at(date(2022, 3, 24), 8))
    assert {to for to, _ in sink.mails} == {"ha@lapthach.example"}


def test_nobody_gets_the_items_of_others(world: World) -> None:
    """jkraemer/redmine_issue_reminder#8: everybody's items are sent to everybody."""
    world.crowd(5)
    world.remind(SEVEN_BEFORE)
    told = {code: set(refs) for code, refs in world.told(SEVEN_BEFORE).items()}
    assert told == {"an": {"CT01@LT"}} | {
        f"c{number}": {f"CT{number + 2:02d}@LT"} for number in range(5)
    }


def test_overdue_work_is_urged_again_and_higher_up(world: World) -> None:
    """healthchecks/healthchecks#48, #665, makeplane/plane#3896: one alert, then silence."""
    with writing(world.engine) as session:
        top = LadderStep(programme_id=1, offset=15, every=10, audience=Audience.STANDING_COMMITTEE,
                         firmness=Firmness.ESCALATE)  # fmt: skip
        session.add(top)
    day, heard = Q1_ENDS, Counter[str]()
    for _ in range(60):
        day += timedelta(days=1)
        world.remind(day)
        heard.update(world.told(day).keys())
    assert heard["an"] >= 8  # the official, every third working day and later once a week
    assert heard["chi"] >= 8  # the committee's secretary
    assert heard["binh"] >= 8  # its head
    assert heard["dung"] >= 5  # the secretariat
    assert heard["giang"] >= 1  # the Standing Committee


def test_anybody_can_tell_why_a_mail_was_or_was_not_sent(world: World, sink: Sink) -> None:
    """f0y/due_date_reminder#19, eclipse-dirigible/dirigible#7276: sends are not recorded."""
    world.remind(SEVEN_BEFORE)
    send(world, sink, at(SEVEN_BEFORE, 8))
    world.act(Act.REPORT, "an", date(2022, 3, 24), value=Decimal(10))
    world.remind(THREE_BEFORE)
    with reading(world.engine) as session:
        programme = current_programme(session)
        (row,) = [one for one in register(session, programme) if one.state == "sent"]
        why = explain_item(session, programme, world.refs[0], at(THREE_BEFORE))
    assert row.attempts[0].answer.startswith("250")
    assert (row.step, row.person) == ("-7", "Nguyễn Văn An")
    assert why.suppressed == ("moot.reported",)
    assert len(why.sent) == 1


def test_a_superior_gets_one_summary(world: World, sink: Sink) -> None:
    """objectstack-ai/duly#11: a manager gets thirty mails where one would do."""
    world.crowd(30)
    world.remind(SIX_AFTER)
    send(world, sink, at(SIX_AFTER, 8))
    his = [content for to, content in sink.mails if to == "binh@lapthach.example"]
    assert len(his) == 1
    mail = message_from_bytes(his[0], policy=policy.default)
    text = mail.get_body(("plain",))
    assert text is not None
    assert "31" in mail["Subject"]
    assert len(text.get_content().splitlines()) < 60


def test_people_decide_what_may_wait_and_nobody_else(world: World) -> None:
    """frappe/erpnext#31095, #48753: unsubscribing is broken, there is no setting per person."""
    with reading(world.engine) as session:
        an = session.scalars(select(Person).where(col(Person.code) == "an")).one()
    with writing(world.engine) as session:
        assert unsubscribe(session, token_for(an.key), at(SEVEN_BEFORE))
        assert not unsubscribe(session, vault().sign("other", an.key), at(SEVEN_BEFORE))
    world.remind(date(2022, 2, 10))  # that it is assigned may not be switched off
    assert world.told() == {"an": ["CT01@LT"]}
    world.act(Act.ACKNOWLEDGE, "an", date(2022, 2, 10))
    world.remind(SEVEN_BEFORE)  # mild: may be switched off
    assert world.told(SEVEN_BEFORE) == {}
    world.remind(THREE_AFTER)  # overdue: may not
    assert set(world.told(THREE_AFTER)["an"]) == {"CT01@LT"}


def test_reporting_costs_one_number_and_scoring_costs_nothing(world: World) -> None:
    """18F/performance-gov-research, Khánh Hòa, Rwanda: an exercise; an hour a day on scoring."""
    world.act(Act.REPORT, "an", THREE_BEFORE, value=Decimal(10))  # taken on is implied
    world.act(Act.VERIFY, "dung", date(2022, 3, 29))  # nothing to type again
    world.act(Act.EVALUATE, "giang", date(2022, 3, 30))  # the score is computed from the facts
    world.advance(date(2022, 3, 30))
    with reading(world.engine) as session:
        (evaluation,) = session.scalars(select(Evaluation))
    assert evaluation.total > 0
