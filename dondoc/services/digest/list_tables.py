"""The tables of single items: indicators, overdue, over-achieved, difficulties."""

from collections.abc import Iterator, Sequence

from dondoc.rendering import formats
from dondoc.services.digest.tables import DigestRow, DigestTable, DigestWriter, numbered
from dondoc.services.figures.shapes import (
    Deliveries,
    DifficultyLine,
    ExceededItem,
    IndicatorFigures,
    MovedItem,
    OverdueItem,
)
from dondoc.services.work.responsible import inherited_words
from models.rules.indicators import Direction
from models.rules.measures import Measure

SHOWN = 300
"""Rows of a list on a paper that somebody is meant to read; the figures keep them all."""


def indicator_table(
    pen: DigestWriter, indicators: Sequence[IndicatorFigures]
) -> DigestTable | None:
    """Target, result and percentage across units, for the quarter and for the year so far."""
    rows = tuple(row for indicator in indicators for row in _indicator(pen, indicator))
    columns = pen.columns(
        "indicator",
        "measure",
        *("#quarter_target", "#quarter_actual", "#quarter_percent"),
        *("#year_target", "#year_actual", "#year_percent"),
        *("#complete", "#met"),
    )
    return DigestTable("indicators", columns, rows) if rows else None


def _indicator(pen: DigestWriter, figures: IndicatorFigures) -> Iterator[DigestRow]:
    name = f"{figures.code}. {figures.title}"
    met = pen.share(figures.verdicts.met, figures.verdicts.compared)
    if figures.quarter is not None:
        numbers = (*_measure(pen, figures.quarter), *_measure(pen, figures.year))
        complete = f"{pen.number(figures.quarter.complete)}/{pen.number(figures.quarter.units)}"
        cells = (name, figures.unit_of_measure, *numbers, complete, met)
        yield DigestRow(cells, notes=tuple(_notes(pen, figures, figures.quarter)))
    if figures.quarter_products is not None:
        numbers = (
            *_products(pen, figures.quarter_products),
            *_products(pen, figures.year_products),
        )
        measure = pen.tr("digest.products")
        yield DigestRow((name, measure, *numbers, formats.NOTHING, met))


def _measure(pen: DigestWriter, measure: Measure | None) -> tuple[str, str, str]:
    if measure is None:
        return (formats.NOTHING,) * 3
    return (
        pen.number(measure.target),
        pen.number(measure.actual),
        formats.ratio(measure, pen.lang),
    )


def _products(pen: DigestWriter, products: Deliveries | None) -> tuple[str, str, str]:
    if products is None:
        return (formats.NOTHING,) * 3
    return (
        pen.number(products.due),
        pen.number(products.delivered),
        pen.part(products.delivered, products.due),
    )


def _notes(pen: DigestWriter, figures: IndicatorFigures, quarter: Measure) -> Iterator[str]:
    yield pen.tr(f"digest.kind.{figures.kind}")
    if figures.direction is Direction.LOWER:
        yield pen.tr("digest.lower_is_better")
    if quarter.units > 1:
        yield pen.tr(f"digest.adds_up.{figures.adds_up}")
    if figures.year is not None and figures.year.complete < figures.year.units:
        counted, units = pen.number(figures.year.complete), pen.number(figures.year.units)
        yield pen.tr("digest.year_units", complete=counted, units=units)
    if quarter.estimates:
        yield pen.tr("digest.with_estimates", n=quarter.estimates)


def overdue_table(pen: DigestWriter, name: str, items: Sequence[OverdueItem]) -> DigestTable | None:
    """What is overdue, who answers for it, and since how many working days."""
    if not items:
        return None
    columns = pen.columns("number", "item", "unit", "lead", "due_on", "#days_over", "stage")
    rows = numbered(_overdue(pen, item) for item in items[:SHOWN])
    return DigestTable(name, columns, rows, more=max(0, len(items) - SHOWN))


def _overdue(pen: DigestWriter, item: OverdueItem) -> tuple[str, ...]:
    name = item.lead or pen.tr("digest.nobody")
    lead = ", ".join(part for part in (name, item.lead_title) if part)
    if item.taken_over is not None:
        lead = f"{lead} ({inherited_words(item.taken_over, item.before, pen.tr)})"
    state = [pen.tr(f"stage.{item.stage}")]
    if item.missing:
        state = [pen.tr("digest.missing")]
    elif item.returned:
        state.append(pen.tr("digest.returned"))
    elif item.undelivered:
        state.append(pen.tr("digest.undelivered"))
    return (
        f"{item.title} ({item.ref})",
        item.unit,
        lead,
        formats.day(item.due_on),
        pen.number(item.days_over),
        ", ".join(state),
    )


def moved_table(pen: DigestWriter, items: Sequence[MovedItem]) -> DigestTable | None:
    """Due dates that were moved, with both dates and whether the quarter still counts them."""
    if not items:
        return None
    columns = pen.columns("number", "item", "unit", "original_due_on", "new_due_on", "counted")
    rows = numbered(_moved(pen, item) for item in items[:SHOWN])
    return DigestTable("moved", columns, rows, more=max(0, len(items) - SHOWN))


def _moved(pen: DigestWriter, item: MovedItem) -> tuple[str, ...]:
    return (
        f"{item.title} ({item.ref})",
        item.unit,
        formats.day(item.original_due_on),
        formats.day(item.due_on),
        pen.tr("digest.moved.counted" if item.counted else "digest.moved.left"),
    )


def exceeded_table(pen: DigestWriter, items: Sequence[ExceededItem]) -> DigestTable | None:
    """Results better than expected."""
    if not items:
        return None
    columns = pen.columns("number", "item", "unit", "#actual_target", "measure", "#percent")
    rows = numbered(_exceeded(pen, item) for item in items[:SHOWN])
    return DigestTable("exceeded", columns, rows, more=max(0, len(items) - SHOWN))


def _exceeded(pen: DigestWriter, item: ExceededItem) -> tuple[str, ...]:
    reached = f"{pen.number(item.actual)} / {pen.number(item.expected)}"
    marks = [pen.tr("basis.estimate")] if item.estimate else []
    if item.direction is Direction.LOWER:
        marks.append(pen.tr("digest.lower_is_better"))
    title = f"{item.title} ({item.ref})"
    return (
        f"{title}; {'; '.join(marks)}" if marks else title,
        item.unit,
        reached,
        item.unit_of_measure,
        pen.percent(item.percent),
    )


def voice_table(pen: DigestWriter, voices: Sequence[DifficultyLine]) -> DigestTable | None:
    """Difficulties and proposals in the words of those who reported them."""
    if not voices:
        return None
    columns = pen.columns("number", "who", "difficulty", "proposal", "remover")
    rows = numbered(_voice(pen, voice) for voice in voices[:SHOWN])
    return DigestTable("difficulties", columns, rows, more=max(0, len(voices) - SHOWN))


def _since(pen: DigestWriter, voice: DifficultyLine) -> str:
    """The day on which it was said, or since which it is said again and again."""
    if voice.since is None or voice.since == voice.said_on:
        return formats.day(voice.said_on)
    return pen.tr("digest.since", day=formats.day(voice.since), again=formats.day(voice.said_on))


def _ended(pen: DigestWriter, voice: DifficultyLine) -> str:
    """Who ended it, when and how; what a digest kept before this was asked says less."""
    name = "digest.left_out" if voice.left_out else "digest.resolved"
    if voice.ended_on is None:
        return pen.tr(name)
    who, day = voice.ended_by or formats.NOTHING, formats.day(voice.ended_on)
    return pen.tr(f"{name}_by", day=day, who=who, how=voice.ended_how)


def _voice(pen: DigestWriter, voice: DifficultyLine) -> tuple[str, ...]:
    remover = voice.remover or pen.tr("digest.no_remover")
    if voice.resolved:
        remover = f"{remover} ({_ended(pen, voice)})"
    said = f"{voice.unit} ({voice.ref}, {_since(pen, voice)})"
    nothing = formats.NOTHING
    return (said, voice.difficulty or nothing, voice.proposal or nothing, remover)
