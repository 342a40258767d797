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
    _readers: dict[int, int | None] = field(default_factory=dict)

    def of(self, reason: Reason, state: CheckpointState) -> AudienceReached:
        """Who answers for a reason today."""
        return self.people(state.assignment_id, reason.audience)

    def people(self, assignment_id: int, audience: Audience) -> AudienceReached:
        """Who of an assignment's audience answers for it today."""
        key = (audience, *self.directory.who_answers(assignment_id))
        if key not in self._known:
            self._known[key] = self._resolve(assignment_id, audience)
        return self._known[key]

    def answer(self, assignment_id: int, audience: Audience) -> ResolvedReaders:
        """The readers of an audience; somebody's own reason comes before one in another's place."""
        key = (audience, *self.directory.who_answers(assignment_id))
        if key not in self._answers:
            reached = self.people(assignment_id, audience)
            lost = tuple(holder.person_id for holder in reached.unreachable)
            people = [person.person_id for person in reached.people]
            self._answers[key] = ResolvedReaders(self.shared(people), lost)
        return self._answers[key]

    def shared(self, people: Iterable[int]) -> tuple[tuple[int, int | None], ...]:
        """Who reads what is for these people, once each."""
        readers: dict[int, int | None] = {}
        for person_id in people:
            reader = self.reader(person_id)
            if reader == person_id:
                readers[person_id] = None
            elif reader is not None:
                readers.setdefault(reader, person_id)
        return tuple(readers.items())

    def reader(self, person_id: int) -> int | None:
        """Who reads a person's messages today: they or their deputy; None: nobody can."""
        if person_id not in self._readers:
            reader = self.routes.reader(person_id)
            self._readers[person_id] = reader if self.routes.reaches(reader) else None
        return self._readers[person_id]

    def _resolve(self, assignment_id: int, audience: Audience) -> AudienceReached:
        named = self.directory.recipients(assignment_id, audience)
        reachable, unreachable = self._split(named.holders)
        if reachable or not named.holders:
            return AudienceReached(reachable, named.stand_in, unreachable)
        for candidate, holders in self._asked_after(assignment_id, audience):
            reachable, lost = self._split(holders)
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

    def _split(self, holders: tuple[Holder, ...]) -> tuple[tuple[Holder, ...], tuple[Holder, ...]]:
        read = tuple(holder for holder in holders if self.reader(holder.person_id) is not None)
        return read, tuple(holder for holder in holders if self.reader(holder.person_id) is None)
