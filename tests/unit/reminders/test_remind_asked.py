"""What a letter wants of its reader follows from their role."""

from datetime import date
from typing import Any

import pytest

from dondoc.services.reminders.letters.entries import LetterEntry, LetterSection
from dondoc.services.reminders.letters.sentences import VARIANTS, asked
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
