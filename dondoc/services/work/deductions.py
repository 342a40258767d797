"""The failed reviews and latenesses of checkpoints, as scoring a person or a unit needs them."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoints import load_checkpoints
from models.rules.deductions import DeductionFacts, deductions


def deductions_of(
    session: Session, frame: ProgrammeRules, checkpoint_ids: Sequence[int], today: date
) -> dict[int, tuple[DeductionFacts, ...]]:
    """By checkpoint: each failed review and each lateness, with the state of its objective cause.

    Everything recorded counts, drained or not; in a fixed number of queries. Whether a work is
    done, and its due state, are other questions: no cause changes them.
    """
    loaded = load_checkpoints(session, frame, checkpoint_ids)
    return {key: deductions(checkpoint.facts, today) for key, checkpoint in loaded.items()}
