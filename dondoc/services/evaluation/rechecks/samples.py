"""What the secretariat sees of samples, and whoever looks again of what they are to look at."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session, col

from dondoc.services.figures.quarter import Quarter, parse_quarter
from dondoc.services.figures.recheck_shapes import RechecksCounted
from dondoc.services.figures.rechecks import rechecks_of
from dondoc.services.organisation.directory import names_of_people
from dondoc.services.organisation.units import UnitOnDay, names_on
from dondoc.services.organisation.viewer import Viewer
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import ASSIGNMENT_OF_CHECKPOINT, INDICATOR_OF_ASSIGNMENT, PROGRAMME_OF_ASSIGNMENT
from models.programme import Programme
from models.recheck import Recheck, RecheckSample
from models.report import EvidenceFile, ProgressReport, ReportEvidence
from models.rules.roles import Mandate
from models.verdict import Verification


@dataclass(frozen=True)
class RecheckFile:
    """A file of the report, behind `/rechecks/{recheck}/evidence/{file_id}`."""

    file_id: int
    filename: str
    sha256: str


@dataclass(frozen=True)
class RecheckShown:
    """A result of a sample. `verified`: what was verified; `value`: what was found again."""

    key: int
    quarter: str
    year: int
    ref: str
    title: str
    unit: str
    unit_of_measure: str
    expected: Decimal | None
    product: str
    verified: Decimal | None
    delivered: bool | None
    narrative: str
    verifier: str
    verifier_unit: str
    mine: bool
    agrees: bool | None
    value: Decimal | None
    reason: str
    answered_at: datetime | None
    corrected: bool
    files: tuple[RecheckFile, ...]


@dataclass(frozen=True)
class SampleShown:
    """A sample with its rows and how often something else was found."""

    quarter: Quarter
    share: Decimal
    seed: str
    results: int
    as_of: date
    counted: RechecksCounted
    rows: tuple[RecheckShown, ...]


def draws(viewer: Viewer) -> bool:
    """Whether somebody draws samples and sees all of them."""
    return viewer.has(Mandate.SECRETARIAT)


def samples_of(session: Session, viewer: Viewer, programme: Programme) -> tuple[SampleShown, ...]:
    """Every sample of a programme, the latest quarter first; nothing for anybody else."""
    if not draws(viewer):
        return ()
    query = select(RecheckSample).where(col(RecheckSample.programme_id) == programme.key)
    samples = list(session.scalars(query.order_by(col(RecheckSample.quarter).desc())))
    rows: dict[str, list[RecheckShown]] = defaultdict(list)
    for row in _shown(session, viewer, col(RecheckSample.programme_id) == programme.key):
        rows[row.quarter].append(row)
    return tuple(
        _sample(session, viewer, programme, sample, rows[sample.quarter]) for sample in samples
    )


def _sample(
    session: Session,
    viewer: Viewer,
    programme: Programme,
    sample: RecheckSample,
    rows: Sequence[RecheckShown],
) -> SampleShown:
    quarter = parse_quarter(sample.quarter)
    counted = rechecks_of(session, programme.key, quarter, viewer.day)
    assert counted is not None
    return SampleShown(
        quarter, sample.share, sample.seed, sample.results, sample.as_of, counted, tuple(rows)
    )


def own_rechecks(session: Session, viewer: Viewer) -> tuple[RecheckShown, ...]:
    """What somebody is to look at again, or did; what waits first."""
    rows = _shown(session, viewer, col(Recheck.verifier_id) == viewer.person_id)
    return tuple(sorted(rows, key=lambda each: each.answered_at is not None))


def recheck_to_see(session: Session, viewer: Viewer, recheck_id: int) -> RecheckShown | None:
    """One of one's own, or any for whoever draws; None for anybody else."""
    found = _shown(session, viewer, col(Recheck.id) == recheck_id)
    return next((each for each in found if each.mine or draws(viewer)), None)


def _shown(session: Session, viewer: Viewer, *where: ColumnElement[bool]) -> list[RecheckShown]:
    rows: list[Any] = list(session.execute(_query().where(*where)).all())
    lookups = _Lookups(
        viewer,
        _files(session, [row[1].report_id for row in rows if row[1].report_id]),
        names_of_people(session, [row[0].verifier_id for row in rows if row[0].verifier_id]),
        names_on(session, viewer.day),
    )
    return [lookups.row(row[0], row[1], RecheckedWork(*row[2:])) for row in rows]


def _query() -> Select[Any]:
    return (
        select(
            Recheck, Verification, col(RecheckSample.quarter), col(Programme.year),
            col(Assignment.ref), Checkpoint, Indicator, col(ProgressReport.narrative),
        )
        .select_from(Recheck)
        .join(RecheckSample, col(RecheckSample.id) == col(Recheck.sample_id))
        .join(Checkpoint, col(Checkpoint.id) == col(Recheck.checkpoint_id))
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .join(*PROGRAMME_OF_ASSIGNMENT)
        .join(Verification, col(Verification.id) == col(Recheck.verification_id))
        .join(
            ProgressReport, col(ProgressReport.id) == col(Verification.report_id), isouter=True
        )
        .order_by(col(Recheck.id))
    )  # fmt: skip


class RecheckedWork(NamedTuple):
    """What a result is of. `ref`: of its assignment; `narrative`: None without a report."""

    quarter: str
    year: int
    ref: str
    checkpoint: Checkpoint
    indicator: Indicator
    narrative: str | None


@dataclass(frozen=True)
class _Lookups:
    """What rows are looked up in: files by report, names of people and of units."""

    viewer: Viewer
    files: Mapping[int, Sequence[RecheckFile]]
    people: Mapping[int, str]
    units: Mapping[int, UnitOnDay]

    def row(
        self,
        recheck: Recheck,
        verdict: Verification,
        work: RecheckedWork,
    ) -> RecheckShown:
        """A row of a sample with everything that stands beside it."""
        checkpoint, indicator, unit = work.checkpoint, work.indicator, recheck.verifier_unit_id
        title, step = indicator.title, checkpoint.title
        return RecheckShown(
            key=recheck.key, quarter=work.quarter, year=work.year,
            ref=f"{work.ref}/{checkpoint.label}",
            title=f"{title}: {step}" if step and step != title else title,
            unit=self.units[recheck.unit_id].name, unit_of_measure=indicator.unit_of_measure,
            expected=checkpoint.expected, product=checkpoint.product, verified=verdict.value,
            delivered=verdict.delivered, narrative=work.narrative or "",
            verifier=self.people.get(recheck.verifier_id or 0, ""),
            verifier_unit=self.units[unit].name if unit else "",
            mine=recheck.verifier_id == self.viewer.person_id, agrees=recheck.agrees,
            value=recheck.value, reason=recheck.reason, answered_at=recheck.answered_at,
            corrected=checkpoint.verification_id != recheck.verification_id,
            files=tuple(self.files.get(verdict.report_id or 0, ())),
        )  # fmt: skip


def _files(session: Session, report_ids: Sequence[int]) -> dict[int, list[RecheckFile]]:
    query = (
        select(
            col(ReportEvidence.report_id), col(EvidenceFile.id), col(ReportEvidence.filename),
            col(EvidenceFile.sha256),
        )
        .join(EvidenceFile, col(EvidenceFile.id) == col(ReportEvidence.file_id))
        .where(col(ReportEvidence.report_id).in_(report_ids))
        .order_by(col(ReportEvidence.id))
    )  # fmt: skip
    files: dict[int, list[RecheckFile]] = defaultdict(list)
    for report_id, *file in session.connection().execute(query):
        files[report_id].append(RecheckFile(*file))
    return files
