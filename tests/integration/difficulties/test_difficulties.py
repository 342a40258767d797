"""Difficulties stay open until they are removed or left out, whatever the quarter."""

from collections.abc import Iterator
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.errors import BadInput, Refused
from dondoc.services.boards.overview.page import overview
from dondoc.services.difficulties.open import Ending, hindrances, open_hindrances, shown_to
from dondoc.services.difficulties.remove import remove
from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.organisation.viewer import Viewer
from dondoc.store.database import writing
from models.assignment import Assignment
from models.event import Event, EventKind
from models.person import Person
from models.report import Difficulty
from models.rules.difficulties import End
from models.rules.roles import Mandate

APRIL, JULY = date(2022, 4, 8), date(2022, 7, 15)


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        plan = two_districts(session)
        report = plan.report("KND@LT/Q1", date(2022, 3, 29), 60)
        plan.hinder(report, "Thiếu nguồn", "Mở thêm lớp", "SVH")
        yield plan


def viewer(plan: Plan, person: int = 2, **more) -> Viewer:
    more = more or {"mandates": frozenset({Mandate.SECRETARIAT})}
    return Viewer(person, "X", "X", "vi", JULY, plan.programme.key, 2022, **more)


def open_on(plan: Plan, day: date) -> list[str]:
    ours = col(Assignment.programme_id) == plan.programme.key
    return [hindrance.difficulty for hindrance in open_hindrances(plan.session, ours, at(day, 8))]


def told(plan: Plan, number: int, day: date) -> dict[str, bool]:
    found = figures(plan.session, plan.programme, Quarter(2022, number), day, None)
    return {difficulty.difficulty: difficulty.resolved for difficulty in found.difficulties}


def test_it_does_not_vanish_when_the_quarter_does(plan: Plan):
    assert open_on(plan, JULY) == ["Thiếu nguồn"]
    page = overview(plan.session, viewer(plan), plan.programme, at(JULY, 8))
    assert page is not None
    (one,) = page.hindered
    assert page.hindered_in_all == 1
    assert (one.since, one.remover) == (date(2022, 3, 29), "Sở Văn hóa")
    # Its checkpoint is of the first quarter: the third quarter's paper names it all the same.
    assert told(plan, 3, JULY) == {"Thiếu nguồn": False}


def test_it_ends_when_the_next_report_on_the_assignment_leaves_it_out(plan: Plan):
    plan.report("KND@LT/Q2", date(2022, 6, 29), 60)
    assert open_on(plan, date(2022, 6, 28)) == ["Thiếu nguồn"]
    assert open_on(plan, JULY) == []
    assert told(plan, 3, JULY) == {}
    assert told(plan, 1, JULY) == {"Thiếu nguồn": True}
    assert told(plan, 1, APRIL) == {"Thiếu nguồn": False}


def test_a_mended_report_of_an_older_quarter_ends_nothing_newer(plan: Plan):
    newer = plan.report("KND@LT/Q2", date(2022, 6, 29), 60)
    plan.hinder(newer, "Mưa lũ", "", "")
    plan.report("KND@LT/Q1", date(2022, 7, 4), 61)
    assert open_on(plan, JULY) == ["Mưa lũ"]


def test_it_says_who_ended_it_and_how(plan: Plan):
    remove(plan.session, viewer(plan), _id(plan), "Đã mở 5 lớp", at(JULY, 9))
    ours = col(Assignment.programme_id) == plan.programme.key
    (one,) = hindrances(plan.session, ours, at(JULY, 10), JULY)
    assert one.ending == Ending(End.REMOVED, JULY, "Lê Văn Thường", "Đã mở 5 lớp")
    (one,) = hindrances(plan.session, ours, at(APRIL, 10), APRIL)
    assert one.ending == Ending(End.OPEN)
    paper = figures(plan.session, plan.programme, Quarter(2022, 1), JULY, None).difficulties
    assert [(one.ended_on, one.ended_by, one.ended_how) for one in paper] == [
        (JULY, "Lê Văn Thường", "Đã mở 5 lớp")
    ]


def test_the_paper_says_with_whose_report_it_was_over(plan: Plan):
    plan.report("KND@LT/Q2", date(2022, 6, 29), 60)
    paper = figures(plan.session, plan.programme, Quarter(2022, 1), JULY, None).difficulties
    assert [(one.left_out, one.ended_on, one.ended_by, one.ended_how) for one in paper] == [
        (True, date(2022, 6, 29), "Nguyễn Thị Hoa", "Q2")
    ]


def test_whoever_can_removes_it_and_history_says_how(plan: Plan):
    removed = remove(plan.session, viewer(plan), _id(plan), " Đã mở 5 lớp ", at(JULY, 9))
    assert removed.ref == "KND@LT/Q1"
    assert open_on(plan, JULY) == []
    assert open_on(plan, APRIL) == ["Thiếu nguồn"]
    assert told(plan, 1, JULY) == {"Thiếu nguồn": True}
    event = plan.session.scalars(select(Event).where(col(Event.kind) == EventKind.RECORDED)).one()
    assert (event.reason, event.actor_id) == ("Đã mở 5 lớp", 2)
    assert event.data["difficulty"] == _id(plan)
    with pytest.raises(BadInput, match="removed"):
        remove(plan.session, viewer(plan), _id(plan), "Lại", at(JULY, 10))


def test_only_its_author_the_unit_that_can_and_the_secretariat_may(plan: Plan):
    able = viewer(plan, 99, heads=frozenset({plan.units["SVH"].key}))
    author = viewer(plan, 1, heads=frozenset({plan.units["LT"].key}))
    other = viewer(plan, 99, heads=frozenset({plan.units["LT"].key}))
    stranger = viewer(plan, 99, heads=frozenset({plan.units["TD"].key}))
    assert [len(shown_to(plan.session, one, at(JULY))) for one in (able, author, other)] == [1] * 3
    assert shown_to(plan.session, stranger, at(JULY)) == []
    with pytest.raises(BadInput, match="not_open"):
        remove(plan.session, stranger, _id(plan), "Xong", at(JULY))
    with pytest.raises(Refused, match="not_yours"):
        remove(plan.session, other, _id(plan), "Xong", at(JULY))
    with pytest.raises(BadInput, match="no_words"):
        remove(plan.session, author, _id(plan), "  ", at(JULY))
    assert plan.session.get_one(Person, 1).full_name == "Nguyễn Thị Hoa"
    plan.session.add(Person(id=99, code="X99", full_name="Một người khác"))
    remove(plan.session, able, _id(plan), "Đã giải quyết", at(JULY))
    assert open_on(plan, JULY) == []


def _id(plan: Plan) -> int:
    return plan.session.scalars(select(Difficulty)).one().key
