"""The channels that letters leave by: what each is opened with, and how fast it may be used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.channels.channel import Channel, open_channel
from dondoc.channels.zalo_tokens import OnTokens
from dondoc.services.reach.reachability import MAIL
from dondoc.store.database import reading
from models.installation import ChannelSetup

_RENEWS = "zalo://"
"""Services of this kind renew their tokens while they are used."""

Keeper = Callable[[str, str, str], None]
"""Takes a channel's name and its fresh tokens (access, refresh) into keeping."""


@dataclass(frozen=True)
class ChannelInUse:
    """One channel as a deliverer uses it; see ChannelSetup for the limits.

    `parallel` 0: it is closed, and what waits for it goes another way. `as_mail`: a mailbox
    takes its letters in, whatever kind its addresses are.
    """

    name: str
    url: str = field(repr=False)
    per_minute: int | None = None
    parallel: int = 1
    fallback_after: int = 3
    private_allowed: bool = False
    as_mail: bool = False
    on_tokens: OnTokens | None = field(default=None, repr=False)

    def open(self) -> Channel:
        """A connection of its own, for one thread. Raises ChannelError for an unusable URL."""
        return open_channel(
            self.url, private_allowed=self.private_allowed, on_tokens=self.on_tokens
        )


class ChannelsInUse:
    """The channels in use, by name."""

    def __init__(self, known: Mapping[str, ChannelInUse], everything_to: str | None = None) -> None:
        self._known = dict(known)
        self._everything_to = everything_to

    def alone(self) -> frozenset[str]:
        """Channels that one process must see to: with a pace to keep, or with tokens to renew."""
        known = self._known.values()
        return frozenset(use.name for use in known if use.per_minute or use.on_tokens)

    def for_one_run(self, scheduled: bool) -> frozenset[str]:
        """Channels that no other run may use meanwhile; a scheduled run has all for itself."""
        return frozenset(self._known) if scheduled else self.alone()

    def get(self, name: str) -> ChannelInUse | None:
        """The channel of that name; None: it is not set up, or switched off."""
        if self._everything_to is not None:
            return ChannelInUse(name, self._everything_to, as_mail=True)
        return self._known.get(name)


def closed(name: str) -> ChannelInUse:
    """A channel that is switched off, or not set up."""
    return ChannelInUse(name, "", parallel=0)


def only(url: str) -> ChannelsInUse:
    """Every letter goes to one place, whatever its channel: a sample's people are made up."""
    return ChannelsInUse({}, everything_to=url)


def find_open_channels(engine: Engine, mail_url: str, keep: Keeper | None = None) -> ChannelsInUse:
    """The channels that are set up; mail goes to `mail_url` unless it has a URL of its own."""
    with reading(engine) as session:
        rows = list(session.scalars(select(ChannelSetup).order_by(col(ChannelSetup.name))))
    known = {
        setup.name: _open_channel(setup, mail_url, keep)
        for setup in rows
        if setup.disabled_at is None
    }
    if MAIL not in {row.name for row in rows}:
        # The settings are the administrator's own: a mail server may stand in the same house.
        known[MAIL] = ChannelInUse(MAIL, mail_url, private_allowed=True)
    return ChannelsInUse(known)


def _open_channel(setup: ChannelSetup, mail_url: str, keep: Keeper | None) -> ChannelInUse:
    name = setup.name
    # Two connections that renew the same tokens would take them from each other.
    renews = keep is not None and setup.url.startswith(_RENEWS)
    return ChannelInUse(
        name=name,
        url=setup.url or mail_url,
        per_minute=setup.per_minute,
        parallel=1 if renews else setup.parallel,
        fallback_after=setup.fallback_after,
        private_allowed=setup.private_allowed,
        on_tokens=partial(keep, name) if keep is not None and renews else None,
    )
