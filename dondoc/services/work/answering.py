"""Whether a position answers for work, now or until a plan named others."""

from sqlalchemy import or_, select
from sqlmodel import Session, col

from dondoc.services.work.former_posts import former_posts_of
from models.assignment import Assignment, AssignmentOfficial
from models.joins import OFFICIALS_OF_ASSIGNMENT
from models.person import Position


def answers_for_work(session: Session, post: Position) -> bool:
    """Whether its holder answers for anything, or did, or heads a unit that has work."""
    heads = col(Assignment.unit_id).in_([post.unit_id] if post.heads_unit else [])
    query = (
        select(col(Assignment.id))
        .outerjoin(*OFFICIALS_OF_ASSIGNMENT)
        .where(or_(col(AssignmentOfficial.position_id) == post.key, heads))
    )
    if session.scalars(query.limit(1)).first() is not None:
        return True
    return bool(former_posts_of(session, post.key))
