"""A day of taking a position up or leaving it is put right after it has begun, and seen first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from sqlalchemy import Engine
from sqlmodel import col, select

from dondoc.clock import at
from dondoc.errors import BadInput, Refused
from dondoc.services.organisation.changes import SettingsChange, acting_for_office
from dondoc.services.staffing.holding_dates import DatesWanted, dates_if_put_right, put_dates_right
from dondoc.services.staffing.planned_hand_overs import call_off, move_hand_over
from dondoc.services.staffing.positions import leave_position, take_position
from dondoc.services.working_days.days import Consent
from dondoc.store.database import writing
from models.event import Event
from models.person import Holding, Person, Position, ProgrammeMandate
from models.rules.roles import Mandate

TODAY = date(2022, 4, 25)
APRIL_4, APRIL_14 = date(2022, 4, 4), date(2022, 4, 14)
OLD, NEW = "Trần Văn Cũ", "Phạm Thị Mới"


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    """LT's new holder is written down from 4 April on and came on the 14th; Q1 ended in March."""
    with writing(engine) as session:
        made = two_districts(session)
        old, new = holdings(made)
        old.held_to, new.held_from = date(2022, 4, 3), APRIL_4
        desk = made._add(
            Position(unit_id=made.units["LT"].key, code="VP", title="Văn phòng", heads_unit=False)
        )
        keeper = session.exec(select(Person).where(Person.code == "HOA")).one()
        made._add(Holding(position_id=desk.key, person_id=keeper.key, held_from=date(2022, 1, 1)))
        mandate(made, desk)
        yield made


def mandate(plan: Plan, post: Position) -> None:
    plan._add(
        ProgrammeMandate(
            programme_id=plan.programme.key, position_id=post.key, mandate=Mandate.SECRETARIAT
        )
    )


def holdings(plan: Plan) -> tuple[Holding, Holding]:
    ours = Holding.position_id == plan.positions["LT"].key
    query = select(Holding).where(ours).order_by(col(Holding.held_from))
    old, new = plan.session.exec(query).all()
    return old, new


def office(plan: Plan, by: str = "HOA") -> SettingsChange:
    return acting_for_office(plan.session, by, at(TODAY), at(TODAY))


def code_of(plan: Plan, name: str) -> str:
    return plan.session.exec(select(Person.code).where(Person.full_name == name)).one()


def came(plan: Plan, first: date, **others: object) -> DatesWanted:
    wanted = DatesWanted(code_of(plan, NEW), "BT-LT", APRIL_4, first, None)
    return replace(wanted, **others)


def seen(plan: Plan, wanted: DatesWanted) -> str:
    return dates_if_put_right(office(plan), wanted).fingerprint


def right(plan: Plan, wanted: DatesWanted, by: str = "HOA") -> None:
    agreed = Consent("Gõ nhầm ngày", dates_if_put_right(office(plan, by), wanted).fingerprint)
    put_dates_right(office(plan, by), wanted, agreed)


def test_a_report_between_the_two_days_becomes_the_predecessors(plan: Plan):
    plan.checkpoint("KND@LT/T4", date(2022, 4, 20), 5)
    plan.done("KND@LT/T4", date(2022, 4, 8), 5)
    shown = dates_if_put_right(office(plan), came(plan, APRIL_14))
    assert [(one.ref, one.before, one.after) for one in shown.passed] == [("KND@LT/T4", NEW, OLD)]
    right(plan, came(plan, APRIL_14))
    old, new = holdings(plan)
    assert (old.held_to, new.held_from) == (date(2022, 4, 13), APRIL_14)
    (event,) = plan.session.exec(select(Event).order_by(col(Event.id).desc()).limit(1))
    assert event.reason == "Gõ nhầm ngày"
    assert event.data["what"] == "holding_dates"
    assert event.data["old"] == ["2022-04-04", None] and event.data["new"] == ["2022-04-14", None]
    assert event.data["others"][0]["new"][1] == "2022-04-13"
    assert event.data["passed"] == [["KND@LT/T4", "Bí thư huyện Lập Thạch", NEW, OLD]]


def test_the_day_of_the_predecessor_is_put_right_by_either_end(plan: Plan):
    old, _ = holdings(plan)
    wanted = DatesWanted(code_of(plan, OLD), "BT-LT", old.held_from, old.held_from,
                         date(2022, 3, 29))  # fmt: skip
    plan.silent("KND@LT/Q1", date(2022, 4, 20))
    shown = dates_if_put_right(office(plan), wanted)
    assert ("KND@LT/Q1", OLD, NEW) in [(one.ref, one.before, one.after) for one in shown.passed]
    right(plan, wanted)
    assert holdings(plan)[1].held_from == date(2022, 3, 30)


def test_a_vacancy_is_made_only_where_it_is_said_and_shown(plan: Plan):
    plan.checkpoint("KND@LT/T4", date(2022, 4, 20), 5)
    plan.done("KND@LT/T4", date(2022, 4, 8), 5)
    wanted = came(plan, APRIL_14, along=False)
    shown = dates_if_put_right(office(plan), wanted)
    assert [(one.before, one.after) for one in shown.passed] == [(NEW, "")]
    right(plan, wanted)
    assert holdings(plan)[0].held_to == date(2022, 4, 3)


def test_it_is_done_only_as_it_was_shown_and_with_a_reason(plan: Plan):
    wanted = came(plan, APRIL_14)
    before = seen(plan, wanted)
    with pytest.raises(BadInput, match="reason"):
        put_dates_right(office(plan), wanted, Consent(" ", before))
    with pytest.raises(Refused, match="unseen"):
        put_dates_right(office(plan), wanted, Consent("Nhầm", ""))
    plan.checkpoint("KND@LT/T4", date(2022, 4, 20), 5)
    plan.done("KND@LT/T4", date(2022, 4, 8), 5)
    with pytest.raises(Refused, match="unseen"):
        put_dates_right(office(plan), wanted, Consent("Nhầm", before))
    assert holdings(plan)[1].held_from == APRIL_4


def test_nobody_puts_their_own_days_right(plan: Plan):
    """Neither the successor, nor the predecessor whose day would move along."""
    mandate(plan, plan.positions["LT"])
    for name, by in ((NEW, NEW), (OLD, NEW)):
        one = next(h for h, n in zip(holdings(plan), (OLD, NEW), strict=True) if n == name)
        wanted = DatesWanted(code_of(plan, name), "BT-LT", one.held_from, one.held_from,
                             None if name == NEW else date(2022, 4, 10))  # fmt: skip
        wanted = came(plan, APRIL_14) if name == NEW else wanted
        with pytest.raises(Refused, match="own_dates"):
            right(plan, wanted, by=code_of(plan, by))
    assert holdings(plan)[1].held_from == APRIL_4


def test_only_the_office_does(plan: Plan):
    with pytest.raises(Refused, match="not_your_role"):
        right(plan, came(plan, APRIL_14), by="TT1")


@pytest.mark.parametrize(
    ("first", "key"),
    [
        (date(2021, 12, 1), "staffing.error.clash_before"),
        (date(1980, 1, 1), "staffing.error.day"),
        (APRIL_4, "staffing.error.same_days"),
    ],
)
def test_days_that_cannot_be_are_refused(plan: Plan, first: date, key: str):
    holdings(plan)[0].held_from = date(2022, 1, 1)
    plan.session.flush()
    with pytest.raises((Refused, BadInput)) as caught:
        dates_if_put_right(office(plan), came(plan, first))
    assert caught.value.key == key


def test_what_has_not_begun_is_moved_instead(plan: Plan):
    take_position(office(plan), "TT1", "BT-LT", date(2022, 5, 4), alone=True)
    wanted = DatesWanted("TT1", "BT-LT", date(2022, 5, 4), date(2022, 5, 5), None)
    with pytest.raises(Refused, match="not_begun"):
        dates_if_put_right(office(plan), wanted)


def test_a_day_put_right_into_the_future_can_still_be_called_off(plan: Plan):
    """Typed 25 April for 5 May: whoever handed over has an end of their own in June."""
    holdings(plan)[1].held_to = date(2022, 6, 30)
    take_position(office(plan), "TT1", "BT-LT", TODAY, alone=True)
    right(plan, DatesWanted("TT1", "BT-LT", TODAY, date(2022, 5, 5), None))
    new = next(one for one in plan.session.exec(select(Holding)) if one.held_from == APRIL_4)
    assert new.held_to == date(2022, 5, 4)
    call_off(office(plan), "TT1", "BT-LT")
    assert new.held_to == date(2022, 6, 30)


def beside(plan: Plan, code: str) -> Holding:
    """Somebody holds LT's position beside whoever is written down."""
    who = plan.session.exec(select(Person).where(Person.code == code)).one()
    held = Holding(position_id=plan.positions["LT"].key, person_id=who.key,
                   held_from=date(2022, 1, 1))  # fmt: skip
    return plan._add(held)


def test_nobody_shares_or_keeps_their_own_results_by_anothers_days(plan: Plan):
    """Hoa, of the secretariat, holds LT's position as well: what is overdue is hers, too."""
    plan.checkpoint("KND@LT/T4", date(2022, 4, 20), 5)
    beside(plan, "HOA")
    with pytest.raises(Refused, match="own_results"):
        right(plan, came(plan, date(2022, 4, 21), along=False))
    with pytest.raises(Refused, match="own_results"):
        leave_position(office(plan), code_of(plan, NEW), "BT-LT", APRIL_14, sure=True)
    with pytest.raises(Refused, match="own_results"):
        take_position(office(plan), "TT1", "BT-LT", APRIL_14, alone=False, sure=True)
    take_position(office(plan), "TT1", "BT-LT", TODAY, alone=False)


def test_nobody_moves_a_planned_day_of_their_own_into_the_past(plan: Plan):
    """What was reported since would be theirs."""
    _, new = holdings(plan)
    new.held_to = date(2022, 4, 30)
    plan.session.flush()
    plan.checkpoint("KND@LT/T4", date(2022, 4, 20), 5)
    plan.done("KND@LT/T4", date(2022, 4, 8), 5)
    take_position(office(plan), "HOA", "BT-LT", date(2022, 5, 10), alone=False)
    with pytest.raises(Refused, match=r"others_past|own_results"):
        move_hand_over(office(plan), "HOA", "BT-LT", date(2022, 4, 7), sure=True)
