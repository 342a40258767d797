"""How late a checkpoint is by the date that it first had, told beside the figure that counts.

A date that was moved by a decision counts everywhere as the one in force. What moved it stays in
sight by this second figure, and nothing is judged, counted or sorted by it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from models.rules.calendar import WorkingCalendar
from models.rules.due import DueFacts, days_late, how_late
from models.rules.returned_reports import ReturnedReport


def days_late_first(
    facts: DueFacts,
    ended_terms: Sequence[ReturnedReport],
    original_due_on: date,
    today: date,
    calendar: WorkingCalendar,
) -> int | None:
    """Working days late by the first date, from 0 up; None where no decision moved it.

    `ended_terms`: the terms that a return ended by another date. The first of them is held to the
    first date; the time that a return gave to mend a report is nobody's extension and stays.
    """
    terms = _known(facts, ended_terms)
    if (terms[0].due_on if terms else facts.due_on) == original_due_on:
        return None
    first = _as_first_set(facts, terms, original_due_on, calendar)
    return days_late(first, today, calendar)


def _known(facts: DueFacts, ended_terms: Sequence[ReturnedReport]) -> Sequence[ReturnedReport]:
    """Of returns of long ago only the latest report is known."""
    came = facts.returned
    if ended_terms or came is None or came.due_on == facts.due_on:
        return ended_terms
    return (came,)


def _as_first_set(
    facts: DueFacts, terms: Sequence[ReturnedReport], original: date, calendar: WorkingCalendar
) -> DueFacts:
    if not terms:
        came = facts.returned and replace(facts.returned, due_on=original)
        return replace(facts, due_on=original, returned=came)
    first = ReturnedReport(original, terms[0].reported_on)
    worst = max((first, *terms[1:]), key=lambda term: how_late(term, calendar))
    return replace(facts, returned=worst)
