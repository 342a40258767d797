"""One checkpoint of An's, played day by day, and what is said of its objective causes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from factory import district
from sqlalchemy import Engine
from sqlmodel import col, select

from dondoc.clock import StoppedClock, at
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import Advanced, advance
from dondoc.services.audit import verify
from dondoc.services.evidence.store import Attachment
from dondoc.services.programme.frames import frame_of
from dondoc.services.work.checkpoints import load_checkpoint
from dondoc.services.work.deductions import deductions_of
from dondoc.services.work.objective_causes import DeductionShown, deductions_shown
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.event import Event
from models.nudge import Nudge, NudgeKind
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.objective_causes import CauseState
from models.rules.roles import Audience
from models.verdict import Evaluation

DUE, LATE, LATER = date(2022, 3, 31), date(2022, 4, 5), date(2022, 4, 11)
PHOTO = Attachment("lu.jpg", b"\xff\xd8\xff\xe0" + b"0" * 400)
FLOOD = {"about": "lateness", "since": date(2022, 3, 28), "reason": "Mưa lũ"}


class Office:
    """One checkpoint of An's, played day by day."""

    def __init__(self, engine: Engine, folder: Path, rules: str = "VP-2022") -> None:
        self.engine, self.folder, self.clock = engine, folder, StoppedClock(at(LATE))
        with writing(engine) as session:
            self.ref = district(session, rules).checkpoint(DUE)

    def on(self, day: date, hour: int = 8) -> "Office":
        self.clock.set(at(day, hour))
        return self

    def does(self, act: Act, by: str, **said: Any) -> int:
        """The key of its submission."""
        with writing(self.engine) as session:
            recorder = Recorder(session, self.clock.now(), self.folder)
            return recorder.record(ActInput(act, self.ref, by, **said)).key

    def asks(self, by: str = "an", **said: Any) -> int:
        return self.does(Act.ASK_CAUSE, by, **(FLOOD | said))

    def confirms(self, by: str = "dung", about: str = "lateness", **said: Any) -> int:
        return self.does(Act.CONFIRM_CAUSE, by, about=about, **said)

    def drains(self) -> Advanced:
        return advance(self.engine, self.clock)

    def reported(self, *returns: date) -> "Office":
        """Reported late; for each day sent back and reported again three weeks later."""
        self.does(Act.REPORT, "an", value=Decimal(10))
        for day in returns:
            self.on(day).does(Act.RETURN, "dung", reason="Thiếu số liệu")
            self.does(Act.REPORT, "an", value=Decimal(10))
        return self

    @contextmanager
    def looked_at(self) -> Iterator[tuple[Any, Checkpoint, Any]]:
        with reading(self.engine) as session:
            frame = frame_of(session, session.exec(select(Programme)).one())
            yield session, session.exec(select(Checkpoint)).one(), frame

    def states(self) -> dict[str, CauseState | None]:
        with self.looked_at() as (session, row, frame):
            found = deductions_of(session, frame, [row.key], self.clock.today())[row.key]
            return {each.code: each.cause_state for each in found}

    def shown(self) -> tuple[DeductionShown, ...]:
        with self.looked_at() as (session, row, frame):
            loaded = load_checkpoint(session, frame, row.key)
            return deductions_shown(session, frame, [loaded], self.clock.today())[row.key]

    def scores(self) -> list[tuple[Decimal, Decimal, bool]]:
        """Quality, progress, and whether it was in time, of each evaluation."""
        with reading(self.engine) as session:
            given = session.exec(select(Evaluation).order_by(col(Evaluation.id)))
            return [(one.quality, one.progress, one.in_time) for one in given]

    def nudges(self) -> list[tuple[NudgeKind, Audience]]:
        of_causes = (NudgeKind.CAUSE_ASKED, NudgeKind.CAUSE_DECIDED)
        with reading(self.engine) as session:
            query = select(Nudge).where(col(Nudge.kind).in_(of_causes)).order_by(col(Nudge.id))
            return [(one.kind, one.audience) for one in session.exec(query)]

    def said(self, act: Act) -> list[dict[str, Any]]:
        with reading(self.engine) as session:
            events = session.exec(select(Event).order_by(col(Event.id)))
            return [{**one.data, "kind": one.kind} for one in events if one.data.get("act") == act]

    def sound(self) -> bool:
        with reading(self.engine) as session:
            return not verify(session).findings
