"""Which item an address means, for somebody who may see it."""

from sqlmodel import Session, select

from dondoc.services.access import Viewer
from models.assignment import Assignment
from models.programme import Programme


def visible_assignment(
    session: Session, programme: Programme, viewer: Viewer, ref: str
) -> Assignment | None:
    """The assignment that `KND@LT` or `KND@LT/Q1` names.

    None for one that does not exist and for one that the viewer may not see: who may not see it
    is not told that it is there.
    """
    query = select(Assignment).where(
        Assignment.programme_id == programme.id,
        Assignment.ref == ref.partition("/")[0].strip(),
        viewer.visible(),
    )
    return session.exec(query).first()
