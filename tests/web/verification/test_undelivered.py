"""A product that is not there, on the pages of whoever reports it and whoever verifies it."""

import sample_acts
from sites import Site, person_id
from undelivered_pages import BY, HERE, PRODUCT, fields_in, judges, page, reports, view
from verification_pages import SECRETARIAT

from dondoc.services.reports.links import ReportLink
from models.rules.stages import Stage


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
