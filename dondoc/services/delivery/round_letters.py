"""Letters that tell of a round of evaluation: that there is something to read, and where.

No grade and no points: they do not travel in mails (Law 91/2025, Decree 356/2025).
"""

from collections.abc import Sequence
from functools import cached_property

from sqlmodel import Session

from dondoc.i18n import Translate, language, translator
from dondoc.rendering.environment import render_html, render_text
from dondoc.services.delivery.load import Loaded
from dondoc.services.delivery.readers import Readers
from dondoc.services.evaluation.course.rounds import round_steps
from dondoc.services.evaluation.decisions.round_letters import address_of, still_news
from dondoc.services.evaluation.people.periods import (
    judged_period,
    period_in_words,
    short_name,
)
from dondoc.services.programme.programmes import working_calendar
from dondoc.services.reminders.letters.letter import ComposedLetter
from dondoc.services.reminders.letters.sender import LettersSender
from models.evaluation_round import EvaluationRound
from models.programme import Programme
from models.rules.calendar import WorkingCalendar
from models.rules.evaluation_course.news import RoundNews


class RoundLetters:
    """What a portion of messages tells of rounds, read once for all of them."""

    def __init__(self, session: Session, messages: Sequence[Loaded], people: Readers) -> None:
        keys = {each.round_id for each in messages if each.round_id is not None}
        self._rounds = {key: _OneRound(session, key, people) for key in sorted(keys)}

    def why_not(self, message: Loaded) -> str:
        """Why it is not sent after all, or ''."""
        return self._of(message).why_not(message)

    def calendar(self, message: Loaded) -> WorkingCalendar:
        """The working days of the round's programme."""
        return self._of(message).calendar

    def compose(self, message: Loaded, office: LettersSender) -> ComposedLetter:
        """The letter: that it is there, and where to read it."""
        held, lang = self._of(message), language(message.language)
        tr = translator(lang)
        subject = tr(f"evaluation.letter.{message.news}", period=held.period(tr))
        path = address_of(RoundNews(message.news), held.short, held.programme.year)
        context = {
            "office": office,
            "subject": subject,
            "dear": tr("remind.dear", name=message.reader),
            "words": tr(f"evaluation.letter.{message.news}.words", period=held.period(tr)),
            "why": tr(f"evaluation.letter.{message.news}.why"),
            "url": f"{office.web}{path}" if office.web else "",
        }
        mark = f"{tr('remind.sample.mark')} " if office.sample else ""
        return ComposedLetter(
            f"{mark}{subject}",
            render_text("mail/round", lang, **context).strip() + "\n",
            render_html("mail/round", lang, **context),
            " ".join(part for part in (f"{mark}{subject}.", str(context["url"])) if part),
        )

    def _of(self, message: Loaded) -> "_OneRound":
        assert message.round_id is not None
        return self._rounds[message.round_id]


class _OneRound:
    """One of them, with the year that it is of."""

    def __init__(self, session: Session, key: int, people: Readers) -> None:
        self._session, self._people = session, people
        self.row = session.get_one(EvaluationRound, key)
        self.programme = session.get_one(Programme, self.row.programme_id)

    def why_not(self, message: Loaded) -> str:
        """A round that was reopened meanwhile has no published grades."""
        news = RoundNews(message.news)
        steps = round_steps(self._session, self.row.key)
        day = self._people.routes.day
        return still_news(self._session, self.row, news, message.person_id, steps, day)

    @property
    def short(self) -> str:
        """The period as addresses name it: Q1."""
        return short_name(judged_period(self.row.period, self.programme.year))

    def period(self, tr: Translate) -> str:
        """Such as quý I/2022."""
        return period_in_words(judged_period(self.row.period, self.programme.year), tr)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days of its programme."""
        return working_calendar(self._session, self.programme)
