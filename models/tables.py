"""All tables in one place, for Alembic and for whoever looks for them."""

from sqlmodel import SQLModel

from models import (
    assignment,
    base,
    committee,
    digest,
    event,
    household,
    indicator,
    message,
    nudge,
    person,
    programme,
    report,
    submission,
    unit,
    verdict,
)

metadata = SQLModel.metadata

__all__ = [
    "assignment",
    "base",
    "committee",
    "digest",
    "event",
    "household",
    "indicator",
    "message",
    "metadata",
    "nudge",
    "person",
    "programme",
    "report",
    "submission",
    "unit",
    "verdict",
]
