"""What a round of the period adds to what was verified: people, rule sets, entered points, grades.

Without a round everybody who leads work stands in the period, by the rule sets in force.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.dossiers import DossierRead, dossiers_of, entered_of
from dondoc.services.evaluation.course.outdated_proposals import is_proposed_before
from dondoc.services.evaluation.course.score import works_of
from dondoc.services.evaluation.course.year_basis import YearBasis
from dondoc.services.evaluation.people.entered import EnteredPoints
from dondoc.services.evaluation.people.leading import (
    LeadingOfficial,
    UnitPlaces,
    unit_places_on,
)
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.figures.per_group import UnitOrder
from dondoc.services.figures.periods import DigestPeriod
from models.evaluation_round import EvaluationRound
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.evaluation import Grade
from models.rules.scoring.units import PlaceInUnit
from models.rules.vietnamese_order import by_given_name


@dataclass(frozen=True)
class RoundInput:
    """A round as ranking sees it. `entered`: by person; `decided`: by code, None: not graded.

    `proposed`: by the units, by code, after the last comment. `years`: of a year what each person's
    rests on. `decided_on`: the day of the last decision; `last_step`: tells one state from another.
    `places`: who heads which unit, or is a deputy head, on the period's last day.
    """

    rules: Mapping[bool, EvaluationRules]
    people: tuple[DossierRead, ...]
    entered: Mapping[int, EnteredPoints]
    decided: Mapping[str, Grade | None]
    proposed: Mapping[str, Grade | None]
    decided_on: date | None
    last_step: int
    years: Mapping[int, YearBasis]
    places: UnitPlaces

    def officials(self, units: UnitOrder) -> tuple[LeadingOfficial, ...]:
        """Those whom the round evaluates, each in the unit and position of their evaluation."""
        groups = {each.unit_id: (number, each) for number, each in enumerate(units)}
        rows = []
        for each in self.people:
            row, in_units = each.row, self.places.get(each.row.person_id, {})
            number, unit = groups[row.unit_id]
            place = in_units.get(row.unit_id, PlaceInUnit.OFFICIAL)
            if row.leads or place is PlaceInUnit.HEAD:  # what the round wrote down holds
                place = PlaceInUnit.HEAD if row.leads else PlaceInUnit.OFFICIAL
            official = LeadingOfficial(
                row.person_id, each.code, each.name, each.position, place, row.unit_id, each.unit,
                unit.group_code, unit.group_title, {**in_units, row.unit_id: place},
                each.others,
            )  # fmt: skip
            rows.append((number, by_given_name(each.name), each.code, official))
        return tuple(row[-1] for row in sorted(rows, key=lambda row: row[:3]))


def round_input(
    session: Session, programme: Programme, period: DigestPeriod, today: date
) -> RoundInput | None:
    """The round of a period; None where there is none. In a constant number of queries."""
    query = select(EvaluationRound).where(
        col(EvaluationRound.programme_id) == programme.key,
        col(EvaluationRound.period) == str(period),
    )
    held = session.scalars(query).one_or_none()
    if held is None:
        return None
    context = round_context(session, held, today)
    people = tuple(dossiers_of(session, context))
    decisions = {each.code: each.decision for each in people if each.decision is not None}
    days = [local_date(each.at) for each in decisions.values()]
    return RoundInput(
        {leads: frozen.rules for leads, frozen in context.rules.items()},
        people,
        {each.row.person_id: entered_of(each.scored_last) for each in people},
        {code: decision.grade for code, decision in decisions.items()},
        {
            each.code: each.proposal.grade
            for each in people
            if each.proposal is not None and not is_proposed_before(each)
        },
        max(days, default=None),
        max((step.key for each in people for step in each.steps), default=0),
        _years(session, context, people, today),
        unit_places_on(session, period.end),
    )


def _years(
    session: Session, context: RoundContext, people: Sequence[DossierRead], today: date
) -> Mapping[int, YearBasis]:
    if not context.is_year:
        return {}
    works = works_of(session, context, people, today)
    return {each.row.person_id: year for each in people if (year := works[each.row.key].year)}
