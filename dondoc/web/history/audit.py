"""The audit of history: what happened, the seals, and whether everything is as it was written."""

from datetime import date

from fastapi import HTTPException
from fastapi.responses import HTMLResponse

from dondoc.services.audit import check_evidence, verify, with_evidence
from dondoc.services.audit.sentences import SHOWN, finding_text, outside_of
from dondoc.services.history.auditor_list import EventFilters, history, seals
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from models.event import EventKind
from models.rules.roles import Mandate

router = Pages()


@router.get("/audit")
def history_page(
    visit: VisitingNow,
    kind: str = "",
    person: str = "",
    since: str = "",
    until: str = "",
    before: int | None = None,
) -> HTMLResponse:
    """History, filtered; the newest first."""
    _only_who_may(visit)
    filters = EventFilters(_kind(kind), person.strip(), _day(since), _day(until), before)
    with visit.reading() as session:
        named_events, following = history(session, filters)
        ledger_seals = seals(session)
    fields = {"kind": kind, "person": person, "since": since, "until": until}
    return page(
        visit, "history/history", events=named_events, following=following, seals=ledger_seals,
        asked=fields, kinds=[event_kind.value for event_kind in EventKind],
    )  # fmt: skip


@router.post("/audit/verify")
def check(visit: VisitingNow, fields: FormFields) -> HTMLResponse:
    """Computes every seal again and folds the events; it changes nothing.

    Files of evidence are looked at by their size only: to read them all may take hours.
    """
    _only_who_may(visit)
    expected = Form(fields, visit.tr).text("seal") or None
    with visit.reading() as session:
        audit = verify(session, expected)
    workplace = visit.workplace
    files = check_evidence(workplace.engine, workplace.evidence, content=False)
    audit = with_evidence(audit, files)
    sentences = [finding_text(finding, visit.tr) for finding in audit.findings[:SHOWN]]
    return page(
        visit, "history/audited", audit=audit, findings=sentences,
        more=len(audit.findings) - len(sentences), outside=outside_of(audit, visit.tr),
    )  # fmt: skip


def _only_who_may(visit: Visit) -> None:
    visit.require(Mandate.SECRETARIAT, Mandate.AUDITOR)


def _kind(text: str) -> EventKind | None:
    try:
        return EventKind(text) if text else None
    except ValueError:
        raise HTTPException(404) from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise HTTPException(400) from None
