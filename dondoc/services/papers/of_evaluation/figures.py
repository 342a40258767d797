"""What papers say of somebody's evaluation: three scores that stand apart, and what was decided.

Decided figures are those that the decision kept. Whatever changed since is said beside them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sqlmodel import Session

from dondoc.services.evaluation.course.computed import computed_grade
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DossierRead, dossiers_of, entered_of
from dondoc.services.evaluation.course.kept_scores import KeptScore, kept_score
from dondoc.services.evaluation.course.outdated_proposals import (
    is_proposed_before,
    proposal_is_outdated,
)
from dondoc.services.evaluation.course.score import DossierScore, DossierWork, is_changed, works_of
from dondoc.services.figures.per_group import units_in_order
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import request_waits
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.readings import LeaderFormula


@dataclass(frozen=True)
class DossierFigures:
    """An evaluation as papers say it. `as_of`: the end of the day on which its work stood so.

    `changed`: what the decision rested on is not what is there now. `matches`: the work is that of
    which the figures were made; it cannot be read again where it changed on the very day.
    """

    score: DossierScore
    as_of: date
    changed: bool
    matches: bool

    @property
    def dossier(self) -> DossierRead:
        """Whose it is, with its steps."""
        return self.score.work.dossier

    @property
    def parameters(self) -> ScoringParameters:
        """Those of the rule set that the round froze for such a person."""
        return self.score.work.rules.parameters

    @property
    def self_score(self) -> DossierScore:
        """With what the person entered alone; without a self-assessment nothing is entered."""
        return self.score.work.scored_with(entered_of(self.dossier.self_assessment))

    @property
    def of_decision(self) -> KeptScore | None:
        """What the decision in force kept of its score; None before there is one."""
        return kept_score(self.dossier.decision)

    @property
    def general(self) -> Fraction | None:
        """The points of the general criteria that count now."""
        if self.of_decision:
            return self.of_decision.general
        total = self.score.period.total
        of_year = self.score.work.year is not None and total is not None
        return total.general if of_year and total else self.score.entered.general

    @property
    def results(self) -> Fraction | None:
        """The points of the results; of whoever leads none before d, đ and e are entered."""
        if self.of_decision:
            return self.of_decision.results
        period = self.score.period
        if period.total is not None:
            return period.total.results
        of_six = self.parameters.leader_formula is LeaderFormula.MEAN_OF_SIX
        return None if of_six and self.dossier.row.leads else period.results

    @property
    def total(self) -> Fraction | None:
        """As the rule set rounds it; None while something is missing."""
        if self.of_decision:
            return self.of_decision.total
        total = self.score.period.total
        return total.rounded if total else None

    @property
    def computed(self) -> Grade | None:
        """The grade that the rule set comes to, after gates."""
        return self.of_decision.grade if self.of_decision else computed_grade(self.score)

    @property
    def proposed(self) -> Grade | None:
        """What the unit proposes of what is there; None before it does, and once it is outdated."""
        proposal = self._beside_decision.proposal
        return None if proposal is None or self.outdated_proposal else proposal.grade

    @property
    def outdated_proposal(self) -> Grade | None:
        """What the unit proposed of something else: before a decision the results may change it.

        A decision was taken beside the proposal of then.
        """
        outdated = is_proposed_before(self.dossier)
        if not self.is_decided:
            outdated = proposal_is_outdated(self.score.work)
        proposal = self._beside_decision.proposal
        return proposal.grade if outdated and proposal else None

    @property
    def _beside_decision(self) -> DossierRead:
        """As it stood when it was decided: what a unit proposed later was nothing to decide on."""
        decision = self.dossier.decision
        return self.dossier if decision is None else self.dossier.before(decision)

    @property
    def is_decided(self) -> bool:
        """Whether a decision stands, be it that they are not graded."""
        return self.dossier.decision is not None

    @property
    def stands(self) -> bool:
        """Whether there is a decision that need not be taken again."""
        return self.is_decided and not self.changed

    @property
    def decided(self) -> Grade | None:
        """The grade that was decided; None before that, and for whoever is not graded."""
        decision = self.dossier.decision
        return None if decision is None else decision.grade

    @property
    def waits(self) -> bool:
        """Whether a re-assessment was asked for and is not answered."""
        return request_waits(self.dossier.kinds)


def figures_of(
    session: Session,
    context: RoundContext,
    dossiers: Sequence[DossierRead],
    *,
    with_work: bool = False,
) -> tuple[DossierFigures, ...]:
    """The evaluations in their order. `with_work`: decided ones with the work of that day.

    The work is read once for all; once more for each day on which something was decided that has
    changed since.
    """
    today = works_of(session, context, dossiers, context.today)
    found = {key: _figures(work, context.today) for key, work in today.items()}
    changed = [each for each in found.values() if each.changed]
    if with_work and changed:
        found |= _as_decided(session, context, changed)
    return tuple(found[each.row.key] for each in dossiers)


def _figures(work: DossierWork, as_of: date) -> DossierFigures:
    dossier = work.dossier
    changed = is_changed(work, dossier.decision)
    score = work.scored_with(entered_of(dossier.scored_last))
    return DossierFigures(score, as_of, changed, not changed)


def _as_decided(
    session: Session, context: RoundContext, changed: Iterable[DossierFigures]
) -> Mapping[int, DossierFigures]:
    by_day: dict[date, list[DossierRead]] = defaultdict(list)
    for each in changed:
        by_day[_decided_as_of(each.dossier, context.today)].append(each.dossier)
    found = {}
    for day, dossiers in by_day.items():
        for key, work in works_of(session, context, dossiers, day).items():
            found[key] = replace(_figures(work, day), changed=True)
    return found


def _decided_as_of(dossier: DossierRead, today: date) -> date:
    decision = dossier.decision
    text = decision.computed.get("as_of") if decision else None
    return date.fromisoformat(text) if text else today


def in_order(
    session: Session, context: RoundContext, unit_id: int | None = None
) -> list[DossierRead]:
    """The evaluations of a round, or of one unit: units as in the plan, heads first."""
    dossiers = [
        each
        for each in dossiers_of(session, context)
        if unit_id is None or each.row.unit_id == unit_id
    ]
    places = {each.unit_id: place for place, each in enumerate(units_in_order(session))}
    return sorted(dossiers, key=lambda each: (places[each.row.unit_id], not each.row.leads))
