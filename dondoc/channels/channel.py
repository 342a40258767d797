"""Opens a channel from its Apprise URL and sends letters through it."""

import logging
import re
import threading
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from dondoc.channels import mailbox, mailto  # noqa: F401 - importing them registers them
from dondoc.channels.apprise_parts import PLUGINS, TEXT, Apprise, AppriseAsset, LogCapture
from dondoc.channels.errors import ChannelError
from dondoc.channels.letter import Letter
from dondoc.channels.masking import hiding, mask, scrub, secrets_in
from dondoc.channels.outcome import Outcome, delivered, one_line, temporary
from dondoc.channels.plugin import LetterPlugin
from dondoc.channels.refusals import is_local_plugin, refuse_local

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://.", re.S)
_RECORD, _UNIT = "\x1e", "\x1f"


class Channel:
    """One way to reach people, kept open over many letters; close it, or use `with`.

    A channel keeps a connection and is for one thread at a time: a worker thread opens its
    own. Nothing it answers, raises or logs shows the URL's password or token.
    """

    def __init__(self, plugin: Any, secrets: frozenset[str], shown: str) -> None:
        self._plugin = plugin
        self._secrets = secrets
        self.shown = shown  # the URL without its secrets

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Channel({self.shown})"

    def send(self, letter: Letter) -> Outcome:
        """Try once to deliver the letter. What the outside world does wrong is an Outcome."""
        with hiding(self._secrets):
            if isinstance(self._plugin, LetterPlugin):
                outcome = self._plugin.deliver(letter)
            else:
                outcome = _notify(self._plugin, letter)
        # Masked before it is cut and tidied, which could leave half of a secret.
        return replace(outcome, answer=one_line(scrub(outcome.answer, self._secrets)))

    def close(self) -> None:
        """Close the connection; the channel opens it again if it is used again."""
        if isinstance(self._plugin, LetterPlugin):
            self._plugin.close()


def open_channel(url: str) -> Channel:
    """The channel behind an Apprise URL; nothing is connected before the first letter.

    Raises ChannelError for a URL that is malformed, of an unknown kind, or that would reach
    the machine itself (its files, its log, its desktop).
    """
    url = url.strip()
    scheme = _SCHEME.match(url)
    if scheme is None:
        raise ChannelError("channel.error.no_scheme")
    refuse_local(scheme[1].lower(), url)
    secrets = secrets_in(url)
    shown = scrub(mask(url), secrets)
    with hiding(secrets | {url}):
        plugin = _built(url, scheme[1].lower(), shown)
    return Channel(plugin, secrets | _private_values(plugin), shown)


def _built(url: str, scheme: str, shown: str) -> Any:
    if scheme not in PLUGINS and scheme not in {"http", "https"}:
        raise ChannelError("channel.error.unknown_scheme", scheme=scheme)
    if scheme in PLUGINS and not PLUGINS[scheme].enabled:
        raise ChannelError("channel.error.not_installed", scheme=scheme)
    try:
        # One plugin at a time, never Apprise.add: that would take a list or a configuration.
        plugin = Apprise.instantiate(url, asset=AppriseAsset(async_mode=False))
    except Exception:  # over a hundred services parse URLs, each in its own way
        plugin = None
    if plugin is None:
        raise ChannelError("channel.error.bad_url", url=shown)
    if is_local_plugin(type(plugin)):
        raise ChannelError("channel.error.local_scheme", scheme=scheme)
    # The pace, the retries and the verdict are the delivery's, which records every attempt.
    plugin.request_rate_per_sec = 0
    plugin.retry, plugin.wait, plugin.optional = 0, 0.0, False
    return plugin


def _private_values(plugin: Any) -> frozenset[str]:
    """What the plugin itself declares to be a secret."""
    declared = {**plugin.template_tokens, **plugin.template_args}
    names = [spec.get("map_to", name) for name, spec in declared.items() if spec.get("private")]
    values = [getattr(plugin, name, None) for name in names]
    return frozenset(value for value in values if isinstance(value, str) and len(value) > 3)


def _notify(plugin: Any, letter: Letter) -> Outcome:
    """Through Apprise as it is; the reason of a failure is what Apprise wrote to its log."""
    apprise = Apprise(plugin, asset=plugin.asset)
    fmt = f"{_RECORD}%(thread)d{_UNIT}%(message)s"
    with LogCapture(level=logging.WARNING, fmt=fmt) as log:
        sent = apprise.notify(body=letter.text, title=letter.subject, body_format=TEXT)
        answer = _own_records(log.getvalue())
    if sent:
        return delivered(str(plugin.service_name))
    return temporary(answer, "channel.reason.not_taken")


def _own_records(log: str) -> str:
    """The messages of this thread: the log is shared by all that send at the same time."""
    mine = str(threading.get_ident())
    records = [record.partition(_UNIT) for record in log.split(_RECORD)]
    return " ".join(text.strip() for thread, _, text in records if thread == mine)
