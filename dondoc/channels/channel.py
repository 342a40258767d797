"""Opens a channel from its Apprise URL and sends letters through it.

Apprise is loaded when the first channel is opened: it takes a third of a second, and many who
need what is here open none.
"""

from contextlib import nullcontext
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from dondoc.channels.deadline import LETTER_SECONDS, Connections, deadline
from dondoc.channels.errors import ChannelError
from dondoc.channels.letter import Letter
from dondoc.channels.masking import hiding, scrub
from dondoc.channels.outcome import TOO_SLOW, Outcome, one_line, permanent, temporary
from dondoc.channels.private import AddressGuard, guarding
from dondoc.channels.zalo_tokens import OnTokens

if TYPE_CHECKING:
    from dondoc.channels.building import BuiltPlugin
    from dondoc.channels.template import FixedPlugin, Template


_GOODBYE_SECONDS = 5.0


class Channel:
    """One way to reach people, kept open over many letters; close it, or use `with`.

    A channel keeps a connection and is for one thread at a time: a worker thread opens its
    own. Nothing it answers, raises or logs shows the URL's password or token. `seconds`: for a
    letter, however slowly the other side answers.
    """

    def __init__(
        self,
        source: "FixedPlugin | Template",
        on_tokens: OnTokens | None = None,
        seconds: float = LETTER_SECONDS,
    ) -> None:
        self._source = source
        self._on_tokens = on_tokens
        self._seconds = seconds
        self._connections = Connections()
        self.shown = source.shown  # the URL without its secrets

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
        try:
            built = self._source.built_for(letter.recipient_address)
        except ChannelError as error:
            return permanent(str(error), _reason(error), about_address=True)
        with nullcontext() if built.silent else hiding(built.secrets):
            outcome = self._in_time(built, letter)
        # Masked before it is cut and tidied, which could leave half of a secret.
        answer = one_line(scrub(outcome.answer, built.secrets))
        return outcome if answer == outcome.answer else replace(outcome, answer=answer)

    def _in_time(self, built: "BuiltPlugin", letter: Letter) -> Outcome:
        with deadline(self._seconds, self._connections) as limit:
            outcome = self._sent(built, letter)
        if limit.passed and outcome.status == "temporary":
            return temporary(outcome.answer, TOO_SLOW)
        return outcome

    def _sent(self, built: "BuiltPlugin", letter: Letter) -> Outcome:
        guard: AddressGuard | None
        with guarding() if built.guarded else nullcontext() as guard:
            if built.takes_letters:
                built.plugin.on_tokens = self._on_tokens
                outcome: Outcome = built.plugin.deliver(letter)
            else:
                outcome = _notified(built.plugin, letter)
        if guard is None or not guard.refused or outcome.status == "delivered":
            return outcome
        reason = "channel.reason.private_host"
        return permanent(guard.refused, reason, about_address=self._source.by_person)

    def close(self) -> None:
        """Close the connection; the channel opens it again if it is used again."""
        with deadline(min(_GOODBYE_SECONDS, self._seconds), self._connections):
            self._source.close()


def open_channel(
    url: str,
    *,
    private_allowed: bool = False,
    on_tokens: OnTokens | None = None,
    seconds: float = LETTER_SECONDS,
) -> Channel:
    """The channel behind an Apprise URL; nothing is connected before the first letter.

    A URL may hold `{address}`, the place of each letter's recipient, and may be nothing else
    (then each recipient's address is a whole URL). Without it, the letter's recipient counts
    for mailto://, mailbox:// and zalo://; other services reach whom the URL names.

    private_allowed: whether services of the office's own network may be reached. E-mail may
    always use it: only administrators set it up.
    on_tokens: called with (access, refresh) when a service has renewed its tokens; the caller
    then stores a new URL (see `zalo_url.renewed_url`), or the channel is lost at the next start.
    What it raises, `send` raises.
    seconds: how long one letter may take in all.

    Raises ChannelError for a URL that is malformed, of an unknown kind, or that would reach
    the machine itself (its files, its log, its desktop) or, if so wanted, its network.
    """
    from dondoc.channels.template import open_source

    return Channel(open_source(url, private_allowed), on_tokens, seconds)


def check_address(url_template: str, address: str, *, private_allowed: bool = False) -> None:
    """Raises ChannelError when the channel could not reach this address by its form.

    For the moment when somebody adds an address; nothing is connected or looked up.
    """
    from dondoc.channels.template import open_source

    source = open_source(url_template, private_allowed)
    try:
        built = source.built_for(address)
        if built.takes_letters and not source.by_person:
            built.plugin.check_address(address)
    finally:
        source.close()


def _notified(plugin: Any, letter: Letter) -> Outcome:
    from dondoc.channels.notify import notify

    return notify(plugin, letter)


def _reason(error: ChannelError) -> str:
    private = error.key == "channel.error.private_host"
    return "channel.reason.private_host" if private else "channel.reason.bad_address"
