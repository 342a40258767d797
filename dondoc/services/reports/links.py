"""One-use links: a reminder opens the report form of exactly one item, without a password.

The link says whose report on which checkpoint it is for, and until when. It cannot be made up,
and it shows nothing else. Opening it changes nothing, because mail scanners open every link; only
a report that was taken in uses it up, and from then on it shows the receipt.

No database holds a link that works: letters are kept with a mark in its place, and the link is
signed into them on their way out.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dondoc.vault import CurrentVault, vault

LINK_DAYS = 14
"""After its letter a link works so long; the next reminder brings a new one."""

_PURPOSE = "report"
_MARK = re.compile(r"/r/~(\d+)\.(\d+)\.(\d{4}-\d\d-\d\d)~")


@dataclass(frozen=True)
class ReportLink:
    """A link to the report form.

    `returns`: how often the report had been sent back, so that each time has its own link.
    """

    person_id: int
    checkpoint_id: int
    returns: int
    until: date

    @property
    def token(self) -> str:
        """What stands behind `/r/`; the same for the same link."""
        value = [self.person_id, self.checkpoint_id, self.returns, self.until.isoformat()]
        return CurrentVault().sign(_PURPOSE, value)

    @property
    def request_key(self) -> str:
        """Under which the one report of this link is recorded, whatever day it was sent."""
        plain = f"{self.person_id}.{self.checkpoint_id}.{self.returns}"
        return f"link:{hashlib.sha256(plain.encode()).hexdigest()[:32]}"


def marker(sent_on: date) -> Callable[[int, int], str]:
    """What stands in letters of that day where a link will be, beginning with a slash."""
    end = f"{(sent_on + timedelta(days=LINK_DAYS)).isoformat()}~"
    return lambda checkpoint_id, returns: f"/r/~{checkpoint_id}.{returns}.{end}"


def linker(person_id: int) -> Callable[[str], str]:
    """Makes every mark in a letter for a person a link; the same bytes each time.

    It is for the several forms of one letter: each of its links is signed once.
    """
    made: dict[str, str] = {}

    def signed(match: re.Match[str]) -> str:
        if match[0] not in made:
            until = date.fromisoformat(match[3])
            link = ReportLink(person_id, int(match[1]), int(match[2]), until)
            made[match[0]] = f"/r/{link.token}"
        return made[match[0]]

    return lambda text: _MARK.sub(signed, text)


def without_links(text: str) -> str:
    """A letter as others may see it: where a link will be stands `/r/…`, which opens nothing."""
    return _MARK.sub("/r/…", text)


def read_token(token: str) -> ReportLink | None:
    """What a token stands for, in time or not; None for one that is not ours."""
    match vault().signed(_PURPOSE, token):
        case [int(person_id), int(checkpoint_id), int(returns), str(until)]:
            return ReportLink(person_id, checkpoint_id, returns, date.fromisoformat(until))
        case _:
            return None
