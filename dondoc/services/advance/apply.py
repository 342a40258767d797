"""Applying the recorded acts on one checkpoint, in the order of recording."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dondoc.services.acts.refusals import refusal_data
from dondoc.services.advance.batch import Batch, Move, UnappliedAct
from dondoc.services.reminders.nudges.write import nudge_row
from dondoc.services.work.checkpoint_queries import columns_of
from dondoc.services.work.checkpoints import LoadedCheckpoint
from dondoc.services.work.pending import PendingAct
from models.assignment import Checkpoint
from models.event import EventKind
from models.nudge import NudgeKind
from models.rules.acts import Decision, decide
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts, Refusal
from models.rules.ladder import Firmness
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
}


def apply_pending(
    item: LoadedCheckpoint, batch: Batch, now: datetime, evaluations: dict[int, Evaluation]
) -> None:
    """Folds everything pending on a checkpoint into the batch.

    `evaluations`: by submission, for those that evaluate.
    """
    facts, fields = item.stored, _fields(item.checkpoint)
    before = dict(fields)
    batch.owners[item.checkpoint.key] = (item.assignment.programme_id, item.assignment.key)
    for act in item.pending:
        decision = decide(facts, act.deed)
        if isinstance(decision, Refusal):
            _miss(item, act, decision, batch, now)
            continue
        judged = evaluations.get(act.submission.key)
        _tell(item, act.deed, facts, decision, batch, act, judged)
        facts = decision.facts
        _take_over(fields, facts, act, evaluations)
        _mark(act, SubmissionState.APPLIED, batch, now)
    if fields != before:
        batch.checkpoints.append({"id": item.checkpoint.key, **fields})


def open_window(item: LoadedCheckpoint, batch: Batch, now: datetime) -> None:
    """Moves a checkpoint whose window has opened; the calendar acts, not a person."""
    deed = ActFacts(Act.OPEN, by=0, roles=frozenset({Role.SYSTEM}), recorded_at=now)
    decision = decide(item.stored, deed)
    if isinstance(decision, Refusal):
        return
    _tell(item, deed, item.stored, decision, batch)
    fields = _fields(item.checkpoint) | _moved(decision.facts, now)
    batch.checkpoints.append({"id": item.checkpoint.key, **fields})


def _fields(checkpoint: Checkpoint) -> dict[str, Any]:
    """The columns that the advance flow alone writes."""
    names = (
        "stage", "stage_since", "last_act_on", "standing", "due_on", "due_revision", "returns",
        "reported_at", "first_reported_at", "returned_due_on", "returned_report_on", "missing",
        "undelivered", "report_id", "verification_id", "evaluation_id", "extension_asked",
    )  # fmt: skip
    return {name: getattr(checkpoint, name) for name in names}


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
    returned_due_on, returned_report_on = columns_of(facts.returned)
    fields |= {
        "last_act_on": facts.last_act_on,
        "standing": facts.standing,
        "due_on": facts.due_on,
        "due_revision": facts.due_revision,
        "returns": facts.returns,
        "extension_asked": facts.extension_asked,
        "reported_at": facts.report.recorded_at if facts.report else None,
        "first_reported_at": facts.report.first_at if facts.report else None,
        "returned_due_on": returned_due_on,
        "returned_report_on": returned_report_on,
        "missing": facts.missing,
        "undelivered": facts.undelivered,
        "report_id": facts.report.id if facts.report else None,
    }
    if isinstance(content, Verification) and act is not Act.RETURN:
        fields["verification_id"] = content.key
    elif act is Act.EVALUATE:
        fields["evaluation_id"] = evaluations[pending_act.submission.key].key
    if not facts.evaluated:
        fields["evaluation_id"] = None


def _tell(
    item: LoadedCheckpoint,
    deed: ActFacts,
    before: CheckpointFacts,
    decision: Decision,
    batch: Batch,
    pending: PendingAct | None = None,
    judged: Evaluation | None = None,
) -> None:
    """Writes the act's events, and the nudges it causes, into the batch."""
    common = _event(item, deed, pending)
    common["data"] |= _dates(deed, before) | _cause(deed, before)
    if deed.act is Act.RETURN and (late := decision.facts.returned) is not None:
        common["data"] |= {
            "returned_due_on": late.due_on.isoformat(),
            "returned_report_on": late.reported_on.isoformat(),
        }
    if judged is not None:
        common["data"] |= {
            "total": f"{judged.total.normalize():f}",
            "grade": judged.grade.value,
            "in_time": judged.in_time,
        }
    stage = before.stage
    for target in decision.path:
        batch.events.append(
            {**common, "kind": EventKind.MOVED, "from_stage": stage, "to_stage": target}
        )
        actor = deed.by or None
        batch.moves.append(
            Move(item.ref, deed.act, stage, target, actor, deed.recorded_at, deed.reason)
        )
        stage = target
    if not decision.path or deed.act is Act.CORRECT:
        batch.events.append({**common, "kind": _STANDING_EVENTS[deed.act]})
    if decision.facts.due_revision != before.due_revision and deed.act is not Act.CHANGE_DUE:
        batch.events.append({**common, "kind": EventKind.DUE_CHANGED})
    if pending is not None:
        batch.nudges += _nudges(item, deed, before, pending)


def _event(item: LoadedCheckpoint, deed: ActFacts, pending: PendingAct | None) -> dict[str, Any]:
    return {
        "at": deed.recorded_at,
        "programme_id": item.assignment.programme_id,
        "assignment_id": item.assignment.key,
        "checkpoint_id": item.checkpoint.key,
        "submission_id": pending.submission.key if pending else None,
        "actor_id": deed.by or None,
        "on_behalf_of_id": deed.on_behalf_of,
        "reason": deed.reason,
        "data": _said(deed),
    }


def _said(deed: ActFacts) -> dict[str, Any]:
    """What the act said, small and readable: history stands without the other tables."""
    said: dict[str, Any] = {"act": deed.act.value}
    if deed.value is not None:
        said["value"] = f"{deed.value.normalize():f}"
    if deed.delivered is not None:
        said["delivered"] = deed.delivered
    if deed.quality is not None:
        said["quality"] = f"{deed.quality.normalize():f}"
    if deed.objective_cause or (deed.act is Act.CORRECT and deed.objective_cause is not None):
        said["objective_cause"] = deed.objective_cause
    if deed.confirmed:
        said["confirmed"] = True
    if deed.new_due_on is not None:
        said["new_due_on"] = deed.new_due_on.isoformat()
    return said


def _cause(deed: ActFacts, before: CheckpointFacts) -> dict[str, Any]:
    """The objective cause that a correction found, beside the one that it leaves."""
    if deed.act is not Act.CORRECT or before.result is None or deed.objective_cause is None:
        return {}
    found = before.result.objective_cause
    return {} if found is deed.objective_cause else {"old_objective_cause": found}


def _dates(deed: ActFacts, before: CheckpointFacts) -> dict[str, Any]:
    """The due date that an act found, beside the one that it names or turns down."""
    new = before.extension_asked if deed.act is Act.REFUSE_EXTENSION else deed.new_due_on
    if new is None:
        return {}
    return {"old_due_on": before.due_on.isoformat(), "new_due_on": new.isoformat()}


def _nudges(
    item: LoadedCheckpoint, deed: ActFacts, before: CheckpointFacts, pending: PendingAct
) -> Iterator[dict[str, Any]]:
    """Whom an act gives something to know or to decide."""
    at, asked = deed.recorded_at, before.extension_asked is not None
    match deed.act:
        case Act.RETURN:
            yield _nudge(item, pending, NudgeKind.RETURNED, at, firmness=Firmness.URGE)
        case Act.ASK_EXTENSION:
            yield _nudge(
                item, pending, NudgeKind.EXTENSION_ASKED, at, audience=Audience.SECRETARIAT
            )
        case Act.REFUSE_EXTENSION:
            yield _nudge(item, pending, NudgeKind.EXTENSION_DECIDED, at)
        case Act.CHANGE_DUE:
            kind = NudgeKind.EXTENSION_DECIDED if asked else NudgeKind.DUE_CHANGED
            yield _nudge(item, pending, kind, at)
        case Act.WITHDRAW:
            yield _nudge(item, pending, NudgeKind.WITHDRAWN, at)


def _nudge(
    item: LoadedCheckpoint, act: PendingAct, kind: NudgeKind, at: datetime, **more: Any
) -> dict[str, Any]:
    """To the lead, unless `audience` says otherwise."""
    row = nudge_row(item.checkpoint.key, kind, Audience.LEAD, at)
    return {**row, "cause": f"submission:{act.submission.key}", **more}


def _miss(
    item: LoadedCheckpoint, act: PendingAct, refusal: Refusal, batch: Batch, now: datetime
) -> None:
    """Keeps why an accepted act could not be applied, and lets its author know."""
    plain = refusal_data(refusal)
    _mark(act, SubmissionState.REFUSED, batch, now, plain)
    batch.misses.append(UnappliedAct(item.ref, act.deed.act, act.deed.by or None, plain))
    event = {**_event(item, act.deed, act), "kind": EventKind.REFUSED}
    batch.events.append(event | {"data": {**event["data"], "refusal": refusal.key}})
    author = act.submission.actor_id
    batch.nudges.append(_nudge(item, act, NudgeKind.REFUSED, now, person_id=author))


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
