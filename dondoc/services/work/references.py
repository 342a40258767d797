"""Which checkpoint a reference means: the same one stands in every year's programme."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.services.programme.at_work import years_on
from models.assignment import Assignment, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT, PROGRAMME_OF_ASSIGNMENT
from models.programme import Programme
from models.rules.stages import Stage, Standing


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
    candidates = _all(session, ref, year)
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


def years_of(session: Session, ref: str) -> list[int]:
    """The years in whose programmes a reference stands, the newest first."""
    return list(dict.fromkeys(checkpoint.programme.year for checkpoint in _all(session, ref, None)))


def _all(session: Session, ref: str, year: int | None) -> list[CandidateCheckpoint]:
    """Every checkpoint of that reference, the newest year first."""
    assignment_ref, _, label = ref.strip().partition("/")
    query = (
        select(Checkpoint, Programme)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*PROGRAMME_OF_ASSIGNMENT)
        .where(Assignment.ref == assignment_ref)
        .order_by(col(Programme.year).desc())
    )
    if label:
        query = query.where(Checkpoint.label == label)
    if year is not None:
        query = query.where(Programme.year == year)
    return [
        CandidateCheckpoint(checkpoint, programme) for checkpoint, programme in session.exec(query)
    ]
