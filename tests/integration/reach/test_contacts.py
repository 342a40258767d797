"""People add their own addresses, prove that they read them, and stay within reach."""

import logging
import unicodedata
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from settings_world import SettingsWorld
from sqlalchemy import Engine, select

from dondoc.errors import BadInput, DondocError, Refused
from dondoc.services.reach.channel_urls import PLACE
from dondoc.services.reach.channels import ChannelSettings
from dondoc.services.reach.channels import add as add_channel
from dondoc.services.reach.codes import MAX_PER_HOUR, TRIES
from dondoc.services.reach.masked_addresses import contacts_of, masked, shown
from dondoc.services.reach.out_of_reach import enable, gaps
from dondoc.services.reach.own_addresses import MAX_ADDRESSES, add, confirm, order, remove
from dondoc.services.reach.reachability import open_routes
from dondoc.services.reach.send_code import code_letter, send
from dondoc.settings import Settings
from dondoc.store.database import reading
from dondoc.workplace import Workplace
from models.person import Confirmation, Person, Preference

NEW = "nguyen.van.an.rieng@tinh.example"


@pytest.fixture
def world(engine: Engine) -> SettingsWorld:
    return SettingsWorld.begin(engine)


def refusal(error: type[DondocError], call: Any, *given: Any) -> str:
    with pytest.raises(error) as caught:
        call(*given)
    return caught.value.key


def _person(world: SettingsWorld, code: str) -> int:
    with world.look() as session:
        return next(one.key for one in session.scalars(select(Person)) if one.code == code)


def test_an_address_is_used_only_once_its_code_has_come_back(world: SettingsWorld) -> None:
    pending = world.added("an", NEW)
    an = _person(world, "an")
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
    for _ in range(TRIES):
        with world.by("an") as one:
            answer = confirm(one, wrong)
        assert answer.refusal is not None
        keys.append(answer.refusal.key.rpartition(".")[2])
    assert keys == ["wrong_code"] * (TRIES - 1) + ["too_many_tries"]
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


def test_the_same_address_is_one_whatever_its_case_and_form(world: SettingsWorld) -> None:
    world.confirmed("an", NEW)
    for again in (NEW.upper(), f"  {NEW} ", unicodedata.normalize("NFD", NEW)):
        assert refusal(Refused, world.added, "an", again) == "settings.error.known"
    name = "an@xã-lập-thạch.example"
    world.added("an", name)
    world.added("an", unicodedata.normalize("NFD", name))
    assert len(world.contacts("an")) == 3
    world.confirmed("binh", NEW)  # an office's common mailbox may be several people's


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "   ",
        "không phải thư",
        "an@",
        "@tinh.example",
        "an@tinh.example\r\nBcc: tat-ca@tinh.example",
        "an@tinh.example\nX: 1",
        "an@tinh.example\x00",
        "an@tinh.example, binh@tinh.example",
        '"an b"@tinh.example',
        "An <an@tinh.example>",
        "an@tinh.example>\u2028To: x@y.example",
        "a" * 600 + "@tinh.example",
        "an@[127.0.0.1]",
    ],
)
def test_what_is_no_address_is_refused_and_nothing_is_sent(world: SettingsWorld, bad: str) -> None:
    with pytest.raises(BadInput):
        world.added("an", bad)
    assert len(world.contacts("an")) == 1


def test_a_channel_must_exist(world: SettingsWorld) -> None:
    with pytest.raises(BadInput) as caught:
        world.added("an", "84912345678", "zalo")
    assert caught.value.params == {"found": "zalo", "known": "mail"}


@pytest.fixture
def own_service(world: SettingsWorld) -> SettingsWorld:
    """A channel on which each person names a service of their own."""
    with world.office("ich") as one:
        add_channel(one, "rieng", ChannelSettings(PLACE))
    return world


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "syslog://",
        "dbus://",
        "exec://rm",
        "json://127.0.0.1/duong",
        "json://localhost:8080/",
        "jsons://10.0.0.7/",
        "json://[::1]/",
        "json://169.254.169.254/latest",
        "mailto://nguoi:mat@may.example",
        "mailbox:///tmp/thu",
        "không phải địa chỉ",
        "84912345678",
        "json://tram.example/a json://khac.example/b\nX",
    ],
)
def test_ones_own_service_cannot_reach_this_machine_or_the_offices_network(
    own_service: SettingsWorld, url: str
) -> None:
    with pytest.raises(BadInput):
        own_service.added("an", url, "rieng")
    assert len(own_service.contacts("an")) == 1


def test_ones_own_service_on_the_internet_is_taken_and_shown_masked(
    own_service: SettingsWorld,
) -> None:
    own_service.confirmed("an", "tgram://123456789:abcdefg_hijklmnop/12315544/", "rieng")
    with own_service.look() as session:
        assert shown(contacts_of(session, _person(own_service, "an")))[1].address == "tgram://***"
    assert "hijklmnop" not in str(own_service.events())


@pytest.mark.parametrize(
    "again", ["0912 345 678", "+84 912.345.678", "84912345678", "(091) 234-5678"]
)
def test_a_telephone_number_is_one_however_it_is_written(world: SettingsWorld, again: str) -> None:
    with world.office("ich") as one:
        url = "zalo://bimatdaidai@zns/123456?ma=%7Bshort%7D"
        add_channel(one, "zalo", ChannelSettings(url))
    world.confirmed("an", "0912345678", "zalo")
    assert refusal(Refused, world.added, "an", again, "zalo") == "settings.error.known"
    assert world.contacts("an")[1].address == "84912345678"
    with world.by("an") as one:
        assert remove(one, again) == "***678"
    with pytest.raises(BadInput):
        world.added("an", "12345", "zalo")


def test_there_is_a_limit_to_how_many(world: SettingsWorld) -> None:
    for number in range(MAX_ADDRESSES - 1):
        world.added("an", f"an{number}@tinh.example")
        world.later(minutes=21)
    assert refusal(Refused, world.added, "an", NEW) == "settings.error.too_many_contacts"


def test_the_last_address_of_somebody_who_answers_for_work_stays(world: SettingsWorld) -> None:
    for who in ("an", "chi", "dung"):
        with pytest.raises(Refused) as caught, world.by(who) as one:
            remove(one, "1")
        assert caught.value.key == "settings.error.last_contact"
        assert caught.value.params == {"shown": f"{who[0]}***@lapthach.example"}
    with world.by("ha") as one:
        remove(one, "1")  # answers for nothing
    world.added("an", NEW)
    with pytest.raises(Refused), world.by("an") as one:
        remove(one, "1")  # one that waits for its code is no way to be reached


def test_it_can_be_removed_once_there_is_another(world: SettingsWorld) -> None:
    world.confirmed("an", NEW)
    with world.by("an") as one:
        assert remove(one, "an@lapthach.example") == "a***@lapthach.example"
    with world.look() as session:
        left = shown(contacts_of(session, _person(world, "an")))
        assert [one.address for one in left] == ["n***@tinh.example"]
        assert len(open_routes(session, world.now.date()).of(_person(world, "an"))) == 1
    with pytest.raises(Refused), world.by("an") as one:
        remove(one, "1")


def test_a_deputy_of_somebody_away_stays_within_reach_too(world: SettingsWorld) -> None:
    with world.by("an") as one:
        day = one.today
        away = Preference(person_id=one.whose.key, paused_from=day, paused_to=day)
        away.deputy_id = _person(world, "ha")
        one.session.add(away)
    with pytest.raises(Refused), world.by("ha") as one:
        remove(one, "1")


def test_a_removed_address_comes_back_with_a_code_only(world: SettingsWorld) -> None:
    world.confirmed("an", NEW)
    with world.by("an") as one:
        remove(one, NEW)
    assert refusal(BadInput, _enable, world, "an", "2") == "settings.error.no_such_contact"
    assert refusal(Refused, _enable, world, "an") == "settings.error.none_disabled"
    world.confirmed("an", NEW)
    assert [contact.disabled_at for contact in world.contacts("an")] == [None, None]


def _enable(world: SettingsWorld, person: str, which: str | None = None, by: str = "dung") -> None:
    with world.by(by, person) as one:
        enable(one, which)


def test_people_put_their_addresses_in_order(world: SettingsWorld) -> None:
    world.confirmed("an", NEW)
    world.confirmed("an", "an3@tinh.example")
    with world.by("an") as one:
        found = order(one, ["3", "2"])
    assert [one.address for one in found] == [
        "a***@tinh.example",
        "n***@tinh.example",
        "a***@lapthach.example",
    ]
    with world.look() as session:
        best = open_routes(session, world.now.date()).best(_person(world, "an"))
        assert best is not None and best.contact_id == found[0].contact_id
    for wrong in ("4", "0", "zalo"):
        with pytest.raises(BadInput), world.by("an") as one:
            order(one, [wrong])


def test_only_the_secretariat_takes_a_disabled_address_up_again(world: SettingsWorld) -> None:
    with world.by("an") as one:
        (contact,) = contacts_of(one.session, one.whose.key)
        contact.disabled_at, contact.disabled_reason = world.now, "550 5.1.1 no such user"
    with world.look() as session:
        found = gaps(session, world.now.date())
    assert [one.person for one in found.out_of_reach] == ["an"]
    assert [(one.person, one.address, one.reason) for one in found.disabled] == [
        ("an", "a***@lapthach.example", "550 5.1.1 no such user")
    ]
    for who in ("an", "binh", "ich"):
        assert refusal(Refused, _enable, world, "an", None, who) == "settings.error.not_your_role"
    _enable(world, "an")
    with world.look() as session:
        found = gaps(session, world.now.date())
    assert (found.out_of_reach, found.disabled) == ((), ())
    assert world.events()[-1] == (
        "dung",
        "an",
        {"what": "contact_enabled", "channel": "mail", "shown": "a***@lapthach.example"},
    )
    assert refusal(Refused, _enable, world, "an") == "settings.error.none_disabled"
    assert refusal(Refused, _enable, world, "an", "1") == "settings.error.not_disabled"


def test_the_secretariat_cannot_take_up_what_was_never_confirmed(world: SettingsWorld) -> None:
    world.added("an", NEW)
    with world.by("an") as one:
        contacts_of(one.session, one.whose.key)[1].disabled_at = world.now
    assert refusal(Refused, _enable, world, "an", "2") == "settings.error.never_confirmed"


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


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("nguyen.van.an@sxd.example", "n***@sxd.example"),
        ("84912345678", "***678"),
        ("1234", "***"),
        ("tgram://123456789:token/42", "tgram://***"),
        ("json://nguoi:matkhau@may.example/duong", "json://nguoi:***@may.example/***"),
    ],
)
def test_an_address_is_shown_masked(address: str, seen: str) -> None:
    assert masked(address) == seen
