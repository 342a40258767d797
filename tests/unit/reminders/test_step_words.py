"""A step of the register in words that an official understands."""

import pytest

from dondoc.i18n import translator
from dondoc.services.reminders.register.step_words import step_words
from models.nudge import NudgeKind


@pytest.mark.parametrize(
    ("kind", "step", "vi", "en"),
    [
        (NudgeKind.DEADLINE, "-3", "nấc trước hạn 3 ngày làm việc", "rung: 3 working days before"),
        (NudgeKind.DEADLINE, "0", "nấc đúng ngày hạn", "rung: on the due date"),
        (NudgeKind.DEADLINE, "1", "nấc quá hạn 1 ngày làm việc", "rung: 1 working day after"),
        (NudgeKind.NOT_ACKNOWLEDGED, "5", "sau 5 ngày làm việc", "after 5 working days"),
        (NudgeKind.VERIFICATION_WAITING, "1", "sau 1 ngày làm việc", "after 1 working day"),
        (NudgeKind.UNREACHABLE, "2022-05", "tháng 5/2022", "month 5/2022"),
        (NudgeKind.ASSIGNED, "", "", ""),
    ],
)
def test_a_step_is_said_in_words(kind: NudgeKind, step: str, vi: str, en: str) -> None:
    assert step_words(kind, step, translator("vi")) == vi
    assert step_words(kind, step, translator("en")) == en
