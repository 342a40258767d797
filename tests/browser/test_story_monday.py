"""The Monday of the secretariat: who is late, urging, verifying, silence, more time, the digest."""

from datetime import date

import pytest
import sample_acts
from accounts_world import PASSWORD, give_password
from browsing import Served, complaints, sign_in
from playwright.sync_api import Browser, Page, expect
from sites import Site
from sqlmodel import func, select
from sqlmodel.sql.expression import SelectOfScalar

from dondoc.services.acts.act_input import ActInput
from dondoc.store.database import reading
from models.assignment import Checkpoint
from models.digest import Digest
from models.nudge import Nudge, NudgeKind
from models.rules.checkpoints import Act

pytestmark = pytest.mark.slow
SECRETARIAT, ASKED, LATER = "CB-VPTU3", "GPMB01@BX/B2", date(2022, 6, 10)


def test_the_monday_of_the_secretariat(chromium: Browser, served: Served) -> None:
    site = served.site
    give_password(site, SECRETARIAT)
    ask = ActInput(Act.ASK_EXTENSION, ASKED, "CB-BX1", reason="Mưa", new_due_on=LATER)
    sample_acts.record(site, ask)
    site.advance()
    digests = _number(site, select(func.count()).select_from(Digest))
    with served.context(chromium) as context:
        page = context.new_page()
        with complaints(page) as told:
            sign_in(page, SECRETARIAT, PASSWORD)
            _look(page)
            urged = _urge(page)
            verified, returned = _verify(page)
            silent = _record_silence(page)
            _answer_request(page)
            _compile(page)
        assert told == []
    by_hand = select(func.count()).select_from(Nudge).where(Nudge.kind == NudgeKind.BY_HAND)
    assert _number(site, by_hand) == urged == 3
    site.advance()
    assert [_last(site, ref) for ref in verified] == [Act.VERIFY, Act.VERIFY]
    assert _last(site, returned) is Act.RETURN and _last(site, silent) is Act.NOT_REPORTED
    assert _last(site, ASKED) is Act.CHANGE_DUE
    with reading(site.workplace.engine) as session:
        moved = session.get_one(Checkpoint, sample_acts.checkpoint_id(site, ASKED))
        assert moved.due_on == LATER
    assert _number(site, select(func.count()).select_from(Digest)) == digests + 1


def _look(page: Page) -> None:
    """How the year is going, and what is overdue."""
    page.get_by_role("link", name="Toàn tỉnh").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tình hình thực hiện năm 2022")
    page.locator(".figures a").first.press("Enter")
    page.wait_for_url("**/overdue?*")
    expect(page.locator("tbody tr")).to_have_count(14)


def _urge(page: Page) -> int:
    """Urges all of a unit with one press, having seen whom it reaches."""
    page.get_by_role("link", name="Quá hạn", exact=True).press("Enter")
    page.locator("tbody").get_by_role("link", name="Sở Tài chính", exact=True).first.press("Enter")
    expect(page.locator(".chip-value")).to_have_text("Sở Tài chính")
    rows = page.locator("tbody tr").count()
    page.get_by_role("button", name="Đôn đốc cả").press("Enter")
    page.get_by_role("button", name="Gửi lời đôn đốc").press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"Đã đôn đốc {rows} mốc.")
    return rows


def _verify(page: Page) -> tuple[list[str], str]:
    """Accepts two reports and sends the third back, by shortcuts alone."""
    page.get_by_role("link", name="Thẩm định", exact=True).press("Enter")
    page.wait_for_url("**/verify")
    page.keyboard.press("j")
    for ref, following in (("CAT01@CAT/B2", "KHDT01@KHDT/B2"), ("KHDT01@KHDT/B2", "GPMB01@VT/B2")):
        page.wait_for_url(f"**/{ref}*")
        page.keyboard.press("a")
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"Đã thẩm định {ref}")).to_be_visible()
        page.wait_for_url(f"**/{following}*")
    page.keyboard.press("r")
    page.keyboard.type("Thiếu biên bản bàn giao.")
    page.get_by_role("button", name="Trả lại báo cáo").press("Enter")
    expect(page.get_by_text("Đã trả lại GPMB01@VT/B2")).to_be_visible()
    return ["CAT01@CAT/B2", "KHDT01@KHDT/B2"], "GPMB01@VT/B2"


def _record_silence(page: Page) -> str:
    """Records the first that is past its cut-off without a report."""
    page.goto("/verify/silent")
    box = page.locator("main [name=ref]").first
    ref = box.get_attribute("value")
    assert ref is not None
    box.press("Space")
    page.get_by_role("button", name="Ghi nhận không báo cáo…").press("Enter")
    page.get_by_role("button", name="Ghi nhận không báo cáo", exact=True).press("Enter")
    expect(page.get_by_role("status").first).to_be_visible()
    return ref


def _answer_request(page: Page) -> None:
    page.goto("/verify/extensions")
    request = page.locator("article").filter(has_text=ASKED)
    request.get_by_role("button", name="Chấp thuận").press("Enter")
    expect(page.get_by_role("status").first).to_be_visible()


def _compile(page: Page) -> None:
    page.get_by_role("link", name="Báo cáo tổng hợp", exact=True).press("Enter")
    page.wait_for_url("**/digests")
    page.locator("main form button").last.press("Enter")
    page.wait_for_url("**/digests/*")


def _number(site: Site, query: SelectOfScalar[int]) -> int:
    with reading(site.workplace.engine) as session:
        return session.exec(query).one()


def _last(site: Site, ref: str) -> Act:
    return sample_acts.acts(site, ref)[-1].act
