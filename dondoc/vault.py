"""The installation's secret key: what it seals at rest, signs for links, and recognises again.

The key is `DONDOC_SECRET_KEY`, or the file `secret.key` of the data folder, made at first use.
Several keys, separated by commas, take turns: the first seals, all of them open.
"""

import hashlib
import hmac
import os
import secrets
import unicodedata
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from itsdangerous import BadSignature, URLSafeSerializer

from dondoc.settings import Settings

_SHORTEST = 16


class VaultError(Exception):
    """The key cannot be used; `key` names the words of the catalogue, `params` fill them in."""

    def __init__(self, key: str, **params: str) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


@dataclass(frozen=True)
class Vault:
    """Secrets made from one or more keys; what it is made of is never shown."""

    _keys: tuple[str, ...]

    def __repr__(self) -> str:
        return "Vault()"

    def seal(self, text: str) -> str:
        """The text, encrypted with the first key."""
        return self._fernet.encrypt(text.encode()).decode()

    def unseal(self, sealed: str) -> str:
        """The text again. Raises VaultError when no key opens it."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise VaultError("vault.wrong_key") from None

    def fingerprint(self, *parts: str) -> str:
        """The same for the same texts (NFC, no case), and tells nobody what they are."""
        plain = "\0".join(unicodedata.normalize("NFC", part).strip().casefold() for part in parts)
        return self._digest("fingerprint", plain)

    def exact_fingerprint(self, purpose: str, text: str) -> str:
        """The same for exactly the same text: of a token, where case counts."""
        return self._digest(f"exact {purpose}", text)

    def sign(self, purpose: str, value: object) -> str:
        """A token for an address in the web that carries a plain value and cannot be made up."""
        return self._signer(purpose).dumps(value)

    def signed(self, purpose: str, token: str) -> object | None:
        """The value of a token of that purpose, or None for one that is not ours."""
        try:
            value: object = self._signer(purpose).loads(token)
        except BadSignature:
            return None
        return value

    def _signer(self, purpose: str) -> URLSafeSerializer:
        # itsdangerous signs with the last of its keys.
        return URLSafeSerializer(list(reversed(self._keys)), salt=f"dondoc.{purpose}")

    def _digest(self, purpose: str, text: str) -> str:
        key = self._keys[-1].encode()  # the oldest: a new key must not forget what is known
        return hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()

    @cached_property
    def _fernet(self) -> MultiFernet:
        digests = [hashlib.sha256(f"seal\0{key}".encode()).digest() for key in self._keys]
        return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])


class CurrentVault:
    """The vault of the settings, looked for only when something is sealed, opened or signed."""

    def seal(self, text: str) -> str:
        """See Vault."""
        return vault().seal(text)

    def unseal(self, sealed: str) -> str:
        """See Vault."""
        return vault().unseal(sealed)

    def sign(self, purpose: str, value: object) -> str:
        """See Vault."""
        return vault().sign(purpose, value)


def vault(settings: Settings | None = None) -> Vault:
    """The vault of these settings; without any, that of this process's environment.

    Raises VaultError for a key that is too short to be one.
    """
    if settings is not None:
        return _vault_with(settings)
    # Reading the settings takes milliseconds, a hundred times what sealing does.
    return _vault_for(os.environ.get("DONDOC_SECRET_KEY"), os.environ.get("DONDOC_HOME"))


@lru_cache
def _vault_for(_key: str | None, _home: str | None) -> Vault:
    return _vault_with(Settings())


def _vault_with(settings: Settings) -> Vault:
    if settings.secret_key is not None:
        return _vault_of(settings.secret_key.get_secret_value())
    return _vault_in(settings.key_file)


@lru_cache
def _vault_of(keys: str) -> Vault:
    texts = tuple(text.strip() for text in keys.split(",") if text.strip())
    if not texts or min(map(len, texts)) < _SHORTEST:
        raise VaultError("vault.short_key", n=str(_SHORTEST))
    return Vault(texts)


@lru_cache
def _vault_in(path: Path) -> Vault:
    if not path.exists():
        _make_key(path)
    return _vault_of(path.read_text(encoding="ascii"))


def _make_key(path: Path) -> None:
    """Writes a new key that its owner alone can read; of two processes at once one does."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{secrets.token_urlsafe(32)}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
