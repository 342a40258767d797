"""What our own Apprise plugins have beyond Apprise's: they take the whole letter."""

from abc import abstractmethod

from dondoc.channels.apprise_parts import NotifyBase
from dondoc.channels.letter import Letter
from dondoc.channels.outcome import Outcome


class LetterPlugin(NotifyBase):  # type: ignore[misc]
    """An Apprise plugin with a second door.

    `Apprise.notify` has a fixed set of arguments, `NotifyBase.notify` drops the ones it does
    not know, and both answer only true or false. So the channel lets Apprise find and build
    the plugin from its URL, and then calls `deliver`, which takes the letter as it is and
    tells what the provider said.
    """

    @abstractmethod
    def deliver(self, letter: Letter) -> Outcome:
        """Try once to deliver; never raises for anything the outside world does."""

    def close(self) -> None:
        """Give back what is kept between letters (a connection)."""
