"""All that a report form shows of a checkpoint: what is asked, what is known, who may file."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.programme.frames import frame_of
from dondoc.services.reports.principals import Principal, principals_of, stood_in_for
from dondoc.services.work.checkpoint_view import CheckpointView, view
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_checkpoint
from dondoc.services.work.roles import roles_on
from models.assignment import Assignment, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT, CHECKPOINT_OF_REPORT
from models.programme import Programme
from models.report import ProgressReport
from models.rules.acts import possible
from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import Act, CheckpointFacts, local_date
from models.rules.due import came_late
from models.rules.indicators import Basis
from models.rules.returned_reports import ReturnedReport
from models.rules.roles import Role
from models.rules.stages import Stage, Standing
from models.submission import Submission, SubmissionState
from models.verdict import Verdict, Verification


class LastValue(NamedTuple):
    """The number that came before. `label`: of the checkpoint it was told for."""

    value: Decimal
    label: str
    title: str
    basis: Basis
    as_of: date


@dataclass(frozen=True)
class FormContext:
    """A checkpoint in front of somebody who may look at it.

    `roles`, `acts`: what they are to it, and what they could do now. `return_reason`: why the
    report was sent back, '' where it was not. `principals`: filled for whoever is not
    responsible themself. `stands_in_for`: the code of the one whose deputy they are.
    `late_if_replaced`: the report is in time, and another today would not be.
    `early`: its period has not begun, and a result of it is asked about.
    `late_before`: what was sent back had come late, which mending it does not undo.
    """

    year: int
    checkpoint: LoadedCheckpoint
    view: CheckpointView
    unit: str
    roles: frozenset[Role]
    acts: tuple[Act, ...]
    last: LastValue | None
    return_reason: str
    principals: tuple[Principal, ...]
    stands_in_for: str
    calendar: WorkingCalendar
    verification_days: int
    late_if_replaced: bool
    early: bool
    late_before: ReturnedReport | None = None

    @property
    def ref(self) -> str:
        """Indicator @ unit / checkpoint."""
        return self.checkpoint.ref

    @property
    def checkpoint_id(self) -> int:
        """The key of the checkpoint."""
        return self.checkpoint.checkpoint.key

    @property
    def is_product(self) -> bool:
        """Whether it asks for a product instead of a number."""
        return self.checkpoint.stored.is_product

    @property
    def is_computed(self) -> bool:
        """Whether it asks for words alone."""
        return self.checkpoint.stored.is_computed

    def may(self, *acts: Act) -> bool:
        """Whether one of these acts is possible now."""
        return bool(set(acts) & set(self.acts))


def find_form_context(
    session: Session, viewer: Viewer, ref: str, now: datetime
) -> FormContext | None:
    """The checkpoint that `ref` names, if the viewer may see it.

    Without a label it is meant where the assignment has one checkpoint only.
    """
    assignment_ref, _, label = ref.strip().partition("/")
    query = (
        select(col(Checkpoint.id))
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(viewer.visible(), col(Assignment.ref) == assignment_ref)
    )
    if label:
        query = query.where(col(Checkpoint.label) == label)
    rows = session.scalars(query.limit(2)).all()
    if len(rows) != 1 or rows[0] is None or viewer.programme_id is None:
        return None
    programme = session.get_one(Programme, viewer.programme_id)
    return open_form_context(session, programme, rows[0], viewer.person_id, now)


def open_form_context(
    session: Session, programme: Programme, checkpoint_id: int, person_id: int, now: datetime
) -> FormContext:
    """What a form shows of a checkpoint to a person, whoever let them see it."""
    today = local_date(now)
    frame = frame_of(session, programme)
    checkpoint = load_checkpoint(session, frame, checkpoint_id)
    facts = checkpoint.facts
    roles = roles_on(session, person_id, checkpoint, today)
    principals = (
        () if Role.OFFICIAL in roles else principals_of(session, checkpoint.assignment.key, today)
    )
    unit_id = checkpoint.assignment.unit_id
    return FormContext(
        year=programme.year,
        checkpoint=checkpoint,
        view=view(checkpoint, frame, today),
        unit=names_on(session, today, [unit_id])[unit_id].name,
        roles=roles,
        acts=possible(facts, roles),
        last=last_value(session, checkpoint.checkpoint),
        return_reason=return_reasons(session, [checkpoint_id]).get(checkpoint_id, ""),
        principals=principals,
        stands_in_for=stood_in_for(session, principals, person_id, today),
        calendar=frame.calendar,
        verification_days=frame.rules.verification_days,
        late_if_replaced=facts.late_if_replaced(today),
        early=facts.begins_later(today),
        late_before=late if (late := facts.returned) and came_late(late, frame.calendar) else None,
    )


def outcome_of(facts: CheckpointFacts, report_id: int, *, sent_back: bool = False) -> str:
    """What has become of a report, by the state of now.

    Which of two is the later one their keys say: whoever waits for another has the earlier moment.

    `sent_back`: the newest report was, and nothing has come since.

    "waits", "returned", "replaced", "verified", "evaluated", "undelivered", "not_made_good"
    (a later report was sent back, and the finding stands), "missing" or "ended".
    """
    if facts.standing is not Standing.LIVE:
        return "ended"
    if facts.missing:
        return "not_made_good" if sent_back else "missing"
    if facts.report is None:
        return "returned" if facts.to_mend else "waits"
    standing = facts.report.id or 0
    if standing != report_id:
        return "not_made_good" if standing < report_id else "replaced"
    if facts.undelivered and facts.stage is not Stage.REPORTED:
        return "undelivered"
    return "waits" if facts.stage is Stage.REPORTED else facts.stage.value


def last_value(session: Session, checkpoint: Checkpoint) -> LastValue | None:
    """The number before a report on this checkpoint, also one told by an interim update.

    Of the checkpoint itself or else of the nearest one before it, whenever each was told: a
    later quarter that was reported first says nothing of an earlier one. As it was verified
    where it was; one that was sent back counts for nothing.
    """
    row = session.connection().execute(_last_value_query(checkpoint)).first()
    if row is None:
        return None
    value, label, title, basis, as_of, recorded_at = row
    return LastValue(value, label, title, basis, as_of or local_date(recorded_at))


def _last_value_query(checkpoint: Checkpoint) -> Select[Any]:
    report, verification = col(ProgressReport.id), aliased(Verification)
    sent_back = select(col(Verification.report_id)).where(
        col(Verification.verdict) == Verdict.RETURNED, col(Verification.report_id) == report
    )
    return (
        select(
            func.coalesce(verification.value, col(ProgressReport.value)), col(Checkpoint.label),
            col(Checkpoint.title), col(ProgressReport.basis), col(ProgressReport.value_as_of),
            col(Submission.recorded_at),
        )
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .join(*CHECKPOINT_OF_REPORT)
        .outerjoin(
            verification,
            and_(
                col(verification.id) == col(Checkpoint.verification_id),
                col(verification.report_id) == report,
            ),
        )
        .where(
            col(Checkpoint.assignment_id) == checkpoint.assignment_id,
            col(Checkpoint.rank) <= checkpoint.rank,
            col(ProgressReport.value).is_not(None),
            ~sent_back.exists(),
        )
        .order_by(col(Checkpoint.rank).desc(), report.desc())
        .limit(1)
    )  # fmt: skip


_AFTER_A_RETURN = (Act.REPORT, Act.VERIFY, Act.NOT_REPORTED, Act.CORRECT)


def return_reasons(session: Session, checkpoint_ids: list[int]) -> dict[int, str]:
    """Why reports on these checkpoints were sent back, where nothing has come or been found since.

    Also that of a report which would have made a finding good.
    """
    query = (
        select(col(Submission.checkpoint_id), col(Submission.act), col(Submission.reason))
        .where(
            col(Submission.checkpoint_id).in_(checkpoint_ids),
            col(Submission.act).in_((Act.RETURN, *_AFTER_A_RETURN)),
            col(Submission.state) != SubmissionState.REFUSED,
        )
        .order_by(col(Submission.id))
    )
    rows = session.connection().execute(query)
    last = {key: (act, reason) for key, act, reason in rows}
    return {key: reason for key, (act, reason) in last.items() if act == Act.RETURN}
