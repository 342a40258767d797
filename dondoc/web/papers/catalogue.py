"""All papers on one page, each with page one as a picture and its formats in one row."""

from collections.abc import Sequence
from typing import Any

from fastapi import HTTPException
from fastapi.responses import Response
from starlette.datastructures import FormData

from dondoc.exports.libreoffice import program
from dondoc.services.evaluation.people.periods import period_in_words, short_name
from dondoc.services.figures.quarter import periods_begun, quarter_to_report
from dondoc.services.papers.catalogue import catalogue, unit_named
from dondoc.services.papers.digest_papers import kept_digest_as_paper
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_evaluation.offered import RoundWithPapers, rounds_with_papers
from dondoc.services.papers.office import forms_offered, usual_form
from dondoc.web.papers.answers import PREVIEW, paper_answer
from dondoc.web.papers.unit_files import order_of, own_template
from dondoc.web.site.forms import Form
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting, VisitingNow
from models.rules.roles import Mandate

router = Pages()


@router.get("/papers")
def papers_page(visit: Visiting, unit: str = "", period: str = "") -> Response:
    """What there is to make, of the unit that was chosen or is the only one."""
    if not (visit.viewer.sees_all or visit.viewer.boards):
        raise HTTPException(403)
    with visit.programme() as (session, programme):
        order = order_of(visit, usual_form(visit.workplace.settings))
        form = Form(FormData({"unit": unit}), visit.tr)
        chosen_unit = form.attempt(lambda: unit_named(session, visit.viewer, unit), "unit")
        shown = catalogue(session, programme, visit.viewer, chosen_unit, order)
        evaluated = rounds_with_papers(session, programme, visit.viewer, visit.today)
        year = programme.year
    if shown is None:
        raise HTTPException(404)
    begun = periods_begun(year, visit.today)
    due = quarter_to_report(visit.today, year)
    chosen = next((each for each in begun if str(each) == period), due)
    return page(
        visit,
        "papers/catalogue",
        422 if form.errors else 200,
        form=form,
        shown=shown,
        periods=begun,
        period=chosen,
        forms=forms_offered(visit.workplace.settings),
        is_own=own_template(visit, usual_form(visit.workplace.settings)) is not None,
        converts=program() is not None,
        **_evaluated(visit, evaluated),
        may_keep_templates=visit.viewer.has(Mandate.SECRETARIAT),
    )


def _evaluated(visit: Visit, rounds: Sequence[RoundWithPapers]) -> dict[str, Any]:
    """The rounds of evaluation that have papers, and the units in them."""
    return {
        "evaluated": [
            (short_name(each.period), period_in_words(each.period, visit.tr)) for each in rounds
        ],
        "evaluated_units": {unit for each in rounds for unit in each.units},
    }


@router.get("/papers/digests/{digest_id}.{form}.png")
def digest_preview(visit: VisitingNow, digest_id: Key, form: str) -> Response:
    """Page one of a kept digest."""
    if form not in set(PaperForm):
        raise visit.not_of_whole_year()
    order = order_of(visit, PaperForm(form))
    with visit.reading() as session:
        answer = kept_digest_as_paper(session, visit.viewer, digest_id, order)
    if answer is None:
        raise visit.not_of_whole_year()
    return paper_answer(answer[0], PREVIEW, "", own_template(visit, PaperForm(form)))
