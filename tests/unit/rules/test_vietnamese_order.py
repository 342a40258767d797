"""Lists go by the Vietnamese alphabet, not by how letters are numbered."""

import unicodedata
from random import Random

from models.rules.vietnamese_order import by_given_name, by_letters

UNITS = [
    "Ban Dân vận",
    "Đảng ủy khối",
    "Huyện Bình Xuyên",
    "Sở Y tế",
    "Tỉnh đoàn",
    "Ủy ban Kiểm tra",
]
SYLLABLES = ["4", "a", "à", "ả", "ã", "á", "ạ", "ă", "â", "da", "dz", "đa", "o", "ô", "ơ", "u", "ư"]
PEOPLE = ["Lê Văn An", "Trần Văn An", "Đỗ Thị Ánh", "Vũ Bình", "Bùi Văn Đạt", "Hà Thị Y"]


def shuffled(names: list[str]) -> list[str]:
    mixed = list(names)
    Random(7).shuffle(mixed)
    return mixed


def test_units_go_by_letters_however_they_were_typed() -> None:
    assert sorted(shuffled(UNITS), key=by_letters) == UNITS
    typed = [unicodedata.normalize("NFD", name) for name in UNITS]
    assert sorted(shuffled(typed), key=by_letters) == typed


def test_marked_letters_are_letters_and_tones_come_after_them() -> None:
    assert sorted(shuffled(SYLLABLES), key=by_letters) == SYLLABLES
    assert by_letters("Tá an") > by_letters("Ta an")
    assert by_letters("Tá an") < by_letters("Ta ba")


def test_people_go_by_their_given_names() -> None:
    assert sorted(shuffled(PEOPLE), key=by_given_name) == PEOPLE
