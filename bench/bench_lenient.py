"""What it costs that a stored value which its column cannot read keeps no other row back.

Reads 100,000 checkpoints from SQLite, all columns of the kinds that are read leniently, with an
engine of the product and with a bare one, in turn; the least processor time of each counts.

    python bench/bench_lenient.py [--rows 100000]
"""

import argparse
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, create_engine, insert, select

from dondoc.clock import at
from dondoc.store.lenient_types import read_leniently
from models.assignment import Checkpoint
from models.rules.stages import Stage, Standing

ROUNDS = 5
_TABLE = Checkpoint.metadata.tables["checkpoint"]
COLUMNS = {
    "days, moments and yes or no": [
        _TABLE.c[name]
        for name in ("opens_on", "due_on", "original_due_on", "last_act_on", "stage_since",
                     "missing", "undelivered")
    ],
    "a whole row": list(_TABLE.c),
}  # fmt: skip


def filled(folder: Path, rows: int) -> str:
    """A database with checkpoints alone."""
    url = f"sqlite:///{folder / 'bench.sqlite'}"
    engine = create_engine(url)
    _TABLE.create(engine)
    first, moment = date(2022, 1, 1), at(date(2022, 1, 1), 9)
    with engine.begin() as connection:
        connection.execute(
            insert(_TABLE), [_row(n, first + timedelta(n % 365), moment) for n in range(rows)]
        )
    engine.dispose()
    return url


def _row(number: int, day: date, moment: datetime) -> dict[str, object]:
    return {
        "id": number + 1, "assignment_id": 1, "label": f"Q{number}", "rank": number, "title": "",
        "opens_on": day, "due_on": day, "original_due_on": day, "due_revision": 0,
        "expected": Decimal(number) / 4, "product": "", "standing": Standing.LIVE,
        "stage": Stage.ASSIGNED, "stage_since": moment, "last_act_on": day, "returns": 0,
        "returned_waits": "", "ended_terms": "", "causes": "",
        "missing": False, "undelivered": number % 2 == 0,
    }  # fmt: skip


def seconds(engine: Engine, columns: Sequence[Any]) -> float:
    """Processor time of reading all rows."""
    with engine.connect() as connection:
        begun = time.process_time()
        for _ in connection.execute(select(*columns)):
            pass
        return time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    with TemporaryDirectory() as folder:
        url = filled(Path(folder), rows)
        bare, lenient = create_engine(url), create_engine(url)
        read_leniently(lenient.dialect)
        for name, columns in COLUMNS.items():
            pairs = [(seconds(bare, columns), seconds(lenient, columns)) for _ in range(ROUNDS)]
            least = [min(each) for each in zip(*pairs, strict=True)]
            more = 100 * (least[1] / least[0] - 1)
            print(f"{rows} rows, {name}: {least[0]:.3f} s bare, {least[1]:.3f} s ({more:+.1f}%)")


if __name__ == "__main__":
    main()
