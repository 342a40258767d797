"""What is entered of a session of the deciding body, and everything that cannot be of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dondoc.services.evaluation.course.errors import FieldError
from models.rules.texts import bare

MAX_NAME = 200
MAX_MEMBERS = 999
NAMES = ("body", "place", "chair", "clerk")
"""The fields of a session that are a name."""


@dataclass(frozen=True)
class SessionInput:
    """A session as it is called, or corrected before it is closed."""

    held_on: date
    body: str
    members: int
    present: int
    place: str = ""
    chair: str = ""
    clerk: str = ""


def session_faults(
    end: date,
    held_on: date | None,
    names: Mapping[str, str],
    members: int | None,
    present: int | None,
) -> Iterator[FieldError]:
    """Everything that cannot be of a session on a period that ends then; None: not readable."""
    if held_on is not None and held_on <= end:
        yield FieldError("held_on", "evaluation.session.error.before_end", day=end)
    if not bare(names["body"]):
        yield FieldError("body", "evaluation.session.error.no_body")
    for name in NAMES:
        if len(names[name]) > MAX_NAME:
            yield FieldError(name, "evaluation.course.error.too_long", most=MAX_NAME)
    if members is not None and not 1 <= members <= MAX_MEMBERS:
        yield FieldError("members", "evaluation.session.error.members", most=MAX_MEMBERS)
    if present is None:
        return
    most = MAX_MEMBERS if members is None else members
    if not 1 <= present <= most:
        yield FieldError("present", "evaluation.session.error.present", most=most)
    if present == 1 and not bare(names["chair"]):  # else nobody knows who decided
        yield FieldError("chair", "evaluation.session.error.alone")
