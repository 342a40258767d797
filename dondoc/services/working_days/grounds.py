"""The grounds of a change of working days: what a page showed of them."""

from sqlmodel import Session

from dondoc.services.working_days.days import days_known
from models.rules.grounds import Grounds


def days_grounds(session: Session) -> Grounds:
    """The days that differ from the public calendar."""
    return {
        f"day:{one.day.isoformat()}": f"{'working' if one.working else 'off'} {one.note}".strip()
        for one in days_known(session)
    }
