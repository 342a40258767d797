"""The grounds of what somebody sets for themself: addresses, hours, days, a pause, named lists."""

from sqlmodel import Session

from dondoc.services.contacts.shown import contacts_of, shown
from dondoc.services.people import find_person
from dondoc.services.preferences import show
from dondoc.services.saved_views import views_of
from models.rules.grounds import Grounds, plain

QUIET, WEEKLY, OPTIONAL = ("quiet",), ("weekly",), ("muted",)
PAUSE = ("pause_from", "pause_to", "deputy")


def wishes_grounds(session: Session, code: str) -> Grounds:
    """How somebody wants to be reminded, and their addresses by the numbers that they bear."""
    person = find_person(session, code)
    wishes = show(session, person)
    addresses = {
        f"contact:{one.number}": "; ".join(
            [
                str(one.contact_id),
                one.channel,
                one.address,
                plain(one.confirmed),
                plain(one.disabled_at is not None),
            ]
        )
        for one in shown(contacts_of(session, person.key))
    }
    return {
        "quiet": wishes.quiet if wishes.own_quiet else "office",
        "weekly": plain(wishes.weekly_on),
        "muted": plain(wishes.muted),
        "pause_from": plain(wishes.paused_from),
        "pause_to": plain(wishes.paused_to),
        "deputy": wishes.deputy_name,
        **addresses,
    }


def views_grounds(session: Session, person_id: int) -> Grounds:
    """The lists that somebody keeps, by their names."""
    return {f"view:{one.key}": one.name for one in views_of(session, person_id)}
