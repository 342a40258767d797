"""Looking ahead and looking back: the preview, the register, and the explanation."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from remind_world import Q1_ENDS, World, may_see_all, wish
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.cli.explain_item import show_reminders
from dondoc.clock import at
from dondoc.services.reminders.explain.answer import PersonExplained
from dondoc.services.reminders.explain.dry_run import preview
from dondoc.services.reminders.explain.explain import explain_item, explain_person
from dondoc.services.reminders.explain.planned_messages import Preview
from dondoc.store.database import reading
from models.message import Message
from models.nudge import NudgeKind
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.roles import Audience

MINUS_7, PLUS_3, PLUS_9 = date(2022, 3, 22), date(2022, 4, 5), date(2022, 4, 14)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS, Q1_ENDS)


def look_ahead(world: World, day: date, hour: int = 7) -> Preview:
    with reading(world.engine) as session:
        return preview(session, session.scalars(select(Programme)).all(), at(day, hour))


def test_a_preview_says_what_the_run_then_does(world: World) -> None:
    world.remind(MINUS_7)
    ahead = look_ahead(world, PLUS_9)
    foreseen = {_code(world, one.person_id): len(one.lines) for one in ahead.letters}
    world.change(Message, state="sent")
    world.remind(PLUS_9)
    assert foreseen == {code: len(refs) for code, refs in world.told(PLUS_9).items()}
    assert set(foreseen) == {"an", "binh", "chi", "dung", "em"}
    assert {letter.address for letter in ahead.letters} >= {"a***@lapthach.example"}


def test_what_was_decided_today_is_not_foreseen_again(world: World) -> None:
    world.remind(MINUS_7)
    world.change(Message, state="sent")
    ahead = look_ahead(world, MINUS_7)
    assert (ahead.letters, ahead.kept) == ((), ())


def test_a_preview_writes_nothing(world: World) -> None:
    look_ahead(world, PLUS_3)
    assert (world.nudges("id"), world.messages()) == ([], [])


def test_a_preview_of_a_day_off_is_empty_and_says_so(world: World) -> None:
    ahead = look_ahead(world, date(2022, 5, 2))
    assert (ahead.day_off, ahead.letters) == (True, ())


def test_an_item_is_explained(world: World) -> None:
    world.remind(PLUS_3)
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        told = explain_item(session, programme, world.refs[0], at(PLUS_3, 9))
    assert told.days_left == -3
    assert date(2022, 4, 2) in told.days_off
    assert {step.audience: step.reached for step in told.steps if step.reached is not None} == {
        Audience.LEAD: 3,
        Audience.COMMITTEE_SECRETARY: 3,
    }
    assert told.ladder == "explain.ladder.general"
    assert told.suppressed == ()
    assert {nudge.kind for nudge in told.nudges} == {NudgeKind.ASSIGNED, NudgeKind.DEADLINE}


def test_a_stand_in_is_explained(world: World) -> None:
    world.without_address("an", at(date(2022, 3, 1)))
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        told = explain_item(session, programme, world.refs[0], at(MINUS_7))
    (lead,) = [audience for audience in told.audiences if audience.audience is Audience.LEAD]
    assert [one.full_name for one in lead.unreachable] == ["Nguyễn Văn An"]
    assert lead.stand_in is Audience.COMMITTEE_SECRETARY


def test_silence_on_a_day_off_is_explained(world: World) -> None:
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        told = explain_item(session, programme, world.refs[0], at(date(2022, 4, 11)))
        person = session.scalars(select(Person).where(col(Person.code) == "an")).one()
        ahead = explain_person(session, [programme], person, at(date(2022, 4, 11)))
    assert told.suppressed == ("explain.day_off",)
    assert (ahead.day_off, ahead.letter) == (True, None)


def test_a_day_off_ends_no_reminders_and_names_the_next_working_day(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        told = explain_item(session, programme, world.refs[0], at(date(2022, 4, 11)))
    show_reminders(told)
    shown = capsys.readouterr().out
    assert not told.ended
    assert "Không nhắc nữa" not in shown
    assert "Lần tới: 14/04/2022." in shown


def test_a_preview_says_when_by_which_channel_and_what_waits(world: World) -> None:
    wish(world, "an", weekly_on=0, quiet_from=6 * 60, quiet_to=9 * 60)
    ahead = look_ahead(world, date(2022, 3, 30))
    (letter,) = ahead.letters
    assert (letter.channel, letter.goes_at) == ("mail", at(date(2022, 3, 30), 9))
    (kept,) = ahead.kept  # the greetings
    assert (kept.why, kept.until) == ("explain.weekly", date(2022, 4, 4))
    assert {line.kind for line in kept.lines} == {NudgeKind.ASSIGNED}


def test_a_preview_names_the_person_whom_a_deputy_reads_for(world: World) -> None:
    may_see_all(world, "ha")
    wish(world, "an", deputy="ha", paused_from=MINUS_7, paused_to=MINUS_7)
    (letter,) = look_ahead(world, MINUS_7).letters
    assert letter.full_name == "Nguyễn Văn Ha"
    assert {line.in_place_of for line in letter.lines} == {"Nguyễn Văn An"}


def test_a_person_is_narrative_why_nothing_comes_now(world: World) -> None:
    may_see_all(world, "ha")
    wish(world, "an", muted=True, weekly_on=2, deputy="ha", paused_from=PLUS_3, paused_to=PLUS_3)
    world.without_address("binh", at(MINUS_7))
    world.remind(PLUS_3)
    world.change(Message, state="sent")
    an, ha, binh = (explained(world, code, PLUS_3, 21) for code in ("an", "ha", "binh"))
    assert (an.muted, an.weekly_on, an.away) == (True, 2, "Nguyễn Văn Ha")
    assert an.quiet_until == at(date(2022, 4, 6), 7)
    assert (ha.had_one, ha.letter) == (True, None)
    assert [address.why_not for address in binh.addresses] == ["explain.disabled"]
    assert "an@lapthach.example" not in str(an)


def explained(world: World, code: str, day: date, hour: int) -> PersonExplained:
    with reading(world.engine) as session:
        person = session.scalars(select(Person).where(col(Person.code) == code)).one()
        programmes = session.scalars(select(Programme)).all()
        return explain_person(session, programmes, person, at(day, hour))


def _code(world: World, person_id: int) -> str:
    with reading(world.engine) as session:
        return session.get_one(Person, person_id).code


def _told_of(ahead: Preview) -> list[tuple[int, list[tuple[str, date, NudgeKind, str]]]]:
    return [
        (letter.person_id, sorted((o.ref, o.due_on, o.kind, o.step) for o in letter.lines))
        for letter in ahead.letters
    ]


def test_a_preview_of_a_past_day_judges_by_how_everything_stood_then(
    engine: Engine, tmp_path: Path
) -> None:
    """Whatever was reported, withdrawn or given another date since had to be urged that day."""
    world = World.begin(engine, tmp_path, *[Q1_ENDS] * 4, date(2022, 4, 8))
    world.act(Act.ASK_EXTENSION, "an", Q1_ENDS, world.refs[2], reason="Chờ", new_due_on=PLUS_9)
    world.act(Act.REPORT, "an", Q1_ENDS, world.refs[4], value=Decimal(7))
    world.advance(Q1_ENDS)
    before = {day: _told_of(look_ahead(world, day)) for day in (MINUS_7, PLUS_3, PLUS_9)}
    later = date(2022, 4, 18)
    world.act(Act.REPORT, "an", later, world.refs[0], value=Decimal(7))
    world.act(Act.WITHDRAW, "em", later, world.refs[1], reason="Thôi")
    world.act(
        Act.CHANGE_DUE, "em", later, world.refs[2], reason="Được", new_due_on=date(2022, 6, 3)
    )
    world.act(Act.VERIFY, "em", later, world.refs[4])
    for _ in range(2):  # recorded, and then drained
        now = {day: _told_of(look_ahead(world, day)) for day in (PLUS_3, PLUS_9)}
        assert now == {day: before[day] for day in (PLUS_3, PLUS_9)}
        assert any(world.refs[1] in str(lines) for _, lines in now[PLUS_9])
        world.advance(later)
    with reading(engine) as session:
        an = session.scalars(select(Person).where(col(Person.code) == "an")).one()
        programmes = session.scalars(select(Programme)).all()
        letter = explain_person(session, programmes, an, at(PLUS_3, 7)).letter
    assert letter is not None
    lines = sorted((o.ref, o.due_on, o.kind, o.step) for o in letter.lines)
    assert (letter.person_id, lines) in before[PLUS_3]
    # On the day itself what was withdrawn is no longer urged.
    urged = {
        line[0]
        for _, lines in _told_of(look_ahead(world, later))
        for line in lines
        if line[2] is NudgeKind.DEADLINE
    }
    assert world.refs[3] in str(urged) and world.refs[1] not in str(urged)
