"""A small office with a plan, and meetings held in it by services alone."""

from datetime import date
from pathlib import Path
from typing import Any

from plan_load_drafts import holding, plan, put
from sqlalchemy import Engine
from sqlmodel import Session, select

from dondoc.clock import StoppedClock, at
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.services.meetings.agenda import Agenda
from dondoc.services.meetings.call import call_meeting, page_of_meetings
from dondoc.services.meetings.change import call_off, reschedule
from dondoc.services.meetings.conclusions import ConclusionInput, Conclusions
from dondoc.services.meetings.conclusions_before import before_meeting
from dondoc.services.meetings.follow_up import (
    ConclusionRow,
    concluded_at,
    conclusions_of,
)
from dondoc.services.meetings.take_back import take_back
from dondoc.services.organisation.changes import SettingsChange, acting_for_office
from dondoc.services.organisation.viewer import Viewer, open_viewer
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.event import Event
from models.joins import CHECKPOINTS_OF_ASSIGNMENT
from models.meeting import Meeting
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.conclusions import ConclusionKind
from models.rules.meetings import MeetingState

HELD = date(2022, 2, 14)
SECRETARIAT, OTHER_MEMBER, HEAD = "CB00", "CB09", "CB01"


class MeetingWorld:
    """An office on a day. `meeting_id`: of the last meeting called; `item_id`: its matter."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        self.clock = StoppedClock(at(HELD, 9))
        self.loads_plan_anew()
        self.meeting_id = self.item_id = 0

    def loads_plan_anew(self) -> None:
        """The whole of the year's plan, as its workbook has it."""
        more = holding("TU-CV", OTHER_MEMBER, roles=("secretariat",))
        put(self.engine, plan(holdings=(*plan().holdings, more)), complete=True)

    def on(self, day: date) -> "MeetingWorld":
        self.clock.set(at(day, 9))
        return self

    def office(self, session: Session, by: str = SECRETARIAT) -> SettingsChange:
        return acting_for_office(session, by, self.clock.now(), self.clock.now())

    def meets(self, ref: str = "", subject: str = "Giải phóng mặt bằng") -> "MeetingWorld":
        """Calls a meeting today with one matter, of a checkpoint where one is named."""
        with writing(self.engine) as session:
            office = self.office(session)
            programme = session.exec(select(Programme)).one()
            title = f"Phiên họp {self.clock.today():%d/%m}"
            meeting = call_meeting(office, programme.key, self.clock.today(), title)
            item = Agenda(office, meeting.key).add_own(subject, "Cho ý kiến")
            if ref:
                checkpoint = checkpoint_of(session, ref)
                item.checkpoint_id, item.assignment_id = checkpoint.key, checkpoint.assignment_id
            self.meeting_id, self.item_id = meeting.key, item.key
        return self

    def concludes(self, kind: ConclusionKind, by: str = SECRETARIAT, **said: Any) -> int:
        """Records a conclusion on the matter; gives its key."""
        given = {"words": "báo cáo kết quả", "position": "LT-BT", **said}
        with writing(self.engine) as session:
            made = Conclusions(self.office(session, by), self.folder).record(
                self.meeting_id, self.item_id, ConclusionInput(kind, **given)
            )
            return made.key

    def takes_back(self, key: int, why: str = "Ghi nhầm đơn vị", by: str = SECRETARIAT) -> None:
        with writing(self.engine) as session:
            take_back(self.office(session, by), self.meeting_id, key, why)

    def calls_off(self, why: str = "Trùng kỳ họp", by: str = SECRETARIAT) -> None:
        with writing(self.engine) as session:
            call_off(self.office(session, by), self.meeting_id, why)

    def moves(self, day: date, title: str, by: str = SECRETARIAT) -> None:
        with writing(self.engine) as session:
            reschedule(self.office(session, by), self.meeting_id, day, title)

    def settles(self, how: str, by: str, key: int, *words: str) -> None:
        with writing(self.engine) as session:
            getattr(Conclusions(self.office(session, by), self.folder), how)(key, *words)

    def does(self, act: Act, ref: str, by: str, **said: Any) -> None:
        with writing(self.engine) as session:
            Recorder(session, self.clock.now(), self.folder).record(ActInput(act, ref, by, **said))
        self.drains()

    def drains(self) -> None:
        advance(self.engine, self.clock)

    def rows(self, meeting_id: int | None = None) -> list[ConclusionRow]:
        """What became of the conclusions of a meeting, by default the last one."""
        key = self.meeting_id if meeting_id is None else meeting_id
        with reading(self.engine) as session:
            programme = session.exec(select(Programme)).one()
            return conclusions_of(session, programme, self.clock.today(), concluded_at(key))

    def viewer(self, session: Session, code: str = SECRETARIAT) -> Viewer:
        person = session.exec(select(Person).where(Person.code == code)).one()
        programme = session.exec(select(Programme)).one()
        return open_viewer(session, person, programme, self.clock.today())


def states(office: MeetingWorld) -> list[tuple[str, MeetingState, int]]:
    """The list of meetings: the title, how it stands, and how many conclusions."""
    with reading(office.engine) as session:
        rows, _ = page_of_meetings(session, office.viewer(session), 1)
        return [(row.title, row.state, row.conclusions) for row in rows]


def begins_with(office: MeetingWorld) -> list[str]:
    """What the pack of the last meeting begins with."""
    with reading(office.engine) as session:
        programme = session.exec(select(Programme)).one()
        earlier = before_meeting(session, session.get_one(Meeting, office.meeting_id))
        rows = conclusions_of(session, programme, office.clock.today(), earlier)
        return [row.conclusion.words for row in rows]


def last_event(office: MeetingWorld) -> tuple[str, str, str, dict[str, object]]:
    """Who did what with a meeting and why, as history has it."""
    with reading(office.engine) as session:
        events = session.exec(select(Event).order_by(Event.id.desc())).all()  # type: ignore[union-attr]
        event = next(each for each in events if "what" in each.data)
        who = session.get_one(Person, event.actor_id).code
        return who, str(event.data["did"]), event.reason, event.data


def checkpoint_of(session: Session, ref: str) -> Checkpoint:
    of, _, label = ref.partition("/")
    query = select(Checkpoint).select_from(Assignment).join(*CHECKPOINTS_OF_ASSIGNMENT)
    return session.exec(query.where(Assignment.ref == of, Checkpoint.label == label)).one()
