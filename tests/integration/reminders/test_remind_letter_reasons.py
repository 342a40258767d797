"""What letters say of each reason, and how superiors and deputies read them."""

from datetime import date
from pathlib import Path

import pytest
from factory import District
from one_letter import letter
from remind_world import Q1_ENDS, World, may_see_all, own_ladder
from sqlalchemy import Engine, select

from dondoc.clock import at
from dondoc.services.reminders.nudges.by_hand import nudge_by_hand
from dondoc.services.reminders.nudges.scan import scan
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from dondoc.store.database import writing
from models.message import Message
from models.person import Person, Position, Preference
from models.programme import Programme
from models.unit import Unit, UnitName

MINUS_7, MINUS_3, PLUS_3 = date(2022, 3, 22), date(2022, 3, 28), date(2022, 4, 5)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def say(world: World, by_hand: UrgingRequest, day: date) -> None:
    with writing(world.engine) as session:
        nudge_by_hand(session, by_hand, at(day, 8))


def add_units(world: World, count: int, items: int, due: date) -> None:
    """More districts without a committee, each with an official and so many items."""
    with writing(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        group = session.scalars(select(Unit)).first().group_id
        made = District(session, programme, Unit(), made=len(world.refs))
        for number in range(count):
            made.unit = Unit(group_id=group)
            session.add(made.unit)
            session.flush()
            name = UnitName(unit_id=made.unit.key, code=f"H{number}", name=f"Huyện số {number}",
                            valid_from=date(2000, 1, 1))  # fmt: skip
            session.add(name)
            made.person(f"h{number}")
            made.positions["an"] = made.positions[f"h{number}"]
            world.refs += [made.checkpoint(due) for _ in range(items)]


def test_a_superior_reads_one_row_for_each_unit(engine: Engine, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path, *[Q1_ENDS] * 5, date(2022, 3, 30))
    add_units(world, 9, 2, Q1_ENDS)
    world.remind(date(2022, 4, 14))
    made = letter(world, "dung", date(2022, 4, 14))
    assert made.subject.startswith("Quá hạn 24")
    rows = made.text.split("\n\n- ")[1:]
    assert [row.split(":")[0] for row in rows] == [
        "Huyện Lập Thạch", *(f"Huyện số {n}" for n in range(9))
    ]  # fmt: skip
    assert "quá hạn 6" in rows[0]
    assert "– Chỉ tiêu 6: quá hạn 10 ngày làm việc\n  và 5 việc khác" in rows[0]
    assert "Liên hệ: Nguyễn Văn An (Chức vụ an)" in rows[0]
    assert "Chỉ tiêu 7" in rows[1]
    assert "Chỉ tiêu 8" in rows[1]
    assert "Tổng cộng: quá hạn 24" in made.text


def test_the_head_of_a_committee_reads_few_items_in_full_and_many_in_sum(
    engine: Engine, tmp_path: Path
) -> None:
    day = date(2022, 4, 8)
    world = World.begin(engine, tmp_path, *[Q1_ENDS] * 3)
    world.remind(day)
    assert "THEO ĐƠN VỊ" not in letter(world, "binh", day).text
    assert "CT03@LT/Q1" in letter(world, "binh", day).text


def test_the_secretary_of_a_committee_reads_the_items(engine: Engine, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path, *[Q1_ENDS] * 5)
    world.remind(date(2022, 4, 8))
    head, secretary = (letter(world, who, date(2022, 4, 8)).text for who in ("binh", "chi"))
    assert "CT05@LT/Q1" in secretary
    assert "THEO ĐƠN VỊ" not in secretary
    assert "và 4 việc khác" in head
    assert "CT05@LT/Q1" not in head


def test_what_nobody_took_on_is_asked_for_today(engine: Engine, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path, date(2022, 6, 30))
    days = [date(2022, 3, day) for day in (1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16)]
    firsts = []
    for day in days:
        world.remind(day)
        if world.told(day):
            firsts.append(letter(world, "an", day).text)
        world.change(Message, state="sent")
    assert "Đồng chí mới được giao 1 chỉ tiêu, sản phẩm" in firsts[0]
    assert firsts[1].startswith("Đề nghị đồng chí tiếp nhận ngay trong hôm nay 1 nhiệm vụ")
    assert "Đồng chí chưa xác nhận tiếp nhận nhiệm vụ này." in firsts[1]


def test_a_window_that_opened_is_news(engine: Engine, tmp_path: Path) -> None:
    opens = date(2022, 4, 1)
    world = World.begin(engine, tmp_path, date(2022, 6, 30), opens_on=opens)
    for day in (date(2022, 3, 1), date(2022, 3, 10), date(2022, 3, 21)):
        world.remind(day)
        world.change(Message, state="sent")
    world.remind(opens)
    made = letter(world, "an", opens)
    assert made.subject == "Đến kỳ thực hiện 1: Huyện Lập Thạch"
    assert made.text.startswith("Đã đến kỳ thực hiện 1 mốc")


def test_it_promises_no_day_that_a_weekly_reader_does_not_get(world: World) -> None:
    world.remind(MINUS_7)
    assert "thư tiếp theo sẽ gửi thứ Hai 28/3" in letter(world, "an", MINUS_7).text
    with writing(world.engine) as session:
        an = session.scalars(select(Person).where(Person.code == "an")).one()
        session.add(Preference(person_id=an.key, weekly_on=4))
    assert "thư tiếp theo" not in letter(world, "an", MINUS_7).text


def test_a_long_letter_counts_what_it_does_not_name(engine: Engine, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path, *[Q1_ENDS] * 63)
    world.remind(PLUS_3)
    made = letter(world, "an", PLUS_3)
    assert made.subject == "Quá hạn 63: Huyện Lập Thạch"
    assert "QUÁ HẠN (63)" in made.text
    assert "Còn 3 mốc nữa không liệt kê ở đây" in made.text
    assert made.text.count("Mã mốc:") == 60
    assert len(made.html.encode()) < 100_000  # some mail programs cut what is longer


def test_who_urges_by_hand_is_named_with_their_words(world: World) -> None:
    say(
        world,
        UrgingRequest("chi", (world.refs[0],), words="Gọi lại cho tôi trước 15 giờ."),
        MINUS_7,
    )
    world.gather(MINUS_7, 8)
    text = letter(world, "an", MINUS_7).text
    assert "Ý kiến của đồng chí Nguyễn Văn Chi: Gọi lại cho tôi trước 15 giờ." in text


def test_a_unit_without_a_committee_is_named_to_the_secretariat(world: World) -> None:
    add_units(world, 2, 1, date(2022, 12, 30))
    world.remind(date(2022, 3, 1))
    made = letter(world, "dung", date(2022, 3, 1))
    assert "Còn 2 đơn vị chưa có ban chỉ đạo" in made.text
    assert "1. Huyện số 0\n\n2. Huyện số 1\n" in made.text
    assert "ngày làm việc" not in made.text.partition("--")[0]


def test_a_deputy_reads_in_whose_place_and_until_when(world: World) -> None:
    may_see_all(world, "ha")
    with writing(world.engine) as session:
        ids = {one.code: one.key for one in session.scalars(select(Person))}
        session.add(
            Preference(person_id=ids["an"], deputy_id=ids["ha"], paused_from=date(2022, 4, 1),
                       paused_to=date(2022, 4, 15))
        )  # fmt: skip
    world.remind(PLUS_3)
    text = letter(world, "ha", PLUS_3).text
    said = (
        "Đồng chí nhận nhắc việc của 1 mốc thay đồng chí Nguyễn Văn An "
        "(vắng đến hết ngày 15/04/2022), là người chịu trách nhiệm."
    )
    assert said in text
    assert "vì chức vụ đó đang trống" not in text
    copied = next(line for line in text.splitlines() if line.startswith("Cũng được nhắc"))
    assert "An" not in copied


def test_two_years_stand_in_one_letter(world: World) -> None:
    with writing(world.engine) as session:
        first = session.scalars(select(Programme)).one()
        unit, positions = session.scalars(select(Unit)).first(), session.scalars(select(Position))
        second = Programme(
            year=2023,
            title="Giao chỉ tiêu, sản phẩm năm sau",
            rule_set_id=first.rule_set_id,
            created_at=at(PLUS_3),
        )
        session.add(second)
        session.flush()
        made = District(session, second, unit, made=50)
        made.positions = {
            position.title.removeprefix("Chức vụ "): position for position in positions
        }
        own_ladder(session, second.key)
        made.checkpoint(date(2022, 4, 7))
        other = second.key
    world.scan(PLUS_3)
    scan(world.engine, other, at(PLUS_3, 7))
    world.gather(PLUS_3)
    sent = letter(world, "an", PLUS_3)
    assert "1. Chỉ tiêu 1 (Năm 2022)" in sent.text
    assert "1. Chỉ tiêu 51 (Năm 2023)" in sent.text
    assert sent.text.index("Năm 2022") < sent.text.index("Năm 2023")
    # Beside an item its year is enough: the title of each programme stands there once.
    for said in (sent.text, sent.html):
        assert said.count("Giao chỉ tiêu, sản phẩm năm sau") == 1
