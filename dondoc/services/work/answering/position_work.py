"""The work that a position answers for, now or until a plan named others."""

from typing import Any

from sqlalchemy import Select, or_, select
from sqlmodel import Session, col

from dondoc.services.work.answering.former_posts import former_posts_of
from models.assignment import Assignment, AssignmentOfficial
from models.joins import OFFICIALS_OF_ASSIGNMENT
from models.person import Position


def assignments_of(post: Position) -> Select[Any]:
    """The assignments that its holder answers for, also as the head of their unit."""
    heads = col(Assignment.unit_id).in_([post.unit_id] if post.heads_unit else [])
    return (
        select(col(Assignment.id), col(Assignment.programme_id))
        .outerjoin(*OFFICIALS_OF_ASSIGNMENT)
        .where(or_(col(AssignmentOfficial.position_id) == post.key, heads))
        .distinct()
    )


def answers_for_work(session: Session, post: Position) -> bool:
    """Whether its holder answers for anything, or did, or heads a unit that has work."""
    if session.execute(assignments_of(post).limit(1)).first() is not None:
        return True
    return bool(former_posts_of(session, post.key))
