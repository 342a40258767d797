"""The table of late corrections: what an approved digest said, and what holds since."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from dondoc.rendering import formats
from dondoc.services.digest.tables import DigestTable, DigestWriter, list_table
from dondoc.services.figures.correction_shapes import LateCorrection
from dondoc.services.figures.quarter import parse_period


def correction_table(writer: DigestWriter, items: Sequence[LateCorrection]) -> DigestTable | None:
    """Old and new side by side, with the day and the reason."""
    columns = writer.columns(
        "number", "item", "unit", "closed_period", "approved_result", "corrected_result",
        "corrected_on",
    )  # fmt: skip
    return list_table("corrections", columns, items, partial(_row, writer))


def _row(writer: DigestWriter, item: LateCorrection) -> tuple[str, ...]:
    period = parse_period(item.quarter)
    parts = (formats.day(item.corrected_on), item.reason)
    return (
        writer.named(item.title, item.ref),
        item.unit,
        writer.tr(period.name_key, **period.name_params),
        _result(writer, item, (item.old, item.old_delivered, item.old_quality)),
        _result(writer, item, (item.new, item.new_delivered, item.new_quality)),
        ", ".join(part for part in parts if part),
    )


CorrectedResult = tuple[Decimal | None, bool | None, Decimal | None]


def _result(writer: DigestWriter, item: LateCorrection, result: CorrectedResult) -> str:
    """The number with its unit, or whether it was delivered; the quality where that changed,
    also that there was none."""
    return "; ".join(_parts(writer, item, result)) or formats.NOTHING


def _parts(writer: DigestWriter, item: LateCorrection, result: CorrectedResult) -> Iterator[str]:
    value, delivered, quality = result
    if value is not None:
        yield formats.quantity(value, item.unit_of_measure, writer.lang)
    if delivered is not None:
        yield writer.tr("digest.correction.delivered" if delivered else "digest.correction.not")
    if item.old_quality == item.new_quality:
        return
    if quality is not None:
        yield writer.tr("digest.correction.quality", percent=writer.percent(quality))
    elif value is not None or delivered is not None:
        yield writer.tr("digest.correction.no_quality")
