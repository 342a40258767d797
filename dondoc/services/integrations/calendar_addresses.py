"""Secret addresses under which a calendar program fetches due dates: made, listed, revoked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.store.secret_tokens import digest, token_pressed
from models.account import CalendarFeed
from models.person import Person

PURPOSE = "calendar"


@dataclass(frozen=True)
class Address:
    """A calendar that can be had, and since when there is an address for it (None: never).

    `unit_id` None: the person's own work; `is_open`: whether they still may see that unit.
    """

    unit_id: int | None
    name: str
    feed_id: int | None = None
    made_at: datetime | None = None
    is_open: bool = True


def addresses_of(session: Session, viewer: Viewer) -> list[Address]:
    """The calendars of a viewer: own work, each unit on whose board they are, and what they made.

    Who sees every unit makes an address for a unit from its board.
    """
    feeds = {feed.unit_id: feed for feed in _standing(session, viewer.person_id)}
    units = sorted(viewer.boards | {key for key in feeds if key is not None})
    names = names_on(session, viewer.day, units)
    named = sorted((names[key].name, key) for key in units if key in names)
    addresses = [_address(feeds.get(None), None, "")]
    for name, key in named:
        addresses.append(_address(feeds.get(key), key, name, shown=viewer.may_see_unit(key)))
    return addresses


def _address(
    feed: CalendarFeed | None, unit_id: int | None, name: str, *, shown: bool = True
) -> Address:
    if feed is None:
        return Address(unit_id, name, is_open=shown)
    return Address(unit_id, name, feed.key, feed.made_at, shown)


def make_address(
    session: Session, viewer: Viewer, unit_id: int | None, wall: datetime, form: str = ""
) -> str:
    """A new token for own work (None) or a unit; the address before it stops working.

    `form`: the nonce of the form; pressed twice it makes one address, and shows it again.
    Raises Refused for a unit that the viewer does not see. Only a digest of the token is kept.
    """
    if unit_id is not None and not viewer.may_see_unit(unit_id):
        raise Refused("calendar.error.not_seen")
    # Two that are made at once come one after the other: the first one ends.
    session.execute(
        select(col(Person.id)).where(col(Person.id) == viewer.person_id).with_for_update()
    )
    opened = form and f"{viewer.person_id} {unit_id} {form}"
    token, again = token_pressed(session, CalendarFeed, PURPOSE, opened, wall)
    if again:
        return token
    for feed in _standing(session, viewer.person_id):
        if feed.unit_id == unit_id:
            feed.revoked_at = wall
    session.add(
        CalendarFeed(
            person_id=viewer.person_id,
            unit_id=unit_id,
            token_digest=digest(PURPOSE, token),
            made_at=wall,
        )
    )
    session.flush()
    return token


def revoke_address(session: Session, viewer: Viewer, feed_id: int, wall: datetime) -> bool:
    """Ends one of the viewer's own addresses; False where it is not theirs or has ended.

    With any other for the same calendar: two that were made at once both stand, and one is shown.
    """
    standing = _standing(session, viewer.person_id)
    meant = [calendar_feed.unit_id for calendar_feed in standing if calendar_feed.key == feed_id]
    for feed in standing:
        if feed.unit_id in meant:
            feed.revoked_at = wall
    return bool(meant)


def _standing(session: Session, person_id: int) -> list[CalendarFeed]:
    query = select(CalendarFeed).where(
        col(CalendarFeed.person_id) == person_id, col(CalendarFeed.revoked_at).is_(None)
    )
    return list(session.scalars(query.order_by(col(CalendarFeed.id))))
