"""Why a letter comes to its reader: in which roles, or in whose place."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dondoc.i18n import Language, translator
from dondoc.rendering import formats
from dondoc.services.reminders.letters.contents import NamedReader
from dondoc.services.reminders.letters.entries import LetterEntry
from models.rules.roles import Audience, Role

WhyIt = tuple[Audience | None, str | None, int | None, tuple[str, ...]]
"""The role that is spoken to (None: of an author), the words of the role in which somebody else
answers, the person in whose place, and who else should have heard of it."""


def why(
    entries: Sequence[LetterEntry], people: Mapping[int, NamedReader], lang: Language
) -> tuple[str, ...]:
    """In which roles the reader gets this, or in whose place, and for how many items each."""
    tr = translator(lang)
    reasons = Counter(map(_reason, entries))
    lines = []
    for (audience, own, instead, stands_for), n in reasons.items():
        if audience is None:
            lines.append(tr("remind.why.author", n=n))
        elif instead is not None:
            lines.append(_deputy(people[instead], tr(own or f"audience.{audience.value}"), n, lang))
        elif own is None:
            lines.append(tr("remind.why.role", n=n, role=tr(f"audience.{audience.value}")))
        else:
            role = tr(f"audience.{audience.value}")
            if stands_for:
                people_meant = ", ".join(stands_for)
                key, named = "remind.why.stand_in.named", {"person": people_meant}
            else:
                key, named = "remind.why.stand_in", {}
            lines.append(tr(key, n=n, role=role, own=tr(own), **named))
    return tuple(lines)


def _reason(entry: LetterEntry) -> WhyIt:
    own = f"audience.{entry.stand_in.value}" if entry.stand_in is not None else None
    if entry.deputy_head:
        own = f"role.{Role.COMMITTEE_DEPUTY.value}"
    return None if entry.author else entry.audience, own, entry.instead, entry.stands_for


def _deputy(away: NamedReader, role: str, n: int, lang: Language) -> str:
    tr = translator(lang)
    if away.away_to is None:
        return tr("remind.why.instead", n=n, person=away.full_name, role=role)
    until = formats.day(away.away_to)
    return tr("remind.why.deputy", n=n, person=away.full_name, role=role, until=until)
