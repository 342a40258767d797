"""Everything that one person is to one assignment on a day, in a few small look-ups."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, or_, select

from dondoc.services.organisation.in_force import held_on, seated_on
from dondoc.services.organisation.unit_tree import committee_unit, parents_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.work.answering.former_posts import former_posts
from dondoc.services.work.answering.tenures import tenures_of
from dondoc.services.work.checkpoints import LoadedCheckpoint
from models.assignment import Assignment, AssignmentOfficial
from models.committee import Committee, CommitteeSeat
from models.person import Holding, Position, ProgrammeMandate
from models.rules.responsibility import Former, Tenure, answered
from models.rules.roles import Role, Seat
from models.rules.unit_tree import nearest

_SEAT_ROLES = {
    Seat.HEAD: Role.COMMITTEE_HEAD,
    Seat.DEPUTY: Role.COMMITTEE_DEPUTY,
    Seat.MEMBER: Role.COMMITTEE_MEMBER,
    Seat.SECRETARY: Role.COMMITTEE_SECRETARY,
}


def roles_of(
    session: Session, person_id: int, assignment: Assignment, day: date
) -> frozenset[Role]:
    """The roles of a person towards an assignment, through the positions held on that day."""
    held = select(Holding.position_id).where(Holding.person_id == person_id, held_on(day))
    positions = list(session.exec(held).all())
    if not positions:
        return frozenset()
    return frozenset(
        _official(session, assignment, positions)
        | _heading(session, assignment, positions)
        | _above(session, assignment, positions, day)
        | _seated(session, assignment, positions, day)
        | _mandated(session, assignment, positions)
    )


def roles_on(
    session: Session, person_id: int, checkpoint: LoadedCheckpoint, day: date
) -> frozenset[Role]:
    """The roles of a person towards a checkpoint on that day: also that they answered for it."""
    roles = roles_of(session, person_id, checkpoint.assignment, day)
    if Role.OFFICIAL in roles:
        return roles
    assignment, first = checkpoint.assignment, min(checkpoint.checkpoint.opens_on, day)
    tenures = tenures_of(session, person_id)
    then = [tenure for tenure in tenures if tenure.meets(first, day)]
    own = (
        _headed(then, assignment.unit_id, roles)
        or bool(_official(session, assignment, [tenure.position_id for tenure in then]))
        or any(
            answered(former, person_id, tenures, first, day)
            for former in former_posts(session, [assignment.key])
        )
    )
    return roles | {Role.FORMER_OFFICIAL} if own else roles


def _headed(then: Iterable[Tenure], unit_id: int, roles: frozenset[Role]) -> bool:
    """Whether somebody who heads the unit no more did so in these tenures."""
    return Role.UNIT_HEAD not in roles and any(tenure.heads == unit_id for tenure in then)


def known_roles_on(
    viewer: Viewer,
    roles: frozenset[Role],
    positions: Iterable[int],
    former: Iterable[Former],
    unit_id: int,
    opens_on: date,
) -> frozenset[Role]:
    """`roles_on` for a viewer of whom all this is known already; it asks nothing.

    `roles`: towards the assignment. `positions`: those that answer for it. `former`: those that
    did until a plan named others. `unit_id`: whose work it is; who headed it answered for it.
    """
    ours, first = set(positions), min(opens_on, viewer.day)
    then = [tenure for tenure in viewer.tenures if tenure.meets(first, viewer.day)]
    own = any(tenure.position_id in ours for tenure in then)
    own = own or _headed(then, unit_id, roles)
    own = own or any(
        answered(each, viewer.person_id, viewer.tenures, first, viewer.day) for each in former
    )
    if not own or Role.OFFICIAL in roles:
        return roles
    return roles | {Role.FORMER_OFFICIAL}


def known_roles(
    viewer: Viewer, assignment: Assignment, positions: Iterable[int]
) -> frozenset[Role]:
    """The roles of a viewer of whom all is known already; it asks nothing.

    `positions`: those that answer for the assignment.
    """
    unit_id = assignment.unit_id
    mandates = viewer.mandates | viewer.in_unit.get(unit_id, frozenset())
    roles = {Role(mandate.value) for mandate in mandates}
    roles |= {_SEAT_ROLES[seat] for seat in viewer.seats.get(unit_id, frozenset())}
    if set(viewer.positions) & set(positions):
        roles.add(Role.OFFICIAL)
    if unit_id in viewer.heads:
        roles.add(Role.UNIT_HEAD)
    if unit_id in viewer.below:
        roles.add(Role.PARENT_HEAD)
    return frozenset(roles)


def _official(session: Session, assignment: Assignment, positions: list[int]) -> set[Role]:
    query = select(AssignmentOfficial.id).where(
        AssignmentOfficial.assignment_id == assignment.id,
        col(AssignmentOfficial.position_id).in_(positions),
    )
    return {Role.OFFICIAL} if session.exec(query.limit(1)).first() else set()


def _heading(session: Session, assignment: Assignment, positions: list[int]) -> set[Role]:
    query = select(Position.id).where(
        Position.unit_id == assignment.unit_id,
        col(Position.heads_unit),
        col(Position.id).in_(positions),
    )
    return {Role.UNIT_HEAD} if session.exec(query.limit(1)).first() else set()


def _above(session: Session, assignment: Assignment, positions: list[int], day: date) -> set[Role]:
    headed = set(
        session.exec(
            select(Position.unit_id).where(
                col(Position.heads_unit), col(Position.id).in_(positions)
            )
        )
    ) - {assignment.unit_id}
    if not headed:
        return set()
    higher = nearest(assignment.unit_id, parents_on(session, day), headed.__contains__)
    return {Role.PARENT_HEAD} if higher is not None else set()


def _seated(session: Session, assignment: Assignment, positions: list[int], day: date) -> set[Role]:
    query = (
        select(Committee.unit_id, CommitteeSeat.seat)
        .join(Committee, col(Committee.id) == CommitteeSeat.committee_id)
        .where(
            Committee.programme_id == assignment.programme_id,
            col(CommitteeSeat.position_id).in_(positions),
            seated_on(day),
        )
    )
    seats = list(session.exec(query))
    unit_id: int | None = assignment.unit_id
    if seats and all(unit != unit_id for unit, _ in seats):
        unit_id = committee_unit(session, assignment.programme_id, assignment.unit_id, day)
    return {_SEAT_ROLES[Seat(seat)] for unit, seat in seats if unit == unit_id}


def _mandated(session: Session, assignment: Assignment, positions: list[int]) -> set[Role]:
    unit = col(ProgrammeMandate.unit_id)
    query = select(col(ProgrammeMandate.mandate)).where(
        ProgrammeMandate.programme_id == assignment.programme_id,
        col(ProgrammeMandate.position_id).in_(positions),
        or_(unit.is_(None), unit == assignment.unit_id),
    )
    return {Role(mandate.value) for mandate in session.exec(query)}
