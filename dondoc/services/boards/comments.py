"""Remarks on an item, by those who see it: added, never changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.organisation.viewer import Viewer
from models.assignment import Assignment
from models.drafts_and_views import Comment
from models.person import Person
from models.rules.roles import Mandate, Role
from models.rules.texts import bare

MAX_LETTERS = 2000

SPEAKERS = frozenset(Role) - {Role.AUDITOR, Role.ADMINISTRATOR, Role.SYSTEM}
"""An auditor reads only, and an administrator keeps the machine running."""


@dataclass(frozen=True)
class Remark:
    """A comment with the name of whoever made it."""

    at: datetime
    name: str
    text: str


def comments_of(session: Session, assignment_id: int) -> tuple[Remark, ...]:
    """The comments on an assignment that the viewer was found to see, the earliest first."""
    query = (
        select(col(Comment.at), col(Person.full_name), col(Comment.text))
        .join(Person, col(Person.id) == col(Comment.person_id))
        .where(col(Comment.assignment_id) == assignment_id)
        .order_by(col(Comment.id))
    )
    rows = session.connection().execute(query)
    return tuple(Remark(*row) for row in rows)


def may_comment(viewer: Viewer, assignment: Assignment, roles: frozenset[Role]) -> bool:
    """Whether somebody who sees an item may remark on it. `roles`: what they are to it.

    Heads of units that take part in it have no role of their own towards it and may speak.
    """
    takes_part = not viewer.sees_all and assignment.unit_id not in viewer.boards
    office = viewer.has(Mandate.SECRETARIAT, Mandate.STANDING_COMMITTEE)
    return office or takes_part or bool(roles & SPEAKERS)


def comment(
    session: Session,
    viewer: Viewer,
    assignment: Assignment,
    roles: frozenset[Role],
    text_at: tuple[str, datetime],
) -> Comment:
    """Adds what was said, and when.

    Raises Refused for who only reads, BadInput for nothing said and for too much.
    """
    text, now = bare(text_at[0]), text_at[1]
    if not may_comment(viewer, assignment, roles):
        raise Refused("item.error.may_not_comment")
    if not text:
        raise BadInput("item.error.comment_empty")
    if len(text) > MAX_LETTERS:
        raise BadInput("item.error.comment_too_long", found=len(text), most=MAX_LETTERS)
    made = Comment(assignment_id=assignment.key, person_id=viewer.person_id, at=now, text=text)
    session.add(made)
    session.flush()
    return made
