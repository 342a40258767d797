"""Who reads what today, kept for a minute, so that not everybody is read for every portion.

In `bench/bench_reminders.py` (single letters) that is a fiftieth of the processor time with 3,000
readers and six portions; it grows with the readers and with the portions.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from dondoc.services.delivery.channels_in_use import ChannelsInUse
from dondoc.services.reach.reachability import Reachability, Route, open_routes
from dondoc.services.reminders.gather.recipients import AudienceResolver
from dondoc.services.reminders.letters.compose import Composer, composer_for
from dondoc.services.reminders.letters.context import LettersContext
from dondoc.services.reminders.letters.letter import LetterDraft
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.services.reminders.nudges.reasons import Reason
from dondoc.services.work.checkpoint_states import CheckpointState
from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import local_date
from models.rules.roles import Audience

_FRESH_SECONDS = 60.0


@dataclass
class ProgrammeReaders:
    """One programme's part."""

    calendar: WorkingCalendar
    reach: AudienceResolver
    _named: dict[tuple[object, ...], frozenset[int]] = field(default_factory=dict)

    def is_for(self, reason: Reason, state: CheckpointState, whose: int) -> bool:
        """Whether a reason is (still) meant for that person, reachable or not."""
        if reason.person_id == whose:
            return True
        named = self._people(state.assignment_id, reason.audience)
        return whose in named

    def _people(self, assignment_id: int, audience: Audience) -> frozenset[int]:
        key = (audience, self.reach.directory.who_answers(assignment_id))
        if key not in self._named:
            reached = self.reach.people(assignment_id, audience)
            everybody = (*reached.people, *reached.unreachable)
            self._named[key] = frozenset(holder.person_id for holder in everybody)
        return self._named[key]


@dataclass
class Readers:
    """Addresses, wishes and positions of one day. For one thread."""

    now: datetime
    open_channels: ChannelsInUse
    _read_at: float = 0.0
    _routes: Reachability | None = None
    _letters: LettersContext | None = None
    _by_programme: dict[int, ProgrammeReaders] = field(default_factory=dict)
    _composer: Composer | None = None

    def refresh(self, session: Session) -> None:
        """Reads anew what is older than a minute."""
        if self._routes is None or time.monotonic() - self._read_at > _FRESH_SECONDS:
            self._routes = open_routes(session, local_date(self.now))
            self._letters = LettersContext(self._routes.day)
            self._by_programme.clear()
            self._composer = None
            self._read_at = time.monotonic()

    @property
    def routes(self) -> Reachability:
        """How everybody is reached; `refresh` has been called before."""
        assert self._routes is not None
        return self._routes

    def in_programme(self, session: Session, programme_id: int) -> ProgrammeReaders:
        """Who holds what in a programme, by the directory that its letters are written with."""
        if programme_id not in self._by_programme:
            assert self._letters is not None
            letters = self._letters.programme_context(session, programme_id)
            self._by_programme[programme_id] = ProgrammeReaders(
                letters.ladders.calendar, AudienceResolver(letters.directory, self.routes)
            )
        return self._by_programme[programme_id]

    def known(self, programme_id: int) -> ProgrammeReaders:
        """The readers of a programme that was asked for before."""
        return self._by_programme[programme_id]

    def composer(
        self,
        session: Session,
        drafts: Sequence[LetterDraft],
        states: Mapping[int, CheckpointState],
        office: LettersSender,
    ) -> Composer:
        """Who writes these letters; calendars and ladders are kept from portion to portion."""
        if self._composer is None:
            self._composer = composer_for(session, drafts, self.now, office, states, self._letters)
        else:
            self._composer.take(session, drafts, states)
        return self._composer

    def ways(self, person_id: int, passed_over: tuple[int, ...] = ()) -> list[Route]:
        """Addresses that a letter can go to, the preferred one first."""
        return [
            route
            for route in self.routes.of(person_id)
            if route.contact_id not in passed_over
            and self.open_channels.get(route.channel) is not None
        ]
