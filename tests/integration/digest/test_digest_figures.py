"""The figures of a quarter, on a small plan whose numbers were worked out by hand.

31/3/2022 is a Thursday; 11/4/2022 is a day off. The quarter has five checkpoints: KND and CD
at two districts, and a product at a department.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from digest_quarter import FRIDAY_AFTER, Q1, Q2, Q3, indicator, q1
from sqlalchemy import Engine

from dondoc.errors import BadInput
from dondoc.services.digest.figures import figures
from dondoc.services.digest.render import render_digest
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.shapes import DigestFigures
from dondoc.store.database import writing
from models.rules.stages import Stage, Standing
from models.rules.totals import ComparedResults, Counts


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        yield two_districts(session)


def test_it_counts_by_due_state_and_by_target_apart(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)  # in time, exceeded
    plan.done("KND@TD/Q1", date(2022, 4, 1), 40)  # late, not met
    plan.report("CD@LT/Q1", Q1_END, 8)  # waiting, in time
    plan.silent("CD@TD/Q1", FRIDAY_AFTER)  # missing
    found = q1(plan)  # SP@SVH was never reported: overdue
    assert found.counts == Counts(
        done_in_time=1, done_late=1, open_in_time=1, overdue=2, waiting=1, missing=1
    )
    assert found.counts.total == 5
    assert found.verdicts == ComparedResults(met=1, compared=2, exceeded=1)


def test_groups_and_units_add_up_to_the_total(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)
    plan.done("SP@SVH/Q1", date(2022, 4, 4), delivered=True)
    found = q1(plan)
    assert [(g.title, [u.name for u in g.units]) for g in found.groups] == [
        ("Các huyện", ["huyện Lập Thạch", "huyện Tam Đảo"]),
        ("Các sở", ["Sở Văn hóa"]),
    ]
    districts, departments = found.groups
    assert districts.counts == Counts(done_in_time=1, overdue=3)
    assert districts.units[1].counts == Counts(overdue=2)
    assert departments.counts == Counts(done_late=1)
    assert departments.verdicts == ComparedResults(met=1, compared=1)
    assert districts.counts + departments.counts == found.counts


@pytest.mark.parametrize("drained", [True, False])
def test_what_is_recorded_counts_whether_drained_or_not(plan: Plan, drained: bool):
    plan.report("KND@LT/Q1", Q1_END, 60, drained=drained)
    plan.verify("KND@LT/Q1", date(2022, 4, 5), drained=drained)
    plan.report("CD@LT/Q1", date(2022, 3, 10), 8, drained=drained)
    plan.send_back("CD@LT/Q1", date(2022, 3, 14), drained=drained)  # time is left to mend it
    plan.withdraw("SP@SVH/Q1", date(2022, 4, 4), drained=drained)
    plan.move_due("KND@TD/Q1", date(2022, 3, 30), date(2022, 4, 12), drained=drained)
    found = q1(plan)
    assert found.counts == Counts(done_in_time=1, overdue=2)
    assert [(one.ref, one.returned) for one in found.overdue] == [
        ("CD@LT/Q1", True),
        ("CD@TD/Q1", False),
    ]
    assert indicator(found, "KND").quarter.actual == Decimal(60)


def test_a_due_date_moved_into_the_quarter_counts_before_it_is_drained(plan: Plan):
    plan.move_due("KND@LT/Q2", date(2022, 3, 1), Q1_END, drained=False)
    assert q1(plan).counts.total == 6


@pytest.mark.parametrize("drained", [True, False])
def test_a_due_date_that_is_only_asked_for_moves_nothing(plan: Plan, drained: bool):
    plan.ask("KND@LT/Q1", date(2022, 4, 6), date(2022, 5, 31), drained=drained)
    assert q1(plan).counts.total == 5
    # Moved by a plan that was loaded again: what is asked for later does not undo that.
    plan.checkpoints["KND@TD/Q1"].due_on = date(2022, 5, 31)
    plan.ask("KND@TD/Q1", date(2022, 4, 7), date(2022, 6, 30), drained=drained)
    assert q1(plan, Q1_END).counts.total == 4


def test_what_is_withdrawn_is_not_counted(plan: Plan):
    plan.withdraw("CD@TD/Q1", date(2022, 3, 1))
    plan.assignments["KND@LT"].standing = Standing.HANDED_OVER
    found = q1(plan)
    assert found.counts.total == 3
    assert indicator(found, "KND").quarter.units == 1


def test_the_overdue_list_names_who_answers_on_that_day_and_since_when(plan: Plan):
    plan.report("KND@LT/Q1", date(2022, 4, 4), 60)  # two working days late, then waiting
    item = {one.ref: one for one in q1(plan).overdue}
    late, silent = item["KND@LT/Q1"], item["CD@LT/Q1"]
    assert (late.stage, late.days_over) == (Stage.REPORTED, 2)
    assert (silent.stage, silent.days_over, silent.due_on) == (Stage.ASSIGNED, 6, Q1_END)
    assert (silent.lead, silent.lead_title) == ("Phạm Thị Mới", "Bí thư huyện Lập Thạch")
    assert item["SP@SVH/Q1"].lead == ""
    earlier = {one.ref: one for one in q1(plan, date(2022, 4, 5)).overdue}
    assert earlier["CD@LT/Q1"].lead == "Trần Văn Cũ"


def test_the_longest_overdue_stands_first(plan: Plan):
    plan.checkpoints["SP@SVH/Q1"].due_on = date(2022, 3, 1)
    assert q1(plan).overdue[0].ref == "SP@SVH/Q1"


def test_what_is_overdue_from_earlier_quarters_is_apart(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)
    found = figures(plan.session, plan.programme, Q2, date(2022, 7, 1), None)
    assert found.counts == Counts(overdue=2)
    assert {one.ref for one in found.overdue} == {"KND@LT/Q2", "KND@TD/Q2"}
    assert {one.ref for one in found.backlog} == {
        "KND@TD/Q1",
        "CD@LT/Q1",
        "CD@TD/Q1",
        "SP@SVH/Q1",
    }


def test_a_unit_digest_is_about_that_unit_alone(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)
    found = q1(plan, unit="LT")
    assert found.unit == "huyện Lập Thạch"
    assert found.counts == Counts(done_in_time=1, overdue=1)
    assert [one.ref for one in found.overdue] == ["CD@LT/Q1"]
    assert indicator(found, "KND").quarter.units == 1
    plan.hinder(plan.report("KND@LT/Q1", Q1_END, 60), "Thiếu nguồn", "", "SVH")
    plan.hinder(plan.report("KND@TD/Q1", Q1_END, 60), "Mưa lũ", "", "SVH")
    assert [line.difficulty for line in q1(plan, unit="LT").difficulties] == ["Thiếu nguồn"]


def test_a_quarter_without_checkpoints_has_empty_figures(plan: Plan):
    found = figures(plan.session, plan.programme, Q3, date(2022, 9, 30), None)
    assert (found.counts.total, found.groups, found.indicators) == (0, (), ())


@pytest.mark.parametrize("drained", [True, False])
def test_an_extension_leaves_the_quarters_figures_only_with_both_dates_said(
    plan: Plan, drained: bool
):
    plan.move_due("KND@LT/Q1", date(2022, 3, 30), date(2022, 5, 31), drained=drained)
    plan.move_due("KND@TD/Q1", date(2022, 3, 1), date(2022, 3, 25), drained=drained)
    left, within = q1(plan).moved
    assert (left.ref, left.original_due_on, left.due_on) == ("KND@LT/Q1", Q1_END, date(2022, 5, 31))
    assert (left.counted, within.ref, within.counted) == (False, "KND@TD/Q1", True)
    assert (left.late, left.first_late) == (0, 6)  # open in its new time, late by the first
    assert q1(plan).counts.total == 4
    second = figures(plan.session, plan.programme, Q2, date(2022, 6, 1), None)
    assert [(one.ref, one.counted) for one in second.moved] == [("KND@LT/Q1", True)]
    assert q1(plan, date(2022, 2, 28)).moved == ()
    text = render_digest(q1(plan))[1]
    assert "1 mốc có hạn ban đầu trong quý đã được đổi thời hạn" in " ".join(text.split())
    assert "31/03/2022" in text and "31/05/2022" in text


def test_it_refuses_another_year_and_an_unknown_unit(plan: Plan):
    with pytest.raises(BadInput, match="other_year"):
        figures(plan.session, plan.programme, Quarter(2023, 1), FRIDAY_AFTER, None)
    with pytest.raises(BadInput, match="unknown_unit"):
        figures(plan.session, plan.programme, Q1, FRIDAY_AFTER, 999_999)


def test_figures_survive_being_kept_as_json(plan: Plan):
    report = plan.done("KND@LT/Q1", Q1_END, 60)
    plan.hinder(report, "Thiếu nguồn", "", "SVH")
    found = q1(plan)
    plain = found.as_json()
    assert plain["counts"]["total"] == 5
    assert plain["groups"][0]["counts"]["total"] == 4
    assert DigestFigures.from_json(plain) == found
