"""The grounds of a change of working days: what a page showed of them."""

from sqlmodel import Session

from dondoc.services.working_days.days import days_known
from models.rules.grounds import Grounds


def days_grounds(session: Session) -> Grounds:
    """The days that differ from the public calendar."""
    return {
        f"day:{day.day.isoformat()}": f"{'working' if day.working else 'off'} {day.note}".strip()
        for day in days_known(session)
    }
