"""Why a letter comes to its reader: in which roles, or in whose place."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dondoc.i18n import Language, translator
from dondoc.rendering import formats
from dondoc.services.reminders.letters.contents import NamedReader
from dondoc.services.reminders.letters.entries import LetterEntry


def why(
    entries: Sequence[LetterEntry], people: Mapping[int, NamedReader], lang: Language
) -> tuple[str, ...]:
    """In which roles the reader gets this, or in whose place, and for how many items each."""
    tr = translator(lang)
    reasons = Counter(
        (None if entry.author else entry.audience, entry.stand_in, entry.instead)
        for entry in entries
    )
    lines = []
    for (audience, stand_in, instead), n in reasons.items():
        if audience is None:
            lines.append(tr("remind.why.author", n=n))
        elif instead is not None:
            role = tr(f"audience.{(stand_in or audience).value}")
            lines.append(_deputy(people[instead], role, n, lang))
        elif stand_in is None:
            lines.append(tr("remind.why.role", n=n, role=tr(f"audience.{audience.value}")))
        else:
            role, own = tr(f"audience.{audience.value}"), tr(f"audience.{stand_in.value}")
            lines.append(tr("remind.why.stand_in", n=n, role=role, own=own))
    return tuple(lines)


def _deputy(away: NamedReader, role: str, n: int, lang: Language) -> str:
    tr = translator(lang)
    if away.away_to is None:
        return tr("remind.why.instead", n=n, person=away.full_name, role=role)
    until = formats.day(away.away_to)
    return tr("remind.why.deputy", n=n, person=away.full_name, role=role, until=until)
