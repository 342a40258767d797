"""What is shown of an earlier day is what stood when that day was over, whatever came since."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from plan_load_drafts import plan, put, put_as_meant
from remind_world import World
from sqlalchemy import Engine, select

from dondoc.clock import StoppedClock, at
from dondoc.errors import BadInput
from dondoc.services.acts.act_input import ActInput, DifficultyInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.services.difficulties.open import shown_to
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.reminders.explain.answer import ItemExplained
from dondoc.services.reminders.explain.explain import explain_item
from dondoc.services.work.assignment_view import assignment_view, work_of
from dondoc.services.workbook.plan import PlanDraft
from dondoc.store.database import reading, writing
from models.programme import Programme
from models.rules.checkpoints import Act

Q1_END, LATE, VERIFIED, JUDGED, CORRECTED = (
    date(2022, 3, 31), date(2022, 4, 6), date(2022, 4, 8), date(2022, 4, 12), date(2022, 4, 20),
)  # fmt: skip


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_END)


def programme_of(session: Any) -> Programme:
    return session.scalars(select(Programme)).one()


def shown(world: World, day: date) -> dict[str, Any]:
    """All that the commands tell of the one checkpoint on a day."""
    with reading(world.engine) as session:
        programme, ref = programme_of(session), world.refs[0]
        view = assignment_view(session, programme, ref, at(day, 18))
        return {
            "view": replace(view, checkpoints=tuple(_plain(c) for c in view.checkpoints)),
            "explained": _without_letters(explain_item(session, programme, ref, at(day, 18))),
            "work": tuple(
                _plain(c) for c in work_of(session, programme, find_person(session, "an").key, day)
            ),
        }


def _without_letters(explained: ItemExplained) -> tuple[ItemExplained, int]:
    """What became of letters is told as of now; which reasons there were is not."""
    return replace(explained, nudges=(), sent=()), len(explained.nudges)


def _plain(checkpoint: Any) -> Any:
    """Without what is recorded and not applied: that is the drain's affair."""
    return replace(checkpoint, pending=())


Course = tuple[tuple[Act, str, date, dict[str, Any]], ...]
JUDGED_AND_CORRECTED: Course = (
    (Act.REPORT, "an", LATE, {"value": Decimal(9), "narrative": "Gần xong"}),
    (Act.VERIFY, "dung", VERIFIED, {"quality": Decimal(80)}),
    (Act.EVALUATE, "dung", JUDGED, {}),
    (Act.CORRECT, "dung", CORRECTED,
     {"value": Decimal(10), "quality": Decimal(95), "reason": "Đo lại"}),
)  # fmt: skip
RETURNED_AND_AMENDED: Course = (
    (Act.ASK_EXTENSION, "an", date(2022, 3, 24),
     {"new_due_on": date(2022, 4, 15), "reason": "Mưa lũ"}),
    (Act.CHANGE_DUE, "dung", date(2022, 3, 25),
     {"new_due_on": date(2022, 4, 8), "reason": "Cho đến giữa tháng"}),
    (Act.REPORT, "an", VERIFIED, {"value": Decimal(9)}),
    (Act.RETURN, "dung", JUDGED, {"reason": "Thiếu bảng"}),
    (Act.REPORT, "an", CORRECTED, {"value": Decimal(10)}),
    (Act.VERIFY, "dung", date(2022, 4, 25), {}),
)  # fmt: skip
SILENT_AND_WITHDRAWN: Course = (
    (Act.NOT_REPORTED, "dung", CORRECTED, {"reason": "Không báo cáo"}),
    (Act.REPORT, "an", date(2022, 4, 25), {"value": Decimal(10)}),
    (Act.RETURN, "dung", date(2022, 4, 27), {"reason": "Thiếu bảng"}),
    (Act.WITHDRAW, "dung", date(2022, 4, 28), {"reason": "Gộp vào việc khác"}),
)  # fmt: skip


@pytest.mark.parametrize("course", [JUDGED_AND_CORRECTED, RETURNED_AND_AMENDED,
                                    SILENT_AND_WITHDRAWN])  # fmt: skip
@pytest.mark.parametrize("drained", [True, False])
def test_each_day_is_shown_as_it_was_shown_on_that_day(
    world: World, course: Course, drained: bool
) -> None:
    first = date(2022, 3, 1)
    world.advance(first)
    days, then = [first], [shown(world, first)]
    for act, by, day, said in course:
        world.act(act, by, day, **said)
        if drained:
            world.advance(day)
        days.append(day)
        then.append(shown(world, day))
    for day, before in zip(days, then, strict=True):
        assert shown(world, day) == before


def test_what_a_plan_assigned_later_is_unknown_on_an_earlier_day(engine: Engine) -> None:
    put(engine, fewer(), complete=True)
    put_as_meant(engine, plan(), CORRECTED)
    with reading(engine) as session:
        programme = programme_of(session)
        assert assignment_view(session, programme, "DN@LT", at(CORRECTED, 18)).checkpoints
        with pytest.raises(BadInput):
            assignment_view(session, programme, "DN@LT", at(VERIFIED))


def fewer() -> PlanDraft:
    return replace(plan(), assignments=plan().assignments[:2])


@pytest.mark.parametrize("drained", [True, False])
def test_a_difficulty_of_work_that_a_plan_withdrew_later_was_open_before(
    engine: Engine, tmp_path: Path, drained: bool
) -> None:
    put(engine, plan(), complete=True)
    said = DifficultyInput("Thiếu vốn")
    with writing(engine) as session:
        sent = ActInput(Act.UPDATE, "DN@LT/Q1", "CB01", narrative="Chậm", hindrances=(said,))
        Recorder(session, at(LATE), tmp_path).record(sent)
    if drained:
        advance(engine, StoppedClock(at(LATE)))
    assert open_on(engine, VERIFIED) == ["Thiếu vốn"]
    put_as_meant(engine, fewer(), CORRECTED)
    assert open_on(engine, CORRECTED) == []
    assert open_on(engine, VERIFIED) == ["Thiếu vốn"]
    put_as_meant(engine, plan(), date(2022, 4, 27))
    assert open_on(engine, date(2022, 4, 27)) == open_on(engine, VERIFIED) == ["Thiếu vốn"]
    assert open_on(engine, CORRECTED) == []


def open_on(engine: Engine, day: date) -> list[str]:
    with reading(engine) as session:
        programme = programme_of(session)
        viewer = open_viewer(session, find_person(session, "CB00"), programme, day)
        return [open_one.difficulty for open_one in shown_to(session, viewer, at(day, 18))]
