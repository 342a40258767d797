"""The sentences of a letter: what is to be decided, until when, and why it was sent."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from dondoc.i18n import Language, Translate, translator
from dondoc.rendering import formats
from dondoc.services.remind.entries import Entry, Section, is_superior
from models.nudge import NudgeKind
from models.rules.ladder import Firmness
from models.rules.roles import Audience

_VARIANTS = {"own": 3, "committee": 2, "superior": 2}
_DATED = (Section.OVERDUE, Section.TODAY, Section.WEEK, Section.SOON)
_COMMITTEE = (Audience.COMMITTEE_SECRETARY, Audience.COMMITTEE_HEAD)
_TELLING = (NudgeKind.RETURNED, NudgeKind.ASSIGNED, NudgeKind.DUE_CHANGED, NudgeKind.REFUSED)


def decision(entries: Sequence[Entry], lang: Language) -> str:
    """What must be decided, in numbers, for the subject."""
    tr = translator(lang)
    counts = Counter(one.section for one in entries)
    parts = [
        tr(f"remind.subject.{section.value}", n=counts[section])
        for section in Section
        if section is not Section.NEWS and counts[section]
    ]
    news = Counter(_news(one) for one in entries if one.section is Section.NEWS)
    parts += [tr(f"remind.subject.{kind.value}", n=n) for kind, n in sorted(news.items())]
    return _capital(", ".join(parts))


def _news(entry: Entry) -> NudgeKind:
    return next((kind for kind in _TELLING if entry.has(kind)), NudgeKind.OPENED)


def whom(entries: Sequence[Entry], lang: Language) -> str:
    """The unit that a letter is about, or its committee, or how many units."""
    tr = translator(lang)
    units = sorted({one.item.unit for one in entries})
    if len(units) > 1:
        return tr("remind.whom.units", n=len(units))
    if all(one.audience in _COMMITTEE for one in entries):
        name = units[0]
        # "Huyện Lập Thạch" within a name is "huyện Lập Thạch"; "UBND" stays as it is.
        if lang == "vi" and name[1:2].islower():
            name = name[:1].lower() + name[1:]
        return tr("remind.whom.committee", unit=name)
    return units[0]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def asked(entries: Sequence[Entry], lang: Language, earlier: int) -> str:
    """The first line: what is wanted, until when.

    `earlier`: how many letters the person had before; the wording changes with it.
    """
    tr = translator(lang)
    sentences = []
    dated = [one for one in entries if one.section in _DATED]
    if dated:
        firmness = max((one.firmness for one in dated), key=list(Firmness).index)
        duty = _duty(dated)
        variant = earlier % _VARIANTS[duty]
        sentences.append(
            tr(
                f"remind.ask.{duty}.{firmness.value}.{variant}",
                what=_what(dated, tr),
                until=_until(dated, lang),
            )
        )
    for kind in (*_TELLING, NudgeKind.VERIFICATION_WAITING, NudgeKind.UNREACHABLE):
        found = sum(one.has(kind) and _tells(kind, one) for one in entries)
        if found:
            sentences.append(tr(f"remind.ask.{kind.value}", n=found))
    return " ".join(sentences)


def _tells(kind: NudgeKind, entry: Entry) -> bool:
    """An item that is due is counted as that, as in the subject, however new it is."""
    return kind is not NudgeKind.ASSIGNED or entry.section is Section.NEWS


def _duty(entries: Sequence[Entry]) -> str:
    audiences = {one.audience for one in entries}
    if any(not is_superior(one) for one in audiences):
        return "own"
    return "committee" if audiences & set(_COMMITTEE) else "superior"


def _what(entries: Sequence[Entry], tr: Translate) -> str:
    counts = Counter(one.section for one in entries)
    parts = [tr(f"remind.what.{one.value}", n=counts[one]) for one in _DATED if counts[one]]
    return tr("remind.and").join((", ".join(parts[:-1]), parts[-1])) if parts[1:] else parts[0]


def _until(entries: Sequence[Entry], lang: Language) -> str:
    """The last day that counts: today for what is late, else the nearest date."""
    tr = translator(lang)
    if any(one.section in (Section.OVERDUE, Section.TODAY) for one in entries):
        return tr("remind.until.today")
    nearest = min(one.applies_on for one in entries)
    return tr("remind.until.day", day=formats.weekday(nearest, lang))


def due_words(entry: Entry, lang: Language) -> str:
    """còn 3 ngày làm việc (thứ Sáu 25/3); a due date on a day off says which day applies."""
    tr = translator(lang)
    delay, day = formats.delay(entry.days_left, lang), formats.weekday(entry.applies_on, lang)
    if entry.applies_on == entry.state.due_on:
        return tr("remind.due.plain", delay=delay, day=day)
    due = formats.weekday(entry.state.due_on, lang)
    return tr("remind.due.day_off", delay=delay, day=day, due=due)


def why(entries: Sequence[Entry], lang: Language) -> tuple[str, ...]:
    """In which roles the reader gets this, and for how many items each."""
    tr = translator(lang)
    roles = Counter((one.audience, one.stand_in) for one in entries)
    lines = []
    for (audience, stand_in), n in roles.items():
        role = tr(f"audience.{audience.value}")
        if stand_in is None:
            lines.append(tr("remind.why.role", n=n, role=role))
        else:
            own = tr(f"audience.{stand_in.value}")
            lines.append(tr("remind.why.stand_in", n=n, role=role, own=own))
    return tuple(lines)


def copied(entries: Sequence[Entry], lang: Language, most: int = 5) -> str:
    """Who else hears of these items, or ''."""
    tr = translator(lang)
    people = {holder.person_id: holder for one in entries for holder in one.copied}
    if not people:
        return ""
    named = [f"{one.full_name} ({one.title})" for one in list(people.values())[:most]]
    if len(people) > most:
        named.append(tr("remind.copied.more", n=len(people) - most))
    return tr("remind.copied", people="; ".join(named))


def coming(entries: Sequence[Entry], lang: Language) -> str:
    """When the next letter comes if nothing changes, or ''."""
    days: list[date] = [one.next_on for one in entries if one.next_on is not None]
    if not days:
        return ""
    return translator(lang)("remind.next", day=formats.weekday(min(days), lang))
