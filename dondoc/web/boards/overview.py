"""The overview page: the whole year on one page, for the Standing Committee."""

from fastapi.responses import Response

from dondoc.exports.charts.course import course_of_overdue
from dondoc.exports.charts.targets import units_on_roadmap
from dondoc.exports.charts.unit_bars import units_side_by_side
from dondoc.i18n import Language
from dondoc.services.boards.overview.page import Overview
from dondoc.services.boards.overview.page_cache import cached_overview
from dondoc.web.site.charts import ShownChart, shown_charts
from dondoc.web.site.lanes import quick
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visiting

router = Pages()


@router.get("/overview")
@quick
def overview_page(visit: Visiting) -> Response:
    """The year so far, by group; it prints to one sheet."""
    visit.require_whole_year()
    with visit.programme() as (session, programme):
        overview = cached_overview(session, visit.viewer, programme, visit.now)
    drawn_charts = _charts(overview, visit.lang) if overview else []
    return page(visit, "boards/overview", o=overview, drawn_charts=drawn_charts)


def _charts(overview: Overview, lang: Language) -> list[ShownChart]:
    """What people look at rather than read; what says nothing is left out."""
    figures, behind = overview.drawn, overview.drawn.behind
    end = max(overview.quarter.end, overview.drawn.course[-1].day) if figures.course else None
    return shown_charts(
        (
            course_of_overdue(figures.course, end, overview.as_of, lang) if end else None,
            units_side_by_side(figures.due, lang),
            units_on_roadmap(behind.title, behind.unit_of_measure, behind.units, lang)
            if behind
            else None,
        )
    )
