"""The papers of a unit as files, and page one of each as a picture."""

from typing import Annotated

from fastapi import HTTPException, Query
from fastapi.responses import Response

from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.figures.quarter import parse_period
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.office import paper_order
from dondoc.services.papers.own.templates import template_in_use
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.unit_papers import unit_paper
from dondoc.services.papers.unit_request import UnitPaperKind, UnitPaperRequest
from dondoc.services.papers.write import FileFormat
from dondoc.web.papers.answers import PREVIEW, paper_answer
from dondoc.web.site.keys import Key
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting

router = Pages()

Position = Annotated[int | None, Query(ge=1, le=2**31 - 1)]


@router.get("/papers/units/{unit_id}/{kind}.{form}.{ending}")
def unit_file(
    visit: Visiting,
    unit_id: Key,
    kind: str,
    form: str,
    ending: str,
    period: str = "",
    position: Position = None,
) -> Response:
    """The file. `period`: of a report; `position`: whose decision or annex it is."""
    formats = {*FileFormat, PREVIEW}
    if kind not in set(UnitPaperKind) or form not in set(PaperForm) or ending not in formats:
        raise HTTPException(404)
    request = UnitPaperRequest(UnitPaperKind(kind), unit_id, _period(period), position)
    order = order_of(visit, PaperForm(form), has_codes=ending == FileFormat.XLSX)
    paper = paper_of_unit(visit, request, order)
    if paper is None or (ending == FileFormat.XLSX and not paper.tables):
        raise HTTPException(404)
    whose = f"-{position}" if position else ""
    name = f"{kind}-{visit.viewer.year}-{unit_id}{whose}-{visit.today:%Y%m%d}.{form}.{ending}"
    own = own_template(visit, PaperForm(form))
    return paper_answer(paper, ending, name, own)


def _period(typed: str) -> DigestPeriod | None:
    """Raises BadInput for what is no period."""
    return parse_period(typed) if typed else None


def paper_of_unit(visit: Visit, request: UnitPaperRequest, order: PaperOrder) -> Paper | None:
    """The paper, from the figures of the moment; None for whoever may not make it."""
    with visit.programme() as (session, programme):
        return unit_paper(session, programme, visit.viewer, request, order)


def own_template(visit: Visit, form: PaperForm) -> bytes | None:
    """The office's template in use; None where it has none, or `standard=1` asks for ours."""
    if visit.request.query_params.get("standard"):
        return None
    with visit.reading() as session:
        return template_in_use(session, form)


def order_of(visit: Visit, form: PaperForm, *, has_codes: bool = False) -> PaperOrder:
    """A paper of today; a workbook has the plan's codes, too."""
    return paper_order(visit.workplace, form, visit.today, has_codes=has_codes)
