"""What must hold before something is done with an objective cause: None, or why it is not."""

from models.rules.checkpoints import ActFacts, CheckpointFacts, Refusal
from models.rules.deductions import has_mark_for_all, is_excused, may_be_late
from models.rules.objective_causes import DECIDED, CauseFacts, ShortfallKind, cause_of


def names_deduction(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """A cause is that of one failed review, or of one lateness that was or may yet be."""
    deduction = act_facts.deduction
    if deduction is None:
        return Refusal("refusal.cause_about_what")
    if deduction.kind is ShortfallKind.FAILED_REVIEW:
        if 1 <= deduction.number <= facts.returns:
            return None
        return Refusal("refusal.no_such_review", (("number", deduction.number),))
    if may_be_late(facts, deduction.number):
        return None
    return Refusal("refusal.not_late")


def says_since(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Since when it is, or was, a cause can be looked into."""
    return None if act_facts.since is not None else Refusal("refusal.needs_since")


def says_all_if_unasked(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Whoever confirms what nobody asked for says what it was, and since when."""
    cause = _cause(facts, act_facts)
    if cause is not None and cause.waits:
        return None
    if not act_facts.reason.strip():
        return Refusal("refusal.needs_reason")
    return says_since(facts, act_facts)


def none_waits(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """A second request would hide the first; what is excused already needs none."""
    cause = _cause(facts, act_facts)
    if cause is not None and cause.waits:
        return Refusal("refusal.cause_pending")
    return not_excused(facts, act_facts)


def not_excused(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """What is confirmed is confirmed once."""
    deduction = act_facts.deduction
    if deduction is not None and is_excused(facts, deduction):
        return Refusal("refusal.cause_confirmed")
    return None


def waits(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Only what was asked for, and has no answer yet, can be refused or withdrawn."""
    cause = _cause(facts, act_facts)
    return None if cause is not None and cause.waits else Refusal("refusal.no_cause_asked")


def not_refused(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """A refusal is taken back, with a reason, before the same cause is confirmed."""
    cause = _cause(facts, act_facts)
    if cause is None or cause.state not in DECIDED:
        return None
    return Refusal("refusal.cause_refused")


def is_decided(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Only a confirmation or a refusal can be taken back."""
    cause = _cause(facts, act_facts)
    if cause is not None and cause.state in DECIDED:
        return None
    mark = has_mark_for_all(facts)
    return Refusal("refusal.cause_of_verdict" if mark else "refusal.cause_undecided")


def own_request(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """A request is withdrawn by whoever made it, or by whom it was made for."""
    if _concerns(facts, act_facts):
        return None
    return Refusal("refusal.anothers_cause")


def not_own_request(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Nobody decides on what they asked for, or what was asked for in their name."""
    return Refusal("refusal.own_cause") if _concerns(facts, act_facts) else None


def _concerns(facts: CheckpointFacts, act_facts: ActFacts) -> bool:
    cause = _cause(facts, act_facts)
    return cause is not None and act_facts.by in (cause.asked_by, cause.on_behalf_of)


def _cause(facts: CheckpointFacts, act_facts: ActFacts) -> CauseFacts | None:
    return cause_of(facts.causes, act_facts.deduction)
