"""Text of papers: composed letters, one line, and either way of spelling hòa."""

import unicodedata

import pytest

from dondoc.services.papers.wording import clean, spelled


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("Đảng ủy", "Đảng uỷ"),
        ("HÒA BÌNH, ỦY BAN", "HOÀ BÌNH, UỶ BAN"),
        ("khỏe, lũy kế, thủy lợi", "khoẻ, luỹ kế, thuỷ lợi"),
    ],
)
def test_open_syllables_are_spelled_either_way(old: str, new: str) -> None:
    assert spelled(old, "hoà") == new == spelled(new, "hoà")
    assert spelled(new, "hòa") == old == spelled(old, "hòa")


@pytest.mark.parametrize("text", ["quý", "quỹ", "toàn", "hoàn thành", "khuyến", "tuyển", "loại"])
def test_other_syllables_stay(text: str) -> None:
    assert spelled(text, "hòa") == text == spelled(text, "hoà")


def test_text_is_one_line_of_composed_letters() -> None:
    torn = unicodedata.normalize("NFD", "Thắng\tlợi\nữ\x00ặ")
    assert clean(torn) == "Thắng lợi ữ ặ"
    assert clean("\ud800 a \ufffe") == "a"
