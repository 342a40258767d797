"""What the secretariat and the administrator look after, and what needs mending there."""

from fastapi.responses import HTMLResponse

from dondoc.clockwork.wake import api_url
from dondoc.services.boards.office import shortcomings
from dondoc.services.plan.uploads import may_load
from dondoc.web.site.nav import NavLink
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from models.rules.roles import Mandate

router = Pages()

_OFFICE = frozenset({Mandate.SECRETARIAT, Mandate.ADMINISTRATOR})
_PAGES = (
    ("people", "/people", _OFFICE),
    ("committees", "/committees", _OFFICE),
    ("calendar", "/programme/calendar", _OFFICE),
    ("ladder", "/programme/ladder", _OFFICE),
    ("preview", "/preview", _OFFICE),
    ("channels", "/channels", _OFFICE),
    ("webhooks", "/webhooks", _OFFICE),
    ("accounts", "/accounts", frozenset({Mandate.ADMINISTRATOR})),
    ("audit", "/audit", frozenset({Mandate.SECRETARIAT, Mandate.AUDITOR})),
)


@router.get("/office")
def office(visit: VisitingNow) -> HTMLResponse:
    """The hub: what needs mending, then everything else."""
    visit.require(Mandate.SECRETARIAT, Mandate.ADMINISTRATOR, Mandate.AUDITOR)
    with visit.reading() as session:
        lacking = shortcomings(session, visit.viewer)
    return page(
        visit, "boards/office", entries=_entries(visit), lacking=lacking, prefect=_prefect(visit)
    )


def _entries(visit: Visit) -> list[NavLink]:
    held = visit.viewer.mandates
    plan = [NavLink("plan", "/plan")] if may_load(visit.viewer) else []
    return plan + [NavLink(key, href) for key, href, allowed in _PAGES if held & allowed]


def _prefect(visit: Visit) -> str:
    """Where Prefect's own pages are: for the administrator, on this machine or as set."""
    url = api_url(visit.workplace.settings)
    if url is None or not visit.viewer.has(Mandate.ADMINISTRATOR):
        return ""
    return url.removesuffix("/").removesuffix("/api")
