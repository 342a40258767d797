"""Each checkpoint as it is counted: its due state, and whether its result met the target."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from dondoc.services.figures.figures_rows import FiguresRow
from dondoc.services.figures.question import FiguresQuestion
from models.rules.achievement import Expectation, exceeds, target_met
from models.rules.due import DueFacts, due_state, has_come, is_due_soon
from models.rules.indicators import Basis
from models.rules.measures import Reading
from models.rules.stages import SETTLED
from models.rules.totals import ComparedResults, CountedCheckpoint


@dataclass(frozen=True)
class JudgedCheckpoint:
    """A checkpoint on the day of the digest. `value`, `delivered`: verified, else None.

    `facts`: what its due state depends on.
    """

    row: FiguresRow
    facts: DueFacts
    counted: CountedCheckpoint
    expectation: Expectation
    value: Decimal | None
    delivered: bool | None

    @cached_property
    def verdicts(self) -> ComparedResults:
        """Its part of the count of targets met."""
        met = target_met(self.expectation, self.value, self.delivered)
        return ComparedResults(
            met=met is True,
            compared=met is not None,
            exceeded=exceeds(self.expectation, self.value),
        )

    @cached_property
    def reading(self) -> Reading:
        """The same as totals read it, of one that asks for a number."""
        row = self.row
        place = (row.rank, row.checkpoint_id)
        return Reading(row.due_on, place, row.expected, self.value, self.is_estimate)

    @property
    def is_estimate(self) -> bool:
        """Whether its verified result is an estimate that will be replaced."""
        known = self.value is not None or self.delivered is not None
        return known and self.row.basis is Basis.ESTIMATE


def see(question: FiguresQuestion, rows: Iterable[FiguresRow]) -> list[JudgedCheckpoint]:
    """Judges every row on the day of the digest."""
    return [_see(question, row) for row in rows]


def come_by_day(
    question: FiguresQuestion, judged: Iterable[JudgedCheckpoint]
) -> list[JudgedCheckpoint]:
    """Those that were due by the day (see `has_come`)."""
    today, calendar = question.as_of, question.frame.calendar
    return [each for each in judged if has_come(each.facts, today, calendar)]


def _see(question: FiguresQuestion, row: FiguresRow) -> JudgedCheckpoint:
    facts, today, calendar = row.due_facts, question.as_of, question.frame.calendar
    soon = is_due_soon(facts, today, calendar, question.frame.rules.due_soon_days)
    direction = question.indicators[row.indicator_id].direction
    stands = row.stage in SETTLED and not row.missing
    return JudgedCheckpoint(
        row=row,
        facts=facts,
        counted=CountedCheckpoint.of(facts, due_state(facts, today, calendar), due_soon=soon),
        expectation=Expectation(row.expected, direction, question.is_product(row)),
        value=row.value if stands else None,
        delivered=row.delivered if stands else None,
    )
