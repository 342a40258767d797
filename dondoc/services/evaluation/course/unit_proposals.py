"""What a unit proposes: a grade for each of its people, beside what the rule set comes to."""

from dataclasses import dataclass

from sqlmodel import Session

from dondoc.services.evaluation.course.assessors import assessor_lookup
from dondoc.services.evaluation.course.computed import computed_grade
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DossierRead, dossiers_of
from dondoc.services.evaluation.course.grounds import dossier_grounds
from dondoc.services.evaluation.course.next_steps import may_take
from dondoc.services.evaluation.course.outdated_proposals import proposal_is_outdated
from dondoc.services.evaluation.course.round_board import ASSESSES
from dondoc.services.evaluation.course.score import DossierScore, score_of
from dondoc.services.evaluation.course.withheld import shown_to
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.grounds import Grounds


@dataclass(frozen=True)
class ProposalRow:
    """One person of a unit. `computed`: the grade of the points that count now, None without any.

    `may_propose`: whether whoever looks proposes a grade for them now; nobody does for themself.
    """

    dossier: DossierRead
    score: DossierScore
    grounds: Grounds
    may_propose: bool

    @property
    def outdated(self) -> bool:
        """Whether what was proposed rests on something else than what is there now."""
        return proposal_is_outdated(self.score.work)

    @property
    def computed(self) -> Grade | None:
        """What the rule set comes to."""
        return computed_grade(self.score)


@dataclass(frozen=True)
class UnitProposals:
    """The people of a unit whom somebody sees, by name."""

    context: RoundContext
    unit_id: int
    unit: str
    rows: tuple[ProposalRow, ...]


def unit_proposals(
    session: Session, context: RoundContext, unit_id: int, viewer_id: int
) -> UnitProposals | None:
    """The people of a unit whom somebody assesses; None where there is nobody."""
    lookup = assessor_lookup(session, context)
    dossiers = [each for each in dossiers_of(session, context) if each.row.unit_id == unit_id]
    mine = {each.row.key: lookup.of(each, viewer_id) for each in dossiers}
    shown = [each for each in dossiers if mine[each.row.key] & ASSESSES]
    if not shown:
        return None
    known = [shown_to(context, each, evaluates=False) for each in shown]
    scores = score_of(session, context, known, context.today)
    rows = (
        ProposalRow(
            each,
            scores[each.row.key],
            dossier_grounds(scores[each.row.key].work),
            may_take(context, each, mine[each.row.key], DossierAct.PROPOSE),
        )
        for each in known
    )
    return UnitProposals(context, unit_id, shown[0].unit, tuple(rows))
