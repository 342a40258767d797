"""What Zalo's error codes mean: for this letter, for this address, or about us.

Zalo answers HTTP 200 with {"error": code, "message": words}; 0 is success. The codes are those
of "Bảng mã lỗi Official Account API" (-2xx, -32x) and "Cách xử lý mã lỗi ZNS" (-1xx). Not read
in full: a code that is not listed here is tried again and held against nobody.
"""

from datetime import timedelta
from typing import Any

from dondoc.channels.outcome import Outcome, permanent, temporary

# Access token invalid, expired or removed.
LOGIN = frozenset({-124, -216, -220})

# -108 telephone number invalid; -118 no Zalo account; -119 the account cannot receive ZNS;
# -139, -141 the user refuses such messages, or all of ours; -207 user id invalid;
# -213 has not followed us; -217 has blocked us; -222, -227 banned, or away for 45 days;
# -230, -232 has not been in touch with us for 7 days; -244 has restricted such messages.
_ADDRESS = frozenset({-108, -118, -119, -139, -141, -207, -213, -217, -222, -227, -230, -232, -244})

# -110 the user's Zalo is too old; -112... the template's data; -114 the user is inactive or has
# refused, "or other internal errors"; -116 the text; -210 too long; -233 kind of message;
# -248 against the platform's standards.
_LETTER = frozenset({-110, -112, -1121, -1123, -1124, -114, -116, -130, -210, -233, -248})

# The application, its secret, the Official Account, its package, its wallet, the template.
_US = frozenset(
    {-101, -102, -103, -104, -105, -109, -111, -1122, -117, -120, -125, -131, -135, -136, -137}
    | {-138, -204, -205, -209, -212, -219, -221, -223, -224, -235, -240, -242, -320, -321}
)

# The limit of calls counts by the minute; quotas count by the day; nights are 22:00 to 6:00.
_WAITS = {
    -32: timedelta(minutes=1),
    -115: timedelta(hours=6),
    -133: timedelta(hours=1),
    -144: timedelta(hours=6),
    -147: timedelta(hours=6),
    -211: timedelta(hours=6),
    -218: timedelta(hours=12),
    -234: timedelta(hours=1),
}


def refused(code: int, words: str) -> Outcome:
    """The outcome of an error code other than 0."""
    answer = f"{code} {words}"
    if code in LOGIN:
        return temporary(answer, "channel.reason.service_login")
    if code in _ADDRESS or (code == -201 and "user_id" in words):
        return permanent(answer, "channel.reason.service_address", about_address=True)
    if code in _LETTER or code == -201:
        return permanent(answer, "channel.reason.service_letter")
    if code in _US:
        return temporary(answer, "channel.reason.service_refused_us")
    return temporary(answer, "channel.reason.service_busy", _WAITS.get(code))


def code_of(answer: Any) -> int | None:
    """The error code of a decoded answer; None when it is not an answer of Zalo's."""
    try:
        return int(answer["error"])
    except (KeyError, TypeError, ValueError):
        return None
