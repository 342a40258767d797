"""The checkpoints behind a figure of a kept digest, as they stood on its day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.services.digest.kept_digests import find_digest
from dondoc.services.digest.parts import DigestPart
from dondoc.services.digest.reading import DigestReading, read_digest
from dondoc.services.digest.summary import STATES
from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.quarter import parse_period
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.organisation.viewer import Viewer
from models.digest import Digest
from models.programme import Programme
from models.rules.stages import Stage
from models.rules.totals import Counts

MAX_LISTED = 500


@dataclass(frozen=True)
class CheckpointThen:
    """A checkpoint as it stood: its stage, its due date, and its verified result."""

    ref: str
    title: str
    unit: str
    due_on: date
    stage: Stage
    value: Decimal | None
    delivered: bool | None
    unit_of_measure: str


@dataclass(frozen=True)
class CheckpointsThen:
    """Those of one figure. `printed`: the figure; `by_the_end`: how many by the end of the day."""

    quarter: str
    year: int
    as_of: date
    printed: int
    by_the_end: int
    listed: tuple[CheckpointThen, ...]


@dataclass(frozen=True)
class FigureAsked:
    """Which figure: how many checkpoints in a due state, of all, of a group or of a unit."""

    state: str
    group: str = ""
    unit_id: int | None = None


def checkpoints_then(
    session: Session, viewer: Viewer, digest_id: int, asked: FigureAsked
) -> CheckpointsThen | None:
    """The checkpoints of a figure; None where there is no such digest, or not for this viewer.

    What was recorded later on the digest's own day is known by its end: then there may be more or
    fewer than the digest says, and both numbers are given. Raises BadInput for no figure of it.
    """
    digest = find_digest(session, viewer, digest_id)
    if digest is None:
        return None
    figures = DigestFigures.from_json(digest.figures)
    printed = _printed(figures, asked)
    reading = _reading(session, digest, asked)
    within = [each for each in reading.within if _is_in(each, asked.state)]
    within.sort(key=lambda each: (each.row.due_on, each.row.ref))
    return CheckpointsThen(
        quarter=digest.quarter,
        year=figures.programme_year,
        as_of=digest.as_of,
        printed=printed,
        by_the_end=len(within),
        listed=tuple(_then(reading, each) for each in within[:MAX_LISTED]),
    )


def _printed(figures: DigestFigures, asked: FigureAsked) -> int:
    counts: list[Counts] = [figures.counts]
    if asked.unit_id is not None:
        units = (unit for group in figures.groups for unit in group.units)
        counts = [unit.counts for unit in units if unit.unit_id == asked.unit_id]
    elif asked.group:
        counts = [group.counts for group in figures.groups if group.code == asked.group]
    if asked.state not in (*STATES, "due_soon") or not counts:
        raise BadInput("digests.error.no_figure")
    return int(getattr(counts[0], asked.state))


def _reading(session: Session, digest: Digest, asked: FigureAsked) -> DigestReading:
    programme = session.get_one(Programme, digest.programme_id)
    period = parse_period(digest.quarter)
    reading = read_digest(session, programme, period, digest.as_of, digest.unit_id)
    part = DigestPart(unit_id=asked.unit_id, group_code=asked.group, person_id=digest.person_id)
    return reading.cut(part) if part != DigestPart() else reading


def _is_in(checkpoint: JudgedCheckpoint, state: str) -> bool:
    """Due soon is a slice of what is open and in time."""
    counted = checkpoint.counted
    return counted.due_soon if state == "due_soon" else counted.state.value == state


def _then(reading: DigestReading, checkpoint: JudgedCheckpoint) -> CheckpointThen:
    row, lookups = checkpoint.row, reading.lookups
    return CheckpointThen(
        ref=row.ref,
        title=lookups.title(checkpoint),
        unit=lookups.names[row.unit_id].name,
        due_on=row.due_on,
        stage=row.stage,
        value=checkpoint.value,
        delivered=checkpoint.delivered,
        unit_of_measure=lookups.question.indicators[row.indicator_id].unit_of_measure,
    )
