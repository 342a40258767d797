"""The papers of an evaluation: a page of all that one may make, and each as a file."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Query
from fastapi.responses import Response
from sqlmodel import Session

from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.open_round import find_round
from dondoc.services.evaluation.people.periods import period_in_words, short_name
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_evaluation.make import evaluation_paper
from dondoc.services.papers.of_evaluation.offered import papers_offered
from dondoc.services.papers.of_evaluation.paper_viewings import keep_paper_viewings
from dondoc.services.papers.of_evaluation.request import (
    OF_PERSON,
    WITH_TABLES,
    EvaluationPaperRequest,
    forms_of,
)
from dondoc.services.papers.office import forms_offered
from dondoc.services.papers.write import FileFormat
from dondoc.web.evaluation.looks import period_or_404
from dondoc.web.papers.answers import PREVIEW, in_name, paper_answer
from dondoc.web.papers.unit_files import order_of, own_template
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.programme import Programme
from models.rules.evaluation_course.papers import EvaluationPaperKind

router = Pages()

Row = Annotated[int | None, Query(ge=1, le=2**31 - 1)]


@dataclass(frozen=True)
class RoundPart:
    """What of a round is asked for in the address. `session`: whose minutes."""

    unit: Row = None
    session: Row = None


def context_or_404(
    visit: Visit, session: Session, programme: Programme, period: DigestPeriod
) -> RoundContext:
    """The round of a period; 404 where none was opened."""
    held = find_round(session, programme.key, str(period))
    if held is None:
        raise HTTPException(404)
    return round_context(session, held, visit.today)


@router.get("/evaluation/{year}/{period}/papers")
def papers_page(visit: Visiting, year: int, period: str, unit: Row = None) -> Response:
    """Papers of the round, of a unit and of each person, for whoever may see their points."""
    meant = period_or_404(period, year)
    with visit.programme() as (session, programme):
        context = context_or_404(visit, session, programme, meant)
        offered = papers_offered(session, context, visit.viewer)
        session.expunge_all()
    chosen = offered.units[0][0] if unit is None and len(offered.units) == 1 else unit
    people = offered.people if chosen is None and not offered.units else [
        each for each in offered.people if each.row.unit_id == chosen
    ]  # fmt: skip
    if not (offered.people and (people or chosen is None)):
        raise HTTPException(404)
    forms = forms_offered(visit.workplace.settings)
    return page(
        visit,
        "papers/evaluation",
        offered=offered,
        unit=chosen if chosen in dict(offered.units) else None,
        people=people,
        of_person=[kind for kind in EvaluationPaperKind if kind in OF_PERSON],
        forms=forms,
        forms_of=lambda kind: forms_of(kind, forms),
        with_tables=WITH_TABLES,
        year=year,
        short=short_name(meant),
        period_name=period_in_words(meant, visit.tr),
    )


@router.get("/evaluation/{year}/{period}/papers/{kind}.{form}.{ending}")
def round_file(
    visit: Visiting,
    year: int,
    period: str,
    kind: str,
    form: str,
    ending: str,
    part: Annotated[RoundPart, Depends()],
) -> Response:
    """A paper of the round or of a unit as a file."""
    if kind not in set(EvaluationPaperKind) - OF_PERSON:
        raise HTTPException(404)
    request = EvaluationPaperRequest(
        EvaluationPaperKind(kind), unit_id=part.unit, session_id=part.session
    )  # fmt: skip
    return _file(visit, period_or_404(period, year), request, form, ending)


@router.get("/evaluation/{year}/{period}/{code}/papers/{kind}.{form}.{ending}")
def person_file(
    visit: Visiting, year: int, period: str, code: str, kind: str, form: str, ending: str
) -> Response:
    """A form or the list of work of one person, for themself and whoever may see their points."""
    if kind not in OF_PERSON:
        raise HTTPException(404)
    request = EvaluationPaperRequest(EvaluationPaperKind(kind), code)
    return _file(visit, period_or_404(period, year), request, form, ending)


def _file(
    visit: Visit, period: DigestPeriod, request: EvaluationPaperRequest, form: str, ending: str
) -> Response:
    if form not in set(PaperForm) or ending not in {*FileFormat, PREVIEW}:
        raise HTTPException(404)
    order = order_of(visit, PaperForm(form))
    with visit.programme() as (session, programme):
        context = context_or_404(visit, session, programme, period)
        made = evaluation_paper(session, context, visit.viewer, request, order)
    if made is None or (ending == FileFormat.XLSX and request.kind not in WITH_TABLES):
        raise HTTPException(404)
    keep_viewings_of(visit, str(period), made.whose)
    whose = f"-{in_name(request.code)}" if request.code else ""
    whose += f"-{request.unit_id}" if request.unit_id else ""
    name = f"{request.kind}-{period}{whose}-{visit.today:%Y%m%d}.{form}.{ending}"
    return paper_answer(made.paper, ending, name, own_template(visit, PaperForm(form)))


def keep_viewings_of(visit: Visit, period: str, whose: frozenset[int] | None) -> None:
    """What is not kept is not given: a look that nobody can see afterwards is none."""
    programme_id, by = visit.viewer.programme_id, visit.viewer.person_id
    if programme_id is None:
        return

    def keep(session: Session) -> None:
        keep_paper_viewings(session, programme_id, period, visit.now, whose, by)

    visit.written(keep)
