"""A small office whose every table has a row, and changes of it past the software."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from factory import START, District, district
from ledger_evaluation import (
    add_absence,
    add_catalogue,
    add_discipline,
    add_evaluation,
    add_file_request,
    add_led_field,
    add_own_rules,
    add_recheck,
)
from sqlalchemy import Connection, Engine, text
from sqlmodel import Session, select

from dondoc.clock import StoppedClock, at
from dondoc.i18n import translator
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.services.audit import Finding, verify
from dondoc.services.audit.sentences import finding_text
from dondoc.services.reminders.nudges.write import insert_portion, nudge_row
from dondoc.store.database import writing
from models.assignment import Assignment, AssignmentUnit, Checkpoint
from models.digest import Digest, DigestPaper, DigestRemark, DigestStep, UnitDigest
from models.drafts_and_views import Comment
from models.evaluation_viewing import EvaluationViewing
from models.meeting import AgendaItem, Conclusion, Meeting, MeetingFile
from models.message import Message, MessageLine
from models.nudge import NudgeKind
from models.objective_cause import CauseEvidence, CauseStatement
from models.programme import CalendarDay
from models.report import Difficulty, EvidenceFile, ProgressReport, ReportEvidence
from models.rules.checkpoints import Act
from models.rules.conclusions import AgendaReason, ConclusionKind
from models.rules.digest_life import DigestStepKind
from models.rules.objective_causes import ShortfallKind
from models.rules.roles import Audience, Involvement
from models.submission import SubmissionEvidence
from models.unit import UnitParent, UnitSuccession

DUE = date(2022, 3, 31)


@dataclass
class World:
    """A district whose one item was reported, verified and evaluated; two days are sealed."""

    engine: Engine
    folder: Path
    ref: str

    def does(self, day: date, act: Act, by: str, **said: Any) -> None:
        clock = StoppedClock(at(day))
        with writing(self.engine) as session:
            Recorder(session, clock.now(), self.folder).record(ActInput(act, self.ref, by, **said))
        advance(self.engine, clock)

    @contextmanager
    def tampered(self) -> Iterator[Connection]:
        """A connection on which nothing guards history, and whose changes are undone."""
        options = {"dondoc_writing": True}
        with self.engine.execution_options(**options).connect() as connection:
            driver: Any = connection.connection.driver_connection
            if connection.dialect.name == "sqlite":
                driver.execute("PRAGMA foreign_keys = OFF")
            with connection.begin() as transaction:
                unguard(connection)
                yield connection
                transaction.rollback()
            if connection.dialect.name == "sqlite":
                driver.execute("PRAGMA foreign_keys = ON")

    def audits(self, *statements: str, expected: str | None = None) -> tuple[Finding, ...]:
        """What an audit finds after statements that came past the software."""
        with self.tampered() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
            with Session(bind=connection) as session:
                return verify(session, expected).findings


def unguard(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return
    named = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in connection.execute(named).all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def rest(session: Session, made: District) -> None:
    """A row of every table that no act of this story writes."""
    unit, assignment = made.unit.key, session.exec(select(Assignment)).one()
    day = {"valid_from": START}
    session.add_all([
        UnitParent(unit_id=unit, parent_id=unit, **day),
        UnitSuccession(predecessor_id=unit, successor_id=unit, happened_on=START),
        CalendarDay(day=date(2022, 2, 4), working=False, note="Nghỉ bù"),
        AssignmentUnit(assignment_id=assignment.key, unit_id=unit,
                       involvement=next(iter(Involvement))),
        Comment(assignment_id=assignment.key, person_id=made.people["an"].key, at=at(START),
                text="Đã trao đổi"),
        Digest(programme_id=made.programme.key, quarter="2022-Q1", as_of=START,
               compiled_at=at(START), figures={"total": 1}, figures_sha256="0" * 64),
        Message(person_id=made.people["an"].key, run_on=START, created_at=at(START)),
        EvaluationViewing(programme_id=made.programme.key, person_id=made.people["an"].key,
                       viewed_by_id=made.people["dung"].key, viewed_at=at(START),
                       period="2022-Q1"),
    ])  # fmt: skip
    add_own_rules(session, made.people["dung"].key)
    add_catalogue(session, made.people["dung"].key, assignment.key)
    _life_of_digest(session, made.people["an"].key, unit)
    _meeting(session, made)
    add_evaluation(session, made)
    add_file_request(session, made)
    add_absence(session, made)
    add_discipline(session, made)
    add_led_field(session, made)
    checkpoint = session.exec(select(Checkpoint)).one().key
    row = nudge_row(checkpoint, NudgeKind.DEADLINE, Audience.LEAD, at(START), step="+1")
    ids = insert_portion(session, made.programme.key, [row], at(START))
    message = session.exec(select(Message)).one().key
    session.add(MessageLine(message_id=message, nudge_id=ids[0], audience=Audience.LEAD))


def _life_of_digest(session: Session, person_id: int, unit_id: int) -> None:
    """Steps, remarks, a unit's part and a paper of the digest."""
    of = {"digest_id": session.exec(select(Digest)).one().key}
    session.add_all([
        UnitDigest(**of, unit_id=unit_id, figures={"total": 1}, figures_sha256="0" * 64),
        DigestStep(**of, kind=DigestStepKind.APPROVED, person_id=person_id, at=at(START)),
        DigestRemark(**of, person_id=person_id, at=at(START), text="Xem lại"),
        DigestPaper(**of, unit_id=unit_id, file_name="a.pdf", sha256="a" * 64, content=b"%PDF"),
    ])  # fmt: skip
    session.flush()


def _meeting(session: Session, made: District) -> None:
    """A meeting, a matter on its agenda, and a conclusion on it."""
    by = made.people["an"].key
    meeting = Meeting(
        programme_id=made.programme.key, held_on=START, title="Họp", called_at=at(START),
        called_by_id=by, called_off_at=at(START), called_off_by_id=by, called_off_why="Trùng lịch",
    )  # fmt: skip
    session.add(meeting)
    session.flush()
    item = AgendaItem(
        meeting_id=meeting.key, place=1, reason=next(iter(AgendaReason)), subject="Mặt bằng"
    )
    session.add(item)
    session.flush()
    session.add(Conclusion(
        item_id=item.key, number=1, kind=next(iter(ConclusionKind)), words="Giao báo cáo",
        concluded_at=at(START), concluded_by_id=by, taken_back_at=at(START), taken_back_by_id=by,
        taken_back_why="Ghi nhầm",
    ))  # fmt: skip
    session.add(MeetingFile(
        meeting_id=meeting.key, paper="pack", form="party", file_format="pdf",
        handed_out_at=at(START), handed_out_by_id=by, file_name="a.pdf", sha256="a" * 64,
        content=b"%PDF",
    ))  # fmt: skip
    session.flush()


def papers(session: Session, report: ProgressReport) -> None:
    file = EvidenceFile(sha256="a" * 64, size=3, content_type="text/plain", stored_at=at(START))
    session.add(file)
    session.flush()
    session.add(ReportEvidence(report_id=report.key, file_id=file.key, filename="bien-ban.txt"))
    statement = CauseStatement(
        submission_id=report.submission_id, checkpoint_id=report.checkpoint_id,
        kind=ShortfallKind.LATENESS, number=1, since=START,
    )  # fmt: skip
    session.add(statement)
    session.flush()
    session.add(CauseEvidence(statement_id=statement.key, file_id=file.key, filename="lu.jpg"))
    session.add(SubmissionEvidence(
        submission_id=report.submission_id, file_id=file.key, filename="cong-van.pdf",
    ))  # fmt: skip
    session.add(Difficulty(report_id=report.key, difficulty="Thiếu vốn", proposal="Bổ sung"))


def whole_office(engine: Engine, tmp_path: Path) -> World:
    """One checkpoint on its way to its evaluation, and a row in every table."""
    with writing(engine) as session:
        made = district(session)
        world = World(engine, tmp_path / "evidence", made.checkpoint(DUE))
        rest(session, made)
    world.does(date(2022, 3, 1), Act.REPORT, "an", value=Decimal(9), narrative="Đã làm 9 việc")
    with writing(engine) as session:
        report = session.exec(select(ProgressReport)).one()
        papers(session, report)
    world.does(date(2022, 3, 2), Act.VERIFY, "dung", quality=Decimal(90))
    with writing(engine) as session:
        add_recheck(session)
    world.does(date(2022, 3, 3), Act.EVALUATE, "giang", reason="Họp ngày 03/03")
    return world


def in_words(findings: tuple[Finding, ...]) -> str:
    return "\n".join(finding_text(finding, translator("vi")) for finding in findings)
