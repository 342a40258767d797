"""Filling an empty database with the example plan, and with acts up to a moment."""

from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import select

from dondoc.clock import at
from dondoc.errors import BadInput
from dondoc.services.plan.check.check import check
from dondoc.services.plan.load.load import load
from dondoc.services.sample.script import Performed, ScriptedAct, perform
from dondoc.store.database import reading, writing
from models.programme import Programme

SAMPLE_DAY = date(2022, 5, 20)
"""The day on which the sample's clock starts."""


def is_empty(engine: Engine) -> bool:
    """Whether no programme is there yet."""
    with reading(engine) as session:
        return session.exec(select(Programme.id).limit(1)).first() is None


def load_plan(engine: Engine, path: Path, now: datetime) -> None:
    """Loads a plan workbook as if at a moment.

    Raises BadInput when the workbook has errors.
    """
    checked = check(path)
    if checked.draft is None:
        raise BadInput("plan.has_errors", file=path.name, count=len(checked.errors))
    with writing(engine) as session:
        load(
            session, checked.draft, complete=False, actor_id=None, now=now,
            plan_sha256=checked.sha256,
        )  # fmt: skip


def fill(engine: Engine, plan: Path, acts: tuple[ScriptedAct, ...], until: datetime,
         evidence: Path) -> Performed:  # fmt: skip
    """Loads a plan on the first day of the acts' year, then records the acts before `until`.

    Nothing is moved: that is the advance flow's.
    """
    load_plan(engine, plan, at(date(until.year, 1, 1)))
    return perform(engine, (act for act in acts if act.at < until), evidence)
