"""How people are reached on one day: their addresses in use, and what they asked for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import deputised_on
from dondoc.services.reach.deputies_in_force import beyond_right
from dondoc.store.bulk import among
from models.installation import ChannelSetup, Setting
from models.person import Contact, Preference
from models.rules.quiet import Quiet

MAIL = "mail"
OFFICE_QUIET = "office.quiet"
DEFAULT_QUIET = Quiet(time(20), time(6))


@dataclass(frozen=True)
class Route:
    """One address of a person, not decrypted."""

    contact_id: int
    channel: str


@dataclass(frozen=True)
class Wishes:
    """What a person asked for, in force on the day. `deputy_id`: set while they are away."""

    quiet: Quiet = DEFAULT_QUIET
    weekly_on: int | None = None
    muted: bool = False
    deputy_id: int | None = None


@dataclass
class Reachability:
    """Made once per run with `open_routes`; it knows everybody and decrypts nothing.

    `beyond`: for people who are away the assignments that their deputy may not see or do.
    """

    day: date
    quiet: Quiet
    routes: dict[int, tuple[Route, ...]] = field(default_factory=dict)
    wished: dict[int, Wishes] = field(default_factory=dict)
    beyond: dict[int, frozenset[int]] = field(default_factory=dict)

    def of(self, person_id: int) -> tuple[Route, ...]:
        """Addresses in use, the preferred one first; none for somebody out of reach."""
        return self.routes.get(person_id, ())

    def reaches(self, person_id: int) -> bool:
        """Whether any address is in use."""
        return person_id in self.routes

    def best(
        self, person_id: int, channel: str | None = None, passed_over: Iterable[int] = ()
    ) -> Route | None:
        """The address to use: on the channel asked for where there is one, else the first.

        `passed_over`: contacts that failed too often for this message.
        """
        gone = set(passed_over)
        left = [route for route in self.of(person_id) if route.contact_id not in gone]
        through_channel = [route for route in left if route.channel == channel]
        return next(iter(through_channel or left), None)

    def wishes(self, person_id: int) -> Wishes:
        """What they asked for; the office's own quiet hours where they said nothing."""
        return self.wished.get(person_id) or Wishes(self.quiet)

    def reader(self, person_id: int, assignment_id: int | None = None) -> int:
        """Who gets a person's messages on the day: a deputy, or their deputy, while away.

        A deputy out of reach, or a circle of people who are all away, leaves it to the person;
        so does work that the deputy may not see: every link to it would be shut.
        """
        if assignment_id in self.beyond.get(person_id, ()):
            return person_id
        ids, now = {person_id}, person_id
        while (deputy := self.wishes(now).deputy_id) is not None:
            if deputy in ids or not self.reaches(deputy):
                return person_id
            ids.add(deputy)
            now = deputy
        return now


def open_routes(session: Session, day: date) -> Reachability:
    """Reads everybody's addresses in use and wishes, in a fixed number of queries.

    Some more are asked for each who is away.
    """
    known = Reachability(day, office_quiet(session), _routes(session), _wishes(session, day))
    away = sorted(key for key, wishes in known.wished.items() if wishes.deputy_id is not None)
    pairs = [(key, reader) for key in away if (reader := known.reader(key)) != key]
    known.beyond = beyond_right(session, day, pairs) if pairs else {}
    return known


def office_quiet(session: Session) -> Quiet:
    """The office's quiet hours, for everybody who has none of their own."""
    row = session.get(Setting, OFFICE_QUIET)
    return Quiet.parse(row.value) if row is not None else DEFAULT_QUIET


def addresses_of(session: Session, contact_ids: Iterable[int]) -> dict[int, str]:
    """The addresses themselves, for those that are about to be written to."""
    query = select(col(Contact.id), col(Contact.address))
    rows = session.execute(query.where(among(session, col(Contact.id), set(contact_ids))))
    return {row[0]: row[1] for row in rows}


def _routes(session: Session) -> dict[int, tuple[Route, ...]]:
    closed = select(col(ChannelSetup.name)).where(col(ChannelSetup.disabled_at).is_not(None))
    query = (
        select(col(Contact.person_id), col(Contact.id), col(Contact.channel))
        .where(
            col(Contact.confirmed_at).is_not(None),
            col(Contact.disabled_at).is_(None),
            col(Contact.channel).not_in(closed),
        )
        .order_by(col(Contact.rank), col(Contact.id))
    )
    routes: dict[int, list[Route]] = defaultdict(list)
    for person_id, contact_id, channel in session.execute(query):
        routes[person_id].append(Route(contact_id, channel))
    return {person_id: tuple(some) for person_id, some in routes.items()}


def _wishes(session: Session, day: date) -> dict[int, Wishes]:
    office = office_quiet(session)
    away = set(session.scalars(select(col(Preference.person_id)).where(deputised_on(day))))
    return {
        preference.person_id: _wishes_of(preference, office, preference.person_id in away)
        for preference in session.scalars(select(Preference))
    }


def _wishes_of(preference: Preference, office: Quiet, deputised: bool) -> Wishes:
    own = preference.quiet_from is not None and preference.quiet_to is not None
    quiet = Quiet(time_of(preference.quiet_from), time_of(preference.quiet_to)) if own else office
    deputy = preference.deputy_id if deputised else None
    return Wishes(quiet, preference.weekly_on, preference.muted, deputy)


def time_of(minutes: int | None) -> time:
    """The time of day at so many minutes after midnight."""
    return time(*divmod(minutes or 0, 60))
