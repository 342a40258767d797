"""From whom letters come, as settings say it."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urlsplit


@dataclass(frozen=True)
class Office:
    """`address`: the sender; `reply_to`: people who answer. `sample`: marks made-up data.

    `web_url`: where items can be opened, None while there are no pages. `stop_url`: where
    readers can switch optional reminders off (dondoc.web), None where they cannot get there.
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

    def item_url(self, ref: str) -> str:
        """The page of an item, or '' without pages."""
        return f"{self.web_url.rstrip('/')}/items/{quote(ref)}" if self.web_url else ""


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
