"""Addresses in use: in which order, taken away and taken up again, and never the last one."""

import pytest
from own_contacts import key_of, refusal
from settings_world import SettingsWorld
from sqlalchemy import Engine

from dondoc.errors import BadInput, Refused
from dondoc.services.reach.masked_addresses import contacts_of, shown
from dondoc.services.reach.out_of_reach import enable, gaps
from dondoc.services.reach.own_addresses import order, remove
from dondoc.services.reach.reachability import open_routes
from models.person import Preference

NEW = "nguyen.van.an.rieng@tinh.example"


@pytest.fixture
def world(engine: Engine) -> SettingsWorld:
    return SettingsWorld.begin(engine)


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
        left = shown(contacts_of(session, key_of(world, "an")))
        assert [one.address for one in left] == ["n***@tinh.example"]
        assert len(open_routes(session, world.now.date()).of(key_of(world, "an"))) == 1
    with pytest.raises(Refused), world.by("an") as one:
        remove(one, "1")


def test_a_deputy_of_somebody_away_stays_within_reach_too(world: SettingsWorld) -> None:
    with world.by("an") as one:
        day = one.today
        away = Preference(person_id=one.whose.key, paused_from=day, paused_to=day)
        away.deputy_id = key_of(world, "ha")
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
        best = open_routes(session, world.now.date()).best(key_of(world, "an"))
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
