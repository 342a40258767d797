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
