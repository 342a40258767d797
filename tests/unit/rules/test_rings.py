"""Places that are exchanged in a ring are told from those that are only taken or left."""

import pytest

from models.rules.names_alike import alike
from models.rules.rings import in_rings


def ring(*moves: str) -> set[str]:
    return {f"{old}{new}" for old, new in in_rings((move[0], move[1]) for move in moves)}


@pytest.mark.parametrize(
    ("moves", "closed"),
    [
        (["ab", "ba"], {"ab", "ba"}),
        (["ab", "bc", "ca"], {"ab", "bc", "ca"}),
        (["ab", "bc"], set()),
        (["aa"], set()),
        (["xa", "ab", "ba", "by"], {"ab", "ba"}),
    ],
)
def test_a_ring_is_narrative_from_a_row(moves: list[str], closed: set[str]) -> None:
    assert ring(*moves) == closed


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nguyễn Đức Hòa", "nguyen duc hoa", True),
        ("Nguyễn Đức Hòa", "Nguyễn Hoà", True),
        ("Nguyễn Thị Minh Hòa", "Nguyễn Minh Hòa", True),
        ("Nguyễn Đức Hòa", "Nguyễn Văn Hòa", False),
        ("Nguyễn Đức Hòa", "Trần Đức Hòa", False),
        ("Nguyễn Đức Hòa", "Hòa", False),
        ("Hòa", "hoa", True),
        ("Hòa", "Hòa Minh Hòa", False),
        ("Nguyễn Đức Hòa", "Nguyễn Đức Minh Hòa", True),
        ("Nguyễn Nguyễn Hòa", "Nguyễn Đức Minh Hòa", False),
        ("", "", False),
    ],
)
def test_names_of_one_person_are_alike(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is alike(other, one) is same
