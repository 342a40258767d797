"""Whoever is given fewer days in a position decides on nothing of the days that are taken."""

from datetime import date
from pathlib import Path

import pytest
from factory import START
from former_officials import sits_at_the_desk, waiting
from product_world import IN_TIME, LATE, Product
from sqlalchemy import Engine, select

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.services.organisation.changes import SettingsChange, acting_for_office
from dondoc.services.staffing.holding_dates import (
    DatesWanted,
    dates_if_put_right,
    put_dates_right,
)
from dondoc.services.staffing.planned_hand_overs import move_hand_over
from dondoc.services.staffing.positions import leave_position, take_position
from dondoc.services.verification.queues import Queue
from dondoc.services.working_days.days import Consent
from dondoc.store.database import writing
from models.assignment import Checkpoint
from models.rules.checkpoints import Act

LAST = date(2022, 1, 31)


def put_right(acting: SettingsChange) -> None:
    dates = DatesWanted("an", "P-an", START, START, LAST)
    seen = dates_if_put_right(acting, dates).fingerprint
    consent = Consent(reason="ghi nhầm ngày", fingerprint=seen)
    put_dates_right(acting, dates, consent)


def leave(acting: SettingsChange) -> None:
    leave_position(acting, "an", "P-an", LAST, sure=True)


def hand_over(acting: SettingsChange) -> None:
    take_position(acting, "ha", "P-an", date(2022, 2, 1), alone=True, sure=True)


def move_a_planned_hand_over(acting: SettingsChange) -> None:
    take_position(acting, "ha", "P-an", date(2022, 4, 4), alone=True)
    move_hand_over(acting, "ha", "P-an", date(2022, 2, 1), sure=True)


@pytest.mark.parametrize("act", [put_right, leave, hand_over, move_a_planned_hand_over])
def test_whose_days_are_shortened_decides_on_none_of_what_opened_since(
    engine: Engine, tmp_path: Path, act: object
) -> None:
    """It opened in February and An answered for it until somebody wrote that they had left."""
    assert callable(act)
    product = Product(engine, tmp_path / "evidence", drains=True)
    with writing(engine) as session:
        session.scalars(select(Checkpoint)).one().opens_on = date(2022, 2, 14)
    with writing(engine) as session:
        act(acting_for_office(session, "em", at(IN_TIME), at(IN_TIME)))
    sits_at_the_desk(product, "an", IN_TIME)
    product.on(LATE)
    assert waiting(product, "an", Queue.SILENT) == (0, 0, 1)
    with pytest.raises(Refused, match="former_work"):
        product.does(Act.WITHDRAW, "an", reason="thôi")
    product.does(Act.WITHDRAW, "em", reason="đúng")
