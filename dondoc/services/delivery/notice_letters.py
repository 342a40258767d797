"""Letters of the office's own queues: still true? Then they are written, without what was said."""

from datetime import date
from functools import cached_property

from sqlmodel import Session

from dondoc.i18n import language, translator
from dondoc.rendering import formats
from dondoc.rendering.environment import render_html, render_text
from dondoc.services.delivery.load import Loaded
from dondoc.services.figures.rechecks import open_rechecks
from dondoc.services.personal_data.notices import (
    RequestsWaiting,
    handlers,
    office_calendar,
    waiting_for,
)
from dondoc.services.reminders.letters.letter import ComposedLetter
from dondoc.services.reminders.letters.sender import LettersSender
from models.message import Notice
from models.rules.calendar import WorkingCalendar

_PAGES = {
    Notice.REQUESTS_DUE: "/file-requests",
    Notice.REQUEST_ANSWERED: "/me/file#requests",
    Notice.RECHECKS: "/rechecks",
}
ANSWERED = "moot.decided"
NOT_IN_ROLE = "moot.not_in_role"


class NoticeLetters:
    """What a portion of messages tells of requests, read when the first of them needs it."""

    def __init__(self, session: Session, day: date) -> None:
        self._session, self._day = session, day

    def why_not(self, message: Loaded) -> str:
        """Why it is not sent after all, or ''."""
        notice = Notice(message.notice)
        if notice is Notice.REQUEST_ANSWERED:
            return ""
        if notice is Notice.REQUESTS_DUE and message.person_id not in self._handlers:
            return NOT_IN_ROLE
        return "" if self._waiting(message).number else ANSWERED

    def calendar(self, message: Loaded) -> WorkingCalendar:
        """The working days on which such letters go out, whichever it is."""
        return self._calendar

    @cached_property
    def _calendar(self) -> WorkingCalendar:
        return office_calendar(self._session, self._day)

    def compose(self, message: Loaded, office: LettersSender) -> ComposedLetter:
        """The letter: how many wait and until when, or that there is an answer."""
        lang, notice = language(message.language), Notice(message.notice)
        tr, waiting = translator(lang), self._waiting(message)
        params = {
            "n": waiting.number,
            "overdue": waiting.overdue,
            "day": formats.day(waiting.first_due),
        }
        key = f"notice.{notice.value}"
        subject = tr(key, **params)
        context = {
            "office": office,
            "subject": subject,
            "dear": tr("remind.dear", name=message.reader),
            "what": tr(f"{key}.what", **params),
            "open": tr(f"{key}.open"),
            "why": tr(f"{key}.why"),
            "url": f"{office.web}{_PAGES[notice]}" if office.web else "",
        }
        mark = f"{tr('remind.sample.mark')} " if office.sample else ""
        return ComposedLetter(
            f"{mark}{subject}",
            render_text("mail/notice", lang, **context).strip() + "\n",
            render_html("mail/notice", lang, **context),
            " ".join(part for part in (f"{mark}{subject}.", str(context["url"])) if part),
        )

    def _waiting(self, message: Loaded) -> RequestsWaiting:
        notice = Notice(message.notice)
        if notice is Notice.RECHECKS:
            return RequestsWaiting(open_rechecks(self._session, message.person_id))
        if notice is Notice.REQUEST_ANSWERED:
            return RequestsWaiting()
        return waiting_for(self._session, message.person_id, self._day)

    @cached_property
    def _handlers(self) -> frozenset[int]:
        return frozenset(handlers(self._session, self._day))
