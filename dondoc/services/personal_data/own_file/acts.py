"""What somebody did: acts, reports with their files, objective causes, notes of their own."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlmodel import col

from dondoc.services.personal_data.own_file.cells import FilePart, FileQuestion, part, word
from dondoc.services.personal_data.own_file.kinds import PersonalDataKind
from models.assignment import Assignment, Checkpoint
from models.drafts_and_views import Comment, EvaluationDraft, ReportDraft, SavedView
from models.evaluation_round import EvaluationDossier, EvaluationRound
from models.joins import (
    ASSIGNMENT_OF_CHECKPOINT,
    CHECKPOINT_OF_SUBMISSION,
    PROGRAMME_OF_ASSIGNMENT,
)
from models.objective_cause import CauseStatement
from models.programme import Programme
from models.report import Difficulty, ProgressReport, ReportEvidence
from models.submission import Submission, SubmissionEvidence

YEAR, REF, LABEL = col(Programme.year), col(Assignment.ref), col(Checkpoint.label)


def mine(person_id: int) -> ColumnElement[bool]:
    """The condition that an act was done by a person, or on their behalf."""
    return or_(col(Submission.actor_id) == person_id, col(Submission.on_behalf_of_id) == person_id)


def of_work(query: Select) -> Select:  # type: ignore[type-arg]
    """A query of submissions, joined to the checkpoint, the assignment and the year."""
    query = query.join(*CHECKPOINT_OF_SUBMISSION).join(*ASSIGNMENT_OF_CHECKPOINT)
    return query.join(*PROGRAMME_OF_ASSIGNMENT)


def acts_part(question: FileQuestion) -> FilePart:
    """Every act by them or on their behalf."""
    query = of_work(
        select(
            col(Submission.id), col(Submission.recorded_at), YEAR, REF, LABEL,
            col(Submission.act), col(Submission.reason), col(Submission.state),
        ).select_from(Submission)
    )  # fmt: skip
    rows = question.rows(query.where(mine(question.person.key)).order_by(col(Submission.id)))
    files = _of_requests(question)
    return part(
        PersonalDataKind.ACTS,
        ("at", "year", "ref", "act", "reason", "state", "files"),
        (
            (at, year, f"{ref}/{label}", word("act", act), reason,
             word("personal_data.submission", state), "\n".join(files[key]))
            for key, at, year, ref, label, act, reason, state in rows
        ),
    )  # fmt: skip


def _of_requests(question: FileQuestion) -> dict[int, list[str]]:
    """The names of the files that came with requests for more time, by submission."""
    files: dict[int, list[str]] = defaultdict(list)
    query = (
        select(col(SubmissionEvidence.submission_id), col(SubmissionEvidence.filename))
        .join(Submission, col(Submission.id) == col(SubmissionEvidence.submission_id))
        .where(mine(question.person.key))
        .order_by(col(SubmissionEvidence.id))
    )
    for submission_id, name in question.rows(query):
        files[submission_id].append(name)
    return files


def reports_part(question: FileQuestion) -> FilePart:
    """What they reported: figures, words, difficulties, and the names of the files."""
    query = of_work(
        select(
            col(ProgressReport.id), col(Submission.recorded_at), YEAR, REF, LABEL,
            col(ProgressReport.value), col(ProgressReport.delivered), col(ProgressReport.basis),
            col(ProgressReport.narrative),
        )
        .select_from(Submission)
        .join(ProgressReport, col(ProgressReport.submission_id) == col(Submission.id))
    )  # fmt: skip
    rows = question.rows(query.where(mine(question.person.key)).order_by(col(Submission.id)))
    files, troubles = _beside_reports(question)
    return part(
        PersonalDataKind.REPORTS,
        ("at", "year", "ref", "value", "delivered", "basis", "narrative", "difficulties", "files"),
        (
            (at, year, f"{ref}/{label}", value, delivered, word("basis", basis), narrative,
             "\n".join(troubles[key]), "\n".join(files[key]))
            for key, at, year, ref, label, value, delivered, basis, narrative in rows
        ),
    )  # fmt: skip


def _beside_reports(
    question: FileQuestion,
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """The names of files, and difficulties with proposals, by report."""
    ours = of_work(
        select(col(ProgressReport.id))
        .select_from(Submission)
        .join(ProgressReport, col(ProgressReport.submission_id) == col(Submission.id))
    ).where(mine(question.person.key))
    files: dict[int, list[str]] = defaultdict(list)
    troubles: dict[int, list[str]] = defaultdict(list)
    names = select(col(ReportEvidence.report_id), col(ReportEvidence.filename))
    for report_id, name in question.rows(names.where(col(ReportEvidence.report_id).in_(ours))):
        files[report_id].append(name)
    texts = select(col(Difficulty.report_id), col(Difficulty.difficulty), col(Difficulty.proposal))
    for report_id, *words in question.rows(texts.where(col(Difficulty.report_id).in_(ours))):
        troubles[report_id].append("; ".join(filter(None, words)))
    return files, troubles


def causes_part(question: FileQuestion) -> FilePart:
    """The objective causes that they asked for, and how each was answered."""
    query = of_work(
        select(
            col(Submission.recorded_at), YEAR, REF, LABEL, col(CauseStatement.kind),
            col(CauseStatement.number), col(Submission.act), col(CauseStatement.since),
            col(Submission.reason),
        )
        .select_from(Submission)
        .join(CauseStatement, col(CauseStatement.submission_id) == col(Submission.id))
    )  # fmt: skip
    rows = question.rows(query.where(_asked_by(question)).order_by(col(Submission.id)))
    return part(
        PersonalDataKind.CAUSES,
        ("at", "year", "ref", "about", "number", "act", "since", "reason"),
        (
            (at, year, f"{ref}/{label}", word("personal_data.deduction", kind), number,
             word("act", act), since, reason)
            for at, year, ref, label, kind, number, act, since, reason in rows
        ),
    )  # fmt: skip


def _asked_by(question: FileQuestion) -> ColumnElement[bool]:
    """The condition that a statement is of a shortfall of which they said anything."""
    own = (
        select(
            col(CauseStatement.checkpoint_id), col(CauseStatement.kind), col(CauseStatement.number)
        )
        .join(Submission, col(Submission.id) == col(CauseStatement.submission_id))
        .where(mine(question.person.key))
        .subquery()
    )
    same = and_(
        own.c.checkpoint_id == col(CauseStatement.checkpoint_id),
        own.c.kind == col(CauseStatement.kind),
        own.c.number == col(CauseStatement.number),
    )
    return select(own.c.number).where(same).exists()


def notes_part(question: FileQuestion) -> FilePart:
    """Remarks on assignments, drafts of reports and evaluations, and lists kept for themselves."""
    key = question.person.key
    comments = question.rows(
        select(col(Comment.at), YEAR, REF, col(Comment.text))
        .join(Assignment, col(Assignment.id) == col(Comment.assignment_id))
        .join(*PROGRAMME_OF_ASSIGNMENT)
        .where(col(Comment.person_id) == key)
        .order_by(col(Comment.id))
    )
    views = question.rows(
        select(col(SavedView.page), col(SavedView.name), col(SavedView.query))
        .where(col(SavedView.person_id) == key)
        .order_by(col(SavedView.id))
    )
    what = "personal_data.note"
    rows = [(word(what, "comment"), at, f"{year} {ref}", text) for at, year, ref, text in comments]
    rows += [(word(what, "draft"), *draft) for draft in _drafts_of_reports(question)]
    rows += [(word(what, "evaluation_draft"), *draft) for draft in _drafts_of_steps(question)]
    rows += [(word(what, "view"), None, page, f"{name}: {query}") for page, name, query in views]
    return part(PersonalDataKind.NOTES, ("what", "at", "where", "text"), rows)


_Draft = tuple[datetime, str, str]
"""When it was saved, of what, and what is typed."""


def _drafts_of_reports(question: FileQuestion) -> list[_Draft]:
    drafts = question.rows(
        select(col(ReportDraft.saved_at), YEAR, REF, LABEL, col(ReportDraft.typed))
        .join(Checkpoint, col(Checkpoint.id) == col(ReportDraft.checkpoint_id))
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*PROGRAMME_OF_ASSIGNMENT)
        .where(col(ReportDraft.person_id) == question.person.key)
        .order_by(col(ReportDraft.id))
    )
    return [(at, f"{year} {ref}/{label}", _typed(typed)) for at, year, ref, label, typed in drafts]


def _drafts_of_steps(question: FileQuestion) -> list[_Draft]:
    draft = EvaluationDraft
    steps = question.rows(
        select(col(draft.saved_at), col(EvaluationRound.period), col(draft.typed))
        .join(EvaluationDossier, col(EvaluationDossier.id) == col(draft.dossier_id))
        .join(EvaluationRound, col(EvaluationRound.id) == col(EvaluationDossier.round_id))
        .where(col(draft.person_id) == question.person.key)
        .order_by(col(draft.id))
    )
    return [(at, period, _typed(typed)) for at, period, typed in steps]


def _typed(fields: dict[str, object]) -> str:
    return "\n".join(f"{name}: {text}" for name, text in sorted(fields.items()) if text)
