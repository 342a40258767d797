"""A report as it was typed: what the form begins with, and the act that it becomes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.rendering.formats import number
from dondoc.services.organisation.units import names_on
from dondoc.services.reports.drafts import Draft, DraftFile, find_draft, hold_draft
from dondoc.services.reports.form_context import FormContext
from models.report import Difficulty, EvidenceFile, ProgressReport, ReportEvidence
from models.rules.checkpoints import Act, local_date
from models.rules.stages import Stage
from models.rules.vietnamese_order import by_letters
from models.submission import Submission, SubmissionState
from models.unit import UnitName

MAX_DIFFICULTIES = 10
MAX_UNITS_TO_CHOOSE = 2_000
"""With more units than that a list to choose from is longer than the rest of the page."""

PLAIN_FIELDS = ("value", "delivered", "basis", "value_as_of", "narrative", "on_behalf_of", "rows")
CAUSE_FIELDS = ("cause_about", "cause_since", "cause_reason")
"""Of an objective cause that is reported with it: an act of its own, in the same transaction."""
ROW_FIELDS = ("difficulty", "proposal", "remover", "objective")


@dataclass(frozen=True)
class Sent:
    """A report that was recorded, with all that it says."""

    submission_id: int
    act: Act
    recorded_at: datetime
    state: SubmissionState
    refusal: Mapping[str, object] | None
    report: ProgressReport
    files: tuple[DraftFile, ...]
    difficulties: tuple[Difficulty, ...]


def rows_of(draft: Draft) -> int:
    """How many difficulties the form has room for: those typed, and at least one."""
    text = draft.text("rows", "1")
    rows = int(text) if text.isdecimal() and len(text) < len("100") else 1
    return min(max(rows, 1), MAX_DIFFICULTIES)


def begin(session: Session, context: FormContext, person_id: int) -> Draft:
    """What the form begins with: the draft, or what was sent back or is to be sent again."""
    draft = find_draft(session, person_id, context.checkpoint_id)
    if draft is not None:
        return draft
    facts = context.checkpoint.facts
    again = facts.stage is Stage.REPORTED and facts.report and facts.report.by == person_id
    if not (again or (facts.returns and facts.report is None)):
        return Draft()
    sent = last_sent(session, context.checkpoint_id, act=Act.REPORT)
    return as_typed(session, sent) if sent is not None else Draft()


def begin_to_change(session: Session, context: FormContext, person_id: int) -> Draft:
    """The same for whoever is about to change the draft: nobody else does until then."""
    hold_draft(session, person_id, context.checkpoint_id)
    return begin(session, context, person_id)


def as_typed(session: Session, sent: Sent) -> Draft:
    """A report that was sent as it would be typed again, its files included."""
    report, typed = sent.report, {"rows": str(max(len(sent.difficulties), 1))}
    typed["value"] = "" if report.value is None else _typed_number(report.value)
    typed["delivered"] = {None: "", True: "yes", False: "no"}[report.delivered]
    typed["basis"] = report.basis.value
    typed["value_as_of"] = report.value_as_of.isoformat() if report.value_as_of else ""
    typed["narrative"] = report.narrative
    removers = [
        difficulty.remover_unit_id for difficulty in sent.difficulties if difficulty.remover_unit_id
    ]
    names = names_on(session, local_date(sent.recorded_at), removers) if removers else {}
    for row, each_difficulty in enumerate(sent.difficulties):
        typed[f"difficulty-{row}"], typed[f"proposal-{row}"] = (
            each_difficulty.difficulty,
            each_difficulty.proposal,
        )
        unit = names.get(each_difficulty.remover_unit_id or 0)
        typed[f"remover-{row}"] = unit.code if unit else ""
        typed[f"objective-{row}"] = "on" if each_difficulty.objective else ""
    return Draft(typed, sent.files)


def _typed_number(value: Decimal) -> str:
    """Without marks of thousands, and never with three decimals, it can be read one way only."""
    text = number(value, "vi").replace(".", "")
    return f"{text}0" if len(text.partition(",")[2]) == len("000") else text


def last_sent(
    session: Session,
    checkpoint_id: int,
    *,
    act: Act,
    by: int | None = None,
    request_key: str | None = None,
) -> Sent | None:
    """The last report (or update) on a checkpoint, of one person or of one request if given."""
    query = (
        select(Submission, ProgressReport)
        .join(ProgressReport, col(ProgressReport.submission_id) == col(Submission.id))
        .where(col(Submission.checkpoint_id) == checkpoint_id, col(Submission.act) == act)
        .order_by(col(Submission.id).desc())
        .limit(1)
    )
    if by is not None:
        query = query.where(col(Submission.actor_id) == by)
    if request_key is not None:
        query = query.where(col(Submission.request_key) == request_key)
    row = session.execute(query).first()
    return None if row is None else _sent(session, *row)


def _sent(session: Session, submission: Submission, report: ProgressReport) -> Sent:
    files = (
        select(
            col(ReportEvidence.file_id), col(ReportEvidence.filename), col(EvidenceFile.size)
        )
        .join(EvidenceFile, col(EvidenceFile.id) == col(ReportEvidence.file_id))
        .where(col(ReportEvidence.report_id) == report.key)
        .order_by(col(ReportEvidence.id))
    )  # fmt: skip
    query = select(Difficulty).where(col(Difficulty.report_id) == report.key)
    return Sent(
        submission_id=submission.key,
        act=submission.act,
        recorded_at=submission.recorded_at,
        state=submission.state,
        refusal=submission.refusal,
        report=report,
        files=tuple(DraftFile(*row) for row in session.connection().execute(files)),
        difficulties=tuple(session.scalars(query.order_by(col(Difficulty.id)))),
    )


def request_key(person_id: int, nonce: str, text: str) -> str:
    """The same for a form that is sent twice as it is; another once something was mended.

    Without what it says, going back, mending and sending again would be taken for the first one.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()[:24]
    return f"{form_key(person_id, nonce)}{digest}"


def form_key(person_id: int, nonce: str) -> str:
    """How the keys of all that is sent from one opened form begin."""
    return f"web:{person_id}:{nonce}:"


def was_sent(session: Session, checkpoint_id: int, begins: str) -> bool:
    """Whether something was recorded from a form: what a late autosave brings is no draft."""
    query = select(col(Submission.id)).where(
        col(Submission.checkpoint_id) == checkpoint_id,
        col(Submission.request_key).startswith(begins, autoescape=True),
    )
    return session.scalars(query.limit(1)).first() is not None


def came_from(session: Session, report_id: int | None, begins: str) -> bool:
    """Whether a report was sent from the form with whose key its own begins."""
    query = (
        select(col(Submission.id))
        .join(ProgressReport, col(ProgressReport.submission_id) == col(Submission.id))
        .where(
            col(ProgressReport.id) == report_id,
            col(Submission.request_key).startswith(begins, autoescape=True),
        )
    )
    return session.scalars(query).first() is not None


def units_to_choose(session: Session, day: date) -> list[tuple[str, str]]:
    """Codes and names of the units that could remove a difficulty.

    [] where they are too many for a page: a name is typed then, and understood all the same.
    """
    query = select(func.count(func.distinct(col(UnitName.unit_id))))
    if (session.scalar(query) or 0) > MAX_UNITS_TO_CHOOSE:
        return []
    units = names_on(session, day).values()
    return [
        (unit.code, unit.name) for unit in sorted(units, key=lambda unit: by_letters(unit.name))
    ]
