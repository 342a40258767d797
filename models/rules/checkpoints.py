"""The facts that the rules need about one checkpoint, and about one act on it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

from models.rules.evaluated_by import StepBehind
from models.rules.indicators import Basis
from models.rules.objective_causes import Causes, Deduction
from models.rules.returned_reports import ReturnedReport, Wait
from models.rules.roles import Role
from models.rules.stages import SETTLED, UNREPORTED, Stage, Standing
from models.rules.terms import Terms

HANOI = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Viet Nam's time: seven hours ahead the whole year, with no daylight saving."""


def local_date(moment: datetime) -> date:
    """The day in Viet Nam at a moment."""
    return moment.astimezone(HANOI).date()


def end_of(day: date) -> datetime:
    """The first moment after a day in Viet Nam."""
    return datetime.combine(day + timedelta(days=1), time(), HANOI).astimezone(UTC)


class Act(StrEnum):
    """What somebody can do to a checkpoint."""

    ACKNOWLEDGE = "acknowledge"
    OPEN = "open"  # the window opens by itself
    UPDATE = "update"  # an interim report: moves nothing
    REPORT = "report"
    VERIFY = "verify"
    RETURN = "return"
    NOT_REPORTED = "not_reported"
    CORRECT = "correct"
    EVALUATE = "evaluate"
    CHANGE_DUE = "change_due"
    ASK_EXTENSION = "ask_extension"
    REFUSE_EXTENSION = "refuse_extension"
    WITHDRAW = "withdraw"
    ASK_CAUSE = "ask_cause"
    WITHDRAW_CAUSE = "withdraw_cause"
    CONFIRM_CAUSE = "confirm_cause"
    REFUSE_CAUSE = "refuse_cause"
    TAKE_BACK_CAUSE = "take_back_cause"


@dataclass(frozen=True)
class ReportFacts:
    """The report that stands: who recorded it, for whom, when, and what it says.

    `first_at`: where it replaced others that nobody sent back, when the first of them came.
    `id`: of its row, None while it is not written yet.
    """

    recorded_at: datetime
    by: int
    on_behalf_of: int | None = None
    value: Decimal | None = None
    delivered: bool | None = None
    basis: Basis = Basis.ACTUAL
    first_at: datetime | None = None
    id: int | None = None


@dataclass(frozen=True)
class ResultFacts:
    """The verified result; `missing` says that nothing was reported by the cut-off.

    `quality`: percent, None where the secretariat gave none (it counts in full). `report`: the
    one that it rests on, None for silence. `objective_cause`: the one mark for all that verdicts
    had before each failed review and each lateness had a cause of its own; it is given no more.
    """

    value: Decimal | None = None
    delivered: bool | None = None
    missing: bool = False
    basis: Basis = Basis.ACTUAL
    quality: Decimal | None = None
    objective_cause: bool = False
    report: ReportFacts | None = None


@dataclass(frozen=True)
class CheckpointFacts:
    """One checkpoint as the rules see it.

    `extension_asked`: the due date that was asked for, undecided; `asked_on`: the day of it.
    `refused_on`: the latest day on which one was refused that came before silence could be told.
    `returned`: of the reports that were sent back, the one that came latest after its due date.
    `waits`: of all that were sent back and left the date as it was, since a finding stood, or that
    said that a product is there which was found not to be.
    `ended_terms`: of the reports whose return set another date, each with the date that it had;
    `causes`: the objective causes that somebody spoke of, one for each failed review or lateness.
    `is_computed`: it asks for words alone, its figure comes from components.
    `result` beside a report that waits: the finding that it would make good. `evaluated`: an
    evaluation stands. `by_decision`: only a decision about its lead makes one.
    """

    stage: Stage
    opens_on: date
    due_on: date
    terms: Terms
    is_product: bool = False
    is_computed: bool = False
    standing: Standing = Standing.LIVE
    due_revision: int = 0
    report: ReportFacts | None = None
    result: ResultFacts | None = None
    last_act_on: date | None = None
    returns: int = 0
    extension_asked: date | None = None
    asked_on: date | None = None
    refused_on: date | None = None
    returned: ReturnedReport | None = None
    waits: tuple[Wait, ...] = ()
    ended_terms: tuple[ReturnedReport, ...] = ()
    causes: Causes = ()
    evaluated: bool = False
    by_decision: bool = False

    @property
    def cut_off_on(self) -> date:
        """The last day before silence may be recorded: it follows due date and refused request."""
        return self.terms.cut_off_on(self.due_on, self.refused_on)

    @property
    def report_until(self) -> date | None:
        """The cut-off, where a refused request put it off; None where the due date gives it."""
        until = self.cut_off_on
        return until if until > self.terms.cut_off_on(self.due_on) else None

    def late_if_replaced(self, today: date) -> bool:
        """Whether a report that came in time would be late if another replaced it today."""
        if self.stage is not Stage.REPORTED or self.report is None or self.undelivered:
            return False
        return local_date(self.report.recorded_at) <= self.terms.last_day(self.due_on) < today

    def begins_later(self, today: date) -> bool:
        """Whether its period is still ahead, and no report on it stands or was sent back."""
        return today < self.opens_on and self.report is None and self.returns == 0

    @property
    def said_missing(self) -> ReportFacts | None:
        """The report on which the word rests that the product is not there, if that stands."""
        report = self.result.report if self.stage in SETTLED and self.result else self.report
        return report if self.undelivered and report and report.delivered is False else None

    @property
    def needs_no_extension(self) -> bool:
        """Whether a report stands that came in time and says of no product that it is missing."""
        if self.report is None or (self.is_product and self.report.delivered is False):
            return False
        return local_date(self.report.recorded_at) <= self.terms.last_day(self.due_on)

    def may_be_reported(self, today: date) -> bool:
        """Whether somebody can report on it today and has not."""
        live = self.standing is Standing.LIVE and self.stage in UNREPORTED
        return live and self.opens_on <= today

    @property
    def to_mend(self) -> bool:
        """Whether a report was sent back and has not come again: that is no silence."""
        return self.stage in UNREPORTED and self.returns > 0

    @property
    def statement(self) -> ReportFacts | ResultFacts | None:
        """The word that stands: the verified result, before it the report that waits for one."""
        return self.result if self.stage in SETTLED else self.report

    @property
    def missing(self) -> bool:
        """Whether silence stands as the result."""
        return self.stage in SETTLED and self.result is not None and self.result.missing

    @property
    def undelivered(self) -> bool:
        """Whether the word that stands says that the product is not there."""
        return self.is_product and self.statement is not None and self.statement.delivered is False

    @property
    def finding(self) -> bool:
        """Whether it was verified that the work is not done: silence, or no product."""
        if self.result is None:
            return False
        return self.result.missing or (self.is_product and self.result.delivered is False)

    def may_yet_come(self, today: date) -> bool:
        """Whether a product was found missing while its time runs: it may still come in time."""
        return self.undelivered and self.finding and today <= self.terms.last_day(self.due_on)

    @property
    def keeps_date(self) -> bool:
        """Whether a return sets no date: the report that would make a finding good came late.

        It can be made good on any day. One that came in time keeps its time like every other.
        """
        if not self.finding or self.report is None:
            return self.finding
        return local_date(self.report.recorded_at) > self.terms.last_day(self.due_on)


@dataclass(frozen=True)
class ActFacts:
    """One act by one person (or by the calendar: role SYSTEM, `by` 0).

    `confirmed`: they were told expressly what it does, and said that they mean it.
    `objective_cause`: None leaves it as it was. `report_id`: of the report that it files.
    `deduction`, `since`: of an objective cause, what it is about, and when it happened or began.
    """

    act: Act
    by: int
    roles: frozenset[Role]
    recorded_at: datetime
    on_behalf_of: int | None = None
    value: Decimal | None = None
    delivered: bool | None = None
    basis: Basis = Basis.ACTUAL
    reason: str = ""
    new_due_on: date | None = None
    quality: Decimal | None = None
    objective_cause: bool | None = None
    confirmed: bool = False
    report_id: int | None = None
    deduction: Deduction | None = None
    since: date | None = None
    step_behind: StepBehind | None = None

    @property
    def today(self) -> date:
        """The day of the act in Viet Nam."""
        return local_date(self.recorded_at)


@dataclass(frozen=True)
class Refusal:
    """Why an act is refused: `key` names the words, `params` fill them in.

    `instead` names what is possible in its place.
    """

    key: str
    params: tuple[tuple[str, object], ...] = ()
    instead: tuple[Act, ...] = ()
