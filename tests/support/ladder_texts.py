"""Ladders in files, as tests write and read them."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session

from dondoc.i18n import Language, translator
from dondoc.services.reminders.ladder.in_force import (
    BadLadder,
    InForce,
    LadderScope,
    ladder_in_force,
    read_checked,
)
from dondoc.store.database import reading
from models.programme import Programme
from models.rules.ladder import Step

TODAY = date(2022, 3, 1)
GOOD = """
[[step]]
offset = 2
every = 4
audience = "unit_head"
firmness = "urge"

[[step]]
offset = -5
audience = "lead"
firmness = "remind"
channel = "zalo"
"""


def programme(session: Session) -> Programme:
    return session.scalars(select(Programme)).one()


def in_force(engine: Engine, scope: LadderScope) -> InForce:
    with reading(engine) as session:
        return ladder_in_force(session, programme(session), scope, TODAY)


def checked(engine: Engine, path: Path) -> tuple[Step, ...]:
    with reading(engine) as session:
        return read_checked(session, path)


def troubles(engine: Engine, path: Path, lang: Language = "vi") -> list[str]:
    with pytest.raises(BadLadder) as bad:
        checked(engine, path)
    return bad.value.text(translator(lang)).splitlines()[1:]


def written(folder: Path, text: str) -> Path:
    path = folder / "nac.toml"
    path.write_text(text, encoding="utf-8")
    return path
