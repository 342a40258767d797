"""What an allowed act makes of the facts of a checkpoint, apart from its stage."""

from collections.abc import Callable
from dataclasses import replace

from models.rules.checkpoints import CheckpointFacts, Deed, ReportFacts, ResultFacts
from models.rules.stages import Standing

Effect = Callable[[CheckpointFacts, Deed], CheckpointFacts]


def with_report(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    """The report stands; an earlier one is replaced."""
    report = ReportFacts(
        deed.recorded_at, deed.by, deed.on_behalf_of, deed.value, deed.delivered, deed.basis
    )
    return replace(facts, report=report)


def with_result(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    """What the secretariat does not say otherwise is as it was reported."""
    report = facts.report
    value = deed.value if deed.value is not None or report is None else report.value
    delivered = deed.delivered if deed.delivered is not None or report is None else report.delivered
    basis = deed.basis if report is None or deed.value is not None else report.basis
    result = ResultFacts(
        value,
        delivered,
        basis=basis,
        quality=deed.quality,
        objective_cause=deed.objective_cause,
    )
    return replace(facts, result=result)


def returned(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    """The report counts no more; its author may have been given another date."""
    return replace(with_new_due(facts, deed), report=None, returns=facts.returns + 1)


def missing(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    """Silence is a result too."""
    return replace(facts, result=ResultFacts(missing=True))


def corrected(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    """What the correction does not speak of stays as it was found."""
    before = facts.result or ResultFacts()
    result = replace(
        before,
        value=deed.value,
        delivered=deed.delivered,
        missing=False,
        basis=deed.basis,
        quality=before.quality if deed.quality is None else deed.quality,
        objective_cause=deed.objective_cause or before.objective_cause,
    )
    return replace(facts, result=result)


def with_new_due(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    """The cut-off moves with the due date; the same date is no change."""
    if deed.new_due_on is None or deed.new_due_on == facts.due_on:
        return facts
    cut_off_on = max(facts.cut_off_on + (deed.new_due_on - facts.due_on), deed.new_due_on)
    return replace(
        facts,
        due_on=deed.new_due_on,
        cut_off_on=cut_off_on,
        due_revision=facts.due_revision + 1,
    )


def asked(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    """The date waits for its answer."""
    return replace(facts, extension_asked=deed.new_due_on)


def withdrawn(facts: CheckpointFacts, deed: Deed) -> CheckpointFacts:
    """Ended; the stage stays as it was."""
    return replace(facts, standing=Standing.WITHDRAWN)
