"""Writing down what an act says: the report, or the verdict, of a submission."""

from pathlib import Path

from sqlmodel import Session

from dondoc.services.acts.act_input import ActInput, DifficultyInput
from dondoc.services.evidence.limits import check_evidence
from dondoc.services.evidence.store import attach
from dondoc.services.organisation.units import find_unit
from dondoc.services.work.checkpoints import LoadedCheckpoint
from models.report import Difficulty, ProgressReport
from models.rules.checkpoints import Act, CheckpointFacts, ResultFacts, local_date
from models.submission import Submission
from models.verdict import Verdict, Verification

VERDICTS = {
    Act.VERIFY: Verdict.ACCEPTED,
    Act.RETURN: Verdict.RETURNED,
    Act.NOT_REPORTED: Verdict.NOT_REPORTED,
    Act.CORRECT: Verdict.CORRECTED,
}


def write_report(
    session: Session, given: ActInput, submission: Submission, evidence: Path
) -> ProgressReport:
    """The report of a submission, with its difficulties and its evidence."""
    report = ProgressReport(
        submission_id=submission.key,
        checkpoint_id=submission.checkpoint_id,
        final=given.act is Act.REPORT,
        value=given.value,
        delivered=given.delivered,
        basis=given.basis,
        value_as_of=given.value_as_of,
        narrative=given.narrative.strip(),
    )
    session.add(report)
    session.flush()
    for hindrance in given.hindrances:
        session.add(_difficulty(session, report.key, hindrance, submission))
    files = check_evidence(session, given.evidence)
    attach(session, evidence, report.key, files, submission.recorded_at)
    return report


def _difficulty(
    session: Session, report_id: int, said: DifficultyInput, submission: Submission
) -> Difficulty:
    remover = None
    if said.remover_unit:
        remover = find_unit(session, said.remover_unit, local_date(submission.recorded_at)).unit_id
    return Difficulty(
        report_id=report_id,
        difficulty=said.difficulty.strip(),
        proposal=said.proposal.strip(),
        remover_unit_id=remover,
        objective=said.objective,
    )


def verification(
    given: ActInput, submission: Submission, item: LoadedCheckpoint, after: CheckpointFacts
) -> Verification:
    """The verdict of a submission. `after`: the facts once it is applied, which hold its result."""
    settles = given.act in (Act.VERIFY, Act.CORRECT)
    found = after.result if settles and after.result else ResultFacts(quality=given.quality)
    return Verification(
        submission_id=submission.key,
        checkpoint_id=submission.checkpoint_id,
        report_id=item.report_id,
        verdict=VERDICTS[given.act],
        value=found.value,
        delivered=found.delivered,
        basis=found.basis,
        quality=found.quality,
        objective_cause=found.objective_cause,
        note=given.narrative.strip(),
    )
