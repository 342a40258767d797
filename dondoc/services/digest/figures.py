"""The figures of a quarter as of the end of a day.

Exact for an earlier day: everything that people recorded (reports, verifications,
evaluations, returns, withdrawals), the due dates, and which work was assigned. As they are today:
the plan itself (targets, weights, expected values, who answers by which position).
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from dondoc.services.digest.difficulties import difficulty_rows
from dondoc.services.digest.late_and_exceeded import exceeded_items, moved_items, overdue_items
from dondoc.services.digest.reading import DigestReading, read_digest
from dondoc.services.figures.indicators import per_indicator
from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.per_group import per_group
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.figures.shapes import DigestFigures, GradeCount
from models.programme import Programme
from models.rules.evaluation import Grade
from models.rules.stages import Stage
from models.rules.totals import ComparedResults, Counts


def figures(
    session: Session, programme: Programme, quarter: DigestPeriod, as_of: date, unit_id: int | None
) -> DigestFigures:
    """Reads the live checkpoints of the year and counts those that are due in the period.

    What was recorded and is not drained counts. Raises BadInput for a period of another year
    than the programme's, or a unit that does not exist.
    """
    return figures_of(read_digest(session, programme, quarter, as_of, unit_id))


def figures_of(reading: DigestReading) -> DigestFigures:
    """The figures of what was read, without the report beside them."""
    question, lookups, within = reading.question, reading.lookups, reading.within
    before = [each for each in reading.judged if each.row.due_on < question.quarter.start]
    after = [each for each in reading.judged if each.row.due_on > question.quarter.end]
    groups = per_group(reading.order, lookups.names, within)
    return DigestFigures(
        programme_year=question.programme.year,
        programme_title=question.programme.title,
        quarter=str(question.quarter),
        first_day=question.quarter.start,
        last_day=question.quarter.end,
        as_of=question.as_of,
        unit=lookups.names[question.unit_id].name if question.unit_id is not None else "",
        due_soon_days=question.frame.rules.due_soon_days,
        counts=sum((group.counts for group in groups), Counts()),
        verdicts=sum((group.verdicts for group in groups), ComparedResults()),
        estimates=sum(checkpoint.is_estimate for checkpoint in within),
        groups=groups,
        indicators=tuple(
            per_indicator(question, reading.judged, reading.year_values, reading.shares)
        ),
        overdue=overdue_items(lookups, within),
        backlog=overdue_items(lookups, before),
        exceeded=exceeded_items(lookups, within),
        difficulties=difficulty_rows(reading.difficulties, within),
        grades=_grades(within),
        moved=moved_items(lookups, reading.judged),
        later=overdue_items(lookups, after),
    )


def _grades(judged: Iterable[JudgedCheckpoint]) -> tuple[GradeCount, ...]:
    """From the best grade to the worst; empty when nothing is evaluated yet."""
    rows = (checkpoint.row for checkpoint in judged if checkpoint.row.stage is Stage.EVALUATED)
    counted = Counter(row.grade for row in rows)
    return tuple(GradeCount(grade, counted[grade]) for grade in Grade if counted[grade])
