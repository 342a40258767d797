"""From the act to the moved stage: what people record, the advance service moves."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factory import District, district
from sqlalchemy import Engine, text
from sqlmodel import col, func, select

from dondoc.clock import StoppedClock, at
from dondoc.errors import BadInput, Refused
from dondoc.i18n import translator
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import Advanced, advance
from dondoc.services.audit import verify
from dondoc.services.audit.sentences import finding_text
from dondoc.services.history.events import append
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.event import Event, EventKind
from models.indicator import Indicator
from models.nudge import Nudge, NudgeKind
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.indicators import Kind
from models.rules.stages import Stage
from models.submission import Submission
from models.verdict import Evaluation, Verification

DUE = date(2022, 3, 31)
OPENS = date(2022, 1, 10)


class Story:
    """Acts on one checkpoint, day by day, against a real database."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self.clock = StoppedClock(at(date(2022, 1, 1)))
        with writing(engine) as session:
            self.ref = district(session).checkpoint(DUE, OPENS)

    def on(self, day: date) -> "Story":
        self.clock.set(at(day))
        return self

    def does(self, act: Act, by: str, **said: Any) -> None:
        with writing(self.engine) as session:
            Recorder(session, self.clock.now(), self.folder).record(
                ActInput(act, self.ref, by, **said)
            )

    def advances(self) -> Advanced:
        return advance(self.engine, self.clock)

    @contextmanager
    def checkpoint(self) -> Iterator[Checkpoint]:
        with reading(self.engine) as session:
            yield session.exec(select(Checkpoint)).one()

    @property
    def stage(self) -> Stage:
        with self.checkpoint() as checkpoint:
            return checkpoint.stage


@pytest.fixture
def story(engine: Engine, tmp_path: Path) -> Story:
    return Story(engine, tmp_path / "evidence")


def _count(engine: Engine, what: Any) -> int:
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(what)).one()


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
    events = _count(story.engine, Event)
    again = story.advances()
    assert (again.moves, again.applied, _count(story.engine, Event)) == ([], 0, events)


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


def test_the_second_of_two_people_at_once_is_told_who_was_first(story: Story) -> None:
    story.on(date(2022, 3, 1)).does(Act.REPORT, "chi", on_behalf_of="an", value=Decimal(3))
    with pytest.raises(Refused, match="already_reported") as refused:
        story.does(Act.REPORT, "an", value=Decimal(4))
    assert refused.value.params["person"] == "Nguyễn Văn Chi"


def test_of_two_threads_recording_at_once_exactly_one_is_taken(story: Story) -> None:
    story.on(date(2022, 3, 1))

    def report(code: str) -> bool:
        try:
            story.does(Act.REPORT, code, on_behalf_of="an", value=Decimal(3))
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(report, ["chi", "dung", "em", "chi"]))
    assert sorted(taken)[-2:] in ([False, True], [True, True])
    with reading(story.engine) as session:
        actors = {one.actor_id for one in session.exec(select(Submission))}
    assert len(actors) == 1


def test_the_same_request_sent_twice_is_one_act(story: Story) -> None:
    story.on(date(2022, 3, 1))
    for _ in range(2):
        story.does(Act.REPORT, "an", value=Decimal(3), request_key="form-1")
    assert _count(story.engine, Submission) == 1


@pytest.mark.parametrize(
    ("act", "by", "said", "why"),
    [
        (Act.REPORT, "ha", {"value": Decimal(1)}, "not_your_role"),
        (Act.REPORT, "chi", {"value": Decimal(1)}, "name_official"),
        (Act.REPORT, "chi", {"value": Decimal(1), "on_behalf_of": "ha"}, "not_official"),
        (Act.REPORT, "an", {}, "needs_value"),
        (Act.VERIFY, "dung", {}, "wrong_stage"),
        (Act.VERIFY, "an", {}, "not_your_role"),
        (Act.EVALUATE, "giang", {}, "wrong_stage"),
        (Act.CHANGE_DUE, "dung", {"new_due_on": date(2022, 5, 1)}, "needs_reason"),
    ],
)
def test_it_says_why_not(story: Story, act: Act, by: str, said: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        story.on(date(2022, 3, 1)).does(act, by, **said)
    assert _count(story.engine, Submission) == 0


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e20", "0.00001"])
def test_it_refuses_numbers_that_cannot_be_kept(story: Story, value: str) -> None:
    with pytest.raises(BadInput, match=r"act\.value"):
        story.does(Act.REPORT, "an", value=Decimal(value))


def test_nobody_verifies_a_report_filed_by_or_for_them(story: Story) -> None:
    story.on(date(2022, 3, 1)).does(Act.REPORT, "dung", on_behalf_of="an", value=Decimal(1))
    with pytest.raises(Refused, match="own_report"):
        story.does(Act.VERIFY, "dung")
    story.does(Act.VERIFY, "em")


def test_a_successor_reports_and_the_predecessor_cannot(story: Story) -> None:
    from models.person import Holding, Person, Position

    handover = date(2022, 3, 1)
    with writing(story.engine) as session:
        position = session.exec(select(Position).where(Position.code == "P-an")).one()
        session.exec(select(Holding).where(Holding.position_id == position.id)).one().held_to = (
            handover - timedelta(days=1)
        )
        new = Person(code="yen", full_name="Trần Thị Yến")
        session.add(new)
        session.flush()
        session.add(Holding(position_id=position.key, person_id=new.key, held_from=handover))
    with pytest.raises(Refused, match="not_your_role"):
        story.on(handover).does(Act.REPORT, "an", value=Decimal(1))
    story.does(Act.REPORT, "yen", value=Decimal(1))


def test_two_drains_at_once_apply_each_act_once(engine: Engine, tmp_path: Path) -> None:
    clock = StoppedClock(at(date(2022, 3, 1)))
    with writing(engine) as session:
        made: District = district(session)
        refs = [made.checkpoint(DUE, OPENS) for _ in range(30)]
    with writing(engine) as session:
        desk = Recorder(session, clock.now(), tmp_path)
        for ref in refs:
            desk.record(ActInput(Act.REPORT, ref, "an", value=Decimal(1)))
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: advance(engine, clock), range(3)))
    assert sum(one.applied for one in done) == len(refs)
    with reading(engine) as session:
        moved = select(func.count()).where(Event.to_stage == Stage.REPORTED)
        assert session.exec(moved).one() == len(refs)


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
        assert [finding.key for finding in verify(session).findings] == ["audit.wrong_value"]


def test_one_wrong_date_cannot_stop_the_flow_for_everybody(story: Story) -> None:
    far = date(2032, 12, 30)
    with pytest.raises(BadInput, match="day_range"):
        story.on(date(2022, 3, 1)).does(Act.CHANGE_DUE, "dung", reason="gõ nhầm", new_due_on=far)
    with pytest.raises(BadInput, match="day_range"):
        story.on(date(2050, 1, 1)).does(Act.REPORT, "an", value=Decimal(1))


def test_in_january_an_act_means_the_year_that_is_still_at_work(
    story: Story, engine: Engine
) -> None:
    with writing(engine) as session:
        old = session.exec(select(Checkpoint)).one()
        meant = old.key
        assignment = session.get_one(Assignment, old.assignment_id)
        new_year = Programme(
            year=2023, title="Năm 2023", rule_set_id=1, created_at=at(date(2022, 12, 20))
        )
        session.add(new_year)
        session.flush()
        indicator = Indicator(
            programme_id=new_year.key, code="CT01", title="Chỉ tiêu 1", kind=Kind.INCREMENT
        )
        session.add(indicator)
        session.flush()
        again = Assignment(
            programme_id=new_year.key,
            indicator_id=indicator.key,
            unit_id=assignment.unit_id,
            ref=assignment.ref,
            deadline=date(2023, 12, 31),
        )
        session.add(again)
        session.flush()
        session.add(
            Checkpoint(
                assignment_id=again.key,
                label="Q1",
                opens_on=date(2023, 2, 1),
                due_on=date(2023, 3, 31),
                original_due_on=date(2023, 3, 31),
                stage_since=at(date(2022, 12, 20)),
            )
        )
    story.on(date(2023, 1, 5)).does(Act.REPORT, "an", value=Decimal(12))
    with reading(engine) as session:
        assert session.exec(select(Submission)).one().checkpoint_id == meant


def test_a_key_that_was_used_for_another_act_is_told(story: Story) -> None:
    story.on(date(2022, 3, 1)).does(Act.REPORT, "an", value=Decimal(3), request_key="form-1")
    with pytest.raises(BadInput, match="request_key_used"):
        story.does(Act.VERIFY, "dung", request_key="form-1")


def test_nobody_judges_what_they_filed_or_their_own_silence(story: Story) -> None:
    story.on(date(2022, 3, 1)).does(Act.REPORT, "dung", on_behalf_of="an", value=Decimal(2))
    story.does(Act.VERIFY, "em")
    for act, said in (
        (Act.CORRECT, {"value": Decimal(99), "reason": "tự sửa"}),
        (Act.EVALUATE, {}),
    ):
        with pytest.raises(Refused, match="own_report"):
            story.does(act, "dung", **said)
    with pytest.raises(Refused, match="in_person"):
        story.does(Act.EVALUATE, "giang", on_behalf_of="an")
