"""What is new about an item: returned and why, another date, urged by whom, refused and why."""

from collections.abc import Sequence

from dondoc.i18n import Language, Translate, translator
from dondoc.rendering import formats
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


def notes(entry: LetterEntry, contents: Contents, lang: Language) -> Sequence[str]:
    """One line for each reason that needs one."""
    reasons = entry.reasons
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
            own = reason.audience in (Audience.LEAD, Audience.COORDINATING)
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
    reason = cause.reason or _UNSAID
    match kind:
        case NudgeKind.RETURNED:
            return tr("remind.note.returned", reason=reason)
        case NudgeKind.REFUSED:
            why = stored_refusal(cause.refusal, tr) if cause.refusal else _UNSAID
            return tr("remind.note.refused", reason=why)
        case NudgeKind.EXTENSION_ASKED:
            return tr("remind.note.extension_asked", person=cause.actor, **_dates(cause, entry))
        case NudgeKind.EXTENSION_DECIDED:
            return _decided(cause, entry, tr)
    return _changed(kind, cause, entry, tr)


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
        return tr("remind.note.extension_refused", due=due, **_dates(cause, entry))
    return tr("remind.note.extension_granted", **_dates(cause, entry))


def _dates(cause: Cause, entry: LetterEntry) -> dict[str, str]:
    """Which due date became which, and why."""
    due_on = entry.state.due_on
    return {
        "old": formats.day(cause.old_due_on or due_on),
        "new": formats.day(cause.new_due_on or due_on),
        "reason": cause.reason or _UNSAID,
    }
