"""Who may do what to a checkpoint, from which stage, to which: the table of acts.

Everything here is pure. `decide` is the only place that turns an act into a new stage;
the advance flow applies it, and acceptance asks it beforehand.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from models.rules.checkpoints import (
    Act,
    CheckpointFacts,
    Deed,
    Refusal,
    ReportFacts,
    ResultFacts,
)
from models.rules.roles import Role
from models.rules.stages import UNREPORTED, Stage, Standing

Check = Callable[[CheckpointFacts, Deed], Refusal | None]
Effect = Callable[[CheckpointFacts, Deed], CheckpointFacts]

FILERS = frozenset({Role.OFFICIAL, Role.UNIT_HEAD, Role.COMMITTEE_SECRETARY, Role.SECRETARIAT})
KEEPERS = frozenset({Role.SECRETARIAT})
JUDGES = frozenset({Role.SECRETARIAT, Role.STANDING_COMMITTEE})


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
    effect: Effect = lambda facts, deed: facts


def _needs_reason(facts: CheckpointFacts, deed: Deed) -> Refusal | None:
    """A person who is told no, or whose number is changed, is owed a reason."""
    return None if deed.reason.strip() else Refusal("refusal.needs_reason")


def _window_open(facts: CheckpointFacts, deed: Deed) -> Refusal | None:
    """The calendar opens a window only on its day."""
    return None if deed.today >= facts.opens_on else Refusal("refusal.not_open")


def _has_content(facts: CheckpointFacts, deed: Deed) -> Refusal | None:
    """A final report says a number (0 is one) or whether the product is delivered."""
    if facts.is_product:
        return None if deed.delivered is not None else Refusal("refusal.needs_delivered")
    return None if deed.value is not None else Refusal("refusal.needs_value")


def _same_reporter(facts: CheckpointFacts, deed: Deed) -> Refusal | None:
    """Of two people reporting at once the second must not silently replace the first."""
    if facts.stage is not Stage.REPORTED or facts.report is None or facts.report.by == deed.by:
        return None
    params = (("person", facts.report.by), ("at", facts.report.recorded_at))
    return Refusal("refusal.already_reported", params, (Act.UPDATE,))


def _files_for_official(facts: CheckpointFacts, deed: Deed) -> Refusal | None:
    """Whoever is not responsible says for whom they file, so that the register shows both."""
    if Role.OFFICIAL in deed.roles or deed.on_behalf_of is not None:
        return None
    return Refusal("refusal.name_official")


def _not_own_report(facts: CheckpointFacts, deed: Deed) -> Refusal | None:
    """Nobody judges their own report, nor one filed in their name, nor their own silence."""
    report = facts.report
    mine = {deed.by, deed.on_behalf_of} - {None}
    if report is not None and mine & {report.by, report.on_behalf_of}:
        return Refusal("refusal.own_report")
    if report is None and Role.OFFICIAL in deed.roles:
        return Refusal("refusal.own_work")
    return None


def _reason_when_changed(facts: CheckpointFacts, deed: Deed) -> Refusal | None:
    """Verifying another value than the reported one is a correction and says why."""
    report = facts.report
    changed = report is not None and (
        (deed.value is not None and deed.value != report.value)
        or (deed.delivered is not None and deed.delivered != report.delivered)
    )
    return _needs_reason(facts, deed) if changed else None


def _after_cut_off(facts: CheckpointFacts, deed: Deed) -> Refusal | None:
    """Silence is recorded only once the time for reporting has run out."""
    if deed.today > facts.cut_off_on:
        return None
    return Refusal("refusal.before_cut_off", (("day", facts.cut_off_on),))


def _new_due_ahead(facts: CheckpointFacts, deed: Deed) -> Refusal | None:
    """A new date that has passed already would make the official late at once."""
    if deed.new_due_on is None or deed.new_due_on >= max(deed.today, facts.opens_on):
        return None
    return Refusal("refusal.new_due_passed", (("day", deed.new_due_on),))


def _names_due(facts: CheckpointFacts, deed: Deed) -> Refusal | None:
    """Moving the due date needs a date that differs from today's."""
    if deed.new_due_on is None or deed.new_due_on == facts.due_on:
        return Refusal("refusal.needs_new_due")
    return None


def _not_own_date(facts: CheckpointFacts, deed: Deed) -> Refusal | None:
    """Whoever answers for a checkpoint does not decide how much time they have."""
    return Refusal("refusal.own_date") if Role.OFFICIAL in deed.roles else None


def _asks_later(facts: CheckpointFacts, deed: Deed) -> Refusal | None:
    """An extension asks for more time, not for less or the same."""
    if deed.new_due_on is None:
        return Refusal("refusal.needs_new_due")
    if deed.new_due_on <= facts.due_on:
        return Refusal("refusal.extension_not_later", (("day", facts.due_on),))
    return None


def _none_pending(facts: CheckpointFacts, deed: Deed) -> Refusal | None:
    """A second request would hide the first from whoever decides."""
    if facts.extension_asked is None:
        return None
    return Refusal("refusal.extension_pending", (("day", facts.extension_asked),))


def _one_pending(facts: CheckpointFacts, deed: Deed) -> Refusal | None:
    """Only what was asked for can be refused."""
    return None if facts.extension_asked is not None else Refusal("refusal.no_extension_asked")


def _with_report(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    report = ReportFacts(
        deed.recorded_at, deed.by, deed.on_behalf_of, deed.value, deed.delivered, deed.basis
    )
    return replace(facts, report=report)


def _with_result(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    report = facts.report
    value = deed.value if deed.value is not None or report is None else report.value
    delivered = deed.delivered if deed.delivered is not None or report is None else report.delivered
    basis = deed.basis if report is None or deed.value is not None else report.basis
    result = ResultFacts(
        value,
        delivered,
        basis=basis,
        quality=deed.quality,
        objective_cause=deed.objective_cause,
    )
    return replace(facts, result=result)


def _returned(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    return replace(_with_new_due(facts, deed), report=None, returns=facts.returns + 1)


def _missing(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    return replace(facts, result=ResultFacts(missing=True))


def _corrected(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    """What the correction does not speak of stays as it was found."""
    before = facts.result or ResultFacts()
    result = replace(
        before,
        value=deed.value,
        delivered=deed.delivered,
        missing=False,
        basis=deed.basis,
        quality=before.quality if deed.quality is None else deed.quality,
        objective_cause=deed.objective_cause or before.objective_cause,
    )
    return replace(facts, result=result)


def _with_new_due(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    if deed.new_due_on is None or deed.new_due_on == facts.due_on:
        return facts
    cut_off_on = max(facts.cut_off_on + (deed.new_due_on - facts.due_on), deed.new_due_on)
    return replace(
        facts,
        due_on=deed.new_due_on,
        cut_off_on=cut_off_on,
        due_revision=facts.due_revision + 1,
    )


def _asked(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    return replace(facts, extension_asked=deed.new_due_on)


def _withdrawn(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    return replace(facts, standing=Standing.WITHDRAWN)


ANY_STAGE = frozenset(Stage)

RULES: dict[Act, ActRule] = {
    rule.act: rule
    for rule in (
        ActRule(Act.OPEN, frozenset({Stage.ASSIGNED}), Stage.IN_PROGRESS,
                frozenset({Role.SYSTEM}), (_window_open,)),
        ActRule(Act.ACKNOWLEDGE, frozenset({Stage.ASSIGNED}), Stage.IN_PROGRESS,
                FILERS, (_files_for_official,)),
        ActRule(Act.UPDATE, ANY_STAGE - {Stage.EVALUATED}, None,
                FILERS, (_files_for_official,)),
        ActRule(Act.REPORT, UNREPORTED | {Stage.REPORTED}, Stage.REPORTED,
                FILERS, (_files_for_official, _has_content, _same_reporter), _with_report),
        ActRule(Act.VERIFY, frozenset({Stage.REPORTED}), Stage.VERIFIED,
                KEEPERS, (_not_own_report, _reason_when_changed), _with_result),
        ActRule(Act.RETURN, frozenset({Stage.REPORTED}), Stage.IN_PROGRESS,
                KEEPERS, (_not_own_report, _needs_reason, _new_due_ahead), _returned),
        ActRule(Act.NOT_REPORTED, UNREPORTED, Stage.VERIFIED,
                KEEPERS, (_not_own_report, _after_cut_off), _missing),
        ActRule(Act.CORRECT, frozenset({Stage.VERIFIED, Stage.EVALUATED}), Stage.VERIFIED,
                KEEPERS, (_not_own_report, _needs_reason, _has_content), _corrected),
        ActRule(Act.EVALUATE, frozenset({Stage.VERIFIED}), Stage.EVALUATED,
                JUDGES, (_not_own_report,)),
        ActRule(Act.CHANGE_DUE, UNREPORTED, None,
                KEEPERS, (_not_own_date, _needs_reason, _names_due, _new_due_ahead),
                _with_new_due),
        ActRule(Act.ASK_EXTENSION, UNREPORTED, None,
                FILERS, (_files_for_official, _needs_reason, _none_pending, _asks_later,
                         _new_due_ahead), _asked),
        ActRule(Act.REFUSE_EXTENSION, UNREPORTED, None,
                KEEPERS, (_not_own_date, _one_pending, _needs_reason)),
        ActRule(Act.WITHDRAW, ANY_STAGE - {Stage.EVALUATED}, None,
                KEEPERS, (_needs_reason,), _withdrawn),
    )
}  # fmt: skip


MOVES_DUE = frozenset({Act.RETURN, Act.CHANGE_DUE})
"""Acts whose `new_due_on` moves the due date; a request only asks for it."""

ENDS_REQUEST = frozenset({
    Act.REPORT, Act.RETURN, Act.NOT_REPORTED, Act.CHANGE_DUE, Act.REFUSE_EXTENSION, Act.WITHDRAW,
})  # fmt: skip
"""After these acts no request for an extension is open: it is decided, or has no object left."""


def possible(facts: CheckpointFacts, roles: frozenset[Role]) -> tuple[Act, ...]:
    """The acts that these roles could do now, as far as stage, role and open requests tell."""
    if facts.standing is not Standing.LIVE:
        return ()
    return tuple(
        rule.act
        for rule in RULES.values()
        if facts.stage in rule.sources and roles & rule.roles and _fits_request(rule.act, facts)
    )


def _fits_request(act: Act, facts: CheckpointFacts) -> bool:
    """A request is refused while one is open, and made while none is."""
    asked = facts.extension_asked is not None
    return asked if act is Act.REFUSE_EXTENSION else not (asked and act is Act.ASK_EXTENSION)


def decide(facts: CheckpointFacts, deed: Deed) -> Decision | Refusal:
    """Applies one act to one checkpoint.

    Gives the stages passed through and the facts afterwards, or why not and what instead.
    """
    rule = RULES[deed.act]
    refusal = _refused(rule, facts, deed)
    if refusal is not None:
        instead = refusal.instead or _alternatives(facts, deed)
        return replace(refusal, instead=instead)
    after = replace(rule.effect(facts, deed), last_act_on=deed.today)
    if deed.act in ENDS_REQUEST:
        after = replace(after, extension_asked=None)
    path = _path(facts.stage, rule)
    return Decision(path, replace(after, stage=path[-1] if path else facts.stage))


def _refused(rule: ActRule, facts: CheckpointFacts, deed: Deed) -> Refusal | None:
    if facts.standing is not Standing.LIVE:
        return Refusal("refusal.ended", (("standing", facts.standing),))
    if not deed.roles & rule.roles:
        return Refusal("refusal.not_your_role", (("act", rule.act), ("roles", rule.roles)))
    if deed.on_behalf_of is not None and rule.roles is not FILERS:
        return Refusal("refusal.in_person", (("act", rule.act),))
    if facts.stage not in rule.sources:
        return Refusal("refusal.wrong_stage", (("act", rule.act), ("stage", facts.stage)))
    if facts.last_act_on is not None and deed.today < facts.last_act_on:
        return Refusal("refusal.before_last_act", (("day", facts.last_act_on),))
    return next((no for check in rule.checks if (no := check(facts, deed)) is not None), None)


def _alternatives(facts: CheckpointFacts, deed: Deed) -> tuple[Act, ...]:
    return tuple(act for act in possible(facts, deed.roles) if act is not deed.act)


def _path(stage: Stage, rule: ActRule) -> tuple[Stage, ...]:
    """What was never acknowledged passes through "in progress" on its way to anything later."""
    if rule.target is None or rule.target is stage:
        return ()
    if stage is Stage.ASSIGNED and rule.target is not Stage.IN_PROGRESS:
        return (Stage.IN_PROGRESS, rule.target)
    return (rule.target,)
