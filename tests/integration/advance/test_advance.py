"""From the act to the moved stage: what people record, the advance service moves."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from advance_story import DUE, OPENS, Story, count_of
from sqlalchemy import Engine, text
from sqlmodel import col, select

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.i18n import translator
from dondoc.services.audit import verify
from dondoc.services.audit.sentences import finding_text
from dondoc.services.history.events import append
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.event import Event, EventKind
from models.nudge import Nudge, NudgeKind
from models.rules.checkpoints import Act
from models.rules.stages import Stage
from models.verdict import Evaluation, Verification


@pytest.fixture
def story(engine: Engine, tmp_path: Path) -> Story:
    return Story(engine, tmp_path / "evidence")


def test_it_opens_the_window_on_its_day(story: Story) -> None:
    assert story.on(OPENS - timedelta(days=1)).advances().moves == []
    moves = story.on(OPENS).advances().moves
    assert [(move.from_stage, move.to_stage) for move in moves] == [
        (Stage.ASSIGNED, Stage.IN_PROGRESS)
    ]


def test_the_calendar_opens_the_window_and_no_person(story: Story) -> None:
    story.on(OPENS).advances()
    with reading(story.engine) as session:
        actors = session.exec(select(Event.actor_id).where(Event.kind == EventKind.MOVED)).all()
    assert actors == [None]


def test_a_return_with_a_new_date_stands_in_history_as_a_changed_date_too(story: Story) -> None:
    story.on(date(2022, 3, 1)).does(Act.REPORT, "an", value=Decimal(3))
    story.does(Act.RETURN, "dung", reason="thiếu minh chứng", new_due_on=date(2022, 4, 15))
    story.advances()
    query = select(Event.data).where(Event.kind == EventKind.DUE_CHANGED)
    with reading(story.engine) as session:
        (data,) = session.exec(query).all()
    assert (data["old_due_on"], data["new_due_on"]) == ("2022-03-31", "2022-04-15")


def test_it_moves_nothing_until_the_flow_runs(story: Story) -> None:
    story.on(date(2022, 3, 1)).does(Act.REPORT, "an", value=Decimal(3))
    assert story.stage is Stage.ASSIGNED


def test_it_passes_every_stage_on_the_way_to_evaluated(story: Story) -> None:
    story.on(date(2022, 3, 1)).does(Act.REPORT, "an", value=Decimal(12), narrative="xong")
    story.on(date(2022, 3, 2)).does(Act.VERIFY, "dung", quality=Decimal(90))
    story.on(date(2022, 3, 3)).does(Act.EVALUATE, "giang")
    moves = story.advances().moves
    assert [move.to_stage for move in moves] == [
        Stage.IN_PROGRESS, Stage.REPORTED, Stage.VERIFIED, Stage.EVALUATED,
    ]  # fmt: skip
    with reading(story.engine) as session:
        judged = session.exec(select(Evaluation)).one()
    assert (judged.met, judged.in_time, judged.quantity) == (True, True, Decimal(120))
    assert judged.total == Decimal("103.33")


def test_it_changes_nothing_when_run_again(story: Story) -> None:
    story.on(date(2022, 3, 1)).does(Act.REPORT, "an", value=Decimal(0))
    story.advances()
    events = count_of(story.engine, Event)
    again = story.advances()
    assert (again.moves, again.applied, count_of(story.engine, Event)) == ([], 0, events)


def test_it_returns_with_a_reason_and_nudges_the_official(story: Story) -> None:
    story.on(date(2022, 3, 1)).does(Act.REPORT, "an", value=Decimal(3))
    story.does(Act.RETURN, "dung", reason="thiếu minh chứng", new_due_on=date(2022, 4, 15))
    story.advances()
    with story.checkpoint() as checkpoint:
        assert (checkpoint.stage, checkpoint.due_on, checkpoint.original_due_on) == (
            Stage.IN_PROGRESS, date(2022, 4, 15), DUE,
        )  # fmt: skip
        assert (checkpoint.reported_at, checkpoint.returns) == (None, 1)
    with reading(story.engine) as session:
        assert [nudge.kind for nudge in session.exec(select(Nudge))] == [NudgeKind.RETURNED]


def test_it_records_silence_only_after_the_cut_off(story: Story) -> None:
    cut_off = date(2022, 4, 7)
    with pytest.raises(Refused, match="before_cut_off"):
        story.on(cut_off).does(Act.NOT_REPORTED, "dung")
    story.on(cut_off + timedelta(days=1)).does(Act.NOT_REPORTED, "dung")
    story.does(Act.EVALUATE, "dung")
    story.advances()
    with story.checkpoint() as checkpoint:
        assert (checkpoint.stage, checkpoint.missing) == (Stage.EVALUATED, True)
    with reading(story.engine) as session:
        assert session.exec(select(Evaluation)).one().total == 0


def test_it_corrects_by_a_new_verdict_and_asks_for_a_new_judgement(story: Story) -> None:
    story.on(date(2022, 3, 1)).does(Act.REPORT, "an", value=Decimal(12))
    story.does(Act.VERIFY, "dung")
    story.does(Act.EVALUATE, "giang")
    story.does(Act.CORRECT, "em", value=Decimal(8), reason="cộng trùng hai xã")
    story.advances()
    with story.checkpoint() as checkpoint:
        assert (checkpoint.stage, checkpoint.evaluation_id) == (Stage.VERIFIED, None)
    with reading(story.engine) as session:
        values = session.exec(select(Verification.value).order_by(col(Verification.id))).all()
        kinds = session.exec(select(Event.kind)).all()
    assert values == [Decimal(12), Decimal(8)]
    assert EventKind.CORRECTED in kinds


def test_it_keeps_the_stage_when_the_same_official_files_again(story: Story) -> None:
    story.on(date(2022, 3, 1)).does(Act.REPORT, "an", value=Decimal(3))
    story.advances()
    story.on(date(2022, 3, 2)).does(Act.REPORT, "an", value=Decimal(5))
    assert story.advances().moves == []
    with story.checkpoint() as checkpoint:
        assert checkpoint.reported_at == at(date(2022, 3, 2))


def test_the_seals_hold_and_find_a_change_behind_the_back(story: Story) -> None:
    story.on(date(2022, 3, 1)).does(Act.REPORT, "an", value=Decimal(3))
    story.advances()
    assert story.on(date(2022, 3, 2)).advances().seals == 1
    with reading(story.engine) as session:
        assert verify(session).findings == ()
    with writing(story.engine) as session:
        checkpoint = session.exec(select(Checkpoint)).one()
        checkpoint.stage = Stage.VERIFIED
    with reading(story.engine) as session:
        assert [finding.key for finding in verify(session).findings] == ["audit.wrong_stage"]
        assert verify(session, expected="0" * 64).findings[-1].key == "audit.unknown_seal"


def test_days_that_wait_for_a_seal_after_an_outage_are_no_sign_of_a_change(story: Story) -> None:
    """People went on recording while the clockwork stood still: no later day is sealed."""
    story.on(date(2022, 3, 1)).advances()
    for number in (1, 2, 3, 4):
        with writing(story.engine) as session:
            row = {"kind": EventKind.CHANGED, "data": {"what": "test"}}
            append(session, at(date(2022, 3, number)), [row])
    with reading(story.engine) as session:
        found = verify(session).findings
    said = [finding_text(finding, translator("vi")) for finding in found]
    assert [finding.key for finding in found] == ["audit.unsealed_since"] * 2
    assert said[0].startswith("Ngày 01/03/2022: ") and "đã niêm phong" not in said[0]
    assert story.on(date(2022, 3, 5)).advances().seals == 4
    with reading(story.engine) as session:
        assert verify(session).findings == ()


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("verification", "value = 990000"),
        ("evaluation", "total = 0, grade = 'not_completed'"),
        ("checkpoint", "due_on = '2022-12-31'"),
        ("checkpoint", "reported_at = '2022-01-11 00:00:00'"),
    ],
)
def test_the_audit_finds_a_changed_value_grade_or_date(
    story: Story, table: str, change: str
) -> None:
    story.on(date(2022, 3, 1)).does(
        Act.CHANGE_DUE, "dung", reason="gia hạn", new_due_on=date(2022, 4, 15)
    )
    story.does(Act.REPORT, "an", value=Decimal(12))
    story.does(Act.VERIFY, "dung")
    story.does(Act.EVALUATE, "giang")
    story.advances()
    with reading(story.engine) as session:
        assert verify(session).findings == ()
    with writing(story.engine) as session:
        session.connection().execute(text(f"UPDATE {table} SET {change}"))
    with reading(story.engine) as session:
        assert {finding.key for finding in verify(session).findings} == {"audit.wrong_value"}
