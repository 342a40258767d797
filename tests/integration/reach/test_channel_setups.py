"""An administrator sets channels up: sealed at rest, shown masked, tried before they are kept."""

from datetime import timedelta
from pathlib import Path

import pytest
from settings_world import SettingsWorld
from sqlalchemy import Engine, Text, select, text, type_coerce
from sqlmodel import col

from dondoc.errors import BadInput, DondocError, Refused
from dondoc.services.operations.reseal import openable, reseal
from dondoc.services.reach.channel_trial import errand_of
from dondoc.services.reach.channels import (
    ChannelSettings,
    SetupShown,
    add,
    change,
    disable,
    find_open,
    keep_tokens,
    setups,
    store_tokens,
    url_of,
)
from dondoc.services.reach.send_code import send, trial_letter
from dondoc.settings import Settings
from dondoc.store.database import open_engine
from dondoc.vault import VaultError, vault
from dondoc.workplace import Workplace
from models.installation import ChannelSetup
from models.person import Contact

TOKEN = "bimatcuavanphong123"
HOOK = f"json://tram.example/{TOKEN}/{{address}}"
WEBHOOK = ChannelSettings(url=HOOK)


@pytest.fixture
def world(engine: Engine) -> SettingsWorld:
    return SettingsWorld.begin(engine)


def added(world: SettingsWorld, name: str, wanted: ChannelSettings, by: str = "ich") -> SetupShown:
    with world.office(by) as one:
        return add(one, name, wanted)


def changed(
    world: SettingsWorld, name: str, wanted: ChannelSettings, by: str = "ich"
) -> SetupShown:
    with world.office(by) as one:
        return change(one, name, wanted)


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


def test_renewed_tokens_of_zalo_are_kept_at_once(world: SettingsWorld) -> None:
    url = "zalo://truycapcu111@oa/?app=7&secret=khoabimat222&refresh=lammoicu333"
    added(world, "zalo", ChannelSettings(url))
    keep_tokens(world.engine, "zalo", "truycapmoi444", "lammoimoi555")
    with world.look() as session:
        kept = find_open(session, "zalo").url
    assert kept.startswith("zalo://truycapmoi444@oa") and "refresh=lammoimoi555" in kept
    assert "khoabimat222" in kept and "cu333" not in kept


def test_a_sample_sends_into_its_own_mailbox_only(world: SettingsWorld, tmp_path: Path) -> None:
    setup = ChannelSetup(name="x", url=HOOK)
    for sample, start in ((True, "mailbox://"), (False, "json://")):
        settings = Settings(home=tmp_path)
        workplace = Workplace(settings, world.engine, sample, timedelta())
        assert url_of(setup, workplace).startswith(start)


@pytest.mark.parametrize(
    "url", ["json://tram.example/{address}", "mailbox:///tmp/thu", "tgram://a"]
)
def test_mail_goes_to_a_mail_server(world: SettingsWorld, url: str) -> None:
    with pytest.raises(BadInput):
        changed(world, "mail", ChannelSettings(url))
    found = changed(
        world, "mail", ChannelSettings("mailtos://nguoi:matkhaudai@may.example?from=a@b.example")
    )
    assert "matkhaudai" not in repr(found) + str(world.events())
    assert changed(world, "mail", ChannelSettings("")).url == ""


def test_a_trial_goes_to_the_administrator_alone(world: SettingsWorld, tmp_path: Path) -> None:
    workplace = Workplace(Settings(home=tmp_path / "home"), world.engine, True, timedelta())
    with world.office("ich") as one:
        errand = errand_of(one, "mail")
        letter = trial_letter(workplace, errand, world.wall)
    assert send(workplace, "mail", letter).status == "delivered"
    assert letter.recipient_address == "ich@lapthach.example"
    added(world, "tin-nhan", WEBHOOK)
    with pytest.raises(BadInput) as caught, world.office("ich") as one:
        errand_of(one, "tin-nhan")
    assert caught.value.key == "settings.error.nowhere_to_try"


def test_a_new_key_takes_over_and_the_old_one_can_go(
    world: SettingsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = "a key for the tests of dondoc only", "the new key of the tests of dondoc"
    monkeypatch.setenv("DONDOC_SECRET_KEY", old)
    added(world, "tin-nhan", WEBHOOK)
    world.confirmed("an", "an2@tinh.example")
    monkeypatch.setenv("DONDOC_SECRET_KEY", new)
    assert (openable(world.engine).done, openable(world.engine).lost) == (0, 10)
    with pytest.raises(VaultError):
        world.contacts("an")
    monkeypatch.setenv("DONDOC_SECRET_KEY", f"{new},{old}")
    found = reseal(world.engine)
    assert (found.done, found.lost) == (10, 0)
    monkeypatch.setenv("DONDOC_SECRET_KEY", new)
    assert (openable(world.engine).done, openable(world.engine).lost) == (10, 0)
    assert [contact.address for contact in world.contacts("an")] == [
        "an@lapthach.example",
        "an2@tinh.example",
    ]
    with pytest.raises(Refused):
        world.added("an", "AN2@tinh.example")  # known, though its mark was made with the old key
    reseal(world.engine)
    for one in world.contacts("an"):
        assert one.fingerprint == vault().fingerprint("mail", one.address)


def test_what_no_key_opens_is_counted_and_left(
    world: SettingsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.look() as session:
        before = session.execute(text("SELECT address FROM contact ORDER BY id")).all()
    monkeypatch.setenv("DONDOC_SECRET_KEY", "quite another key, the old one is lost")
    found = reseal(world.engine)
    assert (found.done, found.lost) == (0, len(before))
    with world.look() as session:
        assert session.execute(text("SELECT address FROM contact ORDER BY id")).all() == before


def test_no_token_stands_in_the_file_of_the_database(sqlite_url: str, tmp_path: Path) -> None:
    engine = open_engine(sqlite_url)
    world = SettingsWorld.begin(engine)
    added(world, "tin-nhan", WEBHOOK)
    with world.by("an") as one:
        one.session.scalars(select(Contact)).all()
    files = b"".join(one.read_bytes() for one in tmp_path.glob("dondoc.sqlite*"))
    engine.dispose()
    files += b"".join(one.read_bytes() for one in tmp_path.glob("dondoc.sqlite*"))
    assert b"channel_added" in files
    assert TOKEN.encode() not in files
