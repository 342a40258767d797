"""Verified results are drawn by chance, looked at by another unit, and stay what they are."""

import html
import re

import pytest
from sites import Site
from sqlmodel import select

from dondoc.clock import at
from dondoc.services.delivery.remind import deliver_due
from dondoc.services.digest.check import check_digest
from dondoc.services.digest.report import digest_of, read_with_report
from dondoc.services.digest.report_lists import gap_table
from dondoc.services.digest.tables import DigestWriter
from dondoc.services.evidence.store import Attachment, store
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.programme.at_work import programme_at_work
from dondoc.store.database import reading, writing
from models.message import Message, MessageState
from models.person import Person
from models.recheck import Recheck
from models.report import ReportEvidence
from models.rules.checkpoints import local_date
from models.verdict import Verification

SECRETARIAT = "CB-VPTU3"
FIRST = Quarter(2022, 1)


def draw(site: Site, **changed: str) -> str:
    data = {"quarter": "2022-Q1", "share": "20", "seed": "quay-so-1", **changed}
    answer = site.client(SECRETARIAT).post("/rechecks", data=data)
    assert answer.status_code in (303, 422)
    page = site.client(SECRETARIAT).get("/rechecks").text
    return page if answer.status_code == 303 else answer.text


def rows(site: Site) -> list[tuple[Recheck, str]]:
    with reading(site.workplace.engine) as session:
        query = select(Recheck, Person.code).join(Person).order_by(Recheck.id)  # type: ignore[arg-type]
        found = list(session.exec(query).all())
        session.expunge_all()
    return found


def numbered(site: Site) -> tuple[Recheck, str]:
    """One of those that have a number."""
    with reading(site.workplace.engine) as session:
        numbers = {
            each.key for each in session.exec(select(Verification)) if each.value is not None
        }
    return next((row, code) for row, code in rows(site) if row.verification_id in numbers)


def answer(site: Site, code: str, key: int, **said: str) -> tuple[int, str]:
    client = site.client(code)
    page = client.get("/rechecks").text
    form = page[page.index(f'action="/rechecks/{key}') :]
    found = re.search(r'name="seen" value="([^"]*)"', form)
    assert found
    sent = {f"{name}-{key}" if name != "act" else name: text for name, text in said.items()}
    reply = client.post(f"/rechecks/{key}", data={"seen": html.unescape(found[1]), **sent})
    return reply.status_code, reply.text


def figures(site: Site) -> DigestFigures:
    with reading(site.workplace.engine) as session:
        today = local_date(site.workplace.clock().now())
        programme = programme_at_work(session, today)
        return digest_of(read_with_report(session, programme, FIRST, today, None))


def test_a_sample_is_drawn_once_and_says_how_it_is_drawn_again(site: Site) -> None:
    page = draw(site)
    assert "hạt giống “quay-so-1”" in page
    assert len(rows(site)) > 3
    again = draw(site, seed="khác")
    assert "đã được chọn" in again and "khác" in again


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"share": "0"}, "tỷ lệ phải trên 0"),
        ({"share": "nhiều"}, "nhiều"),
        ({"seed": ""}, "cần ghi hạt giống"),
        ({"quarter": "2022-Q2"}, "chưa hết"),
    ],
)
def test_a_bad_order_is_refused_and_kept(site: Site, typed: dict[str, str], said: str) -> None:
    page = draw(site, **typed)
    assert said.lower() in page.lower()
    assert not rows(site)


def test_everybody_looks_at_another_units_result(site: Site) -> None:
    draw(site, share="100")
    for row, _ in rows(site):
        assert row.verifier_unit_id != row.unit_id


def with_file(site: Site, row: Recheck) -> int:
    """The report of a result gets a file; its key."""
    now = site.workplace.clock().now()
    with writing(site.workplace.engine) as session:
        report = session.get_one(Verification, row.verification_id).report_id
        assert report is not None
        file = store(session, site.workplace.evidence, Attachment("anh.png", b"PNG"), now)
        session.add(ReportEvidence(report_id=report, file_id=file, filename="anh.png"))
    return file


def test_the_verifier_sees_report_and_evidence_and_nobody_else_does(site: Site) -> None:
    draw(site, share="100")
    row, code = rows(site)[0]
    address = f"/rechecks/{row.key}/evidence/{with_file(site, row)}"
    page = site.client(code).get("/rechecks").text
    assert f'id="recheck-{row.key}"' in page
    assert f'href="{address}' in page
    assert site.client(code).get(address).content == b"PNG"
    stranger = next(other for _, other in rows(site) if other != code)
    assert site.client(stranger).get(address).status_code == 404
    data = {"act": "agrees", "seen": ""}
    assert site.client(stranger).post(f"/rechecks/{row.key}", data=data).status_code == 404


def test_no_result_changes_by_a_disagreement_and_the_rate_is_counted(site: Site) -> None:
    draw(site)
    row, code = numbered(site)
    with reading(site.workplace.engine) as session:
        before = session.get_one(Verification, row.verification_id).value
    assert answer(site, code, row.key, act="differs", value="1")[0] == 422
    status, page = answer(site, code, row.key, act="differs", reason="Đếm lại hồ sơ")
    assert status == 422 and "Đếm lại hồ sơ" in page
    assert answer(site, code, row.key, act="differs", value="1", reason="Đếm lại")[0] == 303
    with reading(site.workplace.engine) as session:
        assert session.get_one(Verification, row.verification_id).value == before
    page = site.client(SECRETARIAT).get("/rechecks").text
    assert "<strong>1/1</strong><small>100%</small>" in page
    other, its = next((one, who) for one, who in rows(site) if one.key != row.key)
    assert answer(site, its, other.key, act="agrees")[0] == 303
    page = site.client(SECRETARIAT).get("/rechecks").text
    assert "<strong>1/2</strong><small>50%</small>" in page
    waiting = len(rows(site)) - 2
    assert f"<strong>{waiting}</strong>" in page


def test_it_is_answered_once(site: Site) -> None:
    draw(site)
    row, code = rows(site)[0]
    client = site.client(code)
    page = client.get("/rechecks").text
    form = page[page.index(f'action="/rechecks/{row.key}') :]
    seen = html.unescape(re.search(r'name="seen" value="([^"]*)"', form)[1])  # type: ignore[index]
    data = {"seen": seen, "act": "agrees"}
    assert client.post(f"/rechecks/{row.key}", data=data).status_code == 303
    assert client.post(f"/rechecks/{row.key}", data=data).status_code == 303
    other = client.post(f"/rechecks/{row.key}", data={**data, "act": "differs"})
    assert other.status_code == 422


def test_whoever_is_to_look_is_told_and_not_once_they_have(site: Site) -> None:
    draw(site)
    told = {code for _, code in rows(site)}
    done = rows(site)[0][1]
    for row, code in rows(site):
        if code == done:
            assert answer(site, code, row.key, act="agrees")[0] == 303
    deliver_due(site.workplace, at(local_date(site.workplace.clock().now()), 9))
    with reading(site.workplace.engine) as session:
        query = select(Message, Person.code).join(Person).where(Message.notice == "rechecks")
        states = {code: message.state for message, code in session.exec(query)}
    assert set(states) == told
    assert states.pop(done) is MessageState.MOOT
    assert set(states.values()) <= {MessageState.SENT}


def test_the_digest_says_the_rate_with_its_denominator_and_source(site: Site) -> None:
    assert figures(site).report.rechecks is None  # type: ignore[union-attr]
    draw(site)
    row, code = rows(site)[0]
    answer(site, code, row.key, act="differs", value="1", reason="Không thấy minh chứng")
    counted = figures(site).report.rechecks  # type: ignore[union-attr]
    assert counted is not None
    assert (counted.disagreed, counted.answered) == (1, 1)
    assert counted.sampled == counted.answered + counted.waiting == len(rows(site))
    found = figures(site)
    check_digest(found)
    table = gap_table(DigestWriter("vi"), (), counted)
    assert table is not None
    title, number, where = table.rows[-1].cells
    assert (title, number) == ("Kiểm tra lại ngẫu nhiên: kết quả khác", "1")
    assert where.startswith("1/1 kết quả đã xem lại (100%); còn chờ")
    assert "quay-so-1" in where


def test_only_the_secretariat_draws_and_sees_all(site: Site) -> None:
    draw(site)
    for code in ("CB-TTTU1", "CB-UBKT4", "CB-VPTU5"):
        page = site.client(code).get("/rechecks").text
        assert "quay-so-1" not in page
        assert site.client(code).post("/rechecks", data={}).status_code == 403
