"""A product that is not there, on the pages of whoever reports it and whoever verifies it."""

import html
import re

import page_grounds
import pytest
import sample_acts
from api_client import program
from programmes import current_programme
from sites import Site, person_id
from verification_pages import SECRETARIAT, fields_of

from dondoc.services.acts.act_input import ActInput
from dondoc.services.reports.links import ReportLink
from dondoc.services.work.assignment_view import CheckpointView, assignment_view
from dondoc.store.database import reading
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade
from models.rules.stages import Stage

PRODUCT, BY = "STC01@STC/B2", "CB-STC1"
"""A product that is overdue in the sample on its day."""

HERE = f"/report/2022/{PRODUCT}"


def view(site: Site) -> CheckpointView:
    with reading(site.workplace.engine) as session:
        programme, now = current_programme(session), site.workplace.clock().now()
        seen = assignment_view(session, programme, PRODUCT, now)
        return next(checkpoint for checkpoint in seen.checkpoints if checkpoint.ref == PRODUCT)


def page(site: Site, code: str | None, address: str) -> str:
    client = site.client(code) if code else site.visitor()
    return html.unescape(client.get(address).text)


def reports(site: Site, delivered: str) -> str:
    """The official fills in the form; gives the page that follows."""
    client = site.client(BY)
    form = fields_in(client.get(HERE).text)
    answer = client.post(HERE, data=form | {"act": "report", "delivered": delivered})
    site.advance()
    where = answer.headers.get("location")
    return html.unescape(client.get(where).text if where else answer.text)


def fields_in(text: str) -> dict[str, str]:
    form = text[text.index("data-report=") :]
    return page_grounds.hidden(form)


def judges(site: Site, **typed: str) -> int:
    client = site.client(SECRETARIAT)
    address = f"/verify/2022/{PRODUCT}"
    text = client.get(address).text
    form = fields_of(text) if 'value="verify"' in text else _amending(text)
    status = client.post(address, data=form | typed).status_code
    site.advance()
    return status


def _amending(text: str) -> dict[str, str]:
    form = text[text.index('name="cause"') - 2000 :]
    return page_grounds.hidden(form[: form.index('value="correct"')])


def test_the_receipt_says_that_the_work_counts_as_not_done(site: Site) -> None:
    receipt = reports(site, "no")
    assert "việc vẫn tính là chưa xong" in receipt
    assert "Khi có sản phẩm, đồng chí báo cáo lại mốc này" in receipt
    assert "Báo cáo trễ hạn" not in receipt


def test_who_has_reported_that_it_is_not_there_is_not_told_that_nothing_is_left_to_do(
    site: Site,
) -> None:
    assert "không phải làm gì thêm" not in reports(site, "no")
    judges(site, act="verify")
    assert "không phải làm gì thêm" not in page(site, BY, f"{HERE}?done=report")


def test_the_verified_finding_is_not_called_a_later_report(site: Site) -> None:
    reports(site, "no")
    judges(site, act="verify")
    assert "Báo cáo bổ sung" not in page(site, SECRETARIAT, f"/verify/2022/{PRODUCT}")


def test_every_page_says_why_a_later_report_was_returned_and_names_no_date(site: Site) -> None:
    link = ReportLink(
        person_id(site, BY),
        sample_acts.checkpoint_id(site, PRODUCT),
        0,
        site.workplace.clock().today(),
    )
    reports(site, "no")
    judges(site, act="verify")
    reports(site, "yes")
    judges(site, act="return", return_reason="Tệp không mở được")
    for code, address in ((BY, "/work"), (BY, HERE), (BY, f"{HERE}?done=report")):
        assert "Tệp không mở được" in page(site, code, address), address
    old = page(site, None, f"/r/{link.token}")
    assert "Tệp không mở được" in old and "vẫn giữ nguyên" in old
    assert "Hạn sửa và nộp lại" not in old  # its due date passed long ago
    reports(site, "yes")
    judges(site, act="verify")
    assert "Tệp không mở được" not in page(site, BY, "/work")


def test_the_form_says_beside_the_choice_what_not_there_means_by_every_door(site: Site) -> None:
    link = ReportLink(
        person_id(site, BY),
        sample_acts.checkpoint_id(site, PRODUCT),
        0,
        site.workplace.clock().today(),
    )
    for code, address in ((BY, HERE), (None, f"/r/{link.token}")):
        form = page(site, code, address)
        assert 'value="no" aria-describedby="delivered-hint"' in form, address
        assert "việc vẫn tính là chưa xong" in form and "vẫn nộp được" in form
        assert "nên ghi ngắn gọn lý do" in form


def test_once_found_not_there_the_form_offers_only_that_it_is_there_or_an_update(
    site: Site,
) -> None:
    reports(site, "no")
    assert judges(site, act="verify") == 303
    text = page(site, BY, HERE)
    assert 'name="delivered" value="yes"' in text
    assert 'name="delivered" value="no"' not in text
    assert "chưa có thì đồng chí gửi cập nhật" in text
    # An old page still sends it: it is marked at the choice.
    refused = reports(site, "no")
    at = refused[refused.index('<fieldset class="wrong" id="delivered">') :]
    assert "Chỉ báo cáo lại khi sản phẩm đã hoàn thành." in at[: at.index("</fieldset>")]
    client = site.client(BY)
    form = fields_in(client.get(HERE).text)
    sent = client.post(HERE, data=form | {"act": "update", "narrative": "Đang trình ký"})
    assert sent.status_code == 303


def test_whoever_verifies_reads_that_it_is_not_there(site: Site) -> None:
    reports(site, "no")
    assert "Báo cáo chưa hoàn thành" in page(site, SECRETARIAT, f"/verify/2022/{PRODUCT}")
    assert "Chờ thẩm định: báo chưa hoàn thành" in page(site, SECRETARIAT, "/overdue?state=waiting")


def test_once_verified_every_page_says_so_and_offers_to_make_it_good(site: Site) -> None:
    reports(site, "no")
    assert judges(site, act="verify") == 303
    item = page(site, BY, f"/items/2022/{PRODUCT}")
    assert "được thẩm định là chưa hoàn thành sản phẩm" in item
    assert f'href="{HERE}">Báo cáo bổ sung</a>' in item
    work = page(site, BY, "/work")
    assert "Chưa xong, vẫn có thể nộp" in work
    assert "Có sản phẩm thì đồng chí nộp báo cáo bổ sung" in work
    listed = page(site, SECRETARIAT, "/overdue?state=undelivered")
    assert PRODUCT in listed
    assert "ghi nhận là chưa xong" in page(site, BY, HERE)


def test_the_product_is_delivered_later_on_the_same_pages(site: Site) -> None:
    reports(site, "no")
    judges(site, act="verify")
    again = reports(site, "no")
    assert "Chỉ báo cáo lại khi sản phẩm đã hoàn thành" in again
    assert "Đã ghi nhận lúc" in reports(site, "yes")
    assert view(site).stage is Stage.REPORTED
    assert "kết quả cũ vẫn giữ nguyên" in page(site, SECRETARIAT, f"/verify/2022/{PRODUCT}")
    assert judges(site, act="verify") == 303
    assert view(site).state.value == "done_late"


def test_a_later_report_is_returned_without_a_date(site: Site) -> None:
    reports(site, "no")
    judges(site, act="verify")
    reports(site, "yes")
    shown = site.client(SECRETARIAT).get(f"/verify/2022/{PRODUCT}").text
    assert 'name="return_reason"' in shown and 'name="new_due_on"' not in shown
    assert judges(site, act="return", return_reason="Chưa có biên bản") == 303
    now = view(site)
    assert (now.stage, now.undelivered, now.returns) == (Stage.VERIFIED, True, 1)


def test_whoever_is_to_make_it_good_reads_why_their_later_report_was_returned(site: Site) -> None:
    """On the form, on their own page and on the receipt; until it is reported again."""
    reports(site, "no")
    judges(site, act="verify")
    reports(site, "yes")
    assert judges(site, act="return", return_reason="Chưa có biên bản") == 303
    for address in (HERE, "/work", f"{HERE}?done=report"):
        assert "Chưa có biên bản" in page(site, BY, address), address
    assert "Hạn mới" not in page(site, BY, "/work")  # it was overdue when it came
    reports(site, "yes")
    judges(site, act="verify")
    for address in (HERE, "/work"):
        assert "Chưa có biên bản" not in page(site, BY, address), address


@pytest.mark.parametrize(("cause", "after"), [("", True), ("yes", True), ("no", False)])
def test_a_correction_says_what_becomes_of_the_objective_cause(
    site: Site, cause: str, after: bool
) -> None:
    reports(site, "yes")
    assert judges(site, act="verify", objective_cause="on") == 303
    assert view(site).objective_cause
    typed = {"act": "correct", "delivered": "yes", "correct_reason": "Xét lại", "cause": cause}
    assert judges(site, **typed) == 303
    assert view(site).objective_cause is after
    item = page(site, BY, f"/items/2022/{PRODUCT}")
    assert ("không còn công nhận nguyên nhân khách quan" in item) is not after


def test_a_program_reads_what_is_undelivered_and_can_make_it_good(site: Site) -> None:
    for act, by in ((Act.REPORT, BY), (Act.VERIFY, SECRETARIAT), (Act.EVALUATE, SECRETARIAT)):
        said = {"delivered": False} if act is Act.REPORT else {}
        sample_acts.record(site, ActInput(act, PRODUCT, by, **said))
    site.advance()
    assert view(site).grade is Grade.NOT_COMPLETED
    secretariat = program(site, SECRETARIAT)
    found = secretariat.get("/api/v1/checkpoints?state=undelivered").json()["items"]
    (mine,) = [one for one in found if one["ref"] == PRODUCT]
    assert (mine["undelivered"], mine["missing"], mine["objective_cause"]) == (True, False, False)
    official = program(site, BY)
    ref, _, label = PRODUCT.partition("/")
    act = {"act": "report", "delivered": True, "request_key": "made-good-1"}
    answer = official.post(f"/api/v1/checkpoints/2022/{ref}/{label}/acts", json=act)
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize(("delivered", "chosen"), [("yes", "yes"), ("no", "no")])
def test_a_correction_of_something_else_starts_from_what_was_found(
    site: Site, delivered: str, chosen: str
) -> None:
    reports(site, delivered)
    judges(site, act="verify")
    text = site.client(SECRETARIAT).get(f"/verify/2022/{PRODUCT}").text
    form = text[text.index('name="delivered"') :]
    first = form[: form.index("</fieldset>")]
    assert f'value="{chosen}" checked' in first and first.count(" checked") == 1
    assert 'name="cause" value="" checked' in form


def test_whoever_evaluates_reads_that_an_objective_cause_was_confirmed(site: Site) -> None:
    reports(site, "yes")
    judges(site, act="verify", objective_cause="on")
    shown = page(site, SECRETARIAT, f"/verify/2022/{PRODUCT}")
    assert "<dt>Nguyên nhân khách quan</dt><dd>được công nhận</dd>" in shown


def test_what_was_verified_as_not_there_stands_open_beside_what_is_overdue(site: Site) -> None:
    reports(site, "no")
    judges(site, act="verify")
    work = page(site, BY, "/work")
    sections = re.findall(r'(?:<details[^>]*id="|aria-labelledby="section-)(\w+)"', work)
    assert sections[0] == "undone" and "open" in sections
    before = work[: work.index(f'id="{PRODUCT}"')]
    assert before.count("<details") == before.count("</details>")
