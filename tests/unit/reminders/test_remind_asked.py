"""What a letter wants of its reader follows from their role."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from dondoc.services.reminders.letters.dates import due_words
from dondoc.services.reminders.letters.entries import LetterEntry, LetterSection
from dondoc.services.reminders.letters.sentences import VARIANTS, asked
from dondoc.services.reminders.letters.subject import whom
from models.rules.ladder import Firmness
from models.rules.roles import Audience


def late(audience: Audience, firmness: Firmness = Firmness.URGE) -> LetterEntry:
    nothing: Any = None
    return LetterEntry(
        nothing, nothing, LetterSection.OVERDUE, -2, date(2022, 5, 18), firmness, audience,
        None, None, False, None, (), (),
    )  # fmt: skip


@pytest.mark.parametrize("firmness", Firmness)
def test_whoever_takes_part_is_not_asked_to_report(firmness: Firmness) -> None:
    for earlier in range(VARIANTS):
        (said,) = asked([late(Audience.COORDINATING, firmness)], "vi", earlier)
        assert "phối hợp" in said and "1 mốc" in said
        (said,) = asked([late(Audience.COORDINATING, firmness)], "en", earlier)
        assert "your part" in said


def test_whoever_leads_one_item_and_takes_part_in_another_is_asked_for_each_by_its_role() -> None:
    own, shared = asked([late(Audience.COORDINATING), late(Audience.LEAD)], "vi", 0)
    assert own.startswith("Đề nghị đồng chí khẩn trương báo cáo kết quả") and "1 mốc" in own
    assert "phối hợp" in shared and "1 mốc" in shared


@pytest.mark.parametrize(
    ("unit", "committee"),
    [
        ("Huyện Lập Thạch", "Ban Chỉ đạo huyện Lập Thạch"),
        ("Sở Tài chính", "Ban Chỉ đạo Sở Tài chính"),
        ("Ban Dân vận Tỉnh ủy", "Ban Chỉ đạo Ban Dân vận Tỉnh ủy"),
        ("UBND tỉnh", "Ban Chỉ đạo UBND tỉnh"),
    ],
)
def test_a_committee_bears_the_name_of_its_office_as_it_is_written(
    unit: str, committee: str
) -> None:
    item: Any = SimpleNamespace(unit=unit)
    entry = late(Audience.COMMITTEE_HEAD)._replace(item=item)
    assert whom([entry], "vi") == committee


def test_late_work_that_was_due_on_a_day_off_was_in_time_until_the_next_working_day() -> None:
    state: Any = SimpleNamespace(due_on=date(2022, 5, 15), answered=False)
    entry = late(Audience.LEAD)._replace(state=state, late=True, applies_on=date(2022, 5, 16))
    said = "hạn tính đến hết thứ Hai 16/5, vì thời hạn Chủ nhật 15/5 là ngày nghỉ"
    assert said in due_words(entry, "vi")
    assert "in time until Monday 16/5" in due_words(entry, "en")
