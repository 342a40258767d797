"""Reads the periods of people's years: rounds, decisions, and what is not decided as it stands."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.dossiers import DossierRead, dossiers_of, entered_of
from dondoc.services.evaluation.course.kept_scores import kept_score
from dondoc.services.evaluation.course.withheld import shown_to
from dondoc.services.evaluation.course.year_basis import YearBasis, YearPeriod
from dondoc.services.evaluation.people.entered import NOTHING_ENTERED
from dondoc.services.evaluation.people.people_work import PeopleWork
from dondoc.services.evaluation.people.periods import Month, months_of, quarters_of
from dondoc.services.evaluation.people.scored import ScoredPeriod, scored
from dondoc.services.figures.periods import DigestPeriod, whole_year
from dondoc.store.bulk import among
from models.evaluation_round import EvaluationDossier, EvaluationRound
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import request_waits
from models.rules.evaluation_course.rounds import RoundState
from models.rules.scoring.gates import Overruled
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.years import YearPart, YearPartState

ChangedIn = Callable[[RoundContext, Sequence[DossierRead]], Collection[int]]
"""Those of the evaluations of a round that are to be decided again, by their keys."""


@dataclass(frozen=True)
class PeriodRead:
    """A period of the year with its round, if there is one, and the evaluations by person."""

    period: DigestPeriod
    context: RoundContext | None
    dossiers: Mapping[int, DossierRead]
    changed: Collection[int]


@dataclass(frozen=True)
class YearReading:
    """All periods of a year for some people, of one moment."""

    periods: tuple[PeriodRead, ...]
    reading: PeopleWork
    as_of: date

    def of(self, person_id: int, leads: bool, parameters: ScoringParameters) -> YearBasis:
        """The year of one person; what is not decided by these parameters, or its round's own."""
        periods = tuple(self._period(each, person_id, leads, parameters) for each in self.periods)
        asks = any(needs for _, needs in parameters.needs)
        works = (
            work
            for each in (self.periods if asks else ())
            for work in self.reading.counted_in(person_id, each.period, parameters)
        )
        year = whole_year(self.periods[0].period.year)
        field = self.reading.field_in(person_id, year) if asks else None
        return YearBasis(periods, tuple(works), field)

    def _period(
        self, read: PeriodRead, person_id: int, leads: bool, parameters: ScoringParameters
    ) -> YearPeriod:
        dossier = read.dossiers.get(person_id)
        state = _state(read, dossier, self.as_of)
        unit = dossier.unit if dossier else ""
        if dossier is None or state in (YearPartState.NOT_PUBLISHED, YearPartState.NOT_IN_ROUND):
            return self._undecided(read, person_id, leads, parameters)
        kept = kept_score(dossier.decision)
        part = _decided(dossier, state)
        return YearPeriod(
            read.period, part, kept.total if kept else None, unit,
            outdated=dossier.row.key in read.changed, asked_again=request_waits(dossier.kinds),
            counted_with_next=self._counted_with_next(read, dossier, state),
        )  # fmt: skip

    def _counted_with_next(
        self, read: PeriodRead, dossier: DossierRead, state: YearPartState
    ) -> bool:
        """Whether its work counts with the next period, as they were away for too much of it."""
        if state is not YearPartState.NOT_GRADED or read.context is None:
            return False
        parameters = read.context.rules[dossier.row.leads].parameters
        missed = self.reading.absence(dossier.row.person_id, read.period, parameters)
        return missed.counted_with_next and read.period.following is not None

    def _undecided(
        self, read: PeriodRead, person_id: int, leads: bool, parameters: ScoringParameters
    ) -> YearPeriod:
        dossier = read.dossiers.get(person_id)
        state = _state(read, dossier, self.as_of)
        if state is YearPartState.NOT_IN_ROUND:
            return YearPeriod(read.period, YearPart(state))
        so_far = self._so_far(read, person_id, leads, parameters)
        total = so_far.total
        part = YearPart(state)
        if total is not None:
            part = YearPart(state, total.general, total.results, total.exact)
        return YearPeriod(
            read.period, part, total.rounded if total else None,
            dossier.unit if dossier else "", so_far=so_far,
        )  # fmt: skip

    def _so_far(
        self, read: PeriodRead, person_id: int, leads: bool, parameters: ScoringParameters
    ) -> ScoredPeriod:
        """With what was entered in a round under way, but for a decision that nobody may see."""
        entered, dossier = NOTHING_ENTERED, read.dossiers.get(person_id)
        if dossier is not None and read.context is not None:
            leads = dossier.row.leads
            parameters = read.context.rules[leads].parameters
            entered = entered_of(shown_to(read.context, dossier, evaluates=False).scored_last)
        works = self.reading.counted_in(person_id, read.period, parameters)
        return scored(works, leads, parameters, entered)


def _state(read: PeriodRead, dossier: DossierRead | None, as_of: date) -> YearPartState:
    if read.context is None:
        over = as_of > read.period.end
        return YearPartState.NO_ROUND if over else YearPartState.NOT_OVER
    if dossier is None:
        return YearPartState.NOT_IN_ROUND
    decision = dossier.decision
    if read.context.state is RoundState.UNDER_WAY or decision is None:
        return YearPartState.NOT_PUBLISHED
    if decision.grade is None:
        return YearPartState.NOT_GRADED
    kept = kept_score(decision)
    known = kept is not None and kept.exact is not None
    return YearPartState.DECIDED if known else YearPartState.WITHOUT_POINTS


def _decided(dossier: DossierRead, state: YearPartState) -> YearPart:
    decision, kept = dossier.decision, kept_score(dossier.decision)
    assert decision is not None
    assert kept is not None
    grade: Grade | None = decision.grade
    overruled = decision.computed.get("overruled")
    disciplined = overruled == Overruled.DISCIPLINE and grade is Grade.NOT_COMPLETED
    return YearPart(state, kept.general, kept.results, kept.exact, grade, disciplined)


def read_year(
    session: Session,
    context: RoundContext,
    reading: PeopleWork,
    people: Collection[int],
    changed: ChangedIn,
    as_of: date,
) -> YearReading:
    """The periods of these people's year, as it stood when a day was over.

    In a constant number of queries for each round.
    """
    rounds = {str(held.period): held for held in _rounds(session, context.programme.key)}
    periods = parts_of_year(context.programme.year, rounds)
    ids = _dossier_ids(session, [rounds[str(each)].key for each in periods if str(each) in rounds],
                       people)  # fmt: skip
    read = []
    for period in periods:
        held = rounds.get(str(period))
        if held is None:
            read.append(PeriodRead(period, None, {}, ()))
            continue
        of_period = round_context(session, held, context.today)
        dossiers = dossiers_of(session, of_period, ids.get(held.key, []))
        in_round = [each for each in dossiers if not each.is_taken_out]
        by_person = {each.row.person_id: each for each in in_round}
        read.append(PeriodRead(period, of_period, by_person, changed(of_period, in_round)))
    return YearReading(tuple(read), reading, as_of)


def parts_of_year(year: int, rounds: Collection[str]) -> tuple[DigestPeriod, ...]:
    """The periods that make a year: its months where rounds are of months, else its quarters."""
    months = months_of(year)
    by_months = any(str(each) in rounds for each in months)
    return months if by_months else quarters_of(year)


def is_month(period: DigestPeriod) -> bool:
    """Whether a period is a month."""
    return isinstance(period, Month)


def _rounds(session: Session, programme_id: int) -> Sequence[EvaluationRound]:
    query = select(EvaluationRound).where(col(EvaluationRound.programme_id) == programme_id)
    return session.scalars(query.order_by(col(EvaluationRound.period))).all()


def _dossier_ids(
    session: Session, rounds: Sequence[int], people: Collection[int]
) -> Mapping[int, list[int]]:
    """The evaluations of these people in these rounds, by round."""
    query = select(col(EvaluationDossier.round_id), col(EvaluationDossier.id)).where(
        col(EvaluationDossier.round_id).in_(rounds),
        among(session, col(EvaluationDossier.person_id), set(people)),
    )
    found: dict[int, list[int]] = {}
    for held, key in session.connection().execute(query):
        found.setdefault(held, []).append(key)
    return found
