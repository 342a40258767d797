"""From whom letters come, as settings say it."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urlsplit


@dataclass(frozen=True)
class LettersSender:
    """From whom letters come.

    `address`: the sender; `reply_to`: people who answer. `sample`: marks made-up data.

    `web_url`: where items can be opened, None where readers cannot get there. `stop_url`: where
    they can switch optional reminders off, None likewise.
    """

    name: str
    address: str
    reply_to: str | None = None
    web_url: str | None = None
    sample: bool = False
    stop_url: str | None = None

    @property
    def domain(self) -> str:
        """The part of the sender's address that Message-IDs end with."""
        return self.address.rpartition("@")[2]

    @property
    def web(self) -> str:
        """The address of the pages without a slash at its end, '' without pages."""
        return (self.web_url or "").rstrip("/")

    def item_url(self, year: int, ref: str) -> str:
        """The page of an item of a year's programme, or '' without pages."""
        return f"{self.web}/items/{year}/{quote(ref, safe='/@')}" if self.web_url else ""


def reachable(url: str) -> str | None:
    """The address if a reader can get there, None where it leads to this machine only.

    Whoever sets no address has one like that: a link to it in a letter would lead nowhere.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or host in {"", "localhost"}:
        return None
    try:
        return None if ip_address(host).is_loopback else url
    except ValueError:
        return url
