"""People add their own addresses, prove that they read them, and stay within reach."""

import logging
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from own_contacts import key_of, refusal
from settings_world import SettingsWorld
from sqlalchemy import Engine, select

from dondoc.errors import Refused
from dondoc.services.reach.codes import MAX_PER_HOUR, MAX_TRIES
from dondoc.services.reach.own_addresses import add, confirm, order, remove
from dondoc.services.reach.reachability import open_routes
from dondoc.services.reach.send_code import code_letter, send
from dondoc.settings import Settings
from dondoc.store.database import reading
from dondoc.workplace import Workplace
from models.person import Confirmation

NEW = "nguyen.van.an.rieng@tinh.example"


@pytest.fixture
def world(engine: Engine) -> SettingsWorld:
    return SettingsWorld.begin(engine)


def test_an_address_is_used_only_once_its_code_has_come_back(world: SettingsWorld) -> None:
    pending = world.added("an", NEW)
    an = key_of(world, "an")
    with world.look() as session:
        assert len(open_routes(session, world.now.date()).of(an)) == 1
    with world.by("an") as one:
        assert confirm(one, pending.code.digits).or_refuse().in_use
    with world.look() as session:
        assert len(open_routes(session, world.now.date()).of(an)) == 2
    with world.by("an") as one:
        assert confirm(one, pending.code.digits).refusal is not None  # a code works once
    assert world.whats() == ["contact_added", "contact_confirmed"]


def test_only_a_digest_of_the_code_is_kept(world: SettingsWorld) -> None:
    pending = world.added("an", NEW)
    with world.look() as session:
        (kept,) = session.scalars(select(Confirmation)).all()
    assert pending.code.digits not in kept.code_digest
    assert len(pending.code.digits) == 6 and pending.code.digits.isdecimal()
    assert pending.code.digits not in repr(pending) and NEW not in repr(pending)


def test_nobody_adds_an_address_for_somebody_else_not_even_the_secretariat(
    world: SettingsWorld,
) -> None:
    for who in ("dung", "binh", "ich"):
        with pytest.raises(Refused) as caught, world.by(who, "an") as one:
            add(one, "mail", NEW)
        assert caught.value.key == "settings.error.only_own"
        for call in (lambda one: remove(one, "1"), lambda one: order(one, ["1"])):
            with pytest.raises(Refused), world.by(who, "an") as one:
                call(one)
    assert len(world.contacts("an")) == 1
    assert world.events() == []


def test_a_wrong_code_is_counted_and_the_fifth_ends_it(world: SettingsWorld) -> None:
    pending = world.added("an", NEW)
    wrong = f"{(int(pending.code.digits) + 1) % 10**6:06}"
    keys = []
    for _ in range(MAX_TRIES):
        with world.by("an") as one:
            answer = confirm(one, wrong)
        assert answer.refusal is not None
        keys.append(answer.refusal.key.rpartition(".")[2])
    assert keys == ["wrong_code"] * (MAX_TRIES - 1) + ["too_many_tries"]
    with world.by("an") as one:
        answer = confirm(one, pending.code.digits)
    assert answer.refusal is not None
    assert answer.refusal.key == "settings.error.too_many_tries"


@pytest.mark.parametrize(("minutes", "accepted"), [(29.9, True), (30, False)])
def test_a_code_works_for_half_an_hour(
    world: SettingsWorld, minutes: float, accepted: bool
) -> None:
    pending = world.added("an", NEW)
    world.later(minutes=minutes)
    with world.by("an") as one:
        answer = confirm(one, pending.code.digits)
    assert (answer.refusal is None) is accepted


def test_a_new_code_takes_the_place_of_the_old_one(world: SettingsWorld) -> None:
    first, second = world.added("an", NEW), world.added("an", NEW)
    assert len(world.contacts("an")) == 2
    if first.code.digits != second.code.digits:
        with world.by("an") as one:
            assert confirm(one, first.code.digits).refusal is not None
    with world.by("an") as one:
        assert confirm(one, f" {second.code.digits[:3]} {second.code.digits[3:]} ").refusal is None


def test_the_codes_of_two_addresses_are_told_apart(world: SettingsWorld) -> None:
    first, second = world.added("an", NEW), world.added("an", "an2@tinh.example")
    with world.by("an") as one:
        assert confirm(one, second.code.digits).or_refuse().address == "a***@tinh.example"
    with world.by("an") as one:
        assert confirm(one, first.code.digits).or_refuse().address == "n***@tinh.example"


def test_no_more_than_three_codes_are_sent_within_an_hour(world: SettingsWorld) -> None:
    for number in range(MAX_PER_HOUR):
        world.added("an", f"an{number}@tinh.example")
        with world.by("an") as one:
            remove(one, f"an{number}@tinh.example")
        world.later(minutes=10)
    assert refusal(Refused, world.added, "an", NEW) == "settings.error.too_many_codes"
    assert [contact.channel for contact in world.contacts("an")] == ["mail"]  # nothing half done
    world.added("binh", NEW)  # others are not held up by it
    world.later(minutes=31)
    world.added("an", NEW)


def test_history_knows_what_was_changed_and_not_the_address(world: SettingsWorld) -> None:
    world.confirmed("an", NEW)
    with world.by("an") as one:
        order(one, ["2"])
    with world.by("an") as one:
        remove(one, NEW)
    assert world.whats() == [
        "contact_added",
        "contact_confirmed",
        "contacts_ordered",
        "contact_removed",
    ]
    assert {(who, of) for who, of, _ in world.events()} == {("an", "")}
    assert NEW not in str(world.events())


def test_the_code_goes_to_that_address_and_nowhere_else(
    world: SettingsWorld, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    workplace = Workplace(Settings(home=tmp_path / "home"), world.engine, True, timedelta())
    with world.by("an") as one:
        pending = add(one, "mail", NEW)
        letter = code_letter(workplace, one.whose, pending, world.wall)
    outcome = send(workplace, "mail", letter)
    assert outcome.status == "delivered"
    (kept,) = workplace.settings.mailbox.glob("*.html")
    text, digits = kept.read_text(encoding="utf-8"), pending.code.digits
    assert f"{digits[:3]} {digits[3:]}" in text and "/settings" in text
    assert NEW in text
    assert pending.code.digits in letter.short
    assert pending.code.digits not in letter.message_id + letter.subject
    assert NEW not in caplog.text and NEW not in outcome.answer
    assert pending.code.digits not in caplog.text


def test_no_address_and_no_code_stands_in_the_file_of_the_database(
    sqlite_url: str, tmp_path: Path
) -> None:
    from dondoc.store.database import open_engine

    engine = open_engine(sqlite_url)
    world = SettingsWorld.begin(engine)
    world.confirmed("an", NEW)
    waiting = world.added("an", "cho.ma@tinh.example")
    files = b"".join(one.read_bytes() for one in tmp_path.glob("dondoc.sqlite*"))
    engine.dispose()
    files += b"".join(one.read_bytes() for one in tmp_path.glob("dondoc.sqlite*"))
    assert b"contact_confirmed" in files  # what is in clear would be seen
    for secret in (NEW, "cho.ma@", "an@lapthach.example", "nguyen.van.an"):
        assert secret.encode() not in files
        assert secret.upper().encode() not in files
    assert waiting.code.digits.encode() not in files


def test_two_codes_asked_for_at_once_are_both_counted(world: SettingsWorld) -> None:
    together, answers = Barrier(5), []

    def ask(number: int) -> None:
        together.wait()
        try:
            world.added("an", f"an{number}@tinh.example")
            answers.append("sent")
        except Refused as error:
            answers.append(error.key)

    threads = [Thread(target=ask, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for one in threads:
        one.join()
    assert sorted(answers) == ["sent"] * 3 + ["settings.error.too_many_codes"] * 2
    with reading(world.engine) as session:
        assert len(session.scalars(select(Confirmation)).all()) == 3
