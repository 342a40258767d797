"""The course of somebody's evaluations, and the days on which they were away with a good reason."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.rendering.formats import day
from dondoc.services.evaluation.course.dossiers import DossierSteps
from dondoc.services.evaluation.course.kept_scores import kept_score
from dondoc.services.evaluation.course.rounds import steps_of_rounds
from dondoc.services.evaluation.course.step_input import kept_points
from dondoc.services.evaluation.course.withheld import steps_open_to_all
from dondoc.services.evaluation.people.periods import judged_period
from dondoc.services.organisation.directory import names_of_people
from dondoc.services.organisation.units import UnitNames, names_on
from dondoc.services.personal_data.own_file.cells import FilePart, FileQuestion, part, word
from dondoc.services.personal_data.own_file.kinds import PersonalDataKind
from dondoc.store.bulk import among
from models.discipline import DisciplineRecord
from models.evaluation_absence import EvaluationAbsence
from models.evaluation_round import (
    EvaluationDossier,
    EvaluationDossierStep,
    EvaluationRound,
    EvaluationVote,
)
from models.led_field import LedField
from models.programme import Programme
from models.rules.evaluation_course.rounds import round_state
from models.rules.scoring.exact import decimal_of

_Cells = tuple[Any, ...]


def assessments_part(question: FileQuestion) -> FilePart:
    """Every step of their evaluations with its points, grade and words, and the votes on them.

    What is decided and not published is not theirs to see yet, here as on the pages.
    """
    columns = (
        "at", "year", "period", "act", "recorder", "criteria", "total", "grade", "votes", "note",
    )  # fmt: skip
    return part(PersonalDataKind.ASSESSMENTS, columns, _rows(question))


@dataclass(frozen=True)
class _OwnDossier:
    """One of their evaluations; `year`: of its programme, `unit`: as it was called."""

    row: EvaluationDossier
    held: EvaluationRound
    year: int
    unit: str
    steps: DossierSteps
    votes: tuple[EvaluationVote, ...]


def _rows(question: FileQuestion) -> list[_Cells]:
    dossiers = list(_dossiers(question))
    ids = {step.person_id for each in dossiers for step in each.steps}
    names = names_of_people(question.session, ids)
    return [row for each in dossiers for row in _of_dossier(each, names)]


def _dossiers(question: FileQuestion) -> Iterator[_OwnDossier]:
    """As many queries for one round as for all that there ever were."""
    session, dossier, held = question.session, EvaluationDossier, EvaluationRound
    query = (
        select(dossier, held, col(Programme.year))
        .join(held, col(held.id) == col(dossier.round_id))
        .join(Programme, col(Programme.id) == col(held.programme_id))
        .where(col(dossier.person_id) == question.person.key)
        .order_by(col(held.id))
    )
    rows = session.execute(query).tuples().all()
    taken = steps_of_rounds(session, [held.key for _, held, _ in rows])
    ids = [dossier.key for dossier, _, _ in rows]
    steps = _by_dossier(session, EvaluationDossierStep, ids)
    votes = _by_dossier(session, EvaluationVote, ids)
    units = UnitNames(session, {dossier.unit_id for dossier, _, _ in rows})
    for row, of, year in rows:
        unit = units.on(row.unit_id, judged_period(of.period, year).end)
        open_to_them = steps_open_to_all(round_state(taken[of.key]), tuple(steps[row.key]))
        yield _OwnDossier(row, of, year, unit, open_to_them, tuple(votes[row.key]))


def _by_dossier(session: Session, table: type[Any], ids: Sequence[int]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    query = select(table).where(among(session, col(table.dossier_id), set(ids)))
    for each in session.scalars(query.order_by(col(table.id))):
        found[each.dossier_id].append(each)
    return found


def _of_dossier(dossier: _OwnDossier, names: Mapping[int, str]) -> Iterator[_Cells]:
    period = dossier.year, dossier.held.period
    if not dossier.steps:
        yield (None, *period, *[None] * 6, f"{dossier.row.position}, {dossier.unit}")
    for step in dossier.steps:
        yield _step(period, names, step)
    # The votes of sessions in which something was decided that they may see.
    sessions = {step.session_id for step in dossier.steps} - {None}
    for vote in dossier.votes:
        if vote.session_id in sessions:
            option = word("evaluation.session.option", vote.grade or "none")
            yield (None, *period, None, "", "", None, option, vote.in_favour, "")


def _step(period: tuple[int, str], names: Mapping[int, str], step: EvaluationDossierStep) -> _Cells:
    rounded = kept.total if (kept := kept_score(step)) else None
    points = "; ".join(f"{number}: {value}" for number, value in kept_points(step).items())
    words = (step.words, step.strengths, step.limits, step.reason)
    return (
        step.at, *period, word("evaluation.step", step.kind), names[step.person_id], points,
        None if rounded is None else decimal_of(rounded, 2), word("grade", step.grade), None,
        "\n".join(filter(None, words)),
    )  # fmt: skip


def absences_part(question: FileQuestion) -> FilePart:
    """The days that were recorded, why, by which paper, and what was taken back."""
    row = EvaluationAbsence
    query = select(row).where(col(row.person_id) == question.person.key)
    found = question.session.scalars(query.order_by(col(row.id))).all()
    names = names_of_people(question.session, {each.recorded_by_id for each in found})
    columns = ("at", "start", "end", "reason", "files", "recorder", "ended_at", "note")
    return part(
        PersonalDataKind.ABSENCES,
        columns,
        (
            (each.recorded_at, each.first_on, each.last_on,
             word("evaluation.absence.reason", each.reason), each.paper,
             names[each.recorded_by_id], each.taken_back_at, each.taken_back_why)
            for each in found
        ),
    )  # fmt: skip


def discipline_part(question: FileQuestion) -> FilePart:
    """The papers on them that were recorded, and what was taken back."""
    row = DisciplineRecord
    query = select(row).where(col(row.person_id) == question.person.key)
    found = question.session.scalars(query.order_by(col(row.id))).all()
    names = names_of_people(question.session, {each.recorded_by_id for each in found})
    columns = ("at", "start", "what", "files", "recorder", "ended_at", "note")
    return part(
        PersonalDataKind.DISCIPLINE,
        columns,
        (
            (each.recorded_at, each.effective_on, word("evaluation.discipline.kind", each.kind),
             f"{each.paper_number}, {day(each.signed_on)}, {each.paper_body}",
             names[each.recorded_by_id], each.taken_back_at, each.taken_back_why)
            for each in found
        ),
    )  # fmt: skip


def fields_part(question: FileQuestion) -> FilePart:
    """The fields that they lead, by which paper, and what was taken back."""
    row = LedField
    query = select(row).where(col(row.person_id) == question.person.key)
    found = question.session.scalars(query.order_by(col(row.id))).all()
    names = names_of_people(question.session, {each.recorded_by_id for each in found})
    units = names_on(question.session, question.day) if found else {}
    columns = ("at", "start", "end", "what", "files", "recorder", "ended_at", "note")
    return part(
        PersonalDataKind.FIELDS,
        columns,
        (
            (each.recorded_at, each.first_on, each.last_on,
             f"{units[each.unit_id].name}: {each.category}".removesuffix(": "), each.paper,
             names[each.recorded_by_id], each.taken_back_at, each.taken_back_why)
            for each in found
        ),
    )  # fmt: skip
