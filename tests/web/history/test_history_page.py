"""The page of history says what changed, from what to what, about whom; the system's own folded."""

import re
from html import unescape

import page_grounds
import pytest
from programmes import current_programme
from sites import Site
from sqlmodel import select

from dondoc.i18n import translator
from dondoc.services.history.events import append
from dondoc.services.organisation.directory import find_person
from dondoc.services.reminders.register.register import register
from dondoc.store.database import reading, writing
from models.event import EventKind
from models.indicator import Indicator
from models.message import Message, MessageLine
from models.nudge import Nudge
from models.person import Person

SECRETARIAT, AUDITOR = "CB-VPTU3", "CB-UBKT4"


def shown_rows(site: Site, address: str = "/audit") -> list[str]:
    """The rows of the table as they read."""
    page = site.client(AUDITOR).get(address).text
    rows = re.findall(r"<tr.*?</tr>", page.partition("<tbody>")[2].partition("</tbody>")[0], re.S)
    return [unescape(re.sub(r"<[^>]+>|\s+", " ", row)).strip() for row in rows]


def happened(site: Site, kind: EventKind, **data: object) -> None:
    with writing(site.workplace.engine) as session:
        row = {"kind": kind, "programme_id": current_programme(session).key, "data": data}
        append(session, site.workplace.clock().now(), [row])


def test_it_names_the_work_beside_its_reference(shown: Site) -> None:
    row = next(row for row in shown_rows(shown) if "BCH01@BCH/B1" in row)
    with reading(shown.workplace.engine) as session:
        work = session.exec(select(Indicator).where(Indicator.code == "BCH01")).one()
        assert work.title and work.title in row


def test_it_says_what_was_changed_from_what_to_what(site: Site) -> None:
    client = site.client(SECRETARIAT)
    sent = {"day": "15/06/2022", "working": "no", "note": "Lễ hội"}
    assert page_grounds.press(client, "/programme/calendar", data=sent).status_code == 303
    newest = next(row for row in shown_rows(site) if "Hệ thống đã làm" not in row)
    assert "Ngày nghỉ, ngày làm bù" in newest
    assert "15/06/2022: theo lịch chung → ngày nghỉ" in newest


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            {"change": "changed", "fields": {"target": ["260", "1300"], "officials": [["VY-BT"],
             ["VY-CT"]]}},
            ("kế hoạch năm: 260 → 1.300", "Bí thư", "Chủ tịch"),
        ),
        (
            {"what": "holding", "ref": "VY-BT", "old": None, "new": "CB-VY1",
             "since": "2022-06-01", "ended": [{"person": "CB-VY2", "until": None}]},
            ("tiếp nhận chức vụ Bí thư", "từ ngày 01/06/2022", "thay "),
        ),
        (
            {"what": "hand_over_moved", "ref": "VY-BT", "person": "CB-VY1", "old": "2022-06-01",
             "new": "2022-06-09",
             "ended": [{"person": "CB-VY2", "until": None, "now": "2022-06-08"}]},
            ("ngày 01/06/2022 → 09/06/2022", "ngày cuối – → 08/06/2022"),
        ),
        (
            {"what": "holding_dates", "ref": "VY-BT", "person": "CB-VY1",
             "old": ["2022-01-01", None], "new": ["2022-02-01", None], "others": []},
            ("01/01/2022–– → 01/02/2022––",),
        ),
        (
            {"what": "ladder", "category": None, "unit": None,
             "old": [{"offset": 3, "audience": "lead", "firmness": "urge"}],
             "new": [{"offset": 5, "audience": "lead", "firmness": "urge"}]},
            ("Nấc đôn đốc", "bỏ: ", "thêm: "),
        ),
        ({"what": "person", "ref": "CB-VY1", "old": "A", "new": "B"}, ("họ và tên: A → B",)),
        ({"from": "2022-06-30", "to": "2022-07-15", "revision": 1}, ("hạn: 30/06/2022 → 15/07",)),
        ({"act": "correct", "value": "9", "old_value": "90"}, (": 90 → 9",)),
    ],
)  # fmt: skip
def test_each_change_reads_with_names_instead_of_codes(
    site: Site, data: dict[str, object], said: tuple[str, ...]
) -> None:
    kind = EventKind.DUE_CHANGED if "from" in data else EventKind.CHANGED
    happened(site, kind, **data)
    newest = next(row for row in shown_rows(site) if "Hệ thống đã làm" not in row)
    for words in said:
        assert words in newest
    assert "VY-BT" not in newest
    assert "CB-VY" not in newest


def test_what_the_system_does_every_day_is_one_row_that_opens_just_these(shown: Site) -> None:
    folded = [row for row in shown_rows(shown) if "Hệ thống đã làm" in row]
    assert len(folded) == 1
    page = shown.client(AUDITOR).get("/audit").text
    links = re.findall(r'href="(/audit\?[^"]*by=system)">([^<]*)</a>', page)
    counts = {unescape(link): int(re.sub(r"\D", "", words)) for link, words in links}
    assert len(counts) == 2
    for link, count in counts.items():
        rows, address = 0, link
        while address:
            rows += len(shown_rows(shown, address))
            answer = shown.client(AUDITOR).get(address).text
            further = re.search(r'rel="next" href="([^"]*)"', answer)
            address = unescape(further[1]) if further else ""
        assert rows == count, link


def test_no_two_pages_fold_the_same_day(shown: Site) -> None:
    days, address = [], "/audit"
    while address:
        page = shown.client(AUDITOR).get(address).text
        days += re.findall(r'<tr class="folded"><td[^>]*>([^<]*)<', page)
        further = re.search(r'rel="next" href="([^"]*)"', page)
        address = unescape(further[1]) if further else ""
    assert days
    assert len(days) == len(set(days))


def test_the_reasons_of_a_letter_are_those_of_the_register(site: Site) -> None:
    with reading(site.workplace.engine) as session:
        letter = session.exec(select(Message).where(Message.subject != "")).first()
        letter = letter or session.exec(select(Message)).first()
        assert letter is not None
        of_letter = select(MessageLine).where(MessageLine.message_id == letter.id)
        nudges = [session.get_one(Nudge, line.nudge_id) for line in session.exec(of_letter)]
        rows = register(session, current_programme(session))
        reader = session.get_one(Person, letter.person_id)
    kinds = {kind for row in rows if row.person == reader.full_name for kind in row.kinds}
    assert {nudge.kind for nudge in nudges} <= kinds
    happened(
        site, EventKind.UNDELIVERED, message=letter.id, person=letter.person_id, channel="mail",
        attempts=3, answer="550 no such box", checkpoints=[],
    )  # fmt: skip
    newest = shown_rows(site, "/audit?kind=undelivered")[0]
    for words in ("550 no such box", reader.full_name, "qua thư điện tử"):
        assert words in newest
    for nudge in nudges:
        assert translator("vi")(f"register.kind.{nudge.kind.value}") in newest


def test_a_reason_that_is_kept_as_a_key_is_shown_in_words(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        row = {"kind": EventKind.UNDELIVERED, "reason": "deliver.no_address",
               "data": {"message": 0, "person": 0, "channel": "mail"}}  # fmt: skip
        append(session, site.workplace.clock().now(), [row])
    newest = shown_rows(site, "/audit?kind=undelivered")[0]
    assert "deliver.no_address" not in newest


def test_somebody_is_found_by_what_they_did_and_by_what_was_done_to_them(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        whose, who = (find_person(session, code).key for code in ("CB-VY1", SECRETARIAT))
        row = {"kind": EventKind.SETTINGS_CHANGED, "actor_id": who, "on_behalf_of_id": whose,
               "data": {"what": "resumed"}}  # fmt: skip
        append(session, site.workplace.clock().now(), [row])
    for code in ("CB-VY1", SECRETARIAT):
        assert "trở lại, tự nhận thư" in shown_rows(site, f"/audit?person={code}")[0]
