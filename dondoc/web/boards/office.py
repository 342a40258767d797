"""What the secretariat and the administrator look after, and what needs mending there."""

from typing import Literal

from fastapi.responses import HTMLResponse
from sqlmodel import Session

from dondoc.clockwork.wake import api_url
from dondoc.services.boards.first_steps import FirstStep, first_steps
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
    ("rule_sets", "/rule-sets", _OFFICE),
    ("rounds", "/evaluation/rounds", frozenset({Mandate.SECRETARIAT})),
    ("officials", "/evaluation", frozenset({Mandate.SECRETARIAT})),
    ("discipline", "/evaluation/discipline", frozenset({Mandate.SECRETARIAT})),
    ("fields", "/evaluation/fields", frozenset({Mandate.SECRETARIAT})),
    ("rechecks", "/rechecks", frozenset({Mandate.SECRETARIAT})),
    ("preview", "/preview", _OFFICE),
    ("channels", "/channels", _OFFICE),
    ("webhooks", "/webhooks", _OFFICE),
    ("accounts", "/accounts", frozenset({Mandate.ADMINISTRATOR})),
    ("file_requests", "/file-requests", _OFFICE),
    ("audit", "/audit", frozenset({Mandate.SECRETARIAT, Mandate.AUDITOR})),
)


@router.get("/office")
def office(visit: VisitingNow, done: Literal["", "first_load"] = "") -> HTMLResponse:
    """The hub: what needs mending, then everything else."""
    visit.require(Mandate.SECRETARIAT, Mandate.ADMINISTRATOR, Mandate.AUDITOR)
    with visit.reading() as session:
        lacking = shortcomings(session, visit.viewer)
        first = _first_steps(visit, session)
    return page(
        visit, "boards/office", entries=_entries(visit), lacking=lacking, done=done,
        prefect=_prefect(visit), first=first,
    )  # fmt: skip


def _first_steps(visit: Visit, session: Session) -> tuple[FirstStep, ...]:
    """What an administrator still has to do; a sample has everything already."""
    if visit.workplace.sample or not visit.viewer.has(Mandate.ADMINISTRATOR):
        return ()
    return first_steps(
        session,
        visit.viewer.person_id,
        mail_set=visit.workplace.settings.mail_url is not None,
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
