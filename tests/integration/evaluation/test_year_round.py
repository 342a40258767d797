"""The evaluation of a year, from the decided quarters to its own decision, on SQLite."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from course_world import context_of
from evaluated_stories import DECREE
from sqlalchemy import Engine, func, select
from sqlmodel import Session, col
from year_world import (
    YEAR_HELD,
    YEAR_OPENED,
    YearWorld,
    begin_year,
    shown,
    states,
    three_quarters,
)

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.services.audit.verify import verify
from dondoc.services.evaluation.decisions.office_waiting import rounds_waiting
from dondoc.services.evaluation.decisions.session_page import session_page
from dondoc.services.evaluation.ranking.standings import read_period, standings_by, usual_rules
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.services.figures.periods import whole_year
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.make import evaluation_paper
from dondoc.services.papers.of_evaluation.request import OF_PERSON, ONLY, EvaluationPaperRequest
from dondoc.services.papers.paper import IssuingBody
from dondoc.store.database import open_engine, reading, writing
from models.evaluation_absence import EvaluationAbsence
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.absences import AbsenceReason
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct, DossierState
from models.rules.evaluation_course.papers import EvaluationPaperKind
from models.rules.evaluation_course.rounds import RoundAct
from models.rules.scoring.years import YearPartState
from models.rules.stages import Stage
from models.submission import Submission
from models.unit import Unit, UnitName

WORKED = [YearPartState.DECIDED] * 3


@pytest.fixture
def engine(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


def rules_with(name: str, value: object, needs: Mapping[str, Sequence[str]]) -> EvaluationRules:
    """The decree's rules with another parameter of periods, and with gates."""
    decree = shipped_rules(DECREE)
    assert decree is not None
    content = decree.model_dump()
    content["periods"][name] |= {"value": value}
    content["gates"]["needs"]["value"] |= needs
    return EvaluationRules.model_validate(content)


def test_a_year_goes_from_decided_quarters_to_a_lock_and_evaluates_no_checkpoint(
    engine: Engine, tmp_path: Path
) -> None:
    world = three_quarters(engine, tmp_path)
    extra = world.work("Q4", date(2022, 12, 30))  # verified, and of a quarter nobody decided
    vacant = world.vacant_work(date(2022, 10, 14), date(2022, 11, 14))
    key = world.opens_year()
    with reading(engine) as session:
        row = context_of(session, YEAR_OPENED, key).row
        # Counted back from Wednesday 14 December, the last day before the decree's.
        assert (row.self_due_on, row.decision_due_on) == (date(2022, 11, 23), date(2022, 12, 14))
        assert row.criteria == []
        acts = session.scalar(select(func.count()).select_from(Submission))
    score = world.year_of()
    assert shown(score) == ("98.00", Grade.EXCELLENT)
    assert states(world) == [*WORKED, YearPartState.NOT_OVER]
    assert states(world, "binh")[:3] == [YearPartState.NOT_GRADED] * 3
    assert shown(world.year_of("binh")) == (None, None)
    with pytest.raises(Refused, match="no_right"):
        world.takes("an", DossierAct.COMMENT, YEAR_OPENED, grade=Grade.EXCELLENT)

    world.decides_year()
    with reading(engine) as session:
        page = session_page(session, world.programme_id, world.session_id, 0, YEAR_HELD)
        assert page is not None
        assert {each.dossier.code: (each.other, each.crosses) for each in page.rows} == {
            "an": (None, False), "binh": (None, False),
        }  # fmt: skip
    world.steps_round(RoundAct.PUBLISH, YEAR_HELD)
    assert ("an", "published") in world.letters()
    _check_papers(world)
    _check_ranking(world)
    world.steps_round(RoundAct.LOCK, date(2022, 12, 26))
    (step,) = [s for s in world.steps() if s.grade is Grade.EXCELLENT and s.session_id][-1:]
    assert [each["counted"] for each in step.computed["periods"]] == [True, True, True, False]
    assert (step.computed["rounded"], step.general) == ("98", None)
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == acts
    assert world.round_id == key
    grades = world.grades(date(2022, 12, 26))
    assert grades is not None
    assert {each.grade for each in grades.rows} == {Grade.EXCELLENT, None}
    world.advance(date(2022, 12, 26))
    assert {world.stages()[ref.split("/")[0]] for ref in (extra, vacant)} == {Stage.VERIFIED}
    with reading(engine) as session:
        assert not verify(session).findings


def _check_papers(world: YearWorld) -> None:
    """Every paper names the year; those of a person hold its periods and their mean."""
    with reading(world.engine) as session:
        context = context_of(session, YEAR_HELD, world.round_id)
        office = session.scalars(select(Person).where(col(Person.code) == "dung")).one()
        viewer = open_viewer(session, office, context.programme, YEAR_HELD)
        for kind in EvaluationPaperKind:
            form = ONLY.get(kind, PaperForm.STATE)
            order = PaperOrder(form, YEAR_HELD, IssuingBody(name="Ban Tổ chức"), sample=False)
            request = EvaluationPaperRequest(kind, "an" if kind in OF_PERSON else "")
            made = evaluation_paper(session, context, viewer, request, order)
            assert made is not None, kind
            text = repr(made.paper)
            assert "năm 2022" in text, kind
            if kind in OF_PERSON:
                assert "Bình quân 3 kỳ" in text and "98,00" in text and "chưa kết thúc" in text


def _check_ranking(world: YearWorld) -> None:
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        period = read_period(session, programme, whole_year(2022), YEAR_HELD)
        found = standings_by(session, period, usual_rules(session, period)).people
    assert {each.code: (each.points.counted, each.points.total) for each in found} == {
        "an": (3, 98), "binh": (0, None),
    }  # fmt: skip


def test_a_changed_quarter_lets_the_year_be_decided_again(engine: Engine, tmp_path: Path) -> None:
    world = three_quarters(engine, tmp_path)
    quarter, year = world.round_id, world.opens_year()
    world.decides_year()
    assert world.state() is DossierState.DECIDED
    world.act(Act.CORRECT, "dung", YEAR_HELD, world.refs[-1], value=Decimal(5), reason="Đếm lại")
    world.advance(YEAR_HELD)
    assert world.state() is DossierState.OUTDATED
    assert shown(world.year_of(day=YEAR_HELD)) == ("98.00", Grade.EXCELLENT)  # what is decided
    with pytest.raises(Refused, match="outdated"):
        world.steps_round(RoundAct.PUBLISH, YEAR_HELD)
    with reading(engine) as session:
        waiting = rounds_waiting(session, world.programme_id, YEAR_HELD)
        assert [(str(each.period), each.outdated) for each in waiting] == [
            ("2022", 1), ("2022-Q3", 1),
        ]  # fmt: skip
    world.round_id = quarter
    world.decides_again(Grade.COMPLETED, YEAR_HELD, reason="Theo số đúng")
    world.round_id = year
    assert world.state() is DossierState.OUTDATED
    assert shown(world.year_of(day=YEAR_HELD)) == ("86.33", Grade.GOOD)
    world.decides_again(Grade.GOOD, YEAR_HELD, reason="Theo quý III quyết định lại")
    assert world.state() is DossierState.DECIDED

    # A round that is reopened has nothing published: it counts no more until it is again.
    world.round_id = quarter
    world.steps_round(RoundAct.REOPEN, YEAR_HELD, reason="Xem lại")
    world.round_id = year
    assert states(world, day=YEAR_HELD)[2] is YearPartState.NOT_PUBLISHED
    assert world.state() is DossierState.OUTDATED
    assert shown(world.year_of(day=YEAR_HELD)) == ("98.50", Grade.EXCELLENT)


def test_who_moved_is_graded_by_the_new_unit_with_what_the_old_one_decided(
    engine: Engine, tmp_path: Path
) -> None:
    world = begin_year(engine, tmp_path)
    world.evaluated("Q1")
    with writing(engine) as session:
        new = _move(session.scalars(select(Unit)).one(), session)
    world.opens_year()
    score = world.year_of()
    assert score.work.dossier.unit == "Sở Nội vụ"
    assert score.work.dossier.row.position == "Chuyên viên Sở"
    assert score.work.year is not None
    assert [each.unit for each in score.work.year.periods] == ["Huyện Lập Thạch", "", "", ""]
    assert states(world)[1:] == [YearPartState.NO_ROUND] * 2 + [YearPartState.NOT_OVER]
    assert shown(score) == ("100.00", Grade.EXCELLENT)
    assert score.work.dossier.row.unit_id == new
    with pytest.raises(Refused, match="no_right"):
        world.takes("binh", DossierAct.COMMENT, YEAR_OPENED, grade=Grade.EXCELLENT)


def _move(old: Unit, session: Session) -> int:
    """An holds a position of another unit from October on; its key."""
    new = Unit(group_id=old.group_id)
    session.add(new)
    session.flush()
    session.add(
        UnitName(unit_id=new.key, code="SNV", name="Sở Nội vụ", valid_from=date(2000, 1, 1))
    )
    post = Position(unit_id=new.key, code="P-moi", title="Chuyên viên Sở")
    session.add(post)
    session.flush()
    an = session.scalars(select(Person).where(col(Person.code) == "an")).one()
    held = session.scalars(select(Holding).where(col(Holding.person_id) == an.key)).one()
    held.held_to = date(2022, 9, 30)
    session.add(Holding(position_id=post.key, person_id=an.key, held_from=date(2022, 10, 1)))
    return new.key


def test_a_quarter_that_was_missed_counts_with_the_next_and_is_no_part_of_the_mean(
    engine: Engine, tmp_path: Path
) -> None:
    world = begin_year(engine, tmp_path)
    with writing(engine) as session:
        people = {each.code: each.key for each in session.scalars(select(Person))}
        session.add(
            EvaluationAbsence(
                person_id=people["an"], first_on=date(2022, 2, 1), last_on=date(2022, 3, 31),
                reason=AbsenceReason.SICK, paper="Giấy nghỉ ốm", recorded_by_id=people["binh"],
                recorded_at=at(date(2022, 4, 1)),
            )
        )  # fmt: skip
    world.rules = rules_with("absence_from", 50, {"excellent": ["enough_exceeded"]})
    world.evaluated("Q1", grade=None, reason="Nghỉ quá nửa quý, tính vào quý II")
    world.work("Q2", date(2022, 6, 30))
    world.evaluated("Q2", grade=Grade.GOOD, reason="Không có việc vượt mức")
    world.opens_year()
    score = world.year_of()
    assert score.work.year is not None
    first, second, *_ = score.work.year.periods
    assert (first.part.state, first.counted_with_next) == (YearPartState.NOT_GRADED, True)
    assert (second.part.state, second.rounded) == (YearPartState.DECIDED, 100)
    assert score.work.year_outcome is not None
    assert score.work.year_outcome.counted == (1,)
    assert not score.work.presence.speaks_against_grading
    # By the gates over all work of the year nothing was exceeded: 100 points, and not excellent.
    assert shown(score) == ("100.00", Grade.GOOD)
