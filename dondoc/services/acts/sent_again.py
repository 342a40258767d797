"""Acts that were recorded already under the key of the form that is sent again."""

from sqlmodel import Session, col, select

from models.submission import Submission


def recorded_before(session: Session, request_key: str) -> bool:
    """Whether an act was recorded under this key: a button was pressed twice."""
    query = select(col(Submission.id)).where(col(Submission.request_key) == request_key)
    return session.scalar(query) is not None
