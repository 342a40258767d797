"""From a channel's URL to the plugin that serves it, refusing what may not be reached."""

import re
import sys
from dataclasses import dataclass
from typing import Any

from dondoc.channels.errors import ChannelError
from dondoc.channels.masking import hiding, mask, scrub, secrets_in
from dondoc.channels.plugin import LetterPlugin, MailPlugin
from dondoc.channels.private import refuse_private_host
from dondoc.channels.refusals import is_local_plugin, refuse_local
from dondoc.channels.services import instance, service_of

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://.", re.S)
_MAX_TIMEOUT = 30.0  # seconds; a URL may ask for an hour, and all letters behind it would wait


@dataclass(frozen=True)
class BuiltPlugin:
    """A plugin, what of it must not be shown, and its URL without that.

    from_url: the secrets that are in the URL. private: attributes of the plugin that are secret.
    guarded: its connections may go to the open Internet only (see `private`). takes_letters: it
    is one of our own plugins. silent: it writes to no log.
    """

    plugin: Any
    from_url: frozenset[str]
    private: tuple[str, ...]
    shown: str
    guarded: bool
    takes_letters: bool
    silent: bool

    @property
    def secrets(self) -> frozenset[str]:
        """All of them now: a plugin may have got a new token since it was built."""
        values = [getattr(self.plugin, name, None) for name in self.private]
        own = [value for value in values if isinstance(value, str) and len(value) > 3]
        return self.from_url.union(own) if own else self.from_url


def scheme_of(url: str) -> str:
    """The kind of channel, in small letters; raises ChannelError."""
    scheme = _SCHEME.match(url)
    if scheme is None:
        raise ChannelError("channel.error.no_scheme")
    return scheme[1].lower()


def refuse_scheme(scheme: str, url: str) -> None:
    """Raises ChannelError for a kind that is unknown, or would reach this machine itself."""
    refuse_local(scheme, url)
    service = service_of(scheme)
    if service is None and scheme not in {"http", "https"}:
        raise ChannelError("channel.error.unknown_scheme", scheme=scheme)
    if service is not None and not service.enabled:
        raise ChannelError("channel.error.not_installed", scheme=scheme)


def build(url: str, *, private_allowed: bool, by_person: bool = False) -> BuiltPlugin:
    """The plugin for a finished URL. Raises ChannelError, never showing a secret.

    by_person: a part of the URL was given by one of the recipients, who must not choose a mail
    server or a folder of this machine.
    """
    scheme = scheme_of(url)
    refuse_scheme(scheme, url)
    secrets = secrets_in(url)
    shown = scrub(mask(url), secrets)
    with hiding(secrets | {url}):
        plugin = _instance(url, scheme, shown)
        guarded = getattr(plugin, "guarded", True)
        if by_person:
            refuse_letters(type(plugin), scheme)
        if guarded and not private_allowed:
            _refuse_private(plugin, scheme)
    return BuiltPlugin(
        plugin,
        secrets,
        _private_names(plugin),
        shown,
        guarded=guarded and not private_allowed,
        takes_letters=isinstance(plugin, LetterPlugin),
        silent=isinstance(plugin, MailPlugin),
    )


def refuse_letters(plugin: type, scheme: str) -> None:
    """Raises ChannelError for a service that takes letters: e-mail, the mailbox, Zalo.

    Only administrators set those up, and there the recipient is the letter's.
    """
    if issubclass(plugin, LetterPlugin):
        raise ChannelError("channel.error.office_scheme", scheme=scheme)


def _instance(url: str, scheme: str, shown: str) -> Any:
    try:
        plugin = instance(url, scheme)
    except Exception:  # over a hundred services parse URLs, each in its own way
        plugin = None
    if plugin is None:
        raise ChannelError("channel.error.bad_url", url=shown)
    if is_local_plugin(type(plugin)):
        raise ChannelError("channel.error.local_scheme", scheme=scheme)
    # The pace, the retries and the verdict are the delivery's, which records every attempt.
    plugin.request_rate_per_sec = 0
    plugin.retry, plugin.wait, plugin.optional = 0, 0.0, False
    for name in ("socket_connect_timeout", "socket_read_timeout"):
        asked = getattr(plugin, name)
        setattr(plugin, name, asked if 0 < asked <= _MAX_TIMEOUT else _MAX_TIMEOUT)
    return plugin


def _refuse_private(plugin: Any, scheme: str) -> None:
    if not _speaks_http(type(plugin)):
        # IRC, MQTT and the like: they may connect from a thread of their own, out of sight.
        raise ChannelError("channel.error.unguarded", scheme=scheme)
    # A redirected POST loses its text, and a proxy would follow it to wherever it leads.
    plugin.redirects = False
    # Only of a service that has one is it the host: others keep a token in that place.
    if "host" in plugin.template_tokens and plugin.host:
        refuse_private_host(plugin.host, scheme)


def _speaks_http(plugin: type) -> bool:
    modules = [sys.modules[base.__module__] for base in plugin.__mro__]
    return any(
        hasattr(module, "requests")
        for module in modules
        if module.__name__.startswith(("apprise.plugins.", "dondoc.channels."))
    )


def _private_names(plugin: Any) -> tuple[str, ...]:
    """The attributes that the plugin itself declares to be secret."""
    declared = {**plugin.template_tokens, **plugin.template_args}
    return tuple(
        str(spec.get("map_to", name)) for name, spec in declared.items() if spec.get("private")
    )
