"""The subject of a letter: what must be decided, in numbers, and about whom."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dondoc.i18n import Language, Translate, translator
from dondoc.rendering.formats import capital
from dondoc.services.reminders.letters.decided import DECISIONS
from dondoc.services.reminders.letters.entries import LetterEntry, LetterSection
from models.nudge import NudgeKind
from models.rules.roles import Audience

_COMMITTEE = frozenset({Audience.COMMITTEE_SECRETARY, Audience.COMMITTEE_HEAD})
TELLING = (
    NudgeKind.RETURNED,
    NudgeKind.REFUSED,
    NudgeKind.BY_HAND,
    NudgeKind.EXTENSION_ASKED,
    NudgeKind.EXTENSION_DECIDED,  # counted by the way it was decided
    NudgeKind.CAUSE_ASKED,
    NudgeKind.CAUSE_DECIDED,
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
CHANGED = "plan_changed"
_NEWS = (
    *(kind.value for kind in TELLING if kind is not NudgeKind.EXTENSION_DECIDED),
    CHANGED,
)


UNDECIDED: Mapping[str, int] = {}


def decision(
    entries: Sequence[LetterEntry],
    lang: Language,
    late: int = 0,
    decided: Mapping[str, int] = UNDECIDED,
) -> str:
    """What must be decided, in numbers, for the subject.

    `late`: how much is late in all. `decided`: how requests for another date were decided.
    """
    tr = translator(lang)
    counts = Counter(letter_entry.section for letter_entry in entries)
    parts = [
        number("subject", section, counts[section], late, tr)
        for section in LetterSection
        if section not in _COUNTED_APART and counts[section]
    ]
    parts[:0] = [tr(f"remind.subject.{way}", n=decided[way]) for way in DECISIONS if way in decided]
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


def number(place: str, section: LetterSection, named: int, late: int, tr: Translate) -> str:
    """So many of a section; of what is late also how much there is in all, if that is more."""
    if section is LetterSection.OVERDUE and late > named:
        return tr(f"remind.{place}.overdue_of", n=late, named=named)
    return tr(f"remind.{place}.{section.value}", n=named)


def _news(entry: LetterEntry) -> str:
    kind = next(kind for kind in TELLING if entry.has(kind))
    return CHANGED if kind is NudgeKind.ASSIGNED and only_changed(entry) else kind.value


def only_changed(entry: LetterEntry) -> bool:
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
        # "Huyện Lập Thạch" within a name is "huyện Lập Thạch"; "Sở Tài chính" stays as it is.
        tr = translator(lang)
        if name.startswith(tuple(tr("remind.whom.lowered").split("; "))):
            name = name[:1].lower() + name[1:]
        return tr("remind.whom.committee", unit=name)
    return name
