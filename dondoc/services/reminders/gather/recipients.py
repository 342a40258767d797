"""From an audience to people who can be reached, and who answers when nobody can."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dondoc.services.organisation.directory import Directory, Holder
from dondoc.services.reach.reachability import Reachability
from dondoc.services.reminders.nudges.reasons import Reason
from dondoc.services.work.checkpoint_states import CheckpointState
from models.rules.audiences import stand_ins
from models.rules.roles import Audience


@dataclass(frozen=True)
class AudienceReached:
    """`people` answer for it; `stand_in`: the audience that they are of, when it is another one.

    Each of them has an address in use, or a deputy who has one and reads instead.
    `unreachable`: people who should have got it and have neither.
    """

    people: tuple[Holder, ...] = ()
    stand_in: Audience | None = None
    unreachable: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class ResolvedReaders:
    """Those who read it, each with whom they read it for (None: themselves), and who cannot."""

    readers: tuple[tuple[int, int | None], ...]
    lost: tuple[int, ...]

    @property
    def meant(self) -> bool:
        """Whether it is for anybody at all."""
        return bool(self.readers or self.lost)


@dataclass
class AudienceResolver:
    """Resolves audiences with one day's directory and routes.

    Answers are kept: thousands of assignments have the same officials.
    """

    directory: Directory
    routes: Reachability
    _known: dict[tuple[object, ...], AudienceReached] = field(default_factory=dict)
    _answers: dict[tuple[object, ...], ResolvedReaders] = field(default_factory=dict)
    _readers: dict[tuple[int, int | None], int | None] = field(default_factory=dict)

    def of(self, reason: Reason, state: CheckpointState) -> AudienceReached:
        """Who answers for a reason today."""
        return self.people(state.assignment_id, reason.audience)

    def people(self, assignment_id: int, audience: Audience) -> AudienceReached:
        """Who of an assignment's audience answers for it today."""
        key = self._key(assignment_id, audience)
        if key not in self._known:
            self._known[key] = self._resolve(assignment_id, audience)
        return self._known[key]

    def answer(self, assignment_id: int, audience: Audience) -> ResolvedReaders:
        """The readers of an audience; somebody's own reason comes before one in another's place."""
        key = self._key(assignment_id, audience)
        if key not in self._answers:
            reached = self.people(assignment_id, audience)
            lost = tuple(holder.person_id for holder in reached.unreachable)
            people = [person.person_id for person in reached.people]
            self._answers[key] = ResolvedReaders(self.shared(people, assignment_id), lost)
        return self._answers[key]

    def shared(
        self, people: Iterable[int], assignment_id: int
    ) -> tuple[tuple[int, int | None], ...]:
        """Who reads what is for these people of an assignment, once each."""
        readers: dict[int, int | None] = {}
        for person_id in people:
            reader = self.reader(person_id, assignment_id)
            if reader == person_id:
                readers[person_id] = None
            elif reader is not None:
                readers.setdefault(reader, person_id)
        return tuple(readers.items())

    def reader(self, person_id: int, assignment_id: int | None = None) -> int | None:
        """Who reads a person's messages today: they or their deputy; None: nobody can."""
        key = (person_id, assignment_id if person_id in self.routes.beyond else None)
        if key not in self._readers:
            reader = self.routes.reader(*key)
            self._readers[key] = reader if self.routes.reaches(reader) else None
        return self._readers[key]

    def _key(self, assignment_id: int, audience: Audience) -> tuple[object, ...]:
        """What an answer depends on: on the work itself only while a deputy may not see all."""
        own = assignment_id if self.routes.beyond else None
        return (own, audience, *self.directory.who_answers(assignment_id))

    def _resolve(self, assignment_id: int, audience: Audience) -> AudienceReached:
        named = self.directory.recipients(assignment_id, audience)
        reachable, unreachable = self._split(named.holders, assignment_id)
        if reachable or not named.holders:
            return AudienceReached(reachable, named.stand_in, unreachable)
        for candidate, holders in self._asked_after(assignment_id, audience):
            reachable, lost = self._split(holders, assignment_id)
            unreachable += tuple(holder for holder in lost if holder not in unreachable)
            if reachable:
                return AudienceReached(reachable, candidate, unreachable)
        return AudienceReached((), None, unreachable)

    def _asked_after(
        self, assignment_id: int, audience: Audience
    ) -> Iterator[tuple[Audience | None, tuple[Holder, ...]]]:
        """Who is asked after an audience that is out of reach, and of which audience they are.

        Deputy heads come before anybody else, as they do where the seat is vacant.
        """
        yield None, self.directory.deputy_heads(assignment_id, audience)
        for candidate in stand_ins(audience):
            other = self.directory.recipients(assignment_id, candidate)
            yield other.stand_in or candidate, other.holders
            yield candidate, self.directory.deputy_heads(assignment_id, candidate)

    def _split(
        self, holders: tuple[Holder, ...], assignment_id: int
    ) -> tuple[tuple[Holder, ...], tuple[Holder, ...]]:
        readers = {
            holder.person_id: self.reader(holder.person_id, assignment_id) for holder in holders
        }
        read = tuple(holder for holder in holders if readers[holder.person_id] is not None)
        return read, tuple(holder for holder in holders if readers[holder.person_id] is None)
