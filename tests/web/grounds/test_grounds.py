"""Whoever decides has seen what is decided: a page from before a change decides nothing."""

from decimal import Decimal

import page_grounds
import pytest
from api_client import V1, program, send
from fastapi.testclient import TestClient
from sites import Site
from verification_pages import VALUE, item_of, record, report_again, reporter_of

from dondoc.services.acts.act_input import ActInput
from models.rules.checkpoints import Act
from models.rules.stages import Stage

SECRETARIAT, OTHER = "CB-VPTU3", "CB-VPTU2"
REPORTER = "CB-VT1"


def opened(client: TestClient, address: str, act: str) -> dict[str, str]:
    """The form of an act as it was opened."""
    page = client.get(address).text
    forms = [one.partition("</form>")[0] for one in page.split("<form")[1:]]
    fitting = [form for form in forms if f'value="{act}"' in form]
    return page_grounds.hidden(fitting[0]) | {"act": act}


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("verify", {"quality": "90", "note": "Đủ hồ sơ"}),
        ("verify", {"changed": "yes", "value": "15,25", "correct_reason": "Trừ 1,25 ha"}),
        ("return", {"return_reason": "Thiếu biên bản", "new_due_on": "2022-05-27"}),
    ],
)
def test_a_verdict_on_a_report_that_was_replaced_is_refused_with_both_values(
    site: Site, act: str, typed: dict[str, str]
) -> None:
    client, address = site.client(SECRETARIAT), f"/verify/2022/{VALUE}"
    form = opened(client, address, act) | typed
    report_again(site)
    answer = client.post(address, data=form)
    assert answer.status_code == 422
    assert "«16,5»" in answer.text and "«9»" in answer.text
    assert all(said in answer.text for name, said in typed.items() if name != "changed")
    facts = item_of(site, VALUE).facts
    assert (facts.stage, facts.result) == (Stage.REPORTED, None)
    # What stands was shown now, so the same decision counts.
    form |= {"seen": page_grounds.seen_on(answer.text)}
    assert client.post(address, data=form).status_code == 303


def test_who_only_mends_what_they_typed_is_narrative_of_the_change(site: Site) -> None:
    client, address = site.client(SECRETARIAT), f"/verify/2022/{VALUE}"
    form = opened(client, address, "return") | {"return_reason": ""}
    report_again(site)
    answer = client.post(address, data=form)
    assert answer.status_code == 422 and "return_reason-error" in answer.text
    assert "«16,5»" in answer.text and "«9»" in answer.text


def test_a_page_that_does_not_say_what_it_showed_decides_nothing(site: Site) -> None:
    client, address = site.client(SECRETARIAT), f"/verify/2022/{VALUE}"
    form = opened(client, address, "verify")
    del form["seen"]
    answer = client.post(address, data=form)
    assert answer.status_code == 422 and "Không rõ đồng chí đã xem gì" in answer.text
    assert item_of(site, VALUE).facts.stage is Stage.REPORTED


def test_news_that_are_not_decided_on_refuse_nothing(site: Site) -> None:
    client, address = site.client(SECRETARIAT), f"/verify/2022/{VALUE}"
    form = opened(client, address, "verify")
    by = reporter_of(site, VALUE)
    record(site, ActInput(act=Act.UPDATE, ref=VALUE, by=by, value=Decimal(17), narrative="Thêm"))
    site.advance()
    assert client.post(address, data=form).status_code == 303
    result = item_of(site, VALUE).facts.result
    assert result is not None and result.value == Decimal("16.5")


def verified(site: Site, **said: object) -> None:
    given: dict[str, object] = {"act": Act.VERIFY, "ref": VALUE, "by": OTHER, "reason": "Đo lại"}
    record(site, ActInput(**(given | said)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("evaluate", {}),
        ("correct", {"value": "15,5", "correct_reason": "Đo lại lần nữa"}),
    ],
)
def test_a_result_that_was_corrected_is_neither_graded_nor_corrected_unseen(
    site: Site, act: str, typed: dict[str, str]
) -> None:
    verified(site)
    client, address = site.client(SECRETARIAT), f"/verify/2022/{VALUE}"
    form = opened(client, address, act) | typed
    verified(site, act=Act.CORRECT, value=Decimal(2))
    answer = client.post(address, data=form)
    assert answer.status_code == 422
    assert "Kết quả thẩm định: đồng chí đang xem «16,5», nay là «2»" in answer.text
    assert all(said in answer.text for said in typed.values())
    assert item_of(site, VALUE).facts.stage is Stage.VERIFIED
    found = item_of(site, VALUE).facts.result
    assert found is not None and found.value == Decimal(2)


def test_a_form_of_a_report_does_not_replace_one_that_it_does_not_know(site: Site) -> None:
    by = reporter_of(site, VALUE)
    client, address = site.client(by), f"/report/2022/{VALUE}"
    form = page_grounds.hidden(client.get(address).text.partition('enctype="multipart')[2])
    report_again(site)
    typed = {"act": "report", "value": "16,8", "narrative": "Đã bàn giao thêm"}
    answer = client.post(address, data=form | typed)
    assert answer.status_code == 422 and "«16,5»" in answer.text and "«9»" in answer.text
    assert 'value="16,8"' in answer.text and "Đã bàn giao thêm" in answer.text
    report = item_of(site, VALUE).facts.report
    assert report is not None and report.value == Decimal(9)


@pytest.mark.parametrize("act", ["change_due", "withdraw"])
def test_a_date_that_was_moved_is_not_decided_on_unseen(site: Site, act: str) -> None:
    from datetime import date

    ref = "STC01@STC/B2"
    client, address = site.client(SECRETARIAT), f"/act/2022/{ref}"
    form = opened(client, f"{address}?act={act}", act)
    moved = ActInput(
        act=Act.CHANGE_DUE, ref=ref, by=OTHER, reason="Chờ", new_due_on=date(2022, 6, 7)
    )
    record(site, moved)
    typed = {"reason": "Lý do riêng của tôi", "new_due_on": "2022-06-20"}
    answer = client.post(address, data=form | typed)
    assert answer.status_code == 422 and "«07/06/2022»" in answer.text
    assert typed["reason"] in answer.text
    facts = item_of(site, ref).facts
    assert (facts.due_on, facts.standing) == (date(2022, 6, 7), "live")


def test_a_request_that_became_another_is_neither_granted_nor_refused_unseen(site: Site) -> None:
    from datetime import date

    ref, by = "STC01@STC/B2", "CB-STC1"
    asks = ActInput(act=Act.ASK_EXTENSION, ref=ref, by=by, reason="Chờ thẩm tra",
                    new_due_on=date(2022, 6, 10))  # fmt: skip
    record(site, asks)
    client, address = site.client(SECRETARIAT), "/verify/extensions"
    page = client.get(address).text
    seen = {"ref": ref, "seen": page_grounds.seen_on(page, f"{ref}</a>")}
    record(site, ActInput(act=Act.REFUSE_EXTENSION, ref=ref, by=OTHER, reason="Không"))
    asks = ActInput(act=Act.ASK_EXTENSION, ref=ref, by=by, reason="Xin thêm",
                    new_due_on=date(2022, 6, 30))  # fmt: skip
    record(site, asks)
    for act in ("change_due", "refuse_extension"):
        typed = {"act": act, "reason": "Đồng ý riêng", "new_due_on": "2022-06-10"}
        answer = client.post(address, data=seen | typed)
        assert answer.status_code == 422
        assert "«10/06/2022», nay là «30/06/2022»" in answer.text and "Đồng ý riêng" in answer.text
    assert item_of(site, ref).facts.extension_asked == date(2022, 6, 30)


def test_of_many_rows_only_those_that_changed_are_refused(site: Site) -> None:
    client, address = site.client(SECRETARIAT), "/verify/results"
    page = client.post(address, data={"all": "yes"}).text
    seen = page_grounds.rows_seen(page)
    refs = [name.removeprefix("seen/") for name in seen]
    item = item_of(site, refs[0])
    value = None if item.facts.is_product else Decimal(1)
    record(site, ActInput(act=Act.CORRECT, ref=refs[0], by=OTHER, reason="Đo lại", value=value,
                          delivered=False if value is None else None))  # fmt: skip
    answer = client.post(address, data={"ref": refs[:2], "sure": "yes"} | seen)
    assert answer.status_code == 409 and f"{refs[0]}: Có thay đổi" in answer.text
    assert item_of(site, refs[0]).facts.stage is Stage.VERIFIED
    assert item_of(site, refs[1]).facts.stage is Stage.EVALUATED


def test_the_api_gives_what_it_shows_and_wants_it_back(site: Site) -> None:
    client = program(site, SECRETARIAT)
    assignment, _, label = VALUE.partition("/")
    found = client.get(f"{V1}/assignments/2022/{assignment}").json()["checkpoints"]
    seen = next(one["seen"] for one in found if one["ref"] == VALUE)
    act = {"act": "verify", "request_key": "desk-verify-0001"}
    status, told = send(client, VALUE, **act)
    assert (status, told["field"]) == (422, "seen")
    report_again(site)
    status, told = send(client, VALUE, **act, seen=seen)
    assert status == 409 and "16.5" in str(told["detail"]) and "9" in str(told["detail"])
    found = client.get(f"{V1}/assignments/2022/{assignment}").json()["checkpoints"]
    seen = next(one["seen"] for one in found if one["ref"] == VALUE)
    assert send(client, VALUE, **act, seen=seen)[0] == 201
    assert label
