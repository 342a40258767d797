"""Whom urging reaches of many checkpoints: each person once, with how many of them are theirs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

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

    `deputy`: who reads it instead while they are away, or ''; `stand_in`: as whom they get some.
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
        sizes, holders = Counter[int](), dict[int, Holder]()
        stand_ins: dict[int, Audience | None] = {}
        lost: dict[str, None] = {}
        for assignment_id in assignment_ids:
            answer = self.of(assignment_id, audience)
            lost |= dict.fromkeys(holder.full_name for holder in answer.unreachable)
            for holder in answer.people:
                holders.setdefault(holder.person_id, holder)
                sizes[holder.person_id] += 1
                stand_ins[holder.person_id] = stand_ins.get(holder.person_id) or answer.stand_in
        deputies = self._deputies(session, holders)
        return PeopleReached(
            audience,
            tuple(
                PersonReached(holder.full_name, deputies.get(key, ""), sizes[key], stand_ins[key])
                for key, holder in holders.items()
            ),
            tuple(lost),
        )

    def _deputies(self, session: Session, ids: Iterable[int]) -> dict[int, str]:
        """Who reads what is for people who are away, by name."""
        readers = {key: self.resolver.reader(key) for key in ids}
        away = {key: reader for key, reader in readers.items() if reader not in (None, key)}
        query = select(col(Person.id), col(Person.full_name)).where(
            col(Person.id).in_(sorted(reader for reader in away.values() if reader is not None))
        )
        names = dict(session.connection().execute(query).tuples().all()) if away else {}
        return {key: names[reader] for key, reader in away.items() if reader is not None}


def urged_readers(
    session: Session, programme: Programme, assignment_ids: Iterable[int], now: datetime
) -> UrgedReaders:
    """Reads who answers for these assignments today, in a fixed number of queries."""
    directory = open_directory(session, programme, local_date(now))
    directory.take_in(session, assignment_ids)
    return UrgedReaders(AudienceResolver(directory, open_routes(session, local_date(now))))
