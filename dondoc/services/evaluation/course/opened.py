"""Evaluations as they stand now, opened for a step: one, or many of a round at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dondoc.errors import BadInput
from dondoc.services.evaluation.course.assessors import AssessorLookup, assessor_lookup
from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.dossiers import (
    dossiers_of,
)
from dondoc.services.evaluation.course.score import DossierWork, works_of
from dondoc.services.organisation.changes import SettingsChange
from models.evaluation_round import EvaluationDossier, EvaluationRound


@dataclass(frozen=True)
class OpenDossier:
    """An evaluation as it stands now, with its work, its round, and who is what to it."""

    work: DossierWork
    context: RoundContext
    assessors: AssessorLookup


def open_dossier(change: SettingsChange, dossier_id: int) -> OpenDossier:
    """An evaluation as it stands now. Raises BadInput where there is none."""
    session = change.session
    row = session.get(EvaluationDossier, dossier_id)
    if row is None:
        raise BadInput("evaluation.course.error.unknown")
    held = session.get_one(EvaluationRound, row.round_id)
    return open_dossiers(change, held, [dossier_id])[dossier_id]


def open_dossiers(
    change: SettingsChange, held: EvaluationRound, ids: Sequence[int]
) -> Mapping[int, OpenDossier]:
    """Those of a round as they stand now, by their keys; in as many queries for all as for one."""
    session = change.session
    context = round_context(session, held, change.today)
    dossiers = dossiers_of(session, context, ids)
    works = works_of(session, context, dossiers, change.today)
    assessors = assessor_lookup(session, context)
    return {key: OpenDossier(work, context, assessors) for key, work in works.items()}
