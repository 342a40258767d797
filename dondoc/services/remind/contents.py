"""What letters say about checkpoints, loaded for many letters in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from dondoc.services.chunks import chunks
from dondoc.services.history import last_seal
from dondoc.services.remind.reasons import Reason
from dondoc.services.units import names_on
from models.assignment import Assignment, Checkpoint
from models.event import Seal
from models.indicator import Indicator
from models.message import Message
from models.nudge import Nudge, NudgeKind
from models.person import Person
from models.report import ProgressReport
from models.rules.roles import Audience
from models.submission import Submission, SubmissionState
from models.verdict import Verdict, Verification


@dataclass(frozen=True)
class LastReport:
    """The newest number or product said of a checkpoint; `standing` (a key): what it is worth."""

    value: Decimal | None
    delivered: bool | None
    standing: str
    recorded_at: datetime


@dataclass(frozen=True)
class Item:
    """A checkpoint in words and numbers."""

    title: str
    step: str
    product: str
    unit_of_measure: str
    expected: Decimal | None
    unit: str
    last: LastReport | None


@dataclass(frozen=True)
class Act:
    """The act that caused a nudge: its reason, and why it was refused if it was."""

    reason: str
    refusal: dict[str, Any] | None


@dataclass
class Contents:
    """Everything that the letters of one run are written from, by key.

    `told`: which audiences heard of a checkpoint on a day. `sent`: how many messages a person
    had before, so that the wording can change from one to the next.
    """

    items: dict[int, Item]
    people: dict[int, Person]
    acts: dict[int, Act]
    told: dict[tuple[int, date], list[Audience]]
    sent: dict[int, int] = field(default_factory=dict)
    seal: Seal | None = None


def load_contents(
    session: Session, reasons: Sequence[Reason], people: Iterable[int], day: date
) -> Contents:
    """Reads what these reasons and people need."""
    checkpoints = {one.checkpoint_id for one in reasons}
    named = {one.unreachable_person for one in reasons if one.kind is NudgeKind.UNREACHABLE}
    wanted = set(people)
    return Contents(
        items=_items(session, checkpoints, day),
        people=_people(session, wanted | named),
        acts=_acts(session, reasons),
        told=_told(session, {one.checkpoint_id for one in reasons}),
        sent=_sent(session, wanted),
        seal=last_seal(session),
    )


def submission_of(reason: Reason) -> int | None:
    """The submission that caused a nudge, if one did."""
    kind, _, number = reason.cause.partition(":")
    return int(number) if kind == "submission" else None


def _items(session: Session, ids: Iterable[int], day: date) -> dict[int, Item]:
    found: dict[int, Item] = {}
    for portion in chunks(sorted(ids)):
        query = (
            select(Checkpoint, Indicator, col(Assignment.unit_id))
            .join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
            .join(Indicator, col(Indicator.id) == col(Assignment.indicator_id))
            .where(col(Checkpoint.id).in_(portion))
        )
        rows = session.execute(query).all()
        units = names_on(session, day, [row[2] for row in rows])
        last = _last_reports(session, portion)
        for checkpoint, indicator, unit_id in rows:
            found[checkpoint.key] = Item(
                title=indicator.title,
                step=checkpoint.title,
                product=checkpoint.product,
                unit_of_measure=indicator.unit_of_measure,
                expected=checkpoint.expected,
                unit=units[unit_id].name if unit_id in units else "",
                last=last.get(checkpoint.key),
            )
    return found


def _last_reports(session: Session, ids: Sequence[int]) -> dict[int, LastReport]:
    newest = (
        select(func.max(col(ProgressReport.id)))
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .where(
            col(ProgressReport.checkpoint_id).in_(ids),
            col(Submission.state) != SubmissionState.REFUSED,
            or_(col(ProgressReport.value).is_not(None), col(ProgressReport.delivered).is_not(None)),
        )
        .group_by(col(ProgressReport.checkpoint_id))
    )
    returned = (col(Verification.report_id) == col(ProgressReport.id)) & (
        col(Verification.verdict) == Verdict.RETURNED
    )
    query = (
        select(ProgressReport, col(Submission.recorded_at), col(Verification.id))
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .outerjoin(Verification, returned)
        .where(col(ProgressReport.id).in_(newest))
    )
    return {
        report.checkpoint_id: LastReport(
            report.value, report.delivered, _standing(report, sent_back), at
        )
        for report, at, sent_back in session.execute(query)
    }


def _standing(report: ProgressReport, sent_back: int | None) -> str:
    """What a report is worth (a key): a number that was sent back must not look accepted."""
    if sent_back is not None:
        return "remind.last.returned"
    return f"basis.{report.basis.value}" if report.final else "remind.last.interim"


def _people(session: Session, ids: Iterable[int]) -> dict[int, Person]:
    found: dict[int, Person] = {}
    for portion in chunks(sorted(ids)):
        for person in session.scalars(select(Person).where(col(Person.id).in_(portion))):
            found[person.key] = person
    return found


def _acts(session: Session, reasons: Iterable[Reason]) -> dict[int, Act]:
    wanted = {number for one in reasons if (number := submission_of(one)) is not None}
    found: dict[int, Act] = {}
    for portion in chunks(sorted(wanted)):
        query = select(col(Submission.id), col(Submission.reason), col(Submission.refusal))
        for row in session.execute(query.where(col(Submission.id).in_(portion))):
            found[row[0]] = Act(row[1], row[2])
    return found


def _told(session: Session, ids: Iterable[int]) -> dict[tuple[int, date], list[Audience]]:
    found: dict[tuple[int, date], list[Audience]] = defaultdict(list)
    for portion in chunks(sorted(ids)):
        query = (
            select(col(Nudge.checkpoint_id), col(Nudge.decided_on), col(Nudge.audience))
            .where(col(Nudge.checkpoint_id).in_(portion), col(Nudge.kind) == NudgeKind.DEADLINE)
            .order_by(col(Nudge.id))
        )
        for checkpoint_id, day, audience in session.execute(query):
            found[checkpoint_id, day].append(audience)
    return found


def _sent(session: Session, people: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for portion in chunks(sorted(people)):
        query = select(col(Message.person_id), func.count()).group_by(col(Message.person_id))
        rows = session.execute(query.where(col(Message.person_id).in_(portion)))
        found.update((row[0], row[1]) for row in rows)
    return found
