"""Somebody changes a setting: who, whose, when, and what is written down about it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.services.history.events import append
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.mandates import mandates_in, mandates_of
from models.event import EventKind
from models.person import Person
from models.rules.checkpoints import local_date
from models.rules.roles import Mandate, Role


@dataclass(frozen=True)
class SettingsChange:
    """`actor` changes something of `person`'s, or of the office's where it is None.

    `now`: in the programme's time, for dates and history; `wall`: in real time, for codes.
    """

    session: Session
    actor: Person
    person: Person | None
    now: datetime
    wall: datetime

    @property
    def today(self) -> date:
        """The day in Viet Nam."""
        return local_date(self.now)

    @property
    def whose(self) -> Person:
        """The person whose setting it is."""
        assert self.person is not None
        return self.person

    def only_own(self) -> None:
        """Raises Refused unless the setting is the actor's own."""
        if self.whose.id != self.actor.id:
            raise Refused("settings.error.only_own", person=self.whose.full_name)

    def own_or_secretariat(self) -> None:
        """Raises Refused for anybody but the person and the secretariat."""
        if self.person is None or self.person.id != self.actor.id:
            self.mandated(Mandate.SECRETARIAT)

    def mandated(self, *allowed: Mandate) -> None:
        """Raises Refused unless the actor holds one of these mandates today, in the office."""
        _check(mandates_of(self.session, self.actor.key, self.today), allowed)

    def mandated_in(self, programme_id: int, *allowed: Mandate) -> None:
        """Raises Refused unless the actor holds one of these mandates today in this programme.

        For what belongs to one year, and is done on pages of that year.
        """
        _check(mandates_in(self.session, self.actor.key, programme_id, self.today), allowed)

    def mandated_in_or_now(self, programme_id: int, *allowed: Mandate) -> None:
        """Raises Refused unless it is theirs by this programme or by the one at work.

        For what an earlier year left unfinished, which pages of the years after it show.
        """
        now = mandates_of(self.session, self.actor.key, self.today)
        then = mandates_in(self.session, self.actor.key, programme_id, self.today)
        _check(now | then, allowed)

    def hold(self) -> None:
        """Keeps two changes of one person's settings apart until the transaction ends."""
        query = select(col(Person.id)).where(col(Person.id) == self.whose.id)
        self.session.execute(query.with_for_update())

    def note(self, what: str, **data: Any) -> None:
        """Appends what was changed to history; an address only ever in its masked form."""
        other = self.person is not None and self.person.id != self.actor.id
        row = {
            "kind": EventKind.SETTINGS_CHANGED,
            "actor_id": self.actor.key,
            "on_behalf_of_id": self.whose.key if other else None,
            "data": {"what": what, **data},
        }
        append(self.session, self.now, [row])


def _check(held: frozenset[Mandate], allowed: tuple[Mandate, ...]) -> None:
    if not held & set(allowed):
        roles = frozenset(Role(mandate.value) for mandate in allowed)
        raise Refused("settings.error.not_your_role", roles=roles)


def acting(
    session: Session, by: str, of: str | None, now: datetime, wall: datetime
) -> SettingsChange:
    """The person with the code `by` acts on the settings of the one with the code `of`.

    `of` None: their own. Raises BadInput for a code that nobody has.
    """
    actor = find_person(session, by)
    person = actor if of is None else find_person(session, of)
    return SettingsChange(session, actor, person, now, wall)


def acting_for_office(session: Session, by: str, now: datetime, wall: datetime) -> SettingsChange:
    """The person with the code `by` acts on a setting of the whole office."""
    return SettingsChange(session, find_person(session, by), None, now, wall)
