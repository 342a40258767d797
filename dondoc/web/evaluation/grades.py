"""The published grades of a round: grades alone, for everybody who signs in."""

from fastapi import HTTPException
from fastapi.responses import HTMLResponse

from dondoc.services.evaluation.course.open_round import find_round
from dondoc.services.evaluation.decisions.published import published_grades, reopened_round
from dondoc.services.evaluation.people.periods import period_in_words, short_name
from dondoc.services.evaluation.people.viewings import evaluates
from dondoc.web.evaluation.looks import period_or_404
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visiting
from models.rules.evaluation import Grade

router = Pages()


@router.get("/evaluation/{year}/{period}/grades")
def grades(visit: Visiting, year: int, period: str) -> HTMLResponse:
    """Name, position, unit and grade; of a round that was reopened when and why.

    404 of one whose grades were never published.
    """
    meant = period_or_404(period, year)
    with visit.programme() as (session, programme):
        held = find_round(session, programme.key, str(meant))
        published = held and published_grades(session, visit.viewer, held.key, visit.today)
        reopened = None if published else reopened_round(session, programme.key, str(meant))
        session.expunge_all()
    if not published and not reopened:
        raise HTTPException(404)
    return page(
        visit,
        "evaluation/grades",
        published=published,
        reopened=reopened,
        order=(*Grade, None),
        evaluates=evaluates(visit.viewer),
        year=year,
        short=short_name(meant),
        period_name=period_in_words(meant, visit.tr),
    )
