"""Who may do what to a checkpoint, from which stage, to which: the table of acts.

Everything here is pure. `decide` is the only place that turns an act into a new stage;
the advance flow applies it, and acceptance asks it beforehand.
"""

from dataclasses import dataclass, replace

from models.rules import act_checks as must
from models.rules import act_effects as effects
from models.rules import cause_checks as about
from models.rules import cause_effects as causes
from models.rules import product_checks as products
from models.rules.act_checks import Check
from models.rules.act_effects import Effect
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts, Refusal
from models.rules.refusal_kinds import SAID_OTHERWISE
from models.rules.roles import ANSWERING, Role
from models.rules.stages import SETTLED, UNREPORTED, Stage, Standing

FILERS = frozenset({Role.OFFICIAL, Role.UNIT_HEAD, Role.COMMITTEE_SECRETARY, Role.SECRETARIAT})
KEEPERS = frozenset({Role.SECRETARIAT})
JUDGES = frozenset({Role.SECRETARIAT, Role.STANDING_COMMITTEE})
DECIDERS = (KEEPERS, JUDGES)
"""Whose acts decide about somebody's work: nobody does them on what they answer for."""


@dataclass(frozen=True)
class Decision:
    """What an allowed act does: the stages passed through, and the facts afterwards."""

    path: tuple[Stage, ...]
    facts: CheckpointFacts


@dataclass(frozen=True)
class ActRule:
    """One act: FROM which stages, TO which (None: it stays), by whom, and what must hold."""

    act: Act
    sources: frozenset[Stage]
    target: Stage | None
    roles: frozenset[Role]
    checks: tuple[Check, ...] = ()
    effect: Effect = lambda facts, act_facts: facts


ANY_STAGE = frozenset(Stage)
UNANSWERED = UNREPORTED | {Stage.REPORTED}
"""Where a request for an extension can wait for its answer."""

_MAY_DECIDE = (must.not_own_report, must.not_own_work, about.not_own_request)
"""An objective cause is decided by who may verify, and by nobody who asked for it."""

RULES: dict[Act, ActRule] = {
    rule.act: rule
    for rule in (
        ActRule(Act.OPEN, frozenset({Stage.ASSIGNED}), Stage.IN_PROGRESS,
                frozenset({Role.SYSTEM}), (must.window_open,)),
        ActRule(Act.ACKNOWLEDGE, frozenset({Stage.ASSIGNED}), Stage.IN_PROGRESS,
                FILERS, (must.files_for_official,)),
        ActRule(Act.UPDATE, ANY_STAGE - {Stage.EVALUATED}, None,
                FILERS, (must.files_for_official, must.meant_if_early)),
        ActRule(Act.REPORT, ANY_STAGE, Stage.REPORTED,
                FILERS, (must.not_done_yet, must.files_for_official, must.has_content,
                         products.makes_good, must.same_reporter, must.late_if_replaced,
                         must.meant_if_early),
                effects.with_report),
        ActRule(Act.VERIFY, frozenset({Stage.REPORTED}), Stage.VERIFIED,
                KEEPERS, (must.not_own_report, must.not_own_work, must.answered_first,
                          must.reason_when_changed, products.was_there_then),
                effects.with_result),
        ActRule(Act.RETURN, frozenset({Stage.REPORTED}), Stage.IN_PROGRESS,
                KEEPERS, (must.not_own_report, must.not_own_work, must.answered_first,
                          must.needs_reason, must.new_due_ahead, must.time_to_mend),
                effects.returned),
        ActRule(Act.NOT_REPORTED, UNREPORTED, Stage.VERIFIED,
                KEEPERS, (must.not_own_report, must.not_own_work, must.after_cut_off,
                          must.not_while_asked, must.confirm_silence_after_return),
                effects.missing),
        ActRule(Act.CORRECT, frozenset({Stage.VERIFIED, Stage.EVALUATED}), Stage.VERIFIED,
                KEEPERS, (must.not_own_report, must.not_own_work, must.needs_reason,
                          must.has_content, products.was_there_then), effects.corrected),
        ActRule(Act.EVALUATE, frozenset({Stage.VERIFIED}), Stage.EVALUATED,
                JUDGES, (must.decided_where_it_must, must.not_own_report, must.not_own_work,
                         must.not_before_time),
                effects.evaluated),
        ActRule(Act.CHANGE_DUE, UNANSWERED, None,
                KEEPERS, (must.only_as_answer, must.not_own_date, must.needs_reason,
                          must.names_due, must.new_due_ahead, must.grants_later,
                          must.leaves_time_to_mend),
                effects.with_new_due),
        ActRule(Act.ASK_EXTENSION, UNREPORTED, None,
                FILERS, (must.files_for_official, must.needs_reason, must.none_pending,
                         must.asks_later, must.new_due_ahead), effects.asked),
        ActRule(Act.REFUSE_EXTENSION, UNANSWERED, None,
                KEEPERS, (must.not_own_date, must.one_pending, must.needs_reason),
                effects.refused),
        ActRule(Act.WITHDRAW, ANY_STAGE - {Stage.EVALUATED}, None,
                KEEPERS, (must.not_own_work, must.needs_reason), effects.withdrawn),
        ActRule(Act.ASK_CAUSE, ANY_STAGE, None,
                FILERS, (must.files_for_official, about.names_deduction, must.needs_reason,
                         about.says_since, about.none_waits), causes.asked),
        ActRule(Act.WITHDRAW_CAUSE, ANY_STAGE, None,
                FILERS, (must.files_for_official, about.waits, about.own_request), causes.moved),
        ActRule(Act.CONFIRM_CAUSE, ANY_STAGE, None,
                KEEPERS, (*_MAY_DECIDE, about.names_deduction, about.not_excused,
                          about.not_refused, about.says_all_if_unasked), causes.moved),
        ActRule(Act.REFUSE_CAUSE, ANY_STAGE, None,
                KEEPERS, (*_MAY_DECIDE, about.waits, must.needs_reason), causes.moved),
        ActRule(Act.TAKE_BACK_CAUSE, ANY_STAGE, None,
                KEEPERS, (*_MAY_DECIDE, about.is_decided, must.needs_reason), causes.moved),
    )
}  # fmt: skip


MOVES_DUE = frozenset({Act.RETURN, Act.CHANGE_DUE})
"""Acts whose `new_due_on` moves the due date; a request only asks for it."""

NAMES_DUE = MOVES_DUE | {Act.ASK_EXTENSION}
"""Acts that name a new due date; with any other act one means nothing."""

ENDS_REQUEST = frozenset({
    Act.RETURN, Act.NOT_REPORTED, Act.CHANGE_DUE, Act.REFUSE_EXTENSION, Act.WITHDRAW,
})  # fmt: skip
"""After these acts no request for an extension is open: it is decided, or has no object left."""


def effect_of(facts: CheckpointFacts, deed: ActFacts) -> CheckpointFacts:
    """The facts after an act, apart from the stage.

    A report in time needs no extension any more. One that came late, or says that the product
    is not there, leaves the request to be decided: who asked and was never answered must not be
    late by the secretariat's silence.
    """
    after = replace(RULES[deed.act].effect(facts, deed), last_act_on=deed.today)
    ended = deed.act in ENDS_REQUEST or (deed.act is Act.REPORT and after.needs_no_extension)
    return replace(after, extension_asked=None, asked_on=None) if ended else after


def possible(facts: CheckpointFacts, roles: frozenset[Role]) -> tuple[Act, ...]:
    """The acts that these roles could do now, as far as stage, role and open requests tell.

    What is said of objective causes stands beside them: see `models.rules.deductions`.
    """
    if facts.standing is not Standing.LIVE:
        return ()
    return tuple(
        rule.act
        for rule in RULES.values()
        if facts.stage in rule.sources
        and rule.act not in causes.CAUSE_ACTS
        and roles & rule.roles
        and not (roles & ANSWERING and rule.roles in DECIDERS)
        and _fits(rule.act, facts)
    )


def _fits(act: Act, facts: CheckpointFacts) -> bool:
    """A request is refused while one is open, and made while none is; who asks is not silent.

    What is done stays reported.
    """
    extension_open = facts.extension_asked is not None
    if act is Act.EVALUATE:
        return not facts.by_decision
    if act is Act.REPORT:
        return facts.stage not in SETTLED or facts.finding
    if act is Act.REFUSE_EXTENSION:
        return extension_open
    if act is Act.CHANGE_DUE:
        return extension_open or facts.stage is not Stage.REPORTED
    return not (extension_open and act in _AFTER_ANSWER)


_AFTER_ANSWER = frozenset({Act.ASK_EXTENSION, Act.NOT_REPORTED, Act.VERIFY, Act.RETURN})
"""What has to wait until an open request is decided."""


def decide(facts: CheckpointFacts, act_facts: ActFacts) -> Decision | Refusal:
    """Applies one act to one checkpoint.

    Gives the stages passed through and the facts afterwards, or why not and what instead.
    """
    rule = RULES[act_facts.act]
    refusal = _refused(rule, facts, act_facts)
    if refusal is not None:
        instead = refusal.instead or _alternatives(facts, act_facts, refusal.key)
        return replace(refusal, instead=instead)
    after = effect_of(facts, act_facts)
    path = _path(facts, rule, act_facts)
    return Decision(path, replace(after, stage=path[-1] if path else facts.stage))


def _refused(rule: ActRule, facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    if facts.standing is not Standing.LIVE:
        return Refusal("refusal.ended", (("standing", facts.standing),))
    if not act_facts.roles & rule.roles:
        return Refusal("refusal.not_your_role", (("act", rule.act), ("roles", rule.roles)))
    if act_facts.on_behalf_of is not None and rule.roles is not FILERS:
        return Refusal("refusal.in_person", (("act", rule.act),))
    if facts.stage not in rule.sources:
        return Refusal("refusal.wrong_stage", (("act", rule.act), ("stage", facts.stage)))
    if facts.last_act_on is not None and act_facts.today < facts.last_act_on:
        return Refusal("refusal.before_last_act", (("day", facts.last_act_on),))
    return next((no for check in rule.checks if (no := check(facts, act_facts)) is not None), None)


def _alternatives(facts: CheckpointFacts, act_facts: ActFacts, key: str) -> tuple[Act, ...]:
    without = None if key in SAID_OTHERWISE else act_facts.act
    return tuple(act for act in possible(facts, act_facts.roles) if act is not without)


def target_of(rule: ActRule, facts: CheckpointFacts, act_facts: ActFacts) -> Stage | None:
    """Where an act leads; None: the stage stays.

    The return of a report that would have made a finding good leaves the finding standing; an
    objective cause that changes the score of a judged result lets it be judged anew.
    """
    if causes.judged_anew(facts, act_facts):
        return Stage.VERIFIED
    if rule.act is Act.RETURN and facts.finding:
        return Stage.EVALUATED if facts.evaluated else Stage.VERIFIED
    return rule.target


def _path(facts: CheckpointFacts, rule: ActRule, act_facts: ActFacts) -> tuple[Stage, ...]:
    """What was never acknowledged, and what is returned, passes through "in progress"."""
    target = target_of(rule, facts, act_facts)
    if target is None or target is facts.stage:
        return ()
    if rule.target is None:
        return (target,)
    if target is rule.target and (target is Stage.IN_PROGRESS or facts.stage is not Stage.ASSIGNED):
        return (target,)
    return (Stage.IN_PROGRESS, target)
