"""What can be wrong with a channel's address or with a letter."""

from dondoc.i18n import Translate


class ChannelError(ValueError):
    """A channel's URL, or a letter, that cannot be used.

    `key` is a message of the catalogue `channels`, `params` fill it. Neither ever holds a
    password or a token: URLs are masked before they come here.
    """

    def __init__(self, key: str, **params: str) -> None:
        super().__init__(key, params)
        self.key = key
        self.params = params

    def message(self, tr: Translate) -> str:
        """The error in the reader's language, `tr` being `dondoc.i18n.translator(...)`."""
        return tr(self.key, **self.params)

    def __str__(self) -> str:
        return ", ".join([self.key, *(f"{name}={value}" for name, value in self.params.items())])


class LetterError(ChannelError):
    """A letter that cannot be a proper message, for instance a recipient without a domain."""
