"""Letters about an account: an invitation, a forgotten password, a password that was changed.

They go at once and by mail only, to an address that its owner or the secretariat confirmed.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.channels.letter import Letter, message_id_for
from dondoc.channels.outcome import Outcome
from dondoc.db import reading
from dondoc.i18n import translator
from dondoc.services.contacts.sending import Errand, send
from dondoc.services.errors import BadInput
from dondoc.services.routes import MAIL
from dondoc.vault import vault
from dondoc.workplace import Workplace
from models.person import Contact, Person
from models.rules.checkpoints import HANOI

INVITATION, FORGOTTEN, CHANGED = "invitation", "forgotten", "changed"


def errand_to(session: Session, person: Person, address: str = "") -> Errand | None:
    """To a person's preferred mail address in use, or to that one of theirs; None without any."""
    query = (
        select(Contact)
        .where(
            col(Contact.person_id) == person.key,
            col(Contact.channel) == MAIL,
            col(Contact.confirmed_at).is_not(None),
            col(Contact.disabled_at).is_(None),
        )
        .order_by(col(Contact.rank), col(Contact.id))
    )
    found = list(session.scalars(query))
    mark = vault().fingerprint(MAIL, address) if address else ""
    found.sort(key=lambda one: one.fingerprint != mark)
    return Errand(person, MAIL, found[0].address) if found else None


def deliver(
    workplace: Workplace, errand: Errand, kind: str, wall: datetime, *, token: str = "",
    lifetime: timedelta = timedelta(),
) -> Outcome:  # fmt: skip
    """Sends a letter now, outside any transaction; the answer repeats no address."""
    return send(workplace, MAIL, _letter(workplace, errand, kind, wall, (token, lifetime)))


def deliver_to(workplace: Workplace, person_id: int, kind: str, wall: datetime) -> Outcome | None:
    """The same to somebody by their key; None where no mail reaches them, or none can be sent."""
    with reading(workplace.engine) as session:
        errand = errand_to(session, session.get_one(Person, person_id))
    try:
        return deliver(workplace, errand, kind, wall) if errand is not None else None
    except BadInput:
        return None


def link_to(workplace: Workplace, token: str) -> str:
    """The address at which a password is set."""
    return f"{workplace.settings.web_url.rstrip('/')}/password/{token}"


def _letter(
    workplace: Workplace, errand: Errand, kind: str, wall: datetime, link: tuple[str, timedelta]
) -> Letter:
    settings, tr = workplace.settings, translator(errand.person.language)
    office = settings.office or tr("office.name")
    token, lifetime = link
    said = {
        "name": errand.person.full_name,
        "code": errand.person.code,
        "office": office,
        "link": link_to(workplace, token),
        "page": settings.web_url.rstrip("/"),
        "hours": int(lifetime.total_seconds() // 3600),
        "at": f"{wall.astimezone(HANOI):%H:%M %d/%m/%Y}",
    }
    return Letter(
        message_id=message_id_for(
            f"account-{kind}", secrets.token_hex(12), settings.mail_from.rpartition("@")[2]
        ),
        sender_address=settings.mail_from,
        sender_name=office,
        recipient_address=errand.address,
        recipient_name=errand.person.full_name,
        reply_to=settings.reply_to,
        subject=tr(f"account.letter.{kind}.subject", **said),
        text=tr(f"account.letter.{kind}.text", **said),
        date=wall.astimezone(HANOI),
        language=errand.person.language,
    )
