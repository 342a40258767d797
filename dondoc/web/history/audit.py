"""The audit of history: what happened, the seals, and whether everything is as it was written."""

from datetime import date
from itertools import groupby
from typing import Literal

from fastapi import HTTPException
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.i18n import Translate
from dondoc.services.audit import check_evidence, verify, with_evidence
from dondoc.services.audit.sentences import MAX_SHOWN, finding_text, outside_of
from dondoc.services.boards.event_texts.names import EventRow, names_in
from dondoc.services.boards.event_texts.texts import EventTexts
from dondoc.services.history.auditor_list import (
    EventFilters,
    NamedEvent,
    SystemDay,
    history,
    seals,
    system_days,
)
from dondoc.services.organisation.choose import people_to_choose, person_called
from dondoc.web.site.forms import Form, FormFields, words_of
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
    by: Literal["", "system"] = "",
) -> HTMLResponse:
    """History, filtered; the newest first."""
    _only_who_may(visit)
    with visit.reading() as session:
        code, trouble = _code_of(session, person.strip(), visit.tr)
        filters = EventFilters(_kind(kind), code, _day(since), _day(until), before, by == "system")
        people = people_to_choose(session, visit.today)
        named_events, following = history(session, filters)
        folded = system_days(session, filters, following)
        rows = [
            EventRow(one.id, one.kind, one.to_stage, one.submission_id, one.data)
            for one in named_events
        ]
        texts = EventTexts(names_in(session, rows, visit.today), visit.tr, visit.lang)
        ledger_seals = seals(session)
    fields = {"kind": kind, "person": person, "since": since, "until": until, "by": by}
    return page(
        visit, "history/history", days=by_day(list(zip(named_events, rows, strict=True)), folded),
        texts=texts, trouble=trouble, people=people, following=following,
        seals=ledger_seals, asked=fields,
        kinds=[event_kind.value for event_kind in EventKind],
    )  # fmt: skip


def _code_of(session: Session, person: str, tr: Translate) -> tuple[str, str]:
    """The code of somebody named by it or by their name, and what is wrong with that."""
    try:
        return (person_called(session, person).code if person else ""), ""
    except BadInput as error:
        return person, words_of(error, tr)


EventShown = tuple[NamedEvent, EventRow]


def by_day(
    rows: list[EventShown], system: list[SystemDay]
) -> list[tuple[date, SystemDay | None, list[EventShown]]]:
    """Days, the latest first, each with what the system did folded and its other events."""
    folded = {each.day: each for each in system}
    events = {day: list(some) for day, some in groupby(rows, lambda row: row[0].day)}
    days = sorted({*folded, *events}, reverse=True)
    return [(day, folded.get(day), events.get(day, [])) for day in days]


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
    sentences = [finding_text(finding, visit.tr) for finding in audit.findings[:MAX_SHOWN]]
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
