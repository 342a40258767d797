"""Units and groups in a period: what they did, their points, and the grades of their people."""

from fastapi.responses import HTMLResponse

from dondoc.exports.charts.units_done import UnitDone, units_done
from dondoc.services.evaluation.ranking.unit_scores import UnitScore, group_scores
from dondoc.web.evaluation.period_pages import arrive, period_page
from dondoc.web.site.charts import shown_charts
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visiting
from models.rules.evaluation import Grade

router = Pages()


@router.get("/evaluation/{year}/{period}/units")
def units(visit: Visiting, year: int, period: str) -> HTMLResponse:
    """Each group with its units, its mean and how its officials stand."""
    at = arrive(visit, "units", year, period)
    with at.reading() as opened:
        groups = group_scores(opened.period, opened.ranked.standings)
        every = [_done(unit) for group in groups for unit in group.units]
        return period_page(
            at,
            opened,
            groups=groups,
            grades=(*Grade, None),
            parameters=opened.ranked.standings.parameters[True],
            drawn_charts=shown_charts([units_done(every, visit.lang)]),
        )


def _done(unit: UnitScore) -> UnitDone:
    counts = unit.counts
    return UnitDone(unit.unit, unit.in_time, counts.done - unit.in_time, counts.tasks - counts.done)
