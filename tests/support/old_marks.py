"""The one mark for all deductions that verdicts had before each of them had a cause of its own."""

from sqlalchemy import Engine
from sqlmodel import select

from dondoc.store.database import writing
from models.verdict import Verification


def mark_for_all(engine: Engine) -> None:
    """As an installation has it that was upgraded: no act sets the mark any more."""
    with writing(engine) as session:
        for verification in session.exec(select(Verification)):
            verification.objective_cause = True
