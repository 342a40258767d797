"""The lists of a digest: what is overdue and who answers for it, and what was over-achieved."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col

from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.moved_item import MovedItem
from dondoc.services.figures.per_group import Named
from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.figures.report_shapes import ComparedItem
from dondoc.services.figures.shapes import OverdueItem
from dondoc.services.work.answering.responsible import Answering, Officials, officials_on
from models.assignment import Assignment
from models.rules.achievement import HUNDRED, percent_of_plan
from models.rules.due import DueState, days_late
from models.rules.first_date import days_late_first
from models.rules.measures import rounded
from models.rules.responsibility import Occasion
from models.rules.stages import UNREPORTED


@dataclass(frozen=True)
class ListLookups:
    """What the lists look things up in."""

    question: FiguresQuestion
    names: Named
    officials: Officials
    _leads: dict[int, Answering | None] = field(default_factory=dict)

    def title(self, checkpoint: JudgedCheckpoint) -> str:
        """The indicator, with the step's own title where it has one."""
        indicator = self.question.indicators[checkpoint.row.indicator_id].title
        step = checkpoint.row.title
        return f"{indicator}: {step}" if step and step != indicator else indicator

    def lead(self, checkpoint: JudgedCheckpoint) -> Answering | None:
        """Who answers for it first, None where no position does."""
        row = checkpoint.row
        if row.checkpoint_id not in self._leads:
            answering = self.officials.of(row.assignment_id, Occasion.of(checkpoint.facts))
            self._leads[row.checkpoint_id] = next(iter(answering), None)
        return self._leads[row.checkpoint_id]

    def is_led_by(self, person_id: int, checkpoint: JudgedCheckpoint) -> bool:
        """Whether a person answers for it first."""
        lead = self.lead(checkpoint)
        return lead is not None and lead.person_id == person_id

    def leads_since(self, checkpoint: JudgedCheckpoint) -> date | None:
        """Since when whoever answers for it first today answers in that position."""
        lead = self.lead(checkpoint)
        if lead is None:
            return None
        starts = (
            term.start
            for post, _ in self.officials.now(checkpoint.row.assignment_id)
            for term in post.terms
            if post.position_id == lead.position_id and term.person_id == lead.person_id
        )
        return min(starts, default=None)

    def on_day_of(self, question: FiguresQuestion) -> "ListLookups":
        """The same on another day: who answered then may be somebody else today."""
        then = replace(self.officials, today=question.as_of, _known={})
        return ListLookups(question, self.names, then)


def open_lookups(session: Session, question: FiguresQuestion, names: Named) -> ListLookups:
    """Lookups that know who answers for the programme's work on the day of the digest."""
    ours = col(Assignment.programme_id) == question.programme.key
    if question.unit_id is not None:
        ours &= col(Assignment.unit_id) == question.unit_id
    officials = officials_on(session, ours, question.as_of, question.frame.calendar)
    return ListLookups(question, names, officials)


def overdue_items(
    lookups: ListLookups, judged: Iterable[JudgedCheckpoint]
) -> tuple[OverdueItem, ...]:
    """What is overdue, the longest first."""
    late = [checkpoint for checkpoint in judged if checkpoint.counted.state is DueState.OVERDUE]
    items = (_overdue(lookups, judged_checkpoint) for judged_checkpoint in late)
    return tuple(sorted(items, key=lambda item: (-item.days_over, item.due_on, item.ref)))


def _overdue(lookups: ListLookups, checkpoint: JudgedCheckpoint) -> OverdueItem:
    row = checkpoint.row
    lead = lookups.lead(checkpoint)
    return OverdueItem(
        ref=row.ref,
        title=lookups.title(checkpoint),
        unit=lookups.names[row.unit_id].name,
        lead=lead.name if lead else "",
        lead_title=lead.title if lead else "",
        due_on=row.due_on,
        days_over=_days_over(lookups.question, checkpoint),
        stage=row.stage,
        missing=row.missing,
        taken_over=lead.taken_over if lead else None,
        before=lead.before if lead else "",
        held_on=lead.counted_on if lead else None,
        undelivered=row.undelivered,
        returned=row.returns > 0 and row.stage in UNREPORTED,
        original_due_on=row.original_due_on,
        first_late=_first_late(lookups.question, checkpoint),
    )


def _days_over(question: FiguresQuestion, checkpoint: JudgedCheckpoint) -> int:
    """A unit that reported late does not answer for the days its report waits since."""
    return days_late(checkpoint.facts, question.as_of, question.frame.calendar)


def _first_late(question: FiguresQuestion, checkpoint: JudgedCheckpoint) -> int | None:
    row, calendar = checkpoint.row, question.frame.calendar
    original, day = row.original_due_on, question.as_of
    return days_late_first(checkpoint.facts, row.terms_over, original, day, calendar)


def moved_items(lookups: ListLookups, judged: Iterable[JudgedCheckpoint]) -> tuple[MovedItem, ...]:
    """Due dates that were moved from or to a day of the quarter: none leaves it unsaid."""
    quarter = lookups.question.quarter
    items = (
        MovedItem(
            ref=checkpoint.row.ref,
            title=lookups.title(checkpoint),
            unit=lookups.names[checkpoint.row.unit_id].name,
            original_due_on=checkpoint.row.original_due_on,
            due_on=checkpoint.row.due_on,
            counted=checkpoint.row.due_on in quarter,
            late=_days_over(lookups.question, checkpoint),
            first_late=_first_late(lookups.question, checkpoint),
        )
        for checkpoint in judged
        if checkpoint.row.due_on != checkpoint.row.original_due_on
        and (checkpoint.row.due_on in quarter or checkpoint.row.original_due_on in quarter)
    )
    return tuple(sorted(items, key=lambda item: (item.counted, item.original_due_on, item.ref)))


def exceeded_items(
    lookups: ListLookups, judged: Iterable[JudgedCheckpoint]
) -> tuple[ComparedItem, ...]:
    """Results better than expected, by how much, and those without a ratio last."""
    items = [
        compared_item(lookups, each, rounded(percent_of_plan(each.expectation, each.value)))
        for each in judged
        if each.verdicts.exceeded
    ]
    return tuple(sorted(items, key=lambda item: (-_distance(item.percent), item.ref)))


def _distance(percent: Decimal | None) -> Decimal:
    """How far from what was asked for: a limit is the better the less of it is used."""
    return Decimal(0) if percent is None else abs(HUNDRED - percent)


def compared_item(
    lookups: ListLookups, checkpoint: JudgedCheckpoint, percent: Decimal | None
) -> ComparedItem:
    """A checkpoint of which a number was expected and is verified."""
    expected, actual = checkpoint.expectation.value, checkpoint.value
    assert expected is not None and actual is not None  # else there would be no verdict
    indicator = lookups.question.indicators[checkpoint.row.indicator_id]
    return ComparedItem(
        ref=checkpoint.row.ref,
        title=lookups.title(checkpoint),
        unit=lookups.names[checkpoint.row.unit_id].name,
        expected=expected,
        actual=actual,
        percent=percent,
        unit_of_measure=indicator.unit_of_measure,
        direction=indicator.direction,
        estimate=checkpoint.is_estimate,
    )
