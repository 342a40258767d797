"""A date that is refused is said beside the field of the date, on every form that asks for one."""

import re
from datetime import date

import page_grounds
from sites import Site
from verification_pages import SECRETARIAT, VALUE, fields_of, record

from dondoc.services.acts.act_input import ActInput
from models.rules.checkpoints import Act

OVERDUE, BY = "STC01@STC/B2", "CB-STC1"
PAST = "2022-05-18"


def points_at(text: str, field: str) -> bool:
    """The summary leads to the field, and there it is said again."""
    there = re.search(rf'<input id="{field}"[^>]*>', text)
    return f'href="#{field}"' in text and f'id="{field}-error"' in text and there is not None


def test_of_a_return(site: Site) -> None:
    client = site.client(SECRETARIAT)
    address = f"/verify/2022/{VALUE}"
    typed = {"act": "return", "return_reason": "Thiếu biên bản", "new_due_on": PAST}
    answer = client.post(address, data=fields_of(client.get(address).text) | typed)
    assert answer.status_code == 422 and points_at(answer.text, "new_due_on")
    assert "Việc có thể làm lúc này" not in answer.text
    assert 'id="return_reason-error"' not in answer.text


def test_a_quality_out_of_range_is_said_beside_it(site: Site) -> None:
    client = site.client(SECRETARIAT)
    address = f"/verify/2022/{VALUE}"
    typed = {"act": "verify", "quality": "140"}
    answer = client.post(address, data=fields_of(client.get(address).text) | typed)
    assert answer.status_code == 422 and points_at(answer.text, "quality")


def test_of_a_request_and_of_its_answer(site: Site) -> None:
    asking, address = site.client(BY), f"/act/2022/{OVERDUE}"
    form = page_grounds.hidden(asking.get(f"{address}?act=ask_extension").text)
    typed = {"act": "ask_extension", "reason": "Chờ hướng dẫn", "new_due_on": PAST}
    answer = asking.post(address, data=form | typed)
    assert answer.status_code == 422 and points_at(answer.text, "new_due_on")
    assert "Việc có thể làm lúc này" not in answer.text
    record(site, ActInput(act=Act.ASK_EXTENSION, ref=OVERDUE, by=BY, reason="Chờ hướng dẫn",
                          new_due_on=date(2022, 6, 10)))  # fmt: skip
    client, queue = site.client(SECRETARIAT), "/verify/extensions"
    page = client.get(queue).text
    carried = page_grounds.hidden(page[page.index('name="ref"') - 900 :].partition("</form>")[0])
    typed = {"ref": OVERDUE, "act": "change_due", "reason": "Đồng ý", "new_due_on": PAST}
    answer = client.post(queue, data=carried | typed)
    assert answer.status_code == 422 and points_at(answer.text, "new_due_on")
    assert "Việc có thể làm lúc này" not in answer.text
    assert answer.text.count('id="new_due_on"') == 1
