"""What letters need to know of one programme; each answer is remembered for the next letter."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from dondoc.services.organisation.directory import Directory, Holder, Recipients
from dondoc.services.reminders.ladder.reached import StepsOnDay
from dondoc.services.reminders.letters.contents import Contents
from dondoc.services.work.checkpoint_states import CheckpointState
from models.rules.audiences import stand_ins
from models.rules.due import days_left, last_day, time_left
from models.rules.roles import Audience

_SUNDAY = 6


@dataclass
class ProgrammeContext:
    """Calendar, ladder and directory of one programme on the day of a run.

    Thousands of items share a few due dates and a few sets of people, so both are kept.
    `hearing`: everybody whom a letter of that day reaches themselves; `deputised`: who is away,
    and has named who reads instead.
    """

    title: str
    directory: Directory
    ladders: StepsOnDay
    year: int = 0
    hearing: frozenset[int] = frozenset()
    deputised: frozenset[int] = frozenset()
    _days: dict[date, tuple[int, date]] = field(default_factory=dict)
    _recipients: dict[tuple[object, Audience], Recipients] = field(default_factory=dict)
    _instead: dict[tuple[int, object, Audience], Audience | None] = field(default_factory=dict)
    _next: dict[tuple[str, int, Audience, date], date | None] = field(default_factory=dict)
    _holders: dict[tuple[object, frozenset[Audience]], tuple[Holder, ...]] = field(
        default_factory=dict
    )

    @property
    def sunday(self) -> date:
        """The end of the week."""
        today = self.ladders.today
        return today + timedelta(days=_SUNDAY - today.weekday())

    def due(self, due_on: date) -> tuple[int, date]:
        """Working days left, and the working day that a due date means."""
        day = self._days.get(due_on)
        if day is None:
            calendar = self.ladders.calendar
            left = days_left(due_on, self.ladders.today, calendar)
            day = self._days[due_on] = (left, last_day(due_on, calendar))
        return day

    def is_over(self, due_on: date) -> bool:
        """Whether the last day in time has passed: on a day off by no working day yet."""
        return self.ladders.today > self.due(due_on)[1]

    def left(self, state: CheckpointState) -> int:
        """Working days left as every page says them: late ones with those before a return."""
        if state.returned_report_on is None and not state.returned_waits:
            return self.due(state.due_on)[0]
        return time_left(state.due_facts, self.ladders.today, self.ladders.calendar)

    def recipients(self, assignment_id: int, audience: Audience) -> Recipients:
        """The people of an audience; assignments with the same people share one answer."""
        key = (self.directory.who_answers(assignment_id), audience)
        reached = self._recipients.get(key)
        if reached is None:
            reached = self._recipients[key] = self.directory.recipients(assignment_id, audience)
        return reached

    def next_on(self, state: CheckpointState, audience: Audience) -> date | None:
        """When this audience hears of an item again."""
        key = (state.category, state.unit_id, audience, state.due_on)
        if key not in self._next:
            self._next[key] = self.ladders.next_on(*key)
        return self._next[key]

    def holders(self, assignment_id: int, audiences: Iterable[Audience]) -> tuple[Holder, ...]:
        """Whom a letter to several audiences reaches, each once; who stands in for them, too."""
        key = (self.directory.who_answers(assignment_id), frozenset(audiences))
        if key not in self._holders:
            holders = {
                holder.person_id: holder
                for audience in sorted(key[1], key=list(Audience).index)
                for holder in self._heard(assignment_id, audience)
            }
            self._holders[key] = tuple(holders.values())
        return self._holders[key]

    def _heard(self, assignment_id: int, audience: Audience) -> tuple[Holder, ...]:
        """Of those who are asked in turn, the first whom anything reaches."""
        for holders in self._asked_in_turn(assignment_id, audience):
            heard = tuple(holder for holder in holders if holder.person_id in self.hearing)
            if heard or any(holder.person_id in self.deputised for holder in holders):
                return heard
        return ()

    def _asked_in_turn(
        self, assignment_id: int, audience: Audience
    ) -> Iterator[tuple[Holder, ...]]:
        """As `AudienceResolver` asks: deputy heads before anybody of another audience."""
        for candidate in (audience, *stand_ins(audience)):
            yield self.recipients(assignment_id, candidate).holders
            yield self.directory.deputy_heads(assignment_id, candidate)

    def unreached(self, state: CheckpointState, audience: Audience) -> tuple[str, ...]:
        """Who is of an audience, by name, where somebody else reads it; of an empty seat nobody."""
        reached = self.recipients(state.assignment_id, audience)
        deputies = self.directory.deputy_heads(state.assignment_id, audience)
        if reached.stand_in or reached.holders == deputies:
            return ()
        return tuple(each.full_name for each in reached.holders)

    def is_deputy_head(self, reader: int, state: CheckpointState, audience: Audience) -> bool:
        """Whether a reader hears of it as a deputy head, in the place of head or secretary."""
        deputies = self.directory.deputy_heads(state.assignment_id, audience)
        if not any(holder.person_id == reader for holder in deputies):
            return False
        reached = self.recipients(state.assignment_id, audience)
        in_seat = reached.holders != deputies
        return not (in_seat and any(each.person_id == reader for each in reached.holders))

    def role_instead(
        self, reader: int, state: CheckpointState, audience: Audience
    ) -> Audience | None:
        """The role of a reader who hears of it because nobody of the audience can be reached."""
        key = (reader, self.directory.who_answers(state.assignment_id), audience)
        if key not in self._instead:
            self._instead[key] = self._role_instead(reader, state, audience)
        return self._instead[key]

    def _role_instead(
        self, reader: int, state: CheckpointState, audience: Audience
    ) -> Audience | None:
        reached = self.recipients(state.assignment_id, audience)
        if reached.stand_in is not None:
            return reached.stand_in
        if any(holder.person_id == reader for holder in reached.holders):
            return None
        if self.is_deputy_head(reader, state, audience):
            return None
        for other in stand_ins(audience):
            reached = self.recipients(state.assignment_id, other)
            if reached.stand_in is None and any(
                holder.person_id == reader for holder in reached.holders
            ):
                return other
        return None


@dataclass(frozen=True)
class PortionContext:
    """What a portion of letters is written from. `programme_contexts`: by programme."""

    programme_contexts: Mapping[int, ProgrammeContext]
    states: Mapping[int, CheckpointState]
    contents: Contents
