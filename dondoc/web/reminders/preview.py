"""Who would get which reminder when, the letter as it would read, and why or why not."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from fastapi import HTTPException
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.services.boards.overdue.choices import choices
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.search.search import SearchQuestion, search
from dondoc.services.delivery.remind import office_of
from dondoc.services.organisation.choose import people_to_choose, person_called
from dondoc.services.programme.at_work import programmes_of_run
from dondoc.services.reminders.explain.explain import explain_item, explain_person
from dondoc.services.reminders.explain.kept_dry_run import as_of
from dondoc.services.reminders.explain.who_gets_what import (
    MAY_SEE_EVERY_LETTER,
    Reader,
    ahead,
    ahead_for,
    as_it_reads,
    held_back_for,
    letters_for,
)
from dondoc.services.reminders.register.step_words import step_words
from dondoc.web.site.forms import words_of
from dondoc.web.site.lists_of_names import PAGE_SIZE, Query, page_shown, pages_of
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.unit_filter import with_unit
from dondoc.web.site.visit import Visit, VisitingNow
from models.programme import Programme
from models.rules.calendar import OutsideCalendarError

router = Pages()
T = TypeVar("T")

_NAMES = ("day", "person", "unit")
_BOX = {
    # A letter brings its own styles; nothing in it runs, loads or leads anywhere.
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
}


@router.get("/preview")
def preview(visit: VisitingNow) -> HTMLResponse:
    """A dry run of the reminders for any day, by reader."""
    visit.require(*MAY_SEE_EVERY_LETTER)
    query = with_unit(visit, Query("/preview", visit.request.query_params, _NAMES))
    reader = Reader(query.text("person"), query.number("unit"))
    now = _moment(visit, query.day("day"))
    with visit.programme() as (session, programme):
        foreseen = _within_calendar(lambda: ahead(session, programme, visit.viewer, now))
        letters = letters_for(session, foreseen.letters, reader) if foreseen else ()
        total = len(letters)
        number = page_shown(query.page, total)
        return page(
            visit,
            "reminders/preview",
            400 if foreseen is None else 200,
            query=query,
            wanted=reader,
            day=query.day("day") or visit.today,
            preview=foreseen,
            letters=as_of(letters[PAGE_SIZE * (number - 1) : PAGE_SIZE * number], now, foreseen),
            held_back=held_back_for(session, foreseen.kept, reader) if foreseen else (),
            total=total,
            number=number,
            pages=pages_of(total),
            opened=query.number("open"),
            choices=choices(
                open_scope(session, programme, visit.viewer), BoardFilters(unit_id=reader.unit_id)
            ),
        )


@router.get("/preview/letter")
def letter(visit: VisitingNow, person: int, day: date | None = None) -> HTMLResponse:
    """One letter as it would read, to be shown in a box."""
    visit.require(*MAY_SEE_EVERY_LETTER)
    now = _moment(visit, day)
    with visit.programme() as (session, programme):
        planned_letter = _within_calendar(
            lambda: ahead_for(session, programme, visit.viewer, now, person)
        )
        if planned_letter is None:
            raise HTTPException(404)
        composed = as_it_reads(session, planned_letter, now, office_of(visit.workplace))
    return HTMLResponse(composed.html, headers=_BOX)


def _within_calendar(read: Callable[[], T]) -> T | None:
    """What is seen ahead; None for a day whose working days nobody knows."""
    try:
        return read()
    except OutsideCalendarError:
        return None


@router.get("/explain")
def explain(visit: VisitingNow) -> HTMLResponse:
    """Why somebody did or did not get a reminder, of one item or of all."""
    visit.require(*MAY_SEE_EVERY_LETTER)
    query = Query("/explain", visit.request.query_params, ("person", "ref"))
    with visit.programme_shown() as (session, programme):
        context = _explained(visit, session, programme, query)
    return page(visit, "reminders/explain", query=query, step_words=step_words, **context)


def _explained(
    visit: Visit, session: Session, programme: Programme, query: Query
) -> dict[str, Any]:
    code, ref = query.text("person"), query.text("ref")
    people = people_to_choose(session, visit.today)
    context: dict[str, Any] = {"person": None, "item": None, "trouble": {}, "meant": (),
                               "year": programme.year, "people": people}  # fmt: skip
    if code:
        try:
            at_work = programmes_of_run(session, visit.today)
            person = person_called(session, code)
            context["person"] = explain_person(session, at_work, person, visit.now)
        except BadInput as error:
            context["trouble"]["person"] = words_of(error, visit.tr)
    if ref:
        try:
            context["item"] = explain_item(session, programme, ref, visit.now)
        except BadInput as error:
            found = search(session, programme, visit.viewer, SearchQuestion(ref)).items
            context["meant"] = [hit for hit in found if hit.checkpoint_row is not None]
            if not context["meant"]:
                context["trouble"]["ref"] = words_of(error, visit.tr)
    return context


def _moment(visit: Visit, day: date | None) -> datetime:
    """At this time of day: of a day off or of quiet hours the letters say so themselves."""
    return visit.workplace.clock(day).now()
