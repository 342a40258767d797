"""The whole dossier of a unit: asked for by one act, made in the background, fetched as a zip."""

from fastapi import HTTPException
from fastapi.responses import Response

from dondoc.services.digest.compile import Progress
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.people.periods import short_name
from dondoc.services.evaluation.people.viewings import evaluates
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_evaluation.dossier import DossierWanted, unit_dossier
from dondoc.services.papers.of_evaluation.dossier_runs import (
    DossierRunShown,
    begin_dossier,
    dossier_content,
    dossier_run,
    end_dossier,
)
from dondoc.services.papers.of_evaluation.make import dossiers_for
from dondoc.services.papers.of_evaluation.request import EvaluationPaperRequest
from dondoc.services.papers.office import usual_form
from dondoc.web.evaluation.looks import period_or_404
from dondoc.web.papers.evaluation_files import context_or_404, keep_viewings_of
from dondoc.web.papers.unit_files import order_of
from dondoc.web.site.background import BackgroundRuns, in_background
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.evaluation_dossier_run import EvaluationDossierRun
from models.rules.evaluation_course.papers import EvaluationPaperKind
from models.rules.evaluation_course.rounds import RoundState

router = Pages()

_ZIP = "application/zip"


@router.post("/evaluation/{year}/{period}/papers/dossier")
def make_dossier(visit: Visiting, year: int, period: str, fields: FormFields) -> Response:
    """Begins to make it; what is done soon is there at once."""
    meant = period_or_404(period, year)
    form = Form(fields, visit.tr)
    typed, unit = form.text("form"), form.text("unit")
    known = set(PaperForm)
    chosen = PaperForm(typed) if typed in known else usual_form(visit.workplace.settings)
    if not (unit.isascii() and unit.isdecimal() and len(unit) < 10):
        raise HTTPException(404)
    with visit.programme() as (session, programme):
        context = context_or_404(visit, session, programme, meant)
        wanted = DossierWanted(context.row.key, int(unit), visit.viewer, visit.today)
        _people(visit, context, wanted.unit_id)
    order = order_of(visit, chosen)
    here = f"/evaluation/{year}/{short_name(meant)}/papers/runs"

    def work(progress: Progress) -> bytes:
        return unit_dossier(visit.workplace.engine, wanted, order, progress)

    runs = BackgroundRuns[bytes](
        of=EvaluationDossierRun,
        begin=lambda session: begin_dossier(session, wanted, chosen, visit.wall),
        end=end_dossier,
        page_of=lambda run_id: f"{here}/{run_id}",
        done_at=lambda run_id, _: f"{here}/{run_id}",
        broken="papers.evaluation.run.broken",
    )
    return in_background(visit, runs, work)


@router.get("/evaluation/{year}/{period}/papers/runs/{run_id}.zip")
def run_file(visit: Visiting, year: int, period: str, run_id: Key) -> Response:
    """The zip, for whoever may see the points in it; that they took it is kept."""
    run, whose, _ = _run(visit, year, period, run_id)
    with visit.reading() as session:
        content = dossier_content(session, run.key, visit.wall)
    if content is None:
        raise HTTPException(404)
    meant = period_or_404(period, year)
    keep_viewings_of(visit, str(meant), whose)
    name = f"ho-so-{meant}-{run.unit_id}.{run.form}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_ZIP, headers=headers)


@router.get("/evaluation/{year}/{period}/papers/runs/{run_id}")
def run_page(visit: Visiting, year: int, period: str, run_id: Key) -> Response:
    """How far it is; it loads itself anew until the file is there."""
    run, _, unit = _run(visit, year, period, run_id)
    answer = page(
        visit, "papers/evaluation_run", run=run, unit_name=unit, year=year, short=period
    )  # fmt: skip
    if not (run.ended or run.silent):
        answer.headers["Refresh"] = "2"
    return answer


def _run(
    visit: Visit, year: int, period: str, run_id: int
) -> tuple[DossierRunShown, frozenset[int], str]:
    """A run of this round with whose points it has, and the unit's name; 404 for others."""
    meant = period_or_404(period, year)
    with visit.programme() as (session, programme):
        context = context_or_404(visit, session, programme, meant)
        run = dossier_run(session, run_id, visit.wall)
        if run is None or run.round_id != context.row.key:
            raise HTTPException(404)
        own = run.person_id == visit.viewer.person_id or evaluates(visit.viewer)
        if context.state is RoundState.UNDER_WAY and not own:
            raise HTTPException(404)  # decisions stand in it that are not published
        whose, unit = _people(visit, context, run.unit_id)
    return run, whose, unit


def _people(visit: Visit, context: RoundContext, unit_id: int) -> tuple[frozenset[int], str]:
    """Everybody of the unit in the round; 404 where one of them is not the visitor's to see."""
    request = EvaluationPaperRequest(EvaluationPaperKind.SUMMARY, unit_id=unit_id)
    with visit.reading() as session:
        dossiers = dossiers_for(session, context, visit.viewer, request)
    if not dossiers:
        raise HTTPException(404)
    return frozenset(each.row.person_id for each in dossiers), dossiers[0].unit
