"""The filter of a list by unit: chosen from a list, or typed by name where there are many."""

from dataclasses import replace

from dondoc.services.boards.overdue.choices import unit_called
from dondoc.services.boards.overdue.question import open_scope
from dondoc.web.site.lists_of_names import Query
from dondoc.web.site.visit import Visit


def with_unit(visit: Visit, query: Query) -> Query:
    """The query with the number of the unit whose name or code was typed.

    Raises BadInput where no unit is called so, and where several are.
    """
    typed = query.text("unit")
    if not typed or query.number("unit") is not None:
        return query
    with visit.programme() as (session, programme):
        key = unit_called(open_scope(session, programme, visit.viewer), typed)
    return replace(query, parameters={**query.parameters, "unit": str(key)})
