"""A small paper to write in every form, with letters that go wrong first."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.rendering.formats import number
from dondoc.rendering.written_number import WrittenNumber
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.paper import (
    IssuingBody,
    Paper,
    PaperColumn,
    PaperHeading,
    PaperRow,
    PaperTable,
    Paragraph,
    Signature,
)

DAY = date(2022, 5, 20)
LETTERS = "Huyện Đức Thắng giữ ặ ữ Ỹ ₫"
HOSTILE = (
    "<b>đậm</b>",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "#set text(red)",
    "=1+1",
    "& ]]> \" ' \\",
    "#{1+1} $x$ *y* _z_",
)
"""What means something to Word, Jinja2, Typst or Excel, and is a name to us."""

GIVEN: dict[str, Any] = {
    "issuer": IssuingBody("Văn phòng", "Tỉnh ủy Vĩnh Phúc", "VPTU", "Vĩnh Phúc"),
    "number": "7",
    "dated": date(2022, 2, 5),
    "signature": Signature("Chánh Văn phòng", "Nguyễn Hữu Long", "T/L Ban Thường vụ"),
    "receivers": ("Thường trực Tỉnh ủy", "Các ban đảng"),
}


def counted(value: int) -> WrittenNumber:
    """A whole number as a table holds it."""
    return WrittenNumber(number(value), value)


def counts_table(names: Sequence[str], total: int | None = None) -> PaperTable:
    """Names with 1000, 1001, ...; their share is a percentage; the total is right, or as given."""
    values = [1000 + index for index in range(len(names))]
    share = WrittenNumber("94,5%", Decimal("94.5"), is_percent=True)
    rows = [
        PaperRow((str(index), name, counted(value), share))
        for index, (name, value) in enumerate(zip(names, values, strict=True), 1)
    ]
    whole = counted(sum(values) if total is None else total)
    rows.append(PaperRow(("", "Cộng", whole, "–"), "total"))
    columns = (
        PaperColumn("TT", is_number=True),
        PaperColumn("Đơn vị"),
        PaperColumn("Số mốc", is_number=True, adds_up=True),
        PaperColumn("Tỷ lệ", is_number=True),
    )
    return PaperTable("Theo đơn vị", columns, tuple(rows), unit="mốc")


def example_paper(
    form: PaperForm = PaperForm.STATE,
    names: Sequence[str] = (LETTERS, "Huyện Lập Thạch"),
    day: date = DAY,
    **given: Any,
) -> Paper:
    """A report with a paragraph and a table."""
    return Paper(
        form,
        day,
        "report",
        "tình hình thực hiện chỉ tiêu quý II năm 2022",
        (
            PaperHeading("Tóm tắt"),
            Paragraph("Toàn tỉnh có 107 trên 121 mốc đã hoàn thành (88,4%)."),
            Paragraph(" ".join(names)),
            PaperHeading("Theo đơn vị"),
            counts_table(names),
        ),
        **given,
    )
