"""What a drain says that it did, what history keeps of an act, and who waits for whom."""

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factory import district
from old_marks import mark_for_all
from sqlalchemy import Engine, text
from sqlmodel import col, select

from dondoc.clock import StoppedClock, at
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance import drain
from dondoc.services.advance.drain import Advanced, advance
from dondoc.store.database import reading, writing
from dondoc.store.lease import lease
from models.assignment import Checkpoint
from models.event import Event
from models.nudge import Nudge, NudgeKind
from models.person import Person
from models.rules.checkpoints import Act
from models.rules.indicators import Kind
from models.rules.roles import Role
from models.rules.stages import Stage, Standing
from models.submission import Submission

DUE, OPENS, DAY = date(2022, 3, 31), date(2022, 1, 10), date(2022, 3, 28)


class Office:
    """A district with one checkpoint, and acts on it."""

    def __init__(self, engine: Engine, folder: Path, **asked: Any) -> None:
        self.engine, self.folder = engine, folder
        with writing(engine) as session:
            self.ref = district(session).checkpoint(DUE, OPENS, **asked)

    def forces(self, act: Act, **said: Any) -> None:
        """An act that was recorded without being asked whether it may be."""
        with writing(self.engine) as session:
            checkpoint = session.exec(select(Checkpoint)).one().key
            by = session.exec(select(Person).where(Person.code == "dung")).one().key
            session.add(
                Submission(
                    checkpoint_id=checkpoint,
                    act=act,
                    actor_id=by,
                    roles=Role.SECRETARIAT.value,
                    recorded_at=at(OPENS),
                    **said,
                )
            )

    def does(self, act: Act, by: str, day: date = DAY, **said: Any) -> None:
        with writing(self.engine) as session:
            Recorder(session, at(day), self.folder).record(ActInput(act, self.ref, by, **said))

    def drains(self, day: date = DAY) -> Advanced:
        return advance(self.engine, StoppedClock(at(day)))

    def said(self, act: Act) -> list[dict[str, Any]]:
        """What history keeps of an act each time that it was done."""
        with reading(self.engine) as session:
            found = session.exec(select(Event).order_by(col(Event.id))).all()
        return [one.data for one in found if one.data.get("act") == act.value]

    @contextmanager
    def checkpoint(self) -> Iterator[Checkpoint]:
        with reading(self.engine) as session:
            yield session.exec(select(Checkpoint)).one()


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    return Office(engine, tmp_path / "evidence")


def test_it_counts_what_it_applied(office: Office) -> None:
    office.does(Act.ACKNOWLEDGE, "an")
    office.does(Act.REPORT, "an", value=Decimal(10))
    done = office.drains()
    assert (done.applied, done.busy, done.misses) == (2, False, [])
    assert done.acts == {Act.ACKNOWLEDGE, Act.REPORT}
    assert [move.to_stage for move in done.moves] == [Stage.IN_PROGRESS, Stage.REPORTED]


def test_it_leaves_the_work_to_whoever_is_draining(office: Office) -> None:
    office.does(Act.ACKNOWLEDGE, "an")
    with lease(office.engine, drain.LEASE) as held:
        assert held is not None
        done = office.drains()
    assert (done.busy, done.applied, done.moves) == (True, 0, [])
    assert office.drains().applied == 1


def test_what_is_recorded_while_it_ends_is_drained_and_told_with_the_rest(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.does(Act.ACKNOWLEDGE, "an")
    real, late = drain._anything_pending, iter([Act.REPORT])

    def pending(engine: Engine, left: Collection[int]) -> bool:
        for act in late:
            office.does(act, "an", value=Decimal(10))
        return real(engine, left)

    monkeypatch.setattr(drain, "_anything_pending", pending)
    done = office.drains()
    assert done.applied == 2
    assert [move.to_stage for move in done.moves] == [Stage.IN_PROGRESS, Stage.REPORTED]


def test_what_cannot_be_applied_is_narrative_and_stands_in_history_with_its_reason(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what comes while it ends: here two verifications of what nobody has reported."""
    real, late = drain._anything_pending, iter([1])

    def pending(engine: Engine, left: Collection[int]) -> bool:
        for _ in late:
            office.forces(Act.VERIFY)
        return real(engine, left)

    monkeypatch.setattr(drain, "_anything_pending", pending)
    office.forces(Act.VERIFY)
    done = office.drains(OPENS)
    assert [(miss.act, miss.refusal["key"]) for miss in done.misses] == [
        (Act.VERIFY, "refusal.wrong_stage"),
        (Act.VERIFY, "refusal.wrong_stage"),
    ]
    assert done.applied == 2
    assert [one["refusal"] for one in office.said(Act.VERIFY)] == ["refusal.wrong_stage"] * 2


def test_whoever_recorded_what_cannot_be_applied_is_narrative(office: Office) -> None:
    office.forces(Act.VERIFY)
    (miss,) = office.drains(OPENS).misses
    with reading(office.engine) as session:
        author = session.exec(select(Submission.actor_id)).one()
        query = select(Nudge.person_id).where(Nudge.kind == NudgeKind.REFUSED)
        told = session.exec(query).all()
    assert (miss.actor_id, told) == (author, [author])


def test_history_keeps_the_date_of_what_was_refused(office: Office) -> None:
    office.forces(Act.CHANGE_DUE, new_due_on=date(2022, 5, 4))  # without a reason
    assert office.drains(OPENS).misses
    (said,) = office.said(Act.CHANGE_DUE)
    assert (said["refusal"], said["new_due_on"]) == ("refusal.needs_reason", "2022-05-04")


def test_history_keeps_whether_the_product_was_there(engine: Engine, tmp_path: Path) -> None:
    office = Office(engine, tmp_path, kind=Kind.PRODUCT, expected=None)
    office.does(Act.REPORT, "an", delivered=False)
    office.drains()
    assert [one["delivered"] for one in office.said(Act.REPORT)][-1] is False


def test_history_keeps_what_each_act_said(office: Office) -> None:
    office.does(Act.REPORT, "an", value=Decimal("10.50"))
    office.drains()
    office.does(Act.VERIFY, "dung", quality=Decimal("95.0"))
    office.drains()
    mark_for_all(office.engine)
    office.does(Act.CORRECT, "dung", value=Decimal(9), objective_cause=False, reason="Đối chiếu")
    office.drains()
    assert office.said(Act.REPORT)[-1]["value"] == "10.5"
    assert "objective_cause" not in office.said(Act.REPORT)[-1]
    (verified,) = office.said(Act.VERIFY)
    assert verified["quality"] == "95"
    assert (verified["value"], "confirmed" in verified) == ("10.5", False)
    (corrected,) = office.said(Act.CORRECT)
    assert (corrected["value"], corrected["objective_cause"]) == ("9", False)


def test_history_speaks_of_an_objective_cause_only_where_there_is_one(office: Office) -> None:
    office.does(Act.REPORT, "an", value=Decimal(10))
    office.drains()
    office.does(Act.VERIFY, "dung", quality=Decimal(95))
    office.drains()
    (verified,) = office.said(Act.VERIFY)
    assert "objective_cause" not in verified


def test_history_keeps_that_somebody_said_it_knowingly(office: Office) -> None:
    office.does(Act.REPORT, "an", DUE, value=Decimal(10))
    office.drains(DUE)
    after = date(2022, 4, 1)
    office.does(Act.REPORT, "an", after, value=Decimal(11), confirmed=True)
    office.drains(after)
    first, *_, last = office.said(Act.REPORT)
    assert "confirmed" not in first
    assert last["confirmed"] is True


def test_history_keeps_the_date_that_was_asked_for(office: Office) -> None:
    asked = date(2022, 4, 15)
    office.does(Act.ASK_EXTENSION, "an", reason="Chờ số liệu", new_due_on=asked)
    office.drains()
    (said,) = office.said(Act.ASK_EXTENSION)
    assert said["new_due_on"] == "2022-04-15"


def test_a_window_opens_only_after_whoever_holds_the_checkpoint(office: Office) -> None:
    """What was withdrawn meanwhile stays so; who writes on SQLite keeps the drain waiting."""
    if office.engine.dialect.name != "postgresql":
        return
    with ThreadPoolExecutor(1) as pool:
        with office.engine.begin() as other:
            other.execute(text("UPDATE checkpoint SET standing = 'withdrawn'"))
            opening = pool.submit(office.drains, OPENS)
            _wait_for_lock(office.engine)
        opening.result()
    with office.checkpoint() as checkpoint:
        assert checkpoint.standing is Standing.WITHDRAWN


def _wait_for_lock(engine: Engine) -> None:
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    for _ in range(200):
        with engine.connect() as connection:
            if connection.scalar(waiting):
                return
            connection.execute(text("SELECT pg_sleep(0.02)"))
    raise AssertionError("the drain did not wait")
