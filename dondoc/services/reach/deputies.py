"""Whether a deputy may see and do what they would be reminded of in somebody's place."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import or_, select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.services.organisation.in_force import held_on
from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer, open_viewer
from dondoc.services.programme.programmes import programmes_at_work
from models.assignment import Assignment, AssignmentOfficial
from models.joins import ASSIGNMENT_OF_OFFICIAL
from models.person import Holding, Person
from models.rules.deputies import OwnRight, RightMissing, missing
from models.rules.stages import Standing

_MAX_NAMED = 3


def check_own_right(session: Session, away: Person, deputy: Person, days: Iterable[date]) -> None:
    """Raises Refused unless a deputy may do all that the absent person does, by their own right.

    Else every link in their letters would lead to a page that is not theirs. `days`: on which
    it is asked, such as the first and the last of an absence. A year in which all is judged
    reminds nobody, and asks for nothing.
    """
    lacking: dict[str, None] = {}
    at_work = programmes_at_work(session)
    for day in dict.fromkeys(days):
        for programme in at_work:
            absent = open_viewer(session, away, programme, day)
            stand_in = open_viewer(session, deputy, programme, day)
            lack = missing(wanted_of(session, absent), right_of(session, stand_in))
            if lack.mandates:
                raise Refused("settings.error.deputy_without_mandate", person=deputy.full_name)
            lacking |= dict.fromkeys(_in_words(session, lack, day))
    if lacking:
        named = "; ".join(
            [*list(lacking)[:_MAX_NAMED], *(["…"] if len(lacking) > _MAX_NAMED else [])]
        )
        raise Refused("settings.error.deputy_without_right", person=deputy.full_name, what=named)


def wanted_of(session: Session, absent: Viewer) -> OwnRight:
    """What a deputy of somebody needs: with work of their unit that nobody answers for."""
    official = ASSIGNMENT_OF_OFFICIAL.on
    held = select(col(AssignmentOfficial.id)).join(
        Holding, col(Holding.position_id) == col(AssignmentOfficial.position_id)
    )
    answered = held.where(official, held_on(absent.day)).exists()
    own = (
        select(col(AssignmentOfficial.id))
        .where(official, col(AssignmentOfficial.position_id).in_(absent.positions))
        .exists()
    )
    query = select(col(Assignment.id), col(Assignment.unit_id)).where(
        col(Assignment.programme_id) == absent.programme_id,
        col(Assignment.standing) == Standing.LIVE,
        or_(own, col(Assignment.unit_id).in_(absent.heads) & ~answered),
    )
    return _right(absent, dict(session.execute(query).tuples().all()))


def right_of(session: Session, viewer: Viewer) -> OwnRight:
    """What somebody may do."""
    query = (
        select(col(Assignment.id), col(Assignment.unit_id))
        .join(AssignmentOfficial, ASSIGNMENT_OF_OFFICIAL.on)
        .where(
            col(Assignment.programme_id) == viewer.programme_id,
            col(AssignmentOfficial.position_id).in_(viewer.positions),
        )
    )
    return _right(viewer, dict(session.execute(query).tuples().all()))


def _right(viewer: Viewer, work: dict[int | None, int]) -> OwnRight:
    return OwnRight(
        mandates=viewer.mandates,
        watches=frozenset(viewer.in_unit),
        heads=viewer.heads,
        seats=viewer.seats,
        below=viewer.below,
        work={key: unit for key, unit in work.items() if key is not None},
    )


def _in_words(session: Session, lack: RightMissing, day: date) -> Iterator[str]:
    """The units and the work in which the deputy may do less."""
    names = names_on(session, day, lack.units) if lack.units else {}
    yield from (names[unit].name for unit in lack.units if unit in names)
    if lack.work:
        refs = select(col(Assignment.ref)).where(col(Assignment.id).in_(lack.work))
        yield from session.scalars(refs.order_by(col(Assignment.ref)))
