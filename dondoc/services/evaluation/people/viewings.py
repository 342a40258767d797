"""Who may look at an official's evaluation, and who did."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlmodel import Session, col

from dondoc.services.organisation.viewer import Viewer
from models.evaluation_viewing import EvaluationViewing
from models.person import Person
from models.rules.roles import Mandate

MOST_SHOWN = 100
"""The latest looks, so many; how many there are is said."""


@dataclass(frozen=True)
class ViewingShown:
    """A look at somebody's evaluation. `by`: '' by a command at the machine.

    `at_list`: at the list of all officials, where theirs stood beside others.
    """

    at: datetime
    by: str
    period: str
    at_list: bool


@dataclass(frozen=True)
class ViewingsShown:
    """The latest looks, and how many there ever were."""

    latest: tuple[ViewingShown, ...]
    total: int


def evaluates(viewer: Viewer) -> bool:
    """Whether somebody's office evaluates the officials of the programme."""
    return viewer.has(Mandate.SECRETARIAT, Mandate.STANDING_COMMITTEE)


def keep_viewing(
    session: Session,
    programme_id: int,
    period: str,
    at: datetime,
    whose: int | None,
    by: int | None,
) -> None:
    """Keeps that somebody looks; nobody's look at what is their own.

    `whose`: None of the list of all. `by`: None at the machine's command line.
    """
    if by is not None and by == whose:
        return
    look = EvaluationViewing(
        programme_id=programme_id, person_id=whose, viewed_by_id=by, viewed_at=at, period=period
    )
    session.add(look)
    session.flush()


def viewings_of(session: Session, programme_id: int, person_id: int) -> ViewingsShown:
    """Who looked at a person's evaluation in a programme, the latest first."""
    whose, by = col(EvaluationViewing.person_id), col(EvaluationViewing.viewed_by_id)
    query = (
        select(
            col(EvaluationViewing.viewed_at),
            col(Person.full_name),
            col(EvaluationViewing.period),
            whose,
        )
        .join(Person, col(Person.id) == by, isouter=True)
        .where(
            col(EvaluationViewing.programme_id) == programme_id,
            or_(whose == person_id, whose.is_(None)),
            or_(by.is_(None), by != person_id),
        )
        .order_by(col(EvaluationViewing.id).desc())
    )
    rows = session.connection().execute(query).all()
    latest = tuple(
        ViewingShown(at, name or "", period, of is None) for at, name, period, of in rows
    )
    return ViewingsShown(latest[:MOST_SHOWN], len(rows))
