"""What a digest tells beside its counts, read together with them: other days, words, reminders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlmodel import Session, col, select

from dondoc.services.digest.committees import CommitteesRead, read_committees
from dondoc.services.digest.corrections import CorrectionsRead, read_corrections
from dondoc.services.digest.last_words import DueMove, StatedReason, due_moves, stated_reasons
from dondoc.services.digest.late_and_exceeded import ListLookups
from dondoc.services.digest.life import locked_periods
from dondoc.services.digest.parts import EVERYTHING, DigestPart
from dondoc.services.digest.printed_counts import PrintedCounts, printed_counts
from dondoc.services.digest.reading import DigestReading, of_units
from dondoc.services.figures.as_they_stood import rows_as_they_stood
from dondoc.services.figures.judgements import JudgedCheckpoint, see
from dondoc.services.figures.overdue_course import overdue_by_unit, weekly_days
from dondoc.services.figures.quarter import parse_period
from dondoc.services.figures.question import FiguresQuestion, open_question
from dondoc.services.figures.recheck_shapes import RechecksCounted
from dondoc.services.figures.rechecks import rechecks_of
from dondoc.services.work.checkpoint_queries import submissions_of
from dondoc.services.work.checkpoint_states import TAKEN_ON
from dondoc.services.work.reminders_counted import RemindersCounted, reminded_of
from models.digest import Digest
from models.programme import Programme
from models.rules.due import DueState
from models.submission import Submission, SubmissionState


@dataclass(frozen=True)
class DayRead:
    """Another day: every checkpoint that was live when it was over, and what was printed of it."""

    question: FiguresQuestion
    judged: Sequence[JudgedCheckpoint]
    printed: PrintedCounts | None = None

    @cached_property
    def by_unit(self) -> Mapping[int, Sequence[JudgedCheckpoint]]:
        """The checkpoints of each unit."""
        return of_units(self.judged)

    def cut(self, units: Sequence[int]) -> "DayRead":
        """What of it is of some units."""
        ours = [each for unit in units for each in self.by_unit.get(unit, ())]
        return replace(self, judged=ours, printed=self.printed and self.printed.of(units))

    def led_by(self, person_id: int, lookups: ListLookups) -> "DayRead":
        """What of it a person answered for on that day; nothing was printed of them alone."""
        then = lookups.on_day_of(self.question)
        ours = [each for each in self.judged if then.is_led_by(person_id, each)]
        return replace(self, judged=ours, printed=None)


@dataclass(frozen=True)
class ReportReading:
    """A reading with all that its report needs. `last`: the day of the last digest kept.

    `takers`: people who ever took work of the programme on, by themselves or through others.
    `overdue_days`: by unit, how many were overdue week by week, None of an official's part;
    `units`: whose course it is.
    """

    base: DigestReading
    last: DayRead | None
    year_before: DayRead | None
    reminders: Mapping[int, RemindersCounted]
    reasons: Mapping[int, StatedReason]
    moves: Mapping[int, DueMove]
    takers: frozenset[int]
    committees: CommitteesRead
    corrections: CorrectionsRead
    overdue_days: Mapping[int, Mapping[date, int]] | None
    rechecks: RechecksCounted | None
    units: tuple[int, ...]

    @property
    def question(self) -> FiguresQuestion:
        """Which period, units and day it is about."""
        return self.base.question

    @cached_property
    def overdue(self) -> list[JudgedCheckpoint]:
        """What is overdue in the whole year."""
        return [each for each in self.base.judged if each.counted.state is DueState.OVERDUE]

    def cut(self, part: DigestPart) -> "ReportReading":
        """What of it is of one part."""
        base = self.base.cut(part)
        if part.person_id is not None:
            return self._of_official(part.person_id, base)
        units = self.base.units_of(part)
        return replace(
            self,
            base=base,
            last=self.last and self.last.cut(units),
            year_before=self.year_before and self.year_before.cut(units),
            committees=self.committees.of(frozenset(units)),
            units=units,
        )

    def _of_official(self, person_id: int, base: DigestReading) -> "ReportReading":
        """What they answer for, beside what they answered for then: nothing of others' time."""
        units = tuple(dict.fromkeys(each.row.unit_id for each in base.judged))
        return replace(
            self,
            base=base,
            last=self.last and self.last.led_by(person_id, base.lookups),
            year_before=None,
            committees=self.committees.of(frozenset(units)),
            overdue_days=None,
            units=units,
        )


def read_report(session: Session, base: DigestReading) -> ReportReading:
    """Reads the rest, in a constant number of queries."""
    question = base.question
    late = {e.row.checkpoint_id for e in base.judged if e.counted.state is DueState.OVERDUE}
    moved = {e.row.checkpoint_id for e in base.judged if e.row.due_on != e.row.original_due_on}
    return ReportReading(
        base=base,
        last=_last_digest(session, question),
        year_before=_year_before(session, question),
        reminders=reminded_of(session, late, question.as_of),
        reasons=stated_reasons(session, late, question.end),
        moves=due_moves(session, moved, question.end),
        takers=_takers(session, question),
        committees=read_committees(session, question),
        corrections=read_corrections(session, question),
        overdue_days=_overdue_days(session, question),
        rechecks=rechecks_of(session, question.programme.key, question.quarter, question.as_of),
        units=base.units_of(EVERYTHING),
    )


def _overdue_days(session: Session, question: FiguresQuestion) -> Mapping[int, Mapping[date, int]]:
    """Of the weeks that were over on the day of the digest."""
    programme, as_of = question.programme, question.as_of
    over = [day for day in weekly_days(programme.year, as_of) if day < as_of]
    return overdue_by_unit(session, programme, over, question.unit_id)


def _last_digest(session: Session, question: FiguresQuestion) -> DayRead | None:
    """The day of the latest digest kept of an earlier day: of all units, also for one of them.

    So a unit's own digest is compared as its part of that of all units is. Only where there is
    none of all units is it compared with its own.
    """
    digest = _latest_before(session, question, None)
    if digest is None and question.unit_id is not None:
        digest = _latest_before(session, question, question.unit_id)
    if digest is None:
        return None
    then, printed = replace(question, as_of=digest.as_of), printed_counts(digest.figures)
    if question.unit_id is not None:
        printed = printed.of((question.unit_id,))
    return DayRead(then, see(then, rows_as_they_stood(session, then)), printed)


def _latest_before(
    session: Session, question: FiguresQuestion, unit_id: int | None
) -> Digest | None:
    """Of a period that ended earlier: drafts of this one are what it replaces, not what it follows;
    they are asked where nothing else was kept.

    One that was approved and not reopened comes before drafts, which nobody may have read.
    `unit_id`: of this unit alone; None of all.
    """
    query = select(col(Digest.id), col(Digest.quarter), col(Digest.as_of)).where(
        col(Digest.programme_id) == question.programme.key,
        col(Digest.as_of) < question.as_of,
        col(Digest.unit_id).is_(None) if unit_id is None else col(Digest.unit_id) == unit_id,
        col(Digest.person_id).is_(None),
    )
    approved = {each.key for each in locked_periods(session, question.programme.key)}
    end = question.quarter.end
    ranked = [
        ((ended := parse_period(period).end) < end, key in approved, ended, as_of, key)
        for key, period, as_of in session.connection().execute(query)
    ]
    return session.get(Digest, max(ranked)[-1]) if ranked else None


def _year_before(session: Session, question: FiguresQuestion) -> DayRead | None:
    """The same day of the programme of the year before."""
    year = question.programme.year - 1
    programme = session.exec(select(Programme).where(Programme.year == year)).first()
    if programme is None:
        return None
    then = open_question(
        session, programme, question.quarter.in_year(year), _a_year_before(question.as_of),
        question.unit_id,
    )  # fmt: skip
    return DayRead(then, see(then, rows_as_they_stood(session, then)))


def _a_year_before(day: date) -> date:
    """The same day a year before; of 29/2 the last of February."""
    last = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if last else day.day)


def _takers(session: Session, question: FiguresQuestion) -> frozenset[int]:
    people = (col(Submission.actor_id), col(Submission.on_behalf_of_id))
    query = submissions_of(question.programme.key, *people).where(
        col(Submission.act).in_(TAKEN_ON),
        col(Submission.state) != SubmissionState.REFUSED,
        col(Submission.recorded_at) < question.end,
    )
    rows = session.connection().execute(query.distinct())
    return frozenset(person for row in rows for person in row if person is not None)
