"""The pages of urging many on, as a test sends and reads them."""

from programmes import current_programme
from sites import Site

from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.work.checkpoint_rows import CheckpointRow
from dondoc.store.database import reading

SECRETARIAT, COMMITTEE, AUDITOR = "CB-VPTU3", "CB-LT4", "CB-UBKT4"


def rows_on_board(site: Site, filters: BoardFilters) -> tuple[CheckpointRow, ...]:
    with reading(site.workplace.engine) as session:
        programme = current_programme(session)
        day = site.workplace.clock().today()
        viewer = open_viewer(session, find_person(session, SECRETARIAT), programme, day)
        return all_of(open_scope(session, programme, viewer), filters)
