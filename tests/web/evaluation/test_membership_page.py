"""Who is in a round, on its page: taken out with a reason, refused where somebody was before."""

import html
import re

from evaluation_round import NAME, OFFICIAL, PAGE, ROUND, opened
from sites import Site

OFFICE = "CB-VPTU3"
HERE = f"{ROUND}/membership"
WHY = "Mới bổ nhiệm dưới một tháng"


def form_of(page: str, act: str) -> dict[str, str]:
    """The hidden fields of the form of an act."""
    form = next(each for each in page.split("<form")[1:] if f'value="{act}"' in each)
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in fields} | {"act": act}


def test_somebody_is_taken_out_and_the_page_opened_before_is_refused(site: Site) -> None:
    opened(site)
    client = site.client(OFFICE)
    assert HERE in client.get(ROUND).text
    before = client.get(f"{HERE}?code={OFFICIAL}").text
    taken = form_of(before, "take_out")
    empty = client.post(HERE, data=taken | {"reason": " "})
    assert empty.status_code == 422 and "Ghi lý do" in html.unescape(empty.text)
    assert client.post(HERE, data=taken | {"reason": WHY}).status_code == 303
    page = html.unescape(client.get(f"{HERE}?code={OFFICIAL}").text)
    assert f"Đã đưa ra khỏi kỳ: {WHY}" in page and 'value="put_back"' in page
    assert WHY in html.unescape(client.get(f"{ROUND}?state=taken_out").text)
    own = html.unescape(site.client(OFFICIAL).get(PAGE).text)
    assert "Đưa ra khỏi kỳ." in own and WHY in own
    moved = form_of(before, "move") | {"reason": "Chuyển", "position": "1"}
    late = client.post(HERE, data=moved)
    assert late.status_code == 422
    refused = html.unescape(late.text)
    assert "Vị trí được đánh giá" not in refused and "Bước gần nhất" in refused and NAME in refused


def test_only_the_secretariat_and_only_people_there_are(site: Site) -> None:
    opened(site)
    assert site.client("CB-TTTU1").get(HERE).status_code == 403
    assert site.client(OFFICIAL).post(HERE, data={"act": "take_out"}).status_code == 403
    client = site.client(OFFICE)
    nobody = client.get(f"{HERE}?code=CB-KHONG")
    assert nobody.status_code == 422 and "CB-KHONG" in html.unescape(nobody.text)
    assert client.post(HERE, data={"act": "?", "code": OFFICIAL}).status_code == 400
