"""A request for more time brings what shows it, and whoever decides has it all in sight."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import page_grounds
import pytest
import sample_acts
from sites import Site
from sqlmodel import col, select
from verification_pages import SECRETARIAT, item_of, record

from dondoc.services.acts.act_input import ActInput, DifficultyInput
from dondoc.services.audit import check_evidence
from dondoc.services.evidence.store import Attachment, path_of
from dondoc.services.reports.sweep_evidence import sweep
from dondoc.store.database import writing
from models.report import EvidenceFile
from models.rules.checkpoints import Act

REF, BY, ELSEWHERE = "GPMB01@YL/B2", "CB-YL1", "CB-BX1"
ADDRESS = f"/act/2022/{REF}"
PHOTO = b"\xff\xd8\xff\xe0" + b"0" * 400
ASKED = {"act": "ask_extension", "reason": "Mưa lũ", "new_due_on": "2022-06-10"}


def _ask(site: Site, until: date, reason: str = "Mưa lũ") -> None:
    photo = Attachment("lu.jpg", PHOTO + str(until).encode())
    record(site, ActInput(Act.ASK_EXTENSION, REF, BY, reason=reason, new_due_on=until,
                          evidence=(photo,)))  # fmt: skip


def test_a_photo_comes_with_the_request_and_is_seen_where_it_is_decided(site: Site) -> None:
    client = site.client(BY)
    assert 'enctype="multipart/form-data"' in client.get(f"{ADDRESS}?act=ask_extension").text
    answer = client.post(ADDRESS, data=ASKED, files={"files": ("lu.jpg", PHOTO, "image/jpeg")})
    assert answer.status_code == 303
    office = site.client(SECRETARIAT)
    listed = office.get("/verify/extensions").text
    link = listed[listed.index('href="/evidence/') :].split('"')[1]
    assert "lu.jpg" in listed and office.get(link).content == PHOTO
    assert link in office.get(f"{ADDRESS}?act=refuse_extension").text
    assert client.get(link).status_code == 200
    assert site.client(ELSEWHERE).get(link).status_code == 404


def test_a_request_without_evidence_says_so(site: Site) -> None:
    assert site.client(BY).post(ADDRESS, data=ASKED).status_code == 303
    assert "không có tệp kèm theo" in site.client(SECRETARIAT).get("/verify/extensions").text


def test_what_is_no_evidence_is_refused_at_the_files(site: Site) -> None:
    files = {"files": ("x.exe", b"MZ" + b"0" * 60, "application/octet-stream")}
    answer = site.client(BY).post(ADDRESS, data=ASKED, files=files)
    assert answer.status_code == 422 and 'href="#files"' in answer.text
    assert "Mưa lũ" in answer.text and sample_acts.sent(site, REF, Act.ASK_EXTENSION) is None


@pytest.mark.parametrize("page", ["/verify/extensions", f"{ADDRESS}?act=refuse_extension",
                                  f"{ADDRESS}?act=change_due"])  # fmt: skip
def test_who_decides_sees_what_happened_before(site: Site, page: str) -> None:
    _ask(site, date(2022, 6, 10), "Chờ đo đạc")
    record(site, ActInput(Act.REFUSE_EXTENSION, REF, SECRETARIAT, reason="Đã nhắc nhiều lần"))
    trouble = DifficultyInput("Vướng đất lúa", "Xin chủ trương", "STC")
    record(site, ActInput(Act.REPORT, REF, BY, value=Decimal(3), hindrances=(trouble,)))
    record(site, ActInput(Act.RETURN, REF, SECRETARIAT, reason="Thiếu biên bản"))
    later = item_of(site, REF).facts.due_on.replace(month=7)
    _ask(site, later, "Chờ họp dân")
    shown = site.client(SECRETARIAT).get(page).text
    for words in ("Chờ đo đạc", "không chấp thuận ngày 20/05/2022", "Đã nhắc nhiều lần",
                  "Thiếu biên bản", "Vướng đất lúa", "Chờ họp dân",
                  "<dt>Đã nhắc, đôn đốc</dt>"):  # fmt: skip
        assert words in shown, words
    assert shown.count("lu.jpg</a>") == 2


def test_a_request_that_a_report_ended_is_not_said_to_be_granted_by_a_later_date(
    site: Site,
) -> None:
    """Reported in time, returned, and given another date that nobody asked for."""
    ref, by = "DON01@LT/Q2", "CB-LT2"
    record(site, ActInput(Act.ASK_EXTENSION, ref, by, reason="Chờ", new_due_on=date(2022, 7, 15)))
    record(site, ActInput(Act.REPORT, ref, by, value=Decimal(90), confirmed=True))
    record(site, ActInput(Act.RETURN, ref, SECRETARIAT, reason="Thiếu số liệu"))
    record(site, ActInput(Act.CHANGE_DUE, ref, SECRETARIAT, reason="Chung cho các xã",
                          new_due_on=date(2022, 7, 29)))  # fmt: skip
    shown = site.client(SECRETARIAT).get(f"/act/2022/{ref}?act=change_due").text
    assert "không phải xét nữa vì đã báo cáo trong hạn" in shown
    assert "chấp thuận ngày" not in shown


def test_the_answer_is_given_from_the_page_with_the_history(site: Site) -> None:
    _ask(site, date(2022, 6, 10))
    office = site.client(SECRETARIAT)
    page = office.get(f"{ADDRESS}?act=change_due").text
    given = {"act": "change_due", "new_due_on": "2022-06-08", "reason": "Theo thực tế",
             "seen": page_grounds.seen_on(page)}  # fmt: skip
    assert office.post(ADDRESS, data=given).status_code == 303
    assert item_of(site, REF).facts.due_on == date(2022, 6, 8)


def test_it_is_said_where_a_request_comes_after_its_date_or_goes_beyond_the_year(
    site: Site,
) -> None:
    _ask(site, date(2023, 1, 31))  # due on 3 May, asked on the 20th
    early = ActInput(Act.ASK_EXTENSION, "DON01@LT/Q2", "CB-LT2", reason="Chờ",
                     new_due_on=date(2022, 7, 15))  # fmt: skip
    record(site, early)
    shown = site.client(SECRETARIAT).get("/verify/extensions").text
    assert shown.count("đề nghị khi đã quá hạn") == 1
    assert shown.count("xin sang sau năm 2022") == 1


def test_its_files_are_kept_checked_and_named_in_ones_own_file(site: Site) -> None:
    _ask(site, date(2022, 6, 10))
    folder, later = site.workplace.evidence, site.workplace.clock().now() + timedelta(days=4000)
    with writing(site.workplace.engine) as session:
        sweep(session, folder, later)
        newest = select(EvidenceFile.sha256).order_by(col(EvidenceFile.id).desc())
        path = path_of(folder, session.exec(newest).first() or "")
    assert path.exists()
    whole = site.client(BY).get("/me/file.zip").content
    with ZipFile(BytesIO(whole)) as archive:
        assert any(b"lu.jpg" in archive.read(name) for name in archive.namelist())
    path.unlink()
    (found,) = check_evidence(site.workplace.engine, folder).findings
    assert (found.params["file"], found.params["ref"]) == ("lu.jpg", REF)
