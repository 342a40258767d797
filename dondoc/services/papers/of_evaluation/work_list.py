"""The list of work of one person: converted products line by line, with sums that agree."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from dondoc.rendering.formats import capital, day
from dondoc.rendering.written_number import WrittenNumber
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.people.in_words import remarks, result_beside_target
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.papers.cells import OPEN
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.evaluation_words import NONE, EvaluationWords
from dondoc.services.papers.of_evaluation.figures import DossierFigures
from dondoc.services.papers.of_evaluation.form_parts import notes_below
from dondoc.services.papers.of_evaluation.year_of_person import year_blocks
from dondoc.services.papers.own_words import counted
from dondoc.services.papers.paper import (
    FORM,
    Block,
    Paper,
    PaperRow,
    PaperSignatures,
    PaperTable,
    Paragraph,
    SigningPlace,
)
from models.rules.calendar import WorkingCalendar
from models.rules.objective_causes import ShortfallKind
from models.rules.scoring.periods import DaySpan
from models.rules.scoring.task_lines import LinePoints

_COLUMNS = (
    "#place", "task", "#coefficient", "#quantity", "#quantity_done", "+converted_assigned",
    "+converted_done", "+converted_quality", "+converted_in_time", "+faults", "+latenesses", "note",
)  # fmt: skip
_CONVERTED = ("assigned", "completed", "quality", "in_time")


def work_list(
    context: RoundContext,
    figures: DossierFigures,
    calendar: WorkingCalendar,
    order: PaperOrder,
    words: EvaluationWords,
) -> Paper:
    """The list (phụ lục danh mục công việc) of a person, as of the day of its figures."""
    whom = words.tr("papers.comrade", person=figures.dossier.name)
    return Paper(
        form=order.form,
        day=order.day,
        kind=FORM,
        subject=words.of("work.subject", whom=whom, period=words.period(context)),
        blocks=tuple(_blocks(context, figures, calendar, words)),
        issuer=order.issuer,
        form_title=words.of("work.title"),
        lies=True,
    )


def _blocks(
    context: RoundContext,
    figures: DossierFigures,
    calendar: WorkingCalendar,
    words: EvaluationWords,
) -> Iterator[Block]:
    period, dossier = context.period, figures.dossier
    days = _working_days(calendar, DaySpan(period.start, period.end))
    away = _working_days(calendar, *figures.score.work.presence.away)
    position = dossier.position or OPEN
    yield Paragraph(words.of("work.whose", position=position, unit=dossier.unit))
    # That nobody recorded an absence does not mean that there was none.
    said = str(counted(away)) if away else OPEN
    yield Paragraph(words.of("work.days", days=str(counted(days)), away=said))
    if figures.score.work.year is not None:
        yield from year_blocks(figures, words)
    elif figures.score.work.works:
        yield _table(context, figures, words)
        yield from _parts(figures, words)
    else:
        yield Paragraph(words.of("no_results"))
    yield Paragraph(words.of("as_of", day=day(figures.as_of)))
    own = SigningPlace(words.of("signs.drawn_up"), dossier.name)
    yield PaperSignatures((own, SigningPlace(words.of("signs.head"))))


def _working_days(calendar: WorkingCalendar, *spans: DaySpan) -> int:
    return sum(calendar.is_working(each) for span in spans for each in span.days())


def _table(context: RoundContext, figures: DossierFigures, words: EvaluationWords) -> PaperTable:
    works, points = figures.score.work.works, {
        each.line.reference: each for each in figures.score.period.lines
    }  # fmt: skip
    rows = [
        PaperRow((counted(place), *_cells(work, points.get(work.ref), words)))
        for place, work in enumerate(works, 1)
    ]
    sums = (_added([row.cells[column] for row in rows], words) for column in range(5, 11))
    total = PaperRow(("", words.say("total"), "", "", "", *sums, ""), "total")
    return PaperTable(
        words.of("work.title"),
        words.columns(*_COLUMNS),
        (*rows, total),
        after=f"{words.of('work.note')} {notes_below(context, figures, words)}",
        is_compact=True,
    )


def _cells(
    work: OfficialWork, points: LinePoints | None, words: EvaluationWords
) -> tuple[str, ...]:
    if work.reason is not None:
        points = None  # it is seen, and is not counted
    result = result_beside_target(work, words.sums)
    said = " ".join((f"{capital(result)}.", *remarks(work, points, words.sums)))
    if points is None:
        return (work.title, words.amount(work.weight), *(NONE for _ in range(8)), said)
    line = points.line
    return (
        work.title,
        words.amount(line.coefficient),
        words.amount(line.assigned),
        words.amount(line.done),
        *(words.amount(getattr(points, name)) for name in _CONVERTED),
        *(_times(points, kind) for kind in (ShortfallKind.FAILED_REVIEW, ShortfallKind.LATENESS)),
        said,
    )


def _times(points: LinePoints, kind: ShortfallKind) -> str:
    return counted(sum(each.kind is kind for each in points.line.shortfalls))


def _added(cells: list[str], words: EvaluationWords) -> str:
    """The sum of what is printed: whoever adds up the column finds it."""
    values = [Decimal(cell.value) for cell in cells if isinstance(cell, WrittenNumber)]
    return words.amount(Fraction(sum(values, Decimal(0))))


def _parts(figures: DossierFigures, words: EvaluationWords) -> Iterator[Block]:
    """What a, b and c come to, each of exact numbers, and d, đ, e as they were entered."""
    period = figures.score.period
    result = period.total.result if period.total else period.result
    if result is None:
        return
    shares = "; ".join(
        words.of("work.part", name=part.name.value, percent=words.sums.percent(part.share))
        for part in result.parts
    )
    yield Paragraph(words.of("work.parts", parts=shares, mean=words.sums.percent(result.share)))
