"""Addresses that reach the machine itself instead of a person."""

from urllib.parse import parse_qsl

from dondoc.channels.errors import ChannelError

# A channel is typed in by whoever administers the reminders, who need not be the one who
# administers the machine: nothing here may open its files, its desktop or its log.
_LOCAL = (
    "syslog dbus qt kde glib gio gnome windows macosx blink1 vapid "
    "file config include memory exec cmd script shell python"
)
LOCAL_SCHEMES = frozenset(_LOCAL.split())
# An Apprise server fans out to recipients that we cannot see, so "delivered to this person"
# could not be said; and it keeps its own configuration, fetched from elsewhere.
FAN_OUT_SCHEMES = frozenset({"apprise", "apprises"})
# Parameters with which some of Apprise's services read a file of this machine.
FILE_PARAMETERS = frozenset({"template", "keyfile", "subfile", "pgppub", "pgpprv", "pgpkey"})

LOCAL_PLUGINS = frozenset(
    f"apprise.plugins.{name}"
    for name in ("syslog", "dbus", "glib", "gnome", "windows", "macosx", "blink1", "vapid")
)


def refuse_local(scheme: str, url: str) -> None:
    """Raises ChannelError when the URL would reach this machine or a file on it."""
    if scheme in LOCAL_SCHEMES:
        raise ChannelError("channel.error.local_scheme", scheme=scheme)
    if scheme in FAN_OUT_SCHEMES:
        raise ChannelError("channel.error.fan_out_scheme", scheme=scheme)
    for name, _ in parse_qsl(url.partition("?")[2], keep_blank_values=True):
        if name.lower().lstrip("+-: ") in FILE_PARAMETERS:
            raise ChannelError("channel.error.local_file", scheme=scheme, name=name.lower())


def is_local_plugin(plugin: type) -> bool:
    """Whether an Apprise plugin class acts on this machine, under whatever scheme it came."""
    return any(
        base.__module__ == name or base.__module__.startswith(name + ".")
        for base in plugin.__mro__
        for name in LOCAL_PLUGINS
    )
