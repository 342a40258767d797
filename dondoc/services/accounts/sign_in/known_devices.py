"""Devices on which somebody signed in before: wrong passwords typed elsewhere lock none out.

A device carries a signed list of the accounts that were opened on it. It opens nothing: it only
lets the password be typed there, where its tries are counted by themselves.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from dondoc.services.accounts.sign_in import tries
from dondoc.vault import vault
from models.account import Account

KEEP_FOR = timedelta(days=365)
MAX_ACCOUNTS = 8
"""Of one device; who signed in longest ago is forgotten first."""
_PURPOSE = "device"
_BYTES = 12


class Device(NamedTuple):
    """What a device carries: a number of its own, and the accounts that it knows."""

    mark: str
    accounts: tuple[int, ...]


def read_device(token: str | None) -> Device:
    """The device that a token names; a new one for a token that is not ours."""
    match vault().signed(_PURPOSE, token or ""):
        case [str(mark), *accounts]:
            return Device(mark, tuple(key for key in accounts if isinstance(key, int)))
    return Device(secrets.token_urlsafe(_BYTES), ())


def device_token(token: str | None, account_id: int) -> str:
    """What a device carries after somebody signed in on it."""
    device = read_device(token)
    others = [key for key in device.accounts if key != account_id]
    return vault().sign(_PURPOSE, [device.mark, account_id, *others[: MAX_ACCOUNTS - 1]])


def counts_of(
    token: str | None, account: Account | None, name: str, address: str
) -> Sequence[tries.CountedTries]:
    """What a try counts against: on a device that knows the account, nothing but that device.

    Elsewhere by name and address together, so that guesses from one place lock out no other; by
    name in all, more slowly; and by address.
    """
    device = read_device(token)
    if account is not None and account.key in device.accounts:
        return [tries.BY_DEVICE.of(device.mark, str(account.key))]
    return [tries.BY_NAME_HERE.of(name, address), tries.BY_NAME.of(name),
            tries.BY_ADDRESS.of(address)]  # fmt: skip
