"""A hand-over that is planned: moved, called off, and not mistyped by ten years."""

from collections.abc import Iterator
from datetime import date

import pytest
from factory import District, district
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.services.organisation.changes import SettingsChange, acting_for_office
from dondoc.services.staffing.far_days import FarDayError
from dondoc.services.staffing.planned_hand_overs import call_off, move_hand_over
from dondoc.services.staffing.positions import leave_position, take_position
from dondoc.store.database import writing
from models.event import Event
from models.person import Holding, Person, ProgrammeMandate
from models.rules.roles import Mandate

TODAY = date(2022, 5, 20)
MAY_31, JUNE_1, JUNE_30, JULY_1 = (
    date(2022, 5, 31), date(2022, 6, 1), date(2022, 6, 30), date(2022, 7, 1),
)  # fmt: skip


@pytest.fixture
def lt(engine: Engine) -> Iterator[District]:
    """An leads; Hà is to follow."""
    with writing(engine) as session:
        yield district(session)


def office(lt: District) -> SettingsChange:
    return acting_for_office(lt.session, "dung", at(TODAY), at(TODAY))


def holders(lt: District) -> dict[str, tuple[date, date | None]]:
    lt.session.flush()
    query = select(Person.code, Holding.held_from, Holding.held_to).join(
        Holding, Holding.person_id == Person.id
    )
    ours = query.where(Holding.position_id == lt.positions["an"].key)
    return {code: (start, end) for code, start, end in lt.session.exec(ours)}


def take(lt: District, code: str, since: date, *, sure: bool = False) -> None:
    take_position(office(lt), code, "P-an", since, alone=True, sure=sure)


def test_a_mistyped_year_is_asked_about_and_writes_nothing(lt: District):
    before = holders(lt)
    with pytest.raises(FarDayError) as far:
        take(lt, "ha", date(2032, 5, 1))
    assert far.value.key == "staffing.error.far_ahead"
    with pytest.raises(FarDayError):
        take(lt, "ha", date(2021, 5, 1))
    with pytest.raises(FarDayError):
        leave_position(office(lt), "an", "P-an", date(2032, 5, 1))
    assert holders(lt) == before
    take(lt, "ha", date(2032, 5, 1), sure=True)
    assert holders(lt)["ha"] == (date(2032, 5, 1), None)


def test_a_hand_over_called_off_leaves_everything_as_it_was(lt: District):
    before = holders(lt)
    take(lt, "ha", JUNE_1)
    assert holders(lt)["an"][1] == MAY_31
    call_off(office(lt), "ha", "P-an")
    assert holders(lt) == before
    told = [one.data for one in lt.session.exec(select(Event).order_by(Event.id))][-1]
    assert told["what"] == "hand_over_called_off"
    assert (told["person"], told["old"]) == ("ha", "2022-06-01")
    with pytest.raises(Refused, match="none_planned"):
        call_off(office(lt), "ha", "P-an")


def test_an_end_that_was_there_before_comes_back(lt: District):
    leave_position(office(lt), "an", "P-an", JUNE_30)
    take(lt, "ha", JUNE_1)
    call_off(office(lt), "ha", "P-an")
    assert holders(lt)["an"][1] == JUNE_30


def test_whoever_leaves_on_the_day_before_anyway_is_not_kept(lt: District):
    leave_position(office(lt), "an", "P-an", MAY_31)
    take(lt, "ha", JUNE_1)
    call_off(office(lt), "ha", "P-an")
    assert holders(lt)["an"][1] == MAY_31


def test_a_hand_over_is_moved_with_the_predecessors_end(lt: District):
    take(lt, "ha", JUNE_1)
    move_hand_over(office(lt), "ha", "P-an", JULY_1)
    assert holders(lt)["an"][1] == JUNE_30
    assert holders(lt)["ha"] == (JULY_1, None)
    move_hand_over(office(lt), "ha", "P-an", JUNE_1)
    assert holders(lt)["an"][1] == MAY_31
    call_off(office(lt), "ha", "P-an")
    assert holders(lt)["an"][1] is None


def test_the_one_in_the_middle_is_called_off_and_the_next_still_comes(lt: District):
    take(lt, "ha", JUNE_1)
    take(lt, "binh", JULY_1)
    call_off(office(lt), "ha", "P-an")
    assert holders(lt) == {"an": (date(2022, 1, 1), JUNE_30), "binh": (JULY_1, None)}


def test_whoever_is_there_stays_once_all_who_were_to_follow_are_called_off(lt: District):
    leave_position(office(lt), "an", "P-an", date(2022, 7, 15))
    take(lt, "ha", JUNE_1)
    take(lt, "binh", JULY_1)
    call_off(office(lt), "ha", "P-an")
    move_hand_over(office(lt), "binh", "P-an", date(2022, 7, 11))
    assert holders(lt)["an"][1] == date(2022, 7, 10)
    call_off(office(lt), "binh", "P-an")
    assert holders(lt) == {"an": (date(2022, 1, 1), date(2022, 7, 15))}


def test_nobody_leaves_for_the_end_of_somebody_who_never_comes(lt: District):
    before = holders(lt)
    take(lt, "ha", JUNE_1)
    leave_position(office(lt), "ha", "P-an", JUNE_30)
    call_off(office(lt), "ha", "P-an")
    assert holders(lt) == before


def test_what_has_begun_is_neither_moved_nor_called_off(lt: District):
    take(lt, "ha", TODAY)
    for act in (
        lambda: call_off(office(lt), "ha", "P-an"),
        lambda: move_hand_over(office(lt), "ha", "P-an", JUNE_1),
    ):
        with pytest.raises(Refused, match="none_planned"):
            act()


def test_somebody_else_is_not_put_before_one_who_is_planned(lt: District):
    take(lt, "ha", JULY_1)
    with pytest.raises(Refused) as refused:
        take(lt, "binh", JUNE_1)
    assert refused.value.key == "staffing.error.planned"
    assert refused.value.params["day"] == "01/07/2022"
    leave_position(office(lt), "ha", "P-an", date(2022, 7, 10))
    with pytest.raises(Refused, match="after_end"):
        move_hand_over(office(lt), "ha", "P-an", date(2022, 7, 15))


def test_it_is_never_moved_to_before_its_predecessor_came(lt: District):
    take(lt, "ha", JUNE_1)
    with pytest.raises(Refused, match="before_start"):
        move_hand_over(office(lt), "ha", "P-an", date(2022, 1, 1))


def test_only_the_office_changes_it(lt: District):
    take(lt, "ha", JUNE_1)
    official = acting_for_office(lt.session, "an", at(TODAY), at(TODAY))
    with pytest.raises(Refused):
        call_off(official, "ha", "P-an")
    with pytest.raises(Refused):
        move_hand_over(official, "ha", "P-an", JULY_1)


def test_nobody_takes_the_days_that_have_passed_off_themselves(lt: District):
    """An sits in the secretariat, too: leaving in March would leave the first quarter to nobody."""
    mandate = ProgrammeMandate(
        programme_id=lt.programme.key,
        position_id=lt.positions["an"].key,
        mandate=Mandate.SECRETARIAT,
    )
    lt.session.add(mandate)
    lt.checkpoint(date(2022, 3, 31))
    lt.session.flush()
    own, before = acting_for_office(lt.session, "an", at(TODAY), at(TODAY)), holders(lt)
    passed = date(2022, 3, 15)
    with pytest.raises(Refused, match="own_past"):
        leave_position(own, "an", "P-an", passed)
    with pytest.raises(Refused, match="own_past"):
        take_position(own, "ha", "P-an", passed, alone=True)
    take_position(own, "ha", "P-an", JUNE_1, alone=True)
    with pytest.raises(Refused, match="own_past"):
        move_hand_over(own, "ha", "P-an", passed)
    call_off(own, "ha", "P-an")
    assert holders(lt) == before
    with pytest.raises(FarDayError, match="passes"):
        leave_position(office(lt), "an", "P-an", passed)
    leave_position(office(lt), "an", "P-an", passed, sure=True)
    assert holders(lt)["an"][1] == passed


def test_a_past_day_that_makes_results_somebody_elses_is_asked_about(lt: District):
    """Overdue since March: taken up in February, it would be the successor's lateness."""
    ref = lt.checkpoint(date(2022, 3, 31))
    lt.session.flush()
    before, passed = holders(lt), date(2022, 2, 15)
    with pytest.raises(FarDayError) as asked:
        take(lt, "ha", passed)
    assert asked.value.key == "staffing.error.passes"
    assert (asked.value.params["n"], ref in str(asked.value.params["what"])) == (1, True)
    assert holders(lt) == before
    take(lt, "ha", date(2022, 4, 15))  # of that nothing is judged
    move_day = date(2022, 6, 1)
    take(lt, "binh", move_day)
    with pytest.raises(Refused, match="before_start"):
        move_hand_over(office(lt), "binh", "P-an", passed)
    told = lt.session.exec(select(Event.data).order_by(Event.id)).all()
    assert told[-1]["passed"] == []


def test_a_day_more_than_a_year_back_is_asked_about_with_the_results_that_pass(lt: District):
    """Confirmed is what was shown: "400 days ago" alone would let the results pass unseen."""
    ref, later = lt.checkpoint(date(2022, 3, 31)), date(2023, 5, 22)
    lt.session.flush()
    acting = acting_for_office(lt.session, "dung", at(later), at(later))
    with pytest.raises(FarDayError) as asked:
        take_position(acting, "ha", "P-an", date(2022, 2, 15), alone=True)
    assert asked.value.key == "staffing.error.passes" and ref in str(asked.value.params["what"])
    take_position(acting, "ha", "P-an", date(2023, 6, 1), alone=True)
    with pytest.raises(FarDayError) as moved:
        move_hand_over(acting, "ha", "P-an", date(2022, 2, 15))
    assert moved.value.key == "staffing.error.passes"


def test_history_keeps_what_a_past_day_made_somebody_elses(lt: District):
    ref = lt.checkpoint(date(2022, 3, 31))
    lt.session.flush()
    take(lt, "ha", date(2022, 2, 15), sure=True)
    told = [one.data for one in lt.session.exec(select(Event).order_by(Event.id))][-1]
    assert [row[0] for row in told["passed"]] == [ref]


def test_nobody_takes_upon_themselves_what_others_did(lt: District):
    """Whoever keeps the staff would be the one who reported in time since February."""
    lt.checkpoint(JUNE_30)
    before = holders(lt)
    for alone in (True, False):
        with pytest.raises(Refused, match="others_past"):
            take_position(office(lt), "dung", "P-an", date(2022, 2, 1), alone=alone)
    assert holders(lt) == before
    take_position(office(lt), "dung", "P-an", TODAY, alone=True)
    assert holders(lt)["dung"] == (TODAY, None)
