"""What superiors read: one row for each unit, with its worst item and whom to call."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dondoc.i18n import Language, translator
from dondoc.rendering import formats
from dondoc.services.reminders.letters import sentences
from dondoc.services.reminders.letters.buttons import ItemLinks
from dondoc.services.reminders.letters.entries import LetterEntry, LetterSection
from dondoc.services.reminders.letters.programme_context import PortionContext

MAX_UNITS = 60
"""A letter names so many units, the worst first; the rest is counted."""

MAX_LISTED = 3
"""Of a unit with no more items than these each is named."""

LinksAndTitles = tuple[ItemLinks, Mapping[int, str]]
"""The links of a letter, and the programmes' titles where it is about several."""

_COUNTED = ("remind.subject.overdue", "remind.subject.today", "remind.subject.soon")


class UnitSummary(NamedTuple):
    """How a unit stands, or all of them together. `later`: due soon, this week included."""

    name: str
    overdue: int
    today: int
    later: int
    counts: str
    lines: tuple["SummaryLine", ...] = ()
    more: str = ""
    call: str = ""


class SummaryLine(NamedTuple):
    """One item, and its page where there are pages."""

    text: str
    url: str


class Summary(NamedTuple):
    """The units of a letter. `total`: None where there is only one."""

    units: tuple[UnitSummary, ...] = ()
    total: UnitSummary | None = None
    more: str = ""


def summed_up(
    entries: Sequence[LetterEntry],
    context: PortionContext,
    links_and_titles: LinksAndTitles,
    lang: Language,
) -> Summary:
    """One row for each unit, the most overdue first."""
    if not entries:
        return Summary()
    tr = translator(lang)
    by_unit: dict[str, list[LetterEntry]] = {}
    for entry in entries:
        by_unit.setdefault(entry.item.unit, []).append(entry)
    ranked = sorted(by_unit.items(), key=lambda pair: (*(-n for n in _counts(pair[1])), pair[0]))
    rows = tuple(
        _row(unit, letter_entries, (context, links_and_titles), lang)
        for unit, letter_entries in ranked[:MAX_UNITS]
    )
    total = _counted(tr("remind.units.total"), entries, lang) if len(ranked) > 1 else None
    left = len(ranked) - len(rows)
    return Summary(rows, total, tr("remind.units.more", n=left) if left else "")


def _worst_first(entries: Sequence[LetterEntry]) -> list[LetterEntry]:
    """By how late they are."""
    return sorted(entries, key=lambda entry: (entry.days_left, entry.state.ref))


def _row(
    unit: str,
    entries: Sequence[LetterEntry],
    links_and_titles: tuple[PortionContext, LinksAndTitles],
    lang: Language,
) -> UnitSummary:
    (context, (links, years)), tr = links_and_titles, translator(lang)
    ranked = _worst_first(entries)
    shown = ranked if len(ranked) <= MAX_LISTED else ranked[:1]
    lines = tuple(
        SummaryLine(_item_sentence(entry, years, lang), links.of(entry).url) for entry in shown
    )
    left = len(ranked) - len(shown)
    return _counted(unit, entries, lang)._replace(
        lines=lines,
        more=tr("remind.units.others", n=left) if left else "",
        call=_call(shown, context, lang),
    )


def _item_sentence(entry: LetterEntry, years: Mapping[int, str], lang: Language) -> str:
    title = sentences.title(entry, years)
    due = formats.delay(entry.days_left, lang, overdue=entry.late)
    return translator(lang)("remind.units.item", title=title, due=due)


def _counted(name: str, entries: Sequence[LetterEntry], lang: Language) -> UnitSummary:
    tr, counts = translator(lang), _counts(entries)
    parts = [tr(key, n=n) for key, n in zip(_COUNTED, counts, strict=True) if n]
    return UnitSummary(name, *counts, ", ".join(parts))


def _counts(entries: Sequence[LetterEntry]) -> tuple[int, int, int]:
    overdue = sum(entry.section is LetterSection.OVERDUE for entry in entries)
    today = sum(letter_entry.section is LetterSection.TODAY for letter_entry in entries)
    return overdue, today, len(entries) - overdue - today


def _call(entries: Sequence[LetterEntry], context: PortionContext, lang: Language) -> str:
    """Who answers for these items, by name, or who could be asked where nobody does."""
    tr = translator(lang)
    people: dict[int, str] = {}
    for entry in entries:
        directory = context.programme_contexts[entry.state.programme_id].directory
        lead = directory.lead(entry.state.assignment_id)
        if lead is not None:
            people[lead.person_id] = f"{lead.full_name} ({lead.title})"
    if not people:
        return tr("remind.units.nobody")
    return tr("remind.units.call", people="; ".join(people.values()))
