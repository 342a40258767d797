"""All tables in one place, for Alembic and for whoever looks for them."""

from sqlmodel import SQLModel

from models import (
    account,
    assignment,
    base,
    committee,
    digest,
    drafts_and_views,
    evaluation_viewing,
    event,
    indicator,
    installation,
    ledger,
    meeting,
    message,
    nudge,
    objective_cause,
    paper_template,
    person,
    programme,
    report,
    submission,
    unit,
    verdict,
    webhook,
)

metadata = SQLModel.metadata

__all__ = [
    "account",
    "assignment",
    "base",
    "committee",
    "digest",
    "drafts_and_views",
    "evaluation_viewing",
    "event",
    "indicator",
    "installation",
    "ledger",
    "meeting",
    "message",
    "metadata",
    "nudge",
    "objective_cause",
    "paper_template",
    "person",
    "programme",
    "report",
    "submission",
    "unit",
    "verdict",
    "webhook",
]
