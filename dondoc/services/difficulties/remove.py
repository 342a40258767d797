"""Somebody says that a difficulty is removed: how, written down and into history."""

from datetime import datetime

from sqlmodel import Session, col, select

from dondoc.errors import BadInput, Refused
from dondoc.services.difficulties.ended import why_not_open
from dondoc.services.difficulties.open import OpenDifficulty, may_remove, shown_to
from dondoc.services.history.events import append
from dondoc.services.organisation.viewer import Viewer
from models.event import EventKind
from models.report import Difficulty
from models.rules.texts import bare

MAX_LETTERS = 1000


def remove(
    session: Session, viewer: Viewer, difficulty_id: int, words: str, now: datetime
) -> OpenDifficulty:
    """Ends an open difficulty. `words`: how it was removed.

    Raises BadInput for one that is not open or not seen, and for no words or too many; Refused
    for whoever is neither its author, the unit that can remove it, nor the secretariat.
    """
    how = bare(words)
    row = session.exec(
        select(Difficulty).where(col(Difficulty.id) == difficulty_id).with_for_update()
    ).one_or_none()
    difficulties = shown_to(session, viewer, now)
    open_difficulty = next(
        (each for each in difficulties if each.difficulty_id == difficulty_id), None
    )
    if row is None or open_difficulty is None:
        ended = why_not_open(session, viewer, difficulty_id, now)
        raise ended or BadInput("difficulty.error.not_open")
    if not may_remove(viewer, open_difficulty):
        raise Refused(
            "difficulty.error.not_yours", unit=open_difficulty.remover or open_difficulty.unit
        )
    _check_words(how)
    row.resolved_at, row.resolution = now, how
    session.add(row)
    append(session, now, [_event(viewer, open_difficulty, how)])
    return open_difficulty


def _check_words(how: str) -> None:
    if not how:
        raise BadInput("difficulty.error.no_words")
    if len(how) > MAX_LETTERS:
        raise BadInput("difficulty.error.too_long", found=len(how), most=MAX_LETTERS)


def _event(viewer: Viewer, difficulty: OpenDifficulty, how: str) -> dict[str, object]:
    return {
        "kind": EventKind.RECORDED,
        "programme_id": viewer.programme_id,
        "assignment_id": difficulty.assignment_id,
        "checkpoint_id": difficulty.checkpoint_id,
        "actor_id": viewer.person_id,
        "reason": how,
        "data": {"difficulty": difficulty.difficulty_id, "removed": difficulty.difficulty},
    }
