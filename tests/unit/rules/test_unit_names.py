"""What a unit is called where another one is called the same."""

from models.rules.unit_names import borne_by_several, told_apart

NAMES = ["Xã Hợp Thịnh", "xã  hợp thịnh", "Xã Hoà Bình", "Xã Hòa Bình", "Xã Tân Lập", "Xã Tấn Lập"]


def test_a_name_of_several_units_is_said_with_the_code():
    several = borne_by_several(NAMES)
    assert told_apart("Xã Hợp Thịnh", "TD-HT", several) == "Xã Hợp Thịnh (TD-HT)"
    assert told_apart("xã  hợp thịnh", "VT-HT", several) == "xã  hợp thịnh (VT-HT)"


def test_a_tone_that_is_put_elsewhere_makes_no_other_name():
    several = borne_by_several(NAMES)
    assert told_apart("Xã Hòa Bình", "HB2", several) == "Xã Hòa Bình (HB2)"


def test_another_tone_makes_another_name_and_needs_no_code():
    several = borne_by_several(NAMES)
    assert told_apart("Xã Tân Lập", "TL", several) == "Xã Tân Lập"
