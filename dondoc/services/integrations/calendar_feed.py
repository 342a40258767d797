"""Due dates as a calendar file (RFC 5545), fetched by a program under a secret address.

Every fetch asks anew who the person is and what they may see, so an address that somebody kept
shows nothing any more once they have left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote, urlsplit

from icalendar import Calendar, Event, Timezone, TimezoneStandard
from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from dondoc.i18n import Language, Translate, language, translator
from dondoc.rendering.formats import day as day_text
from dondoc.rendering.formats import delay, quantity, weekday
from dondoc.services.accounts.find_account import is_locked_out
from dondoc.services.integrations.calendar_addresses import PURPOSE
from dondoc.services.integrations.calendar_changes import CalendarChanges, changes_of
from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer, open_viewer
from dondoc.services.programme.at_work import years_on
from dondoc.services.programme.frames import ProgrammeRules, frame_of
from dondoc.services.programme.programmes import programmes_at_work
from dondoc.services.work.answering.tenures import AsOfDay, theirs
from dondoc.services.work.checkpoint_rows import CheckpointRow, rows_of
from dondoc.services.work.shared_facts import waiting_occasions
from dondoc.store.secret_tokens import digest
from models.account import CalendarFeed
from models.assignment import Assignment
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import HANOI, end_of, local_date
from models.rules.due import DueState

_EVERY = "PT1H"


class GoneError(Exception):
    """The address was good once; the person may not see any more what it shows."""


@dataclass(frozen=True)
class CalendarContents:
    """What a calendar is made of. `morning`: the first moment of the day on which it is fetched."""

    name: str
    checkpoint_rows: tuple[tuple[int, CheckpointRow], ...]
    changes: CalendarChanges
    morning: datetime
    lang: Language
    web_url: str


def calendar_file(session: Session, token: str, now: datetime, web_url: str) -> bytes | None:
    """The calendar of a token, in UTF-8; None for one that is unknown or revoked.

    Raises GoneError where its owner has left, or no longer sees the unit.
    """
    query = select(CalendarFeed).where(
        col(CalendarFeed.token_digest) == digest(PURPOSE, token),
        col(CalendarFeed.revoked_at).is_(None),
    )
    feed = session.scalars(query).one_or_none()
    if feed is None:
        return None
    person = session.get_one(Person, feed.person_id)
    if is_locked_out(session, person.key):
        raise GoneError
    return _written(_fetch(session, feed, person, local_date(now), web_url))


def _fetch(
    session: Session, feed: CalendarFeed, person: Person, today: date, web_url: str
) -> CalendarContents:
    lang = language(person.language)
    rows, complete = [], False
    for programme in _years(session, today):
        viewer = open_viewer(session, person, programme, today)
        if not _may(viewer, feed.unit_id):
            continue
        complete = True
        frame = frame_of(session, programme)
        which = _which(session, viewer, frame, feed.unit_id)
        checkpoint_rows = rows_of(session, frame, today, viewer.visible(), which)
        rows += [(programme.year, checkpoint_row) for checkpoint_row in checkpoint_rows]
    if not complete:
        raise GoneError
    changes = changes_of(session, [row.checkpoint_id for _, row in rows])
    name = _name(session, feed, person, today, lang)
    morning = end_of(today - timedelta(days=1))
    return CalendarContents(name, tuple(rows), changes, morning, lang, web_url)


def _years(session: Session, today: date) -> list[Programme]:
    """The programme at work, and whatever else is not judged yet; the latest first.

    In January last year's fourth quarter is still open beside the new year's plan.
    """
    meant = years_on(session, today).at_work
    keys = {programme.key for programme in programmes_at_work(session)} | (
        {meant.key} if meant else set()
    )
    query = select(Programme).where(col(Programme.id).in_(keys))
    return list(session.scalars(query.order_by(col(Programme.year).desc())))


def _may(viewer: Viewer, unit_id: int | None) -> bool:
    return bool(viewer.positions) if unit_id is None else viewer.may_see_unit(unit_id)


def _which(
    session: Session, viewer: Viewer, frame: ProgrammeRules, unit_id: int | None
) -> ColumnElement[bool]:
    if unit_id is not None:
        return col(Assignment.unit_id) == unit_id
    as_of_day = AsOfDay(viewer.day, frame.calendar, waiting_occasions(session, frame))
    return theirs(session, viewer.tenures, as_of_day)


def _name(session: Session, feed: CalendarFeed, person: Person, today: date, lang: Language) -> str:
    tr = translator(lang)
    if feed.unit_id is None:
        return tr("calendar.name.own", name=person.full_name)
    return tr(
        "calendar.name.unit", name=names_on(session, today, [feed.unit_id])[feed.unit_id].name
    )


def _written(fetched: CalendarContents) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//dondoc//due dates//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", fetched.name)
    calendar.add("x-published-ttl", _EVERY)
    calendar.add_component(_time_zone())
    for event in _events(fetched):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _time_zone() -> Timezone:
    """A calendar must have a component (RFC 5545, 3.4), also one that holds no due date."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", str(HANOI))
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001 (local time, as RFC 5545 asks)
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=7))
    zone.add_component(standard)
    return zone


def _events(fetched: CalendarContents) -> Iterable[Event]:
    tr, host = translator(fetched.lang), urlsplit(fetched.web_url).hostname or "dondoc"
    for year, checkpoint_row in fetched.checkpoint_rows:
        event = Event()
        # A day off moves the last day in time: that day is the one to keep.
        event.add("uid", f"checkpoint-{checkpoint_row.checkpoint_id}@{host}")
        modified = _modified(checkpoint_row, fetched)
        # Without a METHOD both are the same (RFC 5545, 3.8.7.2): programs show no change else.
        event.add("dtstamp", modified)
        event.add("last-modified", modified)
        # It grows whatever moves the event (3.8.7.4): another due date, or a day off.
        event.add("sequence", checkpoint_row.due_revision + fetched.changes.of_office)
        event.add("dtstart", checkpoint_row.last_day)
        event.add("dtend", checkpoint_row.last_day + timedelta(days=1))
        event.add("summary", _summary(checkpoint_row, tr))
        link = f"{fetched.web_url.rstrip('/')}/items/{year}/{quote(checkpoint_row.ref, safe='/@')}"
        event.add("description", "\n".join([*_described(checkpoint_row, tr, fetched.lang), link]))
        event.add("url", link)
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        yield event


def _modified(checkpoint_row: CheckpointRow, fetched: CalendarContents) -> datetime:
    """When something happened last; what is not there yet also says by the day how late it is."""
    since = checkpoint_row.stage_since
    modified = max(since, fetched.changes.moments.get(checkpoint_row.checkpoint_id, since))
    by_the_day = checkpoint_row.unreported or checkpoint_row.undelivered
    return max(modified, fetched.morning) if by_the_day else modified


def _summary(checkpoint_row: CheckpointRow, tr: Translate) -> str:
    return tr(
        "calendar.summary",
        state=tr(f"web.due.{checkpoint_row.due_word}"),
        title=checkpoint_row.indicator,
        ref=checkpoint_row.ref,
    )


def _described(checkpoint_row: CheckpointRow, tr: Translate, lang: Language) -> Iterable[str]:
    if checkpoint_row.step and checkpoint_row.step != checkpoint_row.label:
        yield checkpoint_row.step
    if checkpoint_row.expected is not None:
        yield tr(
            "calendar.expected",
            value=quantity(checkpoint_row.expected, checkpoint_row.unit_of_measure, lang),
        )
    elif checkpoint_row.product:
        yield tr("calendar.product", product=checkpoint_row.product)
    yield tr("calendar.stage", stage=tr(f"stage.{checkpoint_row.stage.value}"))
    if checkpoint_row.unreported:
        yield tr(
            "calendar.left",
            left=delay(
                checkpoint_row.days_left, lang, overdue=checkpoint_row.state is DueState.OVERDUE
            ),
        )
    if checkpoint_row.last_day != checkpoint_row.due_on:
        due, last = weekday(checkpoint_row.due_on, lang), day_text(checkpoint_row.last_day)
        yield tr("calendar.shifted", due=due, last=last)
