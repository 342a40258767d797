"""Timeliness of reporting is counted apart from what became of the report."""

from datetime import date

from dondoc.clock import at
from models.rules.calendar import WorkingCalendar
from models.rules.due import DueFacts
from models.rules.reporting import ReportsCounted, reports_counted
from models.rules.returned_reports import ReturnedReport
from models.rules.stages import Stage

CALENDAR = WorkingCalendar(date(2022, 1, 1), date(2022, 12, 31))
MONDAY = date(2022, 5, 16)


def counted(*facts: DueFacts) -> ReportsCounted:
    return reports_counted(facts, MONDAY, CALENDAR)


def due(day: date, reported: date | None = None, **more: object) -> DueFacts:
    stage = Stage.REPORTED if reported else Stage.IN_PROGRESS
    return DueFacts(stage, day, at(reported) if reported else None, **more)


def test_the_four_parts_sum_to_what_was_due() -> None:
    found = counted(
        due(date(2022, 5, 10), date(2022, 5, 10)),
        due(date(2022, 5, 10), date(2022, 5, 11)),
        due(date(2022, 5, 10)),
        due(date(2022, 5, 14)),  # a Saturday: in time until Monday is over
        due(date(2022, 5, 17), date(2022, 5, 2)),  # not due yet
    )
    assert found == ReportsCounted(in_time=1, late=1, silent=1, open=1)
    assert found.total == 4
    assert found + found == ReportsCounted(2, 2, 2, 2)


def test_a_report_in_time_that_waits_or_is_evaluated_stays_in_time() -> None:
    accepted = DueFacts(Stage.EVALUATED, date(2022, 5, 10), at(date(2022, 5, 9)))
    assert counted(accepted).in_time == 1


def test_a_report_that_was_sent_back_has_not_come_and_one_late_before_stays_late() -> None:
    back = ReturnedReport(date(2022, 5, 5), date(2022, 5, 6))
    assert counted(due(date(2022, 5, 12), returned=back)).silent == 1
    assert counted(due(date(2022, 5, 12), date(2022, 5, 12), returned=back)).late == 1
