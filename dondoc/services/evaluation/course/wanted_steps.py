"""Of whom a step is wanted now: by person and step, and of how many evaluations."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from dondoc.services.evaluation.course.assessors import AssessorLookup, assessor_lookup
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DossierRead, dossiers_of, last_day_of
from dondoc.services.evaluation.course.next_steps import is_expected
from dondoc.services.evaluation.course.withheld import shown_to
from models.rules.evaluation_course.assessors import Assessor
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.evaluation_course.rounds import RoundState

_ASKED = {
    DossierAct.ASSESS_SELF: (Assessor.SELF,),
    DossierAct.COMMENT: (Assessor.ABOVE,),
    DossierAct.PROPOSE: (Assessor.UNIT, Assessor.ABOVE),
}
"""Who is asked for a step, in turn: the next ones where nobody of the first is there."""


class WantedStep(NamedTuple):
    """A step that is wanted of a person."""

    person_id: int
    act: DossierAct


@dataclass(frozen=True)
class StepAsked:
    """Of how many evaluations a step is wanted, and the last day of the first one that is due."""

    number: int
    until: date


def wanted_steps(session: Session, context: RoundContext) -> Mapping[WantedStep, StepAsked]:
    """Everybody of whom a step is wanted in a round that is under way, of how many, until when."""
    if context.state is not RoundState.UNDER_WAY:
        return {}
    lookup = assessor_lookup(session, context)
    wanted: dict[WantedStep, list[date]] = defaultdict(list)
    for dossier in dossiers_of(session, context):
        for act in _ASKED:
            until = last_day_of(context, dossier, act)
            for person in asked_for(context, dossier, lookup, act):
                wanted[WantedStep(person, act)].append(until)
    return {step: StepAsked(len(days), min(days)) for step, days in wanted.items()}


def asked_for(
    context: RoundContext, dossier: DossierRead, lookup: AssessorLookup, act: DossierAct
) -> frozenset[int]:
    """Of whom a step of one evaluation is wanted now; nobody where it is not its turn.

    That it is decided ends it for those alone who know of it: of others it is asked as before, or
    they would be told by not being asked.
    """
    for assessor in _ASKED[act]:
        people = lookup.asked(dossier, assessor)
        if people:
            others = people - lookup.evaluating
            return _if_expected(context, dossier, assessor, act, people & lookup.evaluating) | (
                _if_expected(
                    context, shown_to(context, dossier, evaluates=False), assessor, act, others
                )
            )
    return frozenset()


def _if_expected(
    context: RoundContext,
    dossier: DossierRead,
    assessor: Assessor,
    act: DossierAct,
    people: frozenset[int],
) -> frozenset[int]:
    """All of these or none; `dossier`: as they know it."""
    expected = people and is_expected(context, dossier, frozenset({assessor}), act)
    return people if expected else frozenset()
