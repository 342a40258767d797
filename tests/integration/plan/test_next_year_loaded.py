"""Next year's draft of the sample's plan, loaded by the real loader, on both databases."""

from dataclasses import fields
from datetime import date
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from dondoc.clock import at
from dondoc.examples import SAMPLE_PLAN
from dondoc.services.plan.check.check import check
from dondoc.services.plan.load.back_to_plan import draft_of
from dondoc.services.plan.load.load import load
from dondoc.services.plan.next_year.draft import next_year_draft
from dondoc.services.plan.write.workbook import write_plan
from dondoc.services.workbook.plan import PlanDraft
from dondoc.store.database import reading, writing
from models.programme import Programme

LOADED, DECEMBER = at(date(2022, 1, 5), 9), date(2022, 12, 15)


def of_year(session: Session, year: int) -> Programme:
    return session.exec(select(Programme).where(Programme.year == year)).one()


def test_what_is_loaded_is_the_draft_row_by_row(engine: Engine, tmp_path: Path) -> None:
    sample = check(SAMPLE_PLAN).draft
    assert sample is not None
    with writing(engine) as session:
        load(session, sample, complete=False, actor_id=None, now=LOADED, plan_sha256="2022")
    with reading(engine) as session:
        draft = next_year_draft(session, of_year(session, 2022), DECEMBER)
    write_plan(draft, tmp_path / "2023.xlsx")
    checked = check(tmp_path / "2023.xlsx")
    assert checked.errors == () and checked.draft is not None
    with writing(engine) as session:
        load(session, checked.draft, complete=False, actor_id=None, now=at(DECEMBER, 9),
             plan_sha256="2023")  # fmt: skip
    with reading(engine) as session:
        loaded = draft_of(session, of_year(session, 2023), DECEMBER)
    for field in fields(PlanDraft):
        assert getattr(loaded, field.name) == getattr(draft, field.name), field.name
