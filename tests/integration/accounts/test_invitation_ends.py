"""An invitation lasts two working days, whatever lies between."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine

from dondoc.services.accounts import password_links
from dondoc.store.database import reading, writing
from models.account import Account
from models.person import Person
from models.programme import CalendarDay
from models.rules.checkpoints import HANOI


def here(day: date, at: time) -> datetime:
    return datetime.combine(day, at, HANOI).astimezone(UTC)


@pytest.fixture
def account(engine: Engine) -> Account:
    """Of somebody who has no way in yet."""
    with writing(engine) as session:
        person = Person(code="CB-A", full_name="Đồng chí A")
        session.add(person)
        session.flush()
        account = Account(person_id=person.key, made_at=here(date(2026, 1, 5), time(8)))
        session.add(account)
        session.flush()
        session.expunge_all()
    return account


@pytest.mark.parametrize(
    ("sent", "at", "last"),
    [
        (date(2026, 11, 25), time(16), date(2026, 11, 27)),  # a Wednesday
        (date(2026, 11, 27), time(16), date(2026, 12, 1)),  # a Friday
        (date(2026, 11, 28), time(1), date(2026, 12, 1)),  # a Saturday, in UTC still Friday
        (date(2026, 11, 29), time(23, 50), date(2026, 12, 1)),
        (date(2026, 4, 29), time(8), date(2026, 5, 5)),  # before two public holidays and a weekend
    ],
)
def test_an_invitation_works_until_the_second_working_day(
    engine: Engine, account: Account, sent: date, at: time, last: date
) -> None:
    moment, end = here(sent, at), here(last, at)
    with writing(engine) as session:
        token = password_links.make_invitation(session, account, moment)
        assert password_links.end_of(session, token) == end
    with reading(engine) as session:
        assert password_links.find(session, token, end - timedelta(minutes=1)) is not None
        assert password_links.find(session, token, end) is None


def test_a_day_off_of_the_office_counts_too(engine: Engine, account: Account) -> None:
    with writing(engine) as session:
        session.add(CalendarDay(day=date(2026, 11, 26), working=False))
        session.flush()
        sent = here(date(2026, 11, 25), time(16))
        token = password_links.make_invitation(session, account, sent)
        assert password_links.end_of(session, token) == here(date(2026, 11, 30), time(16))


def test_a_token_that_is_not_ours_has_no_end(engine: Engine) -> None:
    with reading(engine) as session:
        assert password_links.end_of(session, "x") is None
