"""A plan moves due dates: nobody becomes late by it, and what was overdue does not end unsaid."""

from datetime import date

import pytest
from plan_load_drafts import checkpoint, plan, put, rows, with_assignment, with_checkpoint
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.plan.load.load import PlanConflict, difference
from dondoc.services.workbook.plan import PlanDraft
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.rules.stages import Stage

IN_TIME, OVERDUE = date(2022, 2, 7), date(2022, 4, 11)
PASSED = date(2022, 2, 4)


@pytest.fixture
def loaded(engine: Engine) -> Engine:
    put(engine, plan(), complete=True)
    return engine


def notes(
    engine: Engine, draft: PlanDraft, today: date, *, complete: bool = False
) -> list[tuple[str, str]]:
    with reading(engine) as session:
        changes = difference(session, draft, complete=complete, today=today)
    return [(note.ref, note.key) for note in changes.notes]


@pytest.mark.parametrize("today", [IN_TIME, OVERDUE])
def test_a_plan_makes_nobody_late_by_a_day_that_has_passed(loaded: Engine, today: date) -> None:
    with pytest.raises(PlanConflict) as refused:
        put(loaded, with_checkpoint(plan(), "Q1", due_on=PASSED), at(today))
    [conflict] = refused.value.difference.conflicts
    assert (conflict.ref, conflict.key) == ("KND@LT/Q1", "plan_load.conflict.due_passed")
    assert conflict.instead == ("plan_load.instead.due_ahead",)
    assert rows(loaded, Checkpoint)[0].due_on == date(2022, 3, 31)


def test_a_date_may_be_brought_forward_to_today(loaded: Engine) -> None:
    put(loaded, with_checkpoint(plan(), "Q1", due_on=date(2022, 2, 7)), at(IN_TIME))
    assert rows(loaded, Checkpoint)[0].due_on == date(2022, 2, 7)


def test_it_is_said_before_that_an_overdue_checkpoint_would_be_in_time_again(
    loaded: Engine,
) -> None:
    moved = with_checkpoint(plan(), "Q1", due_on=date(2022, 4, 29))
    assert notes(loaded, moved, OVERDUE) == [("KND@LT/Q1", "plan_load.note.overdue_no_more")]
    assert notes(loaded, moved, IN_TIME) == []
    assert notes(loaded, moved, date(2022, 3, 31)) == []
    later_but_passed = with_checkpoint(plan(), "Q1", due_on=date(2022, 4, 4))
    assert notes(loaded, later_but_passed, OVERDUE) == []


def test_a_due_date_on_a_day_off_is_overdue_only_after_the_next_working_day(
    loaded: Engine,
) -> None:
    saturday = with_checkpoint(plan(), "Q1", due_on=date(2022, 4, 2))
    put(loaded, saturday, at(IN_TIME))
    moved = with_checkpoint(plan(), "Q1", due_on=date(2022, 4, 29))
    assert notes(loaded, moved, date(2022, 4, 4)) == []
    assert notes(loaded, moved, date(2022, 4, 5)) != []


def test_it_is_said_before_that_an_overdue_checkpoint_would_be_withdrawn(loaded: Engine) -> None:
    rest = plan().assignments[0].checkpoints[1:]
    without = with_assignment(plan(), 0, checkpoints=rest)
    assert ("KND@LT/Q1", "plan_load.note.overdue_withdrawn") in notes(
        loaded, without, OVERDUE, complete=True
    )
    assert notes(loaded, without, IN_TIME, complete=True) == []


def test_nothing_is_said_of_what_was_reported(loaded: Engine) -> None:
    with writing(loaded) as session:
        checkpoint(session, "Q1").stage = Stage.REPORTED
    moved = with_checkpoint(plan(), "Q1", due_on=date(2022, 4, 29))
    assert notes(loaded, moved, OVERDUE) == []


@pytest.mark.parametrize("waits", [{"returns": 1}, {"extension_asked": date(2022, 4, 29)}])
def test_a_plan_takes_no_time_from_who_mends_a_report_or_asked_for_more(
    loaded: Engine, waits: dict[str, object]
) -> None:
    with writing(loaded) as session:
        for name, value in waits.items():
            setattr(checkpoint(session, "Q1"), name, value)
    with pytest.raises(PlanConflict) as refused:
        put(loaded, with_checkpoint(plan(), "Q1", due_on=date(2022, 3, 30)), at(IN_TIME))
    assert [c.key for c in refused.value.difference.conflicts] == ["plan_load.conflict.time_taken"]
    put(loaded, with_checkpoint(plan(), "Q1", due_on=date(2022, 4, 15)), at(IN_TIME))
    assert rows(loaded, Checkpoint)[0].due_on == date(2022, 4, 15)


def test_a_plan_may_bring_any_other_date_forward(loaded: Engine) -> None:
    put(loaded, with_checkpoint(plan(), "Q1", due_on=date(2022, 3, 30)), at(IN_TIME))
    assert rows(loaded, Checkpoint)[0].due_on == date(2022, 3, 30)
