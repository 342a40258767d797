"""What a list cannot read is what the database names: column by column."""

from datetime import date
from typing import Any

import pytest
from factory import district
from sqlalchemy import Boolean, Date, Engine
from written_past import write_past

from dondoc.services.programme.frames import frame_of
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.services.work.unreadable import refs_unreadable
from dondoc.services.work.unreadable_columns import with_unreadable_columns
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.columns import Amount, Choice, Instant
from models.indicator import Indicator
from models.programme import Programme

READ = [
    (model, column.name)
    for model in (Checkpoint, Assignment, Indicator)
    for column in model.metadata.tables[str(model.__tablename__)].columns
    if isinstance(column.type, Boolean | Date | Choice | Amount | Instant)
]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the other refuses to write it
@pytest.mark.parametrize(("model", "column"), READ, ids=str)
def test_it_is_left_out_and_named(engine: Engine, model: Any, column: str) -> None:
    with writing(engine) as session:
        made = district(session)
        refs = [made.checkpoint(date(2022, 3, 31), date(2022, 1, 10)) for _ in range(2)]
    with reading(engine) as session:
        assert not with_unreadable_columns(session)
    write_past(engine, model.__tablename__, column, 1, "hỏng")
    with reading(engine) as session:
        frame = frame_of(session, session.get_one(Programme, 1))
        read = load_checkpoints(session, frame, [1, 2])
        assert 1 not in read
        named = refs_unreadable(session)
    assert refs[0] in named and len(named) + len(read) == 2
