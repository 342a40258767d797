"""The secret key: what it seals only it opens, and a new one can take over from an old one."""

import stat
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from dondoc.settings import Settings
from dondoc.vault import Vault, VaultError, vault

OLD, NEW = "the old key of the office", "the new key of the office"
ADDRESS = "nguyen.van.an@lapthach.example"


def keyed(keys: str) -> Vault:
    return vault(Settings(secret_key=SecretStr(keys)))


def test_what_is_sealed_opens_again_and_shows_nothing() -> None:
    sealed = keyed(OLD).seal(ADDRESS)
    assert keyed(OLD).unseal(sealed) == ADDRESS
    assert "lapthach" not in sealed
    assert keyed(OLD).seal(ADDRESS) != sealed  # the same address twice does not look the same


def test_another_key_opens_nothing() -> None:
    with pytest.raises(VaultError) as caught:
        keyed(NEW).unseal(keyed(OLD).seal(ADDRESS))
    assert caught.value.key == "vault.wrong_key"


def test_what_was_tampered_with_does_not_open() -> None:
    sealed = keyed(OLD).seal(ADDRESS)
    for broken in (sealed[:-4], sealed[:20] + "AAAA" + sealed[24:], "rác", ADDRESS):
        with pytest.raises(VaultError):
            keyed(OLD).unseal(broken)


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    both = keyed(f"{NEW}, {OLD}")
    assert both.unseal(keyed(OLD).seal(ADDRESS)) == ADDRESS
    assert keyed(NEW).unseal(both.seal(ADDRESS)) == ADDRESS
    with pytest.raises(VaultError):
        keyed(OLD).unseal(both.seal(ADDRESS))


def test_an_address_is_known_again_whatever_the_case_and_the_form_of_its_letters() -> None:
    mark = keyed(OLD).fingerprint("mail", "Hồ.Thị@Xã.example")
    assert keyed(OLD).fingerprint("mail", " hồ.thị@xã.EXAMPLE ") == mark
    assert keyed(OLD).fingerprint("mail", unicodedata.normalize("NFD", "hồ.thị@xã.example")) == mark
    assert keyed(OLD).fingerprint("zalo", "hồ.thị@xã.example") != mark
    assert keyed(NEW).fingerprint("mail", "Hồ.Thị@Xã.example") != mark
    assert keyed(f"{NEW},{OLD}").fingerprint("mail", "Hồ.Thị@Xã.example") == mark


def test_parts_of_a_fingerprint_do_not_run_together() -> None:
    assert keyed(OLD).fingerprint("a", "bc") != keyed(OLD).fingerprint("ab", "c")


def test_a_signed_value_comes_back_and_a_forged_one_does_not() -> None:
    token = keyed(OLD).sign("unsubscribe", {"person": 7})
    assert keyed(OLD).signed("unsubscribe", token) == {"person": 7}
    assert keyed(f"{NEW},{OLD}").signed("unsubscribe", token) == {"person": 7}
    assert keyed(OLD).signed("another purpose", token) is None
    assert keyed(NEW).signed("unsubscribe", token) is None
    assert keyed(OLD).signed("unsubscribe", token[:-1]) is None


@pytest.mark.parametrize("keys", ["", "ngắn", f"{OLD},ngắn", " , "])
def test_a_key_that_is_too_short_is_refused(keys: str) -> None:
    with pytest.raises(VaultError) as caught:
        keyed(keys)
    assert (caught.value.key, caught.value.params) == ("vault.short_key", {"n": "16"})


def test_a_key_is_made_at_first_use_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DONDOC_SECRET_KEY", raising=False)
    settings = Settings(home=tmp_path / "home")
    with ThreadPoolExecutor(8) as threads:
        vaults = list(threads.map(lambda _: vault(settings), range(8)))
    assert stat.S_IMODE(settings.key_file.stat().st_mode) == 0o600
    assert [one.name for one in settings.root.iterdir()] == ["secret.key"]
    assert vaults[0].unseal(vaults[-1].seal(ADDRESS)) == ADDRESS


def test_the_settings_are_read_once_however_much_is_sealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading them takes milliseconds: a plan with its people sealed hundreds of addresses so."""
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path / "an office of its own"))
    first = vault()
    monkeypatch.setattr("dondoc.vault.Settings", None)
    assert vault() == first


def test_it_shows_no_key() -> None:
    assert OLD not in repr(keyed(OLD))
    assert OLD not in repr(Settings(secret_key=SecretStr(OLD)))
