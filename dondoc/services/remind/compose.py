"""Letters written out: subject, plain text and HTML."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.i18n import Language, Translate, language, translator
from dondoc.rendering import formats
from dondoc.rendering.environment import inline_styles, render_html, render_text
from dondoc.services.people import open_directory
from dondoc.services.programmes import ladder_of
from dondoc.services.remind import words
from dondoc.services.remind.contents import Contents, Item, load_contents, submission_of
from dondoc.services.remind.entries import Bench, Entry, Section, entries_of, is_superior
from dondoc.services.remind.office import Office
from dondoc.services.remind.reasons import Reason, as_reason
from dondoc.services.remind.states import State, frame_of, load_states
from dondoc.services.remind.steps import Ladders
from dondoc.services.words import kept_refusal
from models.message import Message, MessageLine
from models.nudge import Nudge, NudgeKind
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.roles import Audience

MOST_SHOWN = 60
"""A letter names so many items; the rest is counted, and stands in the register."""

_COUNTED = (Section.OVERDUE, Section.TODAY, Section.WEEK, Section.SOON)


@dataclass(frozen=True)
class Draft:
    """Whom to write to, in which language, about what; `message_id` is None in a preview."""

    person_id: int
    language: str
    reasons: tuple[Reason, ...]
    message_id: int | None = None


@dataclass(frozen=True)
class Composed:
    """A finished letter."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Composer:
    """Writes the letters of one run; made by `composer_for` with everything read already."""

    bench: Bench
    office: Office

    def compose(self, draft: Draft) -> Composed:
        """One letter."""
        lang = language(draft.language)
        entries = entries_of(draft.reasons, draft.person_id, self.bench)
        subject = render_text(
            "mail/reminder_subject",
            lang,
            office=self.office,
            decision=words.decision(entries, lang),
            whom=words.whom(entries, lang),
        ).strip()
        context = self._context(draft, entries, lang) | {"subject": subject}
        html = inline_styles(render_html("mail/reminder", lang, **context))
        text = render_text("mail/reminder", lang, **context)
        return Composed(subject, text.strip() + "\n", html)

    def _context(
        self, draft: Draft, entries: tuple[Entry, ...], lang: Language
    ) -> dict[str, object]:
        contents = self.bench.contents
        shown = entries[:MOST_SHOWN]
        sections = [
            (section, [self._shown(one, lang) for one in shown if one.section is section])
            for section in Section
        ]
        for_secretariat = any(one.audience is Audience.SECRETARIAT for one in entries)
        return {
            "office": self.office,
            "reader": contents.people[draft.person_id].full_name,
            "asked": words.asked(entries, lang, self._earlier(draft)),
            "sections": [(section, found) for section, found in sections if found],
            "units": _by_unit(entries) if any(is_superior(one.audience) for one in entries) else [],
            "more": len(entries) - len(shown),
            "why": words.why(entries, lang),
            "copied": words.copied(entries, lang),
            "coming": words.coming(entries, lang),
            "example_ref": entries[0].state.ref,
            "reports": any(not is_superior(one.audience) for one in entries),
            "seal": contents.seal if for_secretariat else None,
            "contact": self.office.reply_to or "",
        }

    def _earlier(self, draft: Draft) -> int:
        """How many letters the reader had before this one."""
        sent = self.bench.contents.sent.get(draft.person_id, 0)
        return sent if draft.message_id is None else max(sent - 1, 0)

    def _shown(self, entry: Entry, lang: Language) -> dict[str, object]:
        tr, item = translator(lang), entry.item
        return {
            "ref": entry.state.ref,
            "title": item.title,
            "step": item.step or item.product,
            "unit": item.unit,
            "due": words.due_words(entry, lang),
            "section": entry.section,
            "expected": _expected(item, tr, lang),
            "last": _last(item, tr, lang),
            "notes": _notes(entry, self.bench.contents, tr),
            "url": self.office.item_url(entry.state.ref),
        }


def composer_for(
    session: Session,
    programme: Programme,
    drafts: Sequence[Draft],
    now: datetime,
    office: Office,
    states: dict[int, State] | None = None,
) -> Composer:
    """Reads what these letters need, in a number of queries that does not grow with them."""
    today, frame = local_date(now), frame_of(session, programme)
    reasons = [one for draft in drafts for one in draft.reasons]
    if states is None:
        states = load_states(session, frame, [one.checkpoint_id for one in reasons])
    directory = open_directory(session, programme, today)
    directory.take_in(session, {one.assignment_id for one in states.values()})
    bench = Bench(
        states=states,
        contents=load_contents(session, reasons, [one.person_id for one in drafts], today),
        directory=directory,
        ladders=Ladders(ladder_of(session, programme), today, frame.calendar),
    )
    return Composer(bench, office)


def compose(
    session: Session, programme: Programme, message: Message, now: datetime, office: Office
) -> Composed:
    """Writes one message out as it would be at that moment; nothing is kept.

    For many messages make one Composer.
    """
    query = (
        select(Nudge)
        .join(MessageLine, col(MessageLine.nudge_id) == col(Nudge.id))
        .where(col(MessageLine.message_id) == message.id, col(MessageLine.dropped) == "")
        .order_by(col(Nudge.id))
    )
    reasons = tuple(as_reason(nudge) for nudge in session.scalars(query))
    draft = Draft(message.person_id, message.language, reasons, message.id)
    return composer_for(session, programme, [draft], now, office).compose(draft)


def _by_unit(entries: Sequence[Entry]) -> list[tuple[str, list[int]]]:
    """How many items each unit has in each dated section, the most overdue first."""
    counts: dict[str, Counter[Section]] = {}
    for one in entries:
        if one.section in _COUNTED:
            counts.setdefault(one.item.unit, Counter())[one.section] += 1
    rows = [
        (unit, [found[Section.OVERDUE], found[Section.TODAY],
                found[Section.WEEK] + found[Section.SOON]])
        for unit, found in counts.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: ([-n for n in row[1]], row[0]))


def _expected(item: Item, tr: Translate, lang: Language) -> str:
    if item.expected is None:
        return tr("remind.product") if item.product or item.step else formats.NOTHING
    return f"{formats.number(item.expected, lang)} {item.unit_of_measure}".strip()


def _last(item: Item, tr: Translate, lang: Language) -> str:
    last = item.last
    if last is None:
        return tr("remind.last.none")
    if last.delivered is not None:
        said = tr("remind.last.delivered" if last.delivered else "remind.last.not_delivered")
    else:
        said = formats.quantity(last.value, item.unit_of_measure, lang)
    basis = tr(last.standing)
    return tr(
        "remind.last.said", said=said, basis=basis, day=formats.day(local_date(last.recorded_at))
    )


def _notes(entry: Entry, contents: Contents, tr: Translate) -> list[str]:
    """What is new about an item: returned and why, another date, refused and why."""
    notes = []
    for reason in entry.reasons:
        act = contents.acts.get(submission_of(reason) or 0)
        match reason.kind:
            case NudgeKind.ASSIGNED if entry.section is Section.OVERDUE:
                continue  # late is late: that it is new says nothing
            case NudgeKind.ASSIGNED | NudgeKind.OPENED | NudgeKind.BY_HAND:
                notes.append(tr(f"remind.note.{reason.kind.value}"))
            case NudgeKind.RETURNED | NudgeKind.DUE_CHANGED:
                why = act.reason if act else ""
                notes.append(tr(f"remind.note.{reason.kind.value}", reason=why or "–"))
            case NudgeKind.REFUSED:
                notes.append(
                    tr("remind.note.refused", reason=kept_refusal(act.refusal, tr))
                    if act and act.refusal
                    else tr("remind.note.refused", reason="–")
                )
            case NudgeKind.UNREACHABLE:
                person = contents.people.get(reason.unreachable_person)
                name = person.full_name if person else "?"
                why = reason.cause.partition(":")[0]
                notes.append(tr(f"remind.note.unreachable.{why}", person=name))
    return list(dict.fromkeys(notes))
