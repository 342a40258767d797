"""One report in front of whoever verifies it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from dondoc.services.boards.item import ItemPage, item_page
from dondoc.services.boards.overdue.board_rows import rows_of
from dondoc.services.boards.overdue.question import BoardQuestion, open_scope
from dondoc.services.extensions.requests import Request, requests
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.reports.of_item import ReportView
from dondoc.services.verification.claims import WaitingReport, claims
from dondoc.services.verification.expected_grades import is_own, would_give
from dondoc.services.work.checkpoints import find_checkpoint, load_checkpoint
from dondoc.services.work.objective_causes import DeductionShown, deductions_shown
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.stages import SETTLED
from models.verdict import Evaluation


@dataclass(frozen=True)
class Case:
    """What whoever verifies should see. `key`: of the checkpoint.

    `report`: the one that stands; `earlier`: what else was said of the checkpoint.

    `own`: the viewer may not judge it. `evaluation`: what evaluating it by itself would give, where
    that is done. `asked`: a request for an extension. `mend_by`: the new due date that a return
    today is given.
    `causes`: its failed reviews and latenesses with their objective causes.
    `keeps_date`: it was found not done, and the report that would make it good came late.
    """

    scope: BoardQuestion
    key: int
    page: ItemPage
    report: ReportView | None
    earlier: tuple[ReportView, ...]
    claimed: WaitingReport | None
    own: bool
    evaluation: Evaluation | None
    asked: Request | None
    mend_by: date | None
    keeps_date: bool
    causes: tuple[DeductionShown, ...]


def open_case(
    session: Session, programme: Programme, viewer: Viewer, ref: str, now: datetime
) -> Case | None:
    """The checkpoint that `KND@LT/Q1` names; None for what the viewer may not see."""
    page = item_page(session, programme, viewer, ref, now)
    if page is None or not page.named:
        return None
    scope = open_scope(session, programme, viewer)
    key = find_checkpoint(session, programme.key, page.focus.ref, viewer.day)
    checkpoint = load_checkpoint(session, scope.frame, key)
    facts, at = checkpoint.facts, page.focus.reported_at
    views = [view for view in page.reports if view.label == page.focus.label]
    report = next((view for view in views if view.final and view.at == at), None)
    rows = rows_of(scope, [key], ended=True)
    by_itself = page.focus.stage in SETTLED and not facts.by_decision
    return Case(
        scope=scope,
        key=key,
        page=page,
        report=report,
        earlier=tuple(view for view in views if view is not report),
        claimed=claims(scope, rows).get(key) if report else None,
        own=is_own(scope, checkpoint) or page.focus.own,
        evaluation=would_give(scope, checkpoint) if by_itself else None,
        mend_by=None if facts.keeps_date else facts.terms.mend_by(facts.due_on, local_date(now)),
        keeps_date=facts.keeps_date,
        causes=deductions_shown(session, scope.frame, [checkpoint], viewer.day)[key],
        asked=next(iter(requests(scope, rows)), None) if checkpoint.is_live else None,
    )
