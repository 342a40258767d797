"""The years of a letter that is about several programmes: short beside items, titles once."""

from collections.abc import Mapping, Sequence

from dondoc.i18n import Language, translator
from dondoc.services.reminders.letters.entries import LetterEntry
from dondoc.services.reminders.letters.programme_context import ProgrammeContext


def years_of(
    entries: Sequence[LetterEntry],
    programme_contexts: Mapping[int, ProgrammeContext],
    lang: Language,
) -> dict[int, str]:
    """What stands behind each item, by programme; empty where a letter is about one alone."""
    tr = translator(lang)
    keys = {entry.state.programme_id for entry in entries} if len(programme_contexts) > 1 else ()
    ordered = sorted(keys, key=lambda key: programme_contexts[key].year)
    if len(ordered) < 2:
        return {}
    return {key: tr("years.year", year=programme_contexts[key].year) for key in ordered}


def programmes(
    entries: Sequence[LetterEntry],
    programme_contexts: Mapping[int, ProgrammeContext],
    lang: Language,
) -> str:
    """The titles of the programmes, once in a letter that is about several; else ''."""
    years, tr = years_of(entries, programme_contexts, lang), translator(lang)
    named = [f"{year}: {programme_contexts[key].title}" for key, year in years.items()]
    return tr("remind.programmes", programmes="; ".join(named)) if named else ""
