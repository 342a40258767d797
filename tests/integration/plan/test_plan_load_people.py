"""Units and people change with dates; a new year shares them."""

from datetime import date
from typing import Any

import pytest
from loaded_people import held
from plan_load_drafts import (
    back,
    compared,
    holding,
    plan,
    put,
    rows,
)
from programmes import current_programme
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.i18n import translator
from dondoc.services.organisation.directory import open_directory
from dondoc.services.plan.load.changes import ChangeKind, ThingKind
from dondoc.services.plan.load.load import PlanDoubtful
from dondoc.services.workbook.plan import (
    PlanDraft,
)
from dondoc.store.database import reading, writing
from models.event import Event, EventKind
from models.person import Contact, Person, ProgrammeMandate
from models.rules.roles import Mandate

LATER = at(date(2022, 6, 1))


@pytest.fixture
def loaded(engine: Engine) -> Engine:
    put(engine, plan(), complete=True)
    return engine


def only(*holdings: Any) -> PlanDraft:
    """A plan with nothing but people."""
    return plan(units=(), holdings=holdings, committee_members=(), indicators=(), assignments=())


def test_a_successor_ends_the_earlier_holding(loaded: Engine) -> None:
    change = only(holding("LT-BT", "CB09", is_head=True, valid_from=date(2022, 5, 16)))
    found = put(loaded, change, LATER)
    assert held(loaded, "LT-BT") == [
        ("CB01", date(2022, 1, 1), date(2022, 5, 15)),
        ("CB09", date(2022, 5, 16), None),
    ]
    assert [e.change for e in found.of(ThingKind.HOLDING)] == [ChangeKind.ADDED, ChangeKind.CHANGED]
    assert put(loaded, change, LATER).is_empty
    with reading(loaded) as session:
        directory = open_directory(session, current_programme(session), date(2022, 6, 1))
        directory.take_in(session, [1])
        lead = directory.lead(1)
    assert lead is not None
    assert lead.full_name == "Cán bộ CB09"


def test_a_successor_without_a_date_begins_today(loaded: Engine) -> None:
    change = only(holding("LT-BT", "CB09", is_head=True))
    put(loaded, change, LATER)
    assert held(loaded, "LT-BT") == [
        ("CB01", date(2022, 1, 1), date(2022, 5, 31)),
        ("CB09", date(2022, 6, 1), None),
    ]
    assert put(loaded, change, LATER.replace(day=3)).is_empty


def test_it_ends_a_holding_that_the_plan_dates(loaded: Engine) -> None:
    both = only(
        holding("LT-BT", "CB01", is_head=True, valid_to=date(2022, 4, 30)),
        holding("LT-BT", "CB09", is_head=True, valid_from=date(2022, 5, 1)),
    )
    put(loaded, both, LATER)
    assert [h[1:] for h in held(loaded, "LT-BT")] == [
        (date(2022, 1, 1), date(2022, 4, 30)),
        (date(2022, 5, 1), None),
    ]
    assert compared(loaded, back(loaded)).is_empty
    assert put(loaded, both, LATER).is_empty


def test_it_corrects_who_was_there_from_the_start_once_that_is_said(loaded: Engine) -> None:
    """Until June the first quarter was let pass by somebody who is to have never been there."""
    draft = only(holding("LT-BT", "CB09", valid_from=date(2022, 1, 1), is_head=True))
    with pytest.raises(PlanDoubtful) as caught:
        put(loaded, draft, LATER)
    (doubt,) = caught.value.difference.unsure
    assert doubt.key == "plan_load.doubt.removed"
    assert "KND@LT/Q1 (2022): Cán bộ CB01 → Cán bộ CB09" in doubt.text(translator("vi"))
    assert held(loaded, "LT-BT") == [("CB01", date(2022, 1, 1), None)]
    put(loaded, draft, LATER, sure=frozenset({doubt.sent_back(doubt.answers[0])}))
    assert held(loaded, "LT-BT") == [("CB09", date(2022, 1, 1), None)]


def test_it_asks_a_new_address_first(loaded: Engine) -> None:
    put(loaded, only(holding("LT-BT", "CB01", is_head=True, email="moi@vp.example")), LATER)
    mine = sorted((c for c in rows(loaded, Contact) if c.person_id == 2), key=lambda c: c.rank)
    assert [c.address for c in mine] == ["moi@vp.example", "cb01@vinhphuc.example"]
    assert put(loaded, only(holding("LT-BT", "CB01", is_head=True)), LATER).is_empty
    assert put(loaded, only(holding("LT-BT", "CB01", is_head=True, email=None)), LATER).is_empty


def test_a_telephone_is_kept_masked_in_history_and_stays_where_a_plan_leaves_it_empty(
    loaded: Engine,
) -> None:
    number = "0211 3862 518"
    put(loaded, only(holding("LT-BT", "CB01", is_head=True, telephone=number)), LATER)
    assert [person.telephone for person in rows(loaded, Person) if person.code == "CB01"] == [
        number
    ]
    assert put(loaded, only(holding("LT-BT", "CB01", is_head=True)), LATER).is_empty
    told = [event.data for event in rows(loaded, Event) if "telephone" in str(event.data)]
    taken = put(loaded, only(holding("LT-BT", "CB01", is_head=True, telephone="")), LATER)
    assert not taken.is_empty
    assert [one.telephone for one in rows(loaded, Person) if one.code == "CB01"] == [""]
    put(loaded, only(holding("LT-BT", "CB01", is_head=True, telephone=number)), LATER)
    assert len(told) == 1 and number not in str(told) and "***518" in str(told)
    with loaded.connect() as connection:
        stored = connection.exec_driver_sql("SELECT telephone FROM person WHERE code = 'CB01'")
        assert "3862" not in str(stored.scalar())  # sealed, as addresses are


def test_it_keeps_the_language_that_a_person_chose(loaded: Engine) -> None:
    with writing(loaded) as session:
        session.get_one(Person, 1).language = "en"
    assert put(loaded, plan(), LATER).is_empty


def test_it_takes_a_role_away_where_the_position_is_listed(loaded: Engine) -> None:
    with writing(loaded) as session:
        session.add(ProgrammeMandate(programme_id=1, position_id=1, mandate="auditor", unit_id=2))
    put(loaded, only(holding("TU-TK", "CB00", roles=("secretariat",))), LATER)
    left = [(m.mandate, m.unit_id) for m in rows(loaded, ProgrammeMandate)]
    assert sorted(left) == [(Mandate.AUDITOR, 2), (Mandate.SECRETARIAT, None)]
    [event] = [e for e in rows(loaded, Event) if e.kind is EventKind.CHANGED]
    assert event.data["fields"]["roles"] == [["administrator", "secretariat"], ["secretariat"]]
