"""What the secretariat has to mend before it matters, counted for the page of the office."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.services.boards.old_grades import OldGrade, old_grades
from dondoc.services.organisation.in_force import not_over
from dondoc.services.organisation.on_duty import people_on_duty, reachable
from dondoc.services.organisation.unit_tree import parents_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.personal_data.queue import open_requests
from dondoc.services.reach.masked_addresses import REMOVED
from models.assignment import Assignment
from models.committee import Committee
from models.message import Message, MessageState
from models.person import Contact
from models.rules.stages import Standing
from models.rules.unit_tree import nearest


@dataclass(frozen=True)
class Shortcomings:
    """What the office must mend.

    `out_of_reach`: people who answer for work and cannot be told; `failed`: lost letters.

    `requests`: about personal data, that wait for an answer or to be carried out.
    `old_grades`: evaluated with points though found not done, to be evaluated again.
    """

    out_of_reach: int
    disabled: int
    without_committee: int
    failed: int
    requests: int = 0
    old_grades: tuple[OldGrade, ...] = ()


def shortcomings(session: Session, viewer: Viewer) -> Shortcomings:
    """What the office must mend, counted on the viewer's day."""
    on_duty = people_on_duty(session, viewer.day)
    disabled = select(func.count()).where(
        col(Contact.disabled_at).is_not(None), col(Contact.disabled_reason) != REMOVED
    )
    failed = select(func.count()).where(col(Message.state) == MessageState.FAILED)
    return Shortcomings(
        out_of_reach=len(on_duty - reachable(session, on_duty)),
        disabled=session.connection().scalar(disabled) or 0,
        without_committee=_without_committee(session, viewer),
        failed=session.connection().scalar(failed) or 0,
        requests=open_requests(session),
        old_grades=tuple(old_grades(session, viewer.programme_id or 0)),
    )


def _without_committee(session: Session, viewer: Viewer) -> int:
    founded = select(col(Committee.unit_id)).where(
        col(Committee.programme_id) == viewer.programme_id,
        not_over(Committee.dissolved_on, viewer.day),
    )
    working = select(col(Assignment.unit_id).distinct()).where(
        col(Assignment.programme_id) == viewer.programme_id,
        col(Assignment.standing) == Standing.LIVE,
        col(Assignment.unit_id).not_in(founded),
    )
    lacking = set(session.scalars(working))
    if not lacking:
        return 0
    having, parents = set(session.scalars(founded)), parents_on(session, viewer.day)
    return sum(nearest(unit, parents, having.__contains__) is None for unit in lacking)
