"""What letters say: the decision first, dates in words, and why they were sent."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from remind_world import OFFICE, Q1_ENDS, World
from sqlalchemy import Engine, select

from dondoc.clock import at
from dondoc.db import reading
from dondoc.services.remind.compose import Composed, compose
from models.message import Message
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import Act

MINUS_7, MINUS_3, PLUS_3 = date(2022, 3, 22), date(2022, 3, 28), date(2022, 4, 5)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def letter(world: World, to: str, day: date, language: str = "vi", **office: Any) -> Composed:
    with reading(world.engine) as session:
        query = select(Message).join(Person, Person.id == Message.person_id)
        message = session.scalars(
            query.where(Person.code == to).order_by(Message.id.desc())
        ).first()
        message.language = language
        programme = session.scalars(select(Programme)).one()
        return compose(session, programme, message, at(day, 7), replace(OFFICE, **office))


def test_the_subject_carries_the_decision(world: World) -> None:
    world.remind(PLUS_3)
    assert letter(world, "an", PLUS_3).subject == "Quá hạn 1: Huyện Lập Thạch"
    assert letter(world, "chi", PLUS_3).subject == "Quá hạn 1: Ban Chỉ đạo huyện Lập Thạch"


def test_the_first_line_says_what_is_wanted_until_when(world: World) -> None:
    world.remind(MINUS_3)
    first = letter(world, "an", MINUS_3).text.splitlines()[0]
    assert "1 mốc đến hạn trong tuần này" in first
    assert "thứ Năm 31/3" in first


def test_it_says_how_long_is_left_and_when_the_next_letter_comes(world: World) -> None:
    world.remind(MINUS_7)
    text = letter(world, "an", MINUS_7).text
    assert "còn 7 ngày làm việc (thứ Năm 31/3)" in text
    assert "thư tiếp theo sẽ gửi thứ Hai 28/3" in text
    assert "vì là người chịu trách nhiệm chính" in text
    assert "CT01@LT/Q1" in text


def test_a_due_date_on_a_holiday_names_the_day_that_counts(engine: Engine, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path, date(2022, 4, 30))
    world.remind(date(2022, 4, 29))
    text = letter(world, "an", date(2022, 4, 29)).text
    assert (
        "còn 1 ngày làm việc (tính đến thứ Tư 4/5, vì thời hạn thứ Bảy 30/4 là ngày nghỉ)" in text
    )


def test_the_wording_changes_from_letter_to_letter(world: World) -> None:
    openings = []
    for day in (PLUS_3, date(2022, 4, 8), date(2022, 4, 14)):
        world.remind(day)
        openings.append(letter(world, "an", day).text.splitlines()[0])
        world.change(Message, state="sent")
    assert len(set(openings)) == 3


def test_a_returned_report_says_why(world: World) -> None:
    from decimal import Decimal

    world.act(Act.REPORT, "an", date(2022, 3, 1), value=Decimal(10))
    world.act(Act.RETURN, "dung", date(2022, 3, 1), reason="thiếu minh chứng")
    world.advance(date(2022, 3, 1))
    world.remind(date(2022, 3, 1))
    assert "Bị trả lại, lý do: thiếu minh chứng" in letter(world, "an", date(2022, 3, 1)).text


def test_english_readers_get_english(world: World) -> None:
    world.remind(PLUS_3)
    made = letter(world, "an", PLUS_3, "en")
    assert made.subject == "1 overdue: Huyện Lập Thạch"
    assert "You get this letter as the responsible official of 1 checkpoint." in made.text
    assert '<html lang="en">' in made.html


def test_sample_data_is_marked(world: World) -> None:
    world.remind(PLUS_3)
    made = letter(world, "an", PLUS_3, sample=True)
    assert made.subject.startswith("[Dữ liệu mẫu] ")
    assert made.text.startswith("DỮ LIỆU MẪU")
    assert "DỮ LIỆU MẪU" in made.html
    assert "mẫu" not in letter(world, "an", PLUS_3).html.lower().replace("mẫu số", "")


def test_there_is_a_button_only_where_there_is_a_page(world: World) -> None:
    world.remind(PLUS_3)
    assert "<a " not in letter(world, "an", PLUS_3).html
    html = letter(world, "an", PLUS_3, web_url="https://dondoc.example/").html
    assert 'href="https://dondoc.example/items/CT01%40LT/Q1"' in html


def test_the_page_is_escaped_inlined_and_knows_the_dark(world: World) -> None:
    from models.indicator import Indicator

    world.change(Indicator, title="Thu <b>ngân sách</b> & chi")
    world.remind(PLUS_3)
    made = letter(world, "an", PLUS_3)
    assert "Thu &lt;b&gt;ngân sách&lt;/b&gt; &amp; chi" in made.html
    assert "Thu <b>ngân sách</b> & chi" in made.text
    assert 'class="asked" style="' in made.html
    assert "prefers-color-scheme: dark" in made.html
    assert "<img" not in made.html


def test_the_secretariat_gets_the_last_seal(world: World) -> None:
    from dondoc.db import writing
    from dondoc.services.history import last_seal, seal_days

    world.remind(date(2022, 4, 14))
    with writing(world.engine) as session:
        seal_days(session, at(date(2022, 4, 15)))
        digest = last_seal(session).digest
    assert digest in letter(world, "dung", date(2022, 4, 14)).text
    assert digest in letter(world, "dung", date(2022, 4, 14)).html
    assert digest not in letter(world, "an", date(2022, 4, 14)).text
