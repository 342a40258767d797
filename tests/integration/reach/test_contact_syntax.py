"""Which addresses are taken, in which form, and that none reaches the office's own network."""

import unicodedata

import pytest
from own_contacts import key_of, refusal
from settings_world import SettingsWorld
from sqlalchemy import Engine

from dondoc.errors import BadInput, Refused
from dondoc.services.reach.channel_urls import PLACE
from dondoc.services.reach.channels import ChannelSettings
from dondoc.services.reach.channels import add as add_channel
from dondoc.services.reach.masked_addresses import contacts_of, masked, shown
from dondoc.services.reach.own_addresses import MAX_ADDRESSES, remove

NEW = "nguyen.van.an.rieng@tinh.example"


@pytest.fixture
def world(engine: Engine) -> SettingsWorld:
    return SettingsWorld.begin(engine)


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
        assert shown(contacts_of(session, key_of(own_service, "an")))[1].address == "tgram://***"
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
