"""What a digest says beside its counts, on the small plan whose numbers were worked out by hand."""

from collections.abc import Iterator
from datetime import date

import pytest
from counting import statements
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from digest_quarter import FRIDAY_AFTER, Q1
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.digest.compile import draw, keep
from dondoc.services.digest.parts import DigestPart, part_with_codes
from dondoc.services.digest.render import render_digest
from dondoc.services.figures.periods import HalfYear, whole_year
from dondoc.services.figures.report_shapes import DigestReport
from dondoc.services.figures.shapes import DigestFigures
from dondoc.store.database import writing
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.message import Message, MessageLine, MessageState
from models.nudge import Nudge, NudgeKind
from models.programme import Programme
from models.rules.indicators import Kind
from models.rules.ladder import Firmness
from models.rules.roles import Audience
from models.rules.totals import ComparedResults, Counts

FIRST = date(2022, 4, 1)


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        yield two_districts(session)


def compiled(plan: Plan, day: date = FRIDAY_AFTER, part: DigestPart | None = None) -> DigestFigures:
    drawn = draw(plan.session, plan.programme, Q1, at(day, 18), day, part or DigestPart()).whole
    return DigestFigures.from_json(drawn.figures)


def kept(plan: Plan, day: date) -> None:
    keep(plan.session, draw(plan.session, plan.programme, Q1, at(day, 18), day).whole)


def report(plan: Plan, day: date = FRIDAY_AFTER) -> DigestReport:
    found = compiled(plan, day).report
    assert found is not None
    return found


def urge(plan: Plan, ref: str, day: date, firmness: Firmness) -> None:
    """A letter to whoever answers, which was sent."""
    nudge = plan._add(
        Nudge(
            checkpoint_id=plan.checkpoints[ref].key, kind=NudgeKind.DEADLINE,
            audience=Audience.LEAD, step=str(day), firmness=firmness, decided_on=day,
            decided_at=at(day),
        )
    )  # fmt: skip
    letter = plan._add(
        Message(person_id=1, run_on=day, created_at=at(day), state=MessageState.SENT)
    )
    plan._add(MessageLine(message_id=letter.key, nudge_id=nudge.key, audience=Audience.LEAD))


def test_it_is_compared_with_the_day_of_the_last_digest(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)
    kept(plan, FIRST)  # four are overdue
    plan.done("KND@TD/Q1", date(2022, 4, 4), 40)
    plan.move_due("CD@LT/Q1", date(2022, 4, 5), date(2022, 6, 15))
    found = report(plan)
    (day,) = found.compared
    assert (day.kind, day.day, day.due.total, day.overdue) == ("digest", FIRST, 5, 4)
    assert (day.appeared, day.remained, day.ended) == (0, 2, 2)
    assert day.printed is None
    assert [(item.ref, item.change) for item in found.changed] == [
        ("KND@TD/Q1", "done"),
        ("CD@LT/Q1", "moved"),
    ]
    assert found.unchanged == 5  # of seven of the year
    assert sum(each.count for each in found.transitions) == 7


def test_what_was_recorded_late_stands_as_a_correction(plan: Plan):
    plan.report("KND@LT/Q1", Q1_END, 60)
    kept(plan, FIRST)
    plan.verify("KND@LT/Q1", Q1_END)  # recorded as of an earlier day, which the digest lacked
    (day,) = report(plan).compared
    assert day.printed == Counts(open_in_time=1, overdue=4, waiting=1)
    assert day.restated == Counts(done_in_time=1, overdue=4)
    text = " ".join(render_digest(compiled(plan))[1].split())
    assert "Đính chính báo cáo trước về quý I/2022: hoàn thành đúng hạn đã ghi 0, theo" in text
    assert "quá hạn đã ghi" not in text  # which did not change


def test_the_first_digest_says_that_there_is_nothing_to_compare_with(plan: Plan):
    found = compiled(plan)
    assert found.report is not None and found.report.compared == ()
    text = " ".join(render_digest(found)[1].split())
    assert "Chưa có báo cáo trước và số liệu cùng kỳ năm trước để so sánh." in text


def last_year(plan: Plan) -> None:
    """A checkpoint of the first quarter of 2021 that nobody ever reported."""
    programme = plan._add(
        Programme(
            year=2021, title="Năm trước", rule_set_id=plan.programme.rule_set_id,
            created_at=at(date(2021, 1, 4)),
        )
    )  # fmt: skip
    indicator = plan._add(
        Indicator(programme_id=programme.key, code="KND", title="Kết nạp", kind=Kind.INCREMENT)
    )
    work = plan._add(
        Assignment(
            programme_id=programme.key, indicator_id=indicator.key,
            unit_id=plan.units["LT"].key, ref="KND@LT", deadline=date(2021, 12, 31),
        )
    )  # fmt: skip
    plan._add(
        Checkpoint(
            assignment_id=work.key, label="Q1", opens_on=date(2021, 1, 4),
            due_on=date(2021, 3, 31), original_due_on=date(2021, 3, 31),
            stage_since=at(date(2021, 1, 4)),
        )
    )  # fmt: skip


def test_it_is_compared_with_the_same_day_a_year_before(plan: Plan):
    last_year(plan)
    found = compiled(plan)
    assert found.report is not None
    (day,) = found.report.compared
    assert (day.kind, day.day) == ("year", date(2021, 4, 8))
    assert (day.due, day.period, day.overdue) == (Counts(overdue=1), Counts(overdue=1), 1)
    assert (day.appeared, day.remained, day.ended) == (0, 0, 0)  # other checkpoints are no change
    text = " ".join(render_digest(found)[1].split())
    assert (
        "Cùng kỳ năm trước, đến hết ngày 08/04/2021: chưa mốc nào trong 1 mốc đã đến hạn hoàn "
        "thành, còn 1 mốc quá hạn." in text
    )


def test_below_plan_stands_before_what_is_overdue_and_both_are_listed(plan: Plan):
    plan.done("KND@TD/Q1", Q1_END, 40)
    plan.done("CD@LT/Q1", Q1_END, 12)  # the less the better: 12 of 10 allowed
    found = report(plan)
    assert [(item.ref, str(item.percent)) for item in found.below] == [
        ("CD@LT/Q1", "120.0"),
        ("KND@TD/Q1", "80.0"),
    ]
    assert [(each.kind, each.ref) for each in found.concerns] == [
        ("limit", "CD@LT"),
        ("below", "KND@TD"),
        ("overdue", "CD@TD/Q1"),
        ("overdue", "KND@LT/Q1"),
        ("overdue", "SP@SVH/Q1"),
    ]
    assert found.concerns_in_all == 5


def test_what_is_overdue_says_how_it_was_urged_and_why_it_is_late(plan: Plan):
    plan.hinder(plan.report("KND@LT/Q1", date(2022, 4, 4), 60), "Thiếu nguồn", "", "SVH")
    urge(plan, "KND@LT/Q1", date(2022, 4, 1), Firmness.REMIND)
    urge(plan, "KND@LT/Q1", date(2022, 4, 5), Firmness.DEMAND)
    urge(plan, "KND@LT/Q1", date(2022, 4, 12), Firmness.ESCALATE)  # after the day of the digest
    overdue = {one.ref: one for one in compiled(plan).overdue}
    item, never = overdue["KND@LT/Q1"], overdue["KND@TD/Q1"]
    assert (item.reminded, item.firmest) == (2, Firmness.DEMAND)
    assert (never.reminded, never.firmest, never.reason) == (0, None, "")
    assert item.first_urged_on == date(2022, 4, 5)
    assert (item.reason, item.reason_on) == ("Thiếu nguồn", date(2022, 4, 4))
    (remover,) = report(plan).removers
    assert (remover.remover, remover.raised, remover.open) == ("Sở Văn hóa", 1, 1)


def test_an_extension_is_narrative_with_its_reason(plan: Plan):
    plan.move_due("KND@TD/Q1", date(2022, 3, 30), date(2022, 4, 12))
    (item,) = compiled(plan).moved
    assert (item.how, item.moved_on, item.reason) == ("change_due", date(2022, 3, 30), "Mưa lũ")
    assert (item.original_due_on, item.due_on) == (Q1_END, date(2022, 4, 12))


def test_reports_in_time_are_a_figure_of_their_own(plan: Plan):
    plan.report("KND@LT/Q1", Q1_END, 60)
    plan.done("KND@TD/Q1", date(2022, 4, 4), 40)
    found = report(plan).reports
    assert (found.in_time, found.late, found.silent, found.open) == (1, 1, 3, 0)


def test_each_group_has_its_own_digest_from_the_same_reading(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)
    whole = compiled(plan)
    districts, departments = whole.of_groups["G0"], whole.of_groups["G1"]
    assert (districts.group, departments.group) == ("Các huyện", "Các sở")
    assert districts.counts + departments.counts == whole.counts
    assert districts.verdicts == ComparedResults(met=1, compared=1, exceeded=1)
    assert [each.code for each in districts.indicators] == ["CD", "KND"]
    assert [item.unit for item in departments.overdue] == ["Sở Văn hóa"]


def test_an_officials_digest_is_of_what_they_lead(plan: Plan):
    part, code = part_with_codes(plan.session, FRIDAY_AFTER, None, "TD-2020-01-01")
    found = compiled(plan, part=part)
    assert found.counts == Counts(overdue=2)
    assert found.report is not None and found.report.official == "Đỗ Văn Tam"
    assert "của Đỗ Văn Tam".upper() in render_digest(found)[1] and code == "TD-2020-01-01"


def test_a_half_year_and_a_year_hold_their_quarters(plan: Plan):
    day = date(2022, 7, 1)
    for period, total in ((HalfYear(2022, 1), 7), (whole_year(2022), 7)):
        drawn = draw(plan.session, plan.programme, period, at(day, 18), day).whole
        found = DigestFigures.from_json(drawn.figures)
        assert (found.counts.total, found.quarter) == (total, str(period))
        assert "NĂM 2022" in render_digest(found)[1]


def test_it_asks_as_many_queries_however_much_there_is(engine: Engine, plan: Plan):
    kept(plan, FIRST)
    plan.report("KND@LT/Q1", date(2022, 4, 4), 40)  # else nothing has to be taken back
    with statements(engine) as few:
        compiled(plan)
    for number in range(3, 40):
        plan.checkpoint(f"KND@LT/M{number}", expected=5)
        plan.report(f"KND@LT/M{number}", date(2022, 4, 4), 4)
    plan.session.flush()
    with statements(engine) as many:
        compiled(plan)
    assert len(many) == len(few)
