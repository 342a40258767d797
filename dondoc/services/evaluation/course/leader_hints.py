"""What is known of d and đ of a leader before somebody says what they are; of e nothing is.

Decree 335/2025/NĐ-CP: d is full where every subordinate reaches at least "completed", đ where the
unit finished everything in time, well and with initiative. Whether there was initiative no system
knows: đ is proposed where it is known to be missing, and left open else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DossierRead, dossiers_of
from dondoc.services.evaluation.course.kept_scores import kept_score
from dondoc.services.evaluation.course.score import DossierWork, works_of
from dondoc.services.evaluation.course.withheld import shown_to
from models.rules.scoring.leaders import Subordinate, organising_full, subordinates_full


@dataclass(frozen=True)
class LeaderHints:
    """d and đ as far as they are known, and what that rests on.

    `subordinates`: how many of the unit are evaluated; `known`: of how many the total is known;
    `tasks`: of the unit, counted; `late`, `returned`: how many of these were.
    """

    subordinates_full: bool | None
    organising_full: bool | None
    subordinates: int
    known: int
    tasks: int
    late: int
    returned: int


def leader_hints(
    session: Session, context: RoundContext, dossier: DossierRead, *, evaluates: bool
) -> LeaderHints:
    """Of the head of a unit: from the evaluations and the work of that unit.

    `evaluates`: whether whoever looks may know decisions before they are published.
    """
    unit_id = dossier.row.unit_id
    unit = [each for each in dossiers_of(session, context) if each.row.unit_id == unit_id]
    below = [
        shown_to(context, each, evaluates=evaluates)
        for each in unit
        if each.row.key != dossier.row.key
    ]
    works = works_of(session, context, unit, context.today)
    return _hints(context, dossier, below, list(works.values()))


def _hints(
    context: RoundContext,
    dossier: DossierRead,
    below: Sequence[DossierRead],
    works: Sequence[DossierWork],
) -> LeaderHints:
    subordinates = [_subordinate(each) for each in below]
    own = (each for work in works for each in work.works if not each.of_field)
    counted = [each for each in own if each.reason is None]
    late = sum(bool(each.latenesses) for each in counted)
    returned = sum(bool(each.reviews) for each in counted)
    return LeaderHints(
        subordinates_full(subordinates, context.rules[dossier.row.leads].parameters),
        organising_full(not late, not returned, None) if counted else None,
        len(below),
        sum(each.points is not None for each in subordinates),
        len(counted),
        late,
        returned,
    )


def _subordinate(dossier: DossierRead) -> Subordinate:
    """By the score of the level above, or the decision; their own score proves nothing."""
    step = dossier.decision or dossier.comment
    score = kept_score(step)
    decided = dossier.decision
    return Subordinate(
        None if score is None else score.exact, None if decided is None else decided.grade
    )
