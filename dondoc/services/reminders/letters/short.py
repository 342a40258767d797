"""The short form of a letter, for SMS, Zalo or a chat: written for it, not cut from the mail."""

from collections.abc import Sequence

from dondoc.i18n import Language, translator
from dondoc.services.reminders.letters import sentences
from dondoc.services.reminders.letters.buttons import ItemLinks
from dondoc.services.reminders.letters.contents import Contents
from dondoc.services.reminders.letters.dates import due_words
from dondoc.services.reminders.letters.entries import LetterEntry, LetterSection
from dondoc.services.reminders.letters.news import notes

MAX_LENGTH = 300
"""Characters that a short message keeps within where its first item allows it."""

_MAX_TITLE = 70
_MAX_NAMED = 2


def short(
    subject: str,
    entries: Sequence[LetterEntry],
    contents: Contents,
    links: ItemLinks,
    lang: Language,
) -> str:
    """The decision, the first items with their due words, and where to go.

    As many items as fit into MAX_LENGTH characters, two at the most; the first one always.
    """
    tr, office = translator(lang), links.office
    end = links.of(entries[0]).url if len(entries) == 1 else office.web
    end = f"{end} – {office.name}" if end else office.name
    several = len(entries) > 1 and len({entry.item.unit for entry in entries}) > 1
    ranked = sorted(entries, key=_worst) if entries[0].summed else entries
    text = ""
    for named in range(min(_MAX_NAMED, len(entries)), 0, -1):
        named_items = "; ".join(_item(entry, several, contents, lang) for entry in ranked[:named])
        if left := len(entries) - named:
            named_items = f"{named_items}; {tr('remind.short.more', n=left)}"
        text = tr("remind.short", subject=subject, items=named_items, end=end)
        if len(text) <= MAX_LENGTH:
            break
    return text


def _worst(entry: LetterEntry) -> tuple[int, str]:
    return entry.days_left, entry.state.ref


def _item(entry: LetterEntry, several_units: bool, contents: Contents, lang: Language) -> str:
    if entry.section is LetterSection.NO_COMMITTEE:
        return entry.item.unit
    if entry.section is LetterSection.UNREACHABLE:
        return " ".join(notes(entry, contents, lang)).rstrip(".;")
    name = sentences.title(entry)
    if several_units:
        name = f"{entry.item.unit}, {name}"
    if len(name) > _MAX_TITLE:
        name = f"{name[: _MAX_TITLE - 1].rsplit(' ', 1)[0]}…"
    return translator(lang)(
        "remind.short.item", title=name, ref=entry.state.ref, due=due_words(entry, lang)
    )
