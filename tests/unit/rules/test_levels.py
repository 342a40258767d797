"""Whoever commented decides only with a majority besides them."""

import pytest

from models.rules.evaluation_course.levels import SameLevel, same_level

ALONE, WITH_OTHERS = SameLevel.ALONE, SameLevel.WITH_OTHERS


@pytest.mark.parametrize(
    ("members", "present", "conflict"),
    [
        (1, 1, ALONE),
        (2, 2, ALONE),
        (3, 2, ALONE),
        (3, 3, WITH_OTHERS),
        (11, 6, ALONE),
        (11, 7, WITH_OTHERS),
        (12, 7, ALONE),
        (12, 8, WITH_OTHERS),
    ],
)
def test_a_majority_of_others_is_counted_without_whoever_commented(
    members: int, present: int, conflict: SameLevel
) -> None:
    assert same_level(True, members=members, present=present) is conflict
    assert same_level(False, members=members, present=present) is None
    own = {ALONE: SameLevel.OWN_ALONE, WITH_OTHERS: SameLevel.OWN_WITH_OTHERS}[conflict]
    assert same_level(False, members=members, present=present, own=True) is own
