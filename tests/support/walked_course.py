"""How many were overdue on each of the days before, set beside what the facts say of those days."""

from datetime import timedelta

from office_facts import COUNTED
from sqlmodel import Session
from walked_office import Office

from dondoc.services.figures.overdue_course import overdue_on
from models.programme import Programme

DAYS = 45


def wrong_course(office: Office, session: Session, programme: Programme) -> list[str]:
    """The days of which the chart of the year would draw something else."""
    first = max(office.first, office.today - timedelta(days=DAYS))
    before = tuple(first + timedelta(days=n) for n in range((office.today - first).days))
    shown, late = overdue_on(session, programme, before), COUNTED.index("overdue")
    wrong = []
    for day in before:
        works = office.facts.courses(programme.year, day).values()
        expected = office.facts.counts(works, day)[late]
        if shown[day] != expected:
            wrong.append(f"overdue on {day}: {shown[day]}, by the facts {expected}")
    return wrong
