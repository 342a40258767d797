"""The items of a letter as both templates show them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from dondoc.i18n import Language, translator
from dondoc.rendering import formats
from dondoc.services.reminders.letters import sentences
from dondoc.services.reminders.letters.buttons import ItemLinks
from dondoc.services.reminders.letters.contents import Contents, LastReport, LetterItem
from dondoc.services.reminders.letters.dates import due_words
from dondoc.services.reminders.letters.entries import LetterEntry, LetterSection
from dondoc.services.reminders.letters.news import Urging, notes
from models.nudge import NudgeKind
from models.rules.checkpoints import local_date
from models.rules.indicators import is_computed
from models.rules.roles import Audience

_TONES = {"bad": "#b3261e", "warn": "#8a4b00", "info": "#1d4ed8"}
_TONE = {
    LetterSection.OVERDUE: "bad",
    LetterSection.TODAY: "warn",
    LetterSection.WEEK: "warn",
    LetterSection.SOON: "warn",
    LetterSection.RETURNED: "warn",
    LetterSection.DECIDE: "warn",
    LetterSection.CAUSES: "warn",
    LetterSection.NEWS: "info",
    LetterSection.VERIFY: "warn",
    LetterSection.UNREACHABLE: "bad",
    LetterSection.NO_COMMITTEE: "bad",
}


class ItemRow(NamedTuple):
    """One item. `due` and `facts` are '' where it is not about its result.

    The templates take it apart in this order.
    """

    title: str
    due: str
    facts: str
    place: str
    notes: Sequence[str]
    url: str
    button: str


class Part(NamedTuple):
    """A section with its items; the colour never stands without the word and the shape."""

    title: str
    shape: str
    tone: str
    colour: str
    size: int
    rows: Sequence[ItemRow]


class Page(NamedTuple):
    """What the rows of one letter share. `years`: the programmes' years if it has several.

    `quoted`: what somebody who urges by hand says of several, which the beginning says once.
    `in_places`: not all of it is the reader's own, or read for one and the same: a row says whose.
    """

    contents: Contents
    links: ItemLinks
    lang: Language
    several_units: bool
    years: Mapping[int, str]
    quoted: Mapping[Urging, int]
    in_places: bool


def parts(shown: Sequence[LetterEntry], entries: Sequence[LetterEntry], page: Page) -> list[Part]:
    """The sections that have items; each says how many there are, shown or not."""
    by_section: dict[LetterSection, list[ItemRow]] = {}
    for letter_entry in shown:
        by_section.setdefault(letter_entry.section, []).append(_row(letter_entry, page))
    return [
        _part(section, sum(entry.section is section for entry in entries), rows, page.lang)
        for section, rows in by_section.items()
    ]


def _part(section: LetterSection, size: int, rows: Sequence[ItemRow], lang: Language) -> Part:
    tr, tone = translator(lang), _TONE[section]
    return Part(
        title=tr(f"remind.section.{section.value}"),
        shape=tr(f"remind.shape.{section.value}"),
        tone=tone,
        colour=_TONES[tone],
        size=size,
        rows=rows,
    )


def _row(entry: LetterEntry, page: Page) -> ItemRow:
    lang, assignment, ref = page.lang, entry.item, entry.state.ref
    tr = translator(lang)
    if entry.section is LetterSection.NO_COMMITTEE:
        return ItemRow(assignment.unit, "", "", "", (), "", "")
    if page.several_units:
        place = tr("remind.row.place", unit=assignment.unit, ref=ref)
    else:
        place = tr("remind.row.ref", ref=ref)
    news = (*_whose(entry, page), *notes(entry, page.contents, lang, page.quoted))
    url, reports = page.links.of(entry)
    button = _button(reports, lang) if url else ""
    if entry.section is LetterSection.UNREACHABLE:
        return ItemRow(" ".join(news), "", "", place, (), url, button)
    title = sentences.title(entry, page.years)
    if entry.has(NudgeKind.WITHDRAWN):
        return ItemRow(title, "", "", place, news, url, button)
    return ItemRow(
        title, due_words(entry, lang), _facts(assignment, lang), place, news, url, button
    )


def _whose(entry: LetterEntry, page: Page) -> tuple[str, ...]:
    """In whose place a row is read, or that it is coordinated, where the letter's others differ."""
    if not page.in_places:
        return ()
    tr, (people, role, partner) = translator(page.lang), place_of(entry, page.contents)
    place = tr("remind.row.instead", person=", ".join(people)) if people else ""
    if role:
        place = tr("remind.row.stand_in", role=tr(role))
    return tuple(filter(None, (place, tr("remind.row.partner") if partner else "")))


def place_of(entry: LetterEntry, contents: Contents) -> tuple[tuple[str, ...], str, bool]:
    """In whose place an entry is read, and whether another unit leads it.

    Their names, or the key of a role that nobody fills.
    """
    partner = entry.audience is Audience.COORDINATING
    if entry.instead is not None:
        return (contents.people[entry.instead].full_name,), "", partner
    if entry.stand_in is None and not entry.deputy_head:
        return (), "", partner
    role = "" if entry.stands_for else f"audience.{entry.audience.value}"
    return entry.stands_for, role, partner


@lru_cache(maxsize=8)
def _button(reports: bool, lang: Language) -> str:
    return translator(lang)("remind.button.report" if reports else "remind.button.open")


def _facts(assignment: LetterItem, lang: Language) -> str:
    if is_computed(assignment.kind, assignment.product):
        return translator(lang)("remind.row.computed")
    expected = _expected(
        assignment.expected,
        assignment.unit_of_measure,
        _product(assignment, lang),
        lang,
    )
    last = assignment.last
    text = (
        translator(lang)("remind.last.none")
        if last is None
        else _last(last, assignment.unit_of_measure, lang)
    )
    return translator(lang)("remind.row.facts", expected=expected, last=text)


def _product(item: LetterItem, lang: Language) -> str:
    """By its name, where the heading names a step instead; '' where none is known."""
    if item.step and item.product and item.product != item.step:
        return translator(lang)("remind.product.named", product=item.product)
    return translator(lang)("remind.product") if item.step or item.product else ""


@lru_cache(maxsize=4096)
def _expected(value: Decimal | None, unit: str, product: str, lang: Language) -> str:
    if value is None:
        return product or formats.NOTHING
    return formats.quantity(value, unit, lang)


def _last(last: LastReport, unit: str, lang: Language) -> str:
    tr = translator(lang)
    if last.delivered is not None:
        text = tr("remind.last.delivered" if last.delivered else "remind.last.not_delivered")
    else:
        text = formats.quantity(last.value, unit, lang)
    day = formats.day(local_date(last.recorded_at))
    return tr("remind.last.said", said=text, basis=tr(last.standing), day=day)
