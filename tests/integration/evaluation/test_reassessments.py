"""Re-assessment: asked for in its days, answered by another, open again when decided anew."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from deciding_world import PUBLISHED, DecidingWorld, deciding
from sqlalchemy import Engine

from dondoc.errors import Refused
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.course.own_steps import own_grades_out
from dondoc.services.organisation.choose import person_called
from dondoc.store.database import reading
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierStepKind
from models.rules.evaluation_course.rounds import RoundAct

ASKED = date(2022, 5, 18)
DAY = timedelta(days=1)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    return deciding(engine, tmp_path)


def test_a_reassessment_is_answered_by_another_within_its_clock(world: DecidingWorld):
    world.published()
    with pytest.raises(FieldError):
        world.asks(ASKED, words=" ")
    world.asks(ASKED)
    (request,) = world.waiting(ASKED)
    assert (request.due_on, request.days_left) == (date(2022, 6, 1), 10)
    (late,) = world.waiting(date(2022, 6, 3))
    assert late.is_late and late.days_left == -2
    said = {"words": "Đã xem lại", "day": date(2022, 5, 20)}
    with pytest.raises(Refused, match="same_assessor"):
        world.answers("em", Grade.GOOD, **said)
    with pytest.raises(FieldError, match="answer_differs"):
        world.answers("dung", Grade.GOOD, **said)
    world.answers("dung", Grade.GOOD, reason="Một mốc trễ", **said)
    assert world.waiting(ASKED) == []
    shown = world.grades()
    assert shown is not None
    assert [(row.grade, row.answered) for row in shown.rows] == [(None, False), (Grade.GOOD, True)]
    for by, told in (("an", True), ("binh", True), ("ha", False)):  # colleagues read grades alone
        read = world.grades(by=by)
        assert read and [(row.grade, row.answered) for row in read.rows] == [
            (None, False), (Grade.GOOD, told),
        ]  # fmt: skip
    kinds = [step.kind for step in world.steps()]
    assert kinds.count(DossierStepKind.DECIDED) == 2  # the decision before stands beside it
    assert ("an", "answered") in world.letters()
    assert [who for who, news in world.letters() if news == "asked"] == ["dung", "em"]


def test_it_is_asked_for_in_the_days_after_publication_and_taken_back(world: DecidingWorld):
    world.published()
    world.asks()
    world.withdraws()
    assert world.waiting(PUBLISHED) == []
    with pytest.raises(Refused, match="requests_over"):
        world.asks(date(2022, 5, 26))
    world.asks(date(2022, 5, 25))
    with pytest.raises(Refused, match="asked_again"):
        world.steps_round(RoundAct.LOCK, date(2022, 6, 1))


def decided_anew(world: DecidingWorld, day: date) -> None:
    """The result is corrected after publication, and decided again in another session."""
    world.act(Act.CORRECT, "dung", day, value=Decimal(5), reason="Đếm lại")
    world.advance(day)
    world.calls(day)
    row = {"of": "an", "grade": Grade.COMPLETED, "reason": "Theo số đã đếm lại"}
    assert not world.decides(row, by="em", day=day).refused
    world.closes(day)


def test_a_grade_that_was_decided_anew_after_publication_can_be_contested(world: DecidingWorld):
    world.published()
    world.asks()
    world.answers("giang", Grade.EXCELLENT, PUBLISHED, words="Giữ nguyên")
    with pytest.raises(Refused, match="answered"):
        world.asks()
    assert ("an", "decided_anew") not in world.letters()
    decided_anew(world, date(2022, 6, 20))
    assert world.letters().count(("an", "decided_anew")) == 1  # or the days run out unseen
    with pytest.raises(Refused, match="requests_open"):
        world.steps_round(RoundAct.LOCK, date(2022, 6, 29))
    with pytest.raises(Refused, match="requests_over") as no:
        world.asks(date(2022, 6, 30))
    assert no.value.params["day"] == date(2022, 6, 29)
    world.asks(date(2022, 6, 29))


def test_ones_day_begins_with_a_published_grade_until_it_can_be_contested_no_more(
    world: DecidingWorld,
):
    world.published()
    with reading(world.engine) as session:
        an, dung = (person_called(session, code).key for code in ("an", "dung"))
        until = own_grades_out(session, an, ASKED)[0].until
        assert until >= ASKED
        assert [len(own_grades_out(session, an, day)) for day in (until, until + DAY)] == [1, 0]
        assert own_grades_out(session, dung, ASKED) == ()
    world.asks(ASKED)
    with reading(world.engine) as session:
        assert own_grades_out(session, an, ASKED) == ()
    world.withdraws(ASKED)
    world.steps_round(RoundAct.REOPEN, ASKED, reason="Nhầm người")
    with reading(world.engine) as session:
        assert own_grades_out(session, an, ASKED) == ()
