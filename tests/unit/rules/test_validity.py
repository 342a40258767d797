"""In force on a day: one rule, and one form of it in SQL."""

import re
from datetime import date
from pathlib import Path

import pytest

from models.rules.audiences import MAY_BE_EMPTY, asked_in_turn, stand_ins
from models.rules.roles import Audience
from models.rules.validity import on_day, overlaps

ROOT = Path(__file__).resolve().parents[3]
FIRST, DAY, LAST = date(2022, 3, 1), date(2022, 3, 2), date(2022, 3, 3)
IN_SQL = "dondoc/services/organisation/in_force.py"
OPEN_END = re.compile(
    r"\b(held_from|held_to|seated_from|seated_to|valid_from|valid_to|founded_on|ended_on|paused_to)"
    r"\)?(\.is_\(None\)| (<=|>=|<|>) (day|today|look\.today|viewer\.day)\b)"
)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, True),
        (DAY, None, True),
        (None, DAY, True),
        (DAY, DAY, True),
        (LAST, None, False),
        (None, FIRST, False),
    ],
)
def test_both_ends_count_and_none_is_open(start: date | None, end: date | None, expected: bool):
    assert on_day(start, end, DAY) is expected
    assert overlaps(start, end, DAY, DAY) is expected


def test_nobody_writes_the_condition_of_a_day_by_hand():
    written = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in (ROOT / "dondoc" / "services").rglob("*.py")
        if path.relative_to(ROOT).as_posix() != IN_SQL
        for found in OPEN_END.finditer(path.read_text(encoding="utf-8"))
    ]
    assert [
        one for one in written if not one.startswith("dondoc/services/organisation/units.py")
    ] == []


def test_every_audience_but_the_secretariat_has_somebody_who_stands_in():
    assert {audience for audience in Audience if not stand_ins(audience)} == {Audience.SECRETARIAT}
    assert all(one not in stand_ins(one) for one in Audience)
    assert all(stand_ins(one)[-1] is Audience.SECRETARIAT for one in Audience if stand_ins(one))


def test_an_audience_that_may_be_empty_asks_nobody_else():
    for audience in Audience:
        assert next(asked_in_turn(audience)) is audience
        assert (len(list(asked_in_turn(audience))) == 1) is (
            not stand_ins(audience) or audience in MAY_BE_EMPTY
        )
