"""A checkpoint as people look at it on a day, with everything recorded applied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.answering.responsible import Answering, Officials, officials_on
from dondoc.services.work.checkpoint_judge import CheckpointJudge
from dondoc.services.work.checkpoints import LoadedCheckpoint
from dondoc.services.work.evaluate import ScoreParts, expectation, score_parts
from dondoc.services.work.grounds import grounds_of
from dondoc.services.work.refused_request import RefusedRequest, refused_request
from dondoc.services.work.reminders_counted import RemindersCounted
from dondoc.store.bulk import among
from models.assignment import Assignment
from models.rules.achievement import percent_of_plan, target_met
from models.rules.checkpoints import Act, ResultFacts, local_date
from models.rules.deductions import DeductionFacts, deductions_and_foreseen
from models.rules.due import DueState, due_facts
from models.rules.evaluation import Grade
from models.rules.grounds import as_text
from models.rules.indicators import Direction
from models.rules.objective_causes import waiting_since
from models.rules.responsibility import Occasion
from models.rules.returned_reports import ReturnedReport
from models.rules.stages import Stage, Standing
from models.verdict import Evaluation


@dataclass(frozen=True)
class CheckpointView:
    """A checkpoint with everything recorded applied. `days_left`: working days, negative: late.

    `undelivered`: the latest word on a product, reported or verified, says that it is not there.
    `first_reported_at`: of the reports that nobody sent back; the one of `reported_at` replaced
    it. `returned`: the report sent back that came latest. `extension_asked`: the date that waits
    for the secretariat's answer; `refused_request`: while its refusal leaves time. `deductions`:
    its latenesses and failed reviews with their objective causes. `answering`: whose it is, the
    lead first. `seen`: what an act decided on this view carries. Filled where an assignment is
    looked at whole: `reminded`; and to a viewer: `days_off`, not counted between today and the
    last day in time, what they may do now (`acts`, `may_urge`), and `own`, where they answer for
    it, or did while it ran.
    """

    ref: str
    title: str
    opens_on: date
    due_on: date
    original_due_on: date
    last_day_in_time: date
    standing: Standing
    stage: Stage
    stage_stored: Stage
    state: DueState
    due_soon: bool
    days_left: int
    first_late: int | None
    expected: Decimal | None
    product: str
    is_product: bool
    cut_off_on: date
    value: Decimal | None
    delivered: bool | None
    missing: bool
    undelivered: bool
    is_limit: bool
    percent: Decimal | None
    met: bool | None
    reported_at: datetime | None
    first_reported_at: datetime | None
    returns: int
    quality: Decimal | None
    deductions: tuple[DeductionFacts, ...]
    grade: Grade | None
    total: Decimal | None
    pending: tuple[Act, ...]
    extension_asked: date | None = None
    refused_request: RefusedRequest | None = None
    answering: tuple[Answering, ...] = ()
    returned: ReturnedReport | None = None
    reminded: RemindersCounted | None = None
    seen: str = ""
    score_parts: ScoreParts | None = None
    days_off: tuple[date, ...] = ()
    acts: frozenset[Act] = frozenset()
    may_urge: bool = False
    own: bool = False

    @property
    def objective_cause(self) -> bool:
        """Whether an objective cause is confirmed of any failed review or lateness."""
        return any(each.excused for each in self.deductions)

    @property
    def has_mark_for_all(self) -> bool:
        """Whether a verdict of before objective causes had one each excuses everything at once."""
        return any(each.by_mark_for_all for each in self.deductions)

    @property
    def cause_asked_at(self) -> datetime | None:
        """Since when an objective cause waits for its answer."""
        return waiting_since(tuple(each.cause for each in self.deductions if each.cause))

    @property
    def label(self) -> str:
        """What its assignment calls it."""
        return self.ref.partition("/")[2]

    @property
    def reported_on(self) -> date | None:
        """The day in Viet Nam on which the report came that stands."""
        return local_date(self.reported_at) if self.reported_at else None

    @property
    def report_until(self) -> date | None:
        """The last day on which a report still comes before silence, where a refusal gave one."""
        return self.refused_request.report_until if self.refused_request else None

    @property
    def occasion(self) -> Occasion:
        """What the day depends on on which its position had to be held."""
        occasion_facts = (self.undelivered, self.returned)
        return Occasion(self.stage, self.due_on, self.reported_on, *occasion_facts)

    def answered_by(self, person_id: int) -> bool:
        """Whether it is this person's."""
        return any(answering.person_id == person_id for answering in self.answering)

    @property
    def due_word(self) -> str:
        """The due state as pages name it (see `parts.due`); what was withdrawn is ended."""
        if self.standing is not Standing.LIVE:
            return "ended"
        if self.due_soon:
            return "due_soon"
        return "in_time" if self.state is DueState.OPEN_IN_TIME else self.state.value


def views_of(
    session: Session,
    frame: ProgrammeRules,
    checkpoints: Mapping[int, LoadedCheckpoint],
    today: date,
    officials: Officials | None = None,
) -> tuple[CheckpointView, ...]:
    """The checkpoints in the order given, with their evaluations and whose they are.

    `officials`: where the caller has read them.
    """
    judged = _evaluations_of(session, checkpoints.values())
    views = {
        key: view(checkpoint, frame, today, judged.get(key))
        for key, checkpoint in checkpoints.items()
    }
    if officials is None:
        ours = among(
            session,
            col(Assignment.id),
            {checkpoint.assignment.key for checkpoint in checkpoints.values()},
        )
        officials = officials_on(session, ours, today, frame.calendar)
    return tuple(
        replace(
            checkpoint_view,
            answering=officials.of(checkpoints[key].assignment.key, checkpoint_view.occasion),
        )
        for key, checkpoint_view in views.items()
    )


def _evaluations_of(
    session: Session, checkpoints: Iterable[LoadedCheckpoint]
) -> dict[int, Evaluation]:
    """By checkpoint; no query where none is judged."""
    ids = [key for checkpoint in checkpoints if (key := checkpoint.checkpoint.evaluation_id)]
    if not ids:
        return {}
    query = select(Evaluation).where(col(Evaluation.id).in_(ids))
    return {evaluation.checkpoint_id: evaluation for evaluation in session.exec(query)}


def view(
    checkpoint: LoadedCheckpoint,
    frame: ProgrammeRules,
    today: date,
    judged: Evaluation | None = None,
) -> CheckpointView:
    """A checkpoint on a day, with everything recorded applied. `judged`: its evaluation."""
    facts, row = checkpoint.facts, checkpoint.checkpoint
    stated = facts.statement
    value, delivered = (stated.value, stated.delivered) if stated else (None, None)
    result = stated if isinstance(stated, ResultFacts) else None
    expected, due = expectation(checkpoint), due_facts(facts)
    judged = judged if facts.stage is Stage.EVALUATED else None
    return CheckpointView(
        ref=checkpoint.ref,
        title=row.title,
        opens_on=row.opens_on,
        due_on=facts.due_on,
        original_due_on=row.original_due_on,
        standing=facts.standing,
        stage=facts.stage,
        stage_stored=row.stage,
        **_as_judged(checkpoint, CheckpointJudge(frame, today)),
        expected=row.expected,
        product=row.product,
        is_product=facts.is_product,
        cut_off_on=facts.cut_off_on,
        value=value,
        delivered=delivered,
        missing=due.missing,
        undelivered=due.undelivered,
        is_limit=expected.direction is Direction.LOWER,
        percent=percent_of_plan(expected, value),
        met=target_met(expected, value, delivered) if result else None,
        reported_at=due.reported_at,
        first_reported_at=facts.report.first_at if facts.report else None,
        returns=facts.returns,
        quality=result.quality if result else None,
        deductions=deductions_and_foreseen(facts, today),
        grade=judged.grade if judged else None,
        total=judged.total if judged else None,
        score_parts=score_parts(judged) if judged else None,
        pending=tuple(act.submission.act for act in checkpoint.pending),
        extension_asked=facts.extension_asked,
        refused_request=refused_request(facts, today),
        seen=as_text(grounds_of(checkpoint, frame)),
        returned=facts.returned,
    )


def _as_judged(checkpoint: LoadedCheckpoint, judge: CheckpointJudge) -> dict[str, Any]:
    facts, due = checkpoint.facts, due_facts(checkpoint.facts)
    last_day, state, due_soon, days_left = judge.judged(due)
    first = checkpoint.checkpoint.original_due_on
    return {
        "last_day_in_time": last_day,
        "state": state,
        "due_soon": due_soon,
        "days_left": days_left,
        "first_late": judge.first_late(due, facts.ended_terms, first),
    }
