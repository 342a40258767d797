"""No paper names a body as issuing, receiving or charged with work after its end."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.wording import clean
from models.rules.validity import on_day
from models.unit import Unit, UnitName


def check_bodies(session: Session, *papers: Paper) -> None:
    """Raises BadInput for a body that had ended on the day of a paper, and says when.

    A name that another unit bears on that day is that unit's. Of thousands of papers each body is
    looked for once.
    """
    wanted: dict[tuple[date, str], str] = {}
    for paper in papers:
        day = paper.dated or paper.day
        named = (
            paper.issuer.name, paper.issuer.parent, *paper.addressees, *paper.receivers,
            *paper.charged,
        )  # fmt: skip
        wanted |= {(day, _folded(name)): name for name in named if name}
    if not wanted:
        return
    for (day, folded), last in _ends(session, wanted).items():
        if last is not None and last < day:
            raise BadInput("papers.error.body_ended", name=wanted[day, folded], ended=last)


def _ends(
    session: Session, wanted: Collection[tuple[date, str]]
) -> dict[tuple[date, str], date | None]:
    """When the bodies of these names on these days end; None: not as far as is known."""
    query = select(
        col(UnitName.name), col(UnitName.valid_from), col(UnitName.valid_to), col(Unit.ended_on)
    ).join(Unit, col(Unit.id) == col(UnitName.unit_id))
    days, ends = {day for day, _ in wanted}, dict[tuple[date, str], date | None]()
    for name, start, *known in session.connection().execute(query):
        last = min((end for end in known if end is not None), default=None)
        for key in ((day, _folded(name)) for day in days):
            if key in wanted and on_day(start, None, key[0]):
                ends[key] = _later(ends[key], last) if key in ends else last
    return ends


def _later(one: date | None, other: date | None) -> date | None:
    """The later of two ends; None is no end at all."""
    return None if one is None or other is None else max(one, other)


def _folded(name: str) -> str:
    return clean(name).casefold()
