"""Each checkpoint as it is counted: its due state, and whether its result met the target."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from dondoc.services.figures.checkpoint_lines import CheckpointLine
from dondoc.services.figures.question import FiguresQuestion
from models.rules.achievement import Expectation, exceeds, target_met
from models.rules.due import due_state, is_due_soon
from models.rules.indicators import Basis
from models.rules.stages import SETTLED
from models.rules.totals import ComparedResults, CountedCheckpoint


@dataclass(frozen=True)
class JudgedCheckpoint:
    """A checkpoint on the day of the digest. `value`, `delivered`: verified, else None."""

    line: CheckpointLine
    counted: CountedCheckpoint
    expectation: Expectation
    value: Decimal | None
    delivered: bool | None

    @property
    def verdicts(self) -> ComparedResults:
        """Its part of the count of targets met."""
        met = target_met(self.expectation, self.value, self.delivered)
        return ComparedResults(
            met=met is True,
            compared=met is not None,
            exceeded=exceeds(self.expectation, self.value),
        )

    @property
    def is_estimate(self) -> bool:
        """Whether its verified result is an estimate that will be replaced."""
        known = self.value is not None or self.delivered is not None
        return known and self.line.basis is Basis.ESTIMATE


def see(question: FiguresQuestion, lines: Iterable[CheckpointLine]) -> list[JudgedCheckpoint]:
    """Judges every line on the day of the digest."""
    return [_see(question, line) for line in lines]


def _see(question: FiguresQuestion, line: CheckpointLine) -> JudgedCheckpoint:
    facts, today, calendar = line.due_facts, question.as_of, question.frame.calendar
    soon = is_due_soon(facts, today, calendar, question.frame.rules.due_soon_days)
    direction = question.indicators[line.indicator_id].direction
    stands = line.stage in SETTLED and not line.missing
    return JudgedCheckpoint(
        line=line,
        counted=CountedCheckpoint.of(facts, due_state(facts, today, calendar), due_soon=soon),
        expectation=Expectation(line.expected, direction, question.is_product(line)),
        value=line.value if stands else None,
        delivered=line.delivered if stands else None,
    )
