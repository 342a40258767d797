"""What our own Apprise plugins have beyond Apprise's: they take the whole letter."""

from abc import abstractmethod

from dondoc.channels.apprise_parts import NotifyBase
from dondoc.channels.headers import address as mail_address
from dondoc.channels.letter import Letter
from dondoc.channels.outcome import Outcome
from dondoc.channels.zalo_tokens import OnTokens


class LetterPlugin(NotifyBase):  # type: ignore[misc]
    """An Apprise plugin with a second door.

    `Apprise.notify` has a fixed set of arguments, `NotifyBase.notify` drops the ones it does
    not know, and both answer only true or false. So the channel lets Apprise find and build
    the plugin from its URL, and then calls `deliver`, which takes the letter as it is and
    tells what the provider said.

    guarded: may not reach the office's own network. on_tokens: see `channel.open_channel`.
    """

    guarded = True
    on_tokens: OnTokens | None = None

    @abstractmethod
    def deliver(self, letter: Letter) -> Outcome:
        """Try once to deliver; never raises for anything the outside world does."""

    @abstractmethod
    def check_address(self, address: str) -> None:
        """Raises ChannelError when the address is not of the kind this service reaches."""

    def close(self) -> None:
        """Give back what is kept between letters (a connection)."""


class MailPlugin(LetterPlugin):
    """Letters as e-mail; where to is set up by the administrators, so it may be private."""

    guarded = False

    def check_address(self, address: str) -> None:
        mail_address(address)
