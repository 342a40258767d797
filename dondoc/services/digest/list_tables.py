"""The tables of single items: indicators, overdue, over-achieved, difficulties."""

from collections.abc import Iterator, Sequence
from functools import partial

from dondoc.rendering import formats
from dondoc.services.digest.tables import DigestRow, DigestTable, DigestWriter, list_table
from dondoc.services.figures.moved_item import MovedItem
from dondoc.services.figures.report_shapes import ComparedItem
from dondoc.services.figures.shapes import Deliveries, IndicatorFigures, OverdueItem
from dondoc.services.work.answering.responsible import inherited_words
from models.rules.indicators import Direction
from models.rules.measures import Measure


def indicator_table(
    writer: DigestWriter, indicators: Sequence[IndicatorFigures], of_unit: str = ""
) -> DigestTable | None:
    """Target, result and percentage across units, for the period and for the year so far.

    Where the period is the year they stand once: twice below one heading, nobody tells them apart.
    `of_unit`: the only unit that a digest is of, of which no note counts units.
    """
    counts_units = not of_unit
    rows = tuple(
        row for indicator in indicators for row in _indicator(writer, indicator, counts_units)
    )
    shown = tuple(row for row in rows if _says_anything(row)) if of_unit else rows
    columns = writer.columns(
        "indicator",
        "measure",
        *_beside(
            writer,
            ("#quarter_target", "#quarter_actual", "#quarter_percent"),
            ("#year_target", "#year_actual", "#year_percent"),
        ),
        *("#complete", "#met"),
    )
    if not rows:
        return None
    return DigestTable("indicators", columns, shown, after=_without_result(writer, rows, shown))


def _says_anything(row: DigestRow) -> bool:
    """Whether any figure of an indicator is known: what it is called and counts of units aside."""
    _, _, *numbers, _, met = row.cells
    return any(cell != formats.NOTHING for cell in (*numbers, met))


def _without_result(
    writer: DigestWriter, rows: Sequence[DigestRow], shown: Sequence[DigestRow]
) -> str:
    """A sentence that names a unit's indicators without a result, in place of rows of dashes."""
    names = [row.cells[0] for row in rows if row not in shown]
    if not names:
        return ""
    return writer.tr("digest.indicators.none", names="; ".join(names))


def _indicator(
    writer: DigestWriter, figures: IndicatorFigures, counts_units: bool
) -> Iterator[DigestRow]:
    name = writer.named(figures.title, figures.code)
    met = writer.share(figures.verdicts.met, figures.verdicts.compared)
    if figures.quarter is not None:
        numbers = _beside(writer, _measure(writer, figures.quarter), _measure(writer, figures.year))
        complete = (
            f"{writer.number(figures.quarter.complete)}/{writer.number(figures.quarter.units)}"
        )
        cells = (name, figures.unit_of_measure, *numbers, complete, met)
        yield DigestRow(cells, notes=tuple(_notes(writer, figures, figures.quarter, counts_units)))
    if figures.quarter_products is not None:
        numbers = _beside(
            writer,
            _products(writer, figures.quarter_products),
            _products(writer, figures.year_products),
        )
        measure = writer.tr("digest.products")
        yield DigestRow((name, measure, *numbers, formats.NOTHING, met))


def _beside(
    writer: DigestWriter, of_period: tuple[str, ...], of_year: tuple[str, ...]
) -> tuple[str, ...]:
    return of_year if writer.span == "year" else (*of_period, *of_year)


def _measure(writer: DigestWriter, measure: Measure | None) -> tuple[str, str, str]:
    if measure is None:
        return (formats.NOTHING,) * 3
    return (
        writer.number(measure.target),
        writer.number(measure.actual),
        writer.ratio(measure),
    )


def _products(writer: DigestWriter, products: Deliveries | None) -> tuple[str, str, str]:
    if products is None:
        return (formats.NOTHING,) * 3
    return (
        writer.number(products.due),
        writer.number(products.delivered),
        writer.part(products.delivered, products.due),
    )


def _notes(
    writer: DigestWriter, figures: IndicatorFigures, quarter: Measure, counts_units: bool
) -> Iterator[str]:
    yield writer.tr(f"digest.kind.{figures.kind}")
    if figures.direction is Direction.LOWER:
        yield writer.tr("digest.limit")
    if quarter.units > 1:
        yield writer.tr(f"digest.adds_up.{figures.adds_up}")
    if counts_units and figures.year is not None and figures.year.complete < figures.year.units:
        counted, units = writer.number(figures.year.complete), writer.number(figures.year.units)
        yield writer.tr("digest.year_units", complete=counted, units=units)
    if quarter.estimates:
        yield writer.tr("digest.with_estimates", n=quarter.estimates)


def overdue_table(
    writer: DigestWriter, name: str, items: Sequence[OverdueItem], *, has_reasons: bool = False
) -> DigestTable | None:
    """What is overdue, who answers for it, and since how many working days.

    `has_reasons`: what was said of each was read, as it is of every digest with a report.
    """
    columns = writer.columns("number", "item", "unit", "lead", "due_on", "#days_over", "stage")
    return list_table(name, columns, items, partial(_overdue, writer, has_reasons))


def _overdue(writer: DigestWriter, has_reasons: bool, item: OverdueItem) -> tuple[str, ...]:
    name = item.lead or writer.tr("digest.nobody")
    lead = ", ".join(part for part in (name, item.lead_title) if part)
    if item.taken_over is not None:
        lead = f"{lead} ({inherited_words(item.taken_over, item.before, writer.tr)})"
    elif item.held_on is not None:
        lead = f"{lead} ({writer.tr('digest.held_then', day=formats.day(item.held_on))})"
    state = [writer.tr(f"stage.{item.stage}")]
    if item.missing:
        state = [writer.tr("digest.missing")]
    elif item.returned:
        state.append(writer.tr("digest.returned"))
    elif item.undelivered:
        state.append(writer.tr("digest.undelivered"))
    return (
        f"{writer.named(item.title, item.ref)}{_reason(writer, item) if has_reasons else ''}",
        item.unit,
        lead,
        formats.day(item.due_on),
        writer.number(item.days_over),
        "; ".join((", ".join(state), *_by_first(writer, item), *_urged(writer, item))),
    )


def _by_first(writer: DigestWriter, item: OverdueItem | MovedItem) -> Iterator[str]:
    """How late by the date that it first had, where a decision moved that."""
    if item.first_late is not None and item.original_due_on is not None:
        yield formats.by_first_date(item.first_late, item.original_due_on, writer.lang)


def _reason(writer: DigestWriter, item: OverdueItem) -> str:
    """The last words on why it is late, behind its title; what was merely told is no reason."""
    if not item.reason or item.reason_on is None:
        return writer.tr("digest.overdue.silent")
    key = "digest.overdue.told" if item.is_narrative else "digest.overdue.reason"
    return writer.tr(key, day=formats.day(item.reason_on), reason=item.reason)


def _urged(writer: DigestWriter, item: OverdueItem) -> Iterator[str]:
    """How often whoever answers was reminded, how firmly at most, and since when firmly."""
    if item.firmest is None:
        return
    firmness = writer.tr(f"firmness.{item.firmest}")
    times = writer.number(item.reminded)
    key = "digest.overdue.urged" if item.reminded else "digest.overdue.told_above"
    words = writer.tr(key, n=item.reminded, times=times, firmness=firmness)
    since = item.first_urged_on
    yield words if since is None else writer.tr(
        "digest.overdue.urged_since", words=words, day=formats.day(since)
    )  # fmt: skip


def moved_table(writer: DigestWriter, items: Sequence[MovedItem]) -> DigestTable | None:
    """Due dates that were moved, with both dates and whether the quarter still counts them."""
    columns = writer.columns("number", "item", "unit", "original_due_on", "new_due_on", "counted")
    if any(item.late is not None for item in items):
        columns = (*columns, *writer.columns("late_both"))
    if any(item.how for item in items):
        columns = (*columns, *writer.columns("moved_by"))
    return list_table("moved", columns, items, partial(_moved, writer))


def _moved(writer: DigestWriter, item: MovedItem) -> tuple[str, ...]:
    return (
        writer.named(item.title, item.ref),
        item.unit,
        formats.day(item.original_due_on),
        formats.day(item.due_on),
        writer.tr(
            "digest.moved.counted" if item.counted else "digest.moved.left", span=writer.in_span
        ),
        *([_late_both(writer, item)] if item.late is not None else []),
        *([_moved_by(writer, item)] if item.how else []),
    )


def _late_both(writer: DigestWriter, item: MovedItem) -> str:
    """By the date in force, which counts, and beside it by the first."""
    late = writer.tr("digest.moved.late", n=item.late or 0, days=writer.number(item.late or 0))
    return "; ".join((late, *_by_first(writer, item)))


def _moved_by(writer: DigestWriter, item: MovedItem) -> str:
    """What moved it: an extension, a return or the plan; when, and why."""
    words = writer.tr(f"digest.moved.by.{item.how}")
    if item.moved_on is None:
        return words
    parts = (words, formats.day(item.moved_on), item.reason)
    return ", ".join(part for part in parts if part)


def exceeded_table(writer: DigestWriter, items: Sequence[ComparedItem]) -> DigestTable | None:
    """Results better than expected."""
    columns = writer.columns("number", "item", "unit", "#actual_target", "measure", "#percent")
    return list_table("exceeded", columns, items, partial(_exceeded, writer))


def _exceeded(writer: DigestWriter, item: ComparedItem) -> tuple[str, ...]:
    reached = f"{writer.number(item.actual)} / {writer.number(item.expected)}"
    return (
        compared_title(writer, item),
        item.unit,
        reached,
        item.unit_of_measure,
        writer.of_plan(item.percent, is_limit=item.direction is Direction.LOWER),
    )


def compared_title(writer: DigestWriter, item: ComparedItem) -> str:
    """Its title and reference; whether it is an estimate, and whether it is a limit."""
    marks = [writer.tr("basis.estimate")] if item.estimate else []
    if item.direction is Direction.LOWER:
        marks.append(writer.tr("digest.limit"))
    return "; ".join((writer.named(item.title, item.ref), *marks))
