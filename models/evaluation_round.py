"""Rounds of evaluation, the dossier of each person in them, their steps, sessions and votes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.columns import Amount, Instant, choice_column, code_column, one_of, text_column
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierStepKind
from models.rules.evaluation_course.rounds import RoundStepKind
from models.rules.evaluation_course.stand_ins import StandIn


class EvaluationRound(Row, table=True):
    """An evaluation of everybody for one period of a programme.

    `period`: 2026-Q1, 2026-03 or 2026. `rule_sets`: for `official` and `leader`, the whole content
    of the rule set as it was when the round was opened, with code, version and SHA-256. `criteria`:
    the general criteria in order, each with its title and the most points that it gives. The days:
    until when each step is expected; `request_days`, `answer_days`: working days in which a
    re-assessment can be asked for, and is answered.
    """

    __tablename__ = "evaluation_round"
    __table_args__ = (UniqueConstraint("programme_id", "period"),)

    programme_id: int = Field(foreign_key="programme.id")
    period: str = Field(sa_column=code_column())
    rule_sets: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    criteria: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    self_due_on: date
    comment_due_on: date
    proposal_due_on: date
    decision_due_on: date
    request_days: int
    answer_days: int


class EvaluationRoundStep(Row, table=True):
    """A step of a round: opened, published, locked, reopened. Rows are only ever added."""

    __tablename__ = "evaluation_round_step"
    __table_args__ = (one_of("kind", RoundStepKind),)

    round_id: int = Field(foreign_key="evaluation_round.id", index=True)
    kind: RoundStepKind = Field(sa_column=choice_column(RoundStepKind))
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)
    reason: str = Field(default="", sa_column=text_column())


class EvaluationDossier(Row, table=True):
    """One person in a round, in the position and unit in which they are evaluated.

    `leads`: whether they head the unit, by which the rule set is chosen.
    """

    __tablename__ = "evaluation_dossier"
    __table_args__ = (UniqueConstraint("round_id", "person_id"),)

    round_id: int = Field(foreign_key="evaluation_round.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    position: str = Field(sa_column=text_column())
    leads: bool


class EvaluationSession(Row, table=True):
    """A session of the deciding body on a round. `members`, `present`: how many it has, and were.

    `minutes`: what was said beside the decisions, in the clerk's words.
    """

    __tablename__ = "evaluation_session"

    round_id: int = Field(foreign_key="evaluation_round.id", index=True)
    held_on: date
    body: str = Field(sa_column=text_column())
    place: str = Field(default="", sa_column=text_column())
    chair: str = Field(default="", sa_column=text_column())
    clerk: str = Field(default="", sa_column=text_column())
    members: int
    present: int
    called_at: datetime = Field(sa_type=Instant)
    called_by_id: int = Field(foreign_key="person.id")
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_by_id: int | None = Field(default=None, foreign_key="person.id")
    minutes: str = Field(default="", sa_column=text_column())


class EvaluationDossierStep(Row, table=True):
    """A step of a dossier, by whom and when; with a score where the step has one.

    `general`: the points of the general criteria, `criteria` those of each by its number;
    `leader_parts`: d, đ and e of a leader, true where full. `computed`: what the rule set made of
    it: exact and rounded totals, gates, the grade; `basis_sha256`: of all that this rests on.
    `grade`: proposed or decided by the person; None of a decision: not graded, and `reason` says
    why. `reason`: of a difference from the score before, or from what was computed. `stands_in`: in
    what quality a comment or proposal was given in another's place, `in_place_of_id` of whom; None:
    the seat was vacant.
    """

    __tablename__ = "evaluation_dossier_step"
    __table_args__ = (
        one_of("kind", DossierStepKind),
        one_of("grade", Grade, optional=True),
        Index(None, "dossier_id", "id"),
    )

    dossier_id: int = Field(foreign_key="evaluation_dossier.id")
    kind: DossierStepKind = Field(sa_column=choice_column(DossierStepKind))
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)
    session_id: int | None = Field(default=None, foreign_key="evaluation_session.id")
    general: Decimal | None = Field(default=None, sa_type=Amount)
    criteria: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    leader_parts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    computed: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    basis_sha256: str = Field(default="", sa_column=code_column())
    grade: Grade | None = Field(default=None, sa_column=choice_column(Grade, nullable=True))
    words: str = Field(default="", sa_column=text_column())
    strengths: str = Field(default="", sa_column=text_column())
    limits: str = Field(default="", sa_column=text_column())
    reason: str = Field(default="", sa_column=text_column())
    stands_in: StandIn | None = Field(default=None, sa_column=choice_column(StandIn, nullable=True))
    in_place_of_id: int | None = None


class EvaluationVote(Row, table=True):
    """How many of those present were for a grade of one dossier; None: for not grading it."""

    __tablename__ = "evaluation_vote"
    __table_args__ = (
        one_of("grade", Grade, optional=True),
        Index("ix_evaluation_vote_of", "session_id", "dossier_id"),
    )

    session_id: int = Field(foreign_key="evaluation_session.id")
    dossier_id: int = Field(foreign_key="evaluation_dossier.id")
    grade: Grade | None = Field(default=None, sa_column=choice_column(Grade, nullable=True))
    in_favour: int
