"""Whether whoever decides on somebody also gave the comment of the level above, or is the one."""

from typing import Protocol

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.services.evaluation.course.context import round_context
from dondoc.services.evaluation.course.dossiers import DossierRead, dossiers_of
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.organisation.changes import SettingsChange
from models.evaluation_round import EvaluationDossierStep, EvaluationRound, EvaluationSession
from models.rules.evaluation_course.levels import REFUSED, SameLevel, same_level
from models.rules.texts import bare, composed_letters, without_unseen


class Sitting(Protocol):
    """Who sits: of `members` so many are `present`. `chair`: by name, '' where nobody said."""

    @property
    def chair(self) -> str: ...
    @property
    def members(self) -> int: ...
    @property
    def present(self) -> int: ...


def same_level_in(meant: Sitting, dossier: DossierRead, recorder_id: int) -> SameLevel | None:
    """The conflict that whoever records a decision in a session has; None without any.

    The chair is written down by name: whoever commented under that name is the chair, and whoever
    is graded under it.
    """
    comment, chair = dossier.comment, _plain(meant.chair)
    own = chair == _plain(dossier.name)
    commented = comment is not None and (
        comment.person_id == recorder_id or chair == _plain(dossier.names[comment.person_id])
    )
    return same_level(commented, members=meant.members, present=meant.present, own=own)


def check_levels(meant: Sitting, dossier: DossierRead, recorder_id: int) -> None:
    """Raises Refused where whoever commented, or is graded, would decide without a majority."""
    found = same_level_in(meant, dossier, recorder_id)
    if found in REFUSED:
        key = f"evaluation.session.error.{REFUSED[found]}"
        raise Refused(key, present=meant.present, members=meant.members, who=dossier.name)


def check_levels_of_decided(
    change: SettingsChange, held: EvaluationRound, meant: EvaluationSession, details: Sitting
) -> None:
    """Raises FieldError at the chair where a decision in force of this session would be refused
    for the same, had this been who was there.
    """
    session = change.session
    decided = _decided_in(session, meant.key)
    context = round_context(session, held, change.today)
    for dossier in dossiers_of(session, context, decided):
        decision = dossier.decision
        if decision is not None and decision.session_id == meant.key:
            try:
                check_levels(details, dossier, decision.person_id)
            except Refused as error:
                raise FieldError("chair", error.key, **error.params) from error


def check_did_not_chair(change: SettingsChange, dossier: DossierRead) -> None:
    """Raises Refused for whoever chaired a session in which it was decided: whoever answers a
    re-assessment is another, and whoever chairs decides as much as whoever records it.
    """
    row = EvaluationSession
    ids = {step.session_id for step in dossier.steps if step.session_id is not None}
    chairs = change.session.scalars(select(col(row.chair)).where(col(row.id).in_(sorted(ids))))
    if _plain(change.actor.full_name) in {_plain(chair) for chair in chairs}:
        raise Refused("evaluation.course.error.same_assessor")


def _decided_in(session: Session, session_id: int) -> set[int]:
    step = EvaluationDossierStep
    query = select(col(step.dossier_id)).where(col(step.session_id) == session_id)
    return set(session.scalars(query))


def _plain(name: str) -> str:
    return " ".join(bare(without_unseen(composed_letters(name))).casefold().split())
