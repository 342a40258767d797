"""Which checkpoint a reference means: the same one stands in every year's programme."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.services.organisation.in_force import in_force
from dondoc.services.programme.at_work import years_on
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import ASSIGNMENT_OF_CHECKPOINT, PROGRAMME_OF_ASSIGNMENT
from models.programme import Programme
from models.rules.stages import Stage, Standing
from models.unit import UnitName


def called(ref: str, day: date) -> ColumnElement[bool]:
    """The condition that an assignment is of the indicator and the unit that a day calls so.

    A unit may have another code than when the work was assigned.
    """
    code, _, unit = ref.rpartition("@")
    indicators = select(col(Indicator.id)).where(col(Indicator.code) == code)
    named = select(col(UnitName.unit_id)).where(
        col(UnitName.code) == unit, in_force(UnitName.valid_from, UnitName.valid_to, day)
    )
    return and_(col(Assignment.indicator_id).in_(indicators), col(Assignment.unit_id).in_(named))


def meant(ref: str, day: date) -> ColumnElement[bool]:
    """The condition that `KND@LT` means an assignment.

    By its own reference, which never changes and comes first; where its programme has none of
    that, by its indicator and its unit as they are called on the day.
    """
    other = aliased(Assignment)
    own = select(other.id).where(
        col(other.programme_id) == col(Assignment.programme_id), col(other.ref) == ref
    )
    return or_(col(Assignment.ref) == ref, and_(called(ref, day), ~own.exists()))


@dataclass(frozen=True)
class CandidateCheckpoint:
    """A checkpoint that a reference could mean."""

    checkpoint: Checkpoint
    programme: Programme

    def is_at_work(self, today: date) -> bool:
        """Whether it is open and not yet judged: what somebody who acts today means."""
        checkpoint = self.checkpoint
        live = checkpoint.standing is Standing.LIVE and checkpoint.stage is not Stage.EVALUATED
        return live and checkpoint.opens_on <= today


def find_for_act(
    session: Session, ref: str, today: date, year: int | None = None
) -> CandidateCheckpoint:
    """The checkpoint that an act of today on `KND@LT/Q4` means.

    In January last year's fourth quarter is still reported while the new year's waits: the one
    at work is meant. Where that fits several years, or none, it is that of the programme at work.
    Raises BadInput where nothing, or more than one, fits.
    """
    candidates = _all(session, ref, today, year)
    if not candidates:
        raise BadInput("checkpoint.unknown", ref=ref)
    years = {candidate.programme.year for candidate in candidates}
    if len(candidates) > len(years):
        raise BadInput("checkpoint.name_one", ref=ref)
    at_work = [candidate for candidate in candidates if candidate.is_at_work(today)]
    fitting = at_work or candidates
    if len(fitting) == 1:
        return fitting[0]
    meant = years_on(session, today).at_work
    for candidate in fitting:
        if meant is not None and candidate.programme.id == meant.key:
            return candidate
    listed = ", ".join(str(checkpoint.programme.year) for checkpoint in fitting)
    raise BadInput("checkpoint.several_years", ref=ref, years=listed)


def years_of(session: Session, ref: str, today: date) -> list[int]:
    """The years in whose programmes a reference stands, the newest first."""
    found = _all(session, ref, today, None)
    return list(dict.fromkeys(checkpoint.programme.year for checkpoint in found))


def _all(session: Session, ref: str, today: date, year: int | None) -> list[CandidateCheckpoint]:
    """Every checkpoint of that reference, the newest year first."""
    assignment_ref, _, label = ref.strip().partition("/")
    query = (
        select(Checkpoint, Programme)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*PROGRAMME_OF_ASSIGNMENT)
        .where(meant(assignment_ref, today))
        .order_by(col(Programme.year).desc())
    )
    if label:
        query = query.where(Checkpoint.label == label)
    if year is not None:
        query = query.where(Programme.year == year)
    return [
        CandidateCheckpoint(checkpoint, programme) for checkpoint, programme in session.exec(query)
    ]
