"""Whether a deputy may see and do what they would be reminded of in somebody's place."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer, open_viewer
from dondoc.services.programme.programmes import programmes_at_work
from models.assignment import Assignment, AssignmentOfficial
from models.joins import OFFICIALS_OF_ASSIGNMENT
from models.person import Person
from models.rules.deputies import files_in_unit, mandates_missing, units_missing
from models.rules.roles import Mandate
from models.rules.stages import Standing

_NAMED = 3


def check_own_right(session: Session, away: Person, deputy: Person, days: Iterable[date]) -> None:
    """Raises Refused unless a deputy may do all that the absent person does, by their own right.

    Else every link in their letters would lead to a page that is not theirs. `days`: on which
    it is asked, such as the first and the last of an absence. A year in which all is judged
    reminds nobody, and asks for nothing.
    """
    missing: dict[str, None] = {}
    at_work = programmes_at_work(session)
    for day in dict.fromkeys(days):
        for programme in at_work:
            absent = open_viewer(session, away, programme, day)
            stand_in = open_viewer(session, deputy, programme, day)
            if mandates_missing(absent.mandates, stand_in.mandates):
                raise Refused("settings.error.deputy_without_mandate", person=deputy.full_name)
            missing |= dict.fromkeys(_missing(session, absent, stand_in))
    if missing:
        named = "; ".join([*list(missing)[:_NAMED], *(["…"] if len(missing) > _NAMED else [])])
        raise Refused("settings.error.deputy_without_right", person=deputy.full_name, what=named)


def _missing(session: Session, absent: Viewer, deputy: Viewer) -> Iterator[str]:
    """The units and the work in which the deputy may do less."""
    if deputy.has(Mandate.SECRETARIAT):
        return
    units = units_missing(absent.heads, absent.seats, deputy.heads, deputy.seats)
    watched = [unit for unit in absent.in_unit if unit not in deputy.in_unit]
    wanted = sorted({*units, *watched})
    names = names_on(session, absent.day, wanted) if wanted else {}
    yield from (names[unit].name for unit in wanted if unit in names)
    yield from _assignments(session, absent, deputy)


def _assignments(session: Session, absent: Viewer, deputy: Viewer) -> Iterator[str]:
    """The live work that the absent person leads and the deputy may not report on."""
    led = (
        select(col(Assignment.id), col(Assignment.ref), col(Assignment.unit_id))
        .join(*OFFICIALS_OF_ASSIGNMENT)
        .where(
            col(Assignment.programme_id) == absent.programme_id,
            col(Assignment.standing) == Standing.LIVE,
            col(AssignmentOfficial.position_id).in_(absent.positions),
        )
        .order_by(col(Assignment.ref))
    )
    shared = select(col(AssignmentOfficial.assignment_id)).where(
        col(AssignmentOfficial.position_id).in_(deputy.positions)
    )
    own = set(session.scalars(shared))
    for key, ref, unit_id in session.execute(led):
        if key not in own and not files_in_unit(unit_id, deputy.heads, deputy.seats):
            yield ref
