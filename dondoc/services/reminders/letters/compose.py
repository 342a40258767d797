"""Letters written out: subject, plain text, HTML, and the short form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from sqlmodel import Session

from dondoc.i18n import Language, language, translator
from dondoc.rendering import formats
from dondoc.rendering.environment import render_html, render_text
from dondoc.services.reach.unsubscribe import Links
from dondoc.services.reminders.letters import sentences
from dondoc.services.reminders.letters import subject as subject_of
from dondoc.services.reminders.letters.buttons import ItemLinks
from dondoc.services.reminders.letters.context import LettersContext
from dondoc.services.reminders.letters.decided import decided
from dondoc.services.reminders.letters.entries import LetterEntry, entries_of
from dondoc.services.reminders.letters.item_rows import Page, parts, place_of
from dondoc.services.reminders.letters.late_in_all import Late
from dondoc.services.reminders.letters.letter import ComposedLetter, LetterDraft
from dondoc.services.reminders.letters.mail_headers import (
    most_urgent,
    references,
    unsubscribe_headers,
)
from dondoc.services.reminders.letters.news import said_of_several, urging_sentences
from dondoc.services.reminders.letters.programme_context import PortionContext
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.services.reminders.letters.short import short
from dondoc.services.reminders.letters.unit_summary import MAX_LISTED, Summary, summed_up
from dondoc.services.reminders.letters.why_it_comes import why
from dondoc.services.reminders.letters.years import programmes, years_of
from dondoc.services.reports.links import LINK_DAYS
from dondoc.services.work.checkpoint_states import CheckpointState
from models.rules.checkpoints import local_date
from models.rules.roles import Audience
from models.rules.urgency import Urgency

MAX_SHOWN = 60
"""A letter names so many items; the rest is counted, and stands in the register."""


@dataclass
class Composer:
    """Writes letters; made by `composer_for` with everything read already.

    One may serve a whole run: calendars, ladders and directories are kept from one portion of
    letters to the next (`take`).
    """

    office: LettersSender
    now: datetime
    portion: PortionContext
    programme_contexts: LettersContext
    links: Links
    late: Late = field(default_factory=Late)

    def take(
        self,
        session: Session,
        drafts: Sequence[LetterDraft],
        states: Mapping[int, CheckpointState] | None = None,
    ) -> None:
        """Reads what the next letters need, in a number of queries that does not grow with them.

        The letters before are written then: what was read for them is let go.
        """
        reasons = [reason for letter_draft in drafts for reason in letter_draft.reasons]
        readers = frozenset(draft.person_id for draft in drafts)
        absent = frozenset(key for letter in drafts for key in letter.instead.values())
        self.portion = self.programme_contexts.portion_context(
            session, reasons, (readers, absent), states
        )
        self.late.count(session, self.portion, sorted(readers), reasons)

    def compose(self, draft: LetterDraft) -> ComposedLetter:
        """One letter. Raises ValueError for a draft without reasons: nothing to say, no letter."""
        if not draft.reasons:
            raise ValueError(draft)
        lang = language(draft.language)
        entries = entries_of(draft.reasons, draft.person_id, self.portion, draft.instead)
        late = self.late.of(entries, draft.person_id)
        answers = decided(entries, self.portion.contents.causes)
        decision = subject_of.decision(entries, lang, late, answers)
        details = {
            "office": self.office,
            "decision": decision,
            "whom": subject_of.whom(entries, lang),
        }
        subject = render_text("mail/reminder_subject", lang, **details).strip()
        urgent = most_urgent(draft.reasons)
        stop_url = self._stop_url(draft, urgent)
        request, *further = sentences.asked(entries, lang, self._earlier(draft), late, answers)
        context = self._context(draft, entries, urgent, lang)
        further += urging_sentences(said_of_several(entries, self.portion.contents), lang)
        context |= {"asked": request, "further": " ".join(further)}
        context |= {"subject": subject, "stop_url": stop_url}
        return ComposedLetter(
            subject,
            render_text("mail/reminder", lang, **context).strip() + "\n",
            render_html("mail/reminder", lang, **context),
            short(subject, entries, self.portion.contents, self._item_links, lang),
            references(entries, self.office),
            unsubscribe_headers(stop_url),
        )

    def _context(
        self, draft: LetterDraft, entries: tuple[LetterEntry, ...], urgent: Urgency, lang: Language
    ) -> dict[str, object]:
        contents, tr = self.portion.contents, translator(lang)
        summary, listed = self._divide(entries, lang)
        shown = listed[:MAX_SHOWN]
        left = len(listed) - len(shown)
        seal = contents.seal if _for_secretariat(entries) else None
        return {
            "office": self.office,
            "dear": tr("remind.dear", name=contents.people[draft.person_id].full_name),
            "programmes": programmes(entries, self.portion.programme_contexts, lang),
            "units": summary.units,
            "total": summary.total,
            "more_units": summary.more,
            "parts": parts(shown, listed, self._page(entries, lang)),
            "more": tr("remind.more", n=left) if left else "",
            "how": self._how(entries, lang),
            "foot": self._foot(draft, entries, urgent, lang),
            "settings_url": f"{self.office.web}/settings" if self.office.web else "",
            "seal": tr("remind.seal", day=formats.day(seal.day)) if seal else "",
            "digest": seal.digest if seal else "",
        }

    def _divide(
        self, entries: Sequence[LetterEntry], lang: Language
    ) -> tuple[Summary, Sequence[LetterEntry]]:
        """The summary of the units, and the items that are written out.

        A superior of one unit alone reads up to MAX_LISTED items in full.
        """
        summed = [letter_entry for letter_entry in entries if letter_entry.summed]
        if len(summed) <= MAX_LISTED and len({entry.item.unit for entry in summed}) <= 1:
            return Summary(), entries
        years = years_of(entries, self.portion.programme_contexts, lang)
        listed = [entry for entry in entries if not entry.summed]
        return summed_up(summed, self.portion, (self._item_links, years), lang), listed

    def _page(self, entries: Sequence[LetterEntry], lang: Language) -> Page:
        several = len(entries) > 1 and len({entry.item.unit for entry in entries}) > 1
        years = years_of(entries, self.portion.programme_contexts, lang)
        quoted = said_of_several(entries, self.portion.contents)
        contents = self.portion.contents
        in_places = len({place_of(entry, contents) for entry in entries}) > 1
        return Page(contents, self._item_links, lang, several, years, quoted, in_places)

    @cached_property
    def _item_links(self) -> ItemLinks:
        return ItemLinks(self.office, self.programme_contexts.made, self.programme_contexts.day)

    def _how(self, entries: Sequence[LetterEntry], lang: Language) -> str:
        """How to report, for those who do.

        A code is written only where no page knows what is reported on.
        """
        own = [entry for entry in entries if entry.audience is Audience.LEAD and not entry.author]
        if any(self._item_links.of(entry).reports for entry in own):
            until = formats.day(self.programme_contexts.day + timedelta(days=LINK_DAYS))
            return translator(lang)("remind.how.link", until=until)
        waits = [entry for entry in own if entry.state.unreported]
        nowhere = self.office.web or not waits
        return "" if nowhere else translator(lang)("remind.how", ref=waits[0].state.ref)

    def _foot(
        self, draft: LetterDraft, entries: Sequence[LetterEntry], urgent: Urgency, lang: Language
    ) -> list[str]:
        """Why, who else, when again, and how to set it; what there is of it."""
        tr, people = translator(lang), self.portion.contents.people
        reader = people[draft.person_id]
        contact = self.office.reply_to
        sentences_of_foot = [
            *why(entries, people, lang),
            sentences.copied(entries, lang),
            sentences.coming(entries, reader.own_pace, lang),
            sentences.settings(urgent, lang),
            tr("remind.contact", address=contact) if contact else tr("remind.contact_office"),
        ]
        return [sentence for sentence in sentences_of_foot if sentence]

    def _stop_url(self, draft: LetterDraft, urgent: Urgency) -> str:
        """Where the reader switches such letters off, '' where they are mandatory.

        What somebody reads in another's place is not theirs to switch off.
        """
        may_stop = urgent is Urgency.OPTIONAL and not draft.instead
        return self.links.stop(draft.person_id) if may_stop else ""

    def _earlier(self, draft: LetterDraft) -> int:
        """How many letters the reader had before this one."""
        sent = self.portion.contents.sent.get(draft.person_id, 0)
        return sent if draft.message_id is None else max(sent - 1, 0)


def composer_for(
    session: Session,
    drafts: Sequence[LetterDraft],
    now: datetime,
    office: LettersSender,
    states: Mapping[int, CheckpointState] | None = None,
    context: LettersContext | None = None,
) -> Composer:
    """Reads what these letters need, in a number of queries that does not grow with them.

    `states`: the checkpoints, where the caller has read them (more of them do no harm);
    `context`: the programmes of that day, where the caller has asked for them.
    """
    context = context or LettersContext(local_date(now))
    composer = Composer(office, now, context.empty(), context, Links(office.stop_url))
    composer.take(session, drafts, states)
    return composer


def _for_secretariat(entries: Sequence[LetterEntry]) -> bool:
    return any(entry.audience is Audience.SECRETARIAT for entry in entries)
