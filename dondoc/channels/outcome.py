"""What became of one attempt to deliver one letter."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

OutcomeStatus = Literal["delivered", "temporary", "permanent"]

TOO_SLOW = "channel.reason.too_slow"
"""The reason of a letter that was cut off because its time was up."""
_MAX_ANSWER_LENGTH = 500
_MAX_WAIT = timedelta(days=1)
_WAIT = re.compile(
    r"\b(?:in|after|wait|for|retry-after:?)\s+(\d{1,6})\s*(s|sec|m|min|h|hour)(?:onds?|utes?|s)?\b",
    re.I,
)
_UNIT_SECONDS = {"s": 1, "m": 60, "h": 3600}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of `Channel.send`.

    status: delivered; temporary (try again later); permanent (this letter will never arrive).
    answer: the provider's own words on one line, at most 500 characters, secrets masked.
    retry_after: how long the provider asked us to wait, if it did.
    reason: a key of the catalogue `channels` that says in plain words what happened, or "".
    about_address: the recipient's address was refused for good, as opposed to this letter or
    us; whoever sees it may stop using the address. Never True unless permanent.
    """

    status: OutcomeStatus
    answer: str
    retry_after: timedelta | None = None
    reason: str = ""
    about_address: bool = False


def delivered(answer: str) -> Outcome:
    """The provider has taken the letter over."""
    return Outcome("delivered", answer)


def temporary(answer: str, reason: str = "", wait: timedelta | None = None) -> Outcome:
    """Not delivered now; nothing is held against the recipient's address.

    `wait`: the pause the provider asks for, where it has a field for it.
    """
    return Outcome("temporary", answer, wait or wait_asked_for(answer), reason)


def permanent(answer: str, reason: str = "", *, about_address: bool = False) -> Outcome:
    """Refused for good, for this recipient or this letter."""
    return Outcome("permanent", answer, None, reason, about_address)


def bad_address(address: str) -> Outcome:
    """The recipient's address is none of the channel's kind; nothing was sent."""
    return permanent(address, "channel.reason.bad_address", about_address=True)


def one_line(answer: str) -> str:
    """The answer without line breaks and control characters, cut to 500 characters."""
    shown = answer
    if not answer.isprintable():
        shown = "".join(char if char.isprintable() else " " for char in answer)
    return " ".join(shown.split())[:_MAX_ANSWER_LENGTH]


def wait_asked_for(answer: str) -> timedelta | None:
    """The pause a server asks for in words ("greylisted, try again in 300 seconds").

    SMTP has no field for it; greylisting servers say it in the text of their 4xx answer.
    """
    match = _WAIT.search(answer)
    if match is None:
        return None
    seconds = int(match[1]) * _UNIT_SECONDS[match[2][0].lower()]
    return min(timedelta(seconds=seconds), _MAX_WAIT)
