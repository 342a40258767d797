"""Where everybody of a round stands, for whoever evaluates and for those who assess somebody."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from dondoc.services.evaluation.course.absences import may_read
from dondoc.services.evaluation.course.assessors import assessor_lookup
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import (
    DossierRead,
    every_dossier_of,
    state_of_dossier,
)
from dondoc.services.evaluation.course.kept_scores import KeptScore, kept_score
from dondoc.services.evaluation.course.next_steps import TrackStep, is_expected, track_of
from dondoc.services.evaluation.course.outdated_proposals import is_proposed_before
from dondoc.services.evaluation.course.score import changed_in_round
from dondoc.services.evaluation.course.wanted_steps import asked_for
from dondoc.services.evaluation.course.withheld import shown_to
from dondoc.services.evaluation.people.viewings import evaluates
from dondoc.services.organisation.viewer import Viewer
from models.rules.evaluation_course.assessors import Assessor
from models.rules.evaluation_course.dossiers import DossierAct, DossierState
from models.rules.evaluation_course.rounds import RoundState
from models.rules.vietnamese_order import by_letters

ASSESSES = frozenset({Assessor.ABOVE, Assessor.UNIT})
"""What somebody is to the evaluations that they see without evaluating everybody."""


@dataclass(frozen=True)
class RoundRow:
    """One evaluation of a round. `wanted`: the steps that whoever looks may take now.

    `asked`: whether one of them is asked of them before others, as letters and "My work" say.
    `next_step`: what the evaluation waits for, None once it is decided. `proposal_outdated`: the
    comment is another since, or the person was moved.
    """

    dossier: DossierRead
    state: DossierState
    assessors: frozenset[Assessor]
    wanted: frozenset[DossierAct]
    asked: bool
    next_step: TrackStep | None
    proposal_outdated: bool = False

    @property
    def reads_absences(self) -> bool:
        """Whether whoever looks is shown the person's absences."""
        return may_read(self.assessors)

    @property
    def own_score(self) -> KeptScore | None:
        """Of the self-assessment."""
        return kept_score(self.dossier.self_assessment)

    @property
    def score_above(self) -> KeptScore | None:
        """Of the level above."""
        return kept_score(self.dossier.comment)


@dataclass(frozen=True)
class RoundBoard:
    """The rows that somebody sees; `whole`: whether these are all of the round."""

    context: RoundContext
    rows: tuple[RoundRow, ...]
    whole: bool

    @property
    def counts(self) -> Mapping[DossierState, int]:
        """How many stand where: together all rows."""
        counted = Counter(row.state for row in self.rows)
        return {state: counted[state] for state in DossierState if counted[state]}

    @property
    def units(self) -> Sequence[tuple[int, str]]:
        """The units that the rows are of, by name."""
        found = {key: name for row in self.rows for key, name in row.dossier.units.items()}
        return sorted(found.items(), key=lambda unit: (by_letters(unit[1]), unit[0]))


def round_board(session: Session, context: RoundContext, viewer: Viewer) -> RoundBoard:
    """Everybody for whoever evaluates; for others those whom they assess, themselves among them."""
    dossiers = every_dossier_of(session, context)
    changed = changed_in_round(session, context, dossiers)
    lookup = assessor_lookup(session, context)
    whole = evaluates(viewer)
    rows = []
    for each in dossiers:
        mine = lookup.of(each, viewer.person_id)
        if whole or mine & ASSESSES:
            shown = shown_to(context, each, evaluates=whole)
            known = shown.decision is not None and each.row.key in changed
            row = _row(context, shown, mine, known)
            asked = any(
                viewer.person_id in asked_for(context, each, lookup, act) for act in row.wanted
            )
            rows.append(replace(row, asked=asked))
    return RoundBoard(context, tuple(rows), whole)


def _row(
    context: RoundContext, dossier: DossierRead, mine: frozenset[Assessor], changed: bool
) -> RoundRow:
    state = state_of_dossier(context, dossier, changed)
    acts = (DossierAct.COMMENT, DossierAct.PROPOSE)
    wanted = frozenset(act for act in acts if is_expected(context, dossier, mine, act))
    here = (step for step in track_of(context, dossier) if step.progress == "here")
    waits = context.state is RoundState.UNDER_WAY and not dossier.is_taken_out
    next_step = next(here, None) if waits else None
    outdated = is_proposed_before(dossier)
    return RoundRow(dossier, state, mine, wanted, False, next_step, outdated)
