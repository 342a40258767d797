"""Channels tried before they are kept, and their tokens under a new key."""

from datetime import timedelta
from pathlib import Path

import pytest
from channel_setups import HOOK, TOKEN, WEBHOOK, added, changed
from settings_world import SettingsWorld
from sqlalchemy import Engine, select, text

from dondoc.errors import BadInput, Refused
from dondoc.services.operations.reseal import openable, reseal
from dondoc.services.reach.channel_trial import errand_of
from dondoc.services.reach.channels import (
    ChannelSettings,
    find_open,
    keep_tokens,
    url_of,
)
from dondoc.services.reach.send_code import send, trial_letter
from dondoc.settings import Settings
from dondoc.store.database import open_engine
from dondoc.vault import VaultError, vault
from dondoc.workplace import Workplace
from models.installation import ChannelSetup
from models.person import Contact


@pytest.fixture
def world(engine: Engine) -> SettingsWorld:
    return SettingsWorld.begin(engine)


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
