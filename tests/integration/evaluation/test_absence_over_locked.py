"""An absence that reaches from a locked round into an open one: figures that are locked stay."""

from datetime import date
from pathlib import Path

from course_world import context_of, dossier_in
from deciding_world import DecidingWorld, deciding
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.evaluation.course.absences import absences_shown
from dondoc.services.evaluation.course.score import changed_bases
from dondoc.services.evaluation.people.absences import absences_of
from dondoc.store.database import reading, writing
from models.evaluation_absence import EvaluationAbsence
from models.person import Person
from models.rules.absences import AbsenceReason
from models.rules.evaluation_course.rounds import RoundAct
from models.rules.scoring.periods import DaySpan

LOCKED, LATER = date(2022, 6, 1), date(2022, 6, 2)
FIRST, LAST = date(2022, 3, 1), date(2022, 4, 30)
Q2_PART = DaySpan(date(2022, 4, 1), LAST)
Q1 = DaySpan(date(2022, 1, 1), date(2022, 3, 31))


def read(world: DecidingWorld, day: date = LATER) -> tuple[list[DaySpan], bool, tuple[object, ...]]:
    """The days that count, whether the decision is outdated, and the locked periods named."""
    with reading(world.engine) as session:
        context = context_of(session, day)
        dossier = dossier_in(session, context, "an")
        key = dossier.row.person_id
        (shown,) = absences_shown(session, key, FIRST, LAST, day)
        spans = list(absences_of(session, [key], day).get(key, ()))
        return spans, bool(changed_bases(session, context, [dossier])), shown.frozen


def test_the_locked_quarter_keeps_its_figures_until_it_is_reopened(
    engine: Engine, tmp_path: Path
) -> None:
    world = deciding(engine, tmp_path).published()
    world.steps_round(RoundAct.LOCK, LOCKED)
    with writing(engine) as session:
        keys = {
            code: session.scalars(select(Person).where(col(Person.code) == code)).one().key
            for code in ("an", "dung")
        }
        row = EvaluationAbsence(
            person_id=keys["an"], first_on=FIRST, last_on=LAST, reason=AbsenceReason.SICK,
            paper="Giấy nghỉ ốm", recorded_at=at(LATER), recorded_by_id=keys["dung"],
        )  # fmt: skip
        session.add(row)
    assert read(world) == ([Q2_PART], False, (Q1,))
    world.steps_round(RoundAct.REOPEN, LATER, reason="Tính lại thời gian nghỉ ốm")
    assert read(world) == ([DaySpan(FIRST, LAST)], True, ())
