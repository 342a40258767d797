"""Playing a scripted year day by day against the clock, through the services the flows call."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from dondoc.clock import StoppedClock, at
from dondoc.services.advance.drain import advance
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.remind import deliver_due, remind
from dondoc.services.digest.publish import DigestOrder, publish_owed
from dondoc.services.sample.script import Performed, ScriptedAct, UnexpectedEnd, perform
from dondoc.workplace import Workplace
from models.rules.checkpoints import local_date

MORNING, EVENING = 7, 18


@dataclass
class ReplayProgress:
    """What happened so far."""

    first: date
    day: date
    acts: int = 0
    refused: int = 0
    moves: int = 0
    messages: int = 0
    sent: int = 0
    failed: int = 0
    surprises: list[UnexpectedEnd] = field(default_factory=list)
    digests: dict[str, tuple[Path, ...]] = field(default_factory=dict)

    def add(self, done: Performed) -> None:
        """Takes over what became of a day's acts."""
        self.acts += done.recorded
        self.refused += done.refused
        self.surprises += done.surprises


@dataclass(frozen=True)
class ReplayDays:
    """The days to play, both included."""

    first: date
    last: date

    def __iter__(self) -> Iterator[date]:
        for number in range(len(self)):
            yield self.first + timedelta(days=number)

    def __len__(self) -> int:
        return (self.last - self.first).days + 1


def play(
    workplace: Workplace, acts: Sequence[ScriptedAct], span: ReplayDays
) -> Iterator[ReplayProgress]:
    """Plays day after day; gives how far it has come after each of them."""
    by_day: dict[date, list[ScriptedAct]] = defaultdict(list)
    for act in acts:
        by_day[local_date(act.at)].append(act)
    clock = StoppedClock(at(span.first, MORNING))
    played = ReplayProgress(span.first, span.first)
    for day in span:
        played.day = day
        _morning(workplace, clock, played)
        if by_day[day]:
            played.add(perform(workplace.engine, by_day[day], workplace.evidence))
            clock.set(at(day, EVENING))
            played.moves += len(advance(workplace.engine, clock).moves)
        _digest(workplace, day, played)
        yield played


def _morning(workplace: Workplace, clock: StoppedClock, played: ReplayProgress) -> None:
    clock.set(at(played.day, MORNING))
    played.moves += len(advance(workplace.engine, clock).moves)
    played.messages += remind(workplace, clock.now()).messages
    sent = deliver_due(workplace, clock.now(), Policy(portion=200))
    played.sent += sent.sent
    played.failed += sent.failed


def _digest(workplace: Workplace, day: date, played: ReplayProgress) -> None:
    """Compiles what the day owes, as the digest flow does."""
    order = DigestOrder("", day, office=workplace.settings.office, sample=True)
    folder = workplace.settings.root / "digests"
    for made in publish_owed(workplace.engine, order, at(day, EVENING), folder):
        played.digests[made.figures.quarter] = made.files
