"""A plan changes work that exists: what it may, what it must not, and what it leaves alone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from plan_load_drafts import (
    NOW,
    back,
    checkpoint,
    plan,
    put,
    quarters,
    rows,
    with_assignment,
    with_checkpoint,
)
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.plan.load.changes import ChangeKind, ThingKind
from dondoc.services.workbook.plan import CheckpointDraft, PlanDraft
from dondoc.store.database import writing
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.event import Event, EventKind
from models.nudge import Nudge, NudgeKind
from models.rules.checkpoints import Act
from models.rules.roles import Audience
from models.rules.stages import Standing
from models.submission import Submission

LATER = at(date(2022, 2, 7))


@pytest.fixture
def loaded(engine: Engine) -> Engine:
    put(engine, plan(), complete=True)
    return engine


def new_events(engine: Engine, *kinds: EventKind) -> list[Event]:
    return [e for e in rows(engine, Event) if e.at == LATER and e.kind in kinds]


def test_it_changes_a_target(loaded: Engine) -> None:
    found = put(loaded, with_assignment(plan(), 0, target=Decimal(24)), LATER)
    [entry] = found.entries
    assert (entry.what, entry.change, entry.ref) == (
        ThingKind.ASSIGNMENT,
        ChangeKind.CHANGED,
        "KND@LT",
    )
    [field] = entry.fields
    assert (field.name, field.old, field.new) == ("target", Decimal(20), Decimal(24))
    assert [a.target for a in rows(loaded, Assignment)] == [Decimal(24), Decimal(20), Decimal(20)]
    [event] = new_events(loaded, EventKind.CHANGED)
    assert event.data == {"change": "changed", "fields": {"target": ["20", "24"]}}
    assert event.assignment_id == rows(loaded, Assignment)[0].id


def test_it_changes_who_answers(loaded: Engine) -> None:
    put(loaded, with_assignment(plan(), 0, responsible=("LT-CT",), coordinating=()), LATER)
    mine = [o for o in rows(loaded, AssignmentOfficial) if o.assignment_id == 1]
    assert [o.rank for o in mine] == [0]
    assert back(loaded).assignments[0].responsible == ("LT-CT",)
    assert back(loaded).assignments[0].coordinating == ()


def test_it_moves_a_due_date_and_keeps_the_first(loaded: Engine) -> None:
    moved = with_checkpoint(plan(), "Q1", due_on=date(2022, 4, 15))
    put(loaded, moved, LATER)
    point = rows(loaded, Checkpoint)[0]
    assert (point.due_on, point.original_due_on) == (date(2022, 4, 15), date(2022, 3, 31))
    assert point.due_revision == 1
    [event] = new_events(loaded, EventKind.DUE_CHANGED, EventKind.CHANGED)
    assert event.kind is EventKind.DUE_CHANGED
    assert event.data == {"from": "2022-03-31", "to": "2022-04-15", "revision": 1}
    assert put(loaded, moved, LATER).is_empty
    put(loaded, plan(), LATER)
    point = rows(loaded, Checkpoint)[0]
    assert (point.due_on, point.due_revision) == (date(2022, 3, 31), 2)


def test_a_moved_due_date_is_narrative_each_time_and_answers_who_asked(loaded: Engine) -> None:
    with writing(loaded) as session:
        asking = checkpoint(session, "Q1")
        asking.extension_asked, asking.asked_on = date(2022, 4, 29), date(2022, 3, 28)
    put(loaded, with_checkpoint(plan(), "Q1", due_on=date(2022, 4, 15)), LATER)
    answered = rows(loaded, Checkpoint)[0]
    assert (answered.extension_asked, answered.asked_on) == (None, None)
    put(loaded, plan(), LATER)
    put(loaded, with_checkpoint(plan(), "Q2", expected=Decimal(49)), LATER)
    told = [(row.kind, row.audience, row.cause) for row in rows(loaded, Nudge)]
    assert told == [
        (NudgeKind.DUE_CHANGED, Audience.LEAD, "plan:1"),
        (NudgeKind.DUE_CHANGED, Audience.LEAD, "plan:2"),
        (NudgeKind.ASSIGNED, Audience.LEAD, "plan:2022-02-07T08:00:00"),
    ]


def test_it_does_not_take_back_an_extension(loaded: Engine) -> None:
    with writing(loaded) as session:
        point = checkpoint(session, "Q1")
        point.due_on, point.due_revision = date(2022, 4, 29), 1
    found = put(loaded, plan(), LATER, complete=True)
    assert found.is_empty
    [note] = found.notes
    assert (note.ref, note.key) == ("KND@LT/Q1", "plan_load.note.extended")
    assert rows(loaded, Checkpoint)[0].due_on == date(2022, 4, 29)
    put(loaded, with_checkpoint(plan(), "Q1", due_on=date(2022, 5, 10)), LATER)
    assert rows(loaded, Checkpoint)[0].due_on == date(2022, 5, 10)


def without_last(draft: PlanDraft) -> PlanDraft:
    return replace(draft, assignments=draft.assignments[:2])


def test_it_withdraws_nothing_by_a_part_of_a_plan(loaded: Engine) -> None:
    part = with_assignment(without_last(plan()), 0, checkpoints=quarters(5))
    assert put(loaded, part, LATER).is_empty
    assert {p.standing for p in rows(loaded, Checkpoint)} == {Standing.LIVE}


def test_it_withdraws_what_a_complete_plan_leaves_out(loaded: Engine) -> None:
    smaller = with_assignment(without_last(plan()), 0, checkpoints=quarters(5, 5, 5))
    found = put(loaded, smaller, LATER, complete=True)
    refs = [e.ref for e in found.entries if e.change is ChangeKind.WITHDRAWN]
    assert refs == ["DN@LT", "KND@LT/Q4", "DN@LT/Q1", "DN@LT/Q4"]
    assert len(refs) == len(found.entries) == len(new_events(loaded, EventKind.WITHDRAWN))
    assert rows(loaded, Assignment)[2].standing is Standing.WITHDRAWN
    assert len(back(loaded).assignments) == 2
    assert put(loaded, smaller, LATER, complete=True).is_empty


def test_it_assigns_again_what_comes_back(loaded: Engine) -> None:
    put(loaded, without_last(plan()), LATER, complete=True)
    changed = with_assignment(plan(), 2, target=Decimal(30))
    found = put(loaded, changed, LATER, complete=True)
    assert {e.change for e in found.entries} == {ChangeKind.RESTORED}
    assert [e.ref for e in found.entries] == ["DN@LT", "DN@LT/Q1", "DN@LT/Q4"]
    assert len(rows(loaded, Checkpoint)) == 10
    assert {p.standing for p in rows(loaded, Checkpoint)} == {Standing.LIVE}
    assert rows(loaded, Assignment)[2].target == Decimal(30)
    restored = [e.data["change"] for e in new_events(loaded, EventKind.CHANGED)]
    assert restored == ["restored"] * 3
    assert put(loaded, changed, LATER, complete=True).is_empty


def test_it_does_not_undo_a_withdrawal_that_a_person_decided(loaded: Engine) -> None:
    with writing(loaded) as session:
        point = checkpoint(session, "Q1")
        point.standing = Standing.WITHDRAWN
        done = Submission(checkpoint_id=point.key, act=Act.WITHDRAW, recorded_at=NOW)
        session.add(done)
        session.flush()
        event = Event(
            kind=EventKind.WITHDRAWN, at=NOW, day=NOW.date(), submission_id=done.id,
            checkpoint_id=point.id, assignment_id=point.assignment_id,
        )  # fmt: skip
        session.add(event)
    found = put(loaded, plan(), LATER, complete=True)
    assert found.is_empty
    assert [n.key for n in found.notes] == ["plan_load.note.withdrawn"]


def test_it_leaves_alone_what_was_handed_over(loaded: Engine) -> None:
    with writing(loaded) as session:
        given = session.get_one(Assignment, 1)
        given.standing = Standing.HANDED_OVER
    found = put(loaded, with_assignment(plan(), 0, target=Decimal(1)), LATER, complete=True)
    assert found.is_empty
    assert [n.ref for n in found.notes] == ["KND@LT"]


def test_it_puts_a_new_step_where_its_days_belong(loaded: Engine) -> None:
    step = CheckpointDraft("B1", "Bước 1", date(2022, 4, 1), date(2022, 5, 15), Decimal(2))
    points = (*quarters(5, 5, 5, 5), step)
    put(loaded, with_assignment(plan(), 0, checkpoints=points), LATER)
    first = [p for p in rows(loaded, Checkpoint) if p.assignment_id == 1]
    ordered = [p.label for p in sorted(first, key=lambda p: p.rank)]
    assert ordered == ["Q1", "B1", "Q2", "Q3", "Q4"]
    assert len(new_events(loaded, EventKind.ASSIGNED)) == 1
