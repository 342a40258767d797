"""A digest lists whatever it counts as overdue, also what was due after its period."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from digest_quarter import FRIDAY_AFTER, Q1
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.exports.charts.course import DayCount
from dondoc.services.digest.check import faults
from dondoc.services.digest.compile import draw
from dondoc.services.digest.render import render_digest
from dondoc.services.figures.shapes import DigestFigures
from dondoc.store.database import writing

JULY = date(2022, 7, 5)


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        yield two_districts(session)


def drawn_on(plan: Plan, day: date) -> DigestFigures:
    drawn = draw(plan.session, plan.programme, Q1, at(day, 18), day).whole
    return DigestFigures.from_json(drawn.figures)


@pytest.fixture
def told(plan: Plan) -> DigestFigures:
    """The digest of the first quarter, drawn up after the second."""
    return drawn_on(plan, JULY)


def test_the_overdue_of_the_year_are_all_listed(told: DigestFigures) -> None:
    assert told.report is not None
    assert [item.ref for item in told.later] == ["KND@LT/Q2", "KND@TD/Q2"]
    assert told.report.year.overdue == len(told.overdue) + len(told.later) == 7
    assert told.report.concerns_in_all == 7
    assert "KND@LT/Q2" in {each.ref for each in told.report.concerns}


def test_it_says_so_in_a_sentence_and_in_a_list(told: DigestFigures) -> None:
    html, text = render_digest(told)
    flat = " ".join(text.split())
    assert "Ngoài ra còn 2 mốc quá hạn có thời hạn sau quý này" in flat
    assert 'id="later"' in html and "MỐC QUÁ HẠN CÓ THỜI HẠN SAU QUÝ NÀY" in flat


def test_the_course_ends_on_the_day_of_the_digest_also_after_the_year(plan: Plan) -> None:
    day = date(2023, 1, 10)
    report = drawn_on(plan, day).report
    assert report is not None and report.drawn is not None
    course = report.drawn.course
    assert course[-1] == DayCount(day, report.year.overdue)
    assert [one.day for one in course] == sorted({one.day for one in course})
    assert date(2022, 12, 31) in {one.day for one in course}


def test_one_that_is_counted_and_not_listed_is_found(told: DigestFigures) -> None:
    assert not list(faults(told))
    assert [each.where for each in faults(replace(told, later=()))] == ["year.overdue"]


def test_a_late_report_that_waits_again_with_a_later_date_is_of_what_was_due(plan: Plan) -> None:
    plan.report("KND@LT/Q1", date(2022, 4, 4), 60)
    plan.send_back("KND@LT/Q1", date(2022, 4, 5), due_on=date(2022, 4, 20))
    plan.report("KND@LT/Q1", date(2022, 4, 7), 60)
    report = drawn_on(plan, FRIDAY_AFTER).report
    assert report is not None and report.drawn is not None
    assert (report.due.total, report.due.overdue, report.year.overdue) == (5, 5, 5)
    assert (report.reports.late, report.reports.silent) == (1, 4)
    assert sum(unit.counts.overdue for unit in report.drawn.due) == 5
