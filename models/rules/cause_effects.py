"""What is done with an objective cause, made into the facts of its checkpoint.

It never changes what was done, or when: only what is deducted for it.
"""

from dataclasses import replace

from models.rules.checkpoints import Act, ActFacts, CheckpointFacts
from models.rules.objective_causes import (
    CauseFacts,
    CauseState,
    cause_of,
    with_cause,
)
from models.rules.stages import Stage

CAUSE_ACTS = frozenset({
    Act.ASK_CAUSE, Act.WITHDRAW_CAUSE, Act.CONFIRM_CAUSE, Act.REFUSE_CAUSE, Act.TAKE_BACK_CAUSE,
})  # fmt: skip
CAUSE_DECISIONS = CAUSE_ACTS - {Act.ASK_CAUSE, Act.WITHDRAW_CAUSE}

_STATES = {
    Act.WITHDRAW_CAUSE: CauseState.WITHDRAWN,
    Act.CONFIRM_CAUSE: CauseState.CONFIRMED,
    Act.REFUSE_CAUSE: CauseState.REFUSED,
    Act.TAKE_BACK_CAUSE: CauseState.TAKEN_BACK,
}


def asked(facts: CheckpointFacts, act_facts: ActFacts) -> CheckpointFacts:
    """The cause waits for its answer; what was decided on an earlier request is past."""
    assert act_facts.deduction is not None
    cause = CauseFacts(
        act_facts.deduction, CauseState.ASKED, act_facts.recorded_at, act_facts.by,
        act_facts.on_behalf_of,
    )  # fmt: skip
    return replace(facts, causes=with_cause(facts.causes, cause))


def moved(facts: CheckpointFacts, act_facts: ActFacts) -> CheckpointFacts:
    """The cause stands as the act says; a judged result whose score it changes is judged anew."""
    assert act_facts.deduction is not None
    state, known = _STATES[act_facts.act], cause_of(facts.causes, act_facts.deduction)
    if known is None or (not known.waits and state is CauseState.CONFIRMED):
        known = CauseFacts(act_facts.deduction, state, act_facts.recorded_at)
    causes = with_cause(facts.causes, replace(known, state=state))
    evaluated = facts.evaluated and not judged_anew(facts, act_facts)
    return replace(facts, causes=causes, evaluated=evaluated)


def judged_anew(facts: CheckpointFacts, act_facts: ActFacts) -> bool:
    """Whether an act changes the score of a judged result: what is not done scores nothing."""
    if facts.stage is not Stage.EVALUATED or facts.finding:
        return False
    if act_facts.act is Act.CONFIRM_CAUSE:
        return True
    known = cause_of(facts.causes, act_facts.deduction)
    confirmed = known is not None and known.state is CauseState.CONFIRMED
    return act_facts.act is Act.TAKE_BACK_CAUSE and confirmed
