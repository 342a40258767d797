"""What the reminders of a day would be, in names: letters, what is kept, whom nobody reaches."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from dondoc.services.reminders.gather.gather import Unreachable
from dondoc.services.reminders.nudges.reasons import Reason
from models.nudge import NudgeKind
from models.rules.ladder import Firmness
from models.rules.roles import Audience


@dataclass(frozen=True, slots=True)  # a day of a province has tens of thousands
class PlannedLine:
    """One item in a planned letter, however many reasons and roles led to it.

    `kinds` and `roles` are all of them; the other fields are those of the most responsible
    role and its latest step. `year`: of its programme. `stand_in`: as whom the person hears of
    it, where nobody of the audience is reached; `in_place_of`: the person who is away and whose
    deputy reads it.
    """

    year: int
    ref: str
    due_on: date
    kind: NudgeKind
    audience: Audience
    step: str
    cause: str
    firmness: Firmness
    stand_in: Audience | None
    in_place_of: str | None = None
    kinds: tuple[NudgeKind, ...] = ()
    roles: tuple[Audience, ...] = ()


@dataclass(frozen=True)
class PlannedLetter:
    """What one person would get, how, and from when on; the address is masked.

    `joins`: a message that waits already takes the lines in. `reasons` can be composed into the
    letter itself, `instead` says for whom the reader stands in.
    """

    person_id: int
    full_name: str
    language: str
    channel: str
    address: str
    goes_at: datetime
    joins: bool
    lines: tuple[PlannedLine, ...]
    reasons: tuple[Reason, ...]
    instead: tuple[int | None, ...]


@dataclass(frozen=True)
class HeldBack:
    """What waits for a person's next letter. `why`: a key; `until`: the day, where it is known."""

    person_id: int
    full_name: str
    why: str
    until: date | None
    lines: tuple[PlannedLine, ...]


@dataclass(frozen=True)
class Preview:
    """Letters by name; what would be dropped and why; who and what nobody can reach.

    `moment`: the one at which it was looked at; what goes at once has it as `goes_at`.
    """

    moment: datetime
    day: date
    day_off: bool
    letters: tuple[PlannedLetter, ...]
    kept: tuple[HeldBack, ...]
    moot: Counter[str]
    deferred: int
    unreachable: tuple[Unreachable, ...]
    nobody: tuple[str, ...]
