"""How the checkpoints of a programme come to be evaluated: each by itself, or with people."""

from dataclasses import dataclass
from enum import StrEnum


class EvaluatedBy(StrEnum):
    """By what a checkpoint is evaluated; the rule set of its programme says.

    Checkpoint: each by itself, with a score of its own; so it was before people were evaluated in
    rounds. Decision: when it is decided about whoever answers for it as lead, and never before.
    """

    CHECKPOINT = "checkpoint"
    DECISION = "decision"


@dataclass(frozen=True)
class StepBehind:
    """The step of a round that evaluates a checkpoint, by its key: one of the two.

    `dossier_step_id`: the decision about whoever leads it; `round_step_id`: the publication or
    lock of the round, where nobody with a dossier leads it.
    """

    dossier_step_id: int | None = None
    round_step_id: int | None = None

    @property
    def was_judged_before(self) -> bool:
        """Whether whoever decided was asked for their right then: to publish judges nothing."""
        return self.dossier_step_id is not None


def step_behind(dossier_step_id: int | None, round_step_id: int | None) -> StepBehind | None:
    """The step behind an evaluation by its keys; None of one with a score of its own."""
    if dossier_step_id is None and round_step_id is None:
        return None
    return StepBehind(dossier_step_id, round_step_id)
