"""Which services a channel's URL may name: our own, and the hundred that Apprise has.

Most offices use e-mail and nothing else, so Apprise's are loaded when one of them is asked for.
"""

import warnings
from functools import cache
from typing import Any

from dondoc.channels.apprise_parts import PLUGINS, Apprise, AppriseAsset
from dondoc.channels.mailbox import NotifyMailbox
from dondoc.channels.mailto import NotifyLetterMail
from dondoc.channels.plugin import LetterPlugin
from dondoc.channels.zalo import NotifyZalo

_OWN: dict[str, type[LetterPlugin]] = {
    scheme: plugin
    for plugin in (NotifyLetterMail, NotifyMailbox, NotifyZalo)
    for scheme in (plugin.protocol, plugin.secure_protocol)
    if scheme
}


def service_of(scheme: str) -> Any:
    """The plugin class behind a URL's scheme, or None."""
    own = _OWN.get(scheme)
    if own is not None:
        return own
    every = register()
    return every[scheme] if scheme in every else None  # noqa: SIM401 - it is no dict


def instance(url: str, scheme: str) -> Any:
    """A plugin for one URL, None where it cannot be read; may raise whatever a service raises.

    One plugin at a time, never `Apprise.add`: that would take a list or a configuration.
    """
    asset = AppriseAsset(async_mode=False)
    own = _OWN.get(scheme)
    if own is None:
        register()
        return Apprise.instantiate(url, asset=asset)
    parts = own.parse_url(url)
    return own(**parts, asset=asset) if parts else None


@cache
def register() -> Any:
    """Apprise's services with ours among them: whoever calls Apprise itself gets ours, too."""
    with warnings.catch_warnings():
        # Some import modules that Python has deprecated; where warnings are errors (our tests),
        # they would keep all others from loading.
        warnings.simplefilter("ignore", DeprecationWarning)
        PLUGINS.load_modules()
    for plugin in dict.fromkeys(_OWN.values()):
        PLUGINS.add(plugin, force=True)
    return PLUGINS
