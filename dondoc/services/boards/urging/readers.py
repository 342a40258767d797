"""Whom urging reaches of many checkpoints: each person once, with how many of them are theirs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.boards.before_urging import AUDIENCES
from dondoc.services.organisation.directory import Holder, open_directory
from dondoc.services.reach.reachability import open_routes
from dondoc.services.reminders.gather.recipients import AudienceReached, AudienceResolver
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.roles import Audience


@dataclass(frozen=True)
class PersonReached:
    """Somebody who gets it, and for how many checkpoints.

    `deputy`: who reads these instead while they are away, or ''; of somebody whose deputy may not
    see all of it there are two. `stand_in`: as whom they get some.
    """

    name: str
    deputy: str
    checkpoints: int
    stand_in: Audience | None


@dataclass(frozen=True)
class PeopleReached:
    """All whom an audience means. `unreachable`: who should get it and has no address in use."""

    audience: Audience
    people: tuple[PersonReached, ...]
    unreachable: tuple[str, ...]


@dataclass
class UrgedReaders:
    """Who of each audience reads what is urged, of the assignments that were taken in."""

    resolver: AudienceResolver

    def of(self, assignment_id: int, audience: Audience) -> AudienceReached:
        """Who answers for an assignment today."""
        return self.resolver.people(assignment_id, audience)

    def names(self, assignment_id: int, audience: Audience) -> str:
        """Their names in one text, by which it is seen that they are still the same."""
        return ", ".join(holder.full_name for holder in self.of(assignment_id, audience).people)

    def reaching(
        self, session: Session, assignment_ids: Sequence[int]
    ) -> tuple[PeopleReached, ...]:
        """Whom each audience reaches of these checkpoints' assignments."""
        return tuple(self.reached(session, assignment_ids, audience) for audience in AUDIENCES)

    def reached(
        self, session: Session, assignment_ids: Iterable[int], audience: Audience
    ) -> PeopleReached:
        """Whom an audience reaches; an assignment counts as often as it stands there."""
        sizes, holders = Counter[_Reading](), dict[_Reading, Holder]()
        stand_ins: dict[_Reading, Audience | None] = {}
        lost: dict[str, None] = {}
        for assignment_id in assignment_ids:
            answer = self.of(assignment_id, audience)
            lost |= dict.fromkeys(holder.full_name for holder in answer.unreachable)
            for holder in answer.people:
                reader = self.resolver.reader(holder.person_id, assignment_id)
                reading = _Reading(holder.person_id, reader)
                holders.setdefault(reading, holder)
                sizes[reading] += 1
                stand_ins[reading] = stand_ins.get(reading) or answer.stand_in
        names = _names_of_deputies(session, holders)
        return PeopleReached(
            audience,
            tuple(
                PersonReached(
                    holder.full_name,
                    names.get(reading.deputy_id, ""),
                    sizes[reading],
                    stand_ins[reading],
                )
                for reading, holder in holders.items()
            ),
            tuple(lost),
        )


class _Reading(NamedTuple):
    """For whom something is, and who reads it: a deputy reads only what they may see."""

    person_id: int
    reader_id: int | None

    @property
    def deputy_id(self) -> int:
        """The deputy who reads it; 0, which nobody has, for the person themselves."""
        return 0 if self.reader_id in (None, self.person_id) else self.reader_id or 0


def _names_of_deputies(session: Session, readings: Iterable[_Reading]) -> dict[int | None, str]:
    ids = {reading.deputy_id for reading in readings} - {0}
    if not ids:
        return {}
    query = select(col(Person.id), col(Person.full_name)).where(col(Person.id).in_(sorted(ids)))
    return dict(session.connection().execute(query).tuples().all())


def urged_readers(
    session: Session, programme: Programme, assignment_ids: Iterable[int], now: datetime
) -> UrgedReaders:
    """Reads who answers for these assignments today, in a fixed number of queries."""
    directory = open_directory(session, programme, local_date(now))
    directory.take_in(session, assignment_ids)
    return UrgedReaders(AudienceResolver(directory, open_routes(session, local_date(now))))
