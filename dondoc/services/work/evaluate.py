"""Evaluating a checkpoint by the rule set of its programme."""

from decimal import Decimal
from typing import NamedTuple

from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoints import LoadedCheckpoint
from models.programme import Programme
from models.rules.achievement import Expectation, percent_scored, target_met
from models.rules.checkpoints import ResultFacts
from models.rules.deductions import DeductionFacts, deductions
from models.rules.due import due_facts, in_time
from models.rules.evaluated_by import StepBehind
from models.rules.evaluation import Performance, score
from models.rules.objective_causes import ShortfallKind
from models.submission import Submission
from models.verdict import Evaluation


class ScoreParts(NamedTuple):
    """What the total of an evaluation is made of, in percent."""

    quantity: Decimal
    quality: Decimal
    progress: Decimal


def score_parts(judged: Evaluation) -> ScoreParts | None:
    """Of a checkpoint's own score; None where a decision evaluated it."""
    quantity, quality, progress = judged.quantity, judged.quality, judged.progress
    if quantity is None or quality is None or progress is None:
        return None
    return ScoreParts(quantity, quality, progress)


def expectation(checkpoint: LoadedCheckpoint) -> Expectation:
    """What a checkpoint expects."""
    return Expectation(
        value=checkpoint.checkpoint.expected,
        direction=checkpoint.indicator.direction,
        is_product=checkpoint.stored.is_product,
    )


def performance(
    checkpoint: LoadedCheckpoint, frame: ProgrammeRules, *, late: bool | None = None
) -> Performance:
    """What the score of a checkpoint depends on, with everything recorded applied.

    `late`: as it was recorded; None counts it by the calendar of now.
    """
    facts, expected = checkpoint.facts, expectation(checkpoint)
    result = facts.result or ResultFacts(missing=True)
    undone = facts.finding or facts.result is None
    if late is None:
        late = undone or not in_time(due_facts(facts), frame.calendar)
    each_deduction = deductions(facts, today=None)
    latenesses = [each for each in each_deduction if not _is_review(each)]
    excused = [each for each in each_deduction if each.excused]
    return Performance(
        met=target_met(expected, result.value, result.delivered),
        quantity=percent_scored(expected, result.value),
        quality=result.quality,
        failed_reviews=facts.returns,
        late=late,
        undone=undone,
        excused_reviews=sum(map(_is_review, excused)),
        lateness_excused=bool(latenesses) and all(each.excused for each in latenesses),
    )


def _is_review(each: DeductionFacts) -> bool:
    return each.deduction.kind is ShortfallKind.FAILED_REVIEW


def judge(
    programme: Programme,
    frame: ProgrammeRules,
    checkpoint: LoadedCheckpoint,
    submission: Submission,
) -> Evaluation:
    """The evaluation of a verified checkpoint by its own score, with what it was computed from."""
    shown = performance(checkpoint, frame)
    points = score(shown, frame.rules.scoring)
    evaluation = _without_score(programme, checkpoint, submission, shown)
    evaluation.quantity, evaluation.quality = points.quantity, points.quality
    evaluation.progress, evaluation.total = points.progress, points.total
    evaluation.grade = points.grade
    return evaluation


def evaluation_of(
    programme: Programme,
    frame: ProgrammeRules,
    checkpoint: LoadedCheckpoint,
    submission: Submission,
    behind: StepBehind | None,
) -> Evaluation:
    """By a step of a round without a score: points and grade are the person's; else by its own."""
    if behind is None:
        return judge(programme, frame, checkpoint, submission)
    shown = performance(checkpoint, frame)
    evaluation = _without_score(programme, checkpoint, submission, shown)
    evaluation.dossier_step_id = behind.dossier_step_id
    evaluation.round_step_id = behind.round_step_id
    return evaluation


def _without_score(
    programme: Programme,
    checkpoint: LoadedCheckpoint,
    submission: Submission,
    shown: Performance,
) -> Evaluation:
    return Evaluation(
        submission_id=submission.key,
        checkpoint_id=checkpoint.checkpoint.key,
        rule_set_id=programme.rule_set_id,
        met=shown.met,
        in_time=not shown.late,
        note=submission.reason,
    )
