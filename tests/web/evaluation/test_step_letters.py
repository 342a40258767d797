"""Steps of an evaluation are asked for by letters: each rung once, and never with points."""

import re
from datetime import date

import pytest
from evaluation_round import OFFICIAL, ROUND, opened, send
from session_story import COMMENTED, everybody_commented, on_day
from sites import Site, person_id
from sqlmodel import col, select

from dondoc.clock import at
from dondoc.services.delivery.remind import deliver_due, remind
from dondoc.store.database import reading
from models.message import Message, MessageState

MONDAY, ENDS, OVER, AGAIN = (
    date(2022, 5, 23), date(2022, 5, 26), date(2022, 5, 27), date(2022, 6, 2),
)  # fmt: skip
OWN = {f"criterion-{number}": "7" for number in range(1, 5)} | {"grade": "good", "words": "Lũ"}


def letters(site: Site, code: str | None = None) -> list[Message]:
    """Those that ask for a step, of everybody or of one person."""
    query = select(Message).where(col(Message.round_id).is_not(None)).order_by(col(Message.id))
    if code is not None:
        query = query.where(col(Message.person_id) == person_id(site, code))
    with reading(site.workplace.engine) as session:
        rows = list(session.scalars(query))
        session.expunge_all()
        return rows


def test_each_rung_is_said_once_and_a_repeated_run_says_nothing(site: Site) -> None:
    opened(site)
    for day in (MONDAY, MONDAY, ENDS, OVER, OVER, AGAIN):
        remind(site.workplace, at(day))
    assert [row.news for row in letters(site, OFFICIAL)] == [
        "assess_self:opened", "assess_self:ends", "assess_self:over", "assess_self:over_again",
    ]  # fmt: skip


def test_nothing_is_asked_on_a_day_off_and_nothing_of_whoever_has_done_it(site: Site) -> None:
    opened(site)
    send(site.client(OFFICIAL), f"{ROUND}/mine", OWN)
    remind(site.workplace, at(date(2022, 5, 22)))
    assert letters(site) == []
    remind(site.workplace, at(MONDAY))
    assert letters(site, OFFICIAL) == []
    assert {row.news for row in letters(site, "CB-TTTU1")} == {"comment:opened"}
    assert len(letters(site)) > 40


def test_the_letter_says_what_is_wanted_and_no_points(site: Site) -> None:
    opened(site)
    remind(site.workplace, at(MONDAY))
    deliver_due(site.workplace, at(MONDAY, 9))
    (letter,) = letters(site, OFFICIAL)
    assert letter.state is MessageState.SENT
    assert "Đề nghị tự đánh giá quý I/2022 đến hết 26/05/2022" in letter.subject
    assert "/evaluation/2022/Q1/mine" in letter.body_text
    for never in ("59,5", "hoàn thành tốt", "87,", "xuất sắc"):
        assert never not in letter.body_text + letter.body_html + letter.subject


@pytest.mark.parametrize("late", [False, True])
def test_a_letter_that_is_overtaken_is_not_sent(site: Site, late: bool) -> None:
    opened(site)
    remind(site.workplace, at(MONDAY))
    if not late:
        send(site.client(OFFICIAL), f"{ROUND}/mine", OWN)
    deliver_due(site.workplace, at(OVER if late else MONDAY, 9))
    (letter,) = letters(site, OFFICIAL)
    assert letter.state is MessageState.MOOT
    assert letter.end_reason == ("moot.step_said_later" if late else "moot.step_taken")


def test_the_page_of_ones_work_says_what_is_wanted_until_it_is_done(site: Site) -> None:
    assert "Tự đánh giá quý" not in site.client(OFFICIAL).get("/work").text
    opened(site)
    page = site.client(OFFICIAL).get("/work").text
    assert "Tự đánh giá quý I/2022, đến hết 26/05/2022" in page
    send(site.client(OFFICIAL), f"{ROUND}/mine", OWN)
    assert "Tự đánh giá quý" not in site.client(OFFICIAL).get("/work").text
    above = site.client("CB-TTTU1").get("/work").text
    assert "1 hồ sơ quý I/2022 chờ đồng chí nhận xét" in above


def test_my_work_and_the_round_ask_for_as_many_steps(site: Site) -> None:
    everybody_commented(site)
    on_day(site, COMMENTED)
    standing = site.client("CB-TTTU1")
    told = re.search(r"(\d+) hồ sơ quý I/2022 chờ đơn vị đề nghị", standing.get("/work").text)
    page = standing.get(f"{ROUND}?state=wanted").text
    shown = re.search(r"Chờ đồng chí (\d+)</a>", page)
    assert told and shown and told[1] == shown[1] and 0 < int(told[1]) < 42
    assert page.count('<th scope="row">') == int(told[1])
