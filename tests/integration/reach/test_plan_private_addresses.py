"""What a plan shows of people's addresses, what it vouches for, and which channels it may name."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from plan_load_drafts import back, holding, plan, put, rows
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.errors import BadInput
from dondoc.i18n import translator
from dondoc.services.organisation.changes import acting
from dondoc.services.reach.own_addresses import PendingAddress, add, confirm, remove
from dondoc.services.workbook.codes import KnownCodes
from dondoc.services.workbook.open import read_workbook
from dondoc.services.workbook.optional_sheets import read_ladder_steps
from dondoc.services.workbook.plan import LadderStepDraft
from dondoc.services.workbook.problem import Findings
from dondoc.services.workbook.sheets import recognise
from dondoc.services.workbook.table_rows import sheet_rows
from dondoc.store.database import writing
from models.event import Event
from models.installation import ChannelSetup
from models.person import Confirmation, Contact, Person

NOW, OWN, PLANNED = at(date(2022, 2, 7)), "rieng@nha.example", "cb01@vinhphuc.example"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Nothing here asks the database anything new: one kind is enough."""
    return sqlite_url


@pytest.fixture
def loaded(engine: Engine) -> Engine:
    put(engine, plan(), complete=True)
    return engine


def adds(engine: Engine, *, confirmed: bool) -> None:
    """CB01 adds an address of their own."""
    with writing(engine) as session:
        one = acting(session, "CB01", None, NOW, NOW)
        pending: PendingAddress = add(one, "mail", OWN)
        if confirmed:
            confirm(one, pending.code.digits).or_refuse()


def shown(engine: Engine) -> set[str | None]:
    return {one.email for one in back(engine).holdings if one.person_code == "CB01"}


def of_cb01(engine: Engine) -> dict[str, Contact]:
    person = next(row.id for row in rows(engine, Person) if row.code == "CB01")
    found = sorted(rows(engine, Contact), key=lambda one: one.rank)
    return {one.address: one for one in found if one.person_id == person}


def naming(mail: str) -> Any:
    return plan(units=(), holdings=(holding("LT-BT", "CB01", is_head=True, email=mail),),
                committee_members=(), indicators=(), assignments=())  # fmt: skip


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_plan_shows_no_private_address(loaded: Engine, confirmed: bool) -> None:
    adds(loaded, confirmed=confirmed)
    with writing(loaded) as session:  # and not even where it comes first, or alone
        mine = select(Contact).where(col(Contact.from_plan), col(Contact.person_id) == 2)
        session.delete(session.scalars(mine).one())
    assert shown(loaded) == {None}


def test_a_plan_shows_the_address_that_it_brought(loaded: Engine) -> None:
    adds(loaded, confirmed=True)
    with writing(loaded) as session:
        for one in session.scalars(select(Contact).where(col(Contact.person_id) == 2)):
            one.rank = 0 if not one.from_plan else 1
    assert shown(loaded) == {PLANNED}
    assert put(loaded, plan(), NOW).is_empty


def test_an_address_in_a_plan_confirms_one_that_waits_for_its_code(loaded: Engine) -> None:
    adds(loaded, confirmed=False)
    assert put(loaded, naming(OWN), NOW).entries
    mine = of_cb01(loaded)
    assert list(mine) == [OWN, PLANNED]  # one row each: nothing is added twice
    assert mine[OWN].confirmed_at == NOW
    assert rows(loaded, Confirmation) == []
    assert shown(loaded) == {OWN}
    assert put(loaded, naming(OWN), NOW).is_empty


def test_an_address_that_its_owner_removed_stays_away(loaded: Engine) -> None:
    adds(loaded, confirmed=True)
    with writing(loaded) as session:
        remove(acting(session, "CB01", None, NOW, NOW), OWN)
    assert put(loaded, naming(OWN), NOW).is_empty
    assert of_cb01(loaded)[OWN].disabled_at is not None


def test_history_holds_no_address_in_clear(loaded: Engine) -> None:
    put(loaded, naming("moi@vinhphuc.example"), NOW)
    told = [row.data for row in rows(loaded, Event) if "email" in str(row.data)]
    assert [one["fields"]["email"] for one in told] == [
        ["c***@vinhphuc.example", "m***@vinhphuc.example"]
    ]


def with_channel(channel: str, **place: str) -> Any:
    step = LadderStepDraft(-3, "lead", channel=channel, **place)
    return replace(plan(), ladder_steps=(step,))


def test_a_step_by_a_channel_that_does_not_exist_is_refused_with_its_cell(loaded: Engine) -> None:
    with pytest.raises(BadInput) as caught:
        put(loaded, with_channel("zalo", sheet="Đôn đốc", cell="F4"), NOW)
    said = caught.value.text(translator("vi"))
    assert "“Đôn đốc”, ô F4" in said
    assert "zalo" in said and "mail" in said
    assert "người quản trị đặt kênh trước" in said
    with writing(loaded) as session:
        session.add(ChannelSetup(name="zalo", url="zalo://x"))
    assert put(loaded, with_channel("zalo"), NOW).entries


def test_a_step_knows_the_cell_of_its_channel(tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "plan.xlsx"
    book.active.title = "Nấc đôn đốc"
    book.active.append(["Số ngày làm việc", "Nhắc ai", "Mức độ", "Kênh"])
    book.active.append([-3, "lead", "remind", "zalo"])
    book.save(path)
    findings = Findings()
    (table,) = recognise(read_workbook(path), findings)["ladder"]
    (row,) = sheet_rows(table, findings)
    (placed,) = read_ladder_steps(row, KnownCodes("", is_listed=False))
    assert (placed.draft.channel, placed.draft.sheet, placed.draft.cell) == (
        "zalo", "Nấc đôn đốc", "D2",
    )  # fmt: skip
