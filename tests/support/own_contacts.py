"""The addresses of a small office's people."""

from typing import Any

import pytest
from settings_world import SettingsWorld
from sqlalchemy import select

from dondoc.errors import DondocError
from models.person import Person


def refusal(error: type[DondocError], call: Any, *given: Any) -> str:
    with pytest.raises(error) as caught:
        call(*given)
    return caught.value.key


def key_of(world: SettingsWorld, code: str) -> int:
    with world.look() as session:
        return next(one.key for one in session.scalars(select(Person)) if one.code == code)
