"""What letters say: the decision first, dates in words, and why they were sent."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from one_letter import letter
from remind_world import OFFICE, Q1_ENDS, World
from sqlalchemy import Engine, select

from dondoc.clock import at
from dondoc.services.reminders.letters.compose import composer_for
from dondoc.services.reminders.letters.letter import LetterDraft
from dondoc.services.reminders.nudges.reasons import as_reason
from dondoc.store.database import reading, writing
from models.indicator import Indicator
from models.message import Message
from models.nudge import Nudge, NudgeKind
from models.person import Person
from models.rules.checkpoints import Act

MINUS_7, MINUS_3, PLUS_3 = date(2022, 3, 22), date(2022, 3, 28), date(2022, 4, 5)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


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
    assert "vì là người chịu trách nhiệm" in text
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
    html = letter(world, "chi", PLUS_3, web_url="https://dondoc.example/").html
    assert 'href="https://dondoc.example/items/2022/CT01@LT/Q1"' in html


def test_the_page_is_escaped_inlined_and_knows_the_dark(world: World) -> None:
    world.change(Indicator, title="Thu <b>ngân sách</b> & chi")
    world.remind(PLUS_3)
    made = letter(world, "an", PLUS_3)
    assert "Thu &lt;b&gt;ngân sách&lt;/b&gt; &amp; chi" in made.html
    assert "Thu <b>ngân sách</b> & chi" in made.text
    assert 'class="asked" style="' in made.html
    assert "prefers-color-scheme:dark" in made.html
    assert "<img" not in made.html


def test_the_secretariat_gets_the_last_seal(world: World) -> None:
    from dondoc.services.history.events import last_seal, seal_days

    world.remind(date(2022, 4, 14))
    with writing(world.engine) as session:
        seal_days(session, at(date(2022, 4, 15)))
        digest = last_seal(session).digest
    assert digest in letter(world, "dung", date(2022, 4, 14)).text
    assert digest in letter(world, "dung", date(2022, 4, 14)).html
    assert digest not in letter(world, "an", date(2022, 4, 14)).text


def test_a_letter_about_one_year_says_nothing_of_programmes(world: World) -> None:
    world.scan(PLUS_3)
    world.gather(PLUS_3)
    assert "nhiều chương trình" not in letter(world, "an", PLUS_3).text


def test_the_short_form_is_a_letter_of_its_own(engine: Engine, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path, *[Q1_ENDS] * 7)
    world.change(Indicator, title="Thành lập tổ chức đảng trong doanh nghiệp tư nhân trên địa bàn")
    world.remind(PLUS_3)
    made = letter(world, "an", PLUS_3)
    assert made.short.startswith("Quá hạn 7: Huyện Lập Thạch. Thành lập tổ chức đảng")
    assert "quá hạn 3 ngày làm việc (thứ Năm 31/3)" in made.short
    assert "việc khác" in made.short
    assert made.short.endswith("Ban Tổ chức Tỉnh ủy")
    assert len(made.short) <= 300


def test_mails_about_an_item_stand_in_one_thread(engine: Engine, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path, *[Q1_ENDS] * 12)
    world.remind(MINUS_7)
    first = letter(world, "an", MINUS_7).references
    assert len(first) == 10
    assert all(one.startswith("<item.") and one.endswith("@vinhphuc.example>") for one in first)
    world.change(Message, state="sent")
    world.remind(MINUS_3)
    assert letter(world, "an", MINUS_3).references == first


def test_only_what_is_optional_can_be_stopped_with_one_click(world: World) -> None:
    stop = {"stop_url": "https://dondoc.example"}
    world.act(Act.ACKNOWLEDGE, "an", date(2022, 3, 1))
    world.remind(MINUS_7)
    mild = letter(world, "an", MINUS_7, **stop)
    link = dict(mild.headers)["List-Unsubscribe"].strip("<>")
    assert link.startswith("https://dondoc.example/unsubscribe/")
    assert dict(mild.headers)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in mild.text
    assert f'href="{link}"' in mild.html
    plain = letter(world, "an", MINUS_7, stop_url="http://dondoc.example").headers
    assert [name for name, _ in plain] == ["List-Unsubscribe"]
    assert letter(world, "an", MINUS_7).headers == ()
    world.change(Message, state="sent")
    world.remind(PLUS_3)
    firm = letter(world, "an", PLUS_3, **stop)
    assert firm.headers == ()
    assert "nhắc việc bắt buộc: có thể đổi kênh nhận, không tắt được" in firm.text
    assert "unsubscribe" not in firm.html


def test_a_composer_serves_one_portion_after_another(engine: Engine, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path, Q1_ENDS)
    world.crowd(3)
    world.remind(PLUS_3)
    with reading(engine) as session:
        nudges = session.scalars(select(Nudge).where(Nudge.audience == "lead")).all()
        reasons = [as_reason(nudge) for nudge in nudges if nudge.kind == "deadline"]
        people = {one.code: one.key for one in session.scalars(select(Person))}
        codes = ("an", "c0", "c1", "c2")
        drafts = [
            LetterDraft(people[code], "vi", (one,))
            for code, one in zip(codes, reasons, strict=True)
        ]
        composer = composer_for(session, drafts[:2], at(PLUS_3, 7), OFFICE)
        made = [composer.compose(draft) for draft in drafts[:2]]
        composer.take(session, drafts[2:])
        made += [composer.compose(one) for one in drafts[2:]]
        alone = [composer_for(session, [one], at(PLUS_3, 7), OFFICE).compose(one) for one in drafts]
    assert made == alone


def test_an_author_hears_because_they_sent_it_and_not_in_anybodys_place(world: World) -> None:
    world.remind(PLUS_3)
    with reading(world.engine) as session:
        dung = session.scalars(select(Person).where(Person.code == "dung")).one().key
        nudge = session.scalars(select(Nudge).where(Nudge.audience == "lead")).first()
        assert nudge is not None
        refused = replace(
            as_reason(nudge), kind=NudgeKind.REFUSED, person_id=dung, cause="submission:999"
        )
        draft = LetterDraft(dung, "vi", (refused,))
        text = composer_for(session, [draft], at(PLUS_3, 7), OFFICE).compose(draft).text
    assert "Đồng chí nhận thư này vì đã gửi 1 việc nêu trên." in text
    assert "thay cho" not in text


def test_it_refuses_a_letter_with_nothing_to_say(world: World) -> None:
    with reading(world.engine) as session:
        composer = composer_for(session, [], at(PLUS_3), OFFICE)
    with pytest.raises(ValueError, match="reasons"):
        composer.compose(LetterDraft(1, "vi", ()))
