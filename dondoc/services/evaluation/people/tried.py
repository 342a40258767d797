"""A draft of a rule set tried on a quarter: for every official what would be another."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlmodel import Session

from dondoc.services.evaluation.people.leading import LeadingOfficial
from dondoc.services.evaluation.people.scored import ScoredPeriod, scored
from dondoc.services.evaluation.ranking.standings import PeriodReading, read_period, usual_rules
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.figures.periods import DigestPeriod
from models.programme import Programme
from models.rules.evaluation import Grade
from models.rules.scoring.gates import WhoIsGraded
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.results import MissingReason

_GRADES = list(Grade)
Grades = tuple[Grade | None, Grade | None]


@dataclass(frozen=True)
class TriedOutcome:
    """What a rule set makes of somebody's quarter, and what nobody entered: see `ScoredPeriod`."""

    code: str
    results: Fraction | None
    bounds: tuple[Fraction | None, Fraction | None]
    grades: Grades
    grade: Grade | None
    missing: tuple[MissingReason, ...]


@dataclass(frozen=True)
class TriedOfficial:
    """An official's quarter by the rule set that judges it, and by the draft.

    `crosses`: another grade can come of it, or does; `rises`: whether to a better one, None where
    that cannot be said: the two lack different points, or one bound rises and the other falls.
    `differs`: any figure is another.
    """

    place: LeadingOfficial
    leads: bool
    now: TriedOutcome
    draft: TriedOutcome

    @property
    def crosses(self) -> bool:
        return (self.now.grades, self.now.grade) != (self.draft.grades, self.draft.grade)

    @property
    def rises(self) -> bool | None:
        before, after = _order(self.now), _order(self.draft)
        if not self.crosses or before is None or after is None or before == after:
            return None
        if max(after) < min(before) or min(after) > max(before):
            return max(after) < min(before)
        better = [new <= old for old, new in zip(before, after, strict=True)]
        worse = [new >= old for old, new in zip(before, after, strict=True)]
        alike = self.now.missing == self.draft.missing
        return all(better) if alike and all(better) is not all(worse) else None

    @property
    def differs(self) -> bool:
        return (self.now.results, self.now.bounds) != (self.draft.results, self.draft.bounds)


@dataclass(frozen=True)
class TriedRules:
    """A draft tried on a quarter; `not_judged`: whom it does not judge, so many."""

    period: DigestPeriod
    officials: tuple[TriedOfficial, ...]
    not_judged: int

    @property
    def crossing(self) -> tuple[TriedOfficial, ...]:
        """Those of another grade."""
        return tuple(each for each in self.officials if each.crosses)

    @property
    def differing(self) -> int:
        """How many have any other figure."""
        return sum(each.differs for each in self.officials)


def tried_on(
    session: Session,
    programme: Programme,
    draft: EvaluationRules,
    period: DigestPeriod,
    as_of: date,
) -> TriedRules:
    """Everybody who leads work due in a period, in the order of the plan's units.

    By the rule sets of the period's round and what was entered in it, where there is one.
    """
    reading = read_period(session, programme, period, as_of)
    now = usual_rules(session, reading)
    judged = {leads: _judges(draft, leads) for leads in (True, False)}
    usual = {leads: rules.parameters() for leads, rules in now.items()}
    of_draft, rows, not_judged = draft.parameters(), [], 0
    for place in reading.officials:
        leads = place.leads
        if not reading.works(place.person_id):
            continue
        if not judged[leads]:
            not_judged += 1
            continue
        outcomes = [
            _outcome(rules.code, _scored(reading, place, parameters))
            for rules, parameters in ((now[leads], usual[leads]), (draft, of_draft))
        ]
        rows.append(TriedOfficial(place, leads, *outcomes))
    return TriedRules(period, tuple(rows), not_judged)


def _judges(rules: EvaluationRules, leads: bool) -> bool:
    return (WhoIsGraded.LEADER if leads else WhoIsGraded.OFFICIAL) in rules.subjects


def _scored(
    reading: PeriodReading, place: LeadingOfficial, parameters: ScoringParameters
) -> ScoredPeriod:
    works = reading.work.counted_in(place.person_id, reading.period, parameters)
    return scored(works, place.leads, parameters, reading.known_of(place.person_id))


def _outcome(code: str, period: ScoredPeriod) -> TriedOutcome:
    return TriedOutcome(
        code, period.results, period.bounds, period.grades, period.grade, period.missing
    )


def _order(outcome: TriedOutcome) -> tuple[int, ...] | None:
    """The place of what is known of a grade, the best first; None where nothing is."""
    if outcome.grade is not None:
        return (_GRADES.index(outcome.grade),) * 2
    known = tuple(_GRADES.index(grade) for grade in outcome.grades if grade is not None)
    return known if len(known) == len(outcome.grades) else None
