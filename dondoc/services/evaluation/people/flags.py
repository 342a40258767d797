"""Observations for whoever evaluates: what was reported of somebody's work, as the rules ask it."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.own_scores import own_and_decided
from dondoc.services.evaluation.people.read import OfficialsReading
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.figures.periods import DigestPeriod
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import (
    ASSIGNMENT_OF_CHECKPOINT,
    CHECKPOINT_OF_REPORT,
    INDICATOR_OF_ASSIGNMENT,
)
from models.report import EvidenceFile, ProgressReport, ReportEvidence
from models.rules.checkpoints import end_of, local_date
from models.rules.due import last_day
from models.rules.evaluation_flags import (
    Flag,
    FlagParameters,
    FlagReport,
    FlagWork,
    flags_of,
    self_scores_never_differ,
)
from models.rules.grade_distribution import RiseParameters
from models.rules.indicators import Direction, Kind
from models.submission import Submission, SubmissionState

_FEW = 300
"""Assignments that are named in a query; of more the whole programme is read."""


@cache
def flag_parameters() -> FlagParameters:
    """The numbers from which on something is an observation."""
    data = _data()
    numbers = {name: each for name, each in data.items() if isinstance(each, int)}
    return FlagParameters(jump_percent=Decimal(numbers.pop("jump_percent")), **numbers)


def rise_parameters() -> RiseParameters:
    """From when on a rise of the best grades is marked."""
    data = _data()["distribution"]
    return RiseParameters(Decimal(data["rise_points"]), data["least"])


@cache
def _data() -> dict[str, Any]:
    path = files("dondoc.data").joinpath("evaluation_flags.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class _Plan:
    """What the plan says of a checkpoint, and what was reported of it."""

    assignment: str
    kind: Kind
    direction: Direction
    target: Decimal | None
    last_year: Decimal | None
    reports: tuple[FlagReport, ...]


@dataclass(frozen=True)
class OfficialFlags:
    """The observations on officials of a programme, read in a fixed number of queries."""

    reading: OfficialsReading
    plans: Mapping[str, _Plan]
    own_scores: Mapping[int, Sequence[tuple[Decimal, Decimal]]]

    def of(self, person_id: int, period: DigestPeriod) -> tuple[Flag, ...]:
        """Those on one person's period; none of a year, which is seen by its parts."""
        if period.span == "year":
            return ()
        works = self._works(self.reading.by_person.get(person_id, ()))
        now = [each for each in works if each.due_on in period]
        earlier = [each for each in works if each.due_on < period.start]
        parameters = flag_parameters()
        never = self_scores_never_differ(self.own_scores.get(person_id, ()), parameters)
        return (*flags_of(now, earlier, parameters), *((never,) if never else ()))

    def _works(self, works: Sequence[OfficialWork]) -> list[FlagWork]:
        reached: dict[str, Decimal] = {}
        made = []
        for each in sorted(works, key=lambda work: (work.due_on, work.ref)):
            if (plan := self.plans.get(each.ref)) is None:
                continue
            made.append(self._work(each, plan, reached.get(plan.assignment)))
            if plan.kind is Kind.RUNNING_TOTAL and each.value is not None:
                reached[plan.assignment] = each.value
        return made

    def _work(self, work: OfficialWork, plan: _Plan, before: Decimal | None) -> FlagWork:
        calendar = self.reading.question.frame.calendar
        return FlagWork(
            ref=work.ref,
            assignment=plan.assignment,
            kind=plan.kind,
            direction=plan.direction,
            due_on=work.due_on,
            last_day=last_day(work.due_on, calendar),
            target=plan.target,
            last_year=plan.last_year,
            expected=work.expected,
            value=work.value,
            before=before,
            reports=plan.reports,
        )


def read_flags(session: Session, reading: OfficialsReading) -> OfficialFlags:
    """What observations on these officials rest on, as of the day of the reading."""
    refs = {each.ref.rpartition("/")[0] for works in reading.by_person.values() for each in works}
    ours = [col(Assignment.programme_id) == reading.question.programme.key]
    if len(refs) <= _FEW:
        ours.append(col(Assignment.ref).in_(sorted(refs)))
    run = session.connection()
    reports = _reports(run.execute(_report_query(reading.as_of).where(*ours)),
                       run.execute(_file_query().where(*ours)))  # fmt: skip
    plans = {
        f"{ref}/{label}": _Plan(ref, kind, direction, target, last_year, reports.get(key, ()))
        for key, ref, label, kind, direction, target, last_year in run.execute(
            _plan_query().where(*ours)
        )
    }
    own_scores = own_and_decided(session, reading.by_person, reading.as_of)
    return OfficialFlags(reading, plans, own_scores)


def _reports(rows: Iterable[Any], attached: Iterable[Any]) -> dict[int, tuple[FlagReport, ...]]:
    contents: dict[int, set[str]] = defaultdict(set)
    for report_id, sha256 in attached:
        contents[report_id].add(sha256)
    reports: dict[int, list[FlagReport]] = defaultdict(list)
    for report_id, checkpoint_id, at, value, final in rows:
        facts = FlagReport(local_date(at), value, final, frozenset(contents[report_id]))
        reports[checkpoint_id].append(facts)
    return {key: tuple(each) for key, each in reports.items()}


def _plan_query() -> Select[Any]:
    return (
        select(
            col(Checkpoint.id), col(Assignment.ref), col(Checkpoint.label), col(Indicator.kind),
            col(Indicator.direction), col(Assignment.target), col(Assignment.baseline),
        )
        .select_from(Checkpoint)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
    )  # fmt: skip


def _report_query(as_of: date) -> Select[Any]:
    return (
        select(
            col(ProgressReport.id), col(ProgressReport.checkpoint_id),
            col(Submission.recorded_at), col(ProgressReport.value), col(ProgressReport.final),
        )
        .select_from(ProgressReport)
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .join(*CHECKPOINT_OF_REPORT)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(
            col(Submission.recorded_at) < end_of(as_of),
            col(Submission.state) != SubmissionState.REFUSED,
        )
        .order_by(col(ProgressReport.id))
    )  # fmt: skip


def _file_query() -> Select[Any]:
    return (
        select(col(ReportEvidence.report_id), col(EvidenceFile.sha256))
        .join(EvidenceFile, col(EvidenceFile.id) == col(ReportEvidence.file_id))
        .join(ProgressReport, col(ProgressReport.id) == col(ReportEvidence.report_id))
        .join(*CHECKPOINT_OF_REPORT)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
    )
