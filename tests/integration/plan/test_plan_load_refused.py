"""What a plan must not change of work: what was reported or judged; and loads beside acts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from plan_load_drafts import (
    NOW,
    assignment,
    back,
    checkpoint,
    compared,
    indicator,
    plan,
    put,
    quarters,
    rows,
    with_assignment,
    with_checkpoint,
)
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from dondoc.clock import at
from dondoc.i18n import translator
from dondoc.services.audit import verify
from dondoc.services.history.events import seal_days
from dondoc.services.plan.load.load import PlanConflict, load
from dondoc.store.database import open_engine, reading, writing
from models.assignment import Checkpoint
from models.event import Event
from models.rules.checkpoints import Act
from models.rules.stages import Stage
from models.submission import Submission

LATER = at(date(2022, 2, 7))


@pytest.fixture
def loaded(engine: Engine) -> Engine:
    put(engine, plan(), complete=True)
    return engine


def move(engine: Engine, stage: Stage, label: str = "Q1") -> None:
    """As the advance flow would, for the first assignment."""
    with writing(engine) as session:
        checkpoint(session, label).stage = stage


def act(engine: Engine, what: Act) -> None:
    """Somebody records an act on the first checkpoint, and it waits to be applied."""
    with writing(engine) as session:
        key = checkpoint(session, "Q1").key
        session.add(Submission(checkpoint_id=key, act=what, recorded_at=NOW))


@pytest.mark.parametrize("stage", [Stage.REPORTED, Stage.VERIFIED, Stage.EVALUATED])
@pytest.mark.parametrize(
    "change", [{"expected": Decimal(6)}, {"due_on": date(2022, 4, 15)}, {"product": "Đề án"}]
)
def test_it_refuses_to_change_what_was_reported(
    loaded: Engine, stage: Stage, change: dict[str, object]
) -> None:
    move(loaded, stage)
    draft = with_checkpoint(plan(), "Q1", **change)
    [conflict] = compared(loaded, draft).conflicts
    assert (conflict.ref, conflict.stage, conflict.name) == ("KND@LT/Q1", stage, next(iter(change)))
    instead = "return" if stage is Stage.REPORTED else "correct"
    assert conflict.instead == (f"plan_load.instead.{instead}",)
    before = len(rows(loaded, Event))
    with pytest.raises(PlanConflict) as refused:
        put(loaded, draft, LATER)
    assert refused.value.difference.conflicts == (conflict,)
    assert len(rows(loaded, Event)) == before


def test_it_lets_the_words_of_a_reported_checkpoint_change(loaded: Engine) -> None:
    move(loaded, Stage.VERIFIED)
    put(loaded, with_checkpoint(plan(), "Q1", title="Quý một"), LATER)
    assert rows(loaded, Checkpoint)[0].title == "Quý một"


def test_it_changes_what_is_in_progress(loaded: Engine) -> None:
    move(loaded, Stage.IN_PROGRESS)
    put(loaded, with_checkpoint(plan(), "Q1", expected=Decimal(6)), LATER)
    point = rows(loaded, Checkpoint)[0]
    assert (point.expected, point.stage) == (Decimal(6), Stage.IN_PROGRESS)


def test_it_counts_a_report_that_is_recorded_and_not_applied(loaded: Engine) -> None:
    act(loaded, Act.ACKNOWLEDGE)
    draft = with_checkpoint(plan(), "Q1", expected=Decimal(6))
    assert compared(loaded, draft).conflicts == ()
    act(loaded, Act.REPORT)
    [conflict] = compared(loaded, draft).conflicts
    assert conflict.instead == ("plan_load.instead.wait",)


def test_it_never_withdraws_what_was_reported(loaded: Engine) -> None:
    move(loaded, Stage.VERIFIED)
    fewer = replace(plan(), assignments=plan().assignments[1:])
    [conflict] = compared(loaded, fewer).conflicts
    assert (conflict.ref, conflict.key) == ("KND@LT/Q1", "plan_load.conflict.missing")
    kept = with_assignment(plan(), 0, checkpoints=quarters(5))
    found = put(loaded, kept, LATER, complete=True)
    assert [e.ref for e in found.entries] == ["KND@LT/Q2", "KND@LT/Q3", "KND@LT/Q4"]


@pytest.mark.parametrize("change", [{"kind": "running_total"}, {"direction": "lower"}])
def test_it_keeps_the_meaning_of_reported_numbers(loaded: Engine, change: dict[str, str]) -> None:
    draft = plan(indicators=(indicator("KND", **change), plan().indicators[1]))
    assert compared(loaded, draft).conflicts == ()
    move(loaded, Stage.REPORTED)
    [conflict] = compared(loaded, draft).conflicts
    assert (conflict.ref, conflict.name) == ("KND", next(iter(change)))


def test_it_keeps_the_target_of_a_judged_year(loaded: Engine) -> None:
    draft = with_assignment(plan(), 0, target=Decimal(1))
    for label in ("Q1", "Q2", "Q3"):
        move(loaded, Stage.EVALUATED, label)
    assert compared(loaded, draft).conflicts == ()
    move(loaded, Stage.EVALUATED, "Q4")
    assert [c.key for c in compared(loaded, draft).conflicts] == ["plan_load.conflict.judged"]


def test_it_keeps_the_rules_that_somebody_was_judged_by(loaded: Engine) -> None:
    other = replace(plan(), programme=replace(plan().programme, rule_set="ND-335-2025"))
    assert compared(loaded, other).conflicts == ()
    move(loaded, Stage.EVALUATED)
    assert [c.key for c in compared(loaded, other).conflicts] == ["plan_load.conflict.rule_set"]


def test_it_keeps_the_rules_while_a_grade_by_them_waits(loaded: Engine) -> None:
    other = replace(plan(), programme=replace(plan().programme, rule_set="ND-335-2025"))
    move(loaded, Stage.VERIFIED)
    act(loaded, Act.EVALUATE)
    shown = compared(loaded, other)
    assert [c.key for c in shown.conflicts] == ["plan_load.conflict.rule_set_waits"]
    assert "nạp lại" in shown.conflicts[0].text(translator("vi"))


def test_rules_that_nobody_knows_are_said_before_it_is_loaded(loaded: Engine) -> None:
    other = replace(plan(), programme=replace(plan().programme, rule_set="VP-2026"))
    shown = compared(loaded, other)
    assert [c.key for c in shown.conflicts] == ["plan_load.conflict.rule_set_unknown"]
    assert "VP-2022" in shown.conflicts[0].text(translator("vi"))
    assert not [note for note in shown.notes if "rule_set" in note.key]


def test_it_sets_a_part_below_its_whole(loaded: Engine) -> None:
    parts = (indicator("KND", parent_code="TH"), indicator("DN"), indicator("TH", kind="composite"))
    draft = plan(indicators=parts, assignments=(assignment(),))
    put(loaded, draft, LATER)
    assert back(loaded).indicators[0].parent_code == "TH"
    put(loaded, replace(draft, indicators=(indicator("KND"),)), LATER)
    assert back(loaded).indicators[0].parent_code is None


def test_an_act_waits_for_a_load_under_way(fresh_postgres_url: str) -> None:
    engine = open_engine(fresh_postgres_url)
    put(engine, plan())
    changed = with_checkpoint(plan(), "Q1", expected=Decimal(6))
    recording = select(Checkpoint.id).with_for_update()
    with writing(engine) as session:
        load(session, changed, complete=True, actor_id=None, now=LATER, plan_sha256=None)
        assert rows(engine, Checkpoint)[0].expected == Decimal(5)
        with writing(engine) as other:
            other.connection().exec_driver_sql("SET lock_timeout = '200ms'")
            with pytest.raises(OperationalError, match="lock timeout"):
                other.exec(recording)
            other.rollback()
    with writing(engine) as other:
        assert len(other.exec(recording).all()) == 10
    engine.dispose()


def test_a_load_waits_for_an_act_under_way(fresh_postgres_url: str) -> None:
    engine = open_engine(fresh_postgres_url)
    put(engine, plan())
    with writing(engine) as acting:
        acting.exec(select(Checkpoint.id).with_for_update()).all()
        with writing(engine) as session:
            session.connection().exec_driver_sql("SET lock_timeout = '200ms'")
            with pytest.raises(OperationalError, match="lock timeout"):
                load(session, plan(), complete=True, actor_id=None, now=LATER, plan_sha256=None)
            session.rollback()
    engine.dispose()


def test_it_writes_no_event_into_a_sealed_day(loaded: Engine) -> None:
    with writing(loaded) as session:
        seal_days(session, LATER)
    put(loaded, with_assignment(plan(), 0, target=Decimal(24)))
    late = [e.day for e in rows(loaded, Event) if e.data.get("fields")]
    assert late == [date(2022, 1, 11)]
    with reading(loaded) as session:
        assert verify(session).findings == ()
