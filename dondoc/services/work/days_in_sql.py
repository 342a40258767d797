"""The SQL expression for the day, in Viet Nam, on which a moment falls."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col

from dondoc.store.database import is_postgresql
from models.assignment import Checkpoint
from models.rules.checkpoints import HANOI


def reported_day(session: Session) -> ColumnElement[Any]:
    """The day in Viet Nam of a checkpoint's report: all that its due state asks of the moment."""
    return day_in_viet_nam(col(Checkpoint.reported_at), postgresql=is_postgresql(session))


def day_in_viet_nam(moment: Any, *, postgresql: bool) -> ColumnElement[Any]:
    """The day of a moment in Viet Nam; SQLite gives it as text."""
    if postgresql:
        return func.date(func.timezone("Asia/Ho_Chi_Minh", moment))
    return func.date(moment, "+7 hours")


def noon_of(day: str | date | None) -> datetime | None:
    """Some moment of that day in Viet Nam. SQLite gives days as text."""
    if day is None:
        return None
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime(day.year, day.month, day.day, 12, tzinfo=HANOI)
