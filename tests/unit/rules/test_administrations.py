"""Which names are of one administration, and which bodies only sound like it."""

import pytest

from models.rules.administrations import administered, is_peoples_committee


@pytest.mark.parametrize(
    "name",
    ["UBND huyện Lập Thạch", "Ủy ban nhân dân huyện Lập Thạch", "Uỷ ban nhân dân Huyện Lập Thạch",
     "UBND H. Lập Thạch", "ubnd huyen lap thach"],
)  # fmt: skip
def test_a_peoples_committee_is_the_administration_of_its_unit(name: str) -> None:
    assert is_peoples_committee(name)
    assert administered(name) == administered("Huyện Lập Thạch") != ()


@pytest.mark.parametrize(
    "name",
    ["Huyện ủy Lập Thạch", "Huyện uỷ Lập Thạch", "Thành ủy Vĩnh Yên", "UBND thị trấn Lập Thạch",
     "UBND huyện Sông Lô", "HĐND huyện Lập Thạch", "Văn phòng UBND huyện Lập Thạch", "UBND huyện",
     "Ủy ban MTTQ huyện Lập Thạch", "UBND Lập Thạch", "UBND"],
)  # fmt: skip
def test_another_body_place_or_level_is_not(name: str) -> None:
    assert administered(name) != administered("Huyện Lập Thạch")


def test_a_city_may_be_written_short() -> None:
    assert administered("UBND TP. Vĩnh Yên") == administered("Thành phố Vĩnh Yên") != ()


def test_a_place_may_begin_as_a_party_committee_is_called() -> None:
    assert administered("UBND xã Uy Nỗ") == administered("Xã Uy Nỗ") != ()
