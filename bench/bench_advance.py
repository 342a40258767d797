"""Moving 10,000 checkpoints, beside the bare SQL that writes the same rows.

The limit: one UPDATE per checkpoint and one INSERT per event, prepared beforehand, sent by
executemany in transactions of the same size, through the same engine.
"""

from datetime import date
from pathlib import Path

from sqlalchemy import Engine, text
from stopwatch import folder, seconds, show

from dondoc.clock import StoppedClock, at
from dondoc.ledger.unseen import PAST_LEDGER
from dondoc.services.advance.drain import BATCH, advance
from dondoc.store.database import open_engine, writing
from dondoc.store.migrate import upgrade

COUNT = 10_000
DAY = date(2022, 2, 1)


def database(path: Path) -> Engine:
    """A database with COUNT checkpoints whose window is open."""
    from bulk_year import many_checkpoints

    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    with writing(engine) as session:
        many_checkpoints(session, COUNT)
    return engine


def bare(engine: Engine) -> None:
    """What moving must write at the least."""
    move = text("UPDATE checkpoint SET stage = 'in_progress', stage_since = :at WHERE id = :id")
    tell = text(
        "INSERT INTO event (kind, at, day, checkpoint_id, from_stage, to_stage, reason, data)"
        " VALUES ('moved', :at, '2022-02-01', :id, 'assigned', 'in_progress', '', '{}')"
    )
    rows = [{"id": n, "at": "2022-02-01 01:00:00"} for n in range(1, COUNT + 1)]
    for start in range(0, COUNT, BATCH):
        with writing(engine.execution_options(**PAST_LEDGER)) as session:
            session.connection().execute(move, rows[start : start + BATCH])
            session.connection().execute(tell, rows[start : start + BATCH])


def main() -> None:
    """Prints the ratio."""
    with folder() as place:
        ours, limit = database(place / "ours.sqlite"), database(place / "limit.sqlite")
        took = seconds(lambda: advance(ours, StoppedClock(at(DAY))))
        show(f"{COUNT} moves", took, "bare SQL", seconds(lambda: bare(limit)))


if __name__ == "__main__":
    main()
