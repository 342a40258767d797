"""Who is above a unit."""

from models.rules.unit_tree import above, nearest, upwards

PARENTS = {1: 2, 2: 3}


def test_the_way_up_begins_at_the_unit_itself():
    assert list(upwards(1, PARENTS)) == [1, 2, 3]
    assert list(upwards(3, PARENTS)) == [3]


def test_units_in_a_circle_are_met_once():
    assert list(upwards(1, {1: 2, 2: 1})) == [1, 2]


def test_its_own_answers_before_one_above():
    assert nearest(1, PARENTS, {1, 3}.__contains__) == 1
    assert nearest(1, PARENTS, {3}.__contains__) == 3
    assert nearest(1, PARENTS, {9}.__contains__) is None


def test_above_is_never_the_unit_itself():
    assert above(1, PARENTS, {1, 3}.__contains__) == 3
    assert above(3, PARENTS, {3}.__contains__) is None
