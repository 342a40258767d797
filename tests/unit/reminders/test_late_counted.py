"""How much is late in all of what a reader hears of, beside what their letter names."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from dondoc.services.reminders.letters.entries import LetterSection
from dondoc.services.reminders.letters.late_in_all import Late
from models.rules.roles import Audience

READER, UNIT, OTHER_UNIT = 7, (1, 4), (1, 5)


def entry(
    audience: Audience = Audience.COMMITTEE_HEAD, unit: int = 4, reported: bool = False, **more: Any
) -> Any:
    told: dict[str, Any] = {"section": LetterSection.OVERDUE, "instead": None, "stand_in": None,
                            "author": ""}  # fmt: skip
    state = SimpleNamespace(programme_id=1, unit_id=unit, unreported=not reported)
    return SimpleNamespace(audience=audience, state=state, **(told | more))


LATE = Late(Counter({READER: 5}), {UNIT: 9, OTHER_UNIT: 3})


@pytest.mark.parametrize(
    ("entries", "counted"),
    [
        ([], 0),
        ([entry(section=LetterSection.SOON)], 0),
        ([entry()], 9),  # all of the unit that they answer for
        ([entry(), entry()], 9),  # each unit once
        ([entry(), entry(unit=5)], 12),
        ([entry(unit=6)], 1),  # of what nobody counted only what is named
        ([entry(), entry(unit=6)], 10),  # beside what is counted of another unit
        ([entry(unit=6), entry(unit=6)], 2),
        ([entry()] * 10, 10),  # never less than is named
        ([entry(), entry(Audience.COORDINATING)], 10),
        ([entry(), entry(unit=5, instead="An")], 10),  # read for somebody else: what is named
        ([entry(Audience.LEAD)], 5),  # all of their own
        ([entry(Audience.LEAD), entry()], 6),
        ([entry(Audience.LEAD)] * 6, 6),  # never less than is named
        ([entry(Audience.LEAD), entry(Audience.LEAD, reported=True)], 6),  # a finding, besides
        ([entry(Audience.LEAD, reported=True)], 1),
        ([entry(), entry(reported=True)], 10),
        ([entry(Audience.LEAD, instead="An")], 1),
        ([entry(Audience.LEAD, stand_in=Audience.UNIT_HEAD)], 1),
        ([entry(Audience.LEAD, author="An")], 1),
    ],
)
def test_it_counts_what_the_reader_answers_for(entries: list[Any], counted: int) -> None:
    assert LATE.of(entries, READER) == counted
