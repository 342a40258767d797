"""What was counted or opened while the clock was ahead bars nobody once it is put right."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from dondoc.clock import wall_clock
from dondoc.errors import Refused
from dondoc.services.accounts import password_links
from dondoc.services.accounts.invite import last_run
from dondoc.services.accounts.sign_in import second_factor, sessions, tries
from dondoc.services.reach import codes
from dondoc.store.database import reading, writing
from models.account import Account, SignInFailure
from models.installation import Lease
from models.person import Contact, Person

NOW = wall_clock()
AHEAD = NOW + timedelta(days=1)


@pytest.fixture
def account(engine: Engine) -> int:
    """Somebody with an account; its key."""
    with writing(engine) as session:
        person = Person(code="CB-A", full_name="Đồng chí A")
        session.add(person)
        session.flush()
        row = Account(person_id=person.key, made_at=NOW)
        session.add(row)
        session.flush()
        return row.key


def account_in(session: Session, key: int) -> Account:
    return session.get_one(Account, key)


def test_failures_a_day_ahead_lock_nobody_out_and_are_cleaned_away(engine: Engine) -> None:
    limit = tries.BY_CODE.of("CB-A")
    with writing(engine) as session:
        for _ in range(limit.limit.most):
            tries.count(session, [limit], AHEAD)
        with pytest.raises(tries.TooManyTries):
            tries.count(session, [limit], AHEAD)
        tries.count(session, [limit], NOW)
        assert session.exec(select(func.count()).select_from(SignInFailure)).one() == 1


def test_a_session_begun_a_day_ahead_is_over_and_stays_so(engine: Engine, account: int) -> None:
    def begin(wall: object) -> str:
        return sessions.begin(session, account_in(session, account), wall, **device)  # type: ignore[arg-type]

    device = {"device": "", "address": "", "passed": True}
    with writing(engine) as session:
        ahead = begin(AHEAD)
        assert sessions.find(session, ahead, AHEAD) is not None
        assert sessions.find(session, ahead, NOW) is None
        assert sessions.of(session, account, NOW) == []
        begin(NOW)
        assert sessions.find(session, ahead, AHEAD) is None


def test_a_link_made_a_day_ahead_is_over_and_another_one_works(
    engine: Engine, account: int
) -> None:
    with writing(engine) as session:
        row = account_in(session, account)
        ahead = password_links.make_invitation(session, row, AHEAD)
        assert password_links.find(session, ahead, NOW) is None
        token = password_links.make_invitation(session, row, NOW)
        assert password_links.use(session, token, NOW) is not None


def test_a_code_of_the_phone_used_a_day_ahead_bars_none_of_today(
    engine: Engine, account: int
) -> None:
    with writing(engine) as session:
        row = account_in(session, account)
        row.totp_secret, row.totp_confirmed_at = pyotp.random_base32(), NOW
        for wall, used in ((AHEAD, "code"), (NOW, "code"), (NOW, None)):
            typed = pyotp.TOTP(row.totp_secret).at(wall)
            assert second_factor.check(session, row, typed, wall) == used


def test_codes_for_an_address_asked_for_a_day_ahead_are_not_counted(
    engine: Engine, account: int
) -> None:
    with writing(engine) as session:
        person_id = account_in(session, account).person_id
        contact = Contact(person_id=person_id, address="a@mail.example", fingerprint="a")
        session.add(contact)
        session.flush()
        for _ in range(codes.MAX_PER_HOUR):
            ahead = codes.new_code(session, contact, AHEAD)
        late = codes.match(session, [contact], ahead.digits, NOW)
        assert isinstance(late, Refused) and late.key == "settings.error.code_expired"
        code = codes.new_code(session, contact, NOW)
        assert codes.match(session, [contact], code.digits, NOW) == contact


def test_inviting_that_ended_a_day_ahead_is_not_under_way(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(Lease(name=last_run.NAME, holder="gone", until=AHEAD))
    with reading(engine) as session:
        assert not last_run.is_under_way(session, NOW)
        assert last_run.is_under_way(session, AHEAD - timedelta(seconds=30))
