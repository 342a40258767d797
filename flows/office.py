"""The workplace of a flow run: opened from the environment, as every process does."""

from datetime import date, datetime

from dondoc.settings import Settings
from dondoc.workplace import Workplace, open_workplace

TIMEZONE = "Asia/Ho_Chi_Minh"


def office() -> Workplace:
    """Opens the database of this process's settings."""
    return open_workplace(Settings())


def moment(workplace: Workplace, as_of: str | None) -> datetime:
    """Now by the workplace's clock, or on the day `as_of` (ISO form)."""
    return workplace.clock(date.fromisoformat(as_of) if as_of else None).now()
