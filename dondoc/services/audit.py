"""Finding out whether history was changed behind the software's back."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, func, select

from dondoc.services.chunks import chunks
from dondoc.services.history import digest_of
from models.assignment import Assignment, Checkpoint
from models.event import Event, EventKind, Seal
from models.nudge import Nudge
from models.rules.checkpoints import Act
from models.rules.stages import Stage
from models.verdict import Evaluation, Verdict, Verification


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
    findings += _check_nudges(session)
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


_CHANGES_NOTHING = frozenset(
    {EventKind.REFUSED, EventKind.EXTENSION_ASKED, EventKind.EXTENSION_REFUSED}
)
"""These tell what was wanted, such as another due date, and not what came of it."""


@dataclass
class Folded:
    """What a checkpoint's own events say of it; None: they say nothing."""

    stage: Stage | None = None
    due_on: str | None = None
    reported_at: datetime | None = None
    value: str | None = None
    judged: tuple[str, str] | None = None

    def take(self, event: Event) -> None:
        """Takes one event in, in the order in which they happened."""
        if event.kind in _CHANGES_NOTHING:
            return
        self.stage = event.to_stage or self.stage
        said, act = event.data, event.data.get("act")
        self.due_on = said.get("new_due_on", said.get("to", self.due_on))
        if act == Act.REPORT:
            self.reported_at = event.at
        elif act == Act.RETURN:
            self.reported_at = None
        if act in (Act.VERIFY, Act.CORRECT):
            self.value = said.get("value")
        if act == Act.EVALUATE and "total" in said:
            self.judged = (said["total"], said["grade"])


def _check_nudges(session: Session) -> Iterator[Finding]:
    """The register of reminders must say what history says of each nudge, and nothing beside."""
    told = 0
    query = select(Event).where(Event.kind == EventKind.NUDGED).order_by(col(Event.id))
    for event in session.exec(query).yield_per(100):
        entries = {entry[0]: tuple(entry[1:]) for entry in event.data.get("nudges", ())}
        told += len(entries)
        kept = _kept_nudges(session, list(entries))
        for key, said in entries.items():
            if kept.get(key) != said:
                yield Finding("audit.wrong_nudge", {"nudge": key})
        session.expunge(event)
    there = session.exec(select(func.count()).select_from(Nudge)).one()
    if there > told:
        yield Finding("audit.untold_nudges", {"count": there - told})


def _kept_nudges(session: Session, ids: list[int]) -> dict[int, tuple[object, ...]]:
    kept: dict[int, tuple[object, ...]] = {}
    for portion in chunks(ids):
        query = select(Nudge).where(col(Nudge.id).in_(portion))
        for one in session.exec(query):
            said = (one.checkpoint_id, one.kind, one.audience, one.step, one.cause, one.firmness)
            kept[one.key] = said
            session.expunge(one)
    return kept


def _check_stages(session: Session) -> list[Finding]:
    """Every checkpoint must be where its own events lead, with what they say of it."""
    folded: dict[int, Folded] = defaultdict(Folded)
    findings = []
    query = select(Event).where(col(Event.checkpoint_id).is_not(None)).order_by(col(Event.id))
    for event in session.exec(query).yield_per(1000):
        assert event.checkpoint_id is not None  # the query says so
        one = folded[event.checkpoint_id]
        if event.to_stage is not None and one.stage != event.from_stage:
            findings.append(Finding("audit.broken_chain", {"event": event.id}))
        one.take(event)
        session.expunge(event)
    return findings + _compare(session, folded)


def _compare(session: Session, folded: dict[int, Folded]) -> list[Finding]:
    query = (
        select(Checkpoint, col(Assignment.ref), Verification, Evaluation)
        .join(Assignment, col(Assignment.id) == Checkpoint.assignment_id)
        .join(Verification, col(Verification.id) == Checkpoint.verification_id, isouter=True)
        .join(Evaluation, col(Evaluation.id) == Checkpoint.evaluation_id, isouter=True)
    )
    findings = []
    for checkpoint, ref, verdict, judged in session.exec(query).yield_per(1000):
        one = folded[checkpoint.key]
        name = f"{ref}/{checkpoint.label}"
        if one.stage != checkpoint.stage:
            params: dict[str, object] = {"ref": name, "stage": checkpoint.stage}
            findings.append(Finding("audit.wrong_stage", {**params, "folded": one.stage}))
        for what, kept, told in _told(checkpoint, verdict, judged, one):
            if kept != told:
                params = {"ref": name, "what": what, "kept": kept, "told": told}
                findings.append(Finding("audit.wrong_value", params))
    return findings


def _told(
    checkpoint: Checkpoint, verdict: Verification | None, judged: Evaluation | None, one: Folded
) -> Iterator[tuple[str, object, object]]:
    """What is kept, beside what the events told."""
    if one.due_on is not None:
        yield "due_on", checkpoint.due_on.isoformat(), one.due_on
    yield "reported_at", checkpoint.reported_at, one.reported_at
    if verdict is not None and verdict.verdict in (Verdict.ACCEPTED, Verdict.CORRECTED):
        yield "value", plain_amount(verdict.value), one.value
    if judged is not None:
        yield "grade", (plain_amount(judged.total), judged.grade.value), one.judged


def plain_amount(value: Decimal | None) -> str | None:
    """An amount as events say it."""
    return None if value is None else f"{value.normalize():f}"
