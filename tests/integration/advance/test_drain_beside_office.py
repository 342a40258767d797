"""While one drain follows the other, the office withdraws work and hands a position over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Event as Signal
from typing import Any

import pytest
from factory import district
from sqlalchemy import Engine
from sqlmodel import Session, select

from dondoc.clock import StoppedClock, at
from dondoc.errors import Refused
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.services.audit import verify
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.staffing.positions import take_position
from dondoc.services.work.pending import PENDING
from dondoc.store.database import reading, writing, written
from models.assignment import Checkpoint
from models.rules.checkpoints import Act
from models.rules.stages import Stage, Standing
from models.submission import Submission

DUE, TODAY = date(2022, 3, 31), date(2022, 3, 21)
MANY = 12


class Office:
    """Everybody acts on the same checkpoints on one day, each in transactions of their own."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder, self.clock = engine, folder, StoppedClock(at(TODAY))
        self.ended = Signal()
        with writing(engine) as session:
            place = district(session)
            self.refs = [place.checkpoint(DUE) for _ in range(MANY)]

    def does(self, act: Act, by: str, ref: str, **said: Any) -> bool:
        """Whether it was recorded; a refusal is an answer, any other error is none."""
        given = ActInput(act, ref, by, **said)
        try:
            written(
                self.engine,
                lambda session: Recorder(session, self.clock.now(), self.folder).record(given),
            )
        except Refused:
            return False
        return True

    def drains(self) -> None:
        while not self.ended.is_set():
            advance(self.engine, self.clock)

    def reports(self, by: str) -> dict[str, bool]:
        return {ref: self.does(Act.REPORT, by, ref, value=Decimal(9)) for ref in self.refs}

    def verifies(self) -> dict[str, bool]:
        return {ref: self.does(Act.VERIFY, "em", ref) for ref in self.refs * 3}

    def withdraws(self) -> dict[str, bool]:
        return {
            ref: self.does(Act.WITHDRAW, "dung", ref, reason="Không còn việc này")
            for ref in self.refs[::-2]
        }

    def hands_over(self) -> None:
        def taken(session: Session) -> None:
            acting = acting_for_office(session, "dung", self.clock.now(), self.clock.now())
            take_position(acting, "ha", "P-an", TODAY, alone=True, sure=True)

        written(self.engine, taken)


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    return Office(engine, tmp_path)


@pytest.mark.slow
def test_what_was_withdrawn_stays_so_and_every_act_is_answered(office: Office) -> None:
    with ThreadPoolExecutor(6) as threads:
        drain = threads.submit(office.drains)
        before = threads.submit(office.reports, "an")
        verified = threads.submit(office.verifies)
        hand_over = threads.submit(office.hands_over)
        withdrawal = threads.submit(office.withdraws)
        try:
            hand_over.result(120)  # whoever took over reports what the other had no time for
            reported = [office.reports("ha"), before.result(120)]
            withdrawn = withdrawal.result(120)
            verified.result(120)
        finally:
            office.ended.set()
        drain.result(120)
    advance(office.engine, office.clock)
    assert withdrawn and all(withdrawn.values())
    with reading(office.engine) as session:
        assert not session.exec(select(Submission).where(PENDING)).all()
        standings = session.exec(select(Checkpoint.standing)).all()
        assert standings.count(Standing.WITHDRAWN) == len(withdrawn)
        live = session.exec(select(Checkpoint).where(Checkpoint.standing == Standing.LIVE)).all()
        assert len(live) == MANY - len(withdrawn)
        assert {checkpoint.stage for checkpoint in live} <= {Stage.REPORTED, Stage.VERIFIED}
        audit = verify(session)
    assert not audit.findings, audit.findings
    assert any(any(each.values()) for each in reported)
