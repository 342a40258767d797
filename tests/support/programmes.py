"""Which programme a test is about."""

from sqlmodel import Session, col, select

from models.programme import Programme


def current_programme(session: Session, year: int | None = None) -> Programme:
    """The programme of a year, or the latest one."""
    query = select(Programme).order_by(col(Programme.year).desc())
    if year is not None:
        query = query.where(Programme.year == year)
    programme = session.exec(query).first()
    assert programme is not None
    return programme
