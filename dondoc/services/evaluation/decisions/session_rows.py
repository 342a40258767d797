"""One person before the deciding body: points, grades, what holds them back, what stands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from dondoc.services.evaluation.course.computed import computed_grade
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import (
    DossierRead,
    entered_of,
    facts_of,
)
from dondoc.services.evaluation.course.grounds import dossier_grounds
from dondoc.services.evaluation.course.outdated_proposals import proposal_is_outdated
from dondoc.services.evaluation.course.score import DossierScore, DossierWork, is_changed
from dondoc.services.evaluation.decisions.decide import Votes
from dondoc.services.evaluation.decisions.earlier_grades import EarlierRemark
from dondoc.services.evaluation.decisions.levels import same_level_in
from dondoc.services.evaluation.people.scored import scored
from dondoc.services.evaluation.ranking.conflicts import EvaluationConflict
from models.evaluation_round import EvaluationSession
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import (
    DossierAct,
    DossierState,
    dossier_state,
    why_not_dossier,
)
from models.rules.evaluation_course.levels import REFUSED, SameLevel
from models.rules.grounds import as_text
from models.rules.scoring.caps import SeatState
from models.rules.scoring.earlier_periods import SPEAK_AGAINST
from models.rules.scoring.gates import Gate, GateState, Overruled


@dataclass(frozen=True)
class BesidePoints:
    """What is known of somebody beside their own points: rank, seat, unit and quarters before.

    `rank`: within the group of similar tasks, `tied` where others share it; `seat`: what their
    "excellent" is to the caps. `held`: by the unit led; `earlier`: what the quarters before say.
    """

    similar: str
    rank: int | None = None
    tied: bool = False
    seat: SeatState | None = None
    held: tuple[EvaluationConflict, ...] = ()
    earlier: EarlierRemark | None = None

    @property
    def is_settled(self) -> bool:
        """Whether nothing of it asks the body to choose."""
        in_cap = self.seat in (None, SeatState.SEATED)
        against = self.earlier is not None and self.earlier.reason in SPEAK_AGAINST
        return in_cap and not self.held and not against


@dataclass(frozen=True)
class SessionRow:
    """One person before the body.

    `other`: the total where the denominator is read otherwise; `crosses`: that is another grade by
    points. `held_by`: the gates of the grade by points that are not met. `why_not`: why nothing can
    be decided now, a word, or ''. `proposal_outdated`: the unit proposed on other points or results
    than are there now. `same_level`: whoever decides commented as well, or
    is the one who is graded.
    """

    dossier: DossierRead
    score: DossierScore
    state: DossierState
    beside: BesidePoints
    other: Fraction | None
    crosses: bool
    held_by: tuple[Gate, ...]
    why_not: str
    grounds_shown: str
    own: bool
    votes: Votes
    proposal_outdated: bool
    same_level: SameLevel | None

    @property
    def total(self) -> Fraction | None:
        """The total as it counts; None where something is missing."""
        return self.score.period.total.rounded if self.score.period.total else None

    @property
    def computed(self) -> Grade | None:
        """The grade that the rule set comes to."""
        return computed_grade(self.score)

    @property
    def proposed(self) -> Grade | None:
        """What the unit proposed, on what is there now or on something else."""
        return self.dossier.proposal.grade if self.dossier.proposal else None

    @property
    def decided(self) -> bool:
        """Whether a decision stands that rests on what is there now."""
        return self.dossier.decision is not None and self.state is not DossierState.OUTDATED

    @property
    def earlier(self) -> EarlierRemark | None:
        """What the quarters before say: of a year its own remarks say which was not completed."""
        remark, of_year = self.beside.earlier, self.score.work.year is not None
        said = of_year and remark is not None and remark.reason not in SPEAK_AGAINST
        return None if said else remark

    @property
    def against_discipline(self) -> bool:
        """Whether the rule set grades them "not completed" for discipline, and it is not decided
        so, or that they are not graded.
        """
        decision = self.dossier.decision
        settled = decision is not None and decision.grade in (None, Grade.NOT_COMPLETED)
        return self.score.period.overruled is Overruled.DISCIPLINE and not settled

    @property
    def uncommented(self) -> bool:
        """Whether the level above has said nothing yet, and no decision stands."""
        return self.dossier.comment is None and not self.decided

    @property
    def own_points(self) -> bool:
        """Whether the points that count are those that they gave themselves."""
        theirs = self.dossier.scored_last is self.dossier.self_assessment is not None
        return theirs and self.score.work.year is None

    @property
    def preset(self) -> Grade | None:
        """What the rules give, where the unit proposes nothing else and nothing is to be settled:
        no cap, no line that another reading crosses, no unit, no quarter before, no proposal that
        is outdated, as the unit has said nothing of what is there now, and no points of their own.
        """
        decision = self.dossier.decision
        if decision is not None:
            return decision.grade if self.decided else None
        if self.own_points:
            return None
        agreed = self.proposed in (None, self.computed) and not self.proposal_outdated
        return self.computed if agreed and not self.crosses and self.beside.is_settled else None

    @property
    def closed(self) -> str:
        """Why whoever looks cannot decide now, a word, or ''."""
        return REFUSED.get(self.same_level, self.why_not) if self.same_level else self.why_not

    def needs_reason(self, grade: Grade | None) -> bool:
        """Whether a decision differs from the rules or the unit, or neither says any grade."""
        proposed = None if self.proposal_outdated else self.proposed
        said = {each for each in (self.computed, proposed) if each is not None}
        return said != {grade}


@dataclass(frozen=True)
class SessionReader:
    """Who looks at a session (`person_id`), and what was counted there of each, by evaluation."""

    meant: EvaluationSession
    person_id: int
    votes: Mapping[int, Votes]


def session_row(
    context: RoundContext, work: DossierWork, beside: BesidePoints, reader: SessionReader
) -> SessionRow:
    """One row of the page of whoever looks."""
    dossier = work.dossier
    score = work.scored_with(entered_of(dossier.scored_last))
    changed = is_changed(score.work, dossier.decision)
    facts = facts_of(context, dossier, changed)
    other, crosses = _read_otherwise(score)
    return SessionRow(
        dossier=dossier,
        score=score,
        state=dossier_state(facts),
        beside=beside,
        other=other,
        crosses=crosses,
        held_by=_held_by(score),
        why_not=why_not_dossier(DossierAct.DECIDE, facts),
        grounds_shown=as_text(dossier_grounds(score.work)),
        own=dossier.row.person_id == reader.person_id,
        votes=reader.votes.get(dossier.row.key, {}),
        proposal_outdated=proposal_is_outdated(score.work),
        same_level=same_level_in(reader.meant, dossier, reader.person_id),
    )


def _read_otherwise(score: DossierScore) -> tuple[Fraction | None, bool]:
    """The total over the other denominator, and whether that is another grade by points."""
    parameters, here = score.work.rules.parameters, score.period.total
    if here is None:
        return None, False
    value = next(
        each for each in type(parameters.denominator) if each is not parameters.denominator
    )
    read = replace(parameters, denominator=value)
    there = scored(score.work.works, score.work.dossier.row.leads, read, score.entered).total
    if there is None:
        return None, False
    return there.rounded, there.grade is not here.grade


def _held_by(score: DossierScore) -> tuple[Gate, ...]:
    total = score.period.total
    if total is None:
        return ()
    unmet = (GateState.OPEN, GateState.UNKNOWN)
    return tuple(
        gate for gate in score.period.gates if gate.grade is total.grade and gate.state in unmet
    )
