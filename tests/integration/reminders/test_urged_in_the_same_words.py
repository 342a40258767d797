"""Somebody who urges several items in the same words is quoted once."""

from datetime import date
from pathlib import Path

from one_letter import letter
from remind_world import Q1_ENDS, World
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.reminders.nudges.by_hand import nudge_by_hand
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from dondoc.store.database import writing

DAY = date(2022, 3, 22)


def test_the_same_words_are_said_once(engine: Engine, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path, Q1_ENDS, Q1_ENDS, Q1_ENDS)
    with writing(engine) as session:
        for ref, words in zip(world.refs, ("Báo ngay.", "Báo ngay.", "Gọi tôi."), strict=True):
            nudge_by_hand(session, UrgingRequest("chi", (ref,), words=words), at(DAY, 8))
    world.gather(DAY, 8)
    text = letter(world, "an", DAY).text
    assert text.count("Báo ngay.") == 1
    assert "Ý kiến của đồng chí Nguyễn Văn Chi về 2 việc dưới đây: Báo ngay." in text
    assert "Ý kiến của đồng chí Nguyễn Văn Chi: Gọi tôi." in text
