"""Difficulties and proposals: what was said on the quarter's checkpoints, and all that is open."""

from collections.abc import Iterable

from sqlmodel import Session, col

from dondoc.services.difficulties.open import OpenDifficulty, hindrances
from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.figures.shapes import DifficultyLine
from models.assignment import Assignment
from models.rules.difficulties import End


def voices(
    session: Session, scene: FiguresQuestion, seen: Iterable[JudgedCheckpoint]
) -> tuple[DifficultyLine, ...]:
    """The open ones whatever their checkpoint, then what ended of those of the quarter.

    What was said again in the same words stands once, with the day since which it is said.
    """
    within = {one.line.id for one in seen}
    where = col(Assignment.programme_id) == scene.programme.key
    if scene.unit_id is not None:
        where &= col(Assignment.unit_id) == scene.unit_id
    told = hindrances(session, where, scene.end, scene.as_of)
    shown = [one for one in told if one.end is End.OPEN or one.checkpoint_id in within]
    return tuple(sorted(map(_voice, shown), key=lambda one: (one.resolved, one.ref)))


def _voice(one: OpenDifficulty) -> DifficultyLine:
    return DifficultyLine(
        ref=one.ref,
        unit=one.unit,
        said_on=one.said_on,
        difficulty=one.difficulty,
        proposal=one.proposal,
        remover=one.remover,
        resolved=one.end is not End.OPEN,
        since=one.since,
        left_out=one.end is End.LEFT_OUT,
        ended_on=one.ending.day,
        ended_by=one.ending.who,
        ended_how=one.ending.words or one.ending.label,
    )
