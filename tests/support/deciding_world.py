"""The district's first quarter where a decision evaluates: sessions, publication, re-assessment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from course_world import (
    ALL_LEADER_PARTS,
    FULL,
    OPENED,
    CourseWorld,
    begin,
    context_of,
    dossier_in,
    seen_of,
)
from factory import District
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.services.evaluation.course.step_input import StepInput
from dondoc.services.evaluation.decisions.decide import DecisionsTaken, RowDecision, decide_each
from dondoc.services.evaluation.decisions.published import PublishedGrades, published_grades
from dondoc.services.evaluation.decisions.requests import (
    RequestWaiting,
    answer,
    ask_again,
    requests_waiting,
    withdraw_request,
)
from dondoc.services.evaluation.decisions.round_steps import RoundStepTaken, take_round_step
from dondoc.services.evaluation.decisions.session_input import SessionInput
from dondoc.services.evaluation.decisions.sessions import call_session, close_session
from dondoc.services.organisation.changes import SettingsChange, acting_for_office
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.programme.rule_sets import ensure_rule_set
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT
from models.message import Message
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.evaluation_course.rounds import RoundAct
from models.rules.stages import Stage
from models.unit import Unit

HELD = date(2022, 5, 12)
PUBLISHED = date(2022, 5, 16)


@dataclass
class DecidingWorld(CourseWorld):
    """An's and Bình's evaluations, before the body that decides."""

    session_id: int = 0

    def open_and_assess(self) -> "DecidingWorld":
        """The round is opened; An and Bình are commented on, and proposed to be excellent."""
        self.round_id = self.opened()
        self.assessed()
        self.commented()
        said = {"criteria": FULL, "grade": Grade.EXCELLENT, "reason": "Thống nhất"}
        parts = {"leader": ALL_LEADER_PARTS}
        self.takes("binh", DossierAct.ASSESS_SELF, OPENED, of="binh", words="Đủ", **said)
        self.takes("giang", DossierAct.COMMENT, OPENED, of="binh", **said, **parts)
        return self

    def calls(self, day: date = HELD, **said: Any) -> int:
        """The secretariat calls a session."""
        called = {"members": 11, "present": 9, "body": "Ban Thường vụ"} | said
        with self.change("dung", day) as (change, _):
            self.session_id = call_session(
                change, self.round_id, SessionInput(held_on=day, **called)
            ).key
        return self.session_id

    def closes(self, day: date = HELD, by: str = "dung") -> None:
        with self.change(by, day) as (change, _):
            close_session(change, self.session_id)

    def decides(
        self,
        *rows: Mapping[str, Any],
        by: str = "giang",
        day: date = HELD,
        seen: Mapping[str, str] | None = None,
    ) -> DecisionsTaken:
        """Decides row by row. A row: `of`, `grade`, and what else there is to say."""
        with self.change(by, day) as (change, session):
            context = context_of(session, day, self.round_id)
            made = []
            for row in rows:
                said = dict(row)
                dossier = dossier_in(session, context, said.pop("of"))
                shown = (seen or {}).get(row["of"]) or seen_of(session, context, dossier)
                made.append(RowDecision(dossier.row.key, shown, **said))
            return decide_each(change, self.folder, self.session_id, made)

    def decided(self) -> "DecidingWorld":
        """Both are decided, and the session is closed."""
        self.calls()
        outcome = self.decides(
            {"of": "an", "grade": Grade.EXCELLENT},
            {"of": "binh", "grade": None, "reason": "Không có việc đến hạn"},
            by="em",
        )
        assert not outcome.refused, outcome.refused
        self.closes()
        return self

    def steps_round(
        self, act: RoundAct, day: date = PUBLISHED, by: str = "dung", reason: str = ""
    ) -> RoundStepTaken:
        with self.change(by, day) as (change, _):
            return take_round_step(change, self.folder, self.round_id, act, reason)

    def published(self) -> "DecidingWorld":
        self.decided()
        self.steps_round(RoundAct.PUBLISH)
        return self

    def asks(self, day: date = PUBLISHED, words: str = "Xin xem lại mốc quý I") -> None:
        with self.change("an", day) as (change, session):
            context = context_of(session, day, self.round_id)
            dossier = dossier_in(session, context, "an")
            ask_again(change, dossier.row.key, seen_of(session, context, dossier), words)

    def withdraws(self, day: date = PUBLISHED) -> None:
        with self.change("an", day) as (change, session):
            context = context_of(session, day, self.round_id)
            dossier = dossier_in(session, context, "an")
            withdraw_request(change, dossier.row.key, seen_of(session, context, dossier))

    def answers(self, by: str, grade: Grade | None, day: date, **said: Any) -> None:
        with self.change(by, day) as (change, session):
            context = context_of(session, day, self.round_id)
            dossier = dossier_in(session, context, "an")
            seen = seen_of(session, context, dossier)
            entered = StepInput(DossierAct.ANSWER, seen, grade=grade, **said)
            answer(change, self.folder, dossier.row.key, entered)

    def letters(self) -> list[tuple[str, str]]:
        """Who was told what about the round, in order of both."""
        with reading(self.engine) as session:
            query = select(col(Person.code), col(Message.news)).join(
                Message, col(Message.person_id) == col(Person.id)
            )
            return sorted(
                session.execute(query.where(col(Message.round_id).is_not(None))).tuples().all()
            )

    def grades(self, day: date = PUBLISHED, by: str = "em") -> PublishedGrades | None:
        with reading(self.engine) as session:
            person = session.scalars(select(Person).where(col(Person.code) == by)).one()
            programme = session.get_one(Programme, self.programme_id)
            viewer = open_viewer(session, person, programme, day)
            return published_grades(session, viewer, self.round_id, day)

    def waiting(self, day: date) -> list[RequestWaiting]:
        with reading(self.engine) as session:
            return requests_waiting(session, self.programme_id, day)

    def unled(self, position_id: int, day: date = date(2022, 4, 20)) -> str:
        """Work of the quarter that a position without a holder answers for, verified."""
        with writing(self.engine) as session:
            made = self.place(session)
            made.positions["an"] = session.get_one(Position, position_id)
            ref = made.checkpoint(date(2022, 3, 31))
        self.act(Act.NOT_REPORTED, "em", day, ref)
        self.advance(day)
        return ref

    def place(self, session: Session) -> District:
        """The district, to be given more work."""
        unit = session.scalars(select(Unit)).one()
        programme = session.scalars(select(Programme)).one()
        return District(session, programme, unit, made=50)

    def hands_over(self, before: str, after: str, day: date) -> None:
        """From a day on somebody else holds the position."""
        with writing(self.engine) as session:
            post = session.scalars(
                select(Position).where(col(Position.code) == f"P-{before}")
            ).one()
            held = session.scalars(
                select(Holding).where(col(Holding.position_id) == post.key)
            ).one()
            held.held_to = day - timedelta(days=1)
            new = session.scalars(select(Person).where(col(Person.code) == after)).one()
            session.add(Holding(position_id=post.key, person_id=new.key, held_from=day))

    def change(self, by: str, day: date) -> "_Changing":
        return _Changing(self.engine, by, day)

    def stages(self) -> dict[str, Stage]:
        """The stored stage of each checkpoint."""
        with reading(self.engine) as session:
            query = select(col(Assignment.ref), col(Checkpoint.stage)).join(
                Checkpoint, ASSIGNMENT_OF_CHECKPOINT.on
            )
            return dict(session.execute(query).tuples().all())

    def verified(self, ref: str, by: str, day: date = date(2022, 3, 28)) -> None:
        """A result of ten, in time, verified two days later and drained."""
        self.act(Act.REPORT, by, day, ref, value=Decimal(10))
        self.act(Act.VERIFY, "em", day + timedelta(days=2), ref)
        self.advance(day + timedelta(days=2))


class _Changing:
    """A transaction of somebody of the office."""

    def __init__(self, engine: Engine, by: str, day: date) -> None:
        self._writing = writing(engine)
        self._by, self._day = by, day

    def __enter__(self) -> tuple[SettingsChange, Session]:
        session = self._writing.__enter__()
        return acting_for_office(session, self._by, at(self._day), at(self._day)), session

    def __exit__(self, *error: Any) -> Any:
        return self._writing.__exit__(*error)


def by_decision(engine: Engine) -> None:
    """From now on only decisions evaluate what the programme holds."""
    with writing(engine) as session:
        rules = ensure_rule_set(session, "ND-335-2025-KY")
        session.scalars(select(Programme)).one().rule_set_id = rules.key


def deciding(engine: Engine, folder: Path) -> DecidingWorld:
    """An and Bình, evaluated, commented, before the session."""
    made = begin(engine, folder)
    by_decision(engine)
    return DecidingWorld(engine, folder, made.refs).open_and_assess()


def refusals(outcome: DecisionsTaken) -> list[str]:
    """The key of each row's refusal."""
    return [getattr(error, "key", "") for _, error in outcome.refused]
