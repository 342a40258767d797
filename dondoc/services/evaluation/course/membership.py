"""Taking somebody out of a round, putting them back, moving them in it, bringing them in singly.

By the secretariat, each with its reason, before grades are published; of nobody by themself.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.dossiers import DossierRead, dossier_of
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.course.grounds import step_text
from dondoc.services.evaluation.course.step_history import note_step
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.in_force import held_within
from dondoc.services.organisation.units import names_on
from models.evaluation_round import EvaluationDossier, EvaluationDossierStep, EvaluationRound
from models.person import Holding, Person, Position
from models.rules.evaluation_course.membership import (
    STEP_OF_MEMBERSHIP,
    MembershipAct,
    why_not_membership,
)
from models.rules.grounds import Grounds
from models.rules.roles import Mandate
from models.rules.texts import bare

LONGEST = 2000
"""Letters of a reason."""

MEMBERSHIP = ("dossier_step", "dossier_place")
"""What a form on somebody's place in a round shows of it."""


@dataclass(frozen=True)
class PlaceHeld:
    """A position that somebody held in a period, in which they can be evaluated."""

    position_id: int
    code: str
    title: str
    unit_id: int
    unit: str
    leads: bool
    first: date
    last: date | None


@dataclass(frozen=True)
class MembershipInput:
    """What is to be done about a person's place. `position_id`: to move, or to bring them in."""

    act: MembershipAct
    person_id: int
    reason: str
    position_id: int | None = None


def places_held(session: Session, context: RoundContext, person_id: int) -> list[PlaceHeld]:
    """The positions that somebody held within the period of a round, the latest first."""
    period = context.period
    query = (
        select(Holding, Position)
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(col(Holding.person_id) == person_id, held_within(period.start, period.end))
        .order_by(col(Holding.held_from).desc(), col(Holding.id).desc())
    )
    rows = session.execute(query).tuples().all()
    units = names_on(session, period.end)
    found: dict[int, PlaceHeld] = {}
    for held, position in rows:
        place = PlaceHeld(
            position.key, position.code, position.title, position.unit_id,
            units[position.unit_id].name, position.heads_unit, held.held_from, held.held_to,
        )  # fmt: skip
        found.setdefault(place.position_id, place)
    return list(found.values())


def membership_grounds(session: Session, context: RoundContext, person_id: int) -> Grounds:
    """The last step of somebody's evaluation and their place in the round; '' for none."""
    dossier = dossier_of(session, context, person_id)
    return {
        "dossier_step": step_text(dossier) if dossier else "",
        "dossier_place": f"{dossier.row.position}, {dossier.unit}" if dossier else "",
    }


def change_membership(change: SettingsChange, round_id: int, entered: MembershipInput) -> None:
    """Does it, as a step of the evaluation and in history.

    Raises Refused without the right, for oneself and where it cannot be done; FieldError without a
    reason, and for a place that they did not hold in the period.
    """
    session = change.session
    hold_office(session)
    held = session.get(EvaluationRound, round_id)
    if held is None:
        raise BadInput("evaluation.round.error.unknown")
    change.mandated_in(held.programme_id, Mandate.SECRETARIAT)
    context = round_context(session, held, change.today)
    if entered.person_id == change.actor.key:
        raise Refused("evaluation.membership.error.own")
    dossier = dossier_of(session, context, entered.person_id)
    steps = None if dossier is None else dossier.kinds
    if why := why_not_membership(entered.act, context.state, steps):
        raise Refused(f"evaluation.membership.error.{why}")
    if not bare(entered.reason) or len(entered.reason) > LONGEST:
        raise FieldError("reason", "evaluation.membership.error.reason", most=LONGEST)
    row, words = _placed(session, context, dossier, entered)
    _add_step(change, context, row, entered, words)


def _placed(
    session: Session,
    context: RoundContext,
    dossier: DossierRead | None,
    entered: MembershipInput,
) -> tuple[EvaluationDossier, str]:
    """The evaluation in its place from now on, and from where to where it was moved."""
    if entered.act in (MembershipAct.TAKE_OUT, MembershipAct.PUT_BACK):
        assert dossier is not None
        return dossier.row, ""
    held = places_held(session, context, entered.person_id)
    place = next((each for each in held if each.position_id == entered.position_id), None)
    if place is None:
        raise FieldError("position", "evaluation.membership.error.position")
    to = f"{place.title}, {place.unit}"
    if dossier is None:
        row = EvaluationDossier(
            round_id=context.row.key, person_id=entered.person_id, unit_id=place.unit_id,
            position=place.title, leads=place.leads,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row, to
    row = dossier.row
    if (row.unit_id, row.position, row.leads) == (place.unit_id, place.title, place.leads):
        raise FieldError("position", "evaluation.membership.error.same_place")
    words = f"{row.position}, {dossier.unit} → {to}"
    row.unit_id, row.position, row.leads = place.unit_id, place.title, place.leads
    return row, words


def _add_step(
    change: SettingsChange,
    context: RoundContext,
    row: EvaluationDossier,
    entered: MembershipInput,
    words: str,
) -> None:
    session = change.session
    step = EvaluationDossierStep(
        dossier_id=row.key, kind=STEP_OF_MEMBERSHIP[entered.act], person_id=change.actor.key,
        at=change.now, criteria=[], leader_parts={}, computed={}, words=words,
        reason=bare(entered.reason),
    )  # fmt: skip
    session.add(step)
    session.flush()
    name = session.get_one(Person, entered.person_id).full_name
    note_step(change, context, name, step)
