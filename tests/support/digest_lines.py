"""One overdue item, and what the tables of a digest say of it."""

from datetime import date

from dondoc.services.digest.tables import DigestTable, DigestWriter
from dondoc.services.figures.shapes import OverdueItem
from models.rules.stages import Stage

PEN = DigestWriter("vi")
LATE = OverdueItem(
    "KND@LT/Q1", "Kết nạp", "Lập Thạch", "Hoa", "Bí thư", date(2022, 3, 31), 5, Stage.ASSIGNED,
    missing=False, returned=False,
)  # fmt: skip


def cells(table: DigestTable | None) -> list[tuple[str, ...]]:
    assert table is not None
    return [row.cells for row in table.rows]
