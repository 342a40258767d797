"""Papers with everything in them that a template can be asked to show."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from dondoc.services.papers.context import context_of
from dondoc.services.papers.layouts import PaperForm, known_layouts
from dondoc.services.papers.own_words import counted
from dondoc.services.papers.paper import (
    Article,
    Block,
    IssuingBody,
    Paper,
    PaperColumn,
    PaperHeading,
    PaperRow,
    PaperTable,
    Paragraph,
    Signature,
)

COUNT = 1357
"""A figure that stands nowhere else."""
_KINDS = ("report", "letter", "decision", "annex")


def example_papers(form: PaperForm) -> Iterator[Paper]:
    """One of each kind with all places filled, and one with all of them open."""
    day = known_layouts(form)[-1].valid_from
    for kind in _KINDS:
        yield Paper(form, day, kind, "ví dụ", _blocks())
        yield _full(form, day, kind)


def _full(form: PaperForm, day: date, kind: str) -> Paper:
    return Paper(
        form=form,
        day=day,
        kind=kind,
        subject="ví dụ",
        blocks=_blocks(),
        issuer=IssuingBody("Cơ quan", "Cơ quan cấp trên", "CQ", "Nơi ban hành"),
        signature=Signature("Chức vụ", "Họ và tên", "T/M Tập thể"),
        number="1",
        dated=day,
        addressees=("Nơi thứ nhất", "Nơi thứ hai"),
        grounds=("Căn cứ thứ nhất", "Căn cứ thứ hai"),
        receivers=("Nơi thứ nhất", "Nơi thứ hai"),
        subject_note="(ghi chú)",
        notice="Lưu ý",
        authority="Cơ quan",
        resolves="Quyết định:",
    )


def _blocks() -> tuple[Block, ...]:
    columns = (PaperColumn("Đơn vị"), PaperColumn("Số mốc", is_number=True, adds_up=True))
    rows = (
        PaperRow(("Đơn vị thứ nhất", counted(COUNT))),
        PaperRow(("Cộng", counted(COUNT)), "total"),
    )
    table = PaperTable("Bảng", columns, rows, unit="mốc", after="Ghi chú.")
    return (
        PaperHeading("Mục"),
        PaperHeading("Khoản", 2),
        Paragraph("Đoạn văn."),
        Article("Nội dung của điều."),
        table,
        PaperTable("Bảng khác", columns, rows),
    )


@cache
def known_names() -> frozenset[str]:
    """The names that a template may use."""
    return frozenset(context_of(_full(PaperForm.STATE, date(2022, 1, 1), "report")))
