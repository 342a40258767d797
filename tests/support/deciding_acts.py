"""What happens elsewhere while a form that decides lies open."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import page_grounds
from ladder_form import replace_ladder
from link_form import BY as LINKED
from link_form import REF as LINK_REF
from openpyxl import load_workbook
from sites import Site, person_id
from sqlalchemy import select
from sqlmodel import col
from verification_pages import VALUE, item_of, record

from dondoc.services.acts.act_input import ActInput
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.drafts_and_views import SavedView
from models.person import Contact, Person
from models.rules.checkpoints import Act

SECRETARIAT, OTHER, ADMINISTRATOR, OFFICIAL = "CB-VPTU3", "CB-VPTU2", "CB-VPTU5", "CB-LT2"
LATER = "STC01@STC/B2"
"""In progress in the sample."""


def act(site: Site, act: Act, ref: str, by: str = OTHER, **said: object) -> None:
    record(site, ActInput(act=act, ref=ref, by=by, **said))  # type: ignore[arg-type]


def move_due(site: Site) -> None:
    act(site, Act.CHANGE_DUE, LATER, reason="Chờ", new_due_on=date(2022, 6, 7))


def ask(site: Site, day: date = date(2022, 6, 10)) -> None:
    act(site, Act.ASK_EXTENSION, LATER, "CB-STC1", reason="Chờ thẩm tra", new_due_on=day)


def ask_again(site: Site) -> None:
    act(site, Act.REFUSE_EXTENSION, LATER, reason="Không")
    ask(site, date(2022, 6, 30))


def grow_old(site: Site, days: int = 60) -> None:
    """Nobody reported, and the cut-off has long passed."""
    key = item_of(site, LATER).checkpoint.key
    with writing(site.workplace.engine) as session:
        row = session.get_one(Checkpoint, key)
        row.due_on = site.workplace.clock().today() - timedelta(days=days)


def correct(site: Site) -> None:
    act(site, Act.CORRECT, VALUE, reason="Đo lại", value=Decimal(2))


def verify(site: Site) -> None:
    act(site, Act.VERIFY, VALUE)
    site.advance()


def press(by: str, address: str, **data: object) -> Callable[[Site], object]:
    """Somebody else, or the same person on another device, sends the same form first."""

    def pressed(site: Site) -> None:
        answer = page_grounds.press(site.client(by), address, data=data)
        assert answer.status_code == 303, answer.text

    return pressed


def draft_elsewhere(site: Site) -> None:
    page = site.client(LINKED).get(f"/report/2022/{LINK_REF}").text
    form = page_grounds.hidden(page.partition('enctype="multipart')[2])
    sent = form | {"act": "draft", "narrative": "Viết ở máy khác"}
    site.client(LINKED).post(f"/report/2022/{LINK_REF}", data=sent)


def report_elsewhere(site: Site) -> None:
    act(site, Act.REPORT, LINK_REF, LINKED, value=Decimal(61))


def unit_of(site: Site) -> dict[str, object]:
    item = item_of(site, VALUE)
    return {"unit_id": item.assignment.unit_id}


def seat_of(site: Site) -> dict[str, object]:
    unit = unit_of(site)
    page = site.client(SECRETARIAT).get(f"/committees/{unit['unit_id']}").text
    row = next(one for one in page.split("<tr>") if "Nhiệm vụ cũ" in one)
    found = re.search(r"/seats/(\d+)/end", row)
    assert found is not None
    return unit | {"seat_id": int(found[1])}


def hand_over(site: Site) -> None:
    """CB-LT4 is to take a position up on the first of June."""
    data = {"position": HELD, "since": "2022-06-01"}
    press(OTHER, "/people/CB-LT4/take", **data)(site)


POST, HELD = "VPTU-CNTT", "LT-CT"


def second_address(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        person = session.scalars(select(Person).where(col(Person.code) == OFFICIAL)).one()
        first = session.scalars(select(Contact).where(col(Contact.person_id) == person.id)).first()
        assert first is not None
        for number in (1, 2):
            session.add(
                Contact(person_id=person.key, address=f"khac{number}@lapthach.example",
                        confirmed_at=first.confirmed_at, rank=first.rank + number,
                        fingerprint=f"khac{number}")
            )  # fmt: skip


def disable_two(site: Site) -> None:
    second_address(site)
    with writing(site.workplace.engine) as session:
        person = session.scalars(select(Person).where(col(Person.code) == OFFICIAL)).one()
        for one in session.scalars(select(Contact).where(col(Contact.person_id) == person.id)):
            one.disabled_at, one.disabled_reason = one.confirmed_at, "settings.reason.unknown"


def drop_first(site: Site) -> None:
    press(OFFICIAL, "/settings/contacts/remove", which="1")(site)


def account(site: Site) -> dict[str, object]:
    return {"person_id": person_id(site, OFFICIAL)}


def disable_account(site: Site) -> None:
    press(ADMINISTRATOR, f"/accounts/{person_id(site, OFFICIAL)}", act="disable")(site)


def keep_view(site: Site) -> None:
    data = {"page": "overdue", "name": "Tên cũ", "query": "late=1"}
    assert site.client(SECRETARIAT).post("/views", data=data).status_code == 303


def view_of(site: Site) -> dict[str, object]:
    with reading(site.workplace.engine) as session:
        return {"view_id": session.scalars(select(SavedView)).one().key}


def rename_view(site: Site) -> None:
    press(SECRETARIAT, f"/views/{view_of(site)['view_id']}", act="rename", name="Tên mới")(site)


def ladder_book(site: Site) -> dict[str, object]:
    content = site.client(SECRETARIAT).get("/programme/ladder.xlsx").content
    return {"file": ("nac.xlsx", content)}


def shorter_ladder(site: Site) -> None:
    """Somebody else takes the last step of LT's ladder away."""
    book = load_workbook(io.BytesIO(ladder_book(site)["file"][1]))  # type: ignore[index]
    sheet = book.worksheets[0]
    sheet.delete_rows(sheet.max_row)
    out = io.BytesIO()
    book.save(out)
    answer = replace_ladder(site.client(OTHER), ("nac.xlsx", out.getvalue()), "LT")
    assert answer.status_code == 303, answer.text


def own_ladder(site: Site) -> None:
    answer = replace_ladder(site.client(OTHER), ladder_book(site)["file"], "LT")
    assert answer.status_code == 303, answer.text
