"""What somebody who has just reported reports next: the work that is overdue the longest."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from dondoc.services.boards.my_work.my_work import my_work
from dondoc.services.boards.my_work.query import WorkSection
from dondoc.services.organisation.viewer import Viewer
from models.programme import Programme


class NextOverdue(NamedTuple):
    """The first one of the list, and how many there are with it."""

    ref: str
    title: str
    days_over: int
    number: int


def next_overdue(
    session: Session, programme: Programme, viewer: Viewer, now: datetime, ref: str
) -> NextOverdue | None:
    """The viewer's own next overdue checkpoint other than the one just reported (`ref`)."""
    work = my_work(session, programme, viewer, now, only=WorkSection.OVERDUE)
    rows = [duty.checkpoint_row for duty in work.duties]
    others = [row for row in rows if row.ref != ref]
    if not others:
        return None
    first = others[0]
    number = work.counts.get(WorkSection.OVERDUE, 0) - (len(rows) - len(others))
    return NextOverdue(first.ref, first.indicator, -first.days_left, number)
