"""What is a viewer's own in a queue: somebody else decides on it, so it is not offered to them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, or_, true
from sqlmodel import col

from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.work.answering.former_posts import former_posts_in
from dondoc.store.bulk import among
from dondoc.store.cache import keep
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.joins import ASSIGNMENT_OF_OFFICIAL, REPORT_IN_FORCE
from models.report import ProgressReport
from models.rules.responsibility import Former, Tenure
from models.submission import Submission


def own_work(scope: BoardQuestion) -> ColumnElement[bool]:
    """Whether the viewer answers for a checkpoint or heads its unit, or did since it opened."""
    viewer = scope.viewer
    return or_(
        *_formerly(scope),
        col(Assignment.unit_id).in_(viewer.heads) if viewer.heads else false(),
        *(_held(tenure, viewer) for tenure in viewer.tenures if tenure.start <= viewer.day),
    )


def _held(tenure: Tenure, viewer: Viewer) -> ColumnElement[bool]:
    gone = tenure.end is not None and tenure.end < viewer.day
    return and_(
        or_(
            exists().where(
                ASSIGNMENT_OF_OFFICIAL.on,
                col(AssignmentOfficial.position_id) == tenure.position_id,
            ),
            false() if tenure.heads is None else col(Assignment.unit_id) == tenure.heads,
        ),
        col(Checkpoint.opens_on) <= tenure.end if gone else true(),
    )


def _formerly(scope: BoardQuestion) -> Iterator[ColumnElement[bool]]:
    """What they answered for until a plan took them off it: only history knows of that."""
    viewer = scope.viewer
    days: dict[date, set[int]] = defaultdict(set)
    for former in _formers(scope):
        day = former.last_day(viewer.person_id, viewer.tenures, viewer.day)
        if day is not None:
            days[day].add(former.assignment_id)
    for day, assignments in days.items():
        ours = among(scope.session, col(Assignment.id), assignments)
        yield and_(ours, col(Checkpoint.opens_on) <= day)


def _formers(scope: BoardQuestion) -> tuple[Former, ...]:
    programme_id = scope.programme.key
    key = ("former posts", scope.whose[0], programme_id)
    return keep(key, scope.state, lambda: former_posts_in(scope.session, programme_id))


def own_report(scope: BoardQuestion) -> ColumnElement[bool]:
    """Whether the report that stands is the viewer's, or was sent in their name."""
    person_id, key = scope.viewer.person_id, col(Checkpoint.id)
    stored = exists().where(
        REPORT_IN_FORCE.on,
        col(Submission.id) == col(ProgressReport.submission_id),
        or_(
            col(Submission.actor_id) == person_id,
            col(Submission.on_behalf_of_id) == person_id,
        ),
    )
    if not scope.since:
        return stored
    reports = {number: since.checkpoint.facts.report for number, since in scope.since.items()}
    since = [
        number
        for number, report in reports.items()
        if report is not None and person_id in (report.by, report.on_behalf_of)
    ]
    return or_(
        and_(stored, ~among(scope.session, key, scope.since)),
        among(scope.session, key, since) if since else false(),
    )
