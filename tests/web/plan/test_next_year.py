"""This year's plan as a draft of the next year's: checked without an error, loaded as it stands."""

from datetime import date
from pathlib import Path

import pytest
from sites import Site
from sqlmodel import Session, col, select

from dondoc.services.plan.check.check import check
from dondoc.services.plan.load.changes import ChangeKind, ThingKind
from dondoc.services.plan.load.load import difference
from dondoc.services.plan.next_year.draft import next_year_draft
from dondoc.services.plan.next_year.last_results import last_results
from dondoc.services.plan.write.workbook import write_plan
from dondoc.services.workbook.plan import PlanDraft
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.programme import Programme
from models.rules.stages import Standing
from models.verdict import Verification

DECEMBER = date(2022, 12, 15)


def of_next_year(session: Session) -> PlanDraft:
    return next_year_draft(session, session.exec(select(Programme)).one(), DECEMBER)


@pytest.fixture(scope="module")
def draft(shown: Site) -> PlanDraft:
    with reading(shown.workplace.engine) as session:
        return of_next_year(session)


def test_its_check_finds_no_error(draft: PlanDraft, tmp_path: Path) -> None:
    write_plan(draft, tmp_path / "2023.xlsx")
    checked = check(tmp_path / "2023.xlsx")
    assert checked.errors == ()
    assert checked.draft is not None
    assert checked.draft.programme == draft.programme


def test_every_date_is_of_the_next_year_and_in_order(draft: PlanDraft) -> None:
    for assignment in draft.assignments:
        assert assignment.deadline.year == 2023
        for point in assignment.checkpoints:
            assert point.due_on.year == 2023
            assert point.opens_on <= point.due_on <= assignment.deadline


def test_it_names_the_next_year_and_a_rule_set_that_is_valid_then(draft: PlanDraft) -> None:
    assert draft.programme.year == 2023
    assert "2023" in draft.programme.name and "2022" not in draft.programme.name
    assert draft.programme.deciding_paper is None
    assert draft.programme.rule_set == "VP-2022"


def test_only_a_whole_years_result_is_next_years_last_result(site: Site, draft: PlanDraft) -> None:
    named = {
        f"{assignment.indicator_code}@{assignment.unit_code}": assignment.baseline
        for assignment in draft.assignments
    }
    assert named["DV01@LT"] is None, "the first quarter's members are not the year's"
    with writing(site.workplace.engine) as session:
        query = select(Checkpoint).join(
            Assignment, col(Assignment.id) == col(Checkpoint.assignment_id)
        )
        rest = session.exec(query.where(col(Assignment.ref) == "DV01@LT")).all()
        for one in rest:
            one.standing = Standing.LIVE if one.label == "Q1" else Standing.WITHDRAWN
        verified = next(one.verification_id for one in rest if one.label == "Q1")
        verdict = session.get_one(Verification, verified)
        assert last_results(session, 1, DECEMBER)[rest[0].assignment_id] == verdict.value


def test_loading_it_changes_nobody_and_no_unit(shown: Site, draft: PlanDraft) -> None:
    with reading(shown.workplace.engine) as session:
        found = difference(session, draft, complete=False, today=DECEMBER)
    assert found.conflicts == ()
    others = [
        entry for entry in found.entries
        if entry.what in (ThingKind.UNIT, ThingKind.PERSON, ThingKind.HOLDING)
    ]  # fmt: skip
    assert others == []
    # Who holds which mandate is said for each programme anew.
    rest = [one for one in found.entries if one.what is not ThingKind.POSITION]
    assert all(one.change is ChangeKind.ADDED for one in rest)
