"""Who is on duty on a day: what has ended, or has not begun, gives nobody a duty."""

from collections.abc import Iterator
from datetime import date

import pytest
from factory import District, district
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.services.organisation.on_duty import people_on_duty
from dondoc.store.database import writing
from models.committee import Committee, CommitteeSeat

TODAY = date(2022, 3, 1)
YESTERDAY = date(2022, 2, 28)


@pytest.fixture
def lt(engine: Engine) -> Iterator[District]:
    with writing(engine) as session:
        yield district(session)


def on_duty(lt: District) -> set[str]:
    lt.session.flush()
    people = people_on_duty(lt.session, TODAY)
    return {code for code, person in lt.people.items() if person.key in people}


def test_those_with_a_seat_or_a_mandate_are(lt: District):
    assert on_duty(lt) == {"binh", "chi", "dung", "em", "giang"}


def test_a_seat_that_was_given_up_is_no_duty(lt: District):
    seat = lt.session.exec(select(CommitteeSeat).order_by(CommitteeSeat.id)).first()
    assert seat is not None
    seat.seated_to = YESTERDAY
    assert "binh" not in on_duty(lt)


def test_neither_is_one_on_a_committee_that_was_dissolved(lt: District):
    lt.session.exec(select(Committee)).one().dissolved_on = YESTERDAY
    assert on_duty(lt) == {"dung", "em", "giang"}
