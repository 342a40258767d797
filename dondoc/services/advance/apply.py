"""Applying the recorded acts on one checkpoint, in the order of recording."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dondoc.services.acts.refusals import refusal_data
from dondoc.services.advance.batch import Batch, Move, UnappliedAct
from dondoc.services.advance.events_of_acts import (
    corrected_from,
    dates_of,
    event_of_act,
    time_left_by,
)
from dondoc.services.history.events import plain_amount
from dondoc.services.reminders.nudges.write import nudge_row
from dondoc.services.work.checkpoint_queries import columns_of_facts
from dondoc.services.work.checkpoints import LoadedCheckpoint
from dondoc.services.work.pending import PendingAct
from models.event import EventKind
from models.nudge import NudgeKind
from models.rules.acts import Decision, decide
from models.rules.cause_effects import CAUSE_ACTS, CAUSE_DECISIONS
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts, Refusal
from models.rules.ladder import Firmness
from models.rules.objective_causes import causes_text
from models.rules.roles import Audience, Role
from models.submission import SubmissionState
from models.verdict import Evaluation, Verification

_STANDING_EVENTS = {
    Act.UPDATE: EventKind.RECORDED,
    Act.REPORT: EventKind.RECORDED,  # the same official files again before verification
    Act.CORRECT: EventKind.CORRECTED,
    Act.CHANGE_DUE: EventKind.DUE_CHANGED,
    Act.ASK_EXTENSION: EventKind.EXTENSION_ASKED,
    Act.REFUSE_EXTENSION: EventKind.EXTENSION_REFUSED,
    Act.WITHDRAW: EventKind.WITHDRAWN,
    **dict.fromkeys(CAUSE_ACTS, EventKind.RECORDED),
}


def apply_pending(
    checkpoint: LoadedCheckpoint, batch: Batch, now: datetime, evaluations: dict[int, Evaluation]
) -> None:
    """Folds everything pending on a checkpoint into the batch.

    `evaluations`: by submission, for those that evaluate.
    """
    facts, fields = checkpoint.stored, _fields(checkpoint)
    before = dict(fields)
    batch.owners[checkpoint.checkpoint.key] = (
        checkpoint.assignment.programme_id,
        checkpoint.assignment.key,
    )
    for act in checkpoint.pending:
        decision = decide(facts, act.deed)
        if isinstance(decision, Refusal):
            _miss(checkpoint, act, decision, batch, now)
            continue
        judged = evaluations.get(act.submission.key)
        _tell(checkpoint, act.deed, facts, decision, batch, act, judged)
        facts = decision.facts
        _take_over(fields, facts, act, evaluations)
        _mark(act, SubmissionState.APPLIED, batch, now)
        batch.acts.add(act.deed.act)
    if fields != before:
        batch.checkpoints.append({"id": checkpoint.checkpoint.key, **fields})


def open_window(checkpoint: LoadedCheckpoint, batch: Batch, now: datetime) -> None:
    """Moves a checkpoint whose window has opened; the calendar acts, not a person."""
    facts = ActFacts(Act.OPEN, by=0, roles=frozenset({Role.SYSTEM}), recorded_at=now)
    decision = decide(checkpoint.stored, facts)
    if isinstance(decision, Refusal):
        return
    _tell(checkpoint, facts, checkpoint.stored, decision, batch)
    fields = _fields(checkpoint) | _moved(decision.facts, now)
    batch.checkpoints.append({"id": checkpoint.checkpoint.key, **fields})


def _fields(checkpoint: LoadedCheckpoint) -> dict[str, Any]:
    """The columns that the advance flow alone writes."""
    also = (
        "stage_since", "last_act_on", "asked_on", "refused_on", "first_reported_at",
        "causes", "verification_id", "evaluation_id",
    )  # fmt: skip
    return {
        name: getattr(checkpoint.checkpoint, name)
        for name in (*columns_of_facts(checkpoint.stored), *also)
    }


def _moved(facts: CheckpointFacts, at: datetime) -> dict[str, Any]:
    return {"stage": facts.stage, "stage_since": at, "last_act_on": facts.last_act_on}


def _take_over(
    fields: dict[str, Any],
    facts: CheckpointFacts,
    pending_act: PendingAct,
    evaluations: dict[int, Evaluation],
) -> None:
    """Brings the columns to the facts after one act."""
    if facts.stage != fields["stage"]:
        fields |= _moved(facts, pending_act.submission.recorded_at)
    content, act = pending_act.content, pending_act.submission.act
    fields |= columns_of_facts(facts) | {
        "last_act_on": facts.last_act_on,
        "asked_on": facts.asked_on,
        "refused_on": facts.refused_on,
        "causes": causes_text(facts.causes),
        "first_reported_at": facts.report.first_at if facts.report else None,
    }
    if isinstance(content, Verification) and act is not Act.RETURN:
        fields["verification_id"] = content.key
    elif act is Act.EVALUATE:
        fields["evaluation_id"] = evaluations[pending_act.submission.key].key
    if not facts.evaluated:
        fields["evaluation_id"] = None


def _late_report(facts: ActFacts, decision: Decision) -> dict[str, Any]:
    """The days of a report that had come late and is sent back by this act."""
    late = decision.facts.returned
    if facts.act is not Act.RETURN or late is None:
        return {}
    return {
        "returned_due_on": late.due_on.isoformat(),
        "returned_report_on": late.reported_on.isoformat(),
    }


def _evaluated(judged: Evaluation | None) -> dict[str, Any]:
    """The grade that evaluating gave, with what it rests on; or the step that stands behind it."""
    if judged is None:
        return {}
    if judged.grade is None:
        steps = {"dossier_step": judged.dossier_step_id, "round_step": judged.round_step_id}
        return {name: key for name, key in steps.items() if key} | {"in_time": judged.in_time}
    return {
        "total": plain_amount(judged.total),
        "grade": judged.grade.value,
        "in_time": judged.in_time,
    }


def _tell(
    checkpoint: LoadedCheckpoint,
    facts: ActFacts,
    before: CheckpointFacts,
    decision: Decision,
    batch: Batch,
    pending: PendingAct | None = None,
    judged: Evaluation | None = None,
) -> None:
    """Writes the act's events, and the nudges it causes, into the batch."""
    common = event_of_act(checkpoint, facts, pending)
    common["data"] |= dates_of(facts, before) | corrected_from(facts, before)
    common["data"] |= _late_report(facts, decision) | _evaluated(judged)
    common["data"] |= time_left_by(facts, decision.facts)
    stage = before.stage
    for target in decision.path:
        batch.events.append(
            {**common, "kind": EventKind.MOVED, "from_stage": stage, "to_stage": target}
        )
        actor = facts.by or None
        batch.moves.append(
            Move(checkpoint.ref, facts.act, stage, target, actor, facts.recorded_at, facts.reason)
        )
        stage = target
    if not decision.path or facts.act is Act.CORRECT:
        batch.events.append({**common, "kind": _STANDING_EVENTS[facts.act]})
    if decision.facts.due_revision != before.due_revision and facts.act is not Act.CHANGE_DUE:
        batch.events.append({**common, "kind": EventKind.DUE_CHANGED})
    if pending is not None:
        batch.nudges += _nudges(checkpoint, facts, before, pending)


def _nudges(
    checkpoint: LoadedCheckpoint, facts: ActFacts, before: CheckpointFacts, pending: PendingAct
) -> Iterator[dict[str, Any]]:
    """Whom an act gives something to know or to decide."""
    at, is_asked = facts.recorded_at, before.extension_asked is not None
    match facts.act:
        case Act.RETURN:
            yield _nudge(checkpoint, pending, NudgeKind.RETURNED, at, firmness=Firmness.URGE)
        case Act.ASK_EXTENSION:
            yield _nudge(
                checkpoint, pending, NudgeKind.EXTENSION_ASKED, at, audience=Audience.SECRETARIAT
            )
        case Act.REFUSE_EXTENSION:
            yield _nudge(checkpoint, pending, NudgeKind.EXTENSION_DECIDED, at)
        case Act.CHANGE_DUE:
            kind = NudgeKind.EXTENSION_DECIDED if is_asked else NudgeKind.DUE_CHANGED
            yield _nudge(checkpoint, pending, kind, at)
        case Act.WITHDRAW:
            yield _nudge(checkpoint, pending, NudgeKind.WITHDRAWN, at)
        case Act.ASK_CAUSE:
            yield _nudge(
                checkpoint, pending, NudgeKind.CAUSE_ASKED, at, audience=Audience.SECRETARIAT
            )
        case act if act in CAUSE_DECISIONS:
            yield _nudge(checkpoint, pending, NudgeKind.CAUSE_DECIDED, at)


def _nudge(
    checkpoint: LoadedCheckpoint, act: PendingAct, kind: NudgeKind, at: datetime, **more: Any
) -> dict[str, Any]:
    """To the lead, unless `audience` says otherwise."""
    row = nudge_row(checkpoint.checkpoint.key, kind, Audience.LEAD, at)
    return {**row, "cause": f"submission:{act.submission.key}", **more}


def _miss(
    checkpoint: LoadedCheckpoint, act: PendingAct, refusal: Refusal, batch: Batch, now: datetime
) -> None:
    """Keeps why an accepted act could not be applied, and lets its author know."""
    plain = refusal_data(refusal)
    _mark(act, SubmissionState.REFUSED, batch, now, plain)
    batch.misses.append(UnappliedAct(checkpoint.ref, act.deed.act, act.deed.by or None, plain))
    event = {**event_of_act(checkpoint, act.deed, act), "kind": EventKind.REFUSED}
    batch.events.append(event | {"data": {**event["data"], "refusal": refusal.key}})
    author = act.submission.actor_id
    batch.nudges.append(_nudge(checkpoint, act, NudgeKind.REFUSED, now, person_id=author))


def _mark(
    act: PendingAct,
    state: SubmissionState,
    batch: Batch,
    now: datetime,
    refusal: dict[str, Any] | None = None,
) -> None:
    batch.submissions.append(
        {"id": act.submission.key, "state": state, "applied_at": now, "refusal": refusal}
    )
