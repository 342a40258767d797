"""Channel URLs with a place for the recipient: `tgram://TOKEN/{address}`."""

import re
from collections import OrderedDict
from urllib.parse import quote

from dondoc.channels.building import BuiltPlugin, build, refuse_letters, refuse_scheme, scheme_of
from dondoc.channels.errors import ChannelError
from dondoc.channels.masking import mask
from dondoc.channels.services import service_of
from dondoc.channels.smtp_urls import as_mailto

PLACE = "{address}"
_CACHE_SIZE = 256
_BLANK = re.compile(r"\s")
_DELIMITERS = re.compile(r"[\[\],;/\\\s]")  # where Apprise would see several recipients


class Template:
    """Builds a plugin per recipient, and keeps the ones used last.

    A person's address is percent-encoded and so stays within its place, except in a template
    that is nothing but the place: there the address is a whole URL of its own. Whatever comes
    out is checked like any URL. Raises ChannelError for a template of a useless kind.
    """

    by_person = True

    def __init__(self, template: str, private_allowed: bool) -> None:
        self.template = template
        self.private_allowed = private_allowed
        self.shown = PLACE if template == PLACE else mask(template)
        self._built: OrderedDict[str, BuiltPlugin] = OrderedDict()
        if template != PLACE:
            _refuse_template(template)

    def built_for(self, address: str) -> BuiltPlugin:
        """Raises ChannelError for an address that cannot be used."""
        built = self._built.pop(address, None)
        if built is None:
            url = self._filled(address)
            built = build(url, private_allowed=self.private_allowed, by_person=True)
        self._built[address] = built
        if len(self._built) > _CACHE_SIZE:
            _close(self._built.popitem(last=False)[1])
        return built

    def close(self) -> None:
        """Close what the plugins keep open."""
        for built in self._built.values():
            _close(built)
        self._built.clear()

    def _filled(self, address: str) -> str:
        whole = self.template == PLACE
        if not address.strip() or (_BLANK if whole else _DELIMITERS).search(address):
            # A whole URL holds a token, so it is not shown.
            shown = "" if whole else " ".join(address.split())[:80]
            raise ChannelError("channel.error.bad_recipient", address=shown or "…")
        return address if whole else self.template.replace(PLACE, quote(address, safe=""))


class FixedPlugin:
    """One plugin for everybody; the recipient is the letter's, or whoever the URL names."""

    by_person = False

    def __init__(self, built: BuiltPlugin) -> None:
        self._only = built
        self.shown = built.shown

    def built_for(self, address: str) -> BuiltPlugin:
        """The same plugin, whatever the address."""
        return self._only

    def close(self) -> None:
        """Close what the plugin keeps open."""
        _close(self._only)


def open_source(url: str, private_allowed: bool) -> FixedPlugin | Template:
    """Where the plugins for a channel's URL come from. Raises ChannelError."""
    url = as_mailto(url.strip())
    if PLACE in url:
        return Template(url, private_allowed)
    return FixedPlugin(build(url, private_allowed=private_allowed))


def _refuse_template(template: str) -> None:
    scheme = scheme_of(template)
    refuse_scheme(scheme, template)
    if (service := service_of(scheme)) is not None:
        refuse_letters(service, scheme)


def _close(built: BuiltPlugin) -> None:
    if hasattr(built.plugin, "close"):
        built.plugin.close()
