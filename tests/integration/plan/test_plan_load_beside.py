"""A plan that is loaded while somebody takes up a position comes before or after it."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date

from plan_changes import with_holding
from plan_load_drafts import compared, holding, plan, put, rows
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


def test_who_stays_on_beside_somebody_whom_the_plan_does_not_name_is_asked_about(
    engine: Engine,
) -> None:
    """Entered on the page: CB03 from June. By the plan CB01 stays until the end of June."""
    put(engine, plan(), complete=True)
    with writing(engine) as session:
        acting = acting_for_office(session, "CB00", APRIL, APRIL)
        take_position(acting, "CB03", "LT-BT", date(2022, 6, 1), alone=True, sure=True)
    stays = with_holding(1, valid_to=date(2022, 6, 30))
    keys = [doubt.key for doubt in compared(engine, stays, today=date(2022, 4, 1)).doubts]
    assert keys == ["plan_load.doubt.together"]
    both = plan(holdings=(*stays.holdings, holding("LT-BT", "CB03", valid_from=date(2022, 6, 1))))
    assert compared(engine, both, today=date(2022, 4, 1)).doubts == ()  # the plan says so itself
