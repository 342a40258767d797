"""When a line of a letter is due, in words."""

from datetime import date
from functools import lru_cache

from dondoc.i18n import Language, translator
from dondoc.rendering import formats
from dondoc.services.reminders.letters.entries import LetterEntry
from models.rules.checkpoints import local_date


def due_words(entry: LetterEntry, lang: Language) -> str:
    """còn 3 ngày làm việc (thứ Sáu 25/3); a due date on a day off says which day applies.

    Of what was reported both days are said: how long it waits says nothing about the unit.
    """
    if entry.state.answered:
        return _answered_words(entry, lang)
    return _due_words(entry.days_left, entry.late, entry.applies_on, entry.state.due_on, lang)


def _answered_words(entry: LetterEntry, lang: Language) -> str:
    tr, day = translator(lang), formats.weekday(entry.applies_on, lang, entry.state.due_on)
    if (at := entry.state.reported_at) is None:
        return tr("remind.due.settled", day=day)
    return tr("remind.due.reported", day=day, reported=formats.weekday(local_date(at), lang))


@lru_cache(maxsize=4096)
def _due_words(days_left: int, late: bool, applies_on: date, due_on: date, lang: Language) -> str:
    tr = translator(lang)
    delay = formats.delay(days_left, lang, overdue=late)
    day = formats.weekday(applies_on, lang, due_on)
    if applies_on == due_on:
        return tr("remind.due.plain", delay=delay, day=day)
    due = formats.weekday(due_on, lang)
    key = "remind.due.day_off.late" if late else "remind.due.day_off"
    return tr(key, delay=delay, day=day, due=due)
