"""Folding: the same word, however it is typed."""

import unicodedata

import pytest

from models.rules.folding import MAX_WORDS, fold, spelled, words_of


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đảng viên", "dang vien"),
        ("ĐẢNG VIÊN", "dang vien"),
        ("dang vien", "dang vien"),
        ("Lập Thạch", "lap thach"),
        ("ƯỚC thực hiện", "uoc thuc hien"),
        ("Nguyễn Ỷ Quỳnh", "nguyen y quynh"),
        ("KND@LT/Q1", "knd@lt/q1"),
        ("94,5%", "94,5%"),
    ],
)
def test_it_takes_the_marks_off(typed: str, folded: str) -> None:
    assert fold(typed) == folded
    assert fold(unicodedata.normalize("NFD", typed)) == folded


def test_what_is_folded_stays_as_it_is() -> None:
    assert fold(fold("Đề án Tây Thiên")) == fold("Đề án Tây Thiên")


def test_a_query_is_its_words_each_once() -> None:
    assert words_of("  Đảng  viên ĐẢNG ") == ("dang", "vien")
    assert words_of("KND@LT") == ("knd", "lt")
    assert words_of(" ") == ()
    assert len(words_of(" ".join(str(n) for n in range(50)))) == MAX_WORDS


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA ", True),
        ("Trần Thuỷ", unicodedata.normalize("NFD", "Trần Thủy"), True),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng", False),
        ("Nguyễn Văn An", "Nguyễn Văn Ân", False),
        ("Lê Dung", "Lê Dũng", False),
        ("Đỗ Hà", "Do Ha", False),
    ],
)
def test_a_name_is_the_same_wherever_its_tone_was_put(one: str, other: str, same: bool) -> None:
    assert (spelled(one) == spelled(other)) is same
