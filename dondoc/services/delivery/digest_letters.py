"""Letters that bring a digest: still to be sent? Then they are written, and get their paper."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.channels.letter import LetterAttachment
from dondoc.i18n import Translate, language, translator
from dondoc.rendering import formats
from dondoc.rendering.environment import render_html, render_text
from dondoc.services.delivery.load import Loaded
from dondoc.services.delivery.readers import Readers
from dondoc.services.digest.life import DigestLife, life_of
from dondoc.services.digest.readers import WHOLE, in_place_of, readers_of
from dondoc.services.digest.replaced import ReplacedIssue, replaced_issue
from dondoc.services.figures.quarter import parse_period
from dondoc.services.organisation.units import UnitOnDay, names_on
from dondoc.services.programme.programmes import working_calendar
from dondoc.services.reminders.letters.letter import ComposedLetter
from dondoc.services.reminders.letters.sender import LettersSender
from models.digest import Digest, DigestPaper
from models.programme import Programme
from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import local_date
from models.rules.digest_life import DigestState, DigestStepKind

REOPENED = "moot.reopened"
NOT_A_READER = "moot.not_in_role"


class DigestLetters:
    """What a portion of messages brings, read once for all of them."""

    def __init__(self, session: Session, messages: Sequence[Loaded], people: Readers) -> None:
        self._session, self._people = session, people
        with_file: dict[int, set[int]] = defaultdict(set)
        brought = [each for each in messages if each.digest_id is not None]
        for each in brought:
            with_file[each.digest_id or 0] |= {each.unit_key} if each.with_file else set()
        self._digests = {
            key: _OneDigest(session, key, people, units) for key, units in with_file.items()
        }
        self._unit_keys = {each.unit_key for each in brought}

    def why_not(self, message: Loaded) -> str:
        """Why it is not sent after all, or ''."""
        digest = self._of(message)
        # Approved again is not issued again: its papers are still those of the issue before.
        if digest.life.state is not DigestState.ISSUED:
            return REOPENED
        return "" if (message.person_id, message.unit_key) in digest.read else NOT_A_READER

    def is_of_earlier_issue(self, message: Loaded) -> bool:
        """Whether it was written before the period was reopened: it is written anew.

        It says who approved it then, and the paper that goes along is another one by now.
        """
        reopened = self._of(message).reopened_at
        frozen = message.frozen
        return frozen is not None and reopened is not None and frozen.frozen_at <= reopened

    def calendar(self, message: Loaded) -> WorkingCalendar:
        """The working days of the digest's programme."""
        return self._of(message).calendar

    def attachment(self, message: Loaded) -> LetterAttachment | None:
        """The paper that goes along, the same bytes at every attempt; None for a link alone."""
        if not message.with_file:
            return None
        paper = self._of(message).papers.get(message.unit_key)
        if paper is None:
            return None
        return LetterAttachment(paper.file_name, "application/pdf", paper.content)

    def compose(self, message: Loaded, office: LettersSender) -> ComposedLetter:
        """The letter: what it is, who approved it, and where to read it."""
        digest, lang = self._of(message), language(message.language)
        tr, approval = translator(lang), digest.life.approval
        unit = self._names.get(message.unit_key)
        whom = unit.name if unit else ""
        subject = digest.subject(whom, tr)
        path = f"/digests/{digest.digest.key}" + (f"/units/{message.unit_key}" if whom else "")
        context = {
            "office": office,
            "subject": subject,
            "dear": tr("remind.dear", name=message.reader),
            "approved": tr(
                "digests.letter.approved",
                person=approval.by if approval else "",
                at=formats.moment(approval.at) if approval else "",
                day=formats.day(digest.digest.as_of),
            ),
            "replaces": replaced_words(digest.replaced, tr),
            "with_file": self.attachment(message) is not None,
            "url": f"{office.web}{path}" if office.web else "",
            "settings_url": f"{office.web}/settings" if office.web else "",
        }
        mark = f"{tr('remind.sample.mark')} " if office.sample else ""
        return ComposedLetter(
            f"{mark}{subject}",
            render_text("mail/digest", lang, **context).strip() + "\n",
            render_html("mail/digest", lang, **context),
            " ".join(part for part in (f"{mark}{subject}.", str(context["url"])) if part),
        )

    @cached_property
    def _names(self) -> dict[int, UnitOnDay]:
        """What the units of all these letters are called."""
        return names_on(self._session, self._people.routes.day, self._unit_keys)

    def _of(self, message: Loaded) -> "_OneDigest":
        assert message.digest_id is not None
        return self._digests[message.digest_id]


def replaced_words(replaced: ReplacedIssue | None, tr: Translate) -> str:
    """Which digest holds no longer, and why, in the words of whoever reopened it; '' for none."""
    if replaced is None:
        return ""
    day = formats.day(local_date(replaced.issued_at))
    return tr("digests.letter.replaces", day=day, reason=" ".join(replaced.reason.split()))


class _OneDigest:
    """One of them; papers are read when the first letter needs them."""

    def __init__(self, session: Session, key: int, people: Readers, units: set[int]) -> None:
        self._session, self._people, self._units = session, people, units
        self.digest = session.get_one(Digest, key)
        self.life: DigestLife = life_of(session, self.digest)

    @cached_property
    def read(self) -> set[tuple[int, int]]:
        """Who reads which part today: whoever is away has a deputy who does."""
        routes = self._people.routes
        meant = readers_of(self._session, self.digest, routes.day)
        readers = in_place_of(self._session, routes, self.digest, meant)
        return {(each.person_id, each.unit_key) for each in readers}

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days of its programme."""
        programme = self._session.get_one(Programme, self.digest.programme_id)
        return working_calendar(self._session, programme)

    @cached_property
    def reopened_at(self) -> datetime | None:
        """When its period was reopened last; None where it never was."""
        reopened = (s.at for s in self.life.steps if s.kind is DigestStepKind.REOPENED)
        return max(reopened, default=None)

    def subject(self, unit: str, tr: Translate) -> str:
        """What it is, and that it replaces another one. `unit`: of whom a part is; '' for all."""
        period = parse_period(self.digest.quarter)
        named = tr(period.name_key, **period.name_params)
        words = tr("digests.letter.unit" if unit else "digests.letter", period=named, unit=unit)
        return tr("digests.letter.anew", subject=words) if self.replaced else words

    @cached_property
    def replaced(self) -> ReplacedIssue | None:
        """What was issued of its period before, and holds no longer."""
        return replaced_issue(self.life)

    @cached_property
    def papers(self) -> dict[int, DigestPaper]:
        """The papers of these messages, written when it was issued last, by unit."""
        query = select(DigestPaper).where(
            col(DigestPaper.digest_id) == self.digest.key,
            func.coalesce(col(DigestPaper.unit_id), WHOLE).in_(sorted(self._units)),
        )
        papers = self._session.scalars(query.order_by(col(DigestPaper.id)))
        return {paper.unit_id or WHOLE: paper for paper in papers}
