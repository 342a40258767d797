"""Recording an act: refused with the reason, once only, by whom, and beside others."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from advance_story import DUE, OPENS, Story, count_of
from factory import District, district
from sqlalchemy import Engine
from sqlmodel import func, select

from dondoc.clock import StoppedClock, at
from dondoc.errors import BadInput, Refused
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.event import Event
from models.indicator import Indicator
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.indicators import Kind
from models.rules.stages import Stage
from models.submission import Submission


@pytest.fixture
def story(engine: Engine, tmp_path: Path) -> Story:
    return Story(engine, tmp_path / "evidence")


def test_the_second_of_two_people_at_once_is_narrative_who_was_first(story: Story) -> None:
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


def test_a_stage_began_when_its_act_was_recorded_whenever_that_was_applied(story: Story) -> None:
    story.on(DUE).does(Act.REPORT, "an", value=Decimal(3))
    story.on(DUE + timedelta(days=5)).advances()
    with story.checkpoint() as checkpoint:
        assert checkpoint.stage is Stage.REPORTED
        assert checkpoint.stage_since == checkpoint.reported_at == at(DUE)


def test_the_same_request_sent_twice_is_one_act(story: Story) -> None:
    story.on(date(2022, 3, 1))
    for _ in range(2):
        story.does(Act.REPORT, "an", value=Decimal(3), request_key="form-1")
    assert count_of(story.engine, Submission) == 1


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
    assert count_of(story.engine, Submission) == 0


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


def test_a_key_that_was_used_for_another_act_is_narrative(story: Story) -> None:
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
