"""An old form is told what was done since it was opened and by whom; its words come back."""

import html
from datetime import date, timedelta

import page_grounds
import pytest
from deciding_acts import LATER, act, ask
from fastapi.testclient import TestClient
from sites import Site
from sqlmodel import col, select
from verification_pages import VALUE, fields_of, item_of, report_again

from dondoc.store.database import reading, writing
from models.nudge import Nudge, NudgeKind
from models.person import Holding, Person
from models.rules.checkpoints import Act
from models.rules.stages import Stage

SECRETARIAT = "CB-VPTU3"
BY_THE_OTHER = "Việc gần nhất: Trần Duy Lâm, {act}, lúc "
WORDS = "Lời tôi viết"


def form_of(client: TestClient, address: str, action: str) -> dict[str, str]:
    """What the form with that action carries."""
    page = client.get(address).text
    forms = [one.partition("</form>")[0] for one in page.split("<form")[1:]]
    return page_grounds.hidden(next(form for form in forms if f'action="{action}"' in form))


def withdraw(site: Site, ref: str) -> None:
    act(site, Act.WITHDRAW, ref, reason="Thôi")


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        (f"/verify/2022/{VALUE}", {"act": "verify", "note": WORDS}),
        (f"/act/2022/{VALUE}", {"act": "withdraw", "reason": WORDS}),
        (f"/act/2022/{VALUE}", {"act": "update", "reason": WORDS, "on_behalf_of": "CB-VT1"}),
    ],
)
def test_who_decides_on_what_was_withdrawn_reads_who_withdrew_it(
    site: Site, address: str, typed: dict[str, str]
) -> None:
    client = site.client(SECRETARIAT)
    carried = page_grounds.hidden(client.get(f"{address}?act={typed['act']}").text)
    withdraw(site, VALUE)
    answer = client.post(address, data=carried | typed)
    page = html.unescape(answer.text)
    assert answer.status_code == 422
    assert BY_THE_OTHER.format(act="rút") in page and WORDS in page


def test_what_changed_is_said_with_who_changed_it(site: Site) -> None:
    client, address = site.client(SECRETARIAT), f"/verify/2022/{VALUE}"
    form = fields_of(client.get(address).text) | {"act": "verify"}
    report_again(site)
    page = html.unescape(client.post(address, data=form).text)
    assert "nay là «9»" in page and ", báo cáo, lúc " in page


def test_who_withdraws_has_seen_that_more_time_was_asked_for(site: Site) -> None:
    client, address = site.client(SECRETARIAT), f"/act/2022/{LATER}"
    form = form_of(client, f"{address}?act=withdraw", address) | {"act": "withdraw"}
    ask(site)
    answer = client.post(address, data=form | {"reason": WORDS})
    assert answer.status_code == 422
    assert "nay là «10/06/2022»" in html.unescape(answer.text)
    assert item_of(site, LATER).facts.extension_asked == date(2022, 6, 10)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda site: withdraw(site, LATER), BY_THE_OTHER.format(act="rút")),
        (ask, "nay là «10/06/2022»"),
    ],
)
def test_nobody_is_urged_by_words_on_what_was(site: Site, change: object, said: str) -> None:
    client, address = site.client(SECRETARIAT), f"/nudge/2022/{LATER}"
    form = form_of(client, address, address)
    change(site)  # type: ignore[operator]
    answer = client.post(address, data=form | {"to": "lead", "words": WORDS})
    page = html.unescape(answer.text)
    assert answer.status_code == 422 and said in page and WORDS in page
    with reading(site.workplace.engine) as session:
        assert not session.exec(select(Nudge).where(Nudge.kind == NudgeKind.BY_HAND)).all()


def test_what_could_not_be_taken_on_is_not_said_to_be(site: Site) -> None:
    client, gone, other = site.client("CB-BX1"), "DV01@BX/Q3", "DV02@BX/Q3"
    withdraw(site, gone)
    data = {"act": "acknowledge", "ref": [gone, other]}
    answer = client.post("/acknowledge", data=data)
    page = html.unescape(answer.text)
    assert answer.status_code == 409
    assert f"<strong>{gone}</strong>: Mốc này đã rút" in page and f"<strong>{other}" not in page
    assert item_of(site, other).facts.stage is Stage.IN_PROGRESS
    again = client.post("/acknowledge", data=data | {"ref": [other]})
    assert again.headers["location"].endswith("done=acknowledged_all")


def test_who_left_their_post_meanwhile_is_narrative_so_and_keeps_their_words(site: Site) -> None:
    client, address = site.client("CB-STC1"), f"/act/2022/{LATER}"
    form = form_of(client, f"{address}?act=ask_extension", address) | {"act": "ask_extension"}
    last = site.workplace.clock().today() - timedelta(days=1)
    with writing(site.workplace.engine) as session:
        who = session.exec(select(Person).where(Person.code == "CB-STC1")).one()
        for held in session.exec(select(Holding).where(col(Holding.person_id) == who.key)):
            held.held_to = last
    answer = client.post(address, data=form | {"reason": WORDS, "new_due_on": "2022-06-20"})
    page = html.unescape(answer.text)
    assert answer.status_code == 404 and "Chưa ghi nhận" in page and WORDS in page
    assert f"đến hết ngày {last:%d/%m/%Y}" in page and "Đường dẫn không đúng" not in page
    assert "Đường dẫn không đúng" in client.get(address).text  # who sends nothing was told before


def test_who_grants_what_was_granted_reads_that_and_not_that_their_date_is_wrong(
    site: Site,
) -> None:
    ask(site)
    client, address = site.client(SECRETARIAT), "/verify/extensions"
    page = client.get(address).text
    form = page_grounds.hidden(page) | {"seen": page_grounds.seen_on(page, f"{LATER}</a>")}
    typed = {"act": "change_due", "ref": LATER, "reason": WORDS, "new_due_on": "2022-06-10"}
    act(site, Act.CHANGE_DUE, LATER, reason="Được", new_due_on=date(2022, 6, 10))
    said = html.unescape(client.post(address, data=form | typed).text)
    assert BY_THE_OTHER.format(act="thay đổi thời hạn") in said and WORDS in said
    assert "Cần thời hạn mới khác" not in said
