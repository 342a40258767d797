"""How somebody's work was judged: verdicts, provisional points of each quarter, and who looked."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlmodel import col

from dondoc.services.evaluation.people.periods import quarters_of
from dondoc.services.evaluation.people.person_period import heads_on, year_so_far
from dondoc.services.evaluation.people.read import OfficialsReading, read_officials
from dondoc.services.evaluation.people.rules_in_force import rules_of_quarters
from dondoc.services.personal_data.own_file.acts import LABEL, REF, YEAR, mine
from dondoc.services.personal_data.own_file.cells import FilePart, FileQuestion, part, word
from dondoc.services.personal_data.own_file.kinds import PersonalDataKind
from models.assignment import Checkpoint
from models.evaluation_round import EvaluationDossier, EvaluationRound
from models.evaluation_viewing import EvaluationViewing
from models.joins import ASSIGNMENT_OF_CHECKPOINT, PROGRAMME_OF_ASSIGNMENT
from models.person import Person
from models.programme import Programme
from models.report import ProgressReport
from models.rules.calendar import OutsideCalendarError
from models.rules.scoring.exact import decimal_of
from models.submission import Submission
from models.verdict import Evaluation, Verification

_Cells = tuple[object, ...]


def own_work(question: FileQuestion) -> list[tuple[Programme, OfficialsReading]]:
    """The work that they answer for or did, by programmes, as the evaluation reads it."""
    session = question.session
    programmes = session.scalars(select(Programme).order_by(col(Programme.year))).all()
    found = []
    for programme in programmes:
        try:
            reading = read_officials(session, programme, question.day, question.person.key)
        except OutsideCalendarError:  # a year of which this day is too far: there is no work yet
            continue
        found.append((programme, reading))
    return found


def verdicts_part(
    question: FileQuestion, work: list[tuple[Programme, OfficialsReading]]
) -> FilePart:
    """Verdicts on what they reported and on what was theirs, silence among it, and the scores."""
    key = question.person.key
    refs = {
        (programme.year, each.ref)
        for programme, reading in work
        for each in reading.by_person.get(key, ())
    }
    rows: list[_Cells] = []
    for at, year, ref, label, verdict, *found, reason, note, reported in question.rows(
        _verdicts_query(key, {year for year, _ in refs})
    ):
        whole = f"{ref}/{label}"
        if reported or (year, whole) in refs:
            why = "\n".join(filter(None, (reason, note)))
            kind = word("personal_data.verdict", verdict)
            rows.append((at, year, whole, kind, *found, None, None, why))
    rows += _scores(question, refs)
    columns = (
        "at", "year", "ref", "verdict", "value", "delivered", "quality", "total", "grade", "note",
    )  # fmt: skip
    return part(PersonalDataKind.VERDICTS, columns, rows)  # type: ignore[arg-type]


def _verdicts_query(person_id: int, years: Collection[int]) -> Select[Any]:
    """Of these years, and on whatever the person reported: which it is, stands last."""
    ours = select(col(ProgressReport.id)).join(
        Submission, col(Submission.id) == col(ProgressReport.submission_id)
    )
    reported = col(Verification.report_id).in_(ours.where(mine(person_id)))
    return (
        select(
            col(Submission.recorded_at), YEAR, REF, LABEL, col(Verification.verdict),
            col(Verification.value), col(Verification.delivered), col(Verification.quality),
            col(Submission.reason), col(Verification.note), reported,
        )
        .select_from(Verification)
        .join(Submission, col(Submission.id) == col(Verification.submission_id))
        .join(Checkpoint, col(Checkpoint.id) == col(Verification.checkpoint_id))
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*PROGRAMME_OF_ASSIGNMENT)
        .where(or_(YEAR.in_(years), reported))
        .order_by(col(Verification.id))
    )  # fmt: skip


def _scores(question: FileQuestion, refs: set[tuple[int, str]]) -> Iterator[_Cells]:
    """The scores of single checkpoints that were theirs."""
    query = (
        select(
            col(Submission.recorded_at), YEAR, REF, LABEL, col(Evaluation.total),
            col(Evaluation.grade), col(Evaluation.note),
        )
        .select_from(Evaluation)
        .join(Submission, col(Submission.id) == col(Evaluation.submission_id))
        .join(Checkpoint, col(Checkpoint.id) == col(Evaluation.checkpoint_id))
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*PROGRAMME_OF_ASSIGNMENT)
        .where(YEAR.in_({year for year, _ in refs}))
        .order_by(col(Evaluation.id))
    )  # fmt: skip
    for at, year, ref, label, total, grade, note in question.rows(query):
        if (year, f"{ref}/{label}") in refs:
            found = word("personal_data.verdict", "evaluated")
            yield (
                at, year, f"{ref}/{label}", found, None, None, None, total, word("grade", grade),
                note,
            )  # fmt: skip


def evaluations_part(
    question: FileQuestion, work: list[tuple[Programme, OfficialsReading]]
) -> FilePart:
    """The provisional points of each quarter's results, by the rule set in force at its end."""
    rows: list[_Cells] = []
    for programme, reading in work:
        if not reading.by_person.get(question.person.key):
            continue
        end = quarters_of(programme.year)[-1].end
        leads = question.person.key in heads_on(question.session, end, question.person.key)
        judged_by = rules_of_quarters(question.session, programme.year, leads)
        parameters = [rules.parameters() for rules in judged_by]
        so_far = year_so_far(reading, question.person.key, leads, parameters)
        for quarter, rules in zip(so_far.quarters, judged_by, strict=True):
            points = quarter.results
            shown = None if points is None else decimal_of(points, 2)
            named = f"{rules.code} ({rules.version})"
            rows.append((programme.year, quarter.period, quarter.counted, shown, named))
    columns = ("year", "period", "counted", "points", "rules")
    return part(PersonalDataKind.EVALUATIONS, columns, rows)  # type: ignore[arg-type]


def _evaluated_in(person_id: int) -> Select[Any]:
    """The programmes of their rounds: a head without work stands in their lists all the same."""
    query = select(col(EvaluationRound.programme_id)).join(
        EvaluationDossier, col(EvaluationDossier.round_id) == col(EvaluationRound.id)
    )
    return query.where(col(EvaluationDossier.person_id) == person_id)


def looks_part(question: FileQuestion, work: list[tuple[Programme, OfficialsReading]]) -> FilePart:
    """Who looked at their evaluation, and at which lists of all; and that they looked at others'.

    Whose evaluation they looked at is another's to see.
    """
    key = question.person.key
    stands_in = [each.key for each, reading in work if reading.by_person.get(key)]
    whose, by = col(EvaluationViewing.person_id), col(EvaluationViewing.viewed_by_id)
    listed = and_(
        col(EvaluationViewing.person_id).is_(None),
        or_(
            col(EvaluationViewing.programme_id).in_(stands_in),
            col(EvaluationViewing.programme_id).in_(_evaluated_in(key)),
        ),
    )
    query = (
        select(
            col(EvaluationViewing.viewed_at), col(EvaluationViewing.period), whose, by,
            col(Person.full_name),
        )
        .join(Person, col(Person.id) == by, isouter=True)
        .where(or_(whose == key, listed, by == key))
        .order_by(col(EvaluationViewing.id))
    )  # fmt: skip
    rows: list[_Cells] = []
    for at, period, of, looked_by, name in question.rows(query):
        own_look = looked_by == key
        what = "by_you" if own_look else "at_list" if of is None else "at_yours"
        rows.append((at, word("personal_data.look", what), period, "" if own_look else name or ""))
    return part(PersonalDataKind.LOOKS, ("at", "what", "period", "by"), rows)  # type: ignore[arg-type]
