"""Whoever moved answers at two units, and no digest lays the work of one at the other's door."""

from datetime import date

from digest_plan import two_districts
from digest_plan_work import Q1_END
from sqlalchemy import Engine
from sqlmodel import Session, select

from dondoc.clock import at
from dondoc.services.digest.compile import draw
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.shapes import DigestFigures
from dondoc.store.database import writing
from models.person import Holding, Person

BOTH = "Bí thư huyện Lập Thạch; Bí thư Sở Văn hóa"


def test_a_line_of_who_moved_names_both_positions(engine: Engine) -> None:
    """Two done at the district that he left, one overdue at the department that he took up."""
    with writing(engine) as session:
        plan = two_districts(session)
        plan.done("KND@LT/Q1", Q1_END, 60)
        plan.done("CD@LT/Q1", Q1_END, 5)
        person = _named(session, "Trần Văn Cũ")
        post = plan.positions["SVH"].key
        session.add(Holding(position_id=post, person_id=person, held_from=date(2022, 4, 6)))
        session.flush()
        day = date(2022, 4, 8)
        drawn = draw(session, plan.programme, Quarter(2022, 1), at(day, 18), day).whole
        report = DigestFigures.from_json(drawn.figures).report
    assert report is not None
    [line] = [each for each in report.officials if each.name == "Trần Văn Cũ"]
    assert (line.title, line.counts.total, line.counts.overdue) == (BOTH, 3, 1)
    [silent] = [each for each in report.silent_owners if each.name == "Trần Văn Cũ"]
    assert (silent.title, silent.unit, silent.overdue) == (BOTH, "huyện Lập Thạch", 1)


def test_what_somebody_passed_over_in_silence_tells_that_they_have_left(engine: Engine) -> None:
    with writing(engine) as session:
        plan = two_districts(session)
        plan.silent("KND@LT/Q1", date(2022, 4, 8))
        day = date(2022, 5, 4)
        drawn = draw(session, plan.programme, Quarter(2022, 1), at(day, 18), day).whole
        late = {each.ref: each for each in DigestFigures.from_json(drawn.figures).overdue}
    assert (late["KND@LT/Q1"].lead, late["KND@LT/Q1"].held_on) == ("Trần Văn Cũ", Q1_END)
    assert late["CD@LT/Q1"].held_on is None  # still to be reported: nobody's who has left


def _named(session: Session, name: str) -> int:
    return session.exec(select(Person).where(Person.full_name == name)).one().key
