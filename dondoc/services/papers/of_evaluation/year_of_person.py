"""The year of somebody on a paper: its periods as they were decided, and their mean.

Of a decided year those that the decision kept; else those that count by now.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dondoc.rendering.formats import capital
from dondoc.services.evaluation.course.year_basis import plain_periods
from dondoc.services.evaluation.course.year_in_words import (
    YearPeriodRow,
    basis_sentence,
    period_rows,
    year_remarks,
)
from dondoc.services.papers.of_evaluation.evaluation_words import (
    NONE,
    EvaluationWords,
    total_places,
)
from dondoc.services.papers.of_evaluation.figures import DossierFigures
from dondoc.services.papers.paper import Block, PaperRow, PaperTable, Paragraph


def year_blocks(figures: DossierFigures, words: EvaluationWords) -> Iterator[Block]:
    """The table of the periods with their mean, and what is to be known of it."""
    rows = period_rows(_periods_of(figures), figures.dossier.unit, words.sums)
    shown = [_row(row, figures, words) for row in rows]
    counted = str(sum(row.counted for row in rows))
    mean = PaperRow((
        words.of("year.mean", count=counted), "", words.points(figures.general),
        words.points(figures.results), words.points(figures.total, total_places(figures)),
        words.grade(figures.computed, "no_grade"),
    ), "total")  # fmt: skip
    names = ("period", "period_state", "#general", "#results", "#total_points", "grade")
    yield PaperTable(
        words.of("year.periods"), words.columns(*names), (*shown, mean), across=((4, (2, 3)),)
    )
    if figures.changed:
        return  # what stands by now is not what was decided: it is said below the scores
    yield Paragraph(basis_sentence(figures.score.work, words.sums))
    for sentence, _ in year_remarks(figures.score.work, words.sums, own=True):
        yield Paragraph(f"{capital(sentence)}.")


def _periods_of(figures: DossierFigures) -> Sequence[Mapping[str, Any]]:
    decision = figures.dossier.decision
    if decision is not None and "periods" in decision.computed:
        return decision.computed["periods"]  # type: ignore[no-any-return]
    work = figures.score.work
    made = work.year_outcome
    assert work.year is not None
    assert made is not None
    return plain_periods(work.year, made)["periods"]  # type: ignore[no-any-return]


def _row(row: YearPeriodRow, figures: DossierFigures, words: EvaluationWords) -> PaperRow:
    grade = words.grade(row.grade, "no_grade") if row.grade else NONE
    state = "; ".join((row.state, *row.notes))
    return PaperRow((
        capital(row.name), state, words.points(row.general), words.points(row.results),
        words.points(row.total, total_places(figures)), grade,
    ))  # fmt: skip
