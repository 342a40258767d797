"""A district whose people change how they are reached."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from factory import START, District, district
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.services.organisation.changes import SettingsChange, acting, acting_for_office
from dondoc.services.reach.own_addresses import PendingAddress, add, confirm
from dondoc.store.database import reading, writing
from dondoc.vault import vault
from models.event import Event, EventKind
from models.person import Contact, Person, ProgrammeMandate
from models.rules.roles import Mandate

NOW = at(date(2022, 3, 21), 9)
WALL = datetime(2026, 11, 24, 3, tzinfo=UTC)


@dataclass
class SettingsWorld:
    """Who: see factory.District; An leads one checkpoint, and Ích is the administrator."""

    engine: Engine
    now: datetime = NOW
    wall: datetime = WALL

    @classmethod
    def begin(cls, engine: Engine) -> "SettingsWorld":
        with writing(engine) as session:
            made = district(session)
            made.checkpoint(date(2022, 3, 31))
            made.person("ich")
            _administer(made)
            kept = vault()  # which reads the settings
            for contact in session.scalars(select(Contact)):
                contact.fingerprint = kept.fingerprint(contact.channel, contact.address)
        return cls(engine)

    @contextmanager
    def by(self, who: str, of: str | None = None) -> Iterator[SettingsChange]:
        """A transaction in which somebody acts on their own settings, or somebody's."""
        with writing(self.engine) as session:
            yield acting(session, who, of, self.now, self.wall)
            session.flush()
            session.expunge_all()

    @contextmanager
    def office(self, who: str) -> Iterator[SettingsChange]:
        """The same for the settings of the office."""
        with writing(self.engine) as session:
            yield acting_for_office(session, who, self.now, self.wall)
            session.flush()
            session.expunge_all()

    @contextmanager
    def look(self) -> Iterator[Session]:
        with reading(self.engine) as session:
            yield session

    def later(self, **amount: float) -> None:
        """Both clocks go on."""
        self.now += timedelta(**amount)
        self.wall += timedelta(**amount)

    def added(self, who: str, address: str, channel: str = "mail") -> PendingAddress:
        with self.by(who) as one:
            return add(one, channel, address)

    def confirmed(self, who: str, address: str, channel: str = "mail") -> None:
        """Adds an address and types its code."""
        pending = self.added(who, address, channel)
        with self.by(who) as one:
            confirm(one, pending.code.digits).or_refuse()

    def contacts(self, who: str) -> list[Contact]:
        with self.look() as session:
            query = select(Contact).join(Person, col(Person.id) == col(Contact.person_id))
            query = query.where(col(Person.code) == who).order_by(
                col(Contact.rank), col(Contact.id)
            )
            return list(session.scalars(query))

    def events(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Who changed a setting, on whose behalf, and what."""
        with self.look() as session:
            names = {one.id: one.code for one in session.scalars(select(Person))}
            query = select(Event).where(col(Event.kind) == EventKind.SETTINGS_CHANGED)
            return [
                (names[one.actor_id], names.get(one.on_behalf_of_id, ""), one.data)
                for one in session.scalars(query.order_by(col(Event.id)))
            ]

    def whats(self) -> list[str]:
        return [data["what"] for _, _, data in self.events()]


def _administer(made: District) -> None:
    made.session.add(
        ProgrammeMandate(
            programme_id=made.programme.key,
            position_id=made.positions["ich"].key,
            mandate=Mandate.ADMINISTRATOR,
        )
    )


__all__ = ["NOW", "START", "WALL", "SettingsWorld"]
