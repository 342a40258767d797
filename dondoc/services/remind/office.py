"""From whom letters come, as settings say it."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Office:
    """`address`: the sender; `reply_to`: people who answer. `sample`: marks made-up data.

    `web_url`: where items can be opened, None while there are no pages.
    """

    name: str
    address: str
    reply_to: str | None = None
    web_url: str | None = None
    sample: bool = False

    def item_url(self, ref: str) -> str:
        """The page of an item, or '' without pages."""
        return f"{self.web_url.rstrip('/')}/items/{quote(ref)}" if self.web_url else ""
