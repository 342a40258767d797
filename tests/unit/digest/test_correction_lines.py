"""A late correction as a digest tells it: what was known before, and what is now."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from digest_lines import PEN, cells

from dondoc.rendering.formats import NOTHING
from dondoc.services.digest.correction_table import correction_table
from dondoc.services.figures.correction_shapes import LateCorrection

CORRECTED = LateCorrection(
    "SP@A/1", "Đề án", "A", "2022-Q1", date(2022, 5, 4), "Bổ sung", None, None, True, True, None,
    Decimal(85),
)  # fmt: skip


@pytest.mark.parametrize(
    ("given", "old", "new"),
    [
        ({}, "đã có sản phẩm; chưa có tỷ lệ chất lượng", "đã có sản phẩm; chất lượng 85%"),
        ({"old_delivered": None}, NOTHING, "đã có sản phẩm; chất lượng 85%"),
        (
            {"old_quality": Decimal(70), "new_quality": None},
            "đã có sản phẩm; chất lượng 70%", "đã có sản phẩm; chưa có tỷ lệ chất lượng",
        ),
        ({"new_quality": None}, "đã có sản phẩm", "đã có sản phẩm"),
    ],
)  # fmt: skip
def test_a_quality_that_was_added_says_that_there_was_none(
    given: dict[str, Any], old: str, new: str
) -> None:
    ((_, _, _, _, before, after, _),) = cells(correction_table(PEN, [replace(CORRECTED, **given)]))
    assert (before, after) == (old, new)
