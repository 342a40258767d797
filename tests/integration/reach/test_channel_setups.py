"""An administrator sets channels up: sealed at rest, shown masked, tried before they are kept."""

from functools import partial

import pytest
from channel_setups import HOOK, TOKEN, WEBHOOK, added, changed
from settings_world import SettingsWorld
from sqlalchemy import Engine, Text, select, type_coerce
from sqlmodel import col

from dondoc.errors import BadInput, DondocError, Refused
from dondoc.i18n import translator
from dondoc.services.acts.refusals import explain_refusal
from dondoc.services.reach.channel_trial import errand_of
from dondoc.services.reach.channels import (
    ChannelSettings,
    disable,
    find_open,
    setups,
    store_tokens,
)
from models.installation import ChannelSetup


@pytest.fixture
def world(engine: Engine) -> SettingsWorld:
    return SettingsWorld.begin(engine)


def refusal(world: SettingsWorld, name: str, wanted: ChannelSettings) -> str:
    with pytest.raises(DondocError) as caught:
        added(world, name, wanted)
    assert TOKEN not in str(caught.value.params)
    return caught.value.key


def test_mail_is_there_without_being_set_up(world: SettingsWorld) -> None:
    with world.look() as session:
        (mail,) = setups(session)
        assert (mail.name, mail.url, mail.per_minute, mail.people) == ("mail", "", None, 8)
        assert find_open(session, "mail").url == ""


def test_a_channel_is_sealed_at_rest_and_shown_masked(world: SettingsWorld) -> None:
    found = added(
        world, "tin-nhan", ChannelSettings(HOOK, per_minute=60, parallel=2, fallback_after=4)
    )
    assert TOKEN not in repr(found) + str(world.events()) + repr(WEBHOOK)
    assert found.url.startswith("json://tram.example/")
    assert (found.per_minute, found.parallel, found.fallback_after) == (60, 2, 4)
    with world.look() as session:
        raw = session.execute(
            select(type_coerce(col(ChannelSetup.url), Text)).where(col(ChannelSetup.url) != "")
        ).scalar_one()
        assert TOKEN not in raw
        assert find_open(session, "TIN-NHAN").url == HOOK
    assert world.whats() == ["channel_added"]


def test_only_an_administrator_sets_channels_up(world: SettingsWorld) -> None:
    added(world, "tin-nhan", WEBHOOK)
    for who in ("an", "dung", "giang"):
        with pytest.raises(Refused):
            added(world, "khac", WEBHOOK, who)
        with pytest.raises(Refused):
            changed(world, "tin-nhan", ChannelSettings(parallel=3), who)
        with pytest.raises(Refused), world.office(who) as one:
            disable(one, "tin-nhan")
        with pytest.raises(Refused), world.office(who) as one:
            errand_of(one, "mail")
    assert world.whats() == ["channel_added"]


@pytest.mark.parametrize(
    "url",
    [
        "không phải địa chỉ",
        f"khong-co://{TOKEN}",
        f"file:///etc/{TOKEN}",
        "syslog://",
        "dbus://",
        f"exec://{TOKEN}/{{address}}",
        f"apprises://may.example/{TOKEN}",
        "",
    ],
)
def test_a_url_that_cannot_work_or_reaches_this_machine_is_refused(
    world: SettingsWorld, url: str
) -> None:
    assert refusal(world, "khac", ChannelSettings(url)).split(".")[0] in {"channel", "settings"}
    with world.look() as session:
        assert [setup.name for setup in setups(session)] == ["mail"]


@pytest.mark.parametrize("name", ["", "Zalo", "tin nhắn", "-a", "a" * 41, "a/b"])
def test_a_name_is_short_and_plain(world: SettingsWorld, name: str) -> None:
    assert refusal(world, name, WEBHOOK) == "settings.error.channel_name"


def test_a_private_host_needs_leave(world: SettingsWorld) -> None:
    inside = f"json://127.0.0.1/{TOKEN}/{{address}}"
    assert refusal(world, "trong-nha", ChannelSettings(inside)).startswith("channel.")
    found = added(world, "trong-nha", ChannelSettings(inside, private_allowed=True))
    assert found.private_allowed
    with pytest.raises(BadInput):
        changed(world, "trong-nha", ChannelSettings(private_allowed=False))
    with world.look() as session:
        assert find_open(session, "trong-nha").private_allowed


def test_a_channel_that_would_send_everybodys_letters_to_one_place_is_refused(
    world: SettingsWorld,
) -> None:
    url = f"json://tram.example/{TOKEN}"
    assert refusal(world, "phong-chung", ChannelSettings(url)) == "settings.error.nobodys_place"


def test_limits_are_kept_within_reason(world: SettingsWorld) -> None:
    for wanted in (
        ChannelSettings(per_minute=-1),
        ChannelSettings(parallel=0),
        ChannelSettings(parallel=51),
        ChannelSettings(fallback_after=0),
    ):
        with pytest.raises(BadInput) as caught:
            changed(world, "mail", wanted)
        assert caught.value.key.startswith("settings.error.range.")
    assert changed(world, "mail", ChannelSettings(per_minute=30)).per_minute == 30
    assert changed(world, "mail", ChannelSettings(per_minute=0)).per_minute is None
    with pytest.raises(BadInput):
        changed(world, "mail", ChannelSettings())


def test_a_channel_that_exists_is_changed_and_not_added(world: SettingsWorld) -> None:
    added(world, "tin-nhan", WEBHOOK)
    assert refusal(world, "tin-nhan", WEBHOOK) == "settings.error.channel_exists"
    with pytest.raises(BadInput):
        changed(world, "khac", ChannelSettings(parallel=2))
    with pytest.raises(BadInput):
        changed(world, "tin-nhan", ChannelSettings(url=" "))


def test_switching_a_channel_off_names_who_is_out_of_reach(world: SettingsWorld) -> None:
    added(world, "tin-nhan", WEBHOOK)
    world.confirmed("an", "84912345678", "tin-nhan")
    with world.office("ich") as one:
        lost = disable(one, "mail")
    assert len(lost) == 6  # An has another way, and Hà answers for nothing
    with pytest.raises(Refused), world.office("ich") as one:
        disable(one, "mail")
    with pytest.raises(Refused) as caught:
        world.added("binh", "binh@tinh.example")
    assert caught.value.key == "settings.error.channel_off"
    for said in (caught.value.text, partial(explain_refusal, caught.value)):
        assert said(translator("vi")) == "Kênh: «thư điện tử» đang tắt."  # not «mail»
    assert not changed(world, "mail", ChannelSettings(enabled=True)).disabled


def test_fresh_tokens_take_the_place_of_old_ones_on_the_same_kind_only(
    world: SettingsWorld,
) -> None:
    added(world, "tin-nhan", WEBHOOK)
    fresh = HOOK.replace(TOKEN, "mamoicuavanphong456")
    with world.office("ich") as one:
        store_tokens(one.session, "tin-nhan", fresh)
    with world.look() as session:
        assert find_open(session, "tin-nhan").url == fresh
    with pytest.raises(ValueError, match="another kind"), world.office("ich") as one:
        store_tokens(one.session, "tin-nhan", "mailto://may.example")
