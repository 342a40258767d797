"""The papers of a unit, each from what its pages show, for whoever may make it."""

from dataclasses import replace

from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.i18n import translator
from dondoc.services.figures.quarter import quarter_to_report
from dondoc.services.organisation.units import UnitOnDay, names_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.papers.assigned import (
    AssignmentHead,
    annex,
    assigned_work,
    decision,
    head_wanted,
    heads_of,
)
from dondoc.services.papers.bodies import check_bodies
from dondoc.services.papers.layouts import layout_for
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.own_words import OwnWords
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.unit_report import unit_report
from dondoc.services.papers.unit_request import UnitPaperKind, UnitPaperRequest, may_make
from dondoc.services.papers.urging_letter import urging_letter
from models.programme import Programme


def unit_paper(
    session: Session,
    programme: Programme,
    viewer: Viewer,
    request: UnitPaperRequest,
    order: PaperOrder,
) -> Paper | None:
    """The paper; None for a unit that there is not, or a paper that is not the viewer's to make.

    Raises BadInput: nothing to put into it, several heads and none named, a body that has ended.
    """
    named = names_on(session, viewer.day, [request.unit_id])
    unit = named.get(request.unit_id)
    if unit is None or not may_make(viewer, request.kind, request.unit_id):
        return None
    paper = _made(session, programme, unit, request, order)
    check_bodies(session, paper)
    notice = translator("vi")("digest.sample") if order.sample else ""
    return replace(paper, notice=notice, made_of=made_of(programme, request, order))


def _made(
    session: Session,
    programme: Programme,
    unit: UnitOnDay,
    request: UnitPaperRequest,
    order: PaperOrder,
) -> Paper:
    words = OwnWords(layout_for(order.form, order.day), has_codes=order.has_codes)
    if request.kind is UnitPaperKind.LETTER:
        return urging_letter(session, programme, unit, order, words)
    if request.kind is UnitPaperKind.REPORT:
        period = request.period or quarter_to_report(order.day, programme.year)
        return unit_report(session, programme, unit, period, order, words)
    work = assigned_work(session, programme, order, request.unit_id)
    if not work:
        raise BadInput("papers.error.nothing_assigned", unit=unit.name, year=programme.year)
    heads = heads_of(work)
    if request.kind is UnitPaperKind.DECISION:
        head = head_wanted(heads, request.position_id)
        return decision(programme, unit, work, head, order, words)
    whose = head_wanted(heads, request.position_id) if request.position_id is not None else None
    return annex(programme, unit, work, whose, order, words)


def unit_heads(
    session: Session, programme: Programme, viewer: Viewer, unit_id: int, order: PaperOrder
) -> tuple[AssignmentHead, ...]:
    """Whose decisions a unit's are; none for whoever may not make them."""
    if not may_make(viewer, UnitPaperKind.DECISION, unit_id):
        return ()
    return heads_of(assigned_work(session, programme, order, unit_id))


def made_of(programme: Programme, request: UnitPaperRequest, order: PaperOrder) -> str:
    """What a paper was made of, as its file says it: by it a copy that comes back is known."""
    parts = {
        "kind": request.kind.value,
        "unit": request.unit_id,
        "year": programme.year,
        "form": order.form.value,
        "day": order.day.isoformat(),
        "period": request.period or "",
        "position": request.position_id or "",
    }
    said = " ".join(f"{name}={value}" for name, value in parts.items() if value != "")
    return f"dondoc {said}"
