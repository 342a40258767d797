"""Quarterly digests: the list of those that are kept, and a new one compiled in the background."""

from fastapi import HTTPException
from fastapi.responses import Response
from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.paging import page_shown, pages_of
from dondoc.services.digest import kept_digests
from dondoc.services.digest.compile import Progress, keep, latest_key
from dondoc.services.digest.life import life_of
from dondoc.services.digest.runs import COMPILE, RunShown, run_shown, runs_at_work
from dondoc.services.figures.periods import DigestPeriod, HalfYear, whole_year
from dondoc.services.figures.quarter import Quarter, parse_period
from dondoc.services.organisation.choose import (
    chosen_from,
    people_to_choose,
    person_called,
    units_to_choose_from,
)
from dondoc.web.digest.background import RunOutcome, in_background
from dondoc.web.site.caller import NoProgrammeError
from dondoc.web.site.forms import Form, FormFields, words_of
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from models.rules.roles import Mandate

router = Pages()


@router.get("/digests")
def digests_page(visit: VisitingNow, number: int = 1) -> Response:
    """The kept digests, and a form to compile one."""
    visit.require_whole_year()
    return _list(visit, number)


@router.post("/digests")
def compile_now(visit: VisitingNow, fields: FormFields) -> Response:
    """Compiles a digest as of today; the same figures again are the same digest."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    quarter = form.attempt(lambda: parse_period(form.text("quarter")), "quarter")
    if quarter is None:
        return _list(visit, 1, form)
    with visit.reading() as session:
        unit, official = _part(visit, session, form)
    if form.errors:
        return _list(visit, 1, form)
    subject = "/".join([str(quarter), unit or "", official or ""])
    try:
        return in_background(
            visit,
            (COMPILE, subject),
            lambda progress: _compile(visit, (quarter, unit, official), progress),
        )
    except BadInput as error:
        form.errors["quarter"] = words_of(error, visit.tr)
        return _list(visit, 1, form)


def _compile(
    visit: Visit, asked: tuple[DigestPeriod, str | None, str | None], progress: Progress
) -> RunOutcome:
    """Reading takes its time on a large plan, and keeps nobody from writing meanwhile."""
    period, unit, official = asked
    with visit.reading() as session:
        drawn = kept_digests.draw_up(
            session, visit.viewer, period, visit.now, unit, official, progress
        )
        known = latest_key(session, drawn.whole)
    with visit.writing() as session:
        # Drawing up takes its time: who lost the mandate since they came in keeps nothing.
        visit.for_office(session).mandated(Mandate.SECRETARIAT)
        digest, new = keep(session, drawn.whole, known, drawn.units)
        if not new and life_of(session, digest).is_locked:
            return digest.key, "locked"
        ended = kept_digests.how_it_ended(digest, drawn.whole, known, new=new)
        return digest.key, ended


def _part(visit: Visit, session: Session, form: Form) -> tuple[str | None, str | None]:
    """The codes of the unit and of the official that were chosen, where they were."""
    typed, whom = form.text("unit"), form.text("official")
    units = units_to_choose_from(session, visit.today)
    unit = form.attempt(lambda: chosen_from(units, typed), "unit") if typed else None
    found = form.attempt(lambda: person_called(session, whom), "official") if whom else None
    return unit, found.code if found else None


def _list(visit: Visit, number: int, form: Form | None = None) -> Response:
    with visit.reading() as session:
        digests, in_all = kept_digests.page_of_digests(session, visit.viewer, number)
        units = units_to_choose_from(session, visit.today)
        people = people_to_choose(session, visit.today)
        runs = runs_at_work(session, visit.wall)
    pages = pages_of(in_all, kept_digests.PAGE_SIZE)
    return page(
        visit,
        "digest/digests",
        422 if form else 200,
        digests=digests,
        runs=[(run, _subject(visit, run)) for run in runs],
        number=page_shown(number, in_all, kept_digests.PAGE_SIZE),
        pages=pages,
        form=form,
        quarters=_periods(visit),
        units=units,
        people=people,
        parse_period=parse_period,
        may_compile=visit.viewer.has(Mandate.SECRETARIAT),
    )


def _periods(visit: Visit) -> list[DigestPeriod]:
    """The periods of all programmes that have begun: the latest quarters first, then longer ones.

    In January the fourth quarter is reported on, whichever year's programme is at work.
    """
    if not visit.years.known:
        raise NoProgrammeError
    years = [year.year for year in visit.years.known]
    quarters = [Quarter(year, n) for year in years for n in (4, 3, 2, 1)]
    halves = [HalfYear(year, n) for year in years for n in (2, 1)]
    longer = [*halves, *map(whole_year, years)]
    return [period for period in (*quarters, *longer) if period.start <= visit.today]


def _subject(visit: Visit, run: RunShown) -> str:
    """What a run is about, as people call it."""
    if run.kind != COMPILE:
        return visit.tr("digests.run.issue", number=run.subject)
    period = parse_period(run.subject.partition("/")[0])
    return visit.tr(period.name_key, **period.name_params)


@router.get("/digests/runs/{run_id}")
def run_page(visit: VisitingNow, run_id: Key) -> Response:
    """How far a run is; it loads itself anew, and leads to the digest when it is there."""
    visit.require_whole_year()
    with visit.reading() as session:
        run = run_shown(session, run_id, visit.wall)
    if run is None:
        raise HTTPException(404)
    if run.ended and run.digest_id is not None:
        return go(f"/digests/{run.digest_id}?done={run.outcome}", visit)
    answer = page(visit, "digest/run", run=run, subject=_subject(visit, run))
    if not (run.ended or run.silent):
        answer.headers["Refresh"] = "2"
    return answer
