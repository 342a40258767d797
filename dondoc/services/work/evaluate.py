"""Evaluating a checkpoint by the rule set of its programme."""

from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoints import LoadedCheckpoint
from models.programme import Programme
from models.rules.achievement import Expectation, percent_scored, target_met
from models.rules.checkpoints import ResultFacts
from models.rules.deductions import DeductionFacts, deductions
from models.rules.due import due_facts, in_time
from models.rules.evaluation import Performance, score
from models.rules.objective_causes import ShortfallKind
from models.submission import Submission
from models.verdict import Evaluation


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
    """The evaluation of a verified checkpoint, with what it was computed from."""
    shown = performance(checkpoint, frame)
    points = score(shown, frame.rules.scoring)
    return Evaluation(
        submission_id=submission.key,
        checkpoint_id=checkpoint.checkpoint.key,
        rule_set_id=programme.rule_set_id,
        met=shown.met,
        in_time=not shown.late,
        quantity=points.quantity,
        quality=points.quality,
        progress=points.progress,
        total=points.total,
        grade=points.grade,
        note=submission.reason,
    )
