"""The absences of one person in a period, for themself and for those who may record them.

Why somebody was away is their own matter (health, a birth): whoever only decides sees the days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dondoc.rendering.formats import day
from dondoc.services.evaluation.course.absences import (
    AbsenceShown,
    absences_shown,
    may_read,
    may_record,
)
from dondoc.services.evaluation.course.sheet import DossierSheet, find_sheet
from dondoc.services.figures.periods import DigestPeriod
from models.person import Person
from models.rules.grounds import Grounds

ABSENCES = ("evaluation_absences",)
"""What a form on somebody's absences shows of them."""


@dataclass(frozen=True)
class AbsenceSheet:
    """Everything recorded that touches a period; `may_record`: whether whoever looks may, now."""

    sheet: DossierSheet
    absences: Sequence[AbsenceShown]
    may_record: bool


def find_absence_sheet(
    session: Session, programme_id: int, period: str, person: Person, viewer_id: int, today: date
) -> AbsenceSheet | None:
    """Somebody's absences; None without an evaluation, and for whoever may not read them."""
    sheet = find_sheet(session, programme_id, period, person, viewer_id, today)
    if sheet is None or not may_read(sheet.assessors):
        return None
    within = sheet.context.period
    absences = absences_shown(session, person.key, within.start, within.end, today)
    records = may_record(session, sheet.context, sheet.dossier, viewer_id)
    return AbsenceSheet(sheet, absences, records)


def absence_grounds(session: Session, person_id: int, period: DigestPeriod) -> Grounds:
    """The days that count, such as `15/02/2022 – 31/03/2022; …`.

    `-` where there are none: a page that showed this is told from one that showed nothing.
    """
    rows = absences_shown(session, person_id, period.start, period.end)
    counting = (each for each in rows if each.taken_back_at is None)
    days = "; ".join(f"{day(each.first)} – {day(each.last)}" for each in counting)
    return {ABSENCES[0]: days or "-"}
