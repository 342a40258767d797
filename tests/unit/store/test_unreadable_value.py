"""A stored value that cannot be read refuses every use, so that nothing is judged by it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.dialects import sqlite

from models.columns import Amount, Choice
from models.rules.stages import Stage
from models.unreadable_value import UNREADABLE, refuse_unreadable, unreadable_value

USES: tuple[Callable[[Any], object], ...] = (
    lambda value: value == Stage.REPORTED,
    lambda value: value != date(2022, 3, 31),
    lambda value: value < date(2022, 3, 31),
    lambda value: date(2022, 3, 31) <= value,
    lambda value: value in {Stage.REPORTED},
    bool,
    str,
    lambda value: f"{value}",
    lambda value: value + 1,
    lambda value: 1 - value,
    lambda value: value.value,
)


@pytest.mark.parametrize("use", USES)
def test_every_use_is_refused(use: Callable[[Any], object]) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        use(unreadable_value())


def test_a_column_gives_it_for_what_it_cannot_read() -> None:
    dialect = sqlite.dialect()
    assert Amount().process_result_value("nhiều", dialect) is UNREADABLE  # type: ignore[arg-type]
    assert Choice(Stage).result_processor(dialect, None)("xong") is UNREADABLE


def test_a_row_that_holds_it_is_refused() -> None:
    refuse_unreadable((1, None, Stage.REPORTED))
    with pytest.raises(ValueError, match="cannot be read"):
        refuse_unreadable((1, unreadable_value()))
