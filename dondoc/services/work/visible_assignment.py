"""Which item an address means, for somebody who may see it."""

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.viewer import Viewer
from models.assignment import Assignment
from models.programme import Programme


def visible_assignment(
    session: Session, programme: Programme, viewer: Viewer, ref: str
) -> Assignment | None:
    """The assignment that `KND@LT` or `KND@LT/Q1` names.

    None for one that does not exist and for one that the viewer may not see: who may not see it
    is not told that it is there.
    """
    if programme.id != viewer.programme_id:
        return None
    query = select(Assignment).where(
        col(Assignment.programme_id) == programme.id,
        col(Assignment.ref) == ref.partition("/")[0].strip(),
    )
    return session.scalars(query if viewer.sees_all else query.where(viewer.visible())).first()
