"""Is an address one that its channel can write to? Nothing else ever gets into a header or URL."""

import re

from dondoc.channels.channel import check_address
from dondoc.channels.errors import ChannelError
from dondoc.channels.headers import address as mail_address
from dondoc.channels.headers import is_telephone, nfc
from dondoc.errors import BadInput
from dondoc.services.reach.reachability import MAIL
from models.installation import ChannelSetup

MAX_LENGTH = 500
"""Characters of an address; an Apprise URL may be long."""

_MAIL = re.compile(r"[^@\s/:]+@[^@\s/:]+\.[^@\s/:]+")
_AT_HOME = re.compile(r"0[1-9][0-9]{8,9}")


def checked(setup: ChannelSetup, address: str) -> str:
    """The address as it is kept. What is wrong with it is told without repeating it whole.

    Raises BadInput for one that is empty, too long, or not of this channel.
    """
    stripped = address.strip()
    if not stripped:
        raise BadInput("settings.error.no_address")
    if len(stripped) > MAX_LENGTH or not stripped.isprintable():
        raise BadInput("settings.error.bad_characters", most=MAX_LENGTH)
    plain = as_number(nfc(stripped))
    try:
        if setup.name == MAIL:
            return mail_address(plain)
        check_address(setup.url, plain, private_allowed=setup.private_allowed)
    except ChannelError as error:
        if _MAIL.fullmatch(plain):
            raise BadInput("settings.error.mail_elsewhere", name=setup.name) from None
        raise BadInput(error.key, **error.params) from None
    return plain


def as_number(address: str) -> str:
    """A telephone number in its international form (84912345678); anything else as it is.

    The same number written 0912 345 678 and +84 912.345.678 must be one address.
    """
    if not is_telephone(address):
        return address
    digits = re.sub(r"[^0-9]", "", address)
    return f"84{digits[1:]}" if _AT_HOME.fullmatch(digits) else digits
