"""A telephone number typed where a mail address belongs is answered as what it is."""

import pytest
from settings_world import SettingsWorld
from sqlalchemy import Engine

from dondoc.channels.channel import check_address
from dondoc.channels.errors import ChannelError
from dondoc.errors import BadInput
from dondoc.i18n import translator
from dondoc.services.reach.own_addresses import add

NUMBERS = ["0912345678", "+84 912.345.678", "(024) 3826 1234", "84912345678"]


@pytest.fixture
def world(engine: Engine) -> SettingsWorld:
    return SettingsWorld.begin(engine)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_given_as_a_mail_address_is_narrative_to_be_one(
    world: SettingsWorld, number: str
) -> None:
    with pytest.raises(BadInput) as refused, world.by("an") as acting:
        add(acting, "mail", number)
    words = refused.value.text(translator("vi"))
    assert "số điện thoại" in words and number not in words


@pytest.mark.parametrize("text", ["an", "an@", "12345", "0912345678@", "số 0912345678"])
def test_anything_else_is_no_number(world: SettingsWorld, text: str) -> None:
    with pytest.raises(BadInput) as refused, world.by("an") as acting:
        add(acting, "mail", text)
    assert "số điện thoại" not in refused.value.text(translator("vi"))


def test_a_letter_to_a_number_says_so_too() -> None:
    with pytest.raises(ChannelError, match="telephone"):
        check_address("mailto://127.0.0.1", "0912345678", private_allowed=True)
