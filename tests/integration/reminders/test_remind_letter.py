"""What letters say: the decision first, dates in words, and why they were sent."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from composed_letter import compose
from factory import District
from remind_world import OFFICE, Q1_ENDS, World, own_ladder
from sqlalchemy import Engine, select

from dondoc.clock import at
from dondoc.services.reminders.letters.compose import composer_for
from dondoc.services.reminders.letters.letter import ComposedLetter, LetterDraft
from dondoc.services.reminders.nudges.by_hand import nudge_by_hand
from dondoc.services.reminders.nudges.reasons import as_reason
from dondoc.services.reminders.nudges.scan import scan
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from dondoc.store.database import reading, writing
from models.indicator import Indicator
from models.message import Message
from models.nudge import Nudge, NudgeKind
from models.person import Person, Position, Preference
from models.programme import Programme
from models.rules.checkpoints import Act
from models.unit import Unit, UnitName

MINUS_7, MINUS_3, PLUS_3 = date(2022, 3, 22), date(2022, 3, 28), date(2022, 4, 5)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def letter(world: World, to: str, day: date, language: str = "vi", **office: Any) -> ComposedLetter:
    with reading(world.engine) as session:
        query = select(Message).join(Person, Person.id == Message.person_id)
        message = session.scalars(
            query.where(Person.code == to).order_by(Message.id.desc())
        ).first()
        message.language = language  # for this reading alone
        with session.no_autoflush:
            return compose(session, message, at(day, 7), replace(OFFICE, **office))


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


def test_who_asks_for_an_extension_and_why_is_said(world: World) -> None:
    day = date(2022, 3, 24)
    world.act(Act.ASK_EXTENSION, "an", day, new_due_on=date(2022, 4, 14), reason="chờ hướng dẫn")
    world.advance(day)
    world.remind(day)
    made = letter(world, "dung", day)
    assert made.subject == "Chờ quyết định gia hạn 1: Huyện Lập Thạch"
    said = "Đồng chí Nguyễn Văn An đề nghị gia hạn từ 31/03/2022 đến 14/04/2022, lý do: chờ hướng"
    assert said in made.text


def test_a_decided_extension_names_both_dates(world: World) -> None:
    day = date(2022, 3, 24)
    world.act(Act.ASK_EXTENSION, "an", day, new_due_on=date(2022, 4, 20), reason="chờ vốn")
    world.advance(day)
    world.act(Act.CHANGE_DUE, "dung", day, new_due_on=date(2022, 4, 14), reason="đồng ý")
    world.advance(day)
    world.remind(day)
    assert "Chấp thuận gia hạn từ 31/03/2022 đến 14/04/2022." in letter(world, "an", day).text


def test_a_refused_extension_says_why_and_which_date_stays(world: World) -> None:
    day = date(2022, 3, 24)
    world.act(Act.ASK_EXTENSION, "an", day, new_due_on=date(2022, 4, 20), reason="chờ vốn")
    world.advance(day)
    world.act(Act.REFUSE_EXTENSION, "dung", day, reason="đã gia hạn một lần")
    world.advance(day)
    world.remind(day)
    said = (
        "Không chấp thuận gia hạn đến 20/04/2022, lý do: đã gia hạn một lần. Thời hạn vẫn là 31/03"
    )
    assert said in letter(world, "an", day).text


def test_a_changed_due_date_names_the_old_one(world: World) -> None:
    day = date(2022, 3, 1)
    world.act(Act.CHANGE_DUE, "dung", day, new_due_on=date(2022, 4, 14), reason="Kết luận số 12")
    world.advance(day)
    world.remind(day)
    said = "Thời hạn đổi từ 31/03/2022 sang 14/04/2022, lý do: Kết luận số 12"
    assert said in letter(world, "an", day).text
    assert "moved from 31/03/2022 to 14/04/2022" in letter(world, "an", day, "en").text


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
        "(vắng đến hết ngày 15/04/2022), là người chịu trách nhiệm chính."
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
