"""Taking a step of an evaluation: right, state, grounds and content are checked, then it stands.

Steps are only ever added. What a step says of points stands with it alone: history says who took
which step of whose evaluation, and its SHA-256.
"""

from dataclasses import dataclass

from dondoc.errors import Refused
from dondoc.services.evaluation.course.assessors import AssessorLookup
from dondoc.services.evaluation.course.computed import computed_of
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import (
    DossierRead,
    entered_of,
    facts_of,
)
from dondoc.services.evaluation.course.errors import raise_faults
from dondoc.services.evaluation.course.grounds import DOSSIER, dossier_grounds, known_to
from dondoc.services.evaluation.course.opened import OpenDossier, open_dossier
from dondoc.services.evaluation.course.score import DossierScore, DossierWork, is_changed
from dondoc.services.evaluation.course.step_faults import step_faults
from dondoc.services.evaluation.course.step_history import note_step
from dondoc.services.evaluation.course.step_input import (
    StepInput,
)
from dondoc.services.grounds.compare import OutdatedError, check_grounds
from dondoc.services.grounds.office import hold_office
from dondoc.services.grounds.sent_forms import check_sent, note_sent
from dondoc.services.organisation.changes import SettingsChange
from models.evaluation_round import EvaluationDossierStep
from models.rules.evaluation_course.assessors import Assessor, why_not_assessor
from models.rules.evaluation_course.dossiers import (
    STEP_OF,
    DossierAct,
    DossierStepKind,
    why_not_dossier,
)
from models.rules.grounds import Grounds
from models.rules.texts import bare

ASSESSING = frozenset(
    {
        DossierStepKind.COMMENTED,
        DossierStepKind.PROPOSED,
        DossierStepKind.DECIDED,
        DossierStepKind.ANSWERED,
    }
)
"""Steps by which somebody judged another: who took one answers no re-assessment of it."""


@dataclass(frozen=True)
class StepTaken:
    """A step that was taken, in its round, with the score that it rests on."""

    step: EvaluationDossierStep
    context: RoundContext
    dossier: DossierRead
    score: DossierScore


def take_step(
    change: SettingsChange,
    dossier_id: int,
    entered: StepInput,
    opened: OpenDossier | None = None,
) -> StepTaken:
    """Takes a step, and writes it down in history.

    `opened`: as it was read in this transaction, for whoever takes many steps; None: read now.
    Raises BadInput where there is no such evaluation, Refused without the right or in another
    state, OutdatedError where what was shown has changed, FieldError for what was typed.
    """
    hold_office(change.session)
    opened = opened or open_dossier(change, dossier_id)
    context, dossier = opened.context, opened.work.dossier
    _check_right(change, opened.assessors, dossier, entered.act)
    _check_state(context, opened.work, entered.act)
    work = known_to(context, opened.work, entered.act)
    check_grounds(entered.grounds_shown, dossier_grounds(work), DOSSIER)
    step = _step(change, work.dossier, entered)
    score = work.scored_with(entered_of(step))
    raise_faults(step_faults(context, score, entered))
    _say_in_whose_place(opened.assessors, dossier, step)
    step.computed, step.basis_sha256 = computed_of(score, change.today), score.basis_sha256
    change.session.add(step)
    change.session.flush()
    note_step(change, context, dossier.name, step)
    return StepTaken(step, context, dossier, score)


def take_once(change: SettingsChange, dossier_id: int, entered: StepInput, form: str) -> StepTaken:
    """The same for a form; `form`: all that it says. Raises SentBeforeError where it was pressed
    twice, as long as what the first press led to stands.
    """
    session = change.session

    def stands() -> Grounds:
        opened = open_dossier(change, dossier_id)
        return dossier_grounds(known_to(opened.context, opened.work, entered.act))

    try:
        taken = take_step(change, dossier_id, entered)
    except OutdatedError:
        check_sent(session, form, stands(), DOSSIER)
        raise
    note_sent(session, form, stands(), DOSSIER)
    return taken


def _check_right(
    change: SettingsChange, assessors: AssessorLookup, dossier: DossierRead, act: DossierAct
) -> None:
    mine = assessors.of(dossier, change.actor.key)
    before = any(
        step.kind in ASSESSING and step.person_id == change.actor.key for step in dossier.steps
    )
    if why := why_not_assessor(act, mine, assessed_before=before):
        if act is DossierAct.COMMENT and assessors.is_barred(dossier, change.actor.key):
            who = ", ".join(assessors.names_of_asked(change.session, dossier))
            raise Refused("evaluation.course.error.led_by_them", who=who)
        raise Refused(f"evaluation.course.error.{why}")


def _check_state(context: RoundContext, work: DossierWork, act: DossierAct) -> None:
    dossier = work.dossier
    facts = facts_of(context, dossier, is_changed(work, dossier.decision))
    if why := why_not_dossier(act, facts):
        days = {"before_self": facts.self_until, "before_comment": facts.comment_until}
        day = days.get(why, facts.requests_until or context.row.decision_due_on)
        raise Refused(f"evaluation.course.error.{why}", day=day)


def _step(
    change: SettingsChange, dossier: DossierRead, entered: StepInput
) -> EvaluationDossierStep:
    """The step as it is entered; what a later step leaves out counts as it did before."""
    first = entered.act in (DossierAct.ASSESS_SELF, DossierAct.COMMENT)
    before = None if first else dossier.scored_last
    general, criteria = entered.general(), entered.kept_criteria()
    if general is None and before is not None:
        general, criteria = before.general, before.criteria
    return EvaluationDossierStep(
        dossier_id=dossier.row.key,
        kind=STEP_OF[entered.act],
        person_id=change.actor.key,
        at=change.now,
        session_id=entered.session_id,
        general=general,
        criteria=criteria,
        leader_parts={**(before.leader_parts if before else {}), **entered.kept_parts},
        computed={},
        grade=entered.grade,
        words=bare(entered.words),
        strengths=bare(entered.strengths),
        limits=bare(entered.limits),
        reason=bare(entered.reason),
    )


def _say_in_whose_place(
    assessors: AssessorLookup, dossier: DossierRead, step: EvaluationDossierStep
) -> None:
    """A comment, and a proposal of whoever does not propose for the unit by their own right."""
    person = step.person_id
    if step.kind is DossierStepKind.PROPOSED:
        if person in assessors.people(dossier, Assessor.UNIT):
            return
    elif step.kind is not DossierStepKind.COMMENTED:
        return
    if place := assessors.standing_in(dossier, person):
        step.stands_in, step.in_place_of_id = place.how, place.person_id
