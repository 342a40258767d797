"""Writing down what an act says: the report, or the verdict, of a submission."""

from pathlib import Path

from sqlmodel import Session

from dondoc.services.acts.act_input import ActInput, DifficultyInput
from dondoc.services.evidence.limits import check_evidence
from dondoc.services.evidence.store import attach, stored
from dondoc.services.organisation.units import find_unit_id
from dondoc.services.work.checkpoints import LoadedCheckpoint
from models.objective_cause import CauseEvidence, CauseStatement
from models.report import Difficulty, ProgressReport
from models.rules.checkpoints import Act, CheckpointFacts, ResultFacts, local_date
from models.rules.objective_causes import Deduction
from models.rules.texts import bare
from models.submission import Submission, SubmissionEvidence
from models.verdict import Verdict, Verification

VERDICTS = {
    Act.VERIFY: Verdict.ACCEPTED,
    Act.RETURN: Verdict.RETURNED,
    Act.NOT_REPORTED: Verdict.NOT_REPORTED,
    Act.CORRECT: Verdict.CORRECTED,
}


def write_content(
    session: Session,
    act_input: ActInput,
    submission: Submission,
    evidence: Path,
    deduction: Deduction | None,
) -> None:
    """What a submission says that judges nobody, and the files that show it."""
    if act_input.act in (Act.REPORT, Act.UPDATE):
        write_report(session, act_input, submission, evidence)
    elif deduction is not None:
        _write_cause(session, act_input, deduction, submission, evidence)
    elif act_input.act is Act.ASK_EXTENSION:
        _write_evidence(session, act_input, submission, evidence)


def write_report(
    session: Session, act_input: ActInput, submission: Submission, evidence: Path
) -> None:
    """The report of a submission, with its difficulties and its evidence."""
    report = ProgressReport(
        submission_id=submission.key,
        checkpoint_id=submission.checkpoint_id,
        final=act_input.act is Act.REPORT,
        value=act_input.value,
        delivered=act_input.delivered,
        basis=act_input.basis,
        value_as_of=act_input.value_as_of,
        narrative=bare(act_input.narrative),
    )
    session.add(report)
    session.flush()
    for hindrance in act_input.hindrances:
        session.add(_difficulty(session, report.key, hindrance, submission))
    files = check_evidence(session, act_input.evidence)
    attach(session, evidence, report.key, files, submission.recorded_at)


def _write_cause(
    session: Session,
    act_input: ActInput,
    deduction: Deduction,
    submission: Submission,
    evidence: Path,
) -> None:
    """What a submission says of an objective cause, with its evidence."""
    statement = CauseStatement(
        submission_id=submission.key,
        checkpoint_id=submission.checkpoint_id,
        kind=deduction.kind,
        number=deduction.number,
        since=act_input.since,
    )
    session.add(statement)
    session.flush()
    files = check_evidence(session, act_input.evidence)
    for file_id, name in stored(session, evidence, files, submission.recorded_at).items():
        row = CauseEvidence(statement_id=statement.key, file_id=file_id, filename=name)
        session.add(row)


def _write_evidence(
    session: Session, act_input: ActInput, submission: Submission, evidence: Path
) -> None:
    """The files of an act that says nothing beside its reason."""
    files = check_evidence(session, act_input.evidence)
    for file_id, name in stored(session, evidence, files, submission.recorded_at).items():
        row = SubmissionEvidence(submission_id=submission.key, file_id=file_id, filename=name)
        session.add(row)


def _difficulty(
    session: Session, report_id: int, difficulty_input: DifficultyInput, submission: Submission
) -> Difficulty:
    remover = None
    if difficulty_input.remover_unit:
        day = local_date(submission.recorded_at)
        remover = find_unit_id(session, difficulty_input.remover_unit, day)
    return Difficulty(
        report_id=report_id,
        difficulty=bare(difficulty_input.difficulty),
        proposal=bare(difficulty_input.proposal),
        remover_unit_id=remover,
        objective=difficulty_input.objective,
    )


def verification(
    act_input: ActInput,
    submission: Submission,
    checkpoint: LoadedCheckpoint,
    after: CheckpointFacts,
) -> Verification:
    """The verdict of a submission. `after`: the facts once it is applied, which hold its result."""
    settles = act_input.act in (Act.VERIFY, Act.CORRECT)
    result_facts = (
        after.result if settles and after.result else ResultFacts(quality=act_input.quality)
    )
    return Verification(
        submission_id=submission.key,
        checkpoint_id=submission.checkpoint_id,
        report_id=checkpoint.report_id,
        verdict=VERDICTS[act_input.act],
        value=result_facts.value,
        delivered=result_facts.delivered,
        basis=result_facts.basis,
        quality=result_facts.quality,
        objective_cause=result_facts.objective_cause,
        note=bare(act_input.narrative),
    )
