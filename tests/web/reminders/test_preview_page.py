"""Who would get what: a dry run for any day, the letter in a box, and why or why not."""

import re

import pytest
from sites import Site, person_id
from sqlmodel import func, select

from dondoc.store.database import reading
from models.message import Message
from models.nudge import Nudge

DAY = "2022-06-06"


def test_it_shows_who_would_get_what_and_writes_nothing(shown: Site) -> None:
    def written() -> tuple[int, int]:
        with reading(shown.workplace.engine) as session:
            return tuple(  # type: ignore[return-value]
                session.exec(select(func.count()).select_from(model)).one()
                for model in (Nudge, Message)
            )

    before = written()
    page = shown.client("CB-VPTU5").get(f"/preview?day={DAY}").text
    total = int(re.search(r"<h2>(\d+) người sẽ nhận thư, thứ Hai 6/6</h2>", page)[1])  # type: ignore[index]
    assert page.count('<th scope="row">') == min(total, 50) > 20
    assert "***@" in page and not re.search(r"[a-z]{3,}@vinhphuc", page)
    assert written() == before


def test_it_finds_a_reader_by_name_without_diacritics_and_a_unit(shown: Site) -> None:
    client = shown.client("CB-VPTU3")
    page = client.get(f"/preview?day={DAY}&person=nguyen van tung").text
    assert "<h2>1 người" in page and "Nguyễn Văn Tùng" in page
    whole = client.get(f"/preview?day={DAY}").text
    part = client.get(f"/preview?day={DAY}&unit=1").text
    counts = [int(re.search(r"<h2>(\d+) người", one)[1]) for one in (part, whole)]  # type: ignore[index]
    assert 0 < counts[0] < counts[1]


def test_a_letter_reads_in_a_box_that_runs_nothing_and_carries_no_ones_links(shown: Site) -> None:
    client = shown.client("CB-VPTU3")
    page = client.get(f"/preview?day={DAY}").text
    readers = re.findall(r"open=(\d+)#letter", page)[:12]
    opened = client.get(f"/preview?day={DAY}&open={readers[0]}").text
    assert re.search(rf'<iframe [^>]*person={readers[0]}" sandbox title=', opened)
    letters = [client.get(f"/preview/letter?day={DAY}&person={reader}") for reader in readers]
    assert any("/r/…" in letter.text for letter in letters)
    for one in letters:
        policy = one.headers["content-security-policy"]
        assert policy.startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'")
        assert "frame-ancestors 'self'" in policy
        assert one.headers["x-frame-options"] == "SAMEORIGIN"
        assert not re.search(r"/r/[~\w]", one.text)
        assert "/unsubscribe/" not in one.text


@pytest.mark.parametrize("address", ["/preview?day=1990-01-01", "/preview?day=2999-01-01"])
def test_it_says_that_a_day_has_no_calendar(shown: Site, address: str) -> None:
    answer = shown.client("CB-VPTU3").get(address)
    assert answer.status_code == 400 and "Chưa có lịch làm việc" in answer.text


def test_a_letter_of_june_is_the_successors_and_not_of_whoever_left_in_may(shown: Site) -> None:
    client = shown.client("CB-VPTU3")
    seen = [
        client.get(f"/preview/letter?day={DAY}&person={person_id(shown, code)}").status_code
        for code in ("CB-SXD4", "CB-SXD1")
    ]
    assert seen == [200, 404]


def test_it_explains_why_somebody_was_reminded_of_an_item_or_not(shown: Site) -> None:
    client = shown.client("CB-VPTU3")
    told = client.get("/explain?person=CB-YL1&ref=GPMB01@YL/B2").text
    # The date is the one of every page; what it was moved to, and why, is said beside it.
    assert "hạn thứ Ba 3/5" in told and "vì thời hạn 03/05/2022 là ngày nghỉ" in told
    assert "đã được nhắc về GPMB01@YL/B2 lúc" in told
    assert "giờ yên tĩnh: 20:00-06:00" in told
    not_told = client.get("/explain?person=CB-LT2&ref=GPMB01@YL/B2").text
    assert "không có GPMB01@YL/B2" in not_told
    unknown = client.get("/explain?person=XX&ref=nothing")
    assert unknown.status_code == 200 and unknown.text.count('class="error"') == 2
