"""Switching optional reminders off, and on again, by a link that needs no login (RFC 8058)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlmodel import Session, col

from dondoc.services.history.events import append
from dondoc.vault import vault
from models.event import EventKind
from models.person import Person, Preference

_PURPOSE = "unsubscribe"


@dataclass
class Links:
    """Links for letters. `base`: where dondoc.web is reached, None where readers cannot."""

    base: str | None

    def stop(self, person_id: int) -> str:
        """Where this person switches optional reminders off, or ''."""
        if self.base is None:
            return ""
        return f"{self.base.rstrip('/')}/unsubscribe/{vault().sign(_PURPOSE, person_id)}"


@dataclass(frozen=True)
class Subscriber:
    """Whose link it is. `muted`: optional reminders are off."""

    person_id: int
    full_name: str
    language: str
    muted: bool


def subscriber(session: Session, token: str) -> Subscriber | None:
    """Whose link this is; None for one that is not ours. It only reads."""
    person_id = vault().signed(_PURPOSE, token)
    person = session.get(Person, person_id) if isinstance(person_id, int) else None
    if person is None:
        return None
    wishes = session.scalars(_wishes(person.key)).one_or_none()
    muted = wishes is not None and wishes.muted
    return Subscriber(person.key, person.full_name, person.language, muted)


def unsubscribe(session: Session, token: str, now: datetime) -> Subscriber | None:
    """Switches optional reminders off; doing it again changes nothing. None: not our link."""
    return _set(session, token, now, muted=True)


def subscribe(session: Session, token: str, now: datetime) -> Subscriber | None:
    """Switches them on again; doing it again changes nothing. None: not our link."""
    return _set(session, token, now, muted=False)


def _set(session: Session, token: str, now: datetime, *, muted: bool) -> Subscriber | None:
    person = subscriber(session, token)
    if person is None:
        return None
    # Two clicks at once: the second one waits, and finds it done.
    key = person.person_id
    session.execute(select(col(Person.id)).where(col(Person.id) == key).with_for_update())
    wishes = session.scalars(_wishes(key).execution_options(populate_existing=True)).one_or_none()
    if wishes is None:
        wishes = Preference(person_id=key)
        session.add(wishes)
    if wishes.muted != muted:
        wishes.muted = muted
        what = "muted" if muted else "unmuted"
        row = {
            "kind": EventKind.SETTINGS_CHANGED,
            "actor_id": key,
            "data": {"what": what, "by": "link"},
        }
        append(session, now, [row])
    return Subscriber(key, person.full_name, person.language, muted)


def _wishes(person_id: int) -> Select[tuple[Preference]]:
    return select(Preference).where(col(Preference.person_id) == person_id)
