"""Draws a page's template for a visit and makes the response of it."""

from typing import Any, NamedTuple

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from dondoc.i18n import Language, translator
from dondoc.rendering import formats
from dondoc.rendering.environment import render_html
from dondoc.services.work.unreadable import any_left_out, refs_unreadable
from dondoc.services.years.waiting import OWN, WaitingInYear, WaitingKind, waiting_for
from dondoc.store.full import ALARM_BELOW, MEGABYTE, MIN_FREE, free_bytes
from dondoc.web.site import nav
from dondoc.web.site.static_files import address
from dondoc.web.site.visit import Visit, language_of, workplace_of
from dondoc.web.site.year_in_links import address_with_year, with_year
from models.rules.due_parts import DuePart
from models.rules.roles import Mandate


def page(visit: Visit, name: str, status: int = 200, **context: Any) -> HTMLResponse:
    """`templates/web/<name>.html` for somebody signed in, with the head of every page."""
    year = _year_to_name(visit)
    html = render_html(
        f"web/{name}",
        visit.lang,
        visit=visit,
        viewer=visit.viewer,
        today=visit.today,
        nav=nav.entries(visit.viewer),
        years=_years(visit),
        alarms=_alarms(visit),
        unreadable=_unreadable(visit),
        **_frame(visit.request, year),
        **context,
    )
    return HTMLResponse(html if year is None else with_year(html, year), status)


def bare_page(
    request: Request, name: str, status: int = 200, lang: Language | None = None, **context: Any
) -> HTMLResponse:
    """A page for whoever is not signed in: without the head's links."""
    shown = lang or language_of(request)
    html = render_html(
        f"web/{name}",
        shown,
        visit=None,
        viewer=None,
        nav=[],
        years=[],
        alarms=(),
        unreadable=(),
        **_frame(request),
        **context,
    )
    return HTMLResponse(html, status)


def problem(
    request: Request, name: str, status: int, lang: Language | None = None, **context: Any
) -> HTMLResponse:
    """A page that says what is wrong, and what to do about it (`web.<name>.title`, `.what`).

    `what` of the context: said instead.
    """
    tr = translator(lang or language_of(request))
    title, what = tr(f"web.{name}.title"), context.pop("what", "") or tr(f"web.{name}.what")
    return bare_page(request, "problem", status, lang, title=title, what=what, **context)


def go(where: str, visit: Visit | None = None) -> RedirectResponse:
    """After an act: look at the page that shows it, so that loading again repeats nothing.

    `visit`: where the act was one in a year, so that the page is that year's too.
    """
    year = None if visit is None else _year_to_name(visit)
    return RedirectResponse(where if year is None else address_with_year(where, year), 303)


def _year_to_name(visit: Visit) -> int | None:
    """The year that links must name, because there is another one that they could lead to."""
    return visit.shown.year if visit.years.are_several and visit.shown is not None else None


class WaitLink(NamedTuple):
    """How many of a kind wait in another year, and the list that is exactly these."""

    kind: WaitingKind
    number: int
    href: str


class YearLink(NamedTuple):
    """A year of the switch. `waits`: what waits there, by kind; `own`: how much of it is one's own.

    Nothing is said to wait in the year that is shown: its pages say it.
    """

    year: int
    href: str
    is_shown: bool
    waits: tuple[WaitLink, ...] = ()
    own: int = 0


_LISTS = {
    WaitingKind.OVERDUE: f"/overdue?state={DuePart.OVERDUE}&year=",
    WaitingKind.TO_VERIFY: "/verify?year=",
    WaitingKind.EXTENSIONS: "/verify/extensions?year=",
    WaitingKind.CAUSES: "/verify/causes?year=",
    WaitingKind.SILENT: "/verify/silent?year=",
    WaitingKind.TO_EVALUATE: "/verify/results?year=",
    **{kind: f"/work?section={section}&year=" for kind, section in OWN.items()},
}
"""Which page lists what waits; `year` goes last."""


def _years(visit: Visit) -> list[YearLink]:
    """The years to choose from, the earliest first; none where there is no choice."""
    years, shown = visit.years, visit.shown
    if not years.are_several or shown is None or years.at_work is None:
        return []
    others = [year for year in years.known if year != shown]
    with visit.reading() as session:
        waits = waiting_for(session, visit.viewer, others)
    # A page of one item stands in its year: another year is looked at from the front door.
    here = "/" if visit.request.path_params.get("year") else visit.request.url.path
    return [
        _year_link(year.year, here, year == shown, waits.get(year.year))
        for year in reversed(years.known)
    ]


def _year_link(
    year: int, here: str, is_shown: bool, waiting_reasons: WaitingInYear | None
) -> YearLink:
    link = YearLink(year, f"{here}?year={year}", is_shown)
    if waiting_reasons is None:
        return link
    waits = tuple(
        WaitLink(kind, number, f"{_LISTS[kind]}{year}")
        for kind, number in waiting_reasons.waits.items()
    )
    return link._replace(waits=waits, own=waiting_reasons.own)


def _alarms(visit: Visit) -> list[str]:
    """What an administrator is told on every page, while there is still time to mend it."""
    if not visit.viewer.has(Mandate.ADMINISTRATOR):
        return []
    alarms = []
    free = free_bytes(visit.workplace.settings.root)
    if free < ALARM_BELOW:
        least = MIN_FREE // MEGABYTE
        alarms.append(visit.tr("web.disk_low", free=free // MEGABYTE, least=least))
    if waiting := visit.acts_waiting:
        since = formats.moment(waiting.since)
        alarms.append(visit.tr("web.acts_waiting", n=waiting.count, since=since))
    return alarms


def _unreadable(visit: Visit) -> tuple[str, ...]:
    """What lists go without because its facts raise, as far as the visitor may see it.

    Administrators learn of every one, whether or not they opened such a list.
    """
    everything = visit.viewer.has(Mandate.ADMINISTRATOR)
    if not everything and not any_left_out(visit.workplace.engine):
        return ()
    with visit.reading() as session:
        conditions = () if everything else (visit.viewer.visible(),)
        return refs_unreadable(session, *conditions)


def _frame(request: Request, year: int | None = None) -> dict[str, Any]:
    workplace, here = workplace_of(request), request.url.path
    return {
        "asset": address,
        "here": here,
        "here_in_its_year": here if year is None else address_with_year(here, year),
        "office": workplace.settings.office,
        "sample": workplace.sample,
        "clock_day": workplace.clock().today(),
    }
