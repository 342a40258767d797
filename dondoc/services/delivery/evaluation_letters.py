"""Letters that ask for a step of an evaluation: still wanted? Then they are written."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from dondoc.i18n import language, translator
from dondoc.rendering import formats
from dondoc.rendering.environment import render_html, render_text
from dondoc.services.delivery.load import Loaded
from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.step_letters import step_of_letter
from dondoc.services.evaluation.course.wanted_steps import WantedStep, wanted_steps
from dondoc.services.evaluation.people.periods import period_in_words, short_name
from dondoc.services.programme.programmes import working_calendar
from dondoc.services.reminders.letters.letter import ComposedLetter
from dondoc.services.reminders.letters.sender import LettersSender
from models.evaluation_round import EvaluationRound
from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import local_date
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.evaluation_course.reminders import StepRung, rung_reached

STEP_TAKEN = "moot.step_taken"
SAID_LATER = "moot.step_said_later"
"""A later letter asks for the same step: of several that were held back only one is sent."""


class EvaluationLetters:
    """What a portion of messages asks for, read once for all of them."""

    def __init__(self, session: Session, messages: Sequence[Loaded], now: datetime) -> None:
        self._session = session
        rounds = {each.round_id for each in messages if each.round_id is not None}
        self._contexts = {
            key: round_context(session, session.get_one(EvaluationRound, key), local_date(now))
            for key in sorted(rounds)
        }
        self._wanted = {
            key: wanted_steps(session, context) for key, context in self._contexts.items()
        }

    def why_not(self, message: Loaded) -> str:
        """Why it is not sent after all, or ''."""
        context, step, rung = self._of(message)
        asked = self._wanted[context.row.key].get(step)
        if asked is None:
            return STEP_TAKEN
        reached = rung_reached(asked.until, context.today, self.calendar(message))
        return "" if rung is reached else SAID_LATER

    def calendar(self, message: Loaded) -> WorkingCalendar:
        """The working days of the round's programme."""
        return working_calendar(self._session, self._of(message)[0].programme)

    def compose(self, message: Loaded, office: LettersSender) -> ComposedLetter:
        """The letter: which step, of how many evaluations, until when, and where."""
        context, step, _ = self._of(message)
        asked = self._wanted[context.row.key][step]
        lang, until = language(message.language), asked.until
        tr = translator(lang)
        period = period_in_words(context.period, tr)
        over = context.today > until
        key = f"evaluation.letter.{'over' if over else 'wanted'}.{step.act}"
        subject = tr(key, period=period, day=formats.day(until))
        path = f"/evaluation/{context.programme.year}/{short_name(context.period)}"
        path += "/mine" if step.act is DossierAct.ASSESS_SELF else "?state=wanted"
        said = {
            "office": office,
            "subject": subject,
            "dear": tr("remind.dear", name=message.reader),
            "what": tr(f"evaluation.letter.what.{step.act}", n=asked.number, period=period),
            "until": tr("evaluation.letter.until", day=formats.weekday(until, lang)),
            "url": f"{office.web}{path}" if office.web else "",
            "settings_url": f"{office.web}/settings" if office.web else "",
        }
        mark = f"{tr('remind.sample.mark')} " if office.sample else ""
        return ComposedLetter(
            f"{mark}{subject}",
            render_text("mail/evaluation_step", lang, **said).strip() + "\n",
            render_html("mail/evaluation_step", lang, **said),
            " ".join(part for part in (f"{mark}{subject}.", str(said["url"])) if part),
        )

    def _of(self, message: Loaded) -> tuple[RoundContext, WantedStep, StepRung]:
        assert message.round_id is not None
        step, rung = step_of_letter(message.person_id, message.news)
        return self._contexts[message.round_id], step, rung
