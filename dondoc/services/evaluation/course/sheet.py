"""One person's evaluation as a page shows it: the work, the scores apart, what can be done now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.assessors import StandingIn, assessor_lookup
from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.dossiers import (
    DossierRead,
    dossier_of,
    requests_until,
    state_of_dossier,
)
from dondoc.services.evaluation.course.grounds import dossier_grounds, known_to
from dondoc.services.evaluation.course.next_steps import TrackStep, may_take, track_of
from dondoc.services.evaluation.course.open_round import find_round
from dondoc.services.evaluation.course.results_then import ResultsThen, results_then
from dondoc.services.evaluation.course.score import DossierScore, DossierWork, is_changed, works_of
from dondoc.services.evaluation.course.withheld import shown_to
from dondoc.services.evaluation.people.entered import EnteredPoints
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.organisation.directory import names_of_people
from models.evaluation_round import EvaluationSession
from models.person import Person
from models.rules.evaluation_course.assessors import Assessor
from models.rules.evaluation_course.dossiers import DossierAct, DossierState
from models.rules.evaluation_course.stand_ins import StandIn
from models.rules.grounds import Grounds
from models.rules.scoring.task_lines import LinePoints


@dataclass(frozen=True)
class DossierSheet:
    """An evaluation in its round, and what whoever looks is to it.

    `can`: the steps that they can take now. `basis_changed`: what the decision that they may know
    rested on is not what it is now. `standing_in`: in whose place they would comment, with the name
    of whoever is away; None: by a right of their own. `bodies`: by session who decided in it.
    """

    context: RoundContext
    work: DossierWork
    assessors: frozenset[Assessor]
    can: frozenset[DossierAct]
    basis_changed: bool
    standing_in: tuple[StandIn, str] | None = None
    bodies: Mapping[int, str] = field(default_factory=dict)

    @property
    def dossier(self) -> DossierRead:
        """Whose it is, with its steps."""
        return self.work.dossier

    @property
    def shown(self) -> DossierRead:
        """The same without a decision that is not published, for whoever does not evaluate."""
        return _shown(self.context, self.dossier, self.assessors)

    @property
    def state(self) -> DossierState:
        """Where it stands, as far as whoever looks may know."""
        return state_of_dossier(self.context, self.shown, self.basis_changed)

    @property
    def track(self) -> tuple[TrackStep, ...]:
        """The steps in order, each with its day."""
        return track_of(self.context, self.shown)

    @property
    def requests_until(self) -> date | None:
        """The last day of asking for a re-assessment; None before the decision is out."""
        return requests_until(self.context, self.dossier)

    def grounds(self, act: DossierAct) -> Grounds:
        """What the form of a step shows."""
        return dossier_grounds(known_to(self.context, self.work, act))

    def scored_with(self, entered: EnteredPoints) -> DossierScore:
        """What the rule set makes of it with these points."""
        return self.work.scored_with(entered)

    def pairs(self, score: DossierScore) -> list[tuple[OfficialWork, LinePoints]]:
        """What is counted, each with its points."""
        counted = [each for each in self.work.works if each.reason is None]
        return list(zip(counted, score.period.lines, strict=True))

    @property
    def asks_leader_parts(self) -> bool:
        """Whether d, đ, e are entered of them: of a year they are in the totals of its periods."""
        leads = self.dossier.row.leads and self.work.rules.asks_leader_parts
        return leads and not self.context.is_year

    @property
    def results_then(self) -> ResultsThen | None:
        """What they assessed themself on, where it is otherwise now and nothing is decided yet."""
        return results_then(self.work) if self.shown.decision is None else None

    @property
    def not_counted(self) -> Sequence[OfficialWork]:
        """What is not, each with its reason."""
        return [each for each in self.work.works if each.reason is not None]


def find_sheet(
    session: Session, programme_id: int, period: str, person: Person, viewer_id: int, today: date
) -> DossierSheet | None:
    """Somebody's evaluation in the round of a period; None without a round, or not in it."""
    held = find_round(session, programme_id, period)
    if held is None:
        return None
    context = round_context(session, held, today)
    dossier = dossier_of(session, context, person.key)
    if dossier is None:
        return None
    work = works_of(session, context, [dossier], today)[dossier.row.key]
    lookup = assessor_lookup(session, context)
    mine, place = lookup.of(dossier, viewer_id), lookup.standing_in(dossier, viewer_id)
    shown = _shown(context, dossier, mine)
    changed = is_changed(work, shown.decision)
    can = frozenset(act for act in DossierAct if may_take(context, shown, mine, act, changed))
    bodies = _bodies(session, dossier)
    return DossierSheet(context, work, mine, can, changed, _named(session, place), bodies)


def _shown(
    context: RoundContext, dossier: DossierRead, assessors: frozenset[Assessor]
) -> DossierRead:
    evaluates = bool(assessors & {Assessor.OFFICE, Assessor.BODY})
    return shown_to(context, dossier, evaluates=evaluates)


def _bodies(session: Session, dossier: DossierRead) -> Mapping[int, str]:
    """Who decided in the sessions of somebody's steps; no query where none did."""
    keys = {step.session_id for step in dossier.steps} - {None}
    if not keys:
        return {}
    query = select(EvaluationSession).where(col(EvaluationSession.id).in_(keys))
    return {each.key: each.body for each in session.scalars(query)}


def _named(session: Session, place: StandingIn | None) -> tuple[StandIn, str] | None:
    if place is None:
        return None
    away = place.person_id or 0
    return place.how, names_of_people(session, {away}).get(away, "")
