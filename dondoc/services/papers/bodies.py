"""No paper names a body as issuing or receiving after its end."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.wording import clean
from models.unit import Unit, UnitName


def check_bodies(session: Session, paper: Paper) -> None:
    """Raises BadInput for a body that had ended on the paper's day, and says when.

    A name that another unit bears on that day is that unit's.
    """
    named = (paper.issuer.name, paper.issuer.parent, *paper.addressees, *paper.receivers)
    check_named(session, named, paper.dated or paper.day)


def check_named(session: Session, named: Iterable[str], day: date) -> None:
    """The same of the names that several papers of a day share; it reads the names of all units."""
    wanted = {_folded(name): name for name in named if name}
    if not wanted:
        return
    query = (
        select(col(UnitName.name), col(UnitName.valid_to), col(Unit.ended_on))
        .join(Unit, col(Unit.id) == col(UnitName.unit_id))
        .where(col(UnitName.valid_from) <= day)
    )
    ends: dict[str, date | None] = {}
    for name, valid_to, ended_on in session.execute(query):
        folded = _folded(name)
        if folded in wanted:
            ended = (end for end in (valid_to, ended_on) if end is not None)
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
