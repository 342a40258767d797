"""Scores of evaluations by the rule set that their round froze, and the basis of each score.

The number of queries is the same for one evaluation and for all of a round.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from dondoc.services.evaluation.course.basis import (
    basis_of,
    digest_of,
    plain_field,
    plain_papers,
    plain_times,
    plain_works,
)
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DossierRead, entered_of
from dondoc.services.evaluation.course.frozen_rules import FrozenRules
from dondoc.services.evaluation.course.presence import (
    Presence,
    PresenceLookup,
    presence_lookup,
)
from dondoc.services.evaluation.course.year_basis import YearBasis
from dondoc.services.evaluation.course.year_reading import YearReading, read_year
from dondoc.services.evaluation.people.discipline import DisciplineFact
from dondoc.services.evaluation.people.entered import EnteredPoints
from dondoc.services.evaluation.people.people_work import PeopleWork
from dondoc.services.evaluation.people.read import read_officials
from dondoc.services.evaluation.people.scored import ScoredPeriod, scored
from dondoc.services.evaluation.people.unit_times import UnitTimes
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.store.cache import database_of, keep, version
from models.evaluation_round import EvaluationDossierStep
from models.rules.evaluation_course.dossiers import DossierStepKind
from models.rules.grounds import plain
from models.rules.scoring.years import YearOfParts

VERDICTS = "verdicts"
"""Where a step keeps the verdicts that it rests on, by reference."""
Entered = Callable[[DossierRead], EnteredPoints]


@dataclass(frozen=True)
class DossierWork:
    """The work that an evaluation is about, its rule set, and the time that they were there.

    `disciplined`: the papers that count in the period. `times`: of whoever worked in several units,
    the days in each. `field`: the work of the field that they lead, None where they lead none.
    `work_sha256`: of all of it. `year`: of the year what its periods come to; then there is no work
    here, as it is evaluated with its periods.
    """

    dossier: DossierRead
    works: tuple[OfficialWork, ...]
    rules: FrozenRules
    presence: Presence
    work_sha256: str
    year: YearBasis | None = None
    disciplined: tuple[DisciplineFact, ...] = ()
    times: UnitTimes | None = None
    field: tuple[OfficialWork, ...] | None = None

    def scored_with(self, entered: EnteredPoints) -> "DossierScore":
        """What the rule set makes of it with these points."""
        leads, parameters = self.dossier.row.leads, self.rules.parameters
        known = replace(
            entered, disciplined=bool(self.disciplined), times=self.times, field=self.field
        )
        if self.year is None:
            period = scored(self.works, leads, parameters, known)
        else:
            period = self.year.scored(leads, parameters, known)
        return DossierScore(self, known, period, basis_of(self.work_sha256, entered))

    @property
    def verdicts(self) -> Mapping[str, int]:
        """The verdicts on what awaits a decision, by its reference."""
        return {each.ref: each.verdict_waiting for each in self.works if each.verdict_waiting}

    @property
    def year_outcome(self) -> YearOfParts | None:
        """The mean of the year and what holds it back; None of a period within it."""
        if self.year is None:
            return None
        return self.year.outcome(self.dossier.row.leads, self.rules.parameters)


@dataclass(frozen=True)
class DossierScore:
    """A score with what it was made of. `basis_sha256`: of work, rule set and entered points."""

    work: DossierWork
    entered: EnteredPoints
    period: ScoredPeriod
    basis_sha256: str


def works_of(
    session: Session, context: RoundContext, dossiers: Sequence[DossierRead], as_of: date
) -> Mapping[int, DossierWork]:
    """The work due in the period of these people, by dossier, as it stood when a day was over."""
    if not dossiers:
        return {}
    one = dossiers[0].row.person_id if len(dossiers) == 1 else None
    reading = read_officials(session, context.programme, as_of, one)
    return works_in(session, context, dossiers, reading, as_of)


def works_in(
    session: Session,
    context: RoundContext,
    dossiers: Sequence[DossierRead],
    reading: PeopleWork,
    as_of: date,
) -> Mapping[int, DossierWork]:
    """The same of work that was read before, of that day."""
    rows = [each.row for each in dossiers]
    lookup = presence_lookup(session, reading, context.period, rows)
    if not context.is_year:
        return _works(lookup, context, dossiers)

    def changed(period: RoundContext, theirs: Sequence[DossierRead]) -> frozenset[int]:
        lookup = presence_lookup(session, reading, period.period, [each.row for each in theirs])
        return _changed(_works(lookup, period, theirs))

    year = read_year(session, context, reading, {row.person_id for row in rows}, changed, as_of)
    return {each.row.key: _year(lookup, year, context, each) for each in dossiers}


def _works(
    lookup: PresenceLookup, context: RoundContext, dossiers: Sequence[DossierRead]
) -> Mapping[int, DossierWork]:
    return {each.row.key: _work(lookup, each, context.rules[each.row.leads]) for each in dossiers}


def _year(
    lookup: PresenceLookup, year: YearReading, context: RoundContext, dossier: DossierRead
) -> DossierWork:
    row, rules = dossier.row, context.rules[dossier.row.leads]
    basis = year.of(row.person_id, row.leads, rules.parameters)
    plain_year = basis.plain(row.leads, rules.parameters)
    papers = lookup.reading.disciplined_in(row.person_id, lookup.period)
    sha256_of_year = digest_of([rules.sha256, row.leads, plain_year, *plain_papers(papers)])
    presence = lookup.of(row, rules.parameters)
    return DossierWork(
        dossier, (), rules, presence, sha256_of_year, basis, papers, field=basis.field
    )


def _work(lookup: PresenceLookup, dossier: DossierRead, rules: FrozenRules) -> DossierWork:
    presence = lookup.of(dossier.row, rules.parameters)
    person_id, parameters = dossier.row.person_id, rules.parameters
    works = lookup.reading.counted_in(person_id, lookup.period, parameters)
    papers = lookup.reading.disciplined_in(person_id, lookup.period)
    times = lookup.reading.times_in(person_id, lookup.period)
    field = lookup.reading.field_in(person_id, lookup.period)
    work = DossierWork(
        dossier, works, rules, presence, "", disciplined=papers, times=times, field=field
    )
    return replace(work, work_sha256=_work_sha256(work))


def score_of(
    session: Session,
    context: RoundContext,
    dossiers: Sequence[DossierRead],
    as_of: date,
    entered: Entered = lambda dossier: entered_of(dossier.scored_last),
) -> Mapping[int, DossierScore]:
    """The scores of these people, by dossier; with the points that count now, or others."""
    works = works_of(session, context, dossiers, as_of)
    return {each.row.key: works[each.row.key].scored_with(entered(each)) for each in dossiers}


def changed_bases(
    session: Session, context: RoundContext, dossiers: Sequence[DossierRead]
) -> frozenset[int]:
    """Those of these dossiers whose decision rested on something else than what is there today."""
    decided = [each for each in dossiers if each.decision is not None]
    works = works_of(session, context, decided, context.today)
    return _changed(works)


def _changed(works: Mapping[int, DossierWork]) -> frozenset[int]:
    return frozenset(key for key, work in works.items() if is_changed(work, work.dossier.decision))


def changed_in_round(
    session: Session, context: RoundContext, dossiers: Sequence[DossierRead]
) -> frozenset[int]:
    """The same of all dossiers of a round, for pages: read once, until something happens."""
    key = ("changed bases", database_of(session), context.row.key, context.today)
    return keep(key, version(session), lambda: changed_bases(session, context, dossiers))


def is_changed(work: DossierWork, step: EvaluationDossierStep | None) -> bool:
    """Whether what a step rested on is not what is there now; of no step it is not.

    So it is, too, where a result was verified since, though it says the same as before, where
    something else was said before publication, and where the person was moved in the round:
    another unit proposes, and others are ranked beside.
    """
    if step is None:
        return False
    if verified_since(work, step):
        return True
    moved = work.dossier.latest(DossierStepKind.MOVED)
    if (moved is not None and moved.key > step.key) or work.dossier.is_said_anew(step):
        return True
    return step.basis_sha256 != basis_of(work.work_sha256, entered_of(step))


def verified_since(work: DossierWork, step: EvaluationDossierStep) -> tuple[str, ...]:
    """The references of what awaits a decision by another verdict than a step rested on.

    Decisions of before verdicts were kept had evaluated all of theirs at once.
    """
    rested_on = step.computed.get(VERDICTS, {})
    return tuple(ref for ref, verdict in work.verdicts.items() if rested_on.get(ref) != verdict)


def _work_sha256(work: DossierWork) -> str:
    """What counts, whole; of what does not, whether it may still come.

    The days of what is late and was not reported grow every day, and count for nothing until then.
    Without papers, units that weigh and a field it is what it was before these were recorded.
    """
    away = [[plain(span.first), plain(span.last)] for span in work.presence.away]
    whole = [work.rules.sha256, work.dossier.row.leads, plain_works(work.works), away]
    return digest_of(
        [
            *whole,
            *plain_papers(work.disciplined),
            *plain_times(work.works, work.times, work.rules.parameters),
            *plain_field(work.field),
        ]
    )
