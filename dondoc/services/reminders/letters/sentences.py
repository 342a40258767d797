"""The sentences of a letter: what is to be decided, until when, and why it was sent."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from dondoc.i18n import Language, Translate, translator
from dondoc.rendering import formats
from dondoc.rendering.formats import capital
from dondoc.services.reminders.letters.entries import DATED, LetterEntry, LetterSection, firmest
from models.nudge import NudgeKind
from models.rules.roles import Audience
from models.rules.urgency import Urgency

VARIANTS = 4
"""Wordings of each firmness, taken in turn: nobody reads the same sentence for months."""

_DATED = frozenset(DATED)
_PROMISED = frozenset({LetterSection.OVERDUE, LetterSection.TODAY})
_OWN = frozenset({Audience.LEAD, Audience.COORDINATING})
_PARTNER = "partner"
"""Whoever takes part and reports nothing: they give the lead what the report needs."""
_LEAD = "own"
_DUTIES = (_LEAD, _PARTNER, "committee", "superior")
"""What somebody is asked to do about work, the most responsible first."""
_NEARBY = frozenset({Audience.UNIT_HEAD, Audience.COMMITTEE_SECRETARY, Audience.COMMITTEE_HEAD})
_COMMITTEE = frozenset({Audience.COMMITTEE_SECRETARY, Audience.COMMITTEE_HEAD})
_TELLING = (
    NudgeKind.RETURNED,
    NudgeKind.REFUSED,
    NudgeKind.BY_HAND,
    NudgeKind.EXTENSION_ASKED,
    NudgeKind.EXTENSION_DECIDED,
    NudgeKind.DUE_CHANGED,
    NudgeKind.WITHDRAWN,
    NudgeKind.NOT_ACKNOWLEDGED,
    NudgeKind.ASSIGNED,
    NudgeKind.OPENED,
    NudgeKind.VERIFICATION_WAITING,
    NudgeKind.UNREACHABLE,
    NudgeKind.NO_COMMITTEE,
)
"""Everything but deadlines, in the order in which a letter speaks of it."""

_COUNTED_APART = frozenset({LetterSection.NEWS, LetterSection.RETURNED})
_CHANGED = "plan_changed"
_NEWS = (*(kind.value for kind in _TELLING), _CHANGED)


def decision(entries: Sequence[LetterEntry], lang: Language, late: int = 0) -> str:
    """What must be decided, in numbers, for the subject. `late`: how much is late in all."""
    tr = translator(lang)
    counts = Counter(letter_entry.section for letter_entry in entries)
    parts = [
        _number("subject", section, counts[section], late, tr)
        for section in LetterSection
        if section not in _COUNTED_APART and counts[section]
    ]
    if returned := sum(map(_sent_back, entries)):  # to be mended, however far its date is
        parts.insert(0, tr("remind.subject.returned", n=returned))
    urged = sum(
        entry.has(NudgeKind.BY_HAND) for entry in entries if entry.section is not LetterSection.NEWS
    )
    if urged:  # somebody wrote it in their own name: that comes first
        parts.insert(0, tr("remind.subject.by_hand", n=urged))
    if counts[LetterSection.NEWS]:
        news = Counter(_news(entry) for entry in entries if entry.section is LetterSection.NEWS)
        parts += [tr(f"remind.subject.{name}", n=news[name]) for name in _NEWS if news[name]]
    return capital(", ".join(parts))


def _sent_back(entry: LetterEntry) -> bool:
    """Whether a return is to be answered; what only tells of one is counted as news."""
    return entry.section is not LetterSection.NEWS and entry.has(NudgeKind.RETURNED)


def _number(place: str, section: LetterSection, named: int, late: int, tr: Translate) -> str:
    """So many of a section; of what is late also how much there is in all, if that is more."""
    if section is LetterSection.OVERDUE and late > named:
        return tr(f"remind.{place}.overdue_of", n=late, named=named)
    return tr(f"remind.{place}.{section.value}", n=named)


def _news(entry: LetterEntry) -> str:
    kind = next(kind for kind in _TELLING if entry.has(kind))
    return _CHANGED if kind is NudgeKind.ASSIGNED and _only_changed(entry) else kind.value


def _only_changed(entry: LetterEntry) -> bool:
    """Whether a plan changed it that had assigned it before: it is not new to everybody."""
    assigned = [reason for reason in entry.reasons if reason.kind is NudgeKind.ASSIGNED]
    return bool(assigned) and all(reason.of_changed_plan for reason in assigned)


def whom(entries: Sequence[LetterEntry], lang: Language) -> str:
    """The unit that a letter is about, or its committee, or how many units."""
    units = {letter_entry.item.unit for letter_entry in entries}
    if len(units) > 1:
        return translator(lang)("remind.whom.units", n=len(units))
    name = units.pop()
    if all(entry.audience in _COMMITTEE for entry in entries):
        # "Huyện Lập Thạch" within a name is "huyện Lập Thạch"; "UBND" stays as it is.
        if lang == "vi" and name[1:2].islower():
            name = name[:1].lower() + name[1:]
        return translator(lang)("remind.whom.committee", unit=name)
    return name


def asked(entries: Sequence[LetterEntry], lang: Language, earlier: int, late: int = 0) -> list[str]:
    """The first sentences: what is wanted, until when.

    `earlier`: how many letters the person had before; the wording changes with it. `late`: how
    much is late in all.
    """
    tr = translator(lang)
    dated = [entry for entry in entries if entry.section in _DATED]
    sentences = [
        sentence for duty in _DUTIES for sentence in _of_duty(duty, dated, lang, earlier, late)
    ]
    kinds = Counter(kind for entry in entries for kind in {why.kind for why in entry.reasons})
    for kind in _TELLING:
        if kinds[kind] and (n := sum(_tells(kind, entry) for entry in entries)):
            sentences.append(tr(_ask_key(kind, entries), n=n))
    if changed := sum(map(_only_changed, entries)):
        sentences.append(tr(f"remind.ask.{_CHANGED}", n=changed))
    return sentences


def _of_duty(
    duty: str, dated: Sequence[LetterEntry], lang: Language, earlier: int, late: int
) -> Iterator[str]:
    """What is wanted of somebody in one of their roles: nobody reports what another unit leads.

    How much is late in all is said where one role hears of everything that is late.
    """
    theirs = [entry for entry in dated if _duty(entry.audience) == duty]
    if not theirs:
        return
    tr = translator(lang)
    if _late_in(theirs) < _late_in(dated):
        late = 0
    urgent = [entry for entry in theirs if entry.section in _PROMISED]
    first = urgent or theirs
    firmness = firmest(letter_entry.firmness for letter_entry in first)
    variant = "" if duty == _PARTNER else f".{earlier % VARIANTS}"
    key = f"remind.ask.{duty}.{firmness.value}{variant}"
    yield capital(tr(key, what=_what(first, late, tr), until=_until(first, lang)))
    if later := [entry for entry in theirs if urgent and entry not in urgent]:
        # What is due next week is not asked for today with what is late.
        yield tr("remind.ask.later", what=_what(later, 0, tr), until=_until(later, lang))


def _late_in(entries: Sequence[LetterEntry]) -> int:
    return sum(entry.section is LetterSection.OVERDUE for entry in entries)


def _ask_key(kind: NudgeKind, entries: Sequence[LetterEntry]) -> str:
    """To the head of the unit one speaks of their officials."""
    if kind is NudgeKind.NOT_ACKNOWLEDGED:
        own = any(entry.has(kind) and entry.audience in _OWN for entry in entries)
        return f"remind.ask.not_acknowledged.{'own' if own else 'head'}"
    return f"remind.ask.{kind.value}"


def _tells(kind: NudgeKind, entry: LetterEntry) -> bool:
    """An item that is due is counted as that, as in the subject, however new it is."""
    if not entry.has(kind):
        return False
    if kind is NudgeKind.ASSIGNED:
        new = entry.section is LetterSection.NEWS and not _only_changed(entry)
        return new and not entry.has(NudgeKind.NOT_ACKNOWLEDGED)
    if kind is NudgeKind.OPENED:
        return entry.section is LetterSection.NEWS and not entry.has(NudgeKind.ASSIGNED)
    return kind is not NudgeKind.NOT_ACKNOWLEDGED or entry.section is not LetterSection.OVERDUE


def _duty(audience: Audience) -> str:
    if audience is Audience.LEAD:
        return _LEAD
    if audience in _OWN:
        return _PARTNER
    return "committee" if audience in _NEARBY else "superior"


def _what(entries: Sequence[LetterEntry], late: int, tr: Translate) -> str:
    counts = Counter(entry.section for entry in entries)
    parts = [
        _number("what", section, counts[section], late, tr) for section in DATED if counts[section]
    ]
    return tr("remind.and").join((", ".join(parts[:-1]), parts[-1])) if parts[1:] else parts[0]


def _until(entries: Sequence[LetterEntry], lang: Language) -> str:
    """The last day that counts: today for what is late, else their date, or each its own."""
    tr = translator(lang)
    if any(entry.section in _PROMISED for entry in entries):
        return tr("remind.until.today")
    days = {letter_entry.applies_on for letter_entry in entries}
    key = "remind.until.each" if len(days) > 1 else "remind.until.day"
    return tr(key, day=formats.weekday(min(days), lang))


def title(entry: LetterEntry, years: Mapping[int, str] | None = None) -> str:
    """An item by name. `years`: the programmes' years, where a letter is about several."""
    assignment = entry.item
    name = (
        f"{assignment.title} – {part}"
        if (part := assignment.step or assignment.product)
        else assignment.title
    )
    return f"{name} ({years[entry.state.programme_id]})" if years else name


def copied(entries: Sequence[LetterEntry], lang: Language, most: int = 5) -> str:
    """Who else hears of these items, or ''."""
    people = {holder.person_id: holder for entry in entries for holder in entry.copied}
    if not people:
        return ""
    tr = translator(lang)
    named = [f"{person.full_name} ({person.title})" for person in list(people.values())[:most]]
    if len(people) > most:
        named.append(tr("remind.copied.more", n=len(people) - most))
    return tr("remind.copied", people="; ".join(named))


def coming(entries: Sequence[LetterEntry], own_pace: bool, lang: Language) -> str:
    """When the next letter comes if nothing changes, or ''.

    `own_pace`: the early steps may not reach this reader on their day, so only those after the
    due date are promised.
    """
    days = [
        entry.next_on
        for entry in entries
        if entry.next_on is not None and (entry.section in _PROMISED or not own_pace)
    ]
    if not days:
        return ""
    return translator(lang)("remind.next", day=formats.weekday(min(days), lang))


def settings(urgent: Urgency, lang: Language) -> str:
    """What may be switched off."""
    return translator(lang)(f"remind.set.{urgent.value}")
