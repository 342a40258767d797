"""Two who act on the same things in opposite order: neither waits for ever, nothing is lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
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
from dondoc.store.database import reading, writing, written
from models.rules.checkpoints import Act
from models.submission import Submission

DUE, MARCH = date(2022, 3, 31), date(2022, 3, 21)


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
