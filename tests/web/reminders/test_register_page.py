"""The register of reminders as a page: filtered, paged, for whose units, and as a workbook."""

import re
from io import BytesIO

import pytest
from programmes import current_programme
from python_calamine import CalamineWorkbook
from sites import Site
from sqlmodel import col, select

from dondoc.services.reminders.register import pages
from dondoc.services.reminders.register.filters import Filters
from dondoc.services.reminders.register.register import register
from dondoc.services.work.checkpoint_states import stored_states
from dondoc.store.database import reading, writing
from models.message import Attempt, AttemptStatus, Message
from models.nudge import Nudge, NudgeKind
from models.rules.checkpoints import local_date

SECRETARIAT, COMMITTEE = "CB-VPTU3", "CB-LT4"


@pytest.mark.parametrize(
    "given",
    [
        Filters(),
        Filters(kind=NudgeKind.DEADLINE),
        Filters(kind=NudgeKind.ASSIGNED, state="queued"),
        Filters(ref="GPMB01@YL/B2"),
        Filters(state="moot"),
        Filters(step="-3", channel="mail"),
        Filters(person="CB-LT1"),
    ],
)
def test_its_pages_are_the_rows_of_the_whole_register(shown: Site, given: Filters) -> None:
    with reading(shown.workplace.engine) as session:
        programme = current_programme(session)
        whole = register(session, programme, given)
        assert whole
        assert pages.count(session, programme, given) == len(whole)
        paged = [
            entry.row
            for number in range(1, len(whole) // 50 + 2)
            for entry in pages.page_of(session, programme, given, number)
        ]
    assert paged == whole


def test_a_page_counts_what_it_lists_and_masks_addresses(shown: Site) -> None:
    client = shown.client(SECRETARIAT)
    page = client.get("/register?person=tran duy long").text
    total = int(re.search(r"<h2[^>]*>(\d+) dòng</h2>", page)[1])  # type: ignore[index]
    assert page.count('<th scope="row">') == total > 3
    assert page.count("Trần Duy Long") >= total
    assert "l***@vinhphuc.example" in page and "long@vinhphuc" not in page
    day = local_date(shown.workplace.clock().now()).isoformat()
    assert 'data-rows="0">0 dòng' in client.get("/register?to=2022-01-01").text
    assert 'data-rows="0"' not in client.get(f"/register?from={day}").text


def test_a_committee_sees_the_rows_of_its_unit_only(shown: Site) -> None:
    client = shown.client(COMMITTEE)
    page = client.get("/register").text
    refs = set(re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', page))
    assert refs and all(ref.partition("/")[0].endswith("@LT") for ref in refs)
    assert 'data-rows="0">0 dòng' in client.get("/register?item=GPMB01@YL").text
    book = CalamineWorkbook.from_filelike(BytesIO(client.get("/register.xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()[3:]
    assert {row[1] for row in rows} == {"Huyện Lập Thạch"}
    other = re.search(
        r"/register/\d+/\d+", shown.client(SECRETARIAT).get("/register?item=GPMB01@YL").text
    )
    assert other and client.get(other[0]).status_code == 404


def test_a_row_shows_each_attempt_and_what_was_answered(site: Site) -> None:
    client = site.client(SECRETARIAT)
    address = re.search(r"/register/\d+/\d+", client.get("/register?item=GPMB01@YL").text)
    assert address
    assert "Chưa gửi lần nào" in client.get(address[0]).text
    with writing(site.workplace.engine) as session:
        message = session.exec(
            select(Message).where(Message.id == int(address[0].rpartition("/")[2]))
        ).one()
        for number, answer in ((1, "451 try <later>"), (2, "250 taken")):
            status = AttemptStatus.DELIVERED if number == 2 else AttemptStatus.TEMPORARY
            session.add(
                Attempt(message_id=message.key, number=number, at=site.workplace.clock().now(),
                        channel="mail", status=status, answer=answer, settled=True)
            )  # fmt: skip
    page = client.get(address[0]).text
    assert "451 try &lt;later&gt;" in page and "250 taken" in page
    assert "chưa được, sẽ gửi lại" in page and "đã gửi được" in page
    assert "Cùng trong thư này còn" in page


@pytest.mark.parametrize(
    ("kind", "step", "words"),
    [
        (NudgeKind.UNREACHABLE, "2022-05", "tháng 5/2022"),
        (NudgeKind.DEADLINE, "3", "nấc quá hạn 3 ngày làm việc"),
        (NudgeKind.NOT_ACKNOWLEDGED, "5", "sau 5 ngày làm việc"),
    ],
)
def test_a_step_stands_in_words_wherever_a_reminder_does(
    site: Site, kind: NudgeKind, step: str, words: str
) -> None:
    with writing(site.workplace.engine) as session:
        newest = session.scalars(select(Nudge).order_by(col(Nudge.id).desc()).limit(1)).one()
        newest.kind, newest.step, newest.cause = kind, step, f"test:{step}"
        state = stored_states(session, [newest.checkpoint_id])[newest.checkpoint_id]
        ref, nudge_id = state.ref, newest.key
    client = site.client(SECRETARIAT)
    book = client.get("/register.xlsx").content
    rows = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert any(words in row for row in rows)
    entry = re.search(rf"/register/{nudge_id}/\d+", client.get("/register").text)
    assert entry is not None
    for page in ("/register", entry[0], f"/explain?ref={ref}"):
        text = client.get(page).text
        assert words in text and f"nấc {step}" not in text


def test_mail_is_called_thu_dien_tu_on_the_page_and_in_the_workbook(shown: Site) -> None:
    client = shown.client(SECRETARIAT)
    page = client.get("/register?channel=mail").text
    assert '<option value="mail" selected>thư điện tử</option>' in page
    assert "<span>thư điện tử<br>" in page and ">mail<" not in page
    answer = client.get("/register.xlsx?channel=mail")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    cells = {cell for row in rows.to_python() for cell in row}
    assert "thư điện tử" in cells and "mail" not in cells
