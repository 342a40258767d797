"""Letters that are no reminders: they bring a digest, or tell of a round or of requests."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from dondoc.channels.letter import LetterAttachment
from dondoc.services.delivery.digest_letters import DigestLetters
from dondoc.services.delivery.evaluation_letters import EvaluationLetters
from dondoc.services.delivery.load import Loaded
from dondoc.services.delivery.notice_letters import NoticeLetters
from dondoc.services.delivery.readers import Readers
from dondoc.services.delivery.round_letters import RoundLetters
from dondoc.services.evaluation.course.step_letters import asks_for_step
from dondoc.services.reminders.letters.letter import ComposedLetter
from dondoc.services.reminders.letters.sender import LettersSender
from models.rules.calendar import WorkingCalendar


class BroughtLetters:
    """What a portion of messages brings or tells, read once for all of them."""

    def __init__(
        self, session: Session, messages: Sequence[Loaded], people: Readers, now: datetime
    ) -> None:
        self._digests = DigestLetters(session, messages, people)
        rounds = [each for each in messages if each.round_id is not None]
        told = [each for each in rounds if not asks_for_step(each.news)]
        asking = [each for each in rounds if asks_for_step(each.news)]
        self._rounds = RoundLetters(session, told, people)
        self._steps = EvaluationLetters(session, asking, now)
        self._notices = NoticeLetters(session, people.routes.day)

    def why_not(self, message: Loaded) -> str:
        """Why it is not sent after all, or ''."""
        return self._kind(message).why_not(message)

    def calendar(self, message: Loaded) -> WorkingCalendar:
        """The working days that it keeps to."""
        return self._kind(message).calendar(message)

    def is_of_earlier_issue(self, message: Loaded) -> bool:
        """Whether it was written for another issue of its digest than the one that stands."""
        return message.digest_id is not None and self._digests.is_of_earlier_issue(message)

    def attachment(self, message: Loaded) -> LetterAttachment | None:
        """What goes along, the same bytes at every attempt."""
        return self._digests.attachment(message) if message.digest_id is not None else None

    def compose(self, message: Loaded, office: LettersSender) -> ComposedLetter:
        """The letter itself."""
        return self._kind(message).compose(message, office)

    def _kind(
        self, message: Loaded
    ) -> DigestLetters | RoundLetters | EvaluationLetters | NoticeLetters:
        if message.digest_id is not None:
            return self._digests
        if message.notice:
            return self._notices
        return self._steps if asks_for_step(message.news) else self._rounds
