"""The answer to why somebody was or was not reminded, as plain values to show."""

from dataclasses import dataclass, field
from datetime import date, datetime

from dondoc.services.organisation.directory import Holder
from dondoc.services.reminders.explain.planned_messages import HeldBack, PlannedLetter
from dondoc.services.reminders.register.register import RegisterRow
from models.nudge import NudgeKind, NudgeState
from models.rules.ladder import Firmness
from models.rules.roles import Audience
from models.rules.stages import Stage


@dataclass(frozen=True)
class StepExplained:
    """A step of the ladder that applies; `reached`: the rung that counts today, if any.

    `next_on`: when this very step speaks next, None where another comes before it, or for never.
    `waits_until`: a later rung than that is reached and is told together with everything else
    that is late for long, on that day.
    """

    audience: Audience
    offset: int
    every: int | None
    firmness: Firmness
    channel: str | None
    reached: int | None
    next_on: date | None
    waits_until: date | None = None


@dataclass(frozen=True)
class NudgeExplained:
    """A nudge that exists. `why`: a key, why it was dropped, or would be if gathered now."""

    kind: NudgeKind
    audience: Audience
    step: str
    cause: str
    decided_on: date
    state: NudgeState
    why: str


@dataclass(frozen=True)
class AudienceExplained:
    """Who answers to an audience today: `people` get letters, `unreachable` cannot.

    `stand_in`: the role of those people, where nobody of the audience is there or reachable.
    `deputies`: by person who is away, the name of who reads instead.
    """

    audience: Audience
    people: tuple[Holder, ...]
    unreachable: tuple[Holder, ...]
    stand_in: Audience | None
    deputies: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ItemExplained:
    """Everything that decides about the reminders of one checkpoint on one day.

    `ladder`: a key (general, of the category, of the unit). `days_left`: working days as every
    page says them, negative when late: of what was reported those until the report came.
    `is_over`: it is overdue, on a day off by no working day yet. `answered`: nobody waits for
    the unit. `days_off`: those between today and `applies_on` that do not count. `suppressed`:
    keys of what keeps reminders back, empty when nothing does.
    """

    ref: str
    day: date
    stage: Stage
    opens_on: date
    due_on: date
    applies_on: date
    due_revision: int
    days_left: int
    is_over: bool
    answered: bool
    days_off: tuple[date, ...]
    ladder: str
    steps: tuple[StepExplained, ...]
    nudges: tuple[NudgeExplained, ...]
    audiences: tuple[AudienceExplained, ...]
    suppressed: tuple[str, ...]
    sent: tuple[RegisterRow, ...]

    @property
    def says_days(self) -> bool:
        """Whether its days are said: those left to nobody any more are not."""
        return self.is_over or not self.answered

    @property
    def ended(self) -> bool:
        """Whether nobody is reminded any more, and not only not today."""
        return any(why.startswith("moot.") for why in self.suppressed)

    def next_on(self, audience: Audience) -> date | None:
        """When this audience hears next, None for never."""
        own = (step.next_on for step in self.steps if step.audience is audience)
        return min((day for day in own if day and not self.ended), default=None)


@dataclass(frozen=True)
class AddressExplained:
    """An address, masked. `why_not`: a key or the provider's words, '' while it is used."""

    channel: str
    address: str
    why_not: str


@dataclass(frozen=True)
class PersonExplained:
    """What a person would get today, and what they got before.

    `away`: the name of the deputy who reads meanwhile; `quiet_until`: when the quiet hours or
    days off of the moment end; `had_one`: today's message is sent or on its way. `kept`: what
    waits for a later letter, and why.
    """

    full_name: str
    addresses: tuple[AddressExplained, ...]
    quiet: str
    quiet_until: datetime | None
    weekly_on: int | None
    muted: bool
    away: str | None
    had_one: bool
    letter: PlannedLetter | None
    kept: tuple[HeldBack, ...]
    day_off: bool
    before: tuple[RegisterRow, ...]
