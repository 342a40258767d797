"""What is behind and may be put on an agenda: proposed by the product, picked by the secretariat.

The figures are those of the digest of the year so far, so that both name the same matters.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.difficulties.open import OpenDifficulty, open_hindrances
from dondoc.services.digest.below_plan import below_so_far
from dondoc.services.digest.report import digest_of, read_with_report
from dondoc.services.figures.periods import whole_year
from dondoc.services.figures.report_shapes import Concern, SilentOwner
from dondoc.services.figures.shapes import DigestFigures, OverdueItem
from dondoc.services.meetings.on_agenda import reason_named
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.work.checkpoint_rows import CheckpointRow
from models.assignment import Assignment
from models.meeting import AgendaItem, Meeting
from models.person import Position, ProgrammeMandate
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.conclusions import AgendaReason
from models.rules.due_parts import DuePart
from models.rules.roles import Mandate

MAX_PER_REASON = 10
"""Of each reason so many are proposed, the worst first: more no meeting gets through."""


@dataclass(frozen=True)
class Proposal:
    """A matter that could be on the agenda. `ref`: of its item, '' for a unit that is silent.

    `about`: what is known of the reason: `days` overdue, `percent` of the plan, words, a date; of a
    matter of one's own, what was asked.
    """

    reason: AgendaReason
    title: str
    unit: str
    ref: str = ""
    days: int = 0
    reminded: int = 0
    about: str = ""
    concern: Concern | None = None
    request: CheckpointRow | None = None
    silent: SilentOwner | None = None
    item_id: int = 0

    @property
    def reason_named(self) -> str:
        """What the words are called that say why: not the same of a limit as of a plan."""
        is_limit = self.concern is not None and self.concern.kind == "limit"
        return reason_named(self.reason, is_limit=is_limit)

    @property
    def key(self) -> str:
        """What a form sends for it."""
        named = f"{self.silent.unit}|{self.silent.name}" if self.silent else self.ref
        named = str(self.item_id) if self.item_id else named
        return f"{self.reason.value}:{named}"


def proposed(
    session: Session, programme: Programme, viewer: Viewer, now: datetime
) -> tuple[list[Proposal], dict[AgendaReason, int]]:
    """What is proposed, in the order of the reasons, and how many there are of each in all."""
    today = local_date(now)
    period = whole_year(programme.year)
    reading = read_with_report(session, programme, period, today, None)
    figures = digest_of(reading)
    found = [
        *_overdue(figures),
        *_below(below_so_far(reading.base)),
        *_difficulties(session, programme, now),
        *_extensions(session, programme, viewer),
        *_silent(figures),
        *_called_off(session, programme),
    ]
    by_reason = {
        reason: [each for each in found if each.reason is reason] for reason in AgendaReason
    }
    counts = {reason: len(some) for reason, some in by_reason.items() if some}
    shown = [each for some in by_reason.values() for each in some[:MAX_PER_REASON]]
    return shown, counts


def _overdue(figures: DigestFigures) -> Iterator[Proposal]:
    """The longest overdue first; a product that was verified as not delivered is a reason apart."""
    for item in sorted((*figures.overdue, *figures.backlog, *figures.later), key=_longest):
        reason = AgendaReason.UNDELIVERED if item.undelivered else AgendaReason.OVERDUE
        yield Proposal(
            reason,
            item.title,
            item.unit,
            item.ref,
            days=item.days_over,
            reminded=item.reminded,
            about="" if item.is_narrative else item.reason,
        )


def _longest(item: OverdueItem) -> tuple[int, str]:
    return -item.days_over, item.ref


def _below(concerns: Iterable[Concern]) -> Iterator[Proposal]:
    for concern in concerns:
        reason = AgendaReason.BELOW_PLAN
        yield Proposal(reason, concern.title, concern.unit, concern.ref, concern=concern)


def _difficulties(session: Session, programme: Programme, now: datetime) -> Iterator[Proposal]:
    """Those that the Standing Committee can remove: named for its members' units, or for nobody."""
    mine = col(Assignment.programme_id) == programme.key
    units = _of_the_standing_committee(session, programme)
    open_ones = open_hindrances(session, mine, now)
    for each in sorted(open_ones, key=_oldest):
        if each.remover_id is None or each.remover_id in units:
            reason = AgendaReason.DIFFICULTY
            yield Proposal(reason, each.title, each.unit, each.ref, about=each.difficulty)


def _oldest(difficulty: OpenDifficulty) -> tuple[object, int]:
    return difficulty.since, difficulty.difficulty_id


def _of_the_standing_committee(session: Session, programme: Programme) -> set[int]:
    query = (
        select(Position.unit_id)
        .join(ProgrammeMandate, col(ProgrammeMandate.position_id) == col(Position.id))
        .where(
            ProgrammeMandate.programme_id == programme.key,
            ProgrammeMandate.mandate == Mandate.STANDING_COMMITTEE,
        )
    )
    return set(session.exec(query))


def _extensions(session: Session, programme: Programme, viewer: Viewer) -> Iterator[Proposal]:
    scope = open_scope(session, programme, viewer)
    for row in all_of(scope, BoardFilters(shown=DuePart.EXTENSION)):
        yield Proposal(AgendaReason.EXTENSION, row.indicator, row.unit, row.ref, request=row)


def _silent(figures: DigestFigures) -> Iterator[Proposal]:
    for owner in figures.report.silent_owners if figures.report else ():
        yield Proposal(AgendaReason.SILENT, owner.title, owner.unit, silent=owner)


def _called_off(session: Session, programme: Programme) -> Iterator[Proposal]:
    """Matters of the secretariat's own of meetings called off, this year or the last, that are on
    no other agenda; what is behind is found by its figures anew.
    """
    years = select(Programme.id).where(
        col(Programme.year).in_((programme.year - 1, programme.year))
    )
    query = (
        select(AgendaItem, Meeting)
        .join(Meeting, col(Meeting.id) == col(AgendaItem.meeting_id))
        .where(
            AgendaItem.reason == AgendaReason.OWN,
            col(AgendaItem.place) > 0,
            col(Meeting.programme_id).in_(years),
        )
        .order_by(col(Meeting.held_on), col(AgendaItem.place))
    )
    rows = session.exec(query).all()
    taken = {item.subject for item, meeting in rows if meeting.called_off_at is None}
    off = {item.subject: item for item, meeting in rows if meeting.called_off_at}
    for subject, item in off.items():
        if subject not in taken:
            about = item.requested
            yield Proposal(AgendaReason.OWN, subject, "", about=about, item_id=item.key)


def with_keys(proposals: Iterable[Proposal], keys: Iterable[str]) -> list[Proposal]:
    """Those whose keys a form sent, in their order."""
    chosen = set(keys)
    return [each for each in proposals if each.key in chosen]
