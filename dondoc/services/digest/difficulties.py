"""Difficulties and proposals: what was said on the quarter's checkpoints, and all that is open."""

from collections.abc import Iterable

from sqlmodel import Session, col

from dondoc.services.difficulties.open import OpenDifficulty, hindrances
from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.figures.shapes import DifficultyRow
from models.assignment import Assignment
from models.rules.difficulties import End


def read_difficulties(session: Session, question: FiguresQuestion) -> list[OpenDifficulty]:
    """All that was said by the day of the digest, and how each stands then."""
    where = col(Assignment.programme_id) == question.programme.key
    if question.unit_id is not None:
        where &= col(Assignment.unit_id) == question.unit_id
    return hindrances(session, where, question.end, question.as_of)


def difficulty_rows(
    difficulties: Iterable[OpenDifficulty], judged: Iterable[JudgedCheckpoint]
) -> tuple[DifficultyRow, ...]:
    """The open ones whatever their checkpoint, then what ended of those of the period.

    What was said again in the same words stands once, with the day since which it is said.
    """
    within = {checkpoint.row.checkpoint_id for checkpoint in judged}
    shown = [
        difficulty
        for difficulty in difficulties
        if difficulty.end is End.OPEN or difficulty.checkpoint_id in within
    ]
    return tuple(sorted(map(_difficulty_row, shown), key=lambda row: (row.resolved, row.ref)))


def _difficulty_row(difficulty: OpenDifficulty) -> DifficultyRow:
    return DifficultyRow(
        ref=difficulty.ref,
        unit=difficulty.unit,
        said_on=difficulty.said_on,
        difficulty=difficulty.difficulty,
        proposal=difficulty.proposal,
        remover=difficulty.remover,
        resolved=difficulty.end is not End.OPEN,
        since=difficulty.since,
        left_out=difficulty.end is End.LEFT_OUT,
        ended_on=difficulty.ending.day,
        ended_by=difficulty.ending.who,
        ended_how=difficulty.ending.words or difficulty.ending.label,
        title=difficulty.title,
    )
