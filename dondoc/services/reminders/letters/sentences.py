"""The sentences of a letter: what is wanted, until when, and why it was sent."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from dondoc.i18n import Language, Translate, translator
from dondoc.rendering import formats
from dondoc.rendering.formats import capital
from dondoc.services.reminders.letters.decided import DECISIONS
from dondoc.services.reminders.letters.entries import DATED, LetterEntry, LetterSection, firmest
from dondoc.services.reminders.letters.subject import (
    CHANGED,
    TELLING,
    UNDECIDED,
    number,
    only_changed,
)
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


def asked(
    entries: Sequence[LetterEntry],
    lang: Language,
    earlier: int,
    late: int = 0,
    decided: Mapping[str, int] = UNDECIDED,
) -> list[str]:
    """The first sentences: what is wanted, until when.

    `earlier`: how many letters the person had before; the wording changes with it. `late`,
    `decided`: as for `decision`.
    """
    tr = translator(lang)
    dated = [entry for entry in entries if entry.section in _DATED]
    sentences = [
        sentence for duty in _DUTIES for sentence in _of_duty(duty, dated, lang, earlier, late)
    ]
    kinds = Counter(kind for entry in entries for kind in {why.kind for why in entry.reasons})
    for kind in TELLING:
        if kind is NudgeKind.EXTENSION_DECIDED:
            sentences += [
                tr(f"remind.ask.{way}", n=decided[way]) for way in DECISIONS if way in decided
            ]
        elif kinds[kind] and (n := sum(_tells(kind, entry) for entry in entries)):
            sentences.append(tr(_ask_key(kind, entries), n=n))
    if changed := sum(map(only_changed, entries)):
        sentences.append(tr(f"remind.ask.{CHANGED}", n=changed))
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
        new = entry.section is LetterSection.NEWS and not only_changed(entry)
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
        number("what", section, counts[section], late, tr) for section in DATED if counts[section]
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
