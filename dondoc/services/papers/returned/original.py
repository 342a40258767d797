"""The paper that a returned file is a copy of, made again for whoever may make it."""

from dataclasses import replace

from sqlmodel import Session, select

from dondoc.services.figures.quarter import parse_period
from dondoc.services.organisation.viewer import Viewer, viewer_in
from dondoc.services.papers.digest_papers import kept_digest_as_paper, unit_digest_as_paper
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.returned.check import PaperMarks
from dondoc.services.papers.unit_papers import unit_paper
from dondoc.services.papers.unit_request import UnitPaperKind, UnitPaperRequest, may_make
from dondoc.services.programme.at_work import years_on
from models.programme import Programme


def original_of(
    session: Session, viewer: Viewer, marks: PaperMarks, order: PaperOrder
) -> Paper | None:
    """The paper as of the day of the file, by the figures as they are recorded now; a digest is
    that which was kept. None where there is none, or it is not the viewer's to make. Raises
    BadInput where it cannot be made any more.
    """
    order = replace(order, form=marks.form, day=min(marks.day, viewer.day))
    if marks.kind in ("digest", "part"):
        return _of_digest(session, _at_work(session, viewer), marks, order)
    return _of_unit(session, viewer, marks, order)


def _of_digest(
    session: Session, viewer: Viewer, marks: PaperMarks, order: PaperOrder
) -> Paper | None:
    digest_id, unit_id = marks.number("id"), marks.number("unit")
    if digest_id is None:
        return None
    if marks.kind == "digest":
        group = marks.parts.get("group", "")
        answer = kept_digest_as_paper(session, viewer, digest_id, order, group)
    else:
        answer = unit_digest_as_paper(session, viewer, digest_id, unit_id or 0, order)
    return answer[0] if answer else None


def _at_work(session: Session, viewer: Viewer) -> Viewer:
    """The viewer as the pages of digests know them: no old year makes a right of it."""
    programme = years_on(session, viewer.day).at_work
    return viewer if programme is None else viewer_in(session, viewer, programme)


def _of_unit(
    session: Session, viewer: Viewer, marks: PaperMarks, order: PaperOrder
) -> Paper | None:
    unit_id, year = marks.number("unit"), marks.number("year")
    if marks.kind not in set(UnitPaperKind) or unit_id is None or year is None:
        return None
    programme = session.exec(select(Programme).where(Programme.year == year)).one_or_none()
    if programme is None:
        return None
    there, kind = viewer_in(session, viewer, programme), UnitPaperKind(marks.kind)
    if not may_make(there, kind, unit_id):
        return None
    period = marks.parts.get("period", "")
    request = UnitPaperRequest(
        kind, unit_id, parse_period(period) if period else None, marks.number("position")
    )
    return unit_paper(session, programme, replace(there, day=order.day), request, order)
