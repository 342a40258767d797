"""Assignments: an indicator given to a unit, with who answers for it and its checkpoints."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from models.base import Row
from models.columns import Amount, Instant, choice_column, code_column, one_of, text_column
from models.rules.roles import Involvement
from models.rules.stages import UNREPORTED, Stage, Standing

_UNREPORTED = ", ".join(f"'{stage.value}'" for stage in sorted(UNREPORTED))
_DUE_NEXT = text(f"standing = 'live' AND stage IN ({_UNREPORTED})")


_TO_VERIFY = text("standing = 'live' AND stage = 'reported'")
_CAUSE_WAITS = text("cause_asked_at IS NOT NULL")
_OPENS_NEXT = text("standing = 'live' AND stage = 'assigned'")


class Assignment(Row, table=True):
    """An indicator assigned to a unit. `ref` is what people type, such as KND@LT."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("programme_id", "ref"),
        UniqueConstraint("indicator_id", "unit_id"),
        Index(None, "unit_id"),
        one_of("standing", Standing),
    )

    programme_id: int = Field(foreign_key="programme.id")
    indicator_id: int = Field(foreign_key="indicator.id")
    unit_id: int = Field(foreign_key="unit.id")
    ref: str = Field(sa_column=code_column())
    target: Decimal | None = Field(default=None, sa_type=Amount)
    product: str = Field(default="", sa_column=text_column())
    baseline: Decimal | None = Field(default=None, sa_type=Amount)
    weight: Decimal = Field(default=Decimal(1), sa_type=Amount)
    deadline: date
    standing: Standing = Field(default=Standing.LIVE, sa_column=choice_column(Standing))
    parent_id: int | None = Field(default=None, foreign_key="assignment.id")
    succeeds_id: int | None = Field(default=None, foreign_key="assignment.id")
    note: str = Field(default="", sa_column=text_column())


class AssignmentOfficial(Row, table=True):
    """A position that answers for an assignment; rank 0 leads."""

    __tablename__ = "assignment_official"
    __table_args__ = (UniqueConstraint("assignment_id", "position_id"),)

    assignment_id: int = Field(foreign_key="assignment.id")
    position_id: int = Field(foreign_key="position.id", index=True)
    rank: int = 0


class AssignmentUnit(Row, table=True):
    """Another unit that takes part in an assignment, or watches it."""

    __tablename__ = "assignment_unit"
    __table_args__ = (
        UniqueConstraint("assignment_id", "unit_id", "involvement"),
        one_of("involvement", Involvement),
    )

    assignment_id: int = Field(foreign_key="assignment.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    involvement: Involvement = Field(sa_column=choice_column(Involvement))


class Checkpoint(Row, table=True):
    """A dated part of an assignment; its stage is kept here.

    `stage` and the fields below it are written by the advance flow alone, from submissions.
    `original_due_on` stays, so that lateness can be told against both dates. `first_reported_at`:
    when the first report came that nobody sent back; `reported_at`: when the one that stands did.
    `returned_due_on`, `returned_report_on`: of the reports that were sent back, the one that came
    latest: when it was due, and the day on which it came. `returned_waits`: the days that reports
    lay which were sent back without a new date, "2022-05-04/2022-05-18" each. `extension_asked`:
    the date that an open request asks for, since `asked_on`; `refused_on`: see `CheckpointFacts`.
    `ended_terms`: of each term that a return ended by another date, when it was due and the day
    on which its report came, "2022-03-31/2022-04-04" each. `causes`: what
    `rules.objective_causes.causes_text` says; the oldest that waits was asked at `cause_asked_at`.
    """

    __tablename__ = "checkpoint"
    __table_args__ = (
        UniqueConstraint("assignment_id", "label"),
        one_of("stage", Stage),
        one_of("standing", Standing),
        Index(
            "ix_checkpoint_due_next",
            "due_on",
            sqlite_where=_DUE_NEXT,
            postgresql_where=_DUE_NEXT,
        ),
        Index(
            "ix_checkpoint_to_verify",
            "reported_at",
            sqlite_where=_TO_VERIFY,
            postgresql_where=_TO_VERIFY,
        ),
        Index(
            "ix_checkpoint_cause_waits",
            "cause_asked_at",
            sqlite_where=_CAUSE_WAITS,
            postgresql_where=_CAUSE_WAITS,
        ),
        Index(
            "ix_checkpoint_opens_next",
            "opens_on",
            sqlite_where=_OPENS_NEXT,
            postgresql_where=_OPENS_NEXT,
        ),
    )

    assignment_id: int = Field(foreign_key="assignment.id")
    label: str = Field(sa_column=code_column())
    rank: int = 0
    title: str = Field(default="", sa_column=text_column())
    opens_on: date
    due_on: date
    original_due_on: date
    due_revision: int = 0
    expected: Decimal | None = Field(default=None, sa_type=Amount)
    product: str = Field(default="", sa_column=text_column())
    standing: Standing = Field(default=Standing.LIVE, sa_column=choice_column(Standing))

    stage: Stage = Field(default=Stage.ASSIGNED, sa_column=choice_column(Stage))
    stage_since: datetime = Field(sa_type=Instant)
    last_act_on: date | None = None
    returns: int = 0
    reported_at: datetime | None = Field(default=None, sa_type=Instant)
    first_reported_at: datetime | None = Field(default=None, sa_type=Instant)
    returned_due_on: date | None = None
    returned_report_on: date | None = None
    returned_waits: str = Field(default="", sa_column=text_column())
    missing: bool = False
    undelivered: bool = False
    extension_asked: date | None = None
    asked_on: date | None = None
    refused_on: date | None = None
    ended_terms: str = Field(default="", sa_column=text_column())
    causes: str = Field(default="", sa_column=text_column())
    cause_asked_at: datetime | None = Field(default=None, sa_type=Instant)
    # The report, verification and evaluation in force. No foreign keys: those tables point
    # here already, and a circle could be neither created nor restored in one order.
    report_id: int | None = None
    verification_id: int | None = None
    evaluation_id: int | None = None
