"""A digest on its page: remarked upon, approved, issued, reopened; never on an old page."""

import re
from datetime import date, timedelta

import pytest
from sites import Site
from sqlalchemy import update
from sqlmodel import Session, select

from dondoc.channels.letter import Letter, to_mime
from dondoc.channels.mailbox import NotifyMailbox
from dondoc.channels.outcome import Outcome, temporary
from dondoc.clock import at
from dondoc.services.delivery.remind import deliver_due
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.store.database import reading, writing
from dondoc.web.digest import decide
from models.digest import Digest, DigestPaper, UnitDigest
from models.message import Message, MessageState

SECRETARIAT, STANDING, HEAD = "CB-VPTU3", "CB-TTTU1", "CB-LT1"


def compiled(site: Site) -> str:
    answer = site.client(SECRETARIAT).post("/digests", data={"quarter": "2022-Q1"})
    assert answer.status_code == 303
    return str(answer.headers["location"]).partition("?")[0]


def seen(site: Site, path: str, code: str = SECRETARIAT) -> str:
    """What the page of a digest showed, as its forms carry it."""
    found = re.search(r'name="seen" value="([^"]*)"', site.client(code).get(path).text)
    assert found
    return found[1].replace("&amp;", "&")


def sent(site: Site, path: str, act: str, code: str = SECRETARIAT, **fields: str) -> str:
    """Presses a button of the page; where it leads, or what the page says instead."""
    form = {"seen": seen(site, path)} | fields
    answer = site.client(code).post(f"{path}/{act}", data=form)
    return str(answer.headers["location"]) if answer.status_code == 303 else answer.text


def rows(site: Site, model: type[Digest | UnitDigest | DigestPaper | Message]) -> list[object]:
    with reading(site.workplace.engine) as session:
        return list(session.exec(select(model)))


def test_approved_it_closes_its_period_and_says_what_that_means(site: Site) -> None:
    path = compiled(site)
    page = site.client(STANDING).get(path).text
    assert "Dự thảo" in page and "/approve" not in page
    assert sent(site, path, "approve") == f"{path}?done=approved"
    page = site.client(STANDING).get(path).text
    assert "Đã duyệt" in page and "Vẫn nộp được báo cáo muộn" in page
    again = site.client(SECRETARIAT).post("/digests", data={"quarter": "2022-Q1"})
    assert again.headers["location"] == f"{path}?done=locked"
    assert "duyệt báo cáo tổng hợp 2022-Q1" in site.client("CB-UBKT4").get("/audit").text


def test_the_way_to_remarks_leads_past_the_paper_before_there_is_any(site: Site) -> None:
    page = site.client(STANDING).get(compiled(site)).text
    assert page.index('href="#remarks"') < page.index('class="paper"') < page.index('id="remarks"')


def test_an_old_page_approves_nothing(site: Site) -> None:
    path = compiled(site)
    old = seen(site, path)
    assert sent(site, path, "remarks", STANDING, remark="Số của Lập Thạch?").endswith("remarked")
    answer = site.client(SECRETARIAT).post(f"{path}/approve", data={"seen": old})
    assert answer.status_code == 422 and "Số ý kiến chưa trả lời" in answer.text
    assert sent(site, path, "approve").endswith("done=approved")
    pressed = site.client(SECRETARIAT).post(f"{path}/approve", data={"seen": old})
    assert pressed.status_code == 422 and "Dự thảo" in pressed.text and "Đã duyệt" in pressed.text


def test_a_remark_goes_on_to_the_next_draft_until_it_is_answered(site: Site) -> None:
    path = compiled(site)
    assert "Đề nghị ghi ý kiến" in sent(site, path, "remarks", STANDING)
    sent(site, path, "remarks", STANDING, remark="Xem lại số của Lập Thạch")
    old = seen(site, path)
    newer = _newer(site)
    assert "Xem lại số của Lập Thạch" in site.client(SECRETARIAT).get(newer).text
    assert "Đã có bản khác thay thế" in site.client(SECRETARIAT).get(path).text
    refused = site.client(SECRETARIAT).post(f"{path}/approve", data={"seen": old})
    assert refused.status_code == 422 and "Bản mới nhất của kỳ" in refused.text
    form = {"answer-1": "Đã kiểm tra"}
    answer = site.client(SECRETARIAT).post(f"{newer}/remarks/1/answer", data=form)
    assert answer.headers["location"] == f"{newer}?done=answered"
    assert "Xem lại số" not in site.client(SECRETARIAT).get(newer).text
    assert "Đã kiểm tra" in site.client(SECRETARIAT).get(path).text
    again = site.client(SECRETARIAT).post(f"{newer}/remarks/1/answer", data=form)
    assert "đã trả lời ý kiến này" in again.text


def _newer(site: Site) -> str:
    """Another draft of the same period: the figures changed meanwhile."""
    with writing(site.workplace.engine) as session:
        first = session.get_one(Digest, 1)
        later = first.compiled_at + timedelta(hours=1)
        new = {"figures_sha256": "0" * 64, "compiled_at": later}
        session.add(Digest(**first.model_dump(exclude={"id"}) | new))
    return "/digests/2"


def test_issued_everybody_gets_their_part_once(site: Site) -> None:
    path = compiled(site)
    assert "chưa được duyệt" in sent(site, path, "issue")
    sent(site, path, "approve")
    assert sent(site, path, "issue") == f"{path}?done=issued"
    letters = rows(site, Message)
    brought = [row for row in letters if isinstance(row, Message) and row.digest_id == 1]
    assert {row.unit_key for row in brought} >= {0} and len({r.unit_key for r in brought}) > 10
    assert sent(site, path, "issue") == f"{path}?done=issued"
    assert len(rows(site, Message)) == len(letters)
    _delivered(site)
    page = site.client(STANDING).get(path).text
    assert f"{len(brought)} đã gửi" in page
    mails = list(site.workplace.settings.mailbox.rglob("*.eml"))
    with_digest = [mail for mail in mails if b"application/pdf" in mail.read_bytes()]
    assert len(with_digest) == len(brought)


@pytest.mark.parametrize(
    ("usual", "chosen", "form"),
    [("state", "", "state"), ("party", "state", "state"), ("state", "party", "party")],
)
def test_papers_go_along_by_the_rules_that_are_chosen_or_usual(
    site: Site, monkeypatch: pytest.MonkeyPatch, usual: str, chosen: str, form: str
) -> None:
    written: list[PaperForm] = []

    def noted(_engine: object, _number: int, order: PaperOrder, *_: object, **_more: bool) -> None:
        written.append(order.form)

    monkeypatch.setattr(decide, "write_papers", noted)
    site.workplace.settings.paper_form = usual  # type: ignore[assignment]
    path = compiled(site)
    sent(site, path, "approve")
    page = site.client(SECRETARIAT).get(path).text
    assert f'<option value="{usual}" selected>' in page
    assert page.index(f"papers/{usual}.docx") < page.index(
        f"papers/{'party' if usual == 'state' else 'state'}.docx"
    )
    sent(site, path, "issue", form=chosen)
    assert written == [form]


def _delivered(site: Site) -> None:
    monday = at(date(2022, 5, 23), 9)
    deliver_due(site.workplace, monday)


def test_a_unit_reads_its_own_part_and_no_other(site: Site) -> None:
    path = compiled(site)
    with reading(site.workplace.engine) as session:
        units = {unit: _named(session, unit) for unit in session.exec(select(UnitDigest.unit_id))}
    own = next(key for key, name in units.items() if name == "Huyện Lập Thạch")
    other = next(key for key in units if key != own)
    head = site.client(HEAD)
    assert head.get(f"{path}/units/{own}").status_code == 404  # not approved yet
    sent(site, path, "approve")
    page = head.get(f"{path}/units/{own}")
    assert page.status_code == 200 and "Huyện Lập Thạch" in page.text
    assert head.get(f"{path}/units/{own}/papers/party.docx").status_code == 200
    assert head.get(f"{path}/units/{other}").status_code == 404
    assert head.get(path).status_code == 403


def _named(session: Session, unit_id: int) -> str:
    part = session.exec(select(UnitDigest).where(UnitDigest.unit_id == unit_id)).one()
    return str(part.figures["unit"])


def test_reopened_for_a_reason_what_waits_is_not_sent(site: Site) -> None:
    path = compiled(site)
    sent(site, path, "approve")
    sent(site, path, "issue")
    refused = sent(site, path, "reopen")
    assert "Đề nghị ghi lý do" in refused
    assert "<details open><summary>Mở lại" in refused  # what is to be mended can be seen
    assert sent(site, path, "reopen", reason="Sai số liệu").endswith("done=reopened")
    _delivered(site)
    brought = [row for row in rows(site, Message) if isinstance(row, Message) and row.digest_id]
    assert {row.state for row in brought} == {MessageState.MOOT}
    sent(site, path, "approve")
    sent(site, path, "issue")
    _delivered(site)
    assert f"{len(brought)} đã gửi" in site.client(STANDING).get(path).text
    assert "Sai số liệu" in site.client(STANDING).get(path).text


def test_approved_again_nothing_is_sent_until_it_is_issued_again(site: Site) -> None:
    path = compiled(site)
    sent(site, path, "approve")
    sent(site, path, "issue")
    assert "đang chờ gửi" in site.client(SECRETARIAT).get(path).text
    sent(site, path, "reopen", reason="Sai mẫu")
    assert "đang chờ gửi" not in site.client(SECRETARIAT).get(path).text
    sent(site, path, "approve")
    assert "đang chờ gửi" not in site.client(SECRETARIAT).get(path).text
    _delivered(site)
    brought = [row for row in rows(site, Message) if isinstance(row, Message) and row.digest_id]
    assert brought and {row.state for row in brought} == {MessageState.MOOT}


@pytest.mark.parametrize("state", ["overdue", "done_in_time"])
def test_a_figure_opens_its_checkpoints_as_they_stood(site: Site, state: str) -> None:
    path = compiled(site)
    client = site.client(STANDING)
    links = re.findall(rf'href="({path}/checkpoints\?state={state}[^"]*)">', client.get(path).text)
    assert len(links) > 2  # of all, of groups, of units
    assert links[0] not in client.get(f"{path}/paper.html").text  # a paper has no links
    for link in links[:3]:
        page = client.get(link.replace("&amp;", "&")).text
        found = re.search(r"Báo cáo ghi ([\d.]+) mốc", page)
        assert found and page.count("<tr><th scope") - 1 == int(found[1].replace(".", ""))
    assert client.get(f"{path}/checkpoints?state=nothing").status_code == 404
    assert site.client(HEAD).get(f"{path}/checkpoints?state={state}").status_code == 403


def test_a_letter_is_the_same_at_every_attempt(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    _delivered(site)  # the day's reminders
    path = compiled(site)
    sent(site, path, "approve")
    sent(site, path, "issue")
    tried: list[bytes] = []

    def fails(_channel: object, letter: Letter) -> Outcome:
        tried.append(to_mime(letter))
        return temporary("451 later", "channel.reason.not_taken")

    with monkeypatch.context() as patch:
        patch.setattr(NotifyMailbox, "deliver", fails)
        _delivered(site)
    first = {_message_id(each): each for each in tried if b"application/pdf" in each}
    with writing(site.workplace.engine) as session:
        session.execute(update(Message).values(retry_after=None))
    _delivered(site)
    arrived = [mail.read_bytes() for mail in site.workplace.settings.mailbox.rglob("*.eml")]
    again = {_message_id(each): each for each in arrived if b"application/pdf" in each}
    assert first and {key: again[key] for key in first} == first


def _message_id(letter: bytes) -> bytes:
    found = re.search(rb"(?im)^message-id: *(<[^>]+>)", letter)
    assert found
    return found[1]
