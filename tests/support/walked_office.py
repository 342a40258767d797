"""A small office that is walked at random through the end of a year, and the facts of it.

Each step is tried through the services. What the facts say may be done and is refused, or may
not be and is taken, is a difference like a wrong figure.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from office_course import Course
from office_deeds import RETURN_DAYS, Deed
from office_facts import Facts, told
from plan_load_drafts import holding, put
from sqlalchemy import Engine
from walked_allowed import Allowed
from walked_people import Staff
from walked_plan import (
    CLERK,
    JUDGE,
    LAST,
    NEXT,
    OFFICE,
    OFFICE_POSTS,
    note_people,
    note_plan,
    plan_of,
)

from dondoc.clock import StoppedClock, at
from dondoc.errors import DondocError
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.store.database import writing
from models.rules.checkpoints import Act

FIRST, LOADED = date(2026, 9, 17), date(2026, 12, 9)
PLANNED = date(2026, 1, 5)
TRIES = {
    "open": (
        (Act.REPORT, 8), (Act.ACKNOWLEDGE, 1), (Act.ASK_EXTENSION, 2), (Act.CHANGE_DUE, 2),
        (Act.REFUSE_EXTENSION, 2), (Act.NOT_REPORTED, 4), (Act.WITHDRAW, 0.3), (Act.UPDATE, 1),
    ),
    "reported": (
        (Act.VERIFY, 8), (Act.RETURN, 6), (Act.REPORT, 3), (Act.CHANGE_DUE, 2),
        (Act.REFUSE_EXTENSION, 1), (Act.NOT_REPORTED, 0.3), (Act.WITHDRAW, 0.2),
    ),
    "settled": ((Act.EVALUATE, 4), (Act.CORRECT, 1), (Act.REPORT, 5), (Act.VERIFY, 0.3)),
}  # fmt: skip
FILED = (Act.REPORT, Act.ACKNOWLEDGE, Act.ASK_EXTENSION, Act.UPDATE)


class Difference(AssertionError):
    """The office and the facts disagree."""


@dataclass
class Office:
    """The office as it is walked; `seed` makes the same walk again."""

    engine: Engine
    evidence: Path
    seed: int
    first: date = FIRST
    next_loaded: date = LOADED
    steps: int = 0
    facts: Facts = field(default_factory=Facts)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.today = self.drained = self.first
        draft = plan_of(LAST)
        put(self.engine, draft, at(PLANNED, 7))
        note_plan(self.facts, draft)
        note_people(self.facts, draft, date(LAST, 1, 1))
        self.staff = Staff(self.engine, self.facts, self.chance)

    @property
    def years(self) -> tuple[int, ...]:
        return (LAST,) if self.today < self.next_loaded else (LAST, NEXT)

    def day(self, tries: int = 7) -> None:
        """One day between eight and five; what waits is drained now and then."""
        if self.today == self.next_loaded:
            self._load_next()
            note_plan(self.facts, plan_of(NEXT))
        # A day's history waits so long for its seal, and no longer.
        if self.today - self.drained > timedelta(days=1):
            self.drain(at(self.today, 7))
        for number in range(tries):
            now = at(self.today, 8) + timedelta(minutes=70 * number)
            self.steps += 1
            if self.chance.random() < 0.07:
                self.staff.change(now)
            else:
                self.act(now)
            if self.chance.random() < 0.2:
                self.drain(now)

    def _load_next(self) -> None:
        """The next year's plan, in December; it names the office as it is, and no official."""
        draft = plan_of(NEXT)
        there = {(p, h.person): h for p, some in self.facts.held.items() for h in some
                 if h.on(self.today)}  # fmt: skip
        roles = {one.position_code: one.roles for one in draft.holdings}
        named = tuple(
            holding(post, person, roles=roles[post], valid_from=held.start)
            for (post, person), held in there.items()
            if post in OFFICE_POSTS
        )
        put(self.engine, replace(draft, holdings=named), at(self.today, 7))

    def drain(self, now: datetime) -> None:
        advance(self.engine, StoppedClock(now + timedelta(minutes=30)))
        self.drained = self.today

    def act(self, now: datetime) -> None:
        """One act, of which it is known before whether it may be."""
        near = self.today + timedelta(days=12)
        live = [c for c in self.facts.every(self.today).values() if c.live and c.due <= near]
        course = self.chance.choice(live)
        place = "open" if course.open else "settled" if course.settled else "reported"
        acts, weights = zip(*TRIES[place], strict=True)
        act = self.chance.choices(acts, weights)[0]
        given = self._given(act, course)
        if given is None:
            return
        allowed = Allowed(self.facts, self.today, course, given).holds()
        refusal = self._record(given, course.plan.year, now)
        if act not in (Act.ACKNOWLEDGE, Act.UPDATE) and allowed != (refusal is None):
            story = "\n".join(told([course]))
            raise Difference(f"{self}: {given} allowed {allowed}, refused {refusal}\n{story}")
        if refusal is None:
            self.facts.deeds.append(
                Deed(
                    now,
                    act.value,
                    course.plan.ref,
                    given.by,
                    given.on_behalf_of,
                    given.value,
                    given.delivered,
                    self._new_due(given, course),
                )
            )

    def _record(self, given: ActInput, year: int, now: datetime) -> DondocError | None:
        try:
            with writing(self.engine) as session:
                Recorder(session, now, self.evidence, year).record(given)
        except DondocError as refusal:
            return refusal
        return None

    def _new_due(self, given: ActInput, course: Course) -> date | None:
        """A return without a date takes the one that the rules give."""
        if given.act is not Act.RETURN or given.new_due_on is not None:
            return given.new_due_on
        days = self.facts.days
        if course.keeps_date(days):
            return None
        short = days.after(self.today, days.last(course.due)) < RETURN_DAYS
        return days.ahead(self.today, RETURN_DAYS) if short else None

    def _given(self, act: Act, course: Course) -> ActInput | None:
        """What somebody says; mostly whoever should, and now and then somebody else."""
        chance, behalf = self.chance, None
        official = self.facts.officials(course.plan, self.today)
        by = chance.choice((OFFICE, JUDGE, CLERK))
        if act in FILED and official:
            by = chance.choice(official)
            if chance.random() < 0.15:
                by, behalf = CLERK, by
        held = [h.person for h in self.facts.held["TU-TH"] if h.on(self.today)]
        if by == CLERK:
            by = held[0] if held else OFFICE
        elif chance.random() < 0.08:
            by = chance.choice([*official, JUDGE, OFFICE])
        value = delivered = None
        if act in (Act.REPORT, Act.CORRECT) or (act is Act.VERIFY and chance.random() < 0.15):
            value = None if course.plan.product else Decimal(chance.choice((0, 3, 5, 8, 12)))
            delivered = chance.random() < 0.5 if course.plan.product else None
        moved = act in (Act.ASK_EXTENSION, Act.CHANGE_DUE)
        moved = moved or (act is Act.RETURN and chance.random() < 0.5)
        ahead = self.today + timedelta(days=chance.choice((-6, 0, 2, 5, 9, 16, 25)))
        return ActInput(
            act, course.plan.ref.partition(":")[2], by, on_behalf_of=behalf, value=value,
            delivered=delivered, reason="Có lý do" if chance.random() < 0.9 else "",
            narrative="Đang làm" if act is Act.UPDATE else "",
            new_due_on=ahead if moved else None, confirmed=chance.random() < 0.6,
        )  # fmt: skip

    def __str__(self) -> str:
        return f"seed {self.seed}, step {self.steps}, {self.today}"
