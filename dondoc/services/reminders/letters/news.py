"""What is new about an item: returned and why, another date, urged by whom, refused and why."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence

from dondoc.i18n import Language, Translate, translator
from dondoc.rendering import formats
from dondoc.rendering.deductions import deduction_in_words
from dondoc.services.acts.refusals import stored_refusal
from dondoc.services.reminders.letters.contents import Contents
from dondoc.services.reminders.letters.entries import LetterEntry, LetterSection
from dondoc.services.reminders.letters.plan_changes_text import changes_text
from dondoc.services.reminders.nudges.reasons import Reason
from dondoc.services.reminders.register.causes import Cause, cause_key
from models.nudge import NudgeKind
from models.rules.checkpoints import Act
from models.rules.roles import Audience

_UNSAID = "–"
_PLAIN = frozenset({NudgeKind.ASSIGNED, NudgeKind.OPENED})


Urging = tuple[str, str]
"""Who urges by hand, and their words."""


def said_of_several(entries: Sequence[LetterEntry], contents: Contents) -> dict[Urging, int]:
    """What somebody says of several items in the same words, and of how many."""
    texts = contents.urging_texts
    counts = Counter(
        urging
        for entry in entries
        for urging in {
            texts[reason.nudge_id]
            for reason in entry.reasons
            if reason.kind is NudgeKind.BY_HAND and reason.nudge_id in texts
        }
    )
    return {urging: n for urging, n in counts.items() if n > 1 and urging[0]}


def urging_sentences(quoted: Mapping[Urging, int], lang: Language) -> list[str]:
    """What `said_of_several` found, in words, for the beginning of a letter."""
    tr = translator(lang)
    return [
        tr("remind.ask.by_hand.words", person=person, words=words, n=n)
        if words
        else tr("remind.ask.by_hand.person", person=person, n=n)
        for (person, words), n in quoted.items()
    ]


def notes(
    entry: LetterEntry, contents: Contents, lang: Language, quoted: Container[Urging] = ()
) -> Sequence[str]:
    """One line for each reason that needs one. `quoted`: what the beginning says already."""
    reasons = [
        reason
        for reason in entry.reasons
        if reason.kind is not NudgeKind.BY_HAND
        or contents.urging_texts.get(reason.nudge_id or 0) not in quoted
    ]
    if len(reasons) == 1 and reasons[0].kind is NudgeKind.DEADLINE:
        return ()
    tr = translator(lang)
    sentences = (
        _plan_changed(reason, entry, contents, lang)
        if reason.of_changed_plan
        else _note(reason, entry, contents, tr)
        for reason in reasons
    )
    return tuple(dict.fromkeys(text for text in sentences if text))


def _note(reason: Reason, entry: LetterEntry, contents: Contents, tr: Translate) -> str:
    kind = reason.kind
    if kind in _PLAIN:
        # Late is late: that it is new says nothing.
        return "" if entry.section is LetterSection.OVERDUE else tr(f"remind.note.{kind.value}")
    match kind:
        case NudgeKind.NOT_ACKNOWLEDGED:
            # Whoever reads it for somebody who is away did not leave it lying.
            own = entry.instead is None and reason.audience in (
                Audience.LEAD,
                Audience.COORDINATING,
            )
            return tr(f"remind.note.not_acknowledged.{'own' if own else 'head'}")
        case NudgeKind.BY_HAND:
            return _by_hand(reason, contents, tr)
        case NudgeKind.UNREACHABLE:
            person = contents.people.get(reason.unreachable_person)
            why = reason.cause.partition(":")[0]
            return tr(f"remind.note.unreachable.{why}", person=person.full_name if person else "?")
    cause = contents.causes.get(cause_key(reason))
    return _caused(kind, cause, entry, tr) if cause is not None else ""


def _by_hand(reason: Reason, contents: Contents, tr: Translate) -> str:
    person, text = contents.urging_texts.get(reason.nudge_id or 0, ("", ""))
    if not person:
        return tr("remind.note.by_hand")
    if not text:
        return tr("remind.note.by_hand.person", person=person)
    return tr("remind.note.by_hand.words", person=person, words=text)


def _caused(kind: NudgeKind, cause: Cause, entry: LetterEntry, tr: Translate) -> str:
    match kind:
        case NudgeKind.RETURNED:
            return _returned(cause, entry, tr)
        case NudgeKind.REFUSED:
            why = stored_refusal(cause.refusal, tr) if cause.refusal else _UNSAID
            return tr("remind.note.refused", reason=why)
        case NudgeKind.EXTENSION_ASKED:
            return tr("remind.note.extension_asked", person=cause.actor, **_dates(cause, entry))
        case NudgeKind.EXTENSION_DECIDED:
            return _decided(cause, entry, tr)
        case NudgeKind.CAUSE_ASKED | NudgeKind.CAUSE_DECIDED:
            return _of_objective_cause(cause, tr)
    return _changed(kind, cause, entry, tr)


def _of_objective_cause(cause: Cause, tr: Translate) -> str:
    """What was asked of an objective cause, or how it was decided, by whom and why."""
    about, act = deduction_in_words(cause.deduction, tr), cause.act.value if cause.act else ""
    text = tr(f"remind.note.{act}", person=cause.actor or _UNSAID, about=about)
    if not (reason := cause.reason.rstrip(" .;,")):
        return text
    return f"{text} {tr('remind.note.cause_reason', reason=reason)}"


def _returned(cause: Cause, entry: LetterEntry, tr: Translate) -> str:
    """Why it came back, and until when it is to be mended where the return set another date."""
    if cause.old_due_on is None or cause.new_due_on in (None, cause.old_due_on):
        return tr("remind.note.returned", reason=cause.reason or _UNSAID)
    return tr("remind.note.returned.date", **_dates(cause, entry))


def _changed(kind: NudgeKind, cause: Cause, entry: LetterEntry, tr: Translate) -> str:
    """What an act, or a plan that was loaded anew, made of an item."""
    match kind:
        case NudgeKind.DUE_CHANGED:
            return _moved(cause, entry, tr)
        case NudgeKind.WITHDRAWN if cause.act is None:
            return tr("remind.note.withdrawn.plan", plan=_plan(cause, tr))
        case NudgeKind.WITHDRAWN:
            reason = cause.reason or _UNSAID
            return tr("remind.note.withdrawn", person=cause.actor or _UNSAID, reason=reason)
    return ""


def _plan_changed(reason: Reason, entry: LetterEntry, contents: Contents, lang: Language) -> str:
    cause, tr = contents.causes.get(cause_key(reason)), translator(lang)
    if cause is None or cause.changes is None:
        return ""
    what = changes_text(cause.changes, entry.item.unit_of_measure, lang)
    return tr("remind.note.plan_changed", plan=_plan(cause, tr), what=what)


def _moved(cause: Cause, entry: LetterEntry, tr: Translate) -> str:
    dates = _dates(cause, entry)
    if cause.act is None:
        return tr("remind.note.due_changed.plan", plan=_plan(cause, tr), **dates)
    key = "remind.note.due_changed" if cause.old_due_on else "remind.note.due_changed.to"
    return tr(key, **dates)


def _plan(cause: Cause, tr: Translate) -> str:
    """Which plan it was: when it was loaded, by what it was decided, by whom it was loaded."""
    text = tr("remind.plan", day=formats.day(cause.planned_on))
    if cause.paper:
        text = tr("remind.plan.paper", plan=text, paper=cause.paper)
    return tr("remind.plan.person", plan=text, person=cause.actor) if cause.actor else text


def _decided(cause: Cause, entry: LetterEntry, tr: Translate) -> str:
    if cause.act is Act.REFUSE_EXTENSION:
        due = formats.day(entry.state.due_on)
        text = tr("remind.note.extension_refused", due=due, **_dates(cause, entry))
        if cause.report_until is None:
            return text
        until = tr("remind.note.extension_refused.until", day=formats.day(cause.report_until))
        return f"{text} {until}"
    return tr("remind.note.extension_granted", **_dates(cause, entry))


def _dates(cause: Cause, entry: LetterEntry) -> dict[str, str]:
    """Which due date became which, and why; the sentence that names the reason ends it."""
    due_on = entry.state.due_on
    return {
        "old": formats.day(cause.old_due_on or due_on),
        "new": formats.day(cause.new_due_on or due_on),
        "reason": cause.reason.rstrip(" .;,") or _UNSAID,
    }
