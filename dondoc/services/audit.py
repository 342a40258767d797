"""Finding out whether history was changed behind the software's back."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from dondoc.services.history import digest_of
from models.assignment import Assignment, Checkpoint
from models.event import Event, Seal
from models.rules.stages import Stage


@dataclass(frozen=True)
class Finding:
    """Something that does not hold: `key` names the words, `params` fill them in."""

    key: str
    params: dict[str, object]


@dataclass(frozen=True)
class Audit:
    """What was looked at, and what does not hold."""

    seals: int
    events: int
    checkpoints: int
    last_day: date | None
    last_digest: str
    findings: tuple[Finding, ...]


def verify(session: Session, expected: str | None = None) -> Audit:
    """Computes every seal again and folds the events into stages.

    `expected`: a seal's value kept outside (a daily summary carries it); it must be one of ours.
    """
    findings = [*_check_seals(session), *_check_gaps(session), *_check_stages(session)]
    seals = session.exec(select(Seal).order_by(col(Seal.day))).all()
    if expected and expected not in {seal.digest for seal in seals}:
        findings.append(Finding("audit.unknown_seal", {"seal": expected}))
    return Audit(
        seals=len(seals),
        events=session.exec(select(func.count()).select_from(Event)).one(),
        checkpoints=session.exec(select(func.count()).select_from(Checkpoint)).one(),
        last_day=seals[-1].day if seals else None,
        last_digest=seals[-1].digest if seals else "",
        findings=tuple(findings),
    )


def _check_seals(session: Session) -> list[Finding]:
    findings = []
    previous = ""
    for seal in session.exec(select(Seal).order_by(col(Seal.day))).all():
        count, _first, _last, digest = digest_of(session, seal.day, previous)
        if digest != seal.digest:
            params: dict[str, object] = {"day": seal.day, "events": count, "sealed": seal.events}
            findings.append(Finding("audit.broken_seal", params))
        previous = seal.digest
    return findings


def _check_gaps(session: Session) -> list[Finding]:
    """Days older than the newest seal that hold events but no seal of their own."""
    newest = session.exec(select(func.max(Seal.day))).one()
    if newest is None:
        return []
    sealed = set(session.exec(select(col(Seal.day))).all())
    days = session.exec(select(col(Event.day)).where(Event.day < newest).distinct()).all()
    return [Finding("audit.unsealed_day", {"day": day}) for day in sorted(set(days) - sealed)]


def _check_stages(session: Session) -> list[Finding]:
    """The stage of every checkpoint must be where its own events lead."""
    stages: dict[int, Stage] = {}
    findings = []
    moves = (
        select(col(Event.id), col(Event.checkpoint_id), col(Event.from_stage), col(Event.to_stage))
        .where(col(Event.to_stage).is_not(None), col(Event.checkpoint_id).is_not(None))
        .order_by(col(Event.id))
    )
    for event_id, checkpoint_id, from_stage, to_stage in session.exec(moves):
        assert checkpoint_id is not None and to_stage is not None  # the query says so
        if stages.get(checkpoint_id) != from_stage:
            findings.append(Finding("audit.broken_chain", {"event": event_id}))
        stages[checkpoint_id] = to_stage
    return findings + _compare_stages(session, stages)


def _compare_stages(session: Session, folded: dict[int, Stage]) -> list[Finding]:
    query = select(
        col(Checkpoint.id), col(Checkpoint.label), col(Checkpoint.stage), col(Assignment.ref)
    ).join(Assignment, col(Assignment.id) == Checkpoint.assignment_id)
    return [
        Finding(
            "audit.wrong_stage",
            {"ref": f"{ref}/{label}", "stage": stage, "folded": folded.get(checkpoint_id or 0)},
        )
        for checkpoint_id, label, stage, ref in session.exec(query)
        if folded.get(checkpoint_id or 0) != stage
    ]
