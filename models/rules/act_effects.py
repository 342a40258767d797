"""What an allowed act makes of the facts of a checkpoint, apart from its stage."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from models.rules.checkpoints import (
    ActFacts,
    CheckpointFacts,
    ReportFacts,
    ResultFacts,
    local_date,
)
from models.rules.due import how_late
from models.rules.returned_reports import ReturnedReport, Wait
from models.rules.stages import UNREPORTED, Stage, Standing

Effect = Callable[[CheckpointFacts, ActFacts], CheckpointFacts]


def with_report(facts: CheckpointFacts, act_facts: ActFacts) -> CheckpointFacts:
    """The report stands; an earlier one is replaced, and when the first came is kept.

    A finding waits behind it for its verification.
    """
    before = facts.report if facts.stage is Stage.REPORTED else None
    first_at = (before.first_at or before.recorded_at) if before else act_facts.recorded_at
    report = ReportFacts(
        recorded_at=act_facts.recorded_at,
        by=act_facts.by,
        on_behalf_of=act_facts.on_behalf_of,
        value=act_facts.value,
        delivered=act_facts.delivered,
        basis=act_facts.basis,
        first_at=first_at,
        id=act_facts.report_id,
    )
    return replace(facts, report=report)


def with_result(facts: CheckpointFacts, act_facts: ActFacts) -> CheckpointFacts:
    """What the secretariat does not say otherwise is as it was reported."""
    report = facts.report
    value = act_facts.value if act_facts.value is not None or report is None else report.value
    delivered = (
        act_facts.delivered
        if act_facts.delivered is not None or report is None
        else report.delivered
    )
    basis = act_facts.basis if report is None or act_facts.value is not None else report.basis
    result = ResultFacts(
        value,
        delivered,
        basis=basis,
        quality=act_facts.quality,
        objective_cause=bool(act_facts.objective_cause),
        report=report,
    )
    return _with_wait(facts, replace(facts, result=result, evaluated=False), act_facts)


def _with_wait(
    before: CheckpointFacts, after: CheckpointFacts, act_facts: ActFacts
) -> CheckpointFacts:
    """A product that was said to be there, and is found not to be.

    The days until it was found are not the unit's, as those of a report that is sent back. Where
    the secretariat says that it is there after all, they begin on that day: a wait of none yet.
    """
    if after.finding:
        return replace(after, waits=(*before.waits, *_wait_of(before, act_facts)))
    if before.is_product and (before.undelivered or before.missing):
        return replace(after, waits=(*before.waits, Wait(act_facts.today, act_facts.today)))
    return after


def returned(facts: CheckpointFacts, act_facts: ActFacts) -> CheckpointFacts:
    """The report counts no more, and its author has another date; how late it came stays.

    A finding that it would have made good stands again, with the report that it rests on.
    """
    stands = facts.result.report if facts.result is not None else None
    after = replace(facts, report=stands, returns=facts.returns + 1)
    if facts.keeps_date:  # the next report is held to the same date, but for what this one waited
        return replace(after, waits=(*facts.waits, *_wait_of(facts, act_facts)))
    after = with_new_due(replace(after, returned=_latest_returned(facts)), act_facts)
    return after if after.due_on == facts.due_on else replace(after, ended_terms=_terms(facts))


def _terms(facts: CheckpointFacts) -> tuple[ReturnedReport, ...]:
    """The terms that are over, with the one that a return with another date ends."""
    if facts.report is None:
        return facts.ended_terms
    came = ReturnedReport(facts.due_on, local_date(facts.report.recorded_at))
    return (*facts.ended_terms, came)


def _wait_of(facts: CheckpointFacts, act_facts: ActFacts) -> tuple[Wait, ...]:
    """The days that a report lay; one that says that the product is not there stopped no time.

    No day twice, and none of those on which something else stood in between.
    """
    began = [wait.returned_on for wait in facts.waits]
    if facts.report is not None:
        began.append(local_date(facts.report.recorded_at))
    if not began or facts.undelivered or facts.missing:
        return ()
    return (Wait(max(began), act_facts.today),)


def _latest_returned(facts: CheckpointFacts) -> ReturnedReport | None:
    """A return washes no lateness away, and adds none: each report is held to its own date."""
    if facts.report is None:
        return facts.returned
    came = ReturnedReport(facts.due_on, local_date(facts.report.recorded_at))
    both = (report for report in (facts.returned, came) if report is not None)
    return max(both, key=partial(how_late, calendar=facts.terms.calendar))


def missing(facts: CheckpointFacts, act_facts: ActFacts) -> CheckpointFacts:
    """Silence is a result too."""
    return replace(facts, result=ResultFacts(missing=True))


def evaluated(facts: CheckpointFacts, act_facts: ActFacts) -> CheckpointFacts:
    """The result is judged, until another one replaces it."""
    return replace(facts, evaluated=True)


def corrected(facts: CheckpointFacts, act_facts: ActFacts) -> CheckpointFacts:
    """What the correction does not speak of stays as it was found."""
    before = facts.result or ResultFacts()
    result = replace(
        before,
        value=act_facts.value,
        delivered=act_facts.delivered,
        missing=False,
        basis=act_facts.basis,
        quality=before.quality if act_facts.quality is None else act_facts.quality,
        objective_cause=_cause_after(before, act_facts),
    )
    return _with_wait(facts, replace(facts, result=result, evaluated=False), act_facts)


def _cause_after(before: ResultFacts, facts: ActFacts) -> bool:
    """An objective cause is confirmed or taken back only by somebody who says so."""
    return before.objective_cause if facts.objective_cause is None else facts.objective_cause


def with_new_due(facts: CheckpointFacts, act_facts: ActFacts) -> CheckpointFacts:
    """The cut-off follows the due date; the same date is no change."""
    if act_facts.new_due_on is None or act_facts.new_due_on == facts.due_on:
        return facts
    return replace(facts, due_on=act_facts.new_due_on, due_revision=facts.due_revision + 1)


def asked(facts: CheckpointFacts, act_facts: ActFacts) -> CheckpointFacts:
    """The date waits for its answer."""
    return replace(facts, extension_asked=act_facts.new_due_on, asked_on=act_facts.today)


def refused(facts: CheckpointFacts, act_facts: ActFacts) -> CheckpointFacts:
    """Whoever asked by the cut-off of the due date had reason to wait, and now has time to report.

    What was asked after it gives none: silence could have been recorded before. So asking again
    and again puts nothing off for good.
    """
    return _refused_on(facts, act_facts.today)


def _refused_on(facts: CheckpointFacts, today: date) -> CheckpointFacts:
    if facts.asked_on is not None and facts.asked_on > facts.terms.cut_off_on(facts.due_on):
        return facts
    return replace(facts, refused_on=today)


def report_until_if_refused(facts: CheckpointFacts, today: date) -> date | None:
    """Until when there would be time to report; None where a refusal today gives none."""
    if facts.extension_asked is None or facts.stage not in UNREPORTED:
        return None
    return _refused_on(facts, today).report_until


def withdrawn(facts: CheckpointFacts, act_facts: ActFacts) -> CheckpointFacts:
    """The checkpoint, ended; its stage stays as it was."""
    return replace(facts, standing=Standing.WITHDRAWN)
