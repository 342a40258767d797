"""What letters say about checkpoints, loaded for many letters in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from dondoc.services.history.events import last_seal
from dondoc.services.organisation.units import names_on
from dondoc.services.reminders.nudges.by_hand import texts_by_hand
from dondoc.services.reminders.nudges.reasons import Reason
from dondoc.services.reminders.register.causes import Cause, CauseKey, causes
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.event import Seal
from models.indicator import Indicator
from models.joins import ASSIGNMENT_OF_CHECKPOINT, INDICATOR_OF_ASSIGNMENT
from models.message import Message
from models.nudge import Nudge, NudgeKind
from models.person import Person, Preference
from models.report import ProgressReport
from models.rules.indicators import Kind
from models.rules.roles import Audience
from models.submission import Submission, SubmissionState
from models.verdict import Verdict, Verification

_ABOUT_A_PERSON = NudgeKind.UNREACHABLE


class LastReport(NamedTuple):
    """The newest number or product said of a checkpoint; `standing` (a key): what it is worth."""

    value: Decimal | None
    delivered: bool | None
    standing: str
    recorded_at: datetime


class LetterItem(NamedTuple):
    """A checkpoint in words and numbers. `product`: its own, else that of the assignment."""

    title: str
    step: str
    product: str
    unit_of_measure: str
    expected: Decimal | None
    kind: Kind
    unit: str
    last: LastReport | None


class NamedReader(NamedTuple):
    """A person as letters name them. `away_to`: the last day of a pause that they asked for.

    `own_pace`: they asked not to be reminded of what may wait, or only once a week.
    """

    code: str
    full_name: str
    away_to: date | None
    own_pace: bool


@dataclass
class Contents:
    """Everything that a portion of letters is written from, by key.

    `step_audiences`: which audiences heard of a checkpoint on a day. `sent`: how many messages
    a person had before, so that the wording can change from one to the next. `urging_texts`: who
    urged by hand in which words, by nudge.
    """

    items: dict[int, LetterItem]
    people: dict[int, NamedReader]
    causes: dict[CauseKey, Cause]
    step_audiences: dict[tuple[int, date], list[Audience]]
    sent: dict[int, int] = field(default_factory=dict)
    urging_texts: dict[int, tuple[str, str]] = field(default_factory=dict)
    seal: Seal | None = None


@dataclass(frozen=True)
class ContentsQuestion:
    """What is to be read. `readers`: who gets letters; `others`: who is named in them."""

    reasons: Sequence[Reason]
    readers: frozenset[int]
    others: frozenset[int]
    day: date


def load_contents(session: Session, question: ContentsQuestion, units: dict[int, str]) -> Contents:
    """Reads what these reasons and people need.

    `units`: names that were read already for that day; it takes new ones in.
    """
    reasons = question.reasons
    checkpoints = {reason.checkpoint_id for reason in reasons}
    about = {reason.about for reason in reasons if reason.kind is _ABOUT_A_PERSON}
    by_hand = [reason.nudge_id or 0 for reason in reasons if reason.kind is NudgeKind.BY_HAND]
    return Contents(
        items=_items(session, checkpoints, question.day, units),
        people=_people(session, question.readers | question.others | about),
        causes=causes(session, reasons),
        step_audiences=_audiences_of_steps(session, reasons),
        sent=_sent(session, question.readers),
        urging_texts=texts_by_hand(session, by_hand) if by_hand else {},
        seal=last_seal(session),
    )


def _items(
    session: Session, ids: Iterable[int], day: date, units: dict[int, str]
) -> dict[int, LetterItem]:
    wanted_ids = sorted(ids)
    query = (
        select(
            col(Checkpoint.id), col(Indicator.title), col(Checkpoint.title),
            func.coalesce(func.nullif(col(Checkpoint.product), ""), col(Assignment.product)),
            col(Indicator.unit_of_measure), col(Checkpoint.expected),
            col(Indicator.kind), col(Assignment.unit_id),
        )
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .where(among(session, col(Checkpoint.id), wanted_ids))
    )  # fmt: skip
    rows = session.connection().execute(query).all()
    if new := {row[-1] for row in rows} - units.keys():
        named = names_on(session, day, new)
        units.update((key, named[key].name if key in named else "") for key in new)
    last = _last_reports(session, wanted_ids)
    return {row[0]: LetterItem(*(*row[1:-1], units[row[-1]], last.get(row[0]))) for row in rows}


def _last_reports(session: Session, ids: Sequence[int]) -> Mapping[int, LastReport]:
    newest = (
        select(func.max(col(ProgressReport.id)))
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .where(
            among(session, col(ProgressReport.checkpoint_id), ids),
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


def _people(session: Session, ids: Iterable[int]) -> dict[int, NamedReader]:
    query = (
        select(
            col(Person.id), col(Person.code), col(Person.full_name),
            col(Preference.paused_to), col(Preference.weekly_on), col(Preference.muted),
        )
        .outerjoin(Preference, col(Preference.person_id) == col(Person.id))
        .where(among(session, col(Person.id), ids))
    )  # fmt: skip
    return {
        key: NamedReader(code, name, away_to, weekly_on is not None or bool(muted))
        for key, code, name, away_to, weekly_on, muted in session.connection().execute(query)
    }


def _audiences_of_steps(
    session: Session, reasons: Iterable[Reason]
) -> dict[tuple[int, date], list[Audience]]:
    """Who else a step of the ladder spoke to on the days that these letters are about."""
    stepped = [reason for reason in reasons if reason.kind is NudgeKind.DEADLINE]
    audiences: dict[tuple[int, date], list[Audience]] = defaultdict(list)
    if not stepped:
        return audiences
    query: Any = (
        select(col(Nudge.checkpoint_id), col(Nudge.decided_on), col(Nudge.audience))
        .where(
            among(session, col(Nudge.checkpoint_id), {reason.checkpoint_id for reason in stepped}),
            col(Nudge.kind) == NudgeKind.DEADLINE,
            col(Nudge.decided_on) >= min(reason.decided_on for reason in stepped),
        )
        .order_by(col(Nudge.id))
    )
    for checkpoint_id, day, audience in session.connection().execute(query).all():
        audiences[checkpoint_id, day].append(audience)
    return audiences


def _sent(session: Session, people: Iterable[int]) -> dict[int, int]:
    query = select(col(Message.person_id), func.count()).group_by(col(Message.person_id))
    rows = session.execute(query.where(among(session, col(Message.person_id), people)))
    return {row[0]: row[1] for row in rows}
