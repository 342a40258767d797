"""A plan asks for nothing whose time has passed unless somebody says that it was decided so."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from plan_load_drafts import (
    assignment,
    checkpoint,
    indicator,
    plan,
    put,
    rows,
    with_assignment,
    with_checkpoint,
)
from sqlalchemy import Engine, select

from dondoc.clock import at
from dondoc.services.plan.load.doubt import Doubt
from dondoc.services.plan.load.load import PlanDoubtful, difference
from dondoc.services.workbook.plan import CalendarDayDraft, CheckpointDraft, PlanDraft
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.rules.stages import Stage, Standing

OVERDUE = date(2022, 4, 11)
EXTRA = CheckpointDraft("B1", "Bước 1", date(2022, 3, 1), date(2022, 4, 1), Decimal(3))


@pytest.fixture
def loaded(engine: Engine) -> Engine:
    put(engine, plan(), complete=True)
    return engine


def asked(engine: Engine, draft: PlanDraft, today: date = OVERDUE, **others: Any) -> list[Doubt]:
    with reading(engine) as session:
        return list(difference(session, draft, complete=False, today=today, **others).doubts)


def keys(engine: Engine, draft: PlanDraft, today: date = OVERDUE) -> list[str]:
    return [doubt.key.removeprefix("plan_load.doubt.") for doubt in asked(engine, draft, today)]


def with_step(**changes: Any) -> PlanDraft:
    """The plan with one more step for one unit."""
    points = (*plan().assignments[0].checkpoints, replace(EXTRA, **changes))
    return with_assignment(plan(), 0, checkpoints=points)


def test_a_step_that_is_added_after_its_date_is_asked_about(loaded: Engine) -> None:
    draft = with_step()
    (doubt,) = asked(loaded, draft)
    assert (doubt.key, doubt.params["refs"]) == ("plan_load.doubt.past_due", "KND@LT/B1")
    with pytest.raises(PlanDoubtful):
        put(loaded, draft, at(OVERDUE))
    with pytest.raises(PlanDoubtful):
        put(loaded, draft, at(OVERDUE), sure=frozenset({"past-due:2022"}))
    put(loaded, draft, at(OVERDUE), sure=frozenset({doubt.sent_back(doubt.answers[0])}))
    assert [point.label for point in rows(loaded, Checkpoint)][-1] == "B1"
    assert keys(loaded, draft) == []


def test_an_answer_about_one_step_is_none_about_another(loaded: Engine) -> None:
    (doubt,) = asked(loaded, with_step())
    answer = frozenset({doubt.sent_back(doubt.answers[0])})
    for change in ({"due_on": date(2022, 3, 15)}, {"expected": Decimal(4)}, {"label": "B2"}):
        with pytest.raises(PlanDoubtful):
            put(loaded, with_step(**change), at(OVERDUE), sure=answer)


def test_a_step_that_can_still_be_done_is_not(loaded: Engine) -> None:
    assert keys(loaded, with_step(due_on=OVERDUE)) == []
    saturday = date(2022, 4, 9)
    assert keys(loaded, with_step(due_on=saturday)) == []  # its last day in time is Monday
    worked = replace(with_step(due_on=saturday), calendar_days=(CalendarDayDraft(saturday, True),))
    assert keys(loaded, worked) == ["past_due"]


def test_a_new_item_and_a_first_plan_are_asked_about_once(engine: Engine, loaded: Engine) -> None:
    more = plan(assignments=(*plan().assignments, assignment("DN", "SL")))
    (doubt,) = asked(loaded, more)
    assert (doubt.key, doubt.params["n"]) == ("plan_load.doubt.past_due", 1)


def test_a_first_plan_of_a_year_that_runs_is_asked_about_once(engine: Engine) -> None:
    (doubt,) = asked(engine, plan())
    assert (doubt.key, doubt.params["n"]) == ("plan_load.doubt.past_due", 3)
    put(engine, plan(), at(OVERDUE), sure=frozenset({doubt.sent_back(doubt.answers[0])}))


def test_what_is_taken_up_again_after_its_date_is_asked_about(loaded: Engine) -> None:
    with writing(loaded) as session:
        checkpoint(session, "Q1").standing = Standing.WITHDRAWN
    assert keys(loaded, plan()) == ["past_due"]
    assert keys(loaded, plan(), date(2022, 3, 31)) == []
    assert keys(loaded, with_checkpoint(plan(), "Q1", due_on=date(2022, 4, 29))) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"expected": Decimal(7)}, ["past_more"]),
        ({"product": "Báo cáo"}, ["past_more"]),
        ({"expected": Decimal(3)}, []),
        ({"title": "Quý một"}, []),
        ({"expected": Decimal(7), "due_on": date(2022, 4, 29)}, []),
    ],
)
def test_more_of_what_is_overdue_is_asked_about(
    loaded: Engine, change: dict[str, Any], expected: list[str]
) -> None:
    draft = with_checkpoint(plan(), "Q1", **change)
    assert keys(loaded, draft) == expected
    assert keys(loaded, draft, date(2022, 3, 31)) == []


def test_less_is_more_where_less_is_better(engine: Engine) -> None:
    lower = (replace(plan().indicators[0], direction="lower"), plan().indicators[1])
    put(engine, plan(indicators=lower))
    for value, expected in ((Decimal(3), ["past_more"]), (Decimal(7), [])):
        draft = replace(with_checkpoint(plan(), "Q1", expected=value), indicators=lower)
        assert keys(engine, draft) == expected


def test_more_is_loaded_once_it_is_confirmed(loaded: Engine) -> None:
    draft = with_checkpoint(plan(), "Q1", expected=Decimal(7))
    (doubt,) = asked(loaded, draft)
    put(loaded, draft, at(OVERDUE), sure=frozenset({doubt.sent_back(doubt.answers[0])}))
    assert rows(loaded, Checkpoint)[0].expected == Decimal(7)
    other = with_checkpoint(plan(), "Q1", expected=Decimal(9))
    with pytest.raises(PlanDoubtful):
        put(loaded, other, at(OVERDUE), sure=frozenset({doubt.sent_back(doubt.answers[0])}))


def test_nothing_is_asked_of_what_was_reported(loaded: Engine) -> None:
    with writing(loaded) as session:
        checkpoint(session, "Q1").stage = Stage.REPORTED
    assert keys(loaded, with_checkpoint(plan(), "Q1", expected=Decimal(7))) == []


def test_a_target_is_not_raised_after_its_deadline_unasked(loaded: Engine) -> None:
    raised = with_assignment(plan(), 0, target=Decimal(30))
    assert keys(loaded, raised, date(2023, 1, 9)) == ["past_more"]
    assert keys(loaded, raised) == []


def test_overdue_work_is_not_measured_the_other_way_unasked(loaded: Engine) -> None:
    turned = replace(plan(), indicators=(indicator("KND", direction="lower"), plan().indicators[1]))
    (doubt,) = asked(loaded, turned)
    assert (doubt.key, doubt.params["refs"]) == ("plan_load.doubt.past_direction", "KND")
    assert keys(loaded, turned, date(2022, 3, 31)) == []
    later = date(2022, 4, 29)
    points = [replace(p, due_on=max(p.due_on, later)) for p in plan().assignments[0].checkpoints]
    moved = tuple(replace(each, checkpoints=tuple(points)) for each in turned.assignments[:2])
    assert keys(loaded, replace(turned, assignments=(*moved, turned.assignments[2]))) == []
    put(loaded, turned, at(OVERDUE), sure=frozenset({doubt.sent_back(doubt.answers[0])}))
    assert keys(loaded, turned) == []


def test_overdue_work_does_not_weigh_otherwise_unasked(loaded: Engine) -> None:
    heavier = with_assignment(plan(), 0, weight=Decimal(3))
    (doubt,) = asked(loaded, heavier)
    assert doubt.key == "plan_load.doubt.past_weight"
    assert doubt.params["refs"] == "KND@LT: 1 → 3"
    assert keys(loaded, heavier, date(2022, 3, 31)) == []
    other = with_assignment(plan(), 0, weight=Decimal(5))
    answer = frozenset({doubt.sent_back(doubt.answers[0])})
    with pytest.raises(PlanDoubtful):
        put(loaded, other, at(OVERDUE), sure=answer)
    put(loaded, heavier, at(OVERDUE), sure=answer)
    with writing(loaded) as session:
        for point in session.scalars(select(Checkpoint)):
            point.stage = Stage.REPORTED
    assert keys(loaded, other) == []


def test_results_do_not_pass_to_others_whom_a_plan_names_unasked(loaded: Engine) -> None:
    other = with_assignment(plan(), 0, responsible=("SL-BT",))
    assert keys(loaded, other, date(2022, 3, 31)) == []
    (doubt,) = asked(loaded, other)
    assert doubt.key == "plan_load.doubt.past_officials"
    assert doubt.params["refs"] == "KND@LT: LT-BT, LT-CT → SL-BT (1)"
    with pytest.raises(PlanDoubtful):
        put(loaded, other, at(OVERDUE))
    put(loaded, other, at(OVERDUE), sure=frozenset({doubt.sent_back(doubt.answers[0])}))
    assert keys(loaded, other) == []


def test_what_was_reported_before_its_day_does_not_pass_unasked_either(loaded: Engine) -> None:
    with writing(loaded) as session:
        checkpoint(session, "Q1").stage = Stage.VERIFIED
    added = with_assignment(plan(), 0, responsible=("LT-BT", "LT-CT", "SL-BT"))
    assert keys(loaded, added, date(2022, 3, 1)) == ["past_officials"]
    turned = with_assignment(plan(), 0, responsible=("LT-CT", "LT-BT"))
    assert keys(loaded, turned) == []
