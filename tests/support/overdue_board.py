"""The overdue board as a test reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from programmes import current_programme
from python_calamine import CalamineWorkbook
from sites import Site

from dondoc.services.boards.overdue.filters import SortOrder
from dondoc.services.boards.overdue.question import BoardQuestion, open_scope
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import open_viewer
from dondoc.store.database import reading


@contextmanager
def seen_by(site: Site, code: str) -> Iterator[BoardQuestion]:
    with reading(site.workplace.engine) as session:
        programme = current_programme(session)
        day = site.workplace.clock().today()
        viewer = open_viewer(session, find_person(session, code), programme, day)
        yield open_scope(session, programme, viewer)


KEYS = {
    SortOrder.LATE: lambda row: -row.due_on.toordinal(),
    SortOrder.OFFICIAL: lambda row: row.officials[0].name,
    SortOrder.INDICATOR: lambda row: row.ref.partition("/")[0],
    SortOrder.PERCENT: lambda row: row.percent,
}


def sheet(content: bytes) -> list[list[object]]:
    """The headings and the rows, read by another library than the one that wrote them."""
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Bảng theo dõi quá hạn" and rows[1][0].startswith("Số liệu đến ")
    return rows[2:]
