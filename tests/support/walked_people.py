"""Changes of people and of days in the office that is walked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from office_deeds import ONE_DAY
from office_facts import Facts, Held
from programmes import current_programme
from sqlalchemy import Engine
from sqlmodel import Session
from walked_plan import LAST, OFFICE, PEOPLE, POSTS, plan_with_others

from dondoc.errors import DondocError
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.staffing.holding_dates import (
    DatesWanted,
    dates_if_put_right,
    put_dates_right,
)
from dondoc.services.staffing.planned_hand_overs import call_off, move_hand_over
from dondoc.services.staffing.positions import leave_position, take_position
from dondoc.services.working_days.days import (
    Consent,
    DayWanted,
    effects_if_removed,
    effects_if_set,
    remove_day,
    set_day,
)
from dondoc.store.database import writing

Note = Callable[[], object] | None
"""Writes into the facts what was done; None where nothing was."""


@dataclass
class Staff:
    """Who changes people and days, and writes the same into the facts."""

    engine: Engine
    facts: Facts
    chance: Random

    def change(self, now: datetime) -> None:
        steps = (
            self._day, self._take, self._take, self._planned, self._leave, self._put_right,
            self._name_others, self._name_others,
        )  # fmt: skip
        step = self.chance.choice(steps)
        try:
            with writing(self.engine) as session:
                note = step(session, now)
        except DondocError:
            return
        if note is not None:
            note()

    def _day(self, session: Session, now: datetime) -> Note:
        """A day off, a Saturday worked, or a day left to the public calendar again."""
        today = now.date()
        day = today + timedelta(days=self.chance.randrange(-15, 25))
        acting = acting_for_office(session, OFFICE, now, now)
        programme = current_programme(session, LAST)
        if self.facts.days.said and self.chance.random() < 0.3:
            day = self.chance.choice(sorted(self.facts.days.said))
            shown = effects_if_removed(session, day, today).fingerprint
            remove_day(acting, programme, day, Consent("Ghi nhầm", shown))
            return lambda: self.facts.days.said.pop(day)
        wanted = DayWanted(day, day.isoweekday() >= 6)
        shown = effects_if_set(session, wanted, today).fingerprint
        set_day(acting, programme, wanted, Consent("Hoán đổi", shown))
        return lambda: self.facts.days.said.__setitem__(day, wanted.working)

    def _take(self, session: Session, now: datetime) -> Note:
        """A hand-over: today, planned for later, or one that was not written down in time."""
        post = self.chance.choice((*POSTS, *POSTS, "TU-TH"))
        person, today = self.chance.choice(PEOPLE), now.date()
        ahead = (0, 0, -4, -12) if post == "TU-TH" else (0, 0, 1, 6, 15, -4, -12)
        since = today + timedelta(days=self.chance.choice(ahead))
        acting = acting_for_office(session, OFFICE, now, now)
        take_position(acting, person, post, since, alone=True, sure=True)

        def note() -> None:
            for held in self.facts.held[post]:
                if held.end is None or held.end >= since:
                    held.before, held.end = held.end, since - ONE_DAY
            self.facts.held[post].append(Held(person, since))

        return note

    def _planned(self, session: Session, now: datetime) -> Note:
        """A hand-over that has not begun is moved or called off."""
        planned = [(post, held) for post, some in self.facts.held.items() for held in some
                   if held.start > now.date()]  # fmt: skip
        if not planned:
            return None
        post, held = self.chance.choice(planned)
        acting, before = acting_for_office(session, OFFICE, now, now), held.start - ONE_DAY
        stayers = [each for each in self.facts.held[post] if each.end == before]
        if self.chance.random() < 0.5:
            call_off(acting, held.person, post)
            return lambda: self._stay(post, held, stayers)
        since = now.date() + timedelta(days=self.chance.choice((0, 3, 8, 20)))
        move_hand_over(acting, held.person, post, since, sure=True)

        def note() -> None:
            held.start = since
            for each in stayers:
                each.end = since - ONE_DAY

        return note

    def _stay(self, post: str, held: Held, stayers: list[Held]) -> None:
        self.facts.held[post].remove(held)
        for each in stayers:
            each.end = each.before

    def _leave(self, session: Session, now: datetime) -> Note:
        """Somebody leaves, and nobody follows for a while."""
        post = self.chance.choice(POSTS)
        present = [held for held in self.facts.held[post] if held.on(now.date())]
        if not present or present[0].end is not None:
            return None
        last = now.date() + timedelta(days=self.chance.choice((0, 5, -3)))
        acting = acting_for_office(session, OFFICE, now, now)
        leave_position(acting, present[0].person, post, last, sure=True)
        return lambda: setattr(present[0], "end", last)

    def _name_others(self, session: Session, now: datetime) -> Note:
        """A plan names other positions for work, also of another unit, and nothing else."""
        ref = self.chance.choice(sorted({plan.assignment for plan in self.facts.planned.values()}))
        year, _, item = ref.partition(":")
        positions = tuple(self.chance.sample(POSTS, self.chance.choice((1, 1, 2))))
        plan_with_others(session, int(year), item, positions, now)
        return lambda: self.facts.named.setdefault(ref, []).append((now.date(), positions))

    def _put_right(self, session: Session, now: datetime) -> Note:
        """Whoever holds it came on another day than was written."""
        post = self.chance.choice(POSTS)
        some = self.facts.held[post]
        present = [held for held in some if held.on(now.date())]
        if len(some) < 2 or not present:
            return None
        held = present[0]
        first = held.start + timedelta(days=self.chance.choice((-9, -3, 2, 5)))
        acting = acting_for_office(session, OFFICE, now, now)
        dates = DatesWanted(held.person, post, held.start, first, held.end)
        consent = Consent("Ghi nhầm ngày", dates_if_put_right(acting, dates).fingerprint)
        put_dates_right(acting, dates, consent)

        def note() -> None:
            for each in some:
                if each.end == held.start - ONE_DAY:
                    each.end = first - ONE_DAY
            held.start = first

        return note
