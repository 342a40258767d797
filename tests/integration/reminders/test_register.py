"""The register of reminders: who was told what, how it arrived, and why something was not sent."""

from datetime import date, datetime
from pathlib import Path

import pytest
from mail_sink import running_sink
from openpyxl import load_workbook
from remind_world import OFFICE, Q1_ENDS, World
from sqlalchemy import Engine, select

from dondoc.clock import at
from dondoc.errors import BadInput
from dondoc.i18n import translator
from dondoc.services.delivery.channels_in_use import only
from dondoc.services.delivery.run import deliver
from dondoc.services.reminders.register.filters import Filters
from dondoc.services.reminders.register.register import RegisterRow, register
from dondoc.services.reminders.register.workbook import write_register
from dondoc.store.database import reading
from models.nudge import NudgeKind
from models.programme import Programme
from models.rules.roles import Audience

MINUS_7, PLUS_3, PLUS_9 = date(2022, 3, 22), date(2022, 4, 5), date(2022, 4, 14)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS, Q1_ENDS)


def book(world: World, filters: Filters | None = None) -> list[RegisterRow]:
    with reading(world.engine) as session:
        return register(session, session.scalars(select(Programme)).one(), filters)


def test_the_register_shows_what_was_sent_with_the_answer(world: World) -> None:
    world.remind(MINUS_7)
    with running_sink() as sink:
        deliver(world.engine, only(sink.url), at(MINUS_7, 8), OFFICE)
    rows = book(world, Filters(person="an", ref=world.refs[0]))
    (row,) = rows  # its step and its greeting are one line of one message
    assert (row.state, row.step, row.audience) == ("sent", "-7", Audience.LEAD)
    assert set(row.kinds) == {NudgeKind.ASSIGNED, NudgeKind.DEADLINE}
    assert row.attempts[0].answer.startswith("250")


def test_two_roles_of_one_person_are_one_line(world: World) -> None:
    """Chi is the committee's secretary and leads the first assignment as well."""
    world.also_leads("chi")
    world.remind(PLUS_3)
    with running_sink() as sink:
        deliver(world.engine, only(sink.url), at(PLUS_3, 8), OFFICE)
    (message,) = [one for one in world.messages() if one.address.startswith("chi@")]
    assert message.body_text.count("CT01@LT/Q1") == 2  # the line, and how to report
    (row,) = book(world, Filters(person="chi", ref=world.refs[0]))
    assert row.audience is Audience.LEAD  # the most responsible role
    assert row.roles == (Audience.LEAD, Audience.COMMITTEE_SECRETARY)


def test_the_register_keeps_why_something_was_not_sent(world: World) -> None:
    world.scan(MINUS_7)
    from models.assignment import Checkpoint

    world.change(Checkpoint, standing="withdrawn")
    world.gather(MINUS_7)
    assert {(row.state, row.why) for row in book(world)} == {("moot", "moot.withdrawn")}


def test_the_register_knows_no_unknown_person(world: World) -> None:
    with pytest.raises(BadInput):
        book(world, Filters(person="nobody"))


def test_the_register_is_filtered(world: World) -> None:
    world.remind(PLUS_3)
    first = world.refs[0].partition("/")[0]
    assert {row.kinds for row in book(world, Filters(kind=NudgeKind.DEADLINE, person="chi"))} == {
        (NudgeKind.DEADLINE,)
    }
    assert {row.state for row in book(world, Filters(state="queued"))} == {"queued"}
    assert book(world, Filters(state="sent")) == book(world, Filters(channel="sms")) == []
    assert {row.ref for row in book(world, Filters(ref=first))} == {world.refs[0]}
    assert book(world, Filters(units=(999,))) == book(world, Filters(decided_to=MINUS_7)) == []
    assert {row.address for row in book(world, Filters(person="an"))} == {"a***@lapthach.example"}


def test_the_register_goes_to_a_workbook_with_real_dates(world: World, tmp_path: Path) -> None:
    world.remind(PLUS_3)
    write_register(tmp_path / "so.xlsx", book(world), translator("vi"), at(PLUS_3, 9))
    sheet = load_workbook(tmp_path / "so.xlsx").worksheets[0]
    title, about, heading, first, *_ = list(sheet.iter_rows(values_only=True))
    assert title[0] == "Sổ đôn đốc" and about[0].endswith(f"{PLUS_3:%d/%m/%Y}")
    row = dict(zip(heading, first, strict=True))
    assert row["Lập lúc"] == datetime(2022, 4, 5, 7)  # noqa: DTZ001 (a cell has no zone)
    assert row["Hạn"] == datetime(2022, 3, 31)  # noqa: DTZ001
    assert row["Đơn vị"] == "Huyện Lập Thạch"
