"""Somebody's place in a round as a page shows it, and everybody who was taken out of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DossierRead, dossier_of, every_dossier_of
from dondoc.services.evaluation.course.membership import PlaceHeld, places_held
from models.person import Person
from models.rules.evaluation_course.dossiers import DossierStepKind
from models.rules.evaluation_course.membership import MembershipAct, why_not_membership


@dataclass(frozen=True)
class MembershipSheet:
    """One person. `dossier`: None where they are not in the round; `can`: what can be done now."""

    person_id: int
    code: str
    name: str
    dossier: DossierRead | None
    places: Sequence[PlaceHeld]
    can: tuple[MembershipAct, ...]


@dataclass(frozen=True)
class TakenOut:
    """Whoever is out of the round, by whom, and why."""

    dossier: DossierRead
    by: str
    reason: str


def membership_sheet(session: Session, context: RoundContext, person: Person) -> MembershipSheet:
    """Where somebody stands in a round, and in which positions they could."""
    dossier = dossier_of(session, context, person.key)
    steps = None if dossier is None else dossier.kinds
    places = places_held(session, context, person.key)
    can = tuple(
        act
        for act in MembershipAct
        if not why_not_membership(act, context.state, steps)
        and (places or act in (MembershipAct.TAKE_OUT, MembershipAct.PUT_BACK))
    )
    return MembershipSheet(person.key, person.code, person.full_name, dossier, places, can)


def taken_out_of(session: Session, context: RoundContext) -> list[TakenOut]:
    """Everybody who is out of the round."""
    out = [each for each in every_dossier_of(session, context) if each.is_taken_out]
    return [_taken_out(each) for each in out]


def _taken_out(dossier: DossierRead) -> TakenOut:
    step = dossier.latest(DossierStepKind.TAKEN_OUT)
    assert step is not None
    return TakenOut(dossier, dossier.names[step.person_id], step.reason)
