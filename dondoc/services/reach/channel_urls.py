"""Is a channel's URL one that letters can be sent through, each to the person it is for?"""

import re

from dondoc.channels.channel import check_address, open_channel
from dondoc.channels.errors import ChannelError
from dondoc.channels.masking import mask
from dondoc.channels.smtp_urls import as_mailto
from dondoc.errors import BadInput

PLACE = "{address}"
"""Where a channel's URL takes the person's own part."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=://)")


def check_url(url: str, private_allowed: bool = False, *, mail: bool = False) -> str:
    """The URL, if letters can be sent through it, each to the person it is for.

    `mail`: it must lead to a mail server. Raises BadInput saying what is wrong, without
    showing its secrets.
    """
    plain = as_mailto(url.strip())
    try:
        if PLACE in plain:
            _check_template(plain, private_allowed)
        else:
            open_channel(plain, private_allowed=private_allowed).close()
    except ChannelError as error:
        raise BadInput(error.key, **error.params) from None
    scheme = scheme_of(plain)
    if scheme == "mailbox":  # a folder of this machine: only its own settings may name one
        raise BadInput("channel.error.local_scheme", scheme=scheme)
    if mail and scheme not in {"mailto", "mailtos"}:
        raise BadInput("settings.error.mail_needs_server")
    if PLACE not in plain and _takes_anything(plain, private_allowed):
        raise BadInput("settings.error.nobodys_place")
    return plain


_EXAMPLES = ("84912345678", "1234567890123456789", "nguoi.nhan", "nguoi.nhan@example.vn")


def _check_template(url: str, private_allowed: bool) -> None:
    """Raises ChannelError when no address of a usual kind can be reached through the URL."""
    if url == PLACE:
        return
    problems = []
    for example in _EXAMPLES:
        try:
            check_address(url, example, private_allowed=private_allowed)
        except ChannelError as error:
            problems.append(error)
        else:
            return
    raise problems[0]


def _takes_anything(url: str, private_allowed: bool) -> bool:
    """Whether the service behind a URL does not look at the letter's recipient at all."""
    try:
        check_address(url, "không phải địa chỉ", private_allowed=private_allowed)
    except ChannelError:
        return False
    return True


def mask_template(url: str) -> str:
    """A channel's URL as it may be shown."""
    return url if url in ("", PLACE) else mask(url)


def scheme_of(url: str) -> str:
    """The kind of a URL in small letters, '' for what is none."""
    match = _SCHEME.match(url.strip())
    return match[0].lower() if match else ""
