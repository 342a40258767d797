"""The grounds of changes of channels, addresses and wishes: what a page showed of them."""

from sqlmodel import Session

from dondoc.services.organisation.directory import find_person
from dondoc.services.reach.channels import setups
from dondoc.services.reach.masked_addresses import contacts_of, shown
from dondoc.services.reach.preferences import show
from models.rules.grounds import Grounds, plain


def channels_grounds(session: Session) -> Grounds:
    """How every channel is set up, its address masked."""
    return {
        f"channel:{setup.name}": "; ".join(
            [
                setup.url,
                *map(plain, (setup.per_minute, setup.parallel, setup.fallback_after)),
                *map(plain, (setup.private_allowed, setup.disabled)),
            ]
        )
        for setup in setups(session)
    }


QUIET, WEEKLY, OPTIONAL, DIGEST = ("quiet",), ("weekly",), ("muted",), ("digest_as_link",)
TELEPHONE = ("telephone",)


PAUSE = ("pause_from", "pause_to", "deputy")


def wishes_grounds(session: Session, code: str) -> Grounds:
    """How somebody wants to be reminded, and their addresses by the numbers that they bear."""
    person = find_person(session, code)
    wishes = show(session, person)
    addresses = {
        f"contact:{address.number}": "; ".join(
            [
                str(address.contact_id),
                address.channel,
                address.address,
                plain(address.confirmed),
                plain(address.disabled_at is not None),
            ]
        )
        for address in shown(contacts_of(session, person.key))
    }
    return {
        "quiet": wishes.quiet if wishes.own_quiet else "office",
        "weekly": plain(wishes.weekly_on),
        "muted": plain(wishes.muted),
        "digest_as_link": plain(wishes.digest_as_link),
        "pause_from": plain(wishes.paused_from),
        "pause_to": plain(wishes.paused_to),
        "deputy": wishes.deputy_name,
        "telephone": person.telephone,
        **addresses,
    }
