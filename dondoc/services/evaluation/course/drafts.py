"""What somebody typed of a step and has not taken: kept, so that a broken line loses nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.course.step_input import MAX_WORDS
from dondoc.services.grounds.compare import check_grounds
from dondoc.services.grounds.office import hold_office
from models.drafts_and_views import EvaluationDraft
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.grounds import Grounds, plain

MAX_FIELDS = 60


@dataclass(frozen=True)
class DraftOf:
    """Whose draft of which step of which evaluation."""

    person_id: int
    dossier_id: int
    act: DossierAct


@dataclass(frozen=True)
class TypedStep:
    """The fields as typed, by name. `saved_at`: None for what was never kept."""

    typed: Mapping[str, str] = field(default_factory=dict)
    saved_at: datetime | None = None

    @property
    def grounds(self) -> Grounds:
        """What a form that shows the draft carries of it."""
        return {"saved": plain(self.saved_at)}


def find_draft(session: Session, whose: DraftOf) -> TypedStep:
    """The draft; an empty one where nothing was kept."""
    row = _row(session, whose)
    return TypedStep() if row is None else TypedStep(row.typed, row.saved_at)


def keep_draft(
    session: Session,
    whose: DraftOf,
    form: str,
    typed: Mapping[str, str],
    grounds_shown: str,
    now: datetime,
) -> None:
    """Keeps what was typed in one opened form.

    Raises OutdatedError where another form brought something newer than this one has shown: of two
    windows neither overwrites what it does not know; FieldError for more than can be kept: nothing
    is cut off in silence.
    """
    for name, text in typed.items():
        if len(text) > MAX_WORDS * 2:
            raise FieldError(name, "evaluation.course.error.too_long", most=MAX_WORDS)
    hold_office(session)
    row = _row(session, whose)
    kept = dict(list(typed.items())[:MAX_FIELDS])
    if row is None:
        row = EvaluationDraft(
            person_id=whose.person_id, dossier_id=whose.dossier_id, act=whose.act, form=form,
            saved_at=now,
        )  # fmt: skip
    elif row.form != form:
        check_grounds(grounds_shown, TypedStep(row.typed, row.saved_at).grounds, ("saved",))
    row.form, row.typed, row.saved_at = form, kept, now
    session.add(row)
    session.flush()


def drop_draft(session: Session, whose: DraftOf) -> None:
    """Throws it away: what was typed is taken, or is not wanted."""
    if (row := _row(session, whose)) is not None:
        session.delete(row)
        session.flush()


def _row(session: Session, whose: DraftOf) -> EvaluationDraft | None:
    query = select(EvaluationDraft).where(
        col(EvaluationDraft.person_id) == whose.person_id,
        col(EvaluationDraft.dossier_id) == whose.dossier_id,
        col(EvaluationDraft.act) == whose.act,
    )
    return session.scalars(query).first()
