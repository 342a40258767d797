"""The button of a letter: the official's opens the report form, once; any other the page."""

import re
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from composed_letter import compose
from mail_sink import Sink, running_sink
from remind_world import OFFICE, Q1_ENDS, World, may_see_all, wish
from sending import Wall
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.delivery.channels_in_use import only
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.run import deliver
from dondoc.services.reminders.letters.letter import ComposedLetter
from dondoc.services.reports.links import ReportLink, linker, read_token, without_links
from dondoc.store.database import reading
from models.message import Message
from models.rules.checkpoints import Act

PLUS_3, PLUS_6 = date(2022, 4, 5), date(2022, 4, 8)
WEB = replace(OFFICE, web_url="https://dondoc.example/")
PAGE = "https://dondoc.example/items/2022/CT01@LT/Q1"
TOKEN = re.compile(r"https://dondoc\.example/r/([\w.-]+)")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Nothing here asks the database anything new: one kind is enough."""
    return sqlite_url


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def letter(world: World, to: str, day: date) -> ComposedLetter:
    """What is kept of a person's newest letter: with marks."""
    with reading(world.engine) as session:
        messages = [message for message in world.messages() if _code(session, message) == to]
        return compose(session, messages[-1], at(day, 7), WEB)


def _code(session: object, message: Message) -> str:
    from models.person import Person

    return session.get(Person, message.person_id).code  # type: ignore[attr-defined]


def sent(sink: Sink, to: str) -> list[tuple[str, str]]:
    """The plain text and the page of each mail to somebody."""
    found = [message_from_bytes(content, policy=policy.default)
             for address, content in sink.mails if address.startswith(f"{to}@")]  # fmt: skip
    return [(one.get_body(("plain",)).get_content(), one.get_body(("html",)).get_content())
            for one in found]  # fmt: skip


def test_the_official_gets_a_link_to_the_form_and_others_the_page(world: World) -> None:
    world.remind(PLUS_3)
    own, other = letter(world, "an", PLUS_3), letter(world, "chi", PLUS_3)
    for form in (own.text, own.html, own.short):
        assert form.count("https://dondoc.example/r/~") == 1
        assert PAGE not in form
    assert "Báo cáo ngay" in own.html
    assert "dùng được một lần đến hết ngày 19/04/2022" in own.text
    for form in (other.text, other.html, other.short):
        assert PAGE in form
        assert "/r/" not in form


def test_what_is_kept_opens_nothing_and_what_is_sent_does(world: World, wall: Wall) -> None:
    world.remind(PLUS_3)
    with running_sink() as sink:
        sink.answers["an@lapthach.example"] = ["450 4.2.0 later"]
        for _ in range(2):
            deliver(world.engine, only(sink.url), at(PLUS_3, 8), WEB, Policy(wall=wall))
            wall.passes(timedelta(minutes=10))
        ((text, page),) = sent(sink, "an")
    (kept,) = [message for message in world.messages() if message.address.startswith("an@")]
    assert kept.attempts == 2
    (token,) = set(TOKEN.findall(text + page))
    assert read_token(token) == ReportLink(kept.person_id, 1, 0, date(2022, 4, 19))
    for body in (kept.body_text, kept.body_html, kept.body_short):
        assert token not in body
        assert TOKEN.search(body) is None
        assert "/r/…" in without_links(body)
        assert "~" not in without_links(body)
    # A retry, whenever it comes, sends the very same letter.
    assert linker(kept.person_id)(kept.body_text).split() == text.split()


def test_a_deputy_gets_the_page_for_a_link_without_password_is_for_one_person(
    world: World,
) -> None:
    may_see_all(world, "ha")
    wish(world, "an", deputy="ha", paused_from=PLUS_3, paused_to=PLUS_6)
    world.remind(PLUS_3)
    made = letter(world, "ha", PLUS_3)
    assert PAGE in made.text
    assert "/r/" not in made.text + made.html + made.short


def test_who_stands_in_for_an_official_out_of_reach_gets_the_page(world: World) -> None:
    world.without_address("an", at(date(2022, 3, 1)))
    world.remind(PLUS_3)
    assert "/r/" not in letter(world, "chi", PLUS_3).text


def test_a_window_that_is_not_open_yet_has_no_form(engine: Engine, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path, date(2022, 6, 30), opens_on=date(2022, 4, 1))
    world.remind(date(2022, 3, 1))
    made = letter(world, "an", date(2022, 3, 1))
    assert PAGE in made.text
    assert "/r/" not in made.text


def test_a_report_that_was_sent_back_has_a_link_of_its_own(world: World) -> None:
    from decimal import Decimal

    day = date(2022, 3, 1)
    world.remind(PLUS_3 - timedelta(days=8))
    before = letter(world, "an", day).text
    world.change(Message, state="sent")
    world.act(Act.REPORT, "an", day, value=Decimal(10))
    world.act(Act.RETURN, "dung", day, reason="thiếu minh chứng")
    world.advance(day)
    world.gather(PLUS_3)
    after = letter(world, "an", PLUS_3).text
    assert "/r/~1.0." in before
    assert "/r/~1.1." in after


def test_a_long_letter_with_all_its_links_is_not_cut(engine: Engine, tmp_path: Path) -> None:
    """Some mail programs cut what is longer than 102 kB."""
    world = World.begin(engine, tmp_path, *[Q1_ENDS] * 63)
    world.remind(PLUS_3)
    html = linker(1)(letter(world, "an", PLUS_3).html)
    assert len(set(TOKEN.findall(html))) == 60
    assert len(html.encode()) < 100_000


@pytest.fixture
def wall() -> Wall:
    return Wall()
