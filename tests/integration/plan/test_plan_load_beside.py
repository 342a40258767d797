"""A plan that is loaded while somebody takes up a position comes before or after it."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date

from plan_load_drafts import holding, plan, put, rows
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.staffing.positions import take_position
from dondoc.store.database import writing
from models.person import Holding, Person

APRIL = at(date(2022, 4, 1))


SUCCEEDED = plan(
    holdings=(
        holding("LT-BT", "CB09", is_head=True, valid_from=date(2022, 4, 1)),
        *(row for row in plan().holdings if row.position_code != "LT-BT"),
    )
)
"""By it CB09 follows whoever holds LT-BT."""


def test_whoever_took_a_position_up_meanwhile_is_followed(engine: Engine) -> None:
    put(engine, plan(), complete=True)
    with ThreadPoolExecutor(1) as threads:
        with writing(engine) as session:
            acting = acting_for_office(session, "CB00", APRIL, APRIL)
            take_position(acting, "CB02", "LT-BT", date(2022, 3, 30), alone=True, sure=True)
            session.flush()
            load = threads.submit(put, engine, SUCCEEDED, APRIL, complete=True)
            wait([load], 2)
        load.result(60)
    people = {row.id: row.code for row in rows(engine, Person)}
    held = {
        people[row.person_id]: (row.held_from, row.held_to)
        for row in rows(engine, Holding)
        if row.position_id == 2
    }
    assert held == {
        "CB01": (date(2022, 1, 1), date(2022, 3, 29)),
        "CB02": (date(2022, 3, 30), date(2022, 3, 31)),
        "CB09": (date(2022, 4, 1), None),
    }
