"""Opening the evaluation of a period, and bringing it up to date with whoever joined since."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.evaluation.course.criteria import kept_criteria, proposed_criteria
from dondoc.services.evaluation.course.due_days import days_faults, proposed_days
from dondoc.services.evaluation.course.errors import (
    EntryError,
    FieldError,
    at_field,
    raise_faults,
)
from dondoc.services.evaluation.course.frozen_rules import JUDGED, freeze
from dondoc.services.evaluation.course.period_kinds import check_kind
from dondoc.services.evaluation.course.round_faults import (
    RoundProposal,
    general_faults,
    most_general,
    rules_faults,
)
from dondoc.services.evaluation.course.rounds import round_steps
from dondoc.services.evaluation.course.whom import add_dossiers, whom_to_evaluate
from dondoc.services.evaluation.people.periods import judged_period, over_before_evaluation
from dondoc.services.evaluation.people.rules_in_force import chosen_first, rules_for
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.grounds.office import hold_office
from dondoc.services.history.events import append
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.programme.programmes import working_calendar
from models.evaluation_round import (
    EvaluationDossier,
    EvaluationDossierStep,
    EvaluationRound,
    EvaluationRoundStep,
)
from models.event import EventKind
from models.programme import Programme
from models.rules.evaluation_course.dossiers import DossierStepKind
from models.rules.evaluation_course.rounds import RoundState, RoundStepKind, round_state
from models.rules.roles import Mandate
from models.rules.scoring.gates import WhoIsGraded


def proposed_round(
    session: Session,
    programme: Programme,
    period_text: str,
    today: date,
    chosen: Mapping[WhoIsGraded, EvaluationRules] | None = None,
    unread: tuple[FieldError, ...] = (),
) -> RoundProposal:
    """A round as it is proposed: the rule sets in force at the period's end, or those chosen.

    `unread`: what is wrong with the choice of rule sets. Raises FieldError with it and all else
    that is wrong: another year, no period, or one that is not over.
    """
    faults: list[FieldError] = []
    period = at_field(
        "period", lambda: period_to_open(session, programme, period_text, today), faults
    )
    if period is None or unread:
        raise_faults((*faults, *unread, *rules_faults(chosen or {})))
    assert period is not None
    rules = {who: _in_force(session, who, period.end) for who in JUDGED} | dict(chosen or {})
    official = rules[WhoIsGraded.OFFICIAL]
    criteria = () if is_year(period) else proposed_criteria(official.code, most_general(official))
    days = proposed_days(period, working_calendar(session, programme), today)
    return RoundProposal(period, days, rules, criteria)


def count_people(session: Session, programme: Programme, proposal: RoundProposal) -> int:
    """How many evaluations a round would have if it were opened as proposed."""
    official = proposal.rules[WhoIsGraded.OFFICIAL].parameters()
    return len(whom_to_evaluate(session, programme, proposal.period, official))


def period_to_open(session: Session, programme: Programme, text: str, today: date) -> DigestPeriod:
    """The period meant; raises BadInput where it cannot be opened, or is open already."""
    period = judged_period(text, programme.year)
    if today <= (end := over_before_evaluation(period)):
        key = "year_not_yet" if is_year(period) else "not_over"
        raise BadInput(f"evaluation.round.error.{key}", day=end)
    check_kind(session, programme, period)
    if find_round(session, programme.key, str(period)) is not None:
        raise EntryError("evaluation.round.error.open_already", period=period)
    return period


def find_round(session: Session, programme_id: int, period: str) -> EvaluationRound | None:
    """The round of a period, as `2026-Q1`; None where none was opened."""
    query = select(EvaluationRound).where(
        col(EvaluationRound.programme_id) == programme_id, col(EvaluationRound.period) == period
    )
    return session.scalars(query).first()


def is_year(period: DigestPeriod) -> bool:
    """Whether a period is the year."""
    return period.span == "year"


def open_round(
    change: SettingsChange, programme: Programme, proposal: RoundProposal
) -> EvaluationRound:
    """The secretariat opens a round, with a dossier for everybody who is evaluated.

    Raises Refused without the right, FieldError with all that is wrong: a period that cannot be
    opened, days out of order, criteria that do not sum up, rule sets that do not fit; EntryError
    for a period without officials.
    """
    session = change.session
    hold_office(session)
    change.mandated_in(programme.key, Mandate.SECRETARIAT)
    raise_faults(_faults(session, programme, proposal, change.today))
    official = proposal.rules[WhoIsGraded.OFFICIAL].parameters()
    found = whom_to_evaluate(session, programme, proposal.period, official)
    if not found:
        raise EntryError("evaluation.round.error.nobody", period=proposal.period)
    held = _write(session, programme, proposal)
    added = add_dossiers(session, programme, held, proposal.period)
    _step(change, held, len(added))
    return held


def bring_up_to_date(change: SettingsChange, round_id: int) -> int:
    """Adds a dossier for whoever is evaluated by now and has none; how many were added.

    Raises Refused without the right, and once grades are published.
    """
    session = change.session
    hold_office(session)
    held = session.get(EvaluationRound, round_id)
    if held is None:
        raise BadInput("evaluation.round.error.unknown")
    change.mandated_in(held.programme_id, Mandate.SECRETARIAT)
    if round_state(round_steps(session, held.key)) is not RoundState.UNDER_WAY:
        raise Refused("evaluation.round.error.published")
    programme = session.get_one(Programme, held.programme_id)
    period = judged_period(held.period, programme.year)
    added = add_dossiers(session, programme, held, period)
    for dossier in added:
        _brought_in(change, dossier)
    if added:
        _note(change, held, "evaluation_round_updated", len(added))
    return len(added)


def _brought_in(change: SettingsChange, dossier: EvaluationDossier) -> None:
    """From that day on they have the days that all others had."""
    change.session.add(
        EvaluationDossierStep(
            dossier_id=dossier.key, kind=DossierStepKind.BROUGHT_IN, person_id=change.actor.key,
            at=change.now, criteria=[], leader_parts={}, computed={}, words=dossier.position,
        )
    )  # fmt: skip


def _faults(
    session: Session, programme: Programme, proposal: RoundProposal, today: date
) -> tuple[FieldError, ...]:
    """Everything that is wrong, in the order of the form."""
    faults: list[FieldError] = []
    meant = str(proposal.period)
    at_field("period", lambda: period_to_open(session, programme, meant, today), faults)
    unread = {each.name for each in proposal.unread}
    return (
        *faults,
        *rules_faults(proposal.rules),
        *proposal.unread,
        *days_faults(proposal.days, unread, today),
        *general_faults(proposal),
    )


def _write(session: Session, programme: Programme, proposal: RoundProposal) -> EvaluationRound:
    days = proposal.days
    held = EvaluationRound(
        programme_id=programme.key,
        period=str(proposal.period),
        rule_sets={who.value: freeze(proposal.rules[who]) for who in JUDGED},
        criteria=kept_criteria(proposal.criteria),
        self_due_on=days.self_until,
        comment_due_on=days.comment_until,
        proposal_due_on=days.proposal_until,
        decision_due_on=days.decision_until,
        request_days=days.request_days,
        answer_days=days.answer_days,
    )
    session.add(held)
    session.flush()
    return held


def _step(change: SettingsChange, held: EvaluationRound, added: int) -> None:
    change.session.add(
        EvaluationRoundStep(
            round_id=held.key, kind=RoundStepKind.OPENED, person_id=change.actor.key, at=change.now
        )
    )
    _note(change, held, "evaluation_round_opened", added)


def _note(change: SettingsChange, held: EvaluationRound, what: str, added: int) -> None:
    sets = {who: held.rule_sets[who]["sha256"] for who in held.rule_sets}
    row = {
        "kind": EventKind.SETTINGS_CHANGED,
        "programme_id": held.programme_id,
        "actor_id": change.actor.key,
        "data": {
            "what": what, "round": held.key, "period": held.period, "people": added,
            "rule_sets": sets,
        },
    }  # fmt: skip
    append(change.session, change.now, [row])


def _in_force(session: Session, who: WhoIsGraded, day: date) -> EvaluationRules:
    return chosen_first(rules_for(session, who is WhoIsGraded.LEADER), day, None)[0]
