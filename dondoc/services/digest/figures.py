"""The figures of a quarter as of the end of a day.

Exact for an earlier day: everything that people recorded (reports, verifications,
evaluations, returns, withdrawals, due dates changed by an act). As they are today: the plan
itself (targets, weights, who answers by which position, what a plan loaded again moved).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.services.digest.difficulties import voices
from dondoc.services.digest.late_and_exceeded import (
    ListLookups,
    exceeded_items,
    moved_items,
    open_desk,
    overdue_items,
)
from dondoc.services.figures.as_they_stood import as_they_stood
from dondoc.services.figures.changed_since import look_elsewhere
from dondoc.services.figures.checkpoint_lines import CheckpointLine, read_lines
from dondoc.services.figures.indicators import per_indicator
from dondoc.services.figures.judgements import JudgedCheckpoint, see
from dondoc.services.figures.per_group import per_group
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.question import FiguresQuestion, open_scene
from dondoc.services.figures.shapes import DigestFigures, GradeCount
from dondoc.services.organisation.units import names_on
from models.programme import Programme
from models.rules.evaluation import Grade
from models.rules.stages import Stage
from models.rules.totals import ComparedResults, Counts


def figures(
    session: Session, programme: Programme, quarter: Quarter, as_of: date, unit_id: int | None
) -> DigestFigures:
    """Reads the live checkpoints of the year and counts those that are due in the quarter.

    What was recorded and is not drained counts. Raises BadInput for a quarter of another year
    than the programme's, or a unit that does not exist.
    """
    if quarter.year != programme.year:
        raise BadInput("digest.error.other_year", quarter=str(quarter), year=programme.year)
    session.flush()
    scene = open_scene(session, programme, quarter, as_of, unit_id)
    seen = see(scene, _lines(session, scene))
    desk = open_desk(session, scene, names_on(session, as_of), seen)
    if unit_id is not None and unit_id not in desk.names:
        raise BadInput("digest.error.unknown_unit", unit=unit_id)
    return _figures(session, desk, seen)


def _lines(session: Session, scene: FiguresQuestion) -> list[CheckpointLine]:
    elsewhere = look_elsewhere(session, scene)
    lines = read_lines(session, scene.programme.key, scene.unit_id)
    return as_they_stood(session, scene, lines, elsewhere)


def _figures(
    session: Session, desk: ListLookups, seen: Sequence[JudgedCheckpoint]
) -> DigestFigures:
    scene = desk.scene
    within = [
        judged_checkpoint
        for judged_checkpoint in seen
        if judged_checkpoint.line.due_on in scene.quarter
    ]
    before = [one for one in seen if one.line.due_on < scene.quarter.start]
    groups = per_group(session, desk.names, within)
    return DigestFigures(
        programme_year=scene.programme.year,
        programme_title=scene.programme.title,
        quarter=str(scene.quarter),
        first_day=scene.quarter.start,
        last_day=scene.quarter.end,
        as_of=scene.as_of,
        unit=desk.names[scene.unit_id].name if scene.unit_id is not None else "",
        due_soon_days=scene.frame.rules.due_soon_days,
        counts=sum((group.counts for group in groups), Counts()),
        verdicts=sum((group.verdicts for group in groups), ComparedResults()),
        estimates=sum(checkpoint.is_estimate for checkpoint in within),
        groups=groups,
        indicators=tuple(per_indicator(session, scene, seen)),
        overdue=overdue_items(desk, within),
        backlog=overdue_items(desk, before),
        exceeded=exceeded_items(desk, within),
        difficulties=voices(session, scene, within),
        grades=_grades(within),
        moved=moved_items(desk, seen),
    )


def _grades(seen: Iterable[JudgedCheckpoint]) -> tuple[GradeCount, ...]:
    """From the best grade to the worst; empty when nothing is evaluated yet."""
    lines = (checkpoint.line for checkpoint in seen if checkpoint.line.stage is Stage.EVALUATED)
    counted = Counter(line.grade for line in lines)
    return tuple(GradeCount(grade, counted[grade]) for grade in Grade if counted[grade])
