"""Two who act on the same things in opposite order: neither waits for ever, nothing is lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest
from factory import district
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from dondoc.clock import at
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.acts.record_many import BulkOutcome, record_each
from dondoc.services.reminders.nudges import urged_checkpoints
from dondoc.services.reminders.nudges.by_hand import nudge_by_hand
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from dondoc.store.database import reading, writing, written
from models.rules.checkpoints import Act
from models.submission import Submission

DUE, MARCH, JUNE = date(2022, 3, 31), date(2022, 3, 21), date(2022, 6, 1)


class SlowDesk(Recorder):
    """Waits behind its first act until another has done one, too, as long as that is possible."""

    barrier: Barrier

    def record(self, given: ActInput) -> Submission:
        recorded = super().record(given)
        with suppress(BrokenBarrierError):
            self.barrier.wait(1)
        return recorded


@pytest.fixture
def refs(engine: Engine) -> list[str]:
    with writing(engine) as session:
        place = district(session)
        return [place.checkpoint(DUE), place.checkpoint(DUE)]


def test_two_bulk_acts_in_opposite_order_both_end(
    engine: Engine, refs: list[str], tmp_path: Path
) -> None:
    barrier = Barrier(2)

    def bulk(by: str, order: list[str]) -> BulkOutcome:
        with writing(engine) as session:
            desk = SlowDesk(session, at(MARCH), tmp_path)
            desk.barrier = barrier
            given = ActInput(Act.CHANGE_DUE, "", by, reason="Mưa lũ", new_due_on=date(2022, 4, 15),
                             request_key=f"bulk-{by}")  # fmt: skip
            return record_each(desk, given, dict.fromkeys(order))

    with ThreadPoolExecutor(2) as threads:
        done = [threads.submit(bulk, "dung", refs), threads.submit(bulk, "em", refs[::-1])]
        outcomes = [one.result(60) for one in done]
    for one in outcomes:
        assert sorted([*one.done, *(ref for ref, _ in one.refused)]) == sorted(refs)
    assert sum(len(outcome.done) for outcome in outcomes) >= len(refs)


@dataclass(frozen=True)
class Bulk:
    """An act that the secretariat does on many: on which day, and what was recorded before it."""

    act: Act
    day: date = MARCH
    before: tuple[ActInput, ...] = ()
    words: str = ""
    by: tuple[str, str] = ("dung", "em")


REPORT = ActInput(Act.REPORT, "", "an", value=Decimal(9))
ASKED = ActInput(Act.ASK_EXTENSION, "", "an", reason="Mưa lũ", new_due_on=date(2022, 4, 15))
SILENCE = ActInput(Act.NOT_REPORTED, "", "dung")
BULKS = (
    Bulk(Act.ACKNOWLEDGE, by=("an", "an")),
    Bulk(Act.VERIFY, before=(REPORT,)),
    Bulk(Act.RETURN, before=(REPORT,), words="Thiếu số liệu"),
    Bulk(Act.REFUSE_EXTENSION, before=(ASKED,), words="Còn đủ thời gian"),
    Bulk(Act.NOT_REPORTED, day=JUNE),
    Bulk(Act.EVALUATE, day=JUNE, before=(SILENCE,)),
)


@pytest.mark.parametrize("bulk", BULKS, ids=lambda bulk: bulk.act.value)
def test_each_act_on_many_holds_them_in_one_order(
    engine: Engine, refs: list[str], tmp_path: Path, bulk: Bulk
) -> None:
    """Nobody is ended by the database, even where nothing is tried again."""
    with writing(engine) as session:
        for ref, act in product(refs, bulk.before):
            Recorder(session, at(bulk.day), tmp_path).record(replace(act, ref=ref))
    barrier = Barrier(2)

    def at_once(by: str, order: list[str]) -> BulkOutcome:
        with writing(engine) as session:
            desk = SlowDesk(session, at(bulk.day), tmp_path)
            desk.barrier = barrier
            act_input = ActInput(bulk.act, "", by, reason=bulk.words)
            return record_each(desk, act_input, dict.fromkeys(order))

    with ThreadPoolExecutor(2) as threads:
        orders = (refs, refs[::-1])
        done = [
            threads.submit(at_once, by, order) for by, order in zip(bulk.by, orders, strict=True)
        ]
        outcomes = [one.result(60) for one in done]
    assert sorted(ref for outcome in outcomes for ref in outcome.done) == sorted(refs)


def test_urging_a_unit_and_one_of_its_items_holds_all_in_one_order(
    engine: Engine, refs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The item that is named comes last by its key; a bulk act goes through them from the first."""
    both_begin = Barrier(2)
    hold = urged_checkpoints.hold_checkpoints

    def held(session: Session, ids: list[int]) -> None:
        hold(session, ids)
        with suppress(BrokenBarrierError):
            both_begin.wait(1)

    monkeypatch.setattr(urged_checkpoints, "hold_checkpoints", held)
    late = at(date(2022, 4, 4))

    def urging() -> int:
        with writing(engine) as session:
            return len(nudge_by_hand(session, UrgingRequest("dung", (refs[1],), "LT"), late))

    def bulk() -> BulkOutcome:
        with writing(engine) as session:
            with suppress(BrokenBarrierError):
                both_begin.wait(1)
            act_input = ActInput(
                Act.CHANGE_DUE, "", "em", reason="Mưa lũ", new_due_on=date(2022, 4, 15)
            )
            return record_each(Recorder(session, late, tmp_path), act_input, dict.fromkeys(refs))

    with ThreadPoolExecutor(2) as threads:
        done = threads.submit(urging), threads.submit(bulk)
        assert done[0].result(60) == 2 and len(done[1].result(60).done) == 2


@contextmanager
def meeting(barrier: Barrier) -> Iterator[None]:
    yield
    with suppress(BrokenBarrierError):
        barrier.wait(1)


def crossing(engine: Engine, barrier: Barrier, order: list[int]) -> Callable[[Session], int]:
    """Changes two rows one after the other, and meets the other thread in between."""
    change = text("UPDATE checkpoint SET returns = returns + 1 WHERE id = :id")

    def work(session: Session) -> int:
        with meeting(barrier):
            session.connection().execute(change, {"id": order[0]})
        session.connection().execute(change, {"id": order[1]})
        return order[0]

    return work


def test_a_transaction_that_the_database_ends_is_done_once_more(
    engine: Engine, refs: list[str]
) -> None:
    barrier = Barrier(2)
    ids = [1, 2]
    with ThreadPoolExecutor(2) as threads:
        done = [
            threads.submit(written, engine, crossing(engine, barrier, order))
            for order in (ids, ids[::-1])
        ]
        assert sorted(one.result(60) for one in done) == ids
    with reading(engine) as session:
        counted = session.connection().execute(text("SELECT sum(returns) FROM checkpoint"))
        assert counted.scalar() == 4
    assert refs


def test_any_other_trouble_is_not_tried_again(engine: Engine) -> None:
    tries = []

    def work(session: Session) -> None:
        tries.append(1)
        session.connection().execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(DBAPIError):
        written(engine, work)
    assert tries == [1]
