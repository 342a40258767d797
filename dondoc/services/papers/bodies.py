"""No paper names a body as issuing or receiving after its end."""

from datetime import date

from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.wording import clean
from models.rules.validity import on_day
from models.unit import Unit, UnitName


def check_bodies(session: Session, paper: Paper) -> None:
    """Raises BadInput for a body that had ended on the paper's day, and says when.

    A name that another unit bears on that day is that unit's.
    """
    day = paper.dated or paper.day
    named = (paper.issuer.name, paper.issuer.parent, *paper.addressees, *paper.receivers)
    wanted = {_folded(name): name for name in named if name}
    if not wanted:
        return
    query = select(UnitName, Unit).join(Unit, col(Unit.id) == col(UnitName.unit_id))
    ends: dict[str, date | None] = {}
    for unit_name, unit in session.exec(query):
        folded = _folded(unit_name.name)
        if folded in wanted and on_day(unit_name.valid_from, None, day):
            ended = (end for end in (unit_name.valid_to, unit.ended_on) if end is not None)
            last = min(ended, default=None)
            ends[folded] = _later(ends[folded], last) if folded in ends else last
    for folded, last in ends.items():
        if last is not None and last < day:
            raise BadInput("papers.error.body_ended", name=wanted[folded], ended=last)


def _later(one: date | None, other: date | None) -> date | None:
    """The later of two ends; None is no end at all."""
    return None if one is None or other is None else max(one, other)


def _folded(name: str) -> str:
    return clean(name).casefold()
