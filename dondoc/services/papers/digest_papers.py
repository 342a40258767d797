"""The paper of a kept digest, for whoever may read that digest."""

from dataclasses import replace

from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.services.digest.kept_digests import find_digest, find_unit_digest
from dondoc.services.digest.replaced import standing_of
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.papers.bodies import check_bodies
from dondoc.services.papers.of_digest import GroupOfUnits, PaperOrder, digest_paper
from dondoc.services.papers.paper import Paper
from models.assignment import Assignment
from models.digest import Digest
from models.joins import PROGRAMME_OF_ASSIGNMENT
from models.programme import Programme
from models.unit import Unit, UnitGroup


def kept_digest_as_paper(
    session: Session, viewer: Viewer, digest_id: int, order: PaperOrder, group: str = ""
) -> tuple[Paper, DigestFigures] | None:
    """A kept digest as a paper, of one group where its code is given, and its figures.

    None where there is no such digest, or not for this viewer. Raises BadInput: no such group, a
    body that has ended.
    """
    digest = find_digest(session, viewer, digest_id)
    if digest is None:
        return None
    figures = DigestFigures.from_json(digest.figures)
    order = replace(order, standing=standing_of(session, digest))
    paper = paper_of(session, figures, order, group)
    marks = f"dondoc kind=digest id={digest_id} form={order.form} day={order.day}"
    return replace(paper, made_of=f"{marks} group={group}" if group else marks), figures


def unit_digest_as_paper(
    session: Session, viewer: Viewer, digest_id: int, unit_id: int, order: PaperOrder
) -> tuple[Paper, DigestFigures] | None:
    """A unit's part as a paper; None where there is none, or not for this viewer."""
    part = find_unit_digest(session, viewer, digest_id, unit_id)
    if part is None:
        return None
    figures = DigestFigures.from_json(part.figures)
    whole = session.get_one(Digest, digest_id)
    order = replace(order, standing=standing_of(session, whole))
    marks = f"dondoc kind=part id={digest_id} unit={unit_id} form={order.form} day={order.day}"
    return replace(paper_of(session, figures, order), made_of=marks), figures


def paper_of(session: Session, figures: DigestFigures, order: PaperOrder, group: str = "") -> Paper:
    """Figures of a digest as a paper. Raises BadInput: no such group, a body that has ended."""
    narrowed = _group(session, figures, group) if group else None
    paper = digest_paper(figures, order, narrowed)
    check_bodies(session, paper)
    return paper


def _group(session: Session, figures: DigestFigures, code: str) -> GroupOfUnits:
    if figures.unit:
        raise BadInput("papers.error.no_group_in_unit")
    title = next((group.title for group in figures.groups if group.code == code), None)
    if title is None:
        raise BadInput("papers.error.no_group", code=code)
    query = (
        select(Assignment.ref)
        .join(*PROGRAMME_OF_ASSIGNMENT)
        .join(Unit, col(Unit.id) == col(Assignment.unit_id))
        .join(UnitGroup, col(UnitGroup.id) == col(Unit.group_id))
        .where(UnitGroup.code == code, Programme.year == figures.programme_year)
    )
    return GroupOfUnits(code, title, frozenset(session.exec(query)))
