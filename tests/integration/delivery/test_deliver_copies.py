"""Much to send: a deliverer copies itself where that is safe, and a copy may be killed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from crowd import crowded
from fault_sink import FaultSink, faulty_sink
from remind_world import OFFICE, Q1_ENDS, World
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.delivery.channels_in_use import only
from dondoc.services.delivery.forked import may_fork
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.run import deliver
from dondoc.store.database import reading
from dondoc.store.migrate import newest
from models.message import MessageState

NOW = at(date(2022, 3, 22))
LETTERS, LEASE = 400, 3.0
DELIVERER = """
import json, os, resource, sys
from datetime import datetime, timedelta
from dondoc.store.database import open_engine
from dondoc.services.delivery.channels_in_use import ChannelInUse, ChannelsInUse
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.processes import deliver_together
from dondoc.services.reminders.letters.sender import LettersSender
database, url, now, lease = sys.argv[1:]
os.cpu_count = lambda: 2
done = deliver_together(
    open_engine(database), ChannelsInUse({"mail": ChannelInUse("mail", url)}),
    datetime.fromisoformat(now),
    LettersSender("Ban Tổ chức", "don-doc@vinhphuc.example"),
    Policy(portion=20, worth_a_copy=100, lease=timedelta(seconds=float(lease))),
)
copies = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
print(json.dumps({"sent": done.sent, "lost": done.lost, "copies": copies}))
"""


@pytest.fixture
def sink() -> Iterator[FaultSink]:
    with faulty_sink() as taker:
        yield taker


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    made = World(engine, tmp_path)
    crowded(made, LETTERS, Q1_ENDS)
    made.remind(NOW.date())
    engine.dispose()
    return made


def _deliverer(database: str, sink: FaultSink, lease: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", DELIVERER, database, sink.url, NOW.isoformat(), str(lease)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_deliverer_and_its_copy_send_every_letter_once(
    world: World, database_url: str, sink: FaultSink
) -> None:
    said, _ = _deliverer(database_url, sink, 60).communicate(timeout=60)
    told = json.loads(said)
    assert (told["sent"], told["lost"]) == (LETTERS, 0)
    assert told["copies"] > 0
    assert {message.state for message in world.messages()} == {MessageState.SENT}
    assert (len(sink.taken), sink.repeated) == (LETTERS, [])


def test_a_copy_that_is_killed_loses_nothing(
    world: World, database_url: str, sink: FaultSink
) -> None:
    with _deliverer(database_url, sink, LEASE) as deliverer:  # whatever fails, it is waited for
        copy = _copy_of(deliverer.pid)
        while len(sink.taken) < LETTERS // 4 and deliverer.poll() is None:
            time.sleep(0.002)
        with suppress(ProcessLookupError):
            os.kill(copy, signal.SIGKILL)
        said, _ = deliverer.communicate(timeout=60)
    assert deliverer.returncode == 0
    assert json.loads(said)["lost"] == 0
    time.sleep(LEASE)  # what the copy had claimed is free then
    deliver(world.engine, only(sink.url), NOW, OFFICE, Policy(lease=timedelta(seconds=30)))
    assert {message.state for message in world.messages()} == {MessageState.SENT}
    assert len(sink.taken) == LETTERS
    assert len(sink.repeated) <= 1
    assert all(len(set(letters)) == 1 for letters in sink.repeated)


def _copy_of(pid: int) -> int:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if children:
            return int(children[0])
        time.sleep(0.002)
    raise TimeoutError(pid)


def test_a_process_with_a_thread_is_not_copied(engine: Engine) -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        assert not may_fork(engine)
    finally:
        over.set()
        thread.join()


def test_a_process_that_reads_an_sqlite_database_is_not_copied(sqlite_url: str) -> None:
    """Its locks are the process's own."""
    script = (
        "import sys; from dondoc.store.database import open_engine;"
        "from dondoc.services.delivery.forked import may_fork;"
        "engine = open_engine(sys.argv[1]); engine.connect().close(); idle = may_fork(engine);"
        "held = engine.connect(); print(idle, may_fork(engine))"
    )
    command = [sys.executable, "-c", script, sqlite_url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["True", "False"]


def test_the_newest_migration_is_found_without_alembic(engine: Engine) -> None:
    from alembic.script import ScriptDirectory

    from dondoc.store.migrate import _config

    assert newest() == set(ScriptDirectory.from_config(_config()).get_heads())
    with reading(engine) as session:
        found = session.connection().exec_driver_sql("SELECT version_num FROM alembic_version")
        assert set(found.scalars()) == newest()


def test_deciding_loads_neither_apprise_nor_alembic() -> None:
    script = (
        "import sys, dondoc.workplace, dondoc.services.delivery.remind;"
        "print({'apprise', 'alembic', 'psycopg'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "set()"


def test_a_deliverer_starts_without_a_thread_of_its_libraries() -> None:
    """Readers of workbooks start threads by being loaded: nobody could be copied then."""
    script = (
        "import os, sys, dondoc.services.delivery.processes,"
        "dondoc.services.reminders.letters.sender;"
        "print({'openpyxl', 'numpy'} & set(sys.modules), len(os.listdir('/proc/self/task')))"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["set()", "1"]
