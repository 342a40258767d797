"""Accounts on both databases: what is counted, used up and compared there."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Event, Thread

import pyotp
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from dondoc.clock import wall_clock
from dondoc.errors import BadInput, Refused
from dondoc.services.accounts import api_tokens, list_accounts, manage, password_links
from dondoc.services.accounts.find_account import account_named, account_of
from dondoc.services.accounts.invite.first_administrator import (
    FirstAdministrator,
    new_setup,
    set_up,
)
from dondoc.services.accounts.manage import AccountManagement
from dondoc.services.accounts.sign_in import second_factor, tries
from dondoc.store.database import reading, writing
from dondoc.vault import vault
from models.account import Account
from models.person import Contact, Person

NOW = wall_clock()
PASSWORD = "một mật khẩu đủ dài"


@pytest.fixture
def people(engine: Engine) -> tuple[int, int]:
    """Two people with a mail address each; the first is an administrator. Keys of persons."""
    with writing(engine) as session:
        persons = [Person(code=f"CB-{name}", full_name=f"Đồng chí {name}") for name in "AB"]
        session.add_all(persons)
        session.flush()
        for person in persons:
            address = f"{person.code.lower()}@mail.example"
            mark = vault().fingerprint("mail", address)
            session.add(
                Contact(person_id=person.key, address=address, fingerprint=mark, confirmed_at=NOW)
            )
            session.add(
                Account(person_id=person.key, made_at=NOW, administrator=person.code == "CB-A")
            )
        return persons[0].key, persons[1].key


def both(engine: Engine, act: Callable[[Session], object]) -> list[object]:
    """Does the same in two transactions at once; what each gave, or what it was refused with."""
    barrier, results = Barrier(2), []

    def run() -> None:
        barrier.wait()
        try:
            with writing(engine) as session:
                results.append(act(session))
        except Refused as error:
            results.append(error.key)

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for one in threads:
        one.join()
    return results


def test_a_person_is_found_by_code_and_by_mail(engine: Engine, people: tuple[int, int]) -> None:
    with reading(engine) as session:
        for name in ("CB-A", " cb-a", "cb-a@mail.example", "CB-A@MAIL.EXAMPLE"):
            found = account_named(session, name)
            assert found is not None and found.person_id == people[0]
        assert account_named(session, "CB-C") is None


def test_tries_are_free_again_after_their_time(engine: Engine) -> None:
    few = tries.Limit("test", 2, timedelta(minutes=15))
    with writing(engine) as session:
        for minutes in (0, 5):
            tries.count(session, [few.of("x")], NOW + timedelta(minutes=minutes))
        with pytest.raises(tries.TooManyTries) as refused:
            tries.count(session, [few.of("x")], NOW + timedelta(minutes=6))
        assert refused.value.minutes == 10
        tries.count(session, [few.of("y")], NOW + timedelta(minutes=6))
        tries.count(session, [few.of("x")], NOW + timedelta(minutes=16))


def test_addresses_of_one_network_are_counted_together() -> None:
    of = tries.BY_ADDRESS.of
    assert of("2001:db8::1") == of("2001:db8::ffff") != of("2001:db8:0:1::1")
    assert of("192.0.2.1") != of("192.0.2.2")


def test_of_two_who_use_a_link_at_once_one_sets_the_password(
    engine: Engine, people: tuple[int, int]
) -> None:
    with writing(engine) as session:
        account = account_of(session, people[1])
        assert account is not None
        token = password_links.make_invitation(session, account, NOW)
    done = both(engine, lambda session: password_links.use(session, token, NOW) is not None)
    assert sorted(done) == [False, True]  # type: ignore[type-var]


def test_of_two_who_send_a_code_at_once_one_gets_in(
    engine: Engine, people: tuple[int, int]
) -> None:
    secret = pyotp.random_base32()
    with writing(engine) as session:
        account = account_of(session, people[1])
        assert account is not None
        account.totp_secret, account.totp_confirmed_at = secret, NOW
    typed = pyotp.TOTP(secret).at(NOW)

    def check(session: Session) -> str | None:
        found = account_of(session, people[1])
        assert found is not None
        return second_factor.check(session, found, typed, NOW)

    assert sorted(map(str, both(engine, check))) == ["None", "code"]


def test_two_administrators_cannot_take_each_others_right_at_once(
    engine: Engine, people: tuple[int, int]
) -> None:
    with writing(engine) as session:
        for account in session.exec(select(Account)):
            account.administrator = True
    order = iter(people)

    def take(session: Session) -> str:
        person = session.get_one(Person, next(order))
        manage.set_administrator(AccountManagement(session, person, None, NOW, NOW), False)
        return "taken"

    assert sorted(map(str, both(engine, take))) == ["account.error.last_administrator", "taken"]


def test_of_two_who_set_up_at_once_one_is_the_administrator(engine: Engine) -> None:
    with writing(engine) as session:
        token = new_setup(session)
    assert token is not None
    first = FirstAdministrator("QT1", "Nguyễn Văn Quản", PASSWORD)
    done = both(engine, lambda session: set_up(session, token, first, NOW, NOW).administrator)
    assert sorted(map(str, done)) == ["True", "account.error.setup_over"]


def test_the_list_finds_by_part_of_a_name(engine: Engine, people: tuple[int, int]) -> None:
    with reading(engine) as session:
        assert list_accounts.accounts(session).total == 2
        assert [row.code for row in list_accounts.accounts(session, "cb-b").rows] == ["CB-B"]
        assert list_accounts.accounts(session, "%").total == 0
        administrators = list_accounts.accounts(
            session, "", list_accounts.AccountStanding.ADMINISTRATOR
        )
        assert [one.person_id for one in administrators.rows] == [people[0]]


def test_the_list_is_searched_with_marks_or_without(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(Person(code="CB-Đ1", full_name="Nguyễn Thị Đào"))
        session.add(Person(code="CB-D2", full_name="Trần Văn Hòa"))
        session.flush()
        for typed in ("dao", "Đào", "ĐÀO thị", "nguyen dao", "cb-d1"):
            assert [row.code for row in list_accounts.accounts(session, typed).rows] == ["CB-Đ1"]
        assert list_accounts.accounts(session, "dao hoa").total == 0
        assert list_accounts.accounts(session, " ").total == 2


def test_tokens_made_at_once_do_not_pass_the_limit(engine: Engine, people: tuple[int, int]) -> None:
    def make(session: Session) -> str:
        given = api_tokens.TokenOwner(session, people[1], NOW, NOW)
        return api_tokens.make(given, "x", [api_tokens.TokenScope.READ], 30)[:6]

    with writing(engine) as session:
        for _ in range(api_tokens.MAX_TOKENS - 1):
            make(session)
    waited, results = Event(), list[object]()

    def second() -> None:
        with writing(engine) as session:
            waited.set()
            try:
                results.append(make(session))
            except BadInput as error:
                results.append(error.key)

    late = Thread(target=second)
    with writing(engine) as session:
        make(session)
        late.start()
        if engine.dialect.name == "postgresql":
            assert waited.wait(5)
        late.join(0.3)  # long enough to count 19 of them, were it not kept waiting
        assert results == []
    late.join()
    assert results == ["tokens.error.many"]
