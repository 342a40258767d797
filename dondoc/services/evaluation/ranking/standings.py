"""Where everybody stands in a period by their rule set: points or their bounds, grade, gates.

The work is read once; standings by another rule set are made of the same reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dondoc.services.evaluation.people.discipline import (
    NOBODY_BELOW,
    DisciplineBelow,
    discipline_below,
)
from dondoc.services.evaluation.people.entered import NOTHING_ENTERED, EnteredPoints
from dondoc.services.evaluation.people.leading import LeadingOfficial, leading_officials
from dondoc.services.evaluation.people.periods import quarters_of
from dondoc.services.evaluation.people.rules_in_force import chosen_first, rules_for
from dondoc.services.evaluation.people.scored import scored
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.evaluation.ranking.period_points import (
    PeriodPoints,
    period_points,
    year_points,
)
from dondoc.services.evaluation.ranking.round_input import RoundInput, round_input
from dondoc.services.evaluation.ranking.year_work import YearWork, year_work
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.figures.periods import DigestPeriod
from dondoc.store.cache import Cache, database_of, version
from models.programme import Programme
from models.rules.scoring.parameters import ScoringParameters

STANDINGS = Cache(16)

RulesByPlace = Mapping[bool, EvaluationRules]
"""The rule set of whoever heads a unit (True), and of all others."""


@dataclass(frozen=True)
class PeriodStanding:
    """Somebody's period by one rule set."""

    official: LeadingOfficial
    rules: str
    points: PeriodPoints

    @property
    def code(self) -> str:
        """The code of the person, unlike any other's."""
        return self.official.code


@dataclass(frozen=True)
class PeriodStandings:
    """Everybody in a period, in the order of the plan's units. `rules`: by which they stand."""

    year: int
    period: DigestPeriod
    as_of: date
    rules: RulesByPlace
    parameters: Mapping[bool, ScoringParameters]
    people: tuple[PeriodStanding, ...]

    def of_group(self, similar: str) -> list[PeriodStanding]:
        """The members of a group of similar tasks."""
        return [each for each in self.people if each.official.similar == similar]


@dataclass(frozen=True)
class PeriodReading:
    """What was read once, to be scored by one rule set or by several.

    `below`: under which units somebody was disciplined.
    """

    work: YearWork
    period: DigestPeriod
    officials: tuple[LeadingOfficial, ...]
    round: RoundInput | None = None
    below: DisciplineBelow = NOBODY_BELOW

    def entered(self, person_id: int) -> EnteredPoints:
        """What the round's latest score has of somebody."""
        known = self.round.entered if self.round else {}
        return known.get(person_id, NOTHING_ENTERED)

    def known_of(self, person_id: int) -> EnteredPoints:
        """The same with the papers that count against them in the period."""
        return self.work.known_of(person_id, self.period, self.entered(person_id))

    def works(self, person_id: int) -> tuple[OfficialWork, ...]:
        """What was due in the period."""
        return self.work.due_in(person_id, self.period)

    def standings(self, rules: RulesByPlace) -> PeriodStandings:
        """Everybody by these rule sets."""
        parameters = {leads: each.parameters() for leads, each in rules.items()}
        people = tuple(
            PeriodStanding(each, rules[each.leads].code, self._points(each, parameters[each.leads]))
            for each in self.officials
        )
        work = self.work
        return PeriodStandings(work.year, self.period, work.as_of, rules, parameters, people)

    def _points(self, official: LeadingOfficial, parameters: ScoringParameters) -> PeriodPoints:
        """The period; of a year its quarters, or what was decided of them in the round."""
        person_id, leads, work = official.person_id, official.leads, self.work
        entered = self.entered(person_id)
        if self.round and (year := self.round.years.get(person_id)):
            known = work.known_of(person_id, self.period, entered)
            return year_points(year, leads, parameters, known)
        parts = [
            scored(
                work.counted_in(person_id, part, parameters), leads, parameters,
                work.known_of(person_id, part, entered),
            )
            for part in parts_of(self.period)
        ]  # fmt: skip
        return period_points(parts, leads, parameters)


def parts_of(period: DigestPeriod) -> tuple[DigestPeriod, ...]:
    """The periods that are scored: a year is made of its quarters (Art. 17, secondary)."""
    return quarters_of(period.year) if period.span == "year" else (period,)


def read_period(
    session: Session, programme: Programme, period: DigestPeriod, as_of: date
) -> PeriodReading:
    """Everybody whom the round evaluates, else who leads work of the year, at the end of a day."""
    work, held = (
        year_work(session, programme, as_of),
        round_input(session, programme, period, as_of),
    )
    below = discipline_below(session, work.disciplines)
    if held is not None:
        return PeriodReading(work, period, held.officials(work.units), held, below)
    officials = leading_officials(session, work.by_person, period.end)
    return PeriodReading(work, period, officials, below=below)


def standings_by(session: Session, period: PeriodReading, rules: RulesByPlace) -> PeriodStandings:
    """Everybody by these rule sets, kept while nothing changes."""
    named = tuple(rules[leads].model_dump_json() for leads in (True, False))
    work = period.work
    key = (database_of(session), work.programme_id, str(period.period), work.as_of, named)
    state = (version(session), period.round.last_step if period.round else None)
    return STANDINGS.keep(key, state, lambda: period.standings(rules))


def usual_rules(
    session: Session, period: PeriodReading, chosen: EvaluationRules | None = None
) -> RulesByPlace:
    """The rule set that is asked for, for everybody; else the round's; else those in force."""
    if chosen is None and period.round is not None:
        return period.round.rules
    end = period.period.end
    return {
        leads: chosen_first(rules_for(session, leads), end, chosen)[0] for leads in (True, False)
    }
