"""Urging many on from the overdue board: shown first, sent once, told at the same list."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

from counting import statements
from httpx import Response
from sites import Site
from sqlmodel import col, select
from urging_pages import AUDITOR, COMMITTEE, SECRETARIAT, rows_on_board

from dondoc.clock import wall_clock
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.store import cache
from dondoc.store.database import reading, writing
from models.message import Message, MessageLine, MessageState
from models.nudge import Nudge, NudgeKind
from models.person import Contact, Person
from models.rules.checkpoints import Act

FINANCE = "/overdue?q=tai+chinh"
"""One unit with three checkpoints to urge in the sample: STC01, STC02 and STC03."""
LATE = "STC01@STC/B2"


def _form(page: str) -> dict[str, str | list[str]]:
    """What a browser would send of the page that shows what was chosen."""
    marks = re.findall(r'name="(seen/[^"]+)" value="([^"]*)"', page)
    form: dict[str, str | list[str]] = {unescape(name): unescape(text) for name, text in marks}
    ticked = re.findall(r'name="ref" value="([^"]+)"[^>]* checked', page)
    return form | {"to": "lead", "ref": [unescape(ref) for ref in ticked]}


def _ask(site: Site, path: str, **fields: object) -> Response:
    return site.client(SECRETARIAT).get(_preview(path, all="yes", **fields))


def _preview(path: str, **chosen: object) -> str:
    """The address of the page that shows what was chosen, as the board's form makes it."""
    filters = path.partition("?")[2]
    return f"/overdue/urge?{filters}&{urlencode(chosen, doseq=True)}"


def _urged(site: Site) -> list[Nudge]:
    with reading(site.workplace.engine) as session:
        by_hand = select(Nudge).where(Nudge.kind == NudgeKind.BY_HAND)
        return list(session.exec(by_hand.order_by(col(Nudge.id))))


def _told(site: Site, nudges: list[Nudge]) -> set[int]:
    """Which of these nudges stand in somebody's letter."""
    with reading(site.workplace.engine) as session:
        keys = [nudge.key for nudge in nudges]
        lines = select(MessageLine.nudge_id).where(col(MessageLine.nudge_id).in_(keys))
        return set(session.exec(lines))


def _words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_all_that_the_filter_shows_is_urged_once_and_told_at_the_same_filter(site: Site) -> None:
    asked = _ask(site, FINANCE, total="3")
    assert asked.status_code == 200 and _urged(site) == []
    assert "Nhắc được 2 đồng chí: Vũ Hồng Tâm, Vũ Văn Hải." in asked.text
    client = site.client(SECRETARIAT)
    sent = client.post(FINANCE, data=_form(asked.text) | {"words": "Đề nghị trả lời trong ngày."})
    assert sent.status_code == 303 and sent.headers["location"].startswith(f"{FINANCE}&urged=")
    nudges = _urged(site)
    assert len(nudges) == 3 and _told(site, nudges) == {nudge.key for nudge in nudges}
    page = client.get(sent.headers["location"]).text
    assert "Đã đôn đốc 3 mốc." in page
    assert "Nhắc được 2 đồng chí: Vũ Hồng Tâm, Vũ Văn Hải." in page
    assert 'value="tai chinh"' in page and 'name="ref"' not in page  # urged today: not again
    assert "Đôn đốc cả" not in page


def test_the_boxes_that_are_ticked_are_urged_and_no_others(site: Site) -> None:
    client = site.client(SECRETARIAT)
    asked = client.get(_preview(FINANCE, ref=["STC02@STC/B2", LATE]))
    assert asked.text.count('name="seen/') == 2
    one = _form(asked.text) | {"ref": [LATE]}  # unticked on the second page
    assert client.post(FINANCE, data=one).status_code == 303
    (nudge,) = _urged(site)
    assert nudge.checkpoint_id == next(
        row.checkpoint_id for row in rows_on_board(site, BoardFilters()) if row.ref == LATE
    )


def test_nothing_chosen_and_too_many_are_told_at_the_list(shown: Site) -> None:
    client = shown.client(SECRETARIAT)
    nothing = client.get(_preview("/overdue", total=27))
    assert nothing.status_code == 422 and "Đồng chí chưa chọn mốc nào" in nothing.text
    many = client.get(_preview("/overdue?state=all", all="yes"))
    assert many.status_code == 422 and "nhiều nhất 200 mốc" in many.text


def _record(site: Site, act: ActInput) -> None:
    with writing(site.workplace.engine) as session:
        Recorder(session, site.workplace.clock().now(), site.workplace.evidence).record(act)


def test_what_changed_since_it_was_shown_is_said_and_the_others_are_urged(site: Site) -> None:
    asked = _ask(site, FINANCE)
    moved = next(row for row in rows_on_board(site, BoardFilters()) if row.ref == LATE)
    later = moved.due_on + timedelta(days=30)
    _record(site, ActInput(Act.CHANGE_DUE, LATE, SECRETARIAT, reason="Mưa lũ", new_due_on=later))
    _record(site, ActInput(Act.REPORT, "STC02@STC/B2", "CB-STC1", delivered=True))
    answer = site.client(SECRETARIAT).post(FINANCE, data=_form(asked.text))
    assert answer.status_code == 409
    words = _words(answer.text)
    assert "Đã đôn đốc 1 mốc." in words and "2 mốc chưa đôn đốc:" in words
    assert f"Hạn: đồng chí đang xem «16/05/2022», nay là «{later:%d/%m/%Y}»" in words
    assert "STC02@STC/B2 chưa đến kỳ thực hiện, đã có báo cáo" in words
    assert len(_urged(site)) == 1


def test_another_reader_than_was_shown_is_said(site: Site) -> None:
    asked = _ask(site, FINANCE)
    _take_away_addresses(site, "Vũ Văn Hải")
    answer = site.client(SECRETARIAT).post(FINANCE, data=_form(asked.text))
    assert answer.status_code == 409 and _urged(site) == []
    assert "đang xem «Vũ Hồng Tâm, Vũ Văn Hải», nay là «Vũ Hồng Tâm»" in _words(answer.text)


def _take_away_addresses(site: Site, *names: str) -> None:
    with writing(site.workplace.engine) as session:
        people = select(Person.id).where(col(Person.full_name).in_(names))
        for contact in session.exec(select(Contact).where(col(Contact.person_id).in_(people))):
            contact.disabled_at = wall_clock()
            session.add(contact)


def test_who_cannot_be_reached_is_named_before_and_after(site: Site) -> None:
    _take_away_addresses(site, "Vũ Văn Hải")
    asked = _ask(site, FINANCE)
    lost = "Chưa nhắc được 1 đồng chí vì chưa có địa chỉ nào dùng được: Vũ Văn Hải."
    assert lost in asked.text
    client = site.client(SECRETARIAT)
    sent = client.post(FINANCE, data=_form(asked.text))
    page = client.get(sent.headers["location"]).text
    assert "Nhắc được 1 đồng chí: Vũ Hồng Tâm." in page and lost in page


def test_sent_twice_it_is_urged_once_and_said(site: Site) -> None:
    asked, client = _ask(site, FINANCE), site.client(SECRETARIAT)
    assert client.post(FINANCE, data=_form(asked.text)).status_code == 303
    again = client.post(FINANCE, data=_form(asked.text))
    assert again.status_code == 409 and len(_urged(site)) == 3
    refs = "STC01@STC/B2, STC02@STC/B2, STC03@STC/B3"
    assert f"Hôm nay đồng chí đã đôn đốc {refs} rồi" in again.text
    assert "Không còn mốc nào để đôn đốc" in _ask(site, FINANCE).text


def test_a_refused_page_keeps_what_was_typed_and_ticked(site: Site) -> None:
    asked, client = _ask(site, FINANCE), site.client(SECRETARIAT)
    words = "Đề nghị báo cáo. " * 40
    kept = client.post(FINANCE, data=_form(asked.text) | {"ref": [LATE], "words": words})
    assert kept.status_code == 422 and words.strip() in kept.text
    assert "nhiều nhất 500 ký tự" in kept.text and _form(kept.text)["ref"] == [LATE]
    assert kept.text.count('name="seen/') == 3
    none = client.post(FINANCE, data=_form(asked.text) | {"ref": []})
    assert none.status_code == 422 and "Đồng chí chưa chọn mốc nào" in none.text


def test_a_mark_that_says_nothing_urges_nothing(site: Site) -> None:
    sent = {"to": "lead", "ref": [LATE]}
    answer = site.client(SECRETARIAT).post(FINANCE, data=sent)
    assert answer.status_code == 409 and _urged(site) == []
    assert "Không rõ đồng chí đã xem gì" in answer.text


def test_only_who_answers_for_urging_may_and_only_what_is_theirs(site: Site) -> None:
    assert site.client(AUDITOR).get(_preview("/overdue", all="yes")).status_code == 403
    assert 'name="ref"' not in site.client(AUDITOR).get("/overdue").text
    client = site.client(COMMITTEE)
    asked = client.get(_preview("/overdue", ref=LATE))
    assert "STC01@STC/B2" in asked.text and "Không còn mốc nào để đôn đốc" in asked.text
    form = {"to": "lead", "ref": [LATE], f"seen/{LATE}": "due=2022-05-16"}
    assert client.post("/overdue", data=form).status_code == 409 and _urged(site) == []


def test_what_somebody_else_urged_is_not_told_as_ones_own(site: Site) -> None:
    asked, client = _ask(site, FINANCE), site.client(SECRETARIAT)
    address = client.post(FINANCE, data=_form(asked.text)).headers["location"]
    other = site.client("CB-TTTU1")
    assert "Đã đôn đốc" not in other.get(address).text
    for nonsense in ("urged=", "urged=x-y", "urged=0-99999999999", "urged=9-1", "urged=-"):
        assert client.get(f"/overdue?{nonsense}").status_code == 200


def test_what_is_listed_by_now_is_said_to_differ_from_what_was_seen(shown: Site) -> None:
    page = _words(_ask(shown, FINANCE, total="5").text)
    assert "lúc đồng chí xem có 5 mốc, nay có 3 mốc" in page
    assert "lúc đồng chí xem" not in _ask(shown, FINANCE, total="3").text


def test_showing_whom_it_reaches_asks_as_often_for_many_as_for_few(shown: Site) -> None:
    client, numbers = shown.client(SECRETARIAT), []
    client.get(_preview("/overdue", all="yes"))
    for path in (FINANCE, "/overdue"):
        cache.forget()
        with statements(shown.workplace.engine) as asked:
            page = client.get(_preview(path, all="yes")).text
        numbers.append((page.count('name="seen/'), len(asked)))
    (few, asked_few), (many, asked_many) = numbers
    assert few == 3 and many > 20 and abs(asked_few - asked_many) <= 2, numbers


def test_the_board_says_how_often_and_how_firmly_it_was_asked_for(site: Site) -> None:
    asked, client = _ask(site, FINANCE), site.client(SECRETARIAT)
    client.post(FINANCE, data=_form(asked.text))
    theirs = site.client(SECRETARIAT).get(FINANCE).text
    assert theirs.count('<td class="c-urged soft" title="hôm nay">hôm nay</td>') == 3
    with writing(site.workplace.engine) as session:
        lines = select(Message).join(MessageLine, col(MessageLine.message_id) == col(Message.id))
        for message in session.exec(lines):
            message.state = MessageState.SENT
            session.add(message)
    page = site.client("CB-TTTU1").get(FINANCE).text
    told = re.findall(r'<td class="c-urged soft"[^>]*>([^<]*)</td>', page)
    assert len(told) == 3 and all(re.fullmatch(r"[1-9] · \D+", words) for words in told), told
