"""What of the one page is drawn: the year's course, units side by side, units on their roadmaps."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from dondoc.exports.charts.unit_bars import UnitCounts
from dondoc.services.figures.counts import CountedGroup, CountingDay, add_up
from dondoc.services.figures.drawn import (
    DrawnFigures,
    IndicatorOnRoadmaps,
    most_behind,
    named_units,
)
from dondoc.services.figures.indicators_in_sql import SharedIndicator
from dondoc.services.figures.overdue_course import overdue_course
from dondoc.services.organisation.units import names_on
from models.programme import Programme
from models.rules.totals import Counts


def drawn_figures(
    session: Session,
    programme: Programme,
    scale: CountingDay,
    groups: Iterable[CountedGroup],
    shared: Iterable[SharedIndicator],
) -> DrawnFigures:
    """The same figures as the page's tables: `groups` are those that it counts."""
    groups = list(groups)
    overdue = add_up(scale, groups).overdue
    due = _due_by_unit(scale, groups)
    names = names_on(session, scale.today, due)
    return DrawnFigures(
        course=overdue_course(session, programme, scale.frame, scale.today, overdue),
        due=tuple(UnitCounts(names[key].name, counts) for key, counts in due.items()),
        behind=_furthest_behind(session, scale.today, shared),
    )


def _due_by_unit(scale: CountingDay, groups: Iterable[CountedGroup]) -> dict[int, Counts]:
    held: dict[int, list[CountedGroup]] = defaultdict(list)
    for counted in groups:
        if scale.has_come(counted):
            held[counted.unit_id].append(counted)
    return {unit_id: add_up(scale, held[unit_id]) for unit_id in sorted(held)}


def _furthest_behind(
    session: Session, day: date, shared: Iterable[SharedIndicator]
) -> IndicatorOnRoadmaps | None:
    """Of those shown, the one with most units behind their roadmaps; None where none is."""
    indicators = sorted(shared, key=lambda each: each.code)
    found = most_behind([each.on_roadmap for each in indicators])
    if found is None:
        return None
    indicator = indicators[found]
    names = names_on(session, day, {one.unit_id for one in indicator.on_roadmap})
    units = named_units(indicator.on_roadmap, names)
    return IndicatorOnRoadmaps(indicator.title, indicator.unit_of_measure, units)
