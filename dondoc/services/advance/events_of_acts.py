"""What history says of an act that was applied."""

from typing import Any

from dondoc.services.history.events import plain_amount
from dondoc.services.work.checkpoints import LoadedCheckpoint
from dondoc.services.work.pending import PendingAct
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts
from models.rules.stages import UNREPORTED


def event_of_act(
    checkpoint: LoadedCheckpoint, facts: ActFacts, pending: PendingAct | None
) -> dict[str, Any]:
    return {
        "at": facts.recorded_at,
        "programme_id": checkpoint.assignment.programme_id,
        "assignment_id": checkpoint.assignment.key,
        "checkpoint_id": checkpoint.checkpoint.key,
        "submission_id": pending.submission.key if pending else None,
        "actor_id": facts.by or None,
        "on_behalf_of_id": facts.on_behalf_of,
        "reason": facts.reason,
        "data": _act_details(facts),
    }


def _act_details(facts: ActFacts) -> dict[str, Any]:
    """What the act said, small and readable: history stands without the other tables."""
    details: dict[str, Any] = {"act": facts.act.value}
    if facts.value is not None:
        details["value"] = plain_amount(facts.value)
    if facts.delivered is not None:
        details["delivered"] = facts.delivered
    if facts.quality is not None:
        details["quality"] = plain_amount(facts.quality)
    if facts.objective_cause or (facts.act is Act.CORRECT and facts.objective_cause is not None):
        details["objective_cause"] = facts.objective_cause
    if facts.deduction is not None:
        details["deduction"] = facts.deduction.code
    if facts.since is not None:
        details["since"] = facts.since.isoformat()
    if facts.confirmed:
        details["confirmed"] = True
    if facts.new_due_on is not None:
        details["new_due_on"] = facts.new_due_on.isoformat()
    return details


def corrected_from(facts: ActFacts, before: CheckpointFacts) -> dict[str, Any]:
    """What a correction found, beside what it leaves."""
    result = before.result
    if facts.act is not Act.CORRECT or result is None:
        return {}
    found: dict[str, Any] = {}
    if facts.value is not None and result.value != facts.value:
        found["old_value"] = plain_amount(result.value)
    if facts.delivered is not None and result.delivered is not facts.delivered:
        found["old_delivered"] = result.delivered
    if facts.quality is not None and result.quality != facts.quality:
        found["old_quality"] = plain_amount(result.quality)
    if facts.objective_cause not in (None, result.objective_cause):
        found["old_objective_cause"] = result.objective_cause
    return found


def dates_of(facts: ActFacts, before: CheckpointFacts) -> dict[str, Any]:
    """The due date that an act found, beside the one that it names or turns down."""
    new = before.extension_asked if facts.act is Act.REFUSE_EXTENSION else facts.new_due_on
    if new is None:
        return {}
    return {"old_due_on": before.due_on.isoformat(), "new_due_on": new.isoformat()}


def time_left_by(facts: ActFacts, after: CheckpointFacts) -> dict[str, Any]:
    """Until when a refused request leaves time to report, where it does."""
    refused, until = facts.act is Act.REFUSE_EXTENSION, after.report_until
    if not refused or until is None or until < facts.today or after.stage not in UNREPORTED:
        return {}
    return {"report_until": until.isoformat()}
